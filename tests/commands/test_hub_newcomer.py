"""What somebody new to the hub's commands runs into: each is either done or refused in words that say what to do."""

import getpass
import json
from pathlib import Path

import pytest

from capi.hub.errors import HubFolderError
from capi.hub.keeping.address import fit_address
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.test_hub import hub as hub
from tests.commands.test_hub import password as password
from tests.commands.test_hub import refused
from tests.commands.test_hub import stocked as stocked


def test_the_address_that_was_set_is_the_one_laptops_are_told(capi: Capi, tmp_path: Path, password: Path) -> None:
    words = ("hub", "init", "--password-file", password, "--url")
    refused(capi(*words, "hub.example.org"), "https://hub.example.org:8443")
    refused(capi(*words, "http://hub.example.org"), "no address of a hub")
    assert not (tmp_path / "data" / "hub").exists()
    done = capi(*words, "https://hub.example.org:9443/")
    assert "for laptops, at https://hub.example.org:9443;" in done.out
    settings = json.loads((tmp_path / "data" / "hub" / "hub.json").read_text())
    assert (settings["url"], settings["hosts"][0]) == ("https://hub.example.org:9443", "hub.example.org")
    assert capi("hub", "user", "add", "anna").code == 0
    assert "--hub https://hub.example.org:9443 " in capi("hub", "user", "code", "anna").out


@pytest.mark.parametrize(
    "url", ["", "https://", "https://h:0", "https://h:99999", "https://u@h", "https://h/x", "https://a_b", "ftp://h"]
)
def test_what_no_laptop_could_call_is_no_address(url: str) -> None:
    with pytest.raises(HubFolderError, match="no address of a hub"):
        fit_address(url)


def test_a_backup_goes_into_a_folder_that_is_there_or_a_file_that_is_called_so(stocked: Capi, tmp_path: Path) -> None:
    backup = ("hub", "backup", "--out")
    refused(stocked(*backup, tmp_path / "DIR"), "name a file, which ends with .capibackup")
    refused(stocked(*backup, f"{tmp_path}/DIR/"), "folder mounted?")
    refused(stocked(*backup, tmp_path / "DIR" / "a.capibackup"), "folder mounted?")
    assert not (tmp_path / "DIR").exists(), "nothing is made by a refusal"
    (tmp_path / "DIR").mkdir()
    for out in (tmp_path / "DIR", f"{tmp_path}/DIR/"):
        made = json.loads(stocked(*backup, out, "--json", "--force").out)
        assert Path(made["file"]).parent == tmp_path / "DIR"
    done = stocked(*backup, tmp_path / "a.capibackup")
    assert (done.code, (tmp_path / "a.capibackup").is_file()) == (0, True)
    assert "2 cases with 2 entries" in done.out


def test_a_rehearsal_on_another_machine_is_noted_by_its_hash(
    stocked: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, keys = tmp_path / "a.capibackup", tmp_path / "data" / "hub-offline-keys.json"
    assert stocked("hub", "backup", "--out", file).code == 0
    monkeypatch.setenv("CAPI_DATA_DIR", str(tmp_path / "another machine"))
    done = stocked("hub", "restore", file, "--rehearse", "--key", keys)
    command = done.out.splitlines()[-1].split()
    assert command[:3] == ["capi", "hub", "rehearsed"]
    monkeypatch.setenv("CAPI_DATA_DIR", str(tmp_path / "data"))
    assert "Rehearse:" in stocked("hub", "status").out
    refused(stocked("hub", "rehearsed", "0" * 64), "no backup with that SHA-256")
    assert "was rehearsed" in stocked(*command[1:]).out
    assert "Rehearse:" not in stocked("hub", "status").out
    assert "backup_rehearsed" in stocked("hub", "audit", "list", "--last", "1").out


def test_a_refused_restore_leaves_no_folder(stocked: Capi, tmp_path: Path) -> None:
    file, words = tmp_path / "a.capibackup", tmp_path / "words"
    words.write_text("not its passphrase at all\n")
    assert stocked("hub", "backup", "--out", file).code == 0
    new = tmp_path / "deep" / "new"
    keys = tmp_path / "data" / "hub-offline-keys.json"
    assert stocked("hub", "restore", file, "--passphrase-file", words, "--folder", new).code == 1
    done = stocked("hub", "restore", file, "--key", keys, "--folder", new, "--database", "postgresql://127.0.0.1:1/x")
    assert done.code != 0
    assert not (tmp_path / "deep").exists()


def test_assigning_and_recalling_are_told_in_the_audit_log_with_references_and_who_did_it(stocked: Capi) -> None:
    refused(stocked("hub", "assign", "--to", "anna", "--area", "Nowhere"), "Areas are: one without a name")
    assert stocked("hub", "assign", "--to", "anna", "--reference", "R1", "--reason", "near her").code == 0
    assert stocked("hub", "recall", "--reference", "R1").code == 2
    assert stocked("hub", "recall", "--reason", "ill").code == 2
    done = stocked("hub", "recall", "--reference", "R1", "--reference", "R2", "--reason", "ill")
    assert "1 case taken back: it is nobody's now" in done.out
    assert "1 unchanged" in done.out
    assert "To anna: 1 assigned" in stocked("hub", "recall", "--reference", "R2", "--reason", "ill", "--to", "anna").out
    lines = stocked("hub", "audit", "list", "--last", "3").out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    assert "cases=R1 (" in lines[0]
    assert "reason=near her" in lines[0]
    assert "case_recalled" in lines[1]
    assert "R1 (" in lines[1]
    assert f"office@hub ({getpass.getuser()})" in lines[2]
    assert stocked("hub", "audit", "list", "--last", "3", "--after", "1").code == 2


def test_an_empty_quarantine_says_so(hub: Capi) -> None:
    assert hub("hub", "quarantine", "list").out == "Nothing waits for a decision.\n"
    assert hub("hub", "quarantine", "list", "--all").out == "Nothing was ever set apart.\n"


def test_damage_is_told_without_the_words_of_a_parser(hub: Capi, tmp_path: Path) -> None:
    settings = tmp_path / "data" / "hub" / "hub.json"
    settings.write_text("{")
    done = hub("hub", "status")
    refused(done, "hub.json is damaged: it is cut off")
    settings.write_text("{}")
    refused(hub("hub", "status"), "something in it is missing")
    assert "JSON" not in done.err


def test_status_speaks_of_a_hub_without_cases_that_has_no_backup(hub: Capi, tmp_path: Path) -> None:
    assert "ATTENTION    No backup was ever made. Take one: capi hub backup --out DIR" in hub("hub", "status").out
    (tmp_path / "data" / "hub-offline-keys.json").rename(tmp_path / "away.json")
    assert json.loads(hub("hub", "status", "--json").out)["hub"]["offline_keys"] == []


@pytest.mark.parametrize("group", ["", "user", "device", "instrument", "sample", "quarantine", "audit", "retention"])
def test_no_line_of_a_list_of_commands_is_cut_off(capi: Capi, group: str) -> None:
    shown = capi("hub", *group.split(), "--help").out
    assert "Commands:" in shown
    assert "..." not in shown.split("Commands:")[1]
