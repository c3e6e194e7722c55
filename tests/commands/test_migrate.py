import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from capi.fieldwork.case import StopReason
from tests.commands.running import Ended, capi
from tests.fieldwork.versions import FIRST, SECOND, version
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of

PASSPHRASE = "correct horse battery staple"
TO_TRAVEL = {"Address": 1, "Tenure": 3, "Name[1]": "Ann", "Age[1]": 44, "AnotherJob[1]": 2, "AnyoneElse": 2}
REFERENCES = ("1042/01", "1042/02", "1042/03", "1042/04", "1042/05")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A practice file, which opens faster, with a case under way, one nobody has opened, one completed, one stopped and one that crashed."""
    fieldwork = Fieldwork(tmp_path / "real.casefile")
    first = version(FIRST)
    fieldwork.interview("1042/01", first, TO_TRAVEL)
    fieldwork.add("1042/02", first)
    fieldwork.interview("1042/03", first, {**TO_TRAVEL, "Tenure": 1, "Travel": [1], "Words": "no"})
    fieldwork.sit(fieldwork.add("1042/04", first)).stop(StopReason.REFUSED, "")
    fieldwork.sit(fieldwork.add("1042/05", first)).answer("Address", 2)
    fieldwork.add("7/01", instrument_of(HEALTH))
    fieldwork.case_file.close()
    for name, text in (("old", FIRST), ("new", SECOND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "instrument.yaml").write_text(dedent(text), encoding="utf-8")
    return tmp_path


def migrate(home: Path, *words: str) -> Ended:
    return capi("migrate", "real.casefile", *words, folder=home)


def report(home: Path, *words: str) -> dict[str, dict[str, Any]]:
    return {each["case"]: each for each in json.loads(migrate(home, *words, "--json").out)}


def test_without_apply_it_says_what_would_become_of_each_case_and_changes_nothing(home: Path) -> None:
    before = (home / "real.casefile").read_bytes()
    ended = migrate(home, "new", "--case", "1042/01", "--case", "1042/02")
    assert ended == (
        0,
        (
            "1042/01: 6 answers and 1 row of version 1 go along.\n"
            "    Asked again: Tenure: it does not take the answer given\n"
            "1042/02: 0 answers and 1 row of version 1 go along.\n"
            "2 of 2 cases would move to home 2. Nothing was changed. Add --apply to move them.\n"
        ),
        "",
    )
    assert (home / "real.casefile").read_bytes() == before
    assert not (home / "data").exists()


def test_with_apply_open_cases_are_moved_and_finished_ones_stay(home: Path) -> None:
    ended = migrate(home, "new", "--apply")
    assert ended.code == 1, "one of them crashed"
    assert "1042/03 is completed, and stays on version 1. Add --include-finished to move it." in ended.out
    assert "1042/05 cannot be moved: its last sitting has not ended." in ended.out
    assert ended.out.splitlines()[-1] == "2 of 5 cases moved to home 2."
    again = report(home, "new")
    assert {case: each["result"] for case, each in again.items()} == dict(
        zip(REFERENCES, ("stays", "stays", "stays", "stays", "refused"), strict=True)
    )
    assert again["1042/01"]["reason"] == "is on version 2 already."


def test_the_report_for_programs_names_every_field(home: Path) -> None:
    found = report(home, "new", "--include-finished")
    assert found["1042/01"] == {
        "case": "1042/01",
        "from": "1",
        "to": "2",
        "result": "would_move",
        "answers": 6,
        "rows": 1,
        "asked_again": {"Tenure": "not_taken"},
        "dropped": {},
        "off_route": [],
        "brought_back": [],
        "no_longer_suppressed": [],
        "opens_at": "Tenure",
    }
    assert found["1042/03"]["asked_again"] == {"Pets": "new_on_route"}
    assert found["1042/03"]["dropped"] == {"Words": "gone"}
    assert found["1042/04"]["result"] == "would_move"


def test_there_and_back_and_there_again(home: Path) -> None:
    cases = ("--case", "1042/01", "--case", "1042/02", "--apply")
    assert report(home, "new", *cases)["1042/01"]["result"] == "moved"
    assert report(home, "old", *cases)["1042/01"]["brought_back"] == ["Tenure"]
    back = report(home, "old", *cases)["1042/01"]
    assert (back["result"], back["reason"]) == ("stays", "is on version 1 already.")
    assert report(home, "new", *cases)["1042/01"]["asked_again"] == {"Tenure": "not_taken"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new", "--case", "1042/9"), "holds no case 1042/9 of home"),
        (("new", "--case", "7/01"), "holds no case 7/01 of home"),
        (("nowhere",), "There is no instrument 'nowhere'"),
        (("seb",), "holds no cases of seb"),
        (("unfit",), "unfit is not fit to field"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line_and_nothing_is_changed(
    home: Path, words: tuple[str, ...], told: str
) -> None:
    (home / "unfit").mkdir()
    (home / "unfit" / "instrument.yaml").write_text("instrument: home\n", encoding="utf-8")
    before = (home / "real.casefile").read_bytes()
    ended = migrate(home, *words, "--apply")
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
    assert (home / "real.casefile").read_bytes() == before


def test_a_named_case_that_cannot_be_moved_is_refused(home: Path) -> None:
    ended = migrate(home, "new", "--case", "1042/03")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith("1042/03 is completed, and stays on version 1.")


def test_a_version_that_is_not_fielded_in_the_mode_of_a_case_leaves_it_where_it_is(home: Path) -> None:
    (home / "new" / "instrument.yaml").write_text(
        dedent(SECOND).replace("[face_to_face, telephone]", "[face_to_face]"), encoding="utf-8"
    )
    ended = migrate(home, "new", "--case", "1042/01", "--apply")
    assert ended.code == 1
    assert "1042/01 cannot be moved: home 2 is not fielded in telephone." in ended.out


def test_a_case_file_in_use_says_who_has_it(tmp_path: Path) -> None:
    fieldwork = Fieldwork(tmp_path / "real.casefile")
    ended = capi("migrate", "real.casefile", "seb", folder=tmp_path)
    fieldwork.case_file.close()
    assert (ended.code, ended.out) == (3, "")
    assert "Anna" in ended.err


def test_an_encrypted_file_is_opened_with_its_passphrase(tmp_path: Path) -> None:
    fieldwork = Fieldwork(tmp_path / "real.casefile", PASSPHRASE)
    fieldwork.interview("1042/01", version(FIRST), TO_TRAVEL)
    fieldwork.case_file.close()
    (tmp_path / "instrument.yaml").write_text(dedent(SECOND), encoding="utf-8")
    words = ("migrate", "real.casefile", "instrument.yaml", "--apply")
    refused = capi(*words, folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert "--passphrase-file" in refused.err
    ended = capi(*words, folder=tmp_path, CAPI_PASSPHRASE=PASSPHRASE)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "1 of 1 case moved to home 2.")
