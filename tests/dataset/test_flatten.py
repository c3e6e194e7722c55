from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.dataset.cells import Absence, Cell
from capi.dataset.flatten import datasets
from capi.fieldwork.case import StopReason
from capi.instrument.model import Missing, Mode
from tests.dataset.rows import dictionaries, table_at
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of

ILL = {"General": 3, "Illness": "a cough", "Visits": 2, "Income": "refused"}


@pytest.fixture
def fieldwork(tmp_path: Path) -> Fieldwork:
    return Fieldwork(tmp_path / "cases.casefile")


def _only_row(fieldwork: Fieldwork, *, everything: bool = False) -> dict[str, Cell]:
    (dataset,) = datasets(fieldwork.case_file, everything=everything)
    (row,) = dictionaries(dataset)
    return row


def test_a_completed_case_is_one_row_with_its_facts_and_answers(fieldwork: Fieldwork) -> None:
    fieldwork.interview("1042/01", instrument_of(HEALTH), ILL, facts={"Age": 44, "Name": "Rosa"})
    assert _only_row(fieldwork) == {
        "case": "1042/01",
        "InterviewDate": "2026-11-18",
        "ReferenceSunday": "2026-11-15",
        "InstrumentVersion": "1",
        "Mode": "telephone",
        "Modes": "telephone",
        "Status": "completed",
        "Age": 44,
        "Name": "Rosa",
        "Postcode": Absence.NOT_ASKED,
        "General": 3,
        "Illness": "a cough",
        "Visits": 2,
        "Income": Missing.REFUSED,
    }


def test_an_answer_off_the_route_is_never_in_a_row(fieldwork: Fieldwork) -> None:
    case_id = fieldwork.interview("1", instrument_of(HEALTH), ILL)
    sitting = fieldwork.sit(case_id)
    sitting.answer("General", 1)
    sitting.complete()
    row = _only_row(fieldwork)
    assert (row["General"], row["Illness"], row["Visits"]) == (1, Absence.NOT_ASKED, Absence.NOT_ASKED)
    assert fieldwork.case_file.record(case_id).answers["Illness"] == "a cough"


def test_reached_but_not_answered_is_told_from_not_asked(fieldwork: Fieldwork) -> None:
    fieldwork.interview("1", instrument_of(HEALTH), {"General": 2})
    row = _only_row(fieldwork, everything=True)
    assert (row["Status"], row["General"]) == ("in_progress", 2)
    assert (row["Illness"], row["Visits"], row["Income"]) == (
        Absence.UNANSWERED,
        Absence.NOT_ASKED,
        Absence.NOT_ASKED,
    )


def test_nobody_was_asked_anything_in_a_case_not_started(fieldwork: Fieldwork) -> None:
    fieldwork.add("1", instrument_of(HEALTH))
    row = _only_row(fieldwork, everything=True)
    assert (row["Status"], row["InterviewDate"], row["General"]) == ("not_started", None, Absence.NOT_ASKED)


def test_only_completed_cases_are_taken_unless_all_are_asked_for(fieldwork: Fieldwork) -> None:
    seb = instrument_of(HEALTH)
    fieldwork.interview("done", seb, {"General": 1, "Income": 10})
    fieldwork.interview("begun", seb, {"General": 1})
    fieldwork.add("new", seb)
    stopped = fieldwork.add("stopped", seb)
    fieldwork.sit(stopped).stop(StopReason.REFUSED, "")
    assert _only_row(fieldwork)["case"] == "done"
    (dataset,) = datasets(fieldwork.case_file, everything=True)
    rows = [(row["case"], row["Status"]) for row in dictionaries(dataset)]
    assert rows == [("done", "completed"), ("begun", "in_progress"), ("new", "not_started"), ("stopped", "stopped")]
    assert len(dataset) == 4


def test_each_instrument_has_a_table_of_its_own(fieldwork: Fieldwork) -> None:
    fieldwork.interview("1", instrument_of(HEALTH), {"General": 1, "Income": 10})
    other = HEALTH.replace("instrument: health", "instrument: another")
    fieldwork.interview("2", instrument_of(other), {"General": 1, "Income": 10})
    assert [(each.instrument, len(each)) for each in datasets(fieldwork.case_file, everything=False)] == [
        ("another", 1),
        ("health", 1),
    ]


def test_versions_share_a_table_with_the_columns_of_all_in_the_order_of_the_newest(fieldwork: Fieldwork) -> None:
    newer = HEALTH.replace('version: "1"', 'version: "1.10"').replace("- Visits:", "- Seen:")
    oldest = HEALTH.replace('version: "1"', 'version: "1.9"')
    fieldwork.interview("new", instrument_of(newer), {"General": 2, "Illness": "x", "Seen": 4, "Income": 1})
    fieldwork.interview("old", instrument_of(oldest), {"General": 2, "Illness": "x", "Visits": 3, "Income": 1})
    (dataset,) = datasets(fieldwork.case_file, everything=False)
    assert [version.label for version in dataset.versions] == ["1.9", "1.10"]
    names = [variable.name for variable in table_at(dataset).variables]
    assert names[-5:] == ["General", "Illness", "Visits", "Seen", "Income"]
    new, old = dictionaries(dataset)
    assert (new["InstrumentVersion"], new["Visits"], new["Seen"]) == ("1.10", Absence.NOT_ASKED, 4)
    assert (old["InstrumentVersion"], old["Visits"], old["Seen"]) == ("1.9", 3, Absence.NOT_ASKED)


def test_a_version_changed_without_a_new_number_is_told_apart_by_its_hash(fieldwork: Fieldwork) -> None:
    first, second = instrument_of(HEALTH), instrument_of(HEALTH.replace("Good", "Very good"))
    for reference, snapshot in (("1", first), ("2", second)):
        fieldwork.interview(reference, snapshot, {"General": 1, "Income": 10})
    (dataset,) = datasets(fieldwork.case_file, everything=False)
    assert {row["InstrumentVersion"] for row in dictionaries(dataset)} == {
        f"1+{first.sha256[:8]}",
        f"1+{second.sha256[:8]}",
    }


def test_a_question_called_like_a_column_of_every_dataset_keeps_its_answers(fieldwork: Fieldwork) -> None:
    clash = HEALTH.replace("- Visits:", "- Status:").replace("Name: {", "MODE: {")
    fieldwork.interview(
        "1", instrument_of(clash), {"General": 3, "Illness": "x", "Status": 7, "Income": 1}, facts={"MODE": "bus"}
    )
    row = _only_row(fieldwork)
    assert (row["Status"], row["Status_"], row["Mode"], row["MODE_"]) == ("completed", 7, "telephone", "bus")


def test_the_date_follows_the_first_answer_in_the_interviewers_own_time(fieldwork: Fieldwork) -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    fieldwork.interview(
        "1",
        instrument_of(HEALTH),
        {"General": 1, "Income": 1},
        mode=Mode.FACE_TO_FACE,
        at=late,
        offset_minutes=60,
    )
    row = _only_row(fieldwork)
    assert (row["InterviewDate"], row["ReferenceSunday"], row["Mode"]) == ("2026-11-16", "2026-11-15", "face_to_face")
