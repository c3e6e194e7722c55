"""The look: readable in light and dark, at every size, with nothing cut off."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from capi.instrument.model import Mode
from capi.screens.look import DARK, FAMILY, LIGHT, Colours, Look, Theme
from tests.screens.conftest import AtInterview

TEXT_ON_GROUND = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "panel"),
    ("ink", "chosen"),
    ("soft", "ground"),
    ("soft", "surface"),
    ("soft", "panel"),
    ("soft", "chosen"),
    ("soft", "offered_ground"),
    ("ink", "offered_ground"),
    ("instruction", "ground"),
    ("instruction", "instruction_ground"),
    ("offered", "offered_ground"),
    ("saved", "surface"),
    ("saved", "ground"),
    ("saved", "chosen"),
    ("offered", "ground"),
    ("offered", "surface"),
    ("offered", "chosen"),
    ("alarm", "ground"),
    ("alarm", "surface"),
    ("alarm", "alarm_ground"),
    ("card_ink", "card"),
    ("surface", "instruction"),
]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_has_the_contrast_of_wcag_aa(colours: Colours, text: str, ground: str) -> None:
    assert _contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


def test_both_themes_know_the_same_colours() -> None:
    assert {field.name for field in fields(LIGHT)} == {field.name for field in fields(DARK)}


def test_the_embedded_typeface_is_there(look: Look) -> None:
    assert FAMILY in QFontDatabase.families()
    assert look.font("question").family() == FAMILY


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_arrow_of_a_choice_is_drawn_whole_and_can_be_seen(qtbot: QtBot, look: Look, theme: Theme) -> None:
    look.set_theme(theme)
    choice = QComboBox()
    choice.addItem("North")
    qtbot.addWidget(choice)
    choice.resize(200, 44)
    choice.show()
    QApplication.processEvents()
    picture = choice.grab().toImage()
    ground = QColor(look.colours.surface)
    corner = [picture.pixelColor(x, y).name() for x in range(166, 176) for y in range(6, 40)]
    assert set(corner) == {ground.name()}, "beside the arrow there is nothing, no edge and no corner mark"
    arrow = max((picture.pixelColor(x, y).name() for x in range(176, 192) for y in range(14, 32)), key=_from(ground))
    assert _contrast(arrow, look.colours.surface) >= 3


def _from(ground: QColor) -> Callable[[str], float]:
    return lambda name: _contrast(name, ground.name())


SEB_PATHS = ((1, 2, 1, 3, 1), (1, 2, 2, 1))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mode", Mode)
def test_every_question_fits_the_laptop_and_its_picture_is_taken(
    sit_down: Callable[..., AtInterview], look: Look, tmp_path: Path, mode: Mode, theme: str
) -> None:
    """At 1366 x 768; where an interviewer reads, the whole question is in sight without scrolling."""
    look.set_theme("dark" if theme == "dark" else "light")
    for path in SEB_PATHS:
        interviewer = sit_down(mode)
        for code in (*path, 1, 1):
            if interviewer.window.at_end:
                break
            field = interviewer.sees_question()
            window = interviewer.window
            assert window.size().toTuple() == (1366, 768), field
            view, port = window.question.view, window.question.area.viewport()
            if mode.has_interviewer or field != "EarnerOccupation":
                assert view.minimumHeight() <= port.height(), (
                    f"{field} must be scrolled by {view.minimumHeight() - port.height()}"
                )
            picture = window.grab()
            assert picture.save(str(tmp_path / f"{mode.value}-{field}-{theme}.png"))
            background = QColor(look.colours.surface if not mode.has_interviewer else look.colours.ground)
            assert picture.toImage().pixelColor(1300, 600).lightness() == pytest.approx(background.lightness(), abs=12)
            interviewer.codes(code)


@pytest.mark.parametrize("scale", [0.7, 1.0, 1.5, 2.0])
def test_at_any_size_no_text_of_a_category_is_cut(
    sit_down: Callable[..., AtInterview], look: Look, scale: float
) -> None:
    look.set_scale(scale)
    interviewer = sit_down(Mode.FACE_TO_FACE)
    interviewer.codes(3, 3)
    assert interviewer.sees_question() == "EarnerOccupation"
    view = interviewer.window.question.view
    for row in view._rows[: view._used]:
        assert row._text.natural_width() <= row.width()
        assert row._text.height + row._example.height <= row.height()
        assert row.geometry().bottom() <= view.minimumHeight()


@pytest.mark.parametrize("mode", Mode)
def test_at_twice_the_size_the_window_stays_on_the_laptop(
    sit_down: Callable[..., AtInterview], look: Look, qapp: QApplication, mode: Mode
) -> None:
    look.set_scale(2.0)
    interviewer = sit_down(mode)
    interviewer.codes(3, 3)
    interviewer.sees_question()
    qapp.processEvents()
    window = interviewer.window
    assert window.minimumSizeHint().width() <= 1366
    assert window.size().toTuple() == (1366, 768)
    assert not window._route.isVisible(), "the question needs the room"
    shown = [button for button in window._bar._buttons.values() if button.isVisible()]
    assert all(button.geometry().right() <= 1366 for button in shown)
    assert all(button.width() >= button.sizeHint().width() for button in shown)


def test_a_change_of_size_in_an_interview_keeps_what_was_typed(
    sit_down: Callable[..., AtInterview], look: Look, qapp: QApplication
) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.write("4")
    look.set_scale(1.4)
    qapp.processEvents()
    assert interviewer.window.question.entry.line.text() == "4"
    interviewer.enter()
    assert interviewer.answers() == {"SchoolType": 4}
