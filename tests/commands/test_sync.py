"""`capi enrol` and `capi sync` against a hub that really serves."""

import json
from pathlib import Path

import pytest

from capi.commands.ending import DONE, REFUSED, WORLD_FAILED, Refused, WorldFailed
from capi.commands.enrol import enrol
from capi.commands.sync import sync
from capi.laptop import holder
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from tests.hub.scenario import NOW
from tests.sync.conftest import field as field
from tests.sync.field import PASSPHRASE, Field

COST = KeyCost(memory_kib=32, passes=1, lanes=1)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a laptop with an empty case file."""
    made = Settings(questionnaires=tmp_path, resources=tmp_path, data=tmp_path / "data")
    CaseFile.create(_in(made), PASSPHRASE, holder(made.data, "anna", NOW), cost=COST).close()
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    return made


def _in(settings: Settings) -> Path:
    settings.data.mkdir(exist_ok=True)
    return settings.case_file


def test_a_laptop_is_enrolled_and_syncs(field: Field, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    field.bring("1042/01", to="anna")
    assert enrol(None, field.url, field.code(), settings) == DONE
    assert "works for anna at Test hub" in capsys.readouterr().out
    assert sync(None, settings) == DONE
    told = capsys.readouterr()
    assert told.out.startswith("1 of 1 cases safe at the hub, ")
    assert told.err == ""


def test_the_report_is_printed_as_json(field: Field, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    field.bring("1042/01", to="anna")
    enrol(None, field.url, field.code(), settings)
    capsys.readouterr()
    sync(None, settings, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["all_safe"] is True
    assert [case["standing"] for case in told["report"]["cases"]] == ["safe"]


def test_a_hub_that_is_not_there_is_the_worlds_fault_and_says_what_is_safe(
    field: Field, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(None, field.url, field.code(), settings)
    field.stop()
    assert sync(None, settings) == WORLD_FAILED
    assert "cannot be reached. Everything stays safe on this laptop" in capsys.readouterr().out
    with pytest.raises(WorldFailed, match="cannot be reached"):
        enrol(None, field.url, "ABCD", settings)


def test_what_needs_the_office_ends_with_refused(field: Field, settings: Settings) -> None:
    enrol(None, field.url, field.code(), settings)
    with field.scene.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE devices SET state = 'revoked'")
    assert sync(None, settings) == REFUSED


def test_what_is_not_given_where_nobody_can_be_asked_is_said(
    field: Field, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(Refused, match="--hub"):
        enrol(None, None, "ABCD", settings)
    with pytest.raises(Refused, match="--code"):
        enrol(None, field.url, None, settings)
    with pytest.raises(Refused, match="There is no file"):
        enrol(None, field.url, "ABCD", settings, certificates=field.folder / "ca.pem")


def test_a_practice_file_is_refused_in_words(field: Field, settings: Settings) -> None:
    practice = field.folder / "p.casefile"
    CaseFile.create(practice, None, holder(settings.data, "anna", NOW)).close()
    with pytest.raises(Refused, match="invented people are never sent to a hub"):
        enrol(practice, field.url, field.code(), settings)
    with pytest.raises(Refused, match="invented people are never sent to a hub"):
        sync(practice, settings)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a new laptop, at which nobody sits."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    monkeypatch.delenv("CAPI_PASSPHRASE", raising=False)
    return Settings(questionnaires=tmp_path, resources=tmp_path, data=tmp_path / "new" / "data")


def test_a_new_laptop_gets_its_case_file_when_it_is_enrolled_and_is_told_so(
    field: Field, bare: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(
        Refused, match=r"no case file .* yet. To make it, give a passphrase for it with --passphrase-file"
    ):
        enrol(None, field.url, field.code(), bare)
    assert not bare.case_file.exists()
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    field.bring("1042/01", to="anna")
    assert enrol(None, field.url, field.code(), bare) == DONE
    assert f"A new one was made, encrypted with this passphrase: {bare.case_file}" in capsys.readouterr().err
    assert sync(None, bare) == DONE


def test_the_passphrase_of_a_new_case_file_is_typed_twice_and_must_be_the_same(
    field: Field, bare: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    typed = iter([PASSPHRASE, "correct horse batery", PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    with pytest.raises(Refused, match="not the same, so no case file was made"):
        enrol(None, field.url, field.code(), bare)
    assert not bare.case_file.exists()
    assert enrol(None, field.url, field.code(), bare) == DONE
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    assert sync(None, bare) == DONE


def test_no_case_file_is_made_where_it_was_named_or_for_an_address_that_is_none(
    field: Field, bare: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    named = field.folder / "other.casefile"
    with pytest.raises(Refused, match="There is no file"):
        enrol(named, field.url, field.code(), bare)
    with pytest.raises(Refused, match="begins with https://"):
        enrol(None, "http://hub.example.org", field.code(), bare)
    assert not named.exists()
    assert not bare.case_file.exists()


def test_who_syncs_before_anything_else_is_told_to_enrol(bare: Settings, settings: Settings) -> None:
    with pytest.raises(Refused, match="Enrol it first: capi enrol"):
        sync(None, bare)
    with pytest.raises(Refused, match=r"Ask your office for an enrolment code.*Enrol with: capi enrol"):
        sync(None, settings)


def test_an_enrolled_laptop_without_a_code_hears_that_it_works_already(
    field: Field, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(None, field.url, field.code(), settings)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(Refused, match="--code"):
        enrol(None, field.url, None, settings)
    assert "works for anna at Test hub already" in capsys.readouterr().err


def test_cases_are_listed_in_words(field: Field, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    field.bring("1042/01", to="anna")
    enrol(None, field.url, field.code(), settings)
    sync(None, settings)
    with field.scene.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET number = 0, hash = 'f' || substr(hash, 2)")
    capsys.readouterr()
    sync(None, settings)
    assert "  1042/01: not all of it is at the hub yet, 1 entry to be sent" in capsys.readouterr().out
