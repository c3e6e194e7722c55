"""Every flaw there is, in a table that has it: told with its row, its column, what stands there and what to do."""

from datetime import date, datetime

import pytest

from capi.sample import flaws, reading
from capi.sample.flaws import Flaw, Problem, short
from tests.sample.tables import Cells, csv_of, read, xlsx_of

ONE: Cells = [["Reference", "Name"], ["1/01", "Rosa"]]
"""Without a flaw."""


def one(heading: str, cell: object, *, sheet: bool = False) -> bytes:
    """A table with one case, and this cell in a column of its own."""
    table: Cells = [["Reference", heading], ["1/01", cell]]
    return xlsx_of(table) if sheet else csv_of(table)


FLAWED: list[tuple[Flaw, bytes, tuple[int, str, str]]] = [
    (Flaw.NO_REFERENCES, csv_of([["Name"], ["Rosa"]]), (1, "", "")),
    (Flaw.COLUMN_TWICE, csv_of([["Reference", "Name", "Name"], ["1", "a", "b"]]), (1, "Name", "")),
    (Flaw.COLUMN_UNSURE, csv_of([["Reference", "Name", "Full name"], ["1", "a", "b"]]), (1, "Full name", "")),
    (Flaw.NO_CASES, csv_of([["Reference", "Name"]]), (1, "", "")),
    (Flaw.ROW_EMPTY, csv_of([*ONE, [" ", ""], ["1/02", "Imran"]]), (3, "", "")),
    (Flaw.ROWS_EMPTY, csv_of([*ONE, [], ["", ""], ["1/02", "Imran"]]), (3, "", "")),
    (Flaw.ROW_SHORT, csv_of([*ONE, ["1/02"]]), (3, "", "")),
    (Flaw.ROW_LONG, csv_of([*ONE, ["1/02", "Flat 2", " Quay Street"]]), (3, "", "Quay Street")),
    (Flaw.QUOTATION_MARKS, b'Reference,Name\n1/01,Rosa\n1/02,"Imran\n1/03,Gwen\n', (3, "", "")),
    (Flaw.FORMULA, one("Name", '="Rosa"&" F"', sheet=True), (2, "Name", "=")),
    (Flaw.SHEET_ERROR, one("Name", "#REF!", sheet=True), (2, "Name", "#REF!")),
    (Flaw.DATE_NOT_TEXT, one("Name", date(2026, 1, 2), sheet=True), (2, "Name", "2026-01-02")),
    (Flaw.LOGICAL, one("Name", True, sheet=True), (2, "Name", "TRUE")),
    (Flaw.DIGITS_LOST, one("Area", 1234567890123456000, sheet=True), (2, "Area", "1234567890123456000")),
    (Flaw.SHORTENED, csv_of([["Reference"], ["1.04201E+11"]]), (2, "Reference", "1.04201E+11")),
    (Flaw.CONTROL_CHARACTER, one("Name", "Ro\x07sa"), (2, "Name", "Ro\\x07sa")),
    (Flaw.REPLACEMENT_CHARACTER, one("Name", "M\ufffdller"), (2, "Name", "M\ufffdller")),
    (Flaw.LINE_BREAK, one("Name", "Rosa\nFletcher"), (2, "Name", "Rosa\\nFletcher")),
    (Flaw.TOO_LONG, one("Name", "x" * 201), (2, "Name", "x" * 39 + "…")),
    (Flaw.REFERENCE_MISSING, csv_of([["Reference", "Name"], [" ", "Rosa"]]), (2, "Reference", "")),
    (Flaw.REFERENCE_TWICE, csv_of([*ONE, ["1/02", "b"], ["1/01", "c"]]), (4, "Reference", "1/01")),
    (Flaw.REFERENCE_SPACES, csv_of([["Reference"], ["1\u200b/01"]]), (2, "Reference", "1\\u200b/01")),
    (Flaw.MODE_UNKNOWN, one("Mode", "pigeon"), (2, "Mode", "pigeon")),
    (Flaw.MODE_NOT_OFFERED, one("Mode", "CASI"), (2, "Mode", "CASI")),
    (Flaw.INTERVIEWER_UNKNOWN, one("Interviewer", "Annna"), (2, "Interviewer", "Annna")),
    (Flaw.TELEPHONE_NUMBER, one("Telephone", 7700900123, sheet=True), (2, "Telephone", "7700900123")),
    (Flaw.TELEPHONE_SIGNS, one("Telephone", "07700 9OO123"), (2, "Telephone", "07700 9OO123")),
    (Flaw.TELEPHONE_START, one("Mobile", "7700900123"), (2, "Mobile", "7700900123")),
    (Flaw.TELEPHONE_LENGTH, one("Mobile", "07700 90012"), (2, "Mobile", "07700 90012")),
    (Flaw.POSTCODE, one("Postcode", "AB1 2CD3"), (2, "Postcode", "AB1 2CD3")),
    (Flaw.EMAIL, one("Email", "rosa at example"), (2, "Email", "rosa at example")),
    (Flaw.PRIORITY, one("Priority", "high"), (2, "Priority", "high")),
    (Flaw.LANGUAGE, one("Language", "Welsh"), (2, "Language", "Welsh")),
    (Flaw.SKILLS, one("Skills", "tact; Welsh"), (2, "Skills", "tact; Welsh")),
    (Flaw.DO_NOT_CALL, one("Do not call", "perhaps"), (2, "Do not call", "perhaps")),
    (Flaw.TIME_ZONE, one("Time zone", "Europe/Londn"), (2, "Time zone", "Europe/Londn")),
    (Flaw.FACT, one("Age", "130"), (2, "Age", "130")),
    (Flaw.FACT_NUMBER, one("Age", "forty"), (2, "Age", "forty")),
    (Flaw.FACT_CATEGORY, one("Sex", "3"), (2, "Sex", "3")),
    (Flaw.DATE_FORM, one("Issued", "1 March"), (2, "Issued", "1 March")),
    (Flaw.DATE_IMPOSSIBLE, one("Date of birth", "29/02/1981"), (2, "Date of birth", "29/02/1981")),
    (Flaw.DATE_NUMBER, one("DOB", 29305, sheet=True), (2, "DOB", "29305")),
    (Flaw.DATE_WITH_TIME, one("Issued", datetime(2026, 3, 1, 9, 30), sheet=True), (2, "Issued", "2026-03-01 09:30")),  # noqa: DTZ001
    (Flaw.BIRTH_IN_FUTURE, one("DateOfBirth", "23/11/2026"), (2, "DateOfBirth", "23/11/2026")),
    (Flaw.BIRTH_TOO_LONG_AGO, one("DateOfBirth", "1906-11-21"), (2, "DateOfBirth", "1906-11-21")),
]
ELSEWHERE = {
    Flaw.COLUMN_UNKNOWN: "test_columns.py",
    Flaw.TARGET_UNKNOWN: "test_columns.py",
    Flaw.TOO_MANY_ROWS: "here, with a smaller limit",
    Flaw.REFERENCE_THERE: "test_sample_command.py, tests/hub/office/test_sampling.py",
    Flaw.MODE_MISSING: "here, with no usual mode",
}


