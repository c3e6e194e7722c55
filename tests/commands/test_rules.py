import json
from pathlib import Path

import pytest

from tests.commands.running import Ended, capi
from tests.fieldwork.versions import FIRST, version
from tests.fieldwork_scenario import Fieldwork

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a practice file, which opens faster, with one case in it."""
    fieldwork = Fieldwork(tmp_path / "real.casefile")
    fieldwork.add("1042/01", version(FIRST))
    fieldwork.case_file.close()
    return tmp_path


def rules(home: Path, *words: str) -> Ended:
    return capi("rules", "real.casefile", *words, folder=home)


def test_the_usual_rules_are_printed(home: Path) -> None:
    ended = rules(home)
    assert (ended.code, ended.err) == (0, "")
    assert [line.split()[:2] for line in ended.out.splitlines()] == [
        ["unanswered", "block"],
        ["checks", "block"],
        ["signals", "block"],
        ["nonresponse", "ignore"],
    ]


def test_what_is_set_is_kept_and_printed_as_json(home: Path) -> None:
    words = ("--set", "checks=warn", "--set", "nonresponse=warn", "--set", "nonresponse_above=35")
    assert rules(home, *words, "--edit", "VeryOld=ignore", "--edit", "TooYoung=warn").code == 0
    ended = rules(home, "--edit", "TooYoung=usual", "--json")
    assert json.loads(ended.out) == {
        "unanswered": "block",
        "checks": "warn",
        "signals": "block",
        "nonresponse": "warn",
        "nonresponse_above": 35,
        "edits": {"VeryOld": "ignore"},
    }
    assert "edit VeryOld: ignore" in rules(home).out.splitlines()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--set", "check=warn"), "Did you mean checks?"),
        (("--set", "checks"), "Write --set checks=warn"),
        (("--set", "checks=soft"), "block, warn, ignore"),
        (("--set", "nonresponse_above=101"), "from 0 to 100"),
        (("--set", "nonresponse_above=-1"), "from 0 to 100"),
        (("--edit", "VeryYoung=warn"), "no instrument in this case file has an edit"),
        (("--edit", "VeryOld=soft"), "usual"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_line_and_nothing_is_changed(
    home: Path, words: tuple[str, ...], told: str
) -> None:
    ended = rules(home, "--set", "signals=warn", *words)
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
    assert "warn" not in rules(home).out


def test_an_encrypted_file_is_opened_with_its_passphrase(tmp_path: Path) -> None:
    Fieldwork(tmp_path / "real.casefile", PASSPHRASE).case_file.close()
    for words, told in (((), "--passphrase-file"), (("--passphrase-file", "nowhere.txt"), "nowhere.txt")):
        refused = rules(tmp_path, *words)
        assert (refused.code, refused.out) == (1, "")
        assert told in refused.err
    (tmp_path / "passphrase.txt").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    assert rules(tmp_path, "--passphrase-file", "passphrase.txt").code == 0
