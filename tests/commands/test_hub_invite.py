"""`capi hub invite` and `capi hub code`, as the keeper of a hub uses them: files whole or none, nothing twice, no code in the clear."""

import csv
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from capi.hub.online.access_codes import LENGTH, SYMBOLS, read_access_code
from capi.hub.online.good_until import in_words
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.test_hub import hub as hub
from tests.commands.test_hub import password as password
from tests.commands.test_hub import refused
from tests.outputs.documents.pdf_pages import PdfPage, pdf_pages

TABLE = """reference,mode,name,address,postcode,email
R1,face_to_face,Zoe Quill,1 Mill Lane,EX1 2PL,
R2,face_to_face,Al Ink,2 Mill Lane,EX1 2PL,
R3,face_to_face,=Em Dash,,,em@example.org
R4,face_to_face,,,,
"""
UNTIL, LATER = (datetime.now(UTC).date() + timedelta(days=days) for days in (60, 90))
AT = ("--address", "https://survey.example")
CODE = re.compile(rf"\b[{SYMBOLS}]{{4}}-[{SYMBOLS}]{{4}}-[{SYMBOLS}]{{4}}\b")


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """One for all tests: the window's, and that of the pages, which are painted by the same library."""
    return qapp


@pytest.fixture
def sample(hub: Capi, tmp_path: Path) -> Capi:
    """A hub with the background standard, and four cases: two with an address, one with an e-mail address, one with nothing."""
    (tmp_path / "sample.csv").write_text(TABLE)
    for words in (
        ("instrument", "add", "seb"),
        ("sample", "add", tmp_path / "sample.csv", "--name", "wave 1", "--instrument", "seb"),
    ):
        done = hub("hub", *words)
        assert done.code == 0, done.err
    return hub


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def running(page: PdfPage) -> str:
    """Its words, wherever the lines end."""
    return " ".join(page.text.split())


def test_a_sample_is_invited_by_letters_and_by_a_file_to_merge(sample: Capi, tmp_path: Path) -> None:
    pdf, merge = tmp_path / "letters.pdf", tmp_path / "letters.csv"
    done = sample("hub", "invite", "wave 1", *AT, "--pdf", pdf, "--csv", merge, "--until", UNTIL.isoformat())
    assert (done.code, done.err) == (0, ""), done.err
    assert f"3 new access codes, good until the end of {in_words(UNTIL)}." in done.out
    told = f"3 letters: {merge}\n2 letters: {pdf}\n1 letter not printed: no postal address.\n"
    assert told in done.out
    assert "1  left out: no address and no e-mail" in done.out

    merged = rows(merge)
    assert [(each["reference"], each["name"], each["letter"]) for each in merged] == [
        ("R1", "Zoe Quill", "1"),
        ("R2", "Al Ink", "1"),
        ("R3", "'=Em Dash", "1"),
    ]
    pages = pdf_pages(pdf)
    assert [[each["access_code"] in page.text for page in pages] for each in merged] == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert "Zoe Quill" in pages[0].text
    assert in_words(UNTIL) in running(pages[0])
    for each in merged:
        code = read_access_code(each["access_code"])
        assert code is not None
        assert each["link"] == f"https://survey.example/enter/{code}"
    assert [path.stat().st_mode & 0o077 for path in (pdf, merge)] == [0, 0]


def test_the_second_time_there_is_nothing_new_and_no_file(sample: Capi, tmp_path: Path) -> None:
    merge, again = tmp_path / "letters.csv", tmp_path / "again.csv"
    assert sample("hub", "invite", "wave 1", *AT, "--csv", merge).code == 0
    done = sample("hub", "invite", "wave 1", "--csv", again, "--json")
    assert json.loads(done.out) | {"until": ""} == {
        "made": 0,
        "prolonged": 0,
        "letters": 0,
        "printed": 0,
        "until": "",
        "left_out": {"has_code": 3, "no_contact": 1},
    }
    assert not again.exists()
    assert sample("hub", "invite", "wave 1", "--again", "--csv", again).code == 0
    assert [each["access_code"] for each in rows(again)] == [each["access_code"] for each in rows(merge)]
    assert {each["letter"] for each in rows(again)} == {"2"}


