"""CLASSIFICATION.md says what the code does: every scheme, workbook, column and limit stands there, and its example is read."""

import re
from pathlib import Path

from msgspec.structs import fields
from openpyxl.utils import get_column_letter

import capi.classification
from capi.classification import old_workbook
from capi.classification.classification import Part, Scheme
from capi.classification.faults import MOST_LISTED
from capi.classification.kept_file import FORMAT, Heading
from capi.classification.nssec_csv import CATEGORY_COLUMNS, CODE, TITLE, UNIT_GROUPS, read_nssec
from capi.classification.packages import LARGEST_FILE, LARGEST_UNPACKED
from capi.classification.reading import LARGEST_TABLE
from capi.classification.shelf import FOLDER
from capi.classification.sic_workbooks import CLASSES, LEVELS, SECTIONS, SUBCLASSES
from capi.classification.soc_workbooks import GROUPS
from capi.classification.workbooks import KNOWN

DOCUMENT = Path(next(iter(capi.classification.__path__)), "CLASSIFICATION.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in row] for row in rows[2:]]


def test_every_workbook_stands_there_with_the_sheet_it_is_known_by() -> None:
    assert {row[3]: row[0].rpartition(",")[0] for row in table("What is known") if row[3] != "–"} == {
        sheet: known.says for sheet, known in KNOWN.items()
    }


def test_every_scheme_and_part_stands_there() -> None:
    rows = table("What is known")
    assert {row[1] for row in rows} == {scheme.value for scheme in Scheme}
    assert {row[2] for row in rows} == {part.value for part in Part}


def test_the_numbers_of_groups_are_those_that_are_checked() -> None:
    what = {row[0]: row[4] for row in table("What is known")}
    for name, scheme in (
        ("the SOC2010 coding index, XLS", Scheme.SOC2010),
        ("the SOC2020 coding index, XLSX", Scheme.SOC2020),
    ):
        counts = re.findall(r"\d+", what[name].split(";")[0])[:4]
        assert [int(count) for count in counts] == list(GROUPS[scheme].values())
    counts = re.findall(r"\d+", what["the SIC 2007 structure, XLSX"])
    assert [int(count) for count in counts] == [SECTIONS, LEVELS[2], LEVELS[3], CLASSES, SUBCLASSES]
    assert f"All {UNIT_GROUPS}" in DOCUMENT


def test_every_column_of_the_nssec_table_stands_there() -> None:
    assert [row[0] for row in table("The table of NS-SEC as CSV")] == [CODE, TITLE, *CATEGORY_COLUMNS]


def test_the_example_is_read_as_it_stands() -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
    found = read_nssec(example.encode(), "", "", ["2231", "9233"])
    assert len(found.cells) == 20


def test_limits_and_format_are_those_of_the_code() -> None:
    text = " ".join(DOCUMENT.split())
    last_column = get_column_letter(old_workbook._LAST_COLUMN + 1)
    assert (
        f"at most {LARGEST_FILE >> 20} MB, unpacked at most {LARGEST_UNPACKED >> 20} MB, cells no further than column {last_column}"
        in text
    )
    assert f"a CSV has at most {LARGEST_TABLE >> 20} MB" in text
    assert f"the first {MOST_LISTED} faults" in text
    assert f"`format` is {FORMAT};" in text
    assert f"the folder `{FOLDER}`" in text
    for field in fields(Heading):
        assert f"`{field.name}`" in text
