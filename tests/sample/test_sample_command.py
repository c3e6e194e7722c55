"""`capi sample add` on a laptop without a hub."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from capi.commands.ending import DONE, REFUSED, Refused
from capi.commands.sample import LaptopOrder, TableOrder, sample_add
from capi.fieldwork.contact import Contact
from capi.instrument.model import Mode
from capi.settings import Settings, read_settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from capi.sync.link import LINK, Link
from capi.sync.messages import Role, Tokens
from tests.fieldwork_scenario import NOW
from tests.sample.tables import NEIGHBOURS, csv_of

TABLE = [
    ["Reference", "Name", "Post", "DOB"],
    ["1/01", "Rosa Fletcher", "sw1a1aa", "25/03/1980"],
    ["1/02", "=1+1", "", ""],
]
BROKEN = [*TABLE, ["1/03", "Gwen", "", "31/02/1980"], ["1/01", "Rosa", "", ""]]


class Home:
    """A folder with a case file and an instrument in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.instrument = folder / "neighbours" / "instrument.yaml"
        self.instrument.parent.mkdir()
        self.instrument.write_text("\n".join(line[4:] for line in NEIGHBOURS.splitlines()), encoding="utf-8")
        self.settings: Settings = read_settings({"CAPI_DATA_DIR": str(folder / "data")})
        self.settings.data.mkdir()
        self.holder = Holder("anna", "L-12", "laptop", 1, NOW)
        CaseFile.create(self.settings.case_file, None, self.holder).close()

    def file(self, table: list[list[str]], name: str = "sample.csv") -> Path:
        path = self.folder / name
        path.write_bytes(csv_of(table))
        return path

    def add(self, order: TableOrder, *, as_json: bool = False) -> int:
        return sample_add(LaptopOrder(order, str(self.instrument)), self.settings, as_json=as_json)

    def opened(self) -> CaseFile:
        return CaseFile.open(self.settings.case_file, None, self.holder)

    def references(self) -> list[str]:
        with self.opened() as case_file:
            return [summary.case.reference for summary in case_file.cases()]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_the_cases_are_made_with_facts_and_contacts_and_no_name_in_the_journal(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    order = TableOrder(home.file(TABLE), Mode.TELEPHONE, ("postcode=Post",))
    assert home.add(order) == DONE
    assert "2 cases were added." in capsys.readouterr().out
    with home.opened() as case_file:
        first, second = (summary.case for summary in case_file.cases())
        assert (first.reference, first.mode, first.facts) == ("1/01", Mode.TELEPHONE, {"DateOfBirth": "1980-03-25"})
        assert case_file.contact(first.id) == Contact(name="Rosa Fletcher", postcode="SW1A 1AA")
        assert second.name == "=1+1"
        entries = case_file.entries(first.id)
        assert "Rosa" not in repr(entries)
        assert case_file.snapshot(first.sha256).name == "neighbours"
        assert case_file.verify() == ()


def test_one_problem_keeps_all_cases_out_and_each_is_told_on_a_line(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.add(TableOrder(home.file(BROKEN), Mode.TELEPHONE)) == REFUSED
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("sample.csv: row 4, DOB '31/02/1980': There is no such day")
    assert out[1].startswith("sample.csv: row 5, Reference '1/01': Row 2 has this reference already.")
    assert out[-1] == "4 rows, 2 problems. No case was added."
    assert any(line.startswith("Note: Not taken") and "Post" in line for line in out)
    assert home.references() == []


def test_a_dry_run_changes_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert home.add(TableOrder(home.file(TABLE), Mode.TELEPHONE, dry_run=True)) == DONE
    assert "2 rows, no problem. Nothing was changed." in capsys.readouterr().out
    assert home.references() == []


def test_a_reference_that_is_there_already_is_told_with_its_row(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert home.add(TableOrder(home.file(TABLE), Mode.TELEPHONE)) == DONE
    more = [TABLE[0], ["1/09", "Ann", "", ""], TABLE[1]]
    assert home.add(TableOrder(home.file(more), Mode.TELEPHONE)) == REFUSED
    assert "row 3, Reference '1/01': There is a case with this reference already" in capsys.readouterr().out
    assert home.references() == ["1/01", "1/02"]


def test_the_result_can_be_had_as_json(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.add(TableOrder(home.file(BROKEN), Mode.TELEPHONE), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["added"], told["problem_count"]) == (4, 0, 2)
    assert told["problems"][0] == {
        "row": 4,
        "column": "DOB",
        "value": "31/02/1980",
        "problem": told["problems"][0]["problem"],
    }
    assert told["mapping"] == {"reference": "Reference", "name": "Name", "fact:DateOfBirth": "DOB"}


def test_a_mapping_is_saved_and_given_again(home: Home) -> None:
    saved = home.folder / "supplier.json"
    order = TableOrder(home.file(TABLE), Mode.TELEPHONE, ("postcode=Post", "name="), save=saved, dry_run=True)
    assert home.add(order) == DONE
    other = [["Reference", "Post", "DOB"], ["1/05", "SW1A 1AA", ""]]
    assert home.add(TableOrder(home.file(other, "next.csv"), Mode.TELEPHONE, mapping=saved)) == DONE
    with home.opened() as case_file:
        (made,) = case_file.cases()
        assert case_file.contact(made.case.id) == Contact(postcode="SW1A 1AA")


def test_an_enrolled_laptop_adds_no_sample_of_its_own(home: Home) -> None:
    tokens = Tokens(access="a", access_expires=NOW, refresh="r")
    link = Link(
        hub="hub-1", name="Field office", url="https://hub.example", public_key="", certificates="", device="L-12",
        private_key="", user="anna", role=Role.INTERVIEWER, tokens=tokens, epoch="e",
    )  # fmt: skip
    with home.opened() as case_file:
        case_file.keep(LINK, msgspec.json.encode(link).decode())
    for dry_run in (True, False):
        with pytest.raises(Refused, match="gets its cases from the hub Field office"):
            home.add(TableOrder(home.file(TABLE), Mode.TELEPHONE, dry_run=dry_run))
    assert home.references() == []


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (TableOrder(Path("nowhere.csv")), "There is no file nowhere.csv"),
        (TableOrder(Path("{sample}"), mapping=Path("nowhere.json")), "There is no file nowhere.json"),
        (TableOrder(Path("{sample}"), columns=("Postcode",)), "maps nothing"),
        (TableOrder(Path("{sample}"), mapping=Path("{sample}")), "no mapping file"),
        (TableOrder(Path("{sample}"), sheet="Main"), "has no sheets"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(home: Home, order: TableOrder, told: str) -> None:
    sample = home.file(TABLE)
    there = {"{sample}": sample}
    mapping = there.get(str(order.mapping), order.mapping)
    with pytest.raises(Refused, match=told) as refused:
        home.add(replace(order, file=there.get(str(order.file), order.file), mapping=mapping))
    assert len(str(refused.value).splitlines()) == 1


def test_a_laptop_without_a_case_file_gets_one_for_its_cases_and_not_for_a_look(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home.settings.case_file.unlink()
    monkeypatch.setenv("CAPI_PASSPHRASE", "correct horse battery")
    assert home.add(TableOrder(home.file(TABLE), Mode.TELEPHONE, dry_run=True)) == DONE
    assert home.add(TableOrder(home.file(BROKEN, "broken.csv"), Mode.TELEPHONE)) == REFUSED
    assert not home.settings.case_file.exists()
    assert home.add(TableOrder(home.file(TABLE), Mode.TELEPHONE)) == DONE
    assert "A new one was made, encrypted with this passphrase" in capsys.readouterr().err
    with CaseFile.open(home.settings.case_file, "correct horse battery", home.holder) as case_file:
        assert [summary.case.reference for summary in case_file.cases()] == ["1/01", "1/02"]