def test_codes_can_be_made_first_and_printed_later(sample: Capi, tmp_path: Path) -> None:
    done = sample("hub", "invite", "wave 1")
    assert done.code == 0
    assert "No letters yet." in done.out
    assert sample("hub", "invite", "wave 1", *AT, "--csv", tmp_path / "letters.csv").code == 0
    assert len(rows(tmp_path / "letters.csv")) == 3


def test_reminders_have_the_same_codes_and_another_text(sample: Capi, tmp_path: Path) -> None:
    first, second = tmp_path / "letters.pdf", tmp_path / "reminders.pdf"
    assert sample("hub", "invite", "wave 1", *AT, "--pdf", first, "--until", UNTIL.isoformat()).code == 0
    listed = sample("hub", "invite", "wave 1", "--reminders", "--list").out
    assert [line.split()[0] for line in listed.splitlines()] == ["reference", "R1", "R2"]
    assert listed.count("not begun") == 2
    done = sample("hub", "invite", "wave 1", "--reminders", "--pdf", second, "--until", LATER.isoformat())
    assert f"2 access codes prolonged until the end of {in_words(LATER)}." in done.out
    pages = pdf_pages(second)
    assert [CODE.findall(page.text) for page in pages] == [CODE.findall(page.text) for page in pdf_pages(first)]
    assert all("A reminder" in page.text for page in pages)
    assert in_words(LATER) in running(pages[0])
    told = json.loads(sample("hub", "code", "R1", "--json").out)
    assert (told["invitation"]["serial"], told["invitation"]["letters"]) == (1, 2)


def test_a_list_changes_nothing(sample: Capi) -> None:
    assert sample("hub", "invite", "wave 1", "--list").out.splitlines()[1:] == []
    assert json.loads(sample("hub", "code", "R1", "--json").out)["invitation"] is None


def test_a_file_that_is_there_is_kept_unless_it_is_said_otherwise(sample: Capi, tmp_path: Path) -> None:
    merge = tmp_path / "letters.csv"
    merge.write_text("mine")
    refused(sample("hub", "invite", "wave 1", *AT, "--csv", merge), "is there already")
    assert merge.read_text() == "mine"
    assert json.loads(sample("hub", "code", "R1", "--json").out)["invitation"] is None, "no code was made either"
    assert sample("hub", "invite", "wave 1", *AT, "--csv", merge, "--force").code == 0
    assert len(rows(merge)) == 3


def test_a_letter_that_does_not_fit_leaves_no_file_and_is_counted_nowhere(sample: Capi, tmp_path: Path) -> None:
    template, pdf = tmp_path / "long.txt", tmp_path / "letters.pdf"
    template.write_text("Many words. " * 800 + "\n\n{code}\n")
    done = sample("hub", "invite", "wave 1", *AT, "--pdf", pdf, "--letter", template)
    refused(done, "R1: The letter is longer than a page")
    assert [path.name for path in tmp_path.glob("*.pdf*")] == []
    assert json.loads(sample("hub", "code", "R1", "--json").out)["invitation"].get("letters", 0) == 0
    assert sample("hub", "invite", "wave 1", *AT, "--pdf", pdf).code == 0
    assert len(pdf_pages(pdf)) == 2, "the next run writes them"


