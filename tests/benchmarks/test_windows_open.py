"""The benchmarks of the window go through to their end, on something small: nobody runs them every day, and the window changes."""

import pytest

from tests.benchmarks import large_window, window


@pytest.mark.usefixtures("qapp")
def test_every_action_at_what_is_large_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_window, "QUESTIONS", 120)
    monkeypatch.setattr(large_window, "ROWS", 12)
    figures = large_window.figures()
    assert len(figures) == 31
    assert all(figure.median > 0 for figure in figures)


@pytest.mark.usefixtures("qapp")
def test_every_answer_is_timed_from_key_to_paint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "QUESTIONS", 6)
    monkeypatch.setattr(window, "WARM", 2)
    answered, memory = window.figures()
    assert answered.floor is not None
    assert answered.median > 0
    assert memory.unit == "MB"
