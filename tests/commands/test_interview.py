import json
from pathlib import Path

import pytest

from tests.commands.running import capi

COMPLETE = {
    "SchoolType": 3,
    "FreeMeals": 1,
    "EarnerStatus": 1,
    "EmployerSize": 1,
    "Supervisor": "dont_know",
    "EarnerOccupation": 4,
    "ParentQual": "not_applicable",
}


def _interview(content: object, *words: str) -> tuple[int, str, str]:
    given = content if isinstance(content, str) else json.dumps(content)
    return capi("interview", "seb", "--answers", "-", *words, given=given)


def test_json_has_exactly_what_the_contract_says(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(json.dumps(COMPLETE), encoding="utf-8")
    ended = capi(
        "interview",
        *("seb", "--mode", "face_to_face", "--answers", "answers.json", "--date", "2026-11-18", "--json"),
        folder=tmp_path,
    )
    assert (ended.code, ended.err) == (0, "")
    answers = {field: value for field, value in COMPLETE.items() if field != "FreeMeals"}
    assert json.loads(ended.out) == {
        "instrument": "seb",
        "version": "2023.1",
        "mode": "face_to_face",
        "route": list(answers),
        "answers": answers,
        "off_route": {},
        "unused": {"FreeMeals": 1},
        "edits": [],
        "next": None,
        "status": "completed",
    }


def test_second_thoughts_show_what_leaves_the_route() -> None:
    code, out, _ = _interview([COMPLETE, {"EarnerStatus": 4}], "--mode", "telephone", "--json")
    held = json.loads(out)
    assert code == 0
    assert held["route"] == ["SchoolType", "EarnerStatus", "ParentQual"]
    assert held["off_route"] == {"EmployerSize": 1, "Supervisor": "dont_know", "EarnerOccupation": 4}
    assert (held["next"], held["status"]) == (None, "completed")


def test_without_json_it_is_a_transcript_in_the_words_of_the_mode() -> None:
    code, out, _ = _interview({"SchoolType": "dont_know"}, "--mode", "self_completion", "--date", "2026-11-18")
    assert code == 0
    assert "Socio-economic background (seb 2023.1), self_completion, 2026-11-18" in out
    assert "> 6 · I don’t know" in out
    assert "(waiting)" in out
    assert out.splitlines()[-1] == "Waiting at FreeMeals: standard input has no value for it."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "this is not JSON"),
        ('{"SchoolType": 1, "SchoolType": 2}', "stands twice"),
        ('{"SchoolType": NaN}', "NaN is no value"),
        ({"SchoolTyp": 1}, "Did you mean SchoolType?"),
        ({"SchoolType": 9}, "9 is no category of SchoolType"),
    ],
)
def test_what_is_refused_prints_nothing_on_stdout_and_one_line_in_words(content: object, words: str) -> None:
    code, out, err = _interview(content, "--mode", "telephone", "--json")
    assert (code, out) == (1, "")
    assert words in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--mode", "by_post"),
        ("--mode", "telephone", "--date", "2026-02-30"),
        (),
        ("--mode", "telephone", "--no-such-option"),
    ],
)
def test_wrong_usage_ends_with_two(words: tuple[str, ...]) -> None:
    code, out, err = _interview(COMPLETE, *words)
    assert (code, out) == (2, "")
    assert "Usage:" in err


def test_an_instrument_that_is_not_there_or_unfit_is_refused_with_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "unfit.yaml").write_text("instrument: unfit\n", encoding="utf-8")
    nowhere = capi("interview", "sebb", "--mode", "telephone", "--answers", "-", given="{}")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "one of these names:" in nowhere.err
    unfit = capi("interview", "unfit.yaml", "--mode", "telephone", "--answers", "-", given="{}", folder=tmp_path)
    assert (unfit.code, unfit.out) == (1, "")
    assert "unfit.yaml:1: KEY-MISSING" in unfit.err
    assert "capi check unfit.yaml" in unfit.err


def test_a_mode_the_instrument_is_not_fielded_in_is_refused(tmp_path: Path) -> None:
    text = """
instrument: one
version: "1"
title: One
modes: [telephone]
sections:
  - section: S
    ask:
      - A: {text: "So?", categories: {1: "Yes", 2: "No"}}
"""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    ended = capi("interview", "one.yaml", "--mode", "face_to_face", "--answers", "-", given="{}", folder=tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert "telephone" in ended.err


def test_a_file_of_answers_that_is_not_there_is_refused() -> None:
    ended = capi("interview", "seb", "--mode", "telephone", "--answers", "no-such.json")
    assert (ended.code, ended.out) == (1, "")
    assert "no-such.json" in ended.err
