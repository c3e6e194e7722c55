"""Person datasets as they come: of wrong types, cut off, empty, very wide, with names and separators nobody asked for."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.person_columns import NotPersons
from capi.dataset.person_files import persons_of_file
from capi.dataset.person_writing import write_csv, write_parquet
from capi.dataset.persons import person_connection

CODES = MissingCodes()


def read(path: Path) -> list[dict[str, Any]]:
    with person_connection() as connection:
        found: list[dict[str, Any]] = connection.to_pyarrow(persons_of_file(path, connection, CODES).table).to_pylist()
    return found


def refused(path: Path) -> str:
    with person_connection() as connection, pytest.raises(NotPersons) as told:
        persons_of_file(path, connection, CODES)
    return str(told.value)


def parquet(folder: Path, **columns: Any) -> Path:
    path = folder / "p.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("Stat", ["1", "two"], "row 2, column Stat: 'two' is not a whole number"),
        ("Stat", ["1", "1.5"], "row 2, column Stat: '1.5' is not a whole number"),
        ("Stat", [1.0, 1.5], "row 2, column Stat: 1.5 is not a whole number"),
        ("Stat", [1.0, float("nan")], "row 2, column Stat: nan is not a whole number"),
        ("Stat", [1.0, 3.0], "row 2, column Stat: 3.0 is none of its categories"),
        ("Stat", ["1", "3"], "row 2, column Stat: '3' is none of its categories"),
        ("Stat", [None, True], "row 2, column Stat: True is of type BOOLEAN, and Stat holds a whole number"),
        ("Stat", [None, [1]], "row 2, column Stat"),
        ("Stat", pa.array([1, 2**64 - 1], pa.uint64()), "row 2, column Stat: 18446744073709551615 is"),
        ("DateOfBirth", ["1960-02-28", "1960-02-30"], "row 2, column DateOfBirth: '1960-02-30' is not a day"),
        ("DateOfBirth", [None, 19600228], "row 2, column DateOfBirth: 19600228 is of type BIGINT"),
        ("Stat_state", ["refused", "unkown"], "row 2, column Stat_state: 'unkown' is no state of an answer"),
        ("Stat_state", [None, 7], "row 2, column Stat_state: 7 is no word for a state"),
        ("STAT", [1, 2], "has the column STAT twice"),
        ("capi:key", [1, 2], "column called 'capi:key'"),
    ],
)
def test_a_parquet_column_of_the_wrong_kind_is_refused_with_the_row_and_never_taken_for_not_asked(
    tmp_path: Path, name: str, values: Any, told: str
) -> None:
    columns: dict[str, Any] = {"case": ["1", "2"], "Stat": pa.array([None, None], pa.int64())}
    assert told in refused(parquet(tmp_path, **columns | {name: values}))


def test_a_number_that_reads_like_a_code_is_refused_where_states_stand_in_words(tmp_path: Path) -> None:
    states = pa.array([None, "refused"], pa.string())
    path = parquet(tmp_path, case=["1", "2"], Degrees=pa.array([-9, None], pa.int64()), Degrees_state=states)
    assert "row 1, column Degrees: -9 is like a code" in refused(path)


def test_other_types_that_hold_the_same_values_are_taken(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        case=[7, 8],
        Stat=pa.array(["1", ""], pa.string()),
        Sex=pa.array([1, 2], pa.uint64()),
        DateOfBirth=pa.array([date(1960, 2, 29), None]).cast(pa.timestamp("us")),
        DtJbL=["2024-05-15", None],
        Wrking=pa.array(["1", "2"]).dictionary_encode(),
    )
    first, second = read(path)
    assert (first["case"], first["Stat"], first["Sex"], first["Wrking"]) == ("7", 1, 1, 1)
    assert (first["DateOfBirth"], first["DtJbL"], second["Stat"]) == (date(1960, 2, 29), date(2024, 5, 15), -1)


@pytest.mark.parametrize("case", [None, ""])
def test_a_person_of_no_case_is_refused(tmp_path: Path, case: str | None) -> None:
    assert "row 2, column case" in refused(parquet(tmp_path, case=["1", case], Stat=[1, 2]))


def test_an_unknown_state_far_down_is_found_by_what_the_file_notes_of_its_columns(tmp_path: Path) -> None:
    states = ["not_asked"] * 149_999 + ["zero"]
    rows = [str(each) for each in range(150_000)]
    path = parquet(tmp_path, case=rows, Stat=pa.nulls(150_000, pa.int8()), Stat_state=states)
    assert "row 150000, column Stat_state: 'zero'" in refused(path)


@pytest.mark.parametrize("left", [0, 3, 40, -1, -30])
def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path: Path, left: int) -> None:
    path = parquet(tmp_path, case=["1"], Stat=[1])
    path.write_bytes(path.read_bytes()[:left])
    assert "not a Parquet file that is whole" in refused(path)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_person_and_one_person_with_names_of_every_kind_come_back(tmp_path: Path, ending: str) -> None:
    odd = {"a'b": 1, 'c"d': 2, "żółć": 3, "a b.c;--": 4, "select": 5, "\N{RIGHT-TO-LEFT OVERRIDE}x": 6}
    for rows in (0, 1):
        columns = {"case": ["1"] * rows, **{name: [value] * rows for name, value in odd.items()}}
        source, path = parquet(tmp_path, **columns), tmp_path / f"out{rows}.{ending}"
        with person_connection() as connection:
            persons = persons_of_file(source, connection, CODES)
            if ending == "csv":
                write_csv(path, persons.table, persons, connection)
            else:
                write_parquet(path, persons.table, persons, connection, {})
        assert read(path) == [{"case": "1", **odd}] * rows


def test_two_thousand_columns_are_read(tmp_path: Path) -> None:
    names = [f"Q{number}" for number in range(2_000)]
    path = parquet(tmp_path, case=["1", "2"], **{name: [1, -8] for name in names})
    assert [sum(row[name] for name in names) for row in read(path)] == [2_000, -16_000]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_class_of_industry_keeps_its_nought(tmp_path: Path, ending: str) -> None:
    (tmp_path / "p.csv").write_text("case,SIC2007,SOC2020\n1,01110,1111\n2,-8,-8\n", encoding="utf-8")
    path = tmp_path / f"out.{ending}"
    with person_connection() as connection:
        persons = persons_of_file(tmp_path / "p.csv", connection, CODES)
        if ending == "csv":
            write_csv(path, persons.table, persons, connection)
        else:
            write_parquet(path, persons.table, persons, connection, {})
    first, second = read(path)
    assert (first["SIC2007"], first["SOC2020"]) == ("01110", 1111)
    assert (second["SIC2007"], second["SIC2007_state"], second["SOC2020"]) == (None, -8, -8)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_csv_is_read_with_the_marks_and_line_ends_of_any_system(tmp_path: Path, mark: str, ends: str) -> None:
    lines = ("case,Stat,Word", '1,1,"a,b"', '2,-8,"é ""x"""', "")
    (tmp_path / "p.csv").write_bytes((mark + ends.join(lines)).encode())
    first, second = read(tmp_path / "p.csv")
    assert (first["case"], first["Stat"], first["Word"]) == ("1", 1, "a,b")
    assert (second["Stat"], second["Word"]) == (-8, 'é "x"')


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"case;Stat\n1;1\n", "not parted by commas"),
        (b"case\tStat\n1\t1\n", "not parted by commas"),
        (b"", "no column case"),
        (b"case,Stat\n1,\xff\n", "not a text in UTF-8"),
        (b'case,Stat\n1,"1\n', "not CSV that can be read"),
        (b"case,Stat,\n1,1,1\n", "column called ''"),
        (b"case,Stat\n,1\n", "row 2, column case: '' is empty"),
    ],
)
def test_a_csv_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "p.csv").write_bytes(content)
    assert told in refused(tmp_path / "p.csv")
