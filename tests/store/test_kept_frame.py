"""The outcome frame of a case file: the one that ships until another comes, and opened without being read again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.outcomes import frame_reading
from capi.outcomes.frame_reading import FrameSnapshot, UnfitFrame, find_frame, from_compiled, load_frame, snapshot
from capi.settings import read_settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from capi.store.kept_frame import keep_frame, kept_frame

SHIPPED = read_settings({}).questionnaires
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[CaseFile]:
    with CaseFile.create(tmp_path / "p.casefile", None, Holder("anna", "L-1", "here", 1, NOW)) as opened:
        yield opened


@pytest.fixture
def uk() -> FrameSnapshot:
    return load_frame(find_frame("uk", SHIPPED))


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no frame can be read."""

    def refuse(*_: object) -> None:
        raise AssertionError("a frame was read")

    monkeypatch.setattr(frame_reading, "_frame", refuse)


def other(uk: FrameSnapshot) -> FrameSnapshot:
    return snapshot(uk.text.replace(b"most_attempts: 12", b"most_attempts: 9"))


def test_the_compiled_form_says_the_same_and_belongs_to_its_text(uk: FrameSnapshot) -> None:
    assert from_compiled(uk.compiled, uk.text) == uk
    assert from_compiled(uk.compiled, uk.text + b"\n") is None


@pytest.mark.parametrize("change", [("1 ", "0 "), ("{", "["), ('"uk"', "7")], ids=["older", "damaged", "another shape"])
def test_a_compiled_form_that_cannot_be_used_is_none(uk: FrameSnapshot, change: tuple[str, str]) -> None:
    assert from_compiled(uk.compiled.replace(*change, 1), uk.text) is None


def test_the_one_that_ships_is_read_once_and_then_only_opened(
    case_file: CaseFile, uk: FrameSnapshot, request: pytest.FixtureRequest
) -> None:
    assert kept_frame(case_file, SHIPPED) == uk
    request.getfixturevalue("unread")
    assert kept_frame(case_file, SHIPPED) == uk


def test_one_that_came_is_opened_without_being_read(
    case_file: CaseFile, uk: FrameSnapshot, request: pytest.FixtureRequest
) -> None:
    kept_frame(case_file, SHIPPED)
    its = other(uk)
    keep_frame(case_file, its)
    request.getfixturevalue("unread")
    assert kept_frame(case_file, SHIPPED) == its


def test_where_the_compiled_form_is_of_another_version_the_text_is_read_anew(
    case_file: CaseFile, uk: FrameSnapshot
) -> None:
    keep_frame(case_file, uk)
    case_file.keep("outcome_frame_compiled", "0 older")
    assert kept_frame(case_file, SHIPPED) == uk


def test_what_is_no_frame_of_this_version_is_refused(case_file: CaseFile) -> None:
    case_file.keep("outcome_frame", "frame: nonsense")
    with pytest.raises(UnfitFrame):
        kept_frame(case_file, SHIPPED)
