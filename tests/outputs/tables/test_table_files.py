"""The files of the output tables, opened again by other programs than wrote them."""

import csv
import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ibis
import openpyxl
import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from capi.outputs.manifest import Circumstances
from capi.outputs.tables.standard_tables import standard_tables
from capi.outputs.tables.table_figures import Treatment
from capi.outputs.tables.table_files import write_tables
from capi.outputs.tables.table_versions import versions_of

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "=cmd|' /C calc'!A0<script>.csv"
DOCUMENT = Path(__file__).parents[3] / "capi" / "outputs" / "tables" / "TABLES.md"
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


FIGURES = ("people", "percentage", "weighted_people", "weighted_percentage")


def hidden_lines(folder: Path, table: str) -> dict[str, bool]:
    content = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    [found] = [each for each in content["tables"] if each["name"] == table]
    for line in found["lines"]:
        assert not line["hidden"] or all(line[name] is None for name in FIGURES)
    return {line["line"]: line["hidden"] for line in found["lines"] if line["kind"] != "heading"}


def test_every_file_hides_the_same_and_none_tells_it_otherwise(folder: Path) -> None:
    """Seven full-time self-employed, and whatever tells them: each file in its own way."""
    hides = hidden_lines(folder, "economic-status")
    assert hides["self_employed_ft"]
    assert not hides["employees_pt"]
    with (folder / "economic-status.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["line"]: row for row in csv.DictReader(file)}
    for line, hidden in hides.items():
        told = {rows[line][name] for name in FIGURES}
        assert told <= ({"[c]"} if rows[line]["place"] == "inside" else {"[c]", ""}) if hidden else "[c]" not in told
    assert (rows["employees_pt"]["people"], rows["employees_pt"]["weighted_people"]) == ("277", "415.5")
    page = parsed(folder / "tables.html")
    for line, hidden in hides.items():
        head = f"economic-status-{line.replace('_', '-')}"
        cells = page.xpath(f"//td[contains(concat(' ', @headers, ' '), ' {head} ')]")
        assert [cell.text_content() == "[c]" for cell in cells] == [hidden] * len(cells), line
    with CalamineWorkbook.from_path(str(folder / "tables.xlsx")) as book:
        sheet = [row[1:] for row in book.get_sheet_by_name("Economic status").to_python() if len(row) > 1]
    shown = [row[0] for row in sheet if row[0] == "[c]" or isinstance(row[0], float)]
    assert shown == ["[c]" if hidden else float(rows[line]["people"]) for line, hidden in hides.items()]
    drawn = ElementTree.fromstring((folder / "economic-status.svg").read_bytes())  # noqa: S314  # our own
    words = "".join(drawn.itertext())
    assert "Self-employed, full-time: confidential" in words
    bars = [each for each in drawn.iter(f"{SVG}rect") if each.get("class") == "bar"]
    shares = [
        row["weighted_percentage"] for row in rows.values() if row["kind"] == "category" and row["place"] == "inside"
    ]
    assert len(bars) == sum(share not in ("[c]", "0.0") for share in shares)
    lengths = {round(float(each.get("width") or 0)) for each in bars}
    drawn_shares = [float(share) for share in shares if share not in ("[c]", "0.0")]
    assert lengths == {round(540 * share / max(drawn_shares)) for share in drawn_shares}, (
        "a bar is as long as its share, to the longest"
    )


def test_of_nobody_there_is_no_percentage_and_nothing_confidential(tmp_path: Path) -> None:
    """All 12 were asked about their school, and nobody about the parents' qualification."""
    persons = ibis.memtable([(1, -1)] * 12, schema={"SchoolType": "int32", "ParentQual": "int32"})
    made = standard_tables(persons, Treatment(10))
    written = datetime(2026, 11, 22, tzinfo=UTC)
    write_tables(
        tmp_path / "out", made, versions_of(persons), Circumstances(written, "x", invented=False, everything=True)
    )
    with (tmp_path / "out" / "parental-qualification.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["people"], row["percentage"]) for row in csv.DictReader(file) if row["place"] == "inside"} == {
            ("0", "")
        }
    sheet = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx")["Parental qualification"]
    assert [cell.value for cell in sheet[6]] == ["Degree level or degree equivalent or above", 0, "–"]
    page = parsed(tmp_path / "out" / "tables.html")
    assert "[c]" not in {cell.text_content() for cell in page.iter("td")}


def test_the_workbook_holds_numbers_as_numbers_and_no_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames == ["Contents", "School type", "Economic status"]
    assert [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert HOSTILE in [row[1].value for row in book["Contents"].iter_rows()]
    assert [cell.value for cell in book["School type"][6]] == [
        "A state-run or state-funded school",
        1141,
        100,
        1711.5,
        100,
    ]
    assert [cell.number_format for cell in book["School type"][6]][1:3] == ["#,##0", "#,##0.0"]


def test_no_text_of_the_workbook_is_wider_than_its_column_unless_it_wraps_and_has_the_height(folder: Path) -> None:
    for sheet in openpyxl.load_workbook(folder / "tables.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                # The columns of figures are alike, and described by the first of them.
                wide = sheet.column_dimensions["A" if cell.column == 1 else "B"].width
                if not isinstance(cell.value, str) or len(cell.value) <= wide or cell.font.sz == 14:
                    continue  # a title runs on over the cells beside it
                assert cell.alignment.wrap_text, cell.value
                assert sheet.row_dimensions[cell.row].height >= 15 * math.ceil(len(cell.value) / wide), cell.value
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def colours(page: str) -> Iterator[dict[str, str]]:
    """Light, dark, and on paper."""
    for block in re.findall(r":root \{([^}]*)\}", page):
        yield dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_texts_stand_out_from_the_ground_light_dark_and_on_paper(folder: Path) -> None:
    themes = list(colours((folder / "tables.html").read_text(encoding="utf-8")))
    assert len(themes) == 3
    for theme in themes:
        for ground in (theme["ground"], theme["surface"]):
            assert min(contrast(theme[text], ground) for text in ("ink", "soft", "accent", "state")) >= 4.5
            assert contrast(theme["bar"], ground) >= 3


@pytest.mark.parametrize("name", ["school-type", "economic-status"])
def test_a_chart_by_itself_is_well_formed_named_and_dark_on_white(folder: Path, name: str) -> None:
    text = (folder / f"{name}.svg").read_text(encoding="utf-8")
    drawn = ElementTree.fromstring(text)  # noqa: S314  # written above
    ids = {each.get("id"): each for each in drawn.iter() if each.get("id")}
    assert drawn.get("role") == "img"
    assert all(ids[each].text for each in (drawn.get("aria-labelledby") or "").split())
    assert "currentColor" not in text
    assert "href" not in text
    wide = float(drawn.get("width") or 0)
    for each in drawn.iter(f"{SVG}rect"):
        assert float(each.get("width") or 0) + float(each.get("x") or 0) <= wide
    assert list(drawn.iter(f"{SVG}svg")) == [drawn], "programs that follow SVG Tiny draw no svg in an svg"


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
