"""The rows of the case list."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import find_frame, load_frame
from capi.screens.case_columns import (
    APPOINTMENT,
    CALLS,
    COLUMNS,
    HUB,
    LAST_CALL,
    LAST_WORKED,
    NAME,
    OUTCOME,
    REFERENCE,
    STATUS,
    Column,
    Place,
)
from capi.screens.case_list_model import CaseListModel
from capi.screens.look import Look
from capi.settings import read_settings

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def summary(
    reference: str,
    name: str = "",
    *,
    status: Status = Status.NOT_STARTED,
    hours: int | None = None,
    called: tuple[int, int, str] | None = None,
    appointment: int | None = None,
    outcome: str = "",
) -> CaseSummary:
    """Last worked `hours` ago; `called` so often, the last time so many hours ago, with this result; an appointment in so many hours."""
    case = Case(reference, reference, name, "seb", "1", "", Mode.FACE_TO_FACE)
    worked = None if hours is None else NOW - timedelta(hours=hours)
    reason = StopReason.REFUSED if status is Status.STOPPED else None
    calls, ago, result = called or (0, 0, "")
    return CaseSummary(
        case,
        status,
        3 if hours is not None else 0,
        worked,
        reason,
        calls,
        NOW - timedelta(hours=ago) if called else None,
        result,
        None if appointment is None else NOW + timedelta(hours=appointment),
        outcome,
    )


def references(model: CaseListModel) -> list[str]:
    return [model.summary(row).case.reference for row in range(model.rowCount())]


def cell(model: CaseListModel, column: Column, role: int = Qt.ItemDataRole.DisplayRole, row: int = 0) -> object:
    return model.data(model.index(row, COLUMNS.index(column)), role)


@pytest.fixture
def frame() -> OutcomeFrame:
    return load_frame(find_frame("uk", read_settings({}).questionnaires)).frame


@pytest.fixture
def model(look: Look, frame: OutcomeFrame) -> CaseListModel:
    assert look.theme == "light"
    made = CaseListModel(frame=frame)
    made.set_now(NOW)
    made.set_cases(
        [
            summary("2/1", "Zoë", hours=1, called=(4, 2, "no_answer"), appointment=30),
            summary("1/1", "adam", status=Status.STOPPED, hours=5, called=(2, 30, "busy"), outcome="440"),
            summary("3/1", "Bea", status=Status.COMPLETED, appointment=-1, outcome="110"),
        ]
    )
    return made


def test_cases_come_by_reference(model: CaseListModel) -> None:
    assert references(model) == ["1/1", "2/1", "3/1"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (NAME, ["1/1", "3/1", "2/1"]),
        (STATUS, ["2/1", "1/1", "3/1"]),
        (CALLS, ["3/1", "1/1", "2/1"]),
        (LAST_CALL, ["3/1", "1/1", "2/1"]),
        (LAST_WORKED, ["3/1", "1/1", "2/1"]),
    ],
)
def test_any_column_sorts(model: CaseListModel, column: Column, expected: list[str]) -> None:
    model.sort(COLUMNS.index(column))
    assert references(model) == expected
    model.sort(COLUMNS.index(column), Qt.SortOrder.DescendingOrder)
    assert references(model) == expected[::-1]


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        (APPOINTMENT, ["3/1", "2/1", "1/1"], ["2/1", "3/1", "1/1"]),
        (OUTCOME, ["3/1", "1/1", "2/1"], ["1/1", "3/1", "2/1"]),
    ],
)
def test_cases_without_an_appointment_or_outcome_come_last_either_way(
    model: CaseListModel, column: Column, up: list[str], down: list[str]
) -> None:
    model.sort(COLUMNS.index(column))
    assert references(model) == up
    model.sort(COLUMNS.index(column), Qt.SortOrder.DescendingOrder)
    assert references(model) == down


def test_the_hub_sorts_by_what_is_said_and_keeps_its_ink(model: CaseListModel, look: Look) -> None:
    model.set_inks({"offered": look.colour("offered")})
    model.sort(COLUMNS.index(HUB))
    model.set_hub({"2/1": Place("3 to send", "offered"), "1/1": Place("Safe at the hub", "saved")})
    assert references(model) == ["3/1", "2/1", "1/1"]
    assert [cell(model, HUB, row=row) for row in range(3)] == ["", "3 to send", "Safe at the hub"]
    assert cell(model, HUB, Qt.ItemDataRole.ForegroundRole, 1) == look.colour("offered")


def test_every_word_typed_narrows_and_taking_it_back_widens(model: CaseListModel) -> None:
    model.narrow("ZOË face")
    assert references(model) == ["2/1"]
    model.narrow("nobody")
    assert references(model) == []
    model.narrow("")
    assert len(references(model)) == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("no answer", ["2/1"]),
        ("BUSY", ["1/1"]),
        ("440", ["1/1"]),
        ("complete interview", ["3/1"]),
        ("stopped: refused", ["1/1"]),
        ("440 zoë", []),
    ],
)
def test_a_case_is_found_by_what_came_of_it(model: CaseListModel, typed: str, found: list[str]) -> None:
    model.narrow(typed)
    assert references(model) == found


def test_what_another_frame_called_it_is_shown_and_found_by_its_name(look: Look) -> None:
    assert look.theme == "light"
    model = CaseListModel()
    model.set_now(NOW)
    model.set_cases([summary("1/1", called=(1, 2, "no_answer"), outcome="999")])
    assert str(cell(model, LAST_CALL)).endswith("  no_answer")
    assert cell(model, OUTCOME) == "999"
    model.narrow("999 no_ans")
    assert references(model) == ["1/1"]


def test_narrowing_and_sorting_go_together(model: CaseListModel) -> None:
    model.narrow("/1 e")
    model.sort(COLUMNS.index(NAME))
    assert references(model) == ["1/1", "3/1", "2/1"]
    model.narrow("/1 zoë")
    model.sort(COLUMNS.index(NAME), Qt.SortOrder.DescendingOrder)
    assert references(model) == ["2/1"]
    model.narrow("/1")
    assert references(model) == ["2/1", "3/1", "1/1"]


def test_the_reason_of_a_stop_stands_beside_the_status(model: CaseListModel) -> None:
    assert cell(model, STATUS) == "Stopped: refused"


def test_calls_are_said_in_the_words_of_the_frame(model: CaseListModel) -> None:
    model.narrow("2/1")
    assert cell(model, CALLS) == "4"
    last = str(cell(model, LAST_CALL))
    assert last.startswith("18/11 ")
    assert last.endswith("  No answer")
    model.narrow("1/1")
    assert cell(model, OUTCOME) == "440  Refused during the interview"
    assert cell(model, OUTCOME, Qt.ItemDataRole.ToolTipRole) == "<p>440  Refused during the interview</p>"


def test_a_missed_appointment_is_in_the_alarm_colour_and_said_as_missed(model: CaseListModel, look: Look) -> None:
    model.set_inks({"alarm": look.colour("alarm")})
    model.narrow("3/1")
    assert cell(model, APPOINTMENT, Qt.ItemDataRole.ForegroundRole) == QColor(look.colours.alarm)
    assert (
        cell(model, APPOINTMENT, Qt.ItemDataRole.AccessibleTextRole)
        == f"Missed appointment: {cell(model, APPOINTMENT)}"
    )
    model.narrow("2/1")
    assert cell(model, APPOINTMENT, Qt.ItemDataRole.ForegroundRole) is None
    assert cell(model, APPOINTMENT, Qt.ItemDataRole.AccessibleTextRole) == cell(model, APPOINTMENT)


def test_half_an_hour_after_its_time_an_appointment_is_missed(model: CaseListModel, look: Look) -> None:
    model.set_inks({"alarm": look.colour("alarm")})
    model.narrow("2/1")
    agreed = NOW + timedelta(hours=30)
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.column()))
    for minutes, missed in ((0, False), (29, False), (30, True)):
        model.set_now(agreed + timedelta(minutes=minutes))
        assert (cell(model, APPOINTMENT, Qt.ItemDataRole.ForegroundRole) is not None) is missed, minutes
    assert told == [COLUMNS.index(APPOINTMENT)] * 3, "so that it is painted anew"


def test_what_is_read_out_is_what_is_shown(model: CaseListModel) -> None:
    model.narrow("2/1")
    for column in (REFERENCE, NAME, STATUS, LAST_CALL, OUTCOME):
        assert cell(model, column, Qt.ItemDataRole.AccessibleTextRole) == cell(model, column)


def test_narrowing_step_by_step_gives_what_narrowing_at_once_gives(qapp: object) -> None:
    assert qapp is not None
    draw = random.Random(3)  # noqa: S311
    cases = [summary(f"{draw.randrange(999)}/{at}", draw.choice(["Ann", "Bob", "Anneliese"])) for at in range(500)]
    step, once = CaseListModel(), CaseListModel()
    step.set_cases(cases)
    once.set_cases(cases)
    for text in ("a", "an", "ann 1", "ann 12", "ann", "b", ""):
        step.narrow(text)
        once.narrow("")
        once.narrow(text)
        assert references(step) == references(once)
