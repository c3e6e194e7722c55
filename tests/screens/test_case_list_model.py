"""The rows of the case list."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.instrument.model import Mode
from capi.screens.case_list_model import COLUMNS, CaseListModel

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def summary(
    reference: str, name: str = "", *, status: Status = Status.NOT_STARTED, hours: int | None = None
) -> CaseSummary:
    case = Case(reference, reference, name, "seb", "1", "", Mode.FACE_TO_FACE)
    worked = None if hours is None else NOW - timedelta(hours=hours)
    reason = StopReason.REFUSED if status is Status.STOPPED else None
    return CaseSummary(case, status, 3 if hours is not None else 0, worked, reason)


def column(name: str) -> int:
    return [str(each) for each in COLUMNS].index(name)


def references(model: CaseListModel) -> list[str]:
    return [model.summary(row).case.reference for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: object) -> CaseListModel:
    assert qapp is not None
    made = CaseListModel()
    made.set_cases(
        [
            summary("2/1", "Zoë", hours=1),
            summary("1/1", "adam", status=Status.STOPPED, hours=5),
            summary("3/1", "Bea", status=Status.COMPLETED),
        ]
    )
    return made


def test_cases_come_by_reference(model: CaseListModel) -> None:
    assert references(model) == ["1/1", "2/1", "3/1"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Name", ["1/1", "3/1", "2/1"]), ("Status", ["2/1", "1/1", "3/1"]), ("Last worked", ["3/1", "1/1", "2/1"])],
)
def test_any_column_sorts(model: CaseListModel, name: str, expected: list[str]) -> None:
    model.sort(column(name))
    assert references(model) == expected
    model.sort(column(name), Qt.SortOrder.DescendingOrder)
    assert references(model) == expected[::-1]


def test_every_word_typed_narrows_and_taking_it_back_widens(model: CaseListModel) -> None:
    model.narrow("ZOË face")
    assert references(model) == ["2/1"]
    model.narrow("nobody")
    assert references(model) == []
    model.narrow("")
    assert len(references(model)) == 3


def test_narrowing_and_sorting_go_together(model: CaseListModel) -> None:
    model.narrow("/1 e")
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.narrow("/1")
    assert references(model) == ["2/1", "3/1", "1/1"]


def test_the_reason_of_a_stop_stands_beside_the_status(model: CaseListModel) -> None:
    assert model.data(model.index(0, column("Status"))) == "Stopped: refused"


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
