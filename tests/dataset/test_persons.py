"""The person dataset: who has a row, what is in it, and that it comes back out of a file as it was."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.person_columns import NotPersons
from capi.dataset.person_files import persons_of_file
from capi.dataset.person_writing import write_csv, write_parquet
from capi.dataset.persons import Chosen, Persons, person_connection, persons_of_cases
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, FACTS, WELCOME, Journals

CODES = MissingCodes()


def held() -> Journals:
    journals = Journals()
    journals.hold("1042/01", [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END], facts=FACTS, remove=["People[2]"])
    return journals


def rows(persons: Persons, connection: Any) -> list[dict[str, object]]:
    found: list[dict[str, object]] = connection.to_pyarrow(persons.table).to_pylist()
    return found


def test_each_person_of_a_household_has_a_row_with_what_was_asked_once_for_all() -> None:
    with person_connection() as connection:
        ann, cia = rows(persons_of_cases(held(), connection, Chosen()), connection)
    assert [(each["case"], each["person"], each["Region"], each["Name"]) for each in (ann, cia)] == [
        ("1042/01", 1, 2, "Ann"),
        ("1042/01", 3, 2, "Cia"),
    ]
    assert list(ann)[:6] == ["case", "person", "InterviewDate", "ReferenceSunday", "InstrumentVersion", "Mode"]
    assert (ann["Moved"], ann["Moved_state"], ann["Began"], ann["Earnings"]) == (
        date(2020, 2, 29),
        None,
        time(17, 40),
        Decimal("12.50"),
    )
    assert (cia["Moved"], cia["Moved_state"], cia["Began_state"]) == (None, -8, -9)
    assert (cia["Travel_1"], cia["TravelOther"], cia["TravelOther_state"], cia["Partner"]) == (-9, None, -1, -8)


def test_a_case_without_persons_has_no_row_and_one_that_waits_for_an_answer_says_so() -> None:
    journals = held()
    journals.hold("new", [])
    journals.hold("begun", [*WELCOME, *ANN[:1]])
    with person_connection() as connection:
        found = rows(persons_of_cases(journals, connection, Chosen(everything=True)), connection)
    assert [each["case"] for each in found] == ["1042/01", "1042/01", "begun"]
    assert (found[-1]["Age"], found[-1]["NumberOfJobs"]) == (-2, -1)


def test_no_cases_and_none_completed_are_told_apart() -> None:
    journals = Journals()
    with person_connection() as connection:
        with pytest.raises(NotPersons, match="no cases"):
            persons_of_cases(journals, connection, Chosen())
        journals.hold("new", [])
        with pytest.raises(NotPersons, match="--all"):
            persons_of_cases(journals, connection, Chosen())


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_persons_come_back_out_of_a_file_as_they_were(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"per'sons.{ending}"
    with person_connection() as connection:
        persons = persons_of_cases(held(), connection, Chosen())
        if ending == "csv":
            write_csv(path, persons.table, persons, connection)
        else:
            write_parquet(path, persons.table, persons, connection, {})
        wanted = rows(persons, connection)
        found = rows(persons_of_file(path, connection, CODES), connection)
    assert found == wanted


def test_parquet_has_a_word_for_each_state_and_never_a_code(tmp_path: Path) -> None:
    with person_connection() as connection:
        persons = persons_of_cases(held(), connection, Chosen())
        write_parquet(tmp_path / "p.parquet", persons.table, persons, connection, {})
    _, cia = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert (cia["Partner"], cia["Partner_state"], cia["Moved"], cia["Moved_state"]) == (
        None,
        "dont_know",
        None,
        "dont_know",
    )
    assert (cia["Began_state"], cia["TravelOther_state"], cia["Name_state"]) == ("refused", "not_asked", None)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"id": ["1"], "Stat": [1]}, "no column case"),
        ({"case": ["1", "2"], "Stat": [1, 3]}, "row 2, column Stat: 3 is none of its categories"),
        ({"case": ["1", "1"], "Stat": [1, 2]}, "case 1 is there twice"),
        ({"case": ["1"], "Stat": pa.array([None], pa.int8()), "Stat_state": ["unkown"]}, "row 1, column Stat_state"),
    ],
)
def test_parquet_that_is_no_person_dataset_is_refused_with_the_place(
    tmp_path: Path, columns: dict[str, Any], told: str
) -> None:
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    with person_connection() as connection, pytest.raises(NotPersons, match=told):
        persons_of_file(tmp_path / "p.parquet", connection, CODES)


def test_codes_in_parquet_and_numbers_with_a_point_are_understood(tmp_path: Path) -> None:
    table = pa.table({"case": ["1", "2", "3"], "Stat": pa.array([1.0, -8.0, None], pa.float64())})
    pq.write_table(table, tmp_path / "p.parquet")
    with person_connection() as connection:
        found = rows(persons_of_file(tmp_path / "p.parquet", connection, CODES), connection)
    assert [each["Stat"] for each in found] == [1, -8, -1]


def test_the_codebook_beside_a_csv_says_which_categories_there_are(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text('case,Damp,Code\n1,2,044\n2,3,"-8"\n', encoding="utf-8")
    book = "file,variable,value,label,kind\nown.csv,Damp,,Damp,category\nown.csv,Damp,1,Yes,value\nown.csv,Damp,2,No,value\n"
    with person_connection() as connection:
        assert rows(persons_of_file(tmp_path / "own.csv", connection, CODES), connection)[1] == {
            "case": "2",
            "Damp": 3,
            "Code": None,
            "Code_state": -8,
        }
        (tmp_path / "own-codebook.csv").write_text(book, encoding="utf-8")
        with pytest.raises(NotPersons, match=r"row 3, column Damp: '3' is none of its categories \(1, 2\)"):
            persons_of_file(tmp_path / "own.csv", connection, CODES)