def test_what_is_wrong_is_said_before_a_code_is_made(sample: Capi, tmp_path: Path) -> None:
    merge, unfit = tmp_path / "letters.csv", tmp_path / "unfit.txt"
    unfit.write_text("Dear {nmae}\n{code}\n")
    for words, says in (
        (("--csv", merge), "--address https://survey.example"),
        (("--csv", merge, "--address", "http://survey.example"), "is no address for letters"),
        (("--csv", merge, *AT, "--letter", unfit), "Line 1: {nmae}"),
        (("--csv", merge, *AT, "--letter", tmp_path / "none.txt"), "There is no file"),
        (("--csv", tmp_path / "letters.txt", *AT), "ends in .csv"),
        (("--pdf", tmp_path / "letters.csv", *AT), "ends in .pdf"),
        (("--until", "2020-01-01"), "until a day to come"),
        (("--until", "2199-01-01"), "until a day to come"),
    ):
        refused(sample("hub", "invite", "wave 1", *words), says)
    refused(sample("hub", "invite", "wave 9"), "There is no sample wave 9")
    for usage in (
        ("--again", "--reminders"),
        ("--days", "3", "--until", UNTIL.isoformat()),
        ("--list", "--csv", merge),
    ):
        assert sample("hub", "invite", "wave 1", *usage).code == 2
    assert json.loads(sample("hub", "code", "R1", "--json").out)["invitation"] is None
    assert not merge.exists()


def test_a_new_code_is_shown_once_and_can_be_taken_back(sample: Capi) -> None:
    assert sample("hub", "invite", "wave 1", *AT).code == 0
    done = sample("hub", "code", "R4", "--reissue", "--until", UNTIL.isoformat())
    assert read_access_code(done.out.splitlines()[0]) is not None
    assert f"Good at https://survey.example until the end of {in_words(UNTIL)}" in done.out
    assert CODE.search(sample("hub", "code", "R4").out) is None
    assert "has no access code any more" in sample("hub", "code", "R4", "--revoke").out
    refused(sample("hub", "code", "R4", "--revoke"), "no access code that could be taken back")
    refused(sample("hub", "code", "R9"), "There is no case R9")
    assert sample("hub", "code", "R4", "--revoke", "--reissue").code == 2
    assert sample("hub", "code", "R4", "--until", UNTIL.isoformat()).code == 2


def test_status_counts_who_is_invited(sample: Capi) -> None:
    assert "online" not in sample("hub", "status").out
    assert sample("hub", "invite", "wave 1").code == 0
    assert "online: 3 cases invited, 0 begun and not through, 0 through" in sample("hub", "status").out
    found = json.loads(sample("hub", "status", "--json").out)["fieldwork"]["online"]
    assert found == {"invited": 3, "begun": 0, "through": 0}


def test_no_code_is_in_the_database_the_audit_log_or_a_backup(
    sample: Capi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    merge = tmp_path / "letters.csv"
    sample("hub", "invite", "wave 1", *AT, "--csv", merge)
    given = sample("hub", "code", "R1", "--reissue").out.splitlines()[0]
    codes = [*(each["access_code"] for each in rows(merge)), given]
    assert len({*codes}) == 4
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("a passphrase for the backup of this hub\n")
    backup = tmp_path / "hub.capibackup"
    assert sample("hub", "backup", "--out", backup, "--passphrase-file", passphrase).code == 0

    folder = tmp_path / "data" / "hub"
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        dumped = "\n".join(connection.iterdump())
    restored = tmp_path / "restored"
    words = ("restore", backup, "--passphrase-file", passphrase, "--folder", restored)
    assert sample("hub", *words).code == 0
    with sqlite3.connect(restored / "hub.sqlite") as connection:
        dumped += "\n".join(connection.iterdump())
    everywhere = [path for path in tmp_path.rglob("*") if path.is_file() and path != merge]
    held = [path.read_bytes().upper() for path in everywhere]
    told = dumped + caplog.text + sample("hub", "audit", "list", "--json").out
    assert "Zoe Quill" in dumped, "the names are there, so the search finds what is there"
    for code in codes:
        for form in (code, code.replace("-", "")):
            assert len(form.replace("-", "")) == LENGTH
            assert form not in told.upper()
            assert not any(form.encode() in each for each in held)
