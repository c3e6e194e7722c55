"""`capi classification` as a person or a script meets it."""

import json
from pathlib import Path

import pytest

from tests.classification.published import as_bytes, csv_of, nssec_rows, soc2010_book, soc2020_book
from tests.commands.in_process import Capi, capi
from tests.commands.running import capi as capi_process

__all__ = ["capi"]


@pytest.fixture
def soc2020(tmp_path: Path) -> Path:
    file = tmp_path / "soc2020.xlsx"
    file.write_bytes(as_bytes(soc2020_book()))
    return file


@pytest.fixture
def nssec(tmp_path: Path) -> Path:
    file = tmp_path / "nssec.csv"
    file.write_bytes(csv_of(nssec_rows()))
    return file


def test_add_says_what_it_is_and_adding_it_again_changes_nothing(capi: Capi, soc2020: Path, tmp_path: Path) -> None:
    first = capi("classification", "add", soc2020)
    told = first.out.splitlines()
    assert (first.code, first.err) == (0, "")
    assert told[0] == "soc2020.xlsx: SOC2020 coding index, version 12 of 16 April 2025, 551 groups, 413 index entries."
    assert told[1].startswith("SHA-256 ")
    assert told[2] == "It was added."
    (kept,) = (tmp_path / "data" / "classifications").iterdir()
    before = kept.read_bytes()
    again = capi("classification", "add", soc2020)
    assert again.code == 0
    assert again.out.splitlines()[:2] == told[:2]
    assert "It is there already, since " in again.out
    assert "Nothing was changed." in again.out
    assert kept.read_bytes() == before


def test_a_later_version_is_used_and_an_earlier_one_is_not(capi: Capi, tmp_path: Path) -> None:
    files = []
    for version in ("12", "13", "11"):
        book = soc2020_book()
        for row, said in enumerate(
            (f"Version {version} Of The Index", f"Version {version}: 1 May 2026: More"), start=1
        ):
            book["Information"].cell(row, 1, said)
        files.append(tmp_path / f"v{version}.xlsx")
        files[-1].write_bytes(as_bytes(book))
    first, second, third = (capi("classification", "add", file).out.splitlines()[2:] for file in files)
    assert first == ["It was added."]
    assert (
        second[1] == "It is used from now on. The one before is kept: SOC2020 coding index, version 12 of 1 May 2026."
    )
    assert third[1] == "In use stays a later one: SOC2020 coding index, version 13 of 1 May 2026."
    listed = json.loads(capi("classification", "list", "--json").out)
    assert [(each["version"], each["in_use"]) for each in listed] == [("13", True), ("12", False), ("11", False)]


def test_a_refused_file_leaves_nothing_and_its_faults_stand_on_a_line_each(capi: Capi, tmp_path: Path) -> None:
    rows = [{**row, "op_7": "99"} for row in nssec_rows()]
    file = tmp_path / "nssec.csv"
    file.write_bytes(csv_of(rows))
    ended = capi("classification", "add", file)
    told = ended.out.splitlines()
    assert ended.code == 1
    assert told[0] == "nssec.csv: row 2, op_7: '99' is no operational category, such as 4.1 or L4.1."
    assert told[-2:] == ["... and 350 more.", "The file has 370 faults. Use it as it was published. Nothing was added."]
    assert not (tmp_path / "data").exists()
    found = json.loads(capi("classification", "add", file, "--json").out)
    assert (found["added"], found["fault_count"], len(found["faults"])) == (False, 370, 20)


def test_unit_groups_of_the_nssec_table_are_those_of_the_soc2010_that_is_loaded(capi: Capi, tmp_path: Path) -> None:
    rows = nssec_rows()
    rows[1]["soc2010"] = "9999"
    file, index = tmp_path / "nssec.csv", tmp_path / "soc2010.xlsx"
    file.write_bytes(csv_of(rows))
    index.write_bytes(as_bytes(soc2010_book()))
    assert capi("classification", "add", file).code == 0, "only the number of unit groups is known"
    assert capi("classification", "add", index).code == 0
    ended = capi("classification", "add", file)
    assert ended.code == 1
    assert "row 3, soc2010: 9999 is no unit group of the SOC2010 that is loaded." in ended.out


def test_a_file_that_prints_no_version_can_be_given_one(capi: Capi, nssec: Path, soc2020: Path) -> None:
    assert "NS-SEC by SOC2010, version 2010, 370 groups, 3,700 cells." in (
        capi("classification", "add", nssec, "--version", "2010").out
    )
    refused = capi("classification", "add", soc2020, "--version", "2025")
    assert refused.code == 1
    assert "The file says itself that it is version 12." in refused.err


def test_list_is_a_table_and_json(capi: Capi, nssec: Path, soc2020: Path) -> None:
    nothing = capi("classification", "list")
    assert nothing.code == 0
    assert "capi classification add FILE" in nothing.err
    assert json.loads(capi("classification", "list", "--json").out) == []
    capi("classification", "add", nssec)
    added = json.loads(capi("classification", "add", soc2020, "--json").out)
    headings, first, second = capi("classification", "list").out.splitlines()
    assert headings.split()[:4] == ["scheme", "part", "version", "published"]
    assert first.split()[:3] == ["SOC2020", "index", "12"]
    assert second.split()[:2] == ["NSSEC-SOC2010", "table"]
    assert second.endswith(json.loads(capi("classification", "list", "--json").out)[1]["sha256"])
    assert {name: added[name] for name in ("added", "scheme", "part", "groups", "entries", "in_use", "faults")} == {
        "added": True, "scheme": "SOC2020", "part": "index", "groups": 551, "entries": 413, "in_use": True, "faults": [],
    }  # fmt: skip


def test_a_damaged_one_is_told_by_list_and_made_whole_by_adding_it_again(
    capi: Capi, soc2020: Path, nssec: Path, tmp_path: Path
) -> None:
    for file in (soc2020, nssec):
        capi("classification", "add", file)
    (kept,) = (tmp_path / "data" / "classifications").glob("SOC2020-*")
    kept.write_bytes(kept.read_bytes()[:-20])
    ended = capi("classification", "list")
    assert ended.code == 3
    assert f"{kept} is damaged. Add the published file again" in ended.err
    assert len(ended.out.splitlines()) == 2, "the other one is listed"
    assert "It was added." in capi("classification", "add", soc2020).out
    assert capi("classification", "list").code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "There is no file "),
        (b"", "The file is empty."),
        (b"PK\x03\x04 and no more", "The workbook is damaged."),
        (b"name,age\nAnn,40\n", "neither a published workbook nor the table of NS-SEC"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    capi: Capi, tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "file.xlsx"
    if content is not None:
        file.write_bytes(content)
    ended = capi("classification", "add", file)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("capi: ")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1


def test_help_and_wrong_usage_are_those_of_every_command() -> None:
    helped = capi_process("classification", "add", "--help")
    assert (helped.code, helped.err) == (0, "")
    assert helped.out.startswith("Usage: capi classification add")
    assert capi_process("classification", "add").code == 2
