"""SAMPLE.md says what the code does: its lists are whole, and its example runs."""

import json
import re
from pathlib import Path

import pytest

import capi.sample
from capi.commands.sample import LaptopOrder, TableOrder, sample_add
from capi.sample.call_cells import GREATEST_PRIORITY, do_not_call_in, language_in, wanted_skills_in, zone_in
from capi.sample.columns import CALLS, USUAL, Holds
from capi.sample.contact_cells import telephone_in
from capi.sample.fact_cells import day_in
from capi.sample.flaws import MOST_LISTED, Flaw
from capi.sample.mapping_file import read_mapping
from capi.sample.modes import WORDS
from capi.sample.reading import MOST_ROWS
from capi.sample.row_reading import LONGEST
from capi.sample.table import LARGEST_FILE, MOST_HEADINGS
from capi.settings import read_settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from tests.fieldwork_scenario import NOW

DOCUMENT = Path(next(iter(capi.sample.__path__)), "SAMPLE.md").read_text("utf-8")


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by what stands first in each."""
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in lines}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", DOCUMENT, re.DOTALL)


def test_every_flaw_stands_there_in_its_words_and_no_other() -> None:
    assert {name: cells[0] for name, cells in table("What can be wrong").items()} == {
        flaw.name: flaw.value for flaw in Flaw
    }


def test_every_column_stands_there_with_its_headings_and_its_length() -> None:
    documented = table("The columns")
    assert set(documented) == {holds.value for holds in Holds}
    for holds in Holds:
        _, headings, longest = documented[holds.value]
        assert headings == ", ".join(USUAL[holds])
        assert longest == (f"{LONGEST[holds]}" if holds in LONGEST else "")


def test_what_becomes_a_fact_for_the_calls_is_told_with_its_name() -> None:
    becomes = {what: re.findall("becomes `(.*?)`", cells[0]) for what, cells in table("The columns").items()}
    assert becomes == {holds.value: [CALLS[holds]] if holds in CALLS else [] for holds in Holds}


def test_every_word_for_a_mode_stands_there() -> None:
    (line,) = re.findall(r"\*\*Mode\*\*: (.*?)\. Where", DOCUMENT)
    assert re.findall("`(.*?)`", line) == [word for words in WORDS.values() for word in words]


def test_the_limits_are_those_of_the_code() -> None:
    assert f"{LARGEST_FILE >> 20} MB and {MOST_ROWS:,} rows; {MOST_HEADINGS} columns" in DOCUMENT
    assert f"first {MOST_LISTED:,} problems" in DOCUMENT


def test_the_worked_example_comes_out_as_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = read_settings({"CAPI_DATA_DIR": str(tmp_path)})
    CaseFile.create(settings.case_file, None, Holder("anna", "L-1", "laptop", 1, NOW)).close()
    (survey,) = blocks("csv")
    problems, added = blocks("text")
    (mapping,) = blocks("json")
    file, saved = tmp_path / "survey.csv", tmp_path / "supplier.json"
    file.write_text(survey, encoding="utf-8")
    columns = tuple(re.findall('--map "(.*?)"', DOCUMENT))
    dry = TableOrder(file, columns=columns, save=saved, dry_run=True)
    assert sample_add(LaptopOrder(dry, "economic-activity"), settings, as_json=False) == 1
    assert capsys.readouterr().out == problems
    assert json.loads(saved.read_text("utf-8")) == json.loads(mapping)
    assert read_mapping(mapping) == json.loads(mapping)["columns"]
    for wrong, right in (
        (",7700900123,130,", ",07700900123,30,"),
        ("1042/01,Gwen", "1042/03,Gwen"),
        (",SW1A,", ",SW1A 3AA,"),
    ):
        survey = survey.replace(wrong, right)
    file.write_text(survey, encoding="utf-8")
    assert sample_add(LaptopOrder(TableOrder(file, mapping=saved), "economic-activity"), settings, as_json=False) == 0
    assert capsys.readouterr().out == added


def test_the_values_that_it_names_are_taken() -> None:
    assert telephone_in("+44 (0)20 7946 0000") == "+442079460000"
    dates = re.findall(r"\*\*Dates\*\*: (.*?); the day", DOCUMENT)[0]
    assert {day_in(date) for date in re.findall("`(.*?)`", dates)} == {"1980-03-25"}


def test_the_values_for_the_calls_that_it_names_are_taken() -> None:
    named = {
        what: re.findall("`(.*?)`", line) for what, line in re.findall(r"- \*\*(.*?)\*\*: (.*(?:\n  .*)*)", DOCUMENT)
    }
    assert {language_in(tag) for tag in named["Language"]} == {"cy", "pl", "pt-br", "en"}
    assert [wanted_skills_in(words) for words in named["Skills"]] == named["Skills"] == ["Welsh business, tact"]
    assert [do_not_call_in(word) for word in named["Do not call"]] == [1, None]
    assert [zone_in(zone) for zone in named["Time zone"]] == ["Europe/London", "Atlantic/Reykjavik"]
    assert f"from -{GREATEST_PRIORITY} to {GREATEST_PRIORITY};" in DOCUMENT
