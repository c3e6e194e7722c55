"""The NS-SEC table as CSV: every cell is there and allowed, or all that is wrong is told with row and column."""

from collections.abc import Callable

import pytest

from capi.classification.classification import Cell, Classification, NotAClassification, Part, Scheme
from capi.classification.nssec_csv import CATEGORY_COLUMNS
from capi.classification.reading import read_classification, read_file
from capi.derivation.full_nssec import COLUMNS
from capi.derivation.operational import CATEGORIES
from tests.classification.published import NSSEC, csv_of, needs_published, nssec_rows, unit_groups

Rows = list[dict[str, str]]
GROUPS = unit_groups(Scheme.SOC2010)
FEWER = "There are 368 unit groups, and SOC2010 has 369."
MISSING = f"Unit groups that are not there: {GROUPS[2]}."


def read(rows: Rows, *, version: str = "", known: list[str] | None = None) -> Classification:
    return read_classification(csv_of(rows), version, known)


def faults(rows: Rows, known: list[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(NotAClassification) as told:
        read(rows, known=known)
    return told.value.faults


def test_the_table_has_a_category_in_every_column_of_the_derivation() -> None:
    assert sorted(CATEGORY_COLUMNS.values()) == list(COLUMNS)
    found = read(nssec_rows(), version="2010", known=GROUPS)
    assert (found.scheme, found.part, found.label) == (
        Scheme.NSSEC_SOC2010,
        Part.TABLE,
        "NS-SEC by SOC2010, version 2010",
    )
    assert (len(found.groups), len(found.cells)) == (370, 3_700)
    assert found.cells[0] == Cell("0020", 0, "L16")
    assert {cell.category for cell in found.cells} == {"L5", "L16"}


def test_categories_may_have_their_l_and_other_columns_are_left_out_of_account() -> None:
    rows = [{"nssec8_1": "?", **row} for row in nssec_rows()]
    rows[1] |= {"op_1": "L4.1", "op_2": "l12.6", "op_3": " 3.1 "}
    cells = {(cell.unit_group, cell.column): cell.category for cell in read(rows).cells}
    code = rows[1]["soc2010"]
    assert [cells[code, column] for column in (1, 2, 3)] == ["L4.1", "L12.6", "L3.1"]


def test_zeros_that_a_spreadsheet_dropped_are_put_back() -> None:
    rows = nssec_rows()
    rows[0]["soc2010"] = "20"
    assert read(rows).groups[0].code == "0020"


def test_codes_below_1000_need_not_be_there() -> None:
    assert len(read(nssec_rows()[1:]).groups) == 369


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_it_may_be_as_a_spreadsheet_program_writes_it(separator: str, encoding: str) -> None:
    rows = nssec_rows()
    rows[3]["title"] = "Café staff"
    content = csv_of(rows, separator).decode().replace("\n", "\r\n").encode(encoding)
    assert read_classification(content).groups[3].title == "Café staff"


def changed(row: int, **cells: str) -> Callable[[Rows], Rows]:
    return lambda rows: [{**each, **cells} if at == row - 2 else each for at, each in enumerate(rows)]


def without(row: int) -> Callable[[Rows], Rows]:
    return lambda rows: [each for at, each in enumerate(rows) if at != row - 2]


def twice(row: int) -> Callable[[Rows], Rows]:
    return lambda rows: [*rows, rows[row - 2]]


@pytest.mark.parametrize(
    ("change", "known", "told"),
    [
        (changed(5, op_3="18"), None, ["row 5, op_3: '18' is no operational category, such as 4.1 or L4.1."]),
        (changed(5, op_3="3"), None, ["row 5, op_3: '3' is no operational category, such as 4.1 or L4.1."]),
        (changed(5, op_3="LL5"), None, ["row 5, op_3: 'LL5' is no operational category, such as 4.1 or L4.1."]),
        (changed(5, op_3=""), None, ["row 5, op_3: The operational category is missing."]),
        (changed(5, title=" "), None, ["row 5, title: The title is missing."]),
        (changed(5, soc2010="11a5"), None, ["row 5, soc2010: '11a5' is no unit group of SOC2010: four digits.", FEWER]),
        (changed(5, soc2010="21115"), None, ["row 5, soc2010: '21115' is no unit group of SOC2010: four digits.", FEWER]),
        (without(5), None, [FEWER]),
        (without(5), GROUPS, [MISSING]),
        (changed(5, soc2010="9998"), GROUPS, ["row 5, soc2010: 9998 is no unit group of the SOC2010 that is loaded.", MISSING]),
        (twice(5), None, [f"row 372, soc2010: {GROUPS[2]} is in row 5 already."]),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_row_and_column(
    change: Callable[[Rows], Rows], known: list[str] | None, told: list[str]
) -> None:
    assert list(faults(change(nssec_rows()), known)) == told


def test_all_faults_are_told_at_once() -> None:
    rows = [{**row, "op_7": "99", "op_1": ""} for row in nssec_rows()]
    with pytest.raises(NotAClassification) as told:
        read(rows)
    assert (len(told.value.faults), told.value.more) == (20, 720)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"soc2010,title,op_1\n1115,x,5\n", "has no column op_simplified, op_2, "),
        (csv_of(nssec_rows()).replace(b"op_2", b"op_1", 1), "has no column op_2"),
        (csv_of(nssec_rows()).replace(b"title", b"title,op_1", 1), "has the column op_1 more than once"),
        (b"sex,value\n1,2\n", "neither a published workbook nor the table of NS-SEC"),
        (b"x" * 5_000_000, "no workbook, and larger than 4 MB"),
        (b"soc2010\0", "neither a workbook nor a CSV file"),
        (csv_of(nssec_rows()) + b'\n"1115,open', "Row 372 cannot be read"),
        (csv_of(nssec_rows() * 6), "more than 2,000 rows"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(content: bytes, told: str) -> None:
    with pytest.raises(NotAClassification, match=told):
        read_classification(content)


def test_a_version_is_one_line() -> None:
    with pytest.raises(NotAClassification, match="one line of at most 40 characters"):
        read(nssec_rows(), version="2010\n2011")


@needs_published
def test_the_published_table_is_read_cell_by_cell() -> None:
    found = read_classification(read_file(NSSEC))
    assert (len(found.groups), len(found.cells)) == (378, 3_780)
    assert found.label == "NS-SEC by SOC2010, sha256 b45b5b31f671"
    nurses = {cell.column: cell.category for cell in found.cells if cell.unit_group == "2231"}
    assert (nurses[0], nurses[7], len(nurses)) == ("L4.1", "L4.1", 10)
    assert {cell.category for cell in found.cells} <= set(CATEGORIES)