def begins(flaw: Flaw) -> str:
    """Its words up to the first thing filled in, or after it where it begins with that."""
    return max(flaw.value.replace("}", "{").split("{")[::2], key=len)


@pytest.mark.parametrize(("flaw", "content", "where"), FLAWED, ids=[flaw.name for flaw, _, _ in FLAWED])
def test_a_flaw_is_told_with_its_row_its_column_and_its_value(
    flaw: Flaw, content: bytes, where: tuple[int, str, str]
) -> None:
    found = read(content)
    assert [(each.row, each.column, each.value) for each in found.problems.listed] == [where]
    (problem,) = found.problems.listed
    assert begins(flaw) in problem.words
    assert "{" not in problem.words


def test_every_flaw_has_a_test() -> None:
    tested = {flaw for flaw, _, _ in FLAWED}
    assert tested | set(ELSEWHERE) == set(Flaw)
    assert not tested & set(ELSEWHERE)


def test_a_table_without_a_flaw_has_no_problem() -> None:
    for content in (csv_of(ONE), xlsx_of(ONE)):
        found = read(content)
        assert (found.count, len(found.rows), found.problems.count) == (1, 1, 0)


def test_a_row_without_a_mode_is_told_where_no_mode_is_given_for_all() -> None:
    content = csv_of([["Reference", "Mode"], ["1/01", "CATI"], ["1/02", ""]])
    found = read(content, mode=None)
    assert [(each.row, each.column) for each in found.problems.listed] == [(3, "Mode")]
    assert "Write face to face or telephone" in found.problems.listed[0].words
    assert read(content).problems.count == 0


def test_one_more_row_than_the_most_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    content = csv_of([["Reference"], ["1"], ["2"], ["3"], ["2"]])
    assert read(content).problems.listed == [Problem(4, "", "", Flaw.TOO_MANY_ROWS.value.format(most=2))]
    assert read(csv_of([["Reference"], ["1"], ["2"]])).problems.count == 0


def test_all_problems_of_a_row_are_told_and_of_all_rows() -> None:
    content = csv_of([["Reference", "Age", "Postcode"], ["", "x", "y"], ["1", "20", "SW1A 1AA"], ["2", "y", "z"]])
    found = read(content)
    assert [(each.row, each.column) for each in found.problems.in_order] == [
        (2, "Age"), (2, "Postcode"), (2, "Reference"), (4, "Age"), (4, "Postcode"),
    ]  # fmt: skip
    assert (found.count, [row.reference for row in found.rows]) == (3, ["1"])


def test_problems_beyond_the_most_are_counted_and_no_longer_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flaws, "MOST_LISTED", 3)
    found = read(csv_of([["Reference", "Age"], *([number, "x"] for number in range(10))]))
    assert (len(found.problems.listed), found.problems.count) == (3, 10)


def test_a_value_is_shown_short_and_on_one_line() -> None:
    assert short("x" * 41) == "x" * 39 + "…"
    assert short("a\r\n\u202eb\x00") == "a\\r\\n\\u202eb\\x00"
    assert short("Þórunn \U0001f469\u200d\U0001f680") == "Þórunn \U0001f469\\u200d\U0001f680"
