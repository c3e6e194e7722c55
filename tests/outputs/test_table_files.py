import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import openpyxl
import pytest
from lxml import html

from capi.outputs.manifest import Circumstances
from capi.outputs.standard_tables import standard_tables
from capi.outputs.table_figures import Treatment
from capi.outputs.table_files import write_tables
from capi.outputs.table_versions import versions_of

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

HOSTILE = "=cmd|' /C calc'!A0<script>.csv"
DOCUMENT = Path(__file__).parents[2] / "capi" / "outputs" / "TABLES.md"
STATUS = [("1", 1, 1, 733), ("1", 1, 2, 277), ("1", 2, 1, 7), ("1", None, None, 41), ("2", None, None, 83)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven self-employed are hidden, and with them what tells how many they are."""
    rows = [
        {"ilo_status": status, "ilo_employment": employment, "ilo_hours": hours, "ilo_inactive_reason": None}
        for status, employment, hours, number in STATUS
        for _ in range(number)
    ]
    types = {"ilo_status": "string", "ilo_employment": "int32", "ilo_hours": "int32", "ilo_inactive_reason": "int32"}
    persons = ibis.memtable(rows, schema=types).mutate(
        SchoolType=1, weight=1.5, InstrumentVersion=ibis.literal(HOSTILE)
    )
    made = standard_tables(persons, Treatment(10), "weight")
    out = tmp_path_factory.mktemp("tables") / "out"
    written = datetime(2026, 11, 22, tzinfo=UTC)
    write_tables(out, made, versions_of(persons), Circumstances(written, HOSTILE, invented=True, everything=False))
    return out


def parsed(path: Path) -> Any:
    parse: Any = html.fromstring
    return parse(path.read_text(encoding="utf-8"))


def test_every_figure_of_the_page_has_the_headings_it_stands_under(folder: Path) -> None:
    page = parsed(folder / "tables.html")
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        heads = {each.get("id") for each in table.iter("th")}
        assert all(each.get("scope") in ("row", "col", "rowgroup") for each in table.iter("th"))
        for cell in table.iter("td"):
            named = (cell.get("headers") or "").split()
            assert len(named) >= 2
            assert heads.issuperset(named)
    [cell] = page.xpath("//td[contains(@headers, 'economic-status-employees-pt economic-status-column-1')]")
    assert cell.text == "277"
    under = [page.get_element_by_id(name).text.strip() for name in cell.get("headers").split()[:4]]
    assert under == ["Economically active", "In employment", "Employees", "part-time"]


def test_every_chart_is_told_in_words_and_the_page_runs_and_loads_nothing(folder: Path) -> None:
    page = parsed(folder / "tables.html")
    assert [each for each in page.iter() if each.tag in ("script", "img", "link", "iframe")] == []
    charts = list(page.iter("svg"))
    assert len(charts) == 2
    for each in charts:
        assert each.get("role") == "img"
        words = [page.get_element_by_id(name).text for name in each.get("aria-labelledby").split()]
        assert all(words)
    assert "Employees, part-time: 24.3%" in words[1]
    assert "Self-employed, full-time: confidential" in words[1]


def test_what_is_hidden_is_in_no_file(folder: Path) -> None:
    content = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    [activity] = [table for table in content["tables"] if table["name"] == "economic-status"]
    lines = {line["line"]: line for line in activity["lines"]}
    assert lines["self_employed_ft"]["hidden"]
    kept_back = [line for line in lines.values() if line["hidden"]]
    figures = ("people", "percentage", "weighted_people", "weighted_percentage")
    assert all(line[name] is None for line in kept_back for name in figures)
    with (folder / "economic-status.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["line"]: row for row in csv.DictReader(file)}
    assert {name for name, row in rows.items() if row["people"] == "[c]"} == {line["line"] for line in kept_back}
    assert (rows["employees_pt"]["people"], rows["all_ft"]["people"]) == ("277", "740")
    sheet = openpyxl.load_workbook(folder / "tables.xlsx")["Economic status"]
    cells = [row[1].value for row in sheet.iter_rows(min_row=6) if row[0].value == "full-time **"]
    assert cells == ["[c]", "[c]", 740]


def test_the_workbook_holds_numbers_as_numbers_and_no_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames == ["Contents", "School type", "Economic status"]
    assert [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert HOSTILE in [row[1].value for row in book["Contents"].iter_rows()]
    assert [cell.value for cell in book["School type"][6]][1:3] == [1141, 100]


def test_every_key_and_file_is_in_the_document(folder: Path) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    content = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    table = content["tables"][0]
    keys = {*content, *table, *table["lines"][0], *content["protection"], *content["versions"], *content["not_made"][0]}
    missing = [key for key in sorted(keys) if f"`{key}`" not in document]
    assert missing == []
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    there = {each.name for each in folder.iterdir()} - {"manifest.json"}
    assert {each["name"] for each in manifest["files"]} == there
    assert all(table["name"] in document for table in (*content["tables"], *content["not_made"]))
