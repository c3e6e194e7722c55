import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capi.dataset.cells import Absence, CodesCollide, MissingCodes
from capi.dataset.flatten import Row, datasets
from capi.dataset.variables import Variable
from capi.instrument.model import Missing
from capi.outputs.csv_rows import write_rows
from capi.outputs.microdata.csv_files import open_table
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of

_texts = st.text(st.characters(exclude_categories=["Cs"]))
_awkward = st.sampled_from(
    ["=1+1", "+44 20", "-8", "@x", "\t", "\r", "\n", "a\r\nb", '"', '""', ",", "\0", "\ufeff", "\u202e", " x ", "NA"]
)
_tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(_texts | _awkward, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(_tables)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_reads_back_as_it_was_written(tmp_path: Path, rows: list[list[str]]) -> None:
    file = tmp_path / "any.csv"
    write_rows(file, tuple(rows[0]), rows[1:])
    with file.open(encoding="utf-8", newline="") as opened:
        assert list(csv.reader(opened)) == rows


def test_there_is_no_byte_order_mark_and_lines_end_as_the_standard_says(tmp_path: Path) -> None:
    file = tmp_path / "any.csv"
    write_rows(file, ("a", "b"), [(1, "Ŵyn"), (-9, 'he said "no", twice')])
    assert file.read_bytes() == 'a,b\r\n1,Ŵyn\r\n-9,"he said ""no"", twice"\r\n'.encode()


def _write_table(path: Path, variables: list[Variable], rows: Sequence[Row], codes: MissingCodes) -> None:
    with open_table(path, variables, codes) as write:
        write(rows)


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, Variable]:
    fieldwork = Fieldwork(tmp_path / "cases.casefile")
    fieldwork.interview("1", instrument_of(HEALTH), {"General": 1, "Income": 10})
    (dataset,) = datasets(fieldwork.case_file, everything=False)
    return {variable.name: variable for variable in dataset.tables[0].variables}


def test_states_are_written_as_the_codes_of_the_project(tmp_path: Path, variables: dict[str, Variable]) -> None:
    columns = [variables["case"], variables["InterviewDate"], variables["General"]]
    states = (Missing.REFUSED, Missing.DONT_KNOW, Missing.NOT_APPLICABLE, Absence.UNANSWERED, Absence.NOT_ASKED)
    rows = [("7", None, 1), *(("7", None, state) for state in states)]
    for codes, written in (
        (MissingCodes(), "1 -9 -8 -7 -2 -1"),
        (MissingCodes(refused=99, not_asked=98), "1 99 -8 -7 -2 98"),
    ):
        _write_table(tmp_path / "out.csv", columns, rows, codes)
        lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
        assert lines == ["case,InterviewDate,General", *(f"7,,{code}" for code in written.split())]


def test_a_code_that_is_a_possible_answer_is_refused_before_anything_is_written(
    tmp_path: Path, variables: dict[str, Variable]
) -> None:
    for codes in (MissingCodes(refused=99), MissingCodes(not_asked=2)):
        with pytest.raises(CodesCollide, match="Visits can have the value"):
            _write_table(tmp_path / "out.csv", [variables["case"], variables["Visits"]], [], codes)
    assert not (tmp_path / "out.csv").exists()


def test_a_text_that_reads_like_a_code_is_not_passed_off_as_missing(
    tmp_path: Path, variables: dict[str, Variable]
) -> None:
    columns = [variables["case"], variables["Illness"]]
    with pytest.raises(CodesCollide, match="Illness of case 1042/01 can have the value -8, which stands for dont_know"):
        _write_table(tmp_path / "out.csv", columns, [("1042/01", "-8")], MissingCodes())
    _write_table(tmp_path / "out.csv", columns, [("1042/01", "-8 or so")], MissingCodes())
