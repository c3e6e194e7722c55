import json
import sqlite3
from pathlib import Path

import pytest

from capi.hub.keeping.offline import read_offline_keys
from capi.outcomes.frame_reading import find_frame
from capi.settings import read_settings
from tests.commands import running
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.running import Ended

TABLE = "reference,mode,name\nR1,telephone,Zoe Quill\nR2,telephone,Al Ink\n"


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("fjord lantern ninety\n")
    return file


@pytest.fixture
def hub(capi: Capi, password: Path) -> Capi:
    """Made with `capi hub init`."""
    done = capi("hub", "init", "--name", "Fieldwork", "--host", "hub.example.org", "--password-file", password)
    assert (done.code, done.err) == (0, "")
    return capi


@pytest.fixture
def stocked(hub: Capi, tmp_path: Path) -> Capi:
    """With an instrument, an interviewer, and two cases."""
    (tmp_path / "sample.csv").write_text(TABLE)
    for words in (
        ("instrument", "add", "seb"),
        ("user", "add", "anna", "--full-name", "Anna Berg"),
        ("sample", "add", tmp_path / "sample.csv", "--name", "wave 1", "--instrument", "seb"),
    ):
        done = hub("hub", *words)
        assert done.code == 0, done.err
    return hub


def refused(done: Ended, words: str, code: int = 1) -> None:
    assert done.code == code, done
    assert done.err.startswith("capi: ")
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_hub_is_made_and_says_what_to_do_next(tmp_path: Path) -> None:
    done = running.capi("hub", "init", "--name", "Fieldwork", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    for words in ("its password: ", "capi hub serve", "hub-offline-keys.json", "authority.pem", "capi hub backup"):
        assert words in done.out
    folder = tmp_path / "data" / "hub"
    assert {path.name for path in folder.iterdir()} >= {"hub.json", "keys.json", "authority.pem", "hub.sqlite"}
    secret = (*folder.iterdir(), tmp_path / "data" / "hub-offline-keys.json")
    assert [path.name for path in secret if path.stat().st_mode & 0o077] == []


def test_what_unlocks_backups_is_not_in_the_folder_and_its_password_nowhere(hub: Capi, tmp_path: Path) -> None:
    data = tmp_path / "data"
    keys = read_offline_keys(data / "hub-offline-keys.json")
    assert hub("hub", "user", "list").code == 0
    for path in (data / "hub").iterdir():
        content = path.read_bytes()
        assert keys.backup not in content
        assert keys.spare.key not in content
        assert b"fjord lantern" not in content


def test_a_hub_is_never_made_over_another_and_nothing_is_left_of_one_that_could_not_be(
    hub: Capi, tmp_path: Path, password: Path
) -> None:
    refused(hub("hub", "init"), "There is a hub in")
    words = ("hub", "init", "--folder", tmp_path / "other", "--password-file", password)
    refused(hub(*words, "--database", "postgresql://127.0.0.1:1/none"), "database does not answer", 3)
    refused(hub(*words, "--database", "mysql://x/y"), "SQLite or PostgreSQL")
    refused(hub(*words, "--host", "not a host"), "No certificate can be for not a host")
    assert not (tmp_path / "other-offline-keys.json").exists()
    password.write_text("password\n")
    refused(hub(*words), "password")
    password.write_text("fjord lantern ninety\n")
    assert hub(*words).code == 0, "a second try does not stumble over the first"


def test_every_refusal_of_a_folder_says_what_to_do(hub: Capi, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "hub"
    refused(hub("hub", "status", "--folder", tmp_path / "none"), "capi hub init")
    database = folder / "hub.sqlite"
    database.rename(tmp_path / "away")
    refused(hub("hub", "status"), "restore the hub from a backup")
    assert not database.exists(), "nobody makes an empty one in its place"
    (tmp_path / "away").rename(database)

    keys = (folder / "keys.json").read_bytes()
    assert hub("hub", "init", "--folder", tmp_path / "second").code == 0
    (folder / "keys.json").write_bytes((tmp_path / "second" / "keys.json").read_bytes())
    refused(hub("hub", "status"), "belongs to the hub Fieldwork, and the keys beside it to another")
    (folder / "keys.json").write_bytes(keys[:20])
    refused(hub("hub", "status"), "keys.json is damaged")
    (folder / "keys.json").unlink()
    refused(hub("hub", "status"), "keys.json is missing")
    (folder / "keys.json").write_bytes(keys)
    (folder / "keys.json").chmod(0o604)
    refused(hub("hub", "status"), "chmod 600")
    (folder / "keys.json").chmod(0o600)
    assert hub("hub", "status").code == 0

    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO upgrades (number, name, made) VALUES (99, 'later', 0)")
    refused(hub("hub", "status"), "later version of capi (schema 99")


def test_the_folder_is_named_by_an_option_a_variable_or_the_data_folder(
    hub: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "hub").rename(tmp_path / "moved")
    assert hub("hub", "status", "--folder", tmp_path / "moved").code == 0
    refused(hub("hub", "status"), "There is no hub in")
    monkeypatch.setenv("CAPI_HUB_DIR", str(tmp_path / "moved"))
    assert hub("hub", "status").code == 0


def test_cases_are_made_and_assigned_and_counted(stocked: Capi) -> None:
    assert "2 cases were added" not in stocked("hub", "assign", "--to", "anna", "--reference", "R1").out
    found = json.loads(stocked("hub", "status", "--json").out)
    assert found["fieldwork"]["whole"] | {"last_received": None} == {
        "name": "",
        "total": 2,
        "unassigned": 1,
        "assigned": 1,
        "in_progress": 0,
        "stopped": 0,
        "completed": 0,
        "accepted": 0,
        "last_received": None,
    }
    assert [each["name"] for each in found["fieldwork"]["interviewers"]] == ["anna"]
    assert found["hub"]["unsaved"] == 2
    attention = stocked("hub", "status").out
    assert "ATTENTION    No backup was ever made, and 2 cases have entries only here" in attention
    assert "capi hub backup --out DIR" in attention
    assert "ATTENTION    The hub is not being served: it has never been on this machine" in attention
    assert "hub-offline-keys.json. Take them away" in attention
    assert stocked("hub", "assign", "--to", "anna").code == 2
    refused(stocked("hub", "assign", "--to", "nobody", "--reference", "R2"), "nobody")
    assert json.loads(stocked("hub", "sample", "list", "--json").out)[0]["cases"] == 2
    assert json.loads(stocked("hub", "instrument", "list", "--json").out)[0]["name"] == "seb"


def test_a_hub_begins_with_the_frame_that_ships_and_takes_another_version(stocked: Capi, tmp_path: Path) -> None:
    listed = json.loads(stocked("hub", "frame", "list", "--json").out)
    assert [(each["name"], each["taken"]) for each in listed] == [("uk", True)]
    text = find_frame("uk", read_settings({}).questionnaires).read_text(encoding="utf-8")
    (tmp_path / "frame.yaml").write_text(text.replace('version: "', 'version: "2.', 1), encoding="utf-8")
    done = stocked("hub", "frame", "add", tmp_path / "frame.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("uk 2.")
    assert stocked("hub", "frame", "list").out.count("uk") == 2
    (tmp_path / "frame.yaml").write_text("frame: x\n", encoding="utf-8")
    refused(stocked("hub", "frame", "add", tmp_path / "frame.yaml"), "capi check")
    refused(stocked("hub", "frame", "add", "mars"), "no outcome frame 'mars'")


def test_the_fieldwork_is_told_in_numbers(stocked: Capi) -> None:
    told = stocked("hub", "fieldwork")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("2 cases, ")
    assert "by the outcome frame uk 1.0" in told.out
    assert "2  100.0 %  no outcome yet" in told.out
    assert "RR1 is 0.0 %: 0 of 2 cases.  RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))" in told.out
    assert "Cases by call attempts: 0: 2" in told.out
    found = json.loads(stocked("hub", "fieldwork", "--json", "--sample", "wave 1").out)
    assert (found["cases"], found["outcomes"][0]["cases"], len(found["rates"])) == (2, 2, 16)
    refused(stocked("hub", "fieldwork", "--sample", "mars"), "no sample mars")


def test_a_sample_with_anything_wrong_adds_nothing(stocked: Capi, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_text(TABLE)
    words = ("hub", "sample", "add", tmp_path / "again.csv", "--name", "wave 2", "--instrument", "seb")
    done = stocked(*words)
    assert done.code == 1
    assert "R1" in done.out
    assert json.loads(stocked("hub", "status", "--json").out)["fieldwork"]["whole"]["total"] == 2


def test_accounts_are_added_changed_and_given_codes(stocked: Capi, password: Path) -> None:
    refused(stocked("hub", "user", "add", "sue", "--role", "supervisor"), "--password-file")
    assert stocked("hub", "user", "add", "sue", "--role", "supervisor", "--password-file", password).code == 0
    refused(stocked("hub", "user", "add", "sue", "--password-file", password), "already")
    assert stocked("hub", "user", "change", "sue", "--close").code == 0
    found = {each["name"]: each for each in json.loads(stocked("hub", "user", "list", "--json").out)}
    assert (found["sue"]["active"], found["sue"]["has_password"]) == (False, True)
    assert (found["admin"]["role"], found["anna"]["has_password"]) == ("administrator", False)
    code = stocked("hub", "user", "code", "anna")
    assert code.out.splitlines()[2].startswith(
        "  capi enrol --hub https://hub.example.org:8443 --certificates authority.pem"
    )
    refused(stocked("hub", "user", "code", "sue"), "no interviewer of that name")


def test_what_somebody_can_and_may_do_at_the_telephone_is_said_of_the_account(stocked: Capi) -> None:
    words = (
        "--role",
        "telephone_interviewer",
        "--language",
        "cy",
        "--language",
        "PL",
        "--skill",
        "refusals",
        "--may-pick",
    )
    assert stocked("hub", "user", "add", "tess", *words).code == 0

    def calling() -> object:
        found = {each["name"]: each for each in json.loads(stocked("hub", "user", "list", "--json").out)}
        return found["tess"]["calling"]

    assert calling() == {"languages": ["cy", "pl"], "skills": ["refusals"], "may_pick": True}
    assert stocked("hub", "user", "change", "tess", "--skill", "", "--may-not-pick").code == 0
    assert calling() == {"languages": ["cy", "pl"]}
    assert "cy pl" in stocked("hub", "user", "list").out
    refused(stocked("hub", "user", "change", "nobody", "--may-pick"), "no account nobody")
    refused(stocked("hub", "device", "end", "none", "--state", "lost"), "no laptop none")
    assert json.loads(stocked("hub", "device", "list", "--json").out) == []
    assert json.loads(stocked("hub", "quarantine", "list", "--json").out) == []
    assert "code" not in stocked("hub", "audit", "list").out.replace("code_made", "")


def test_the_audit_log_is_verified_against_heads_noted_elsewhere(stocked: Capi, tmp_path: Path) -> None:
    noted = json.loads(stocked("hub", "audit", "verify", "--json").out)
    assert noted["broken"] is None
    assert stocked("hub", "user", "add", "ben").code == 0
    assert stocked("hub", "audit", "verify", "--head", noted["head"]).code == 0
    refused(stocked("hub", "audit", "verify", "--head", "x"), "no head of an audit log")
    with sqlite3.connect(tmp_path / "data" / "hub" / "hub.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_guard_update")
        connection.execute("UPDATE audit SET who = 'ben' WHERE number = 2")
    done = stocked("hub", "audit", "verify")
    assert (done.code, "at line 2" in done.out) == (1, True)
    assert json.loads(stocked("hub", "status", "--verify", "--json").out)["hub"]["broken_audit"] == 2


def test_a_backup_is_rehearsed_and_restored_elsewhere(stocked: Capi, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    made = json.loads(stocked("hub", "backup", "--out", tmp_path / "backups", "--json").out)
    assert (made["cases"], made["entries"], made["marked"]) == (2, 2, 2)
    keys = tmp_path / "data" / "hub-offline-keys.json"
    assert stocked("hub", "restore", made["file"], "--rehearse", "--key", keys).code == 0
    found = json.loads(stocked("hub", "status", "--json").out)["hub"]
    assert (found["unsaved"], found["last_rehearsal"]) == (0, found["last_backup"])
    assert [words.split(":")[0] for words in found["attention"]] == [
        "The hub is not being served",
        "The offline keys are still on this machine",
    ]

    refused(stocked("hub", "restore", made["file"]), "--key")
    refused(stocked("hub", "restore", made["file"], "--key", keys), "over it with --force")
    done = stocked("hub", "restore", made["file"], "--key", keys, "--folder", tmp_path / "again")
    assert done.code == 0
    assert "end again the laptops and accounts that were ended since" in done.err
    again = json.loads(stocked("hub", "status", "--folder", tmp_path / "again", "--json").out)["hub"]
    assert (again["hub"], again["restored"] is not None) == (found["hub"], True)
    assert again["epoch"] != found["epoch"]
    refused(stocked("hub", "backup", "--out", made["file"]), "overwrite with --force")
    refused(stocked("hub", "restore", tmp_path / "none", "--key", keys), "no file")


def test_a_backup_under_a_passphrase_needs_no_other_file(stocked: Capi, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("five words are quite good\n")
    out = tmp_path / "a.capibackup"
    assert stocked("hub", "backup", "--out", out, "--passphrase-file", words).code == 0
    again = tmp_path / "again"
    assert stocked("hub", "restore", out, "--passphrase-file", words, "--folder", again).code == 0
    words.write_text("five words are not quite it\n")
    refused(
        stocked("hub", "restore", out, "--passphrase-file", words, "--folder", tmp_path / "b"), "not the passphrase"
    )


def test_retention_is_set_and_looked_at_before_it_is_applied(stocked: Capi) -> None:
    assert "kept for ever" in stocked("hub", "retention").out
    refused(stocked("hub", "retention", "set", "--contacts", "400", "--answers", "30"), "go first")
    done = stocked("hub", "retention", "set", "--contacts", "30", "--answers", "365", "--fieldwork-ended", "2020-01-01")
    assert "deleted 30 days after acceptance" in done.out
    due = stocked("hub", "retention")
    assert "contact details of 2 cases due" in due.out
    assert "Nothing was changed" in due.out
    held = stocked("hub", "retention", "set", "--hold", "A court order")
    assert "HOLD" in held.out
    assert "contact details of 0 cases deleted" in stocked("hub", "retention", "apply").out
    stocked("hub", "retention", "set", "--hold", "")
    refused(stocked("hub", "retention", "apply"), "Contact details of 2 cases, 2 cases, and for good 0 cases")
    for words in (("--dry-run",), ("apply", "--dry-run")):
        assert "contact details of 2 cases due" in stocked("hub", "retention", *words).out
    assert "contact details of 2 cases deleted" in stocked("hub", "retention", "apply", "--yes").out
    assert "contact details of 0 cases due" in stocked("hub", "retention").out
    refused(stocked("hub", "retention", "delete", "R9"), "no case R9")
    assert stocked("hub", "retention", "bring-back", "R1").code == 0
    assert json.loads(stocked("hub", "status", "--json").out)["hub"]["deleted"] == 1
    found = stocked("hub", "audit", "list").out
    assert "retention_set" in found
    assert "Zoe" not in found


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--certificate", "x"),
        ("serve", "--plain", "--certificate", "x", "--key", "y"),
        ("serve", "--port", "0"),
        ("backup",),
        ("quarantine", "decide", "x", "perhaps"),
        ("user", "add", "ann", "--role", "boss"),
    ],
)
def test_wrong_usage_ends_with_2(capi: Capi, words: tuple[str, ...]) -> None:
    assert capi("hub", *words).code == 2


def test_every_command_of_the_hub_explains_itself(capi: Capi) -> None:
    listed = capi("hub", "--help").out
    for name in ("init", "serve", "user", "device", "sample", "instrument", "assign", "status", "quarantine", "audit"):
        assert f"\n  {name} " in listed
    for name in ("backup", "restore", "retention"):
        assert f"\n  {name} " in listed
        assert "--folder" in capi("hub", name, "--help").out
