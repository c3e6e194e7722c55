import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.plan import Plan, plan
from capi.engine.script import ScriptedInterview, UnfitScript, hold, nested, read_script
from capi.instrument.model import Missing, Mode
from tests.engine.scenario import instrument

TOP = """
    facts:
      Known: {type: whole_number, minimum: 0, maximum: 120}
      Town: {type: text, longest: 20}
"""
ASK = """
    - Age: {text: How old are you?, type: whole_number, maximum: 120}
    - Work: {text: Did you work last week?, categories: {1: "Yes", 2: "No"}}
    - Years: {text: How many years in this job?, type: whole_number, maximum: 120, asked_if: Work == 1}
    - Last: {text: What was your last job?, type: text, longest: 40, asked_if: Work == 2}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
"""
EDITS = """
    edits:
      - check: YearsAge
        fails_if: Years > Age
        message: "{Years} years in a job at the age of {Age}?"
      - signal: OldWorker
        fails_if: Age > 75 and Work == 1
        message: At work at {Age}?
"""


@pytest.fixture(scope="module")
def compiled() -> Plan:
    return plan(instrument(ASK, top=TOP, section=EDITS), Mode.FACE_TO_FACE)


def _held(compiled: Plan, *rounds: dict[str, object]) -> ScriptedInterview:
    content: object = list(rounds) if len(rounds) > 1 else rounds[0]
    return hold(read_script(json.dumps(content).encode(), "answers.json"), compiled)


def _refusal(compiled: Plan, *rounds: dict[str, object]) -> str:
    with pytest.raises(UnfitScript) as refused:
        _held(compiled, *rounds)
    return str(refused.value)


def test_each_question_reached_is_given_its_value(compiled: Plan) -> None:
    held = _held(compiled, {"Happy": 1, "Years": 3, "Work": 1, "Age": 40})
    assert held.completed
    assert held.route == ("Age", "Work", "Years", "Happy")
    assert held.interview.answers() == {"Age": 40, "Work": 1, "Years": 3, "Happy": 1}
    assert (held.unused, held.edits) == ({}, ())


def test_it_stops_at_the_first_question_without_a_value(compiled: Plan) -> None:
    held = _held(compiled, {"Age": "dont_know", "Happy": 1})
    assert (held.next, held.route) == ("Work", ("Age", "Work"))
    assert held.unused == {"Happy": 1}
    assert held.interview.answers() == {"Age": Missing.DONT_KNOW}
    assert not held.completed


def test_a_value_for_a_question_off_the_route_is_unused(compiled: Plan) -> None:
    held = _held(compiled, {"Age": 40, "Work": 2, "Years": 3, "Last": "cook", "Happy": 2})
    assert (held.unused, held.completed) == ({"Years": 3}, True)


def test_facts_are_known_before_and_are_no_answers(compiled: Plan) -> None:
    held = _held(compiled, {"Known": 44, "Town": " Leeds", "Age": 40})
    assert held.interview.facts == {"Known": 44, "Town": "Leeds"}
    assert (held.interview.answers(), held.unused) == ({"Age": 40}, {})


def test_a_check_that_fails_stops_the_run_there(compiled: Plan) -> None:
    held = _held(compiled, {"Age": 20, "Work": 1, "Years": 30, "Happy": 1})
    assert (held.next, held.route) == ("Years", ("Age", "Work", "Years"))
    assert [(edit.name, edit.kind, edit.message) for edit in held.edits] == [
        ("YearsAge", "check", "30 years in a job at the age of 20?")
    ]
    assert held.unused == {"Happy": 1}


def test_signals_are_listed_and_passed_over(compiled: Plan) -> None:
    held = _held(compiled, {"Age": 80, "Work": 1, "Years": 30, "Happy": 1})
    assert held.completed
    assert [(edit.name, edit.kind) for edit in held.edits] == [("OldWorker", "signal")]


def test_a_second_thought_changes_the_route_and_the_old_answers_are_kept_unseen(compiled: Plan) -> None:
    first: dict[str, object] = {"Age": 40, "Work": 1, "Years": 3, "Happy": 1}
    held = _held(compiled, first, {"Work": 2})
    assert (held.next, held.route) == ("Last", ("Age", "Work", "Last"))
    assert held.interview.off_route() == {"Years": 3}
    back = _held(compiled, first, {"Work": 2, "Last": "cook"}, {"Work": 1})
    assert back.completed
    assert back.interview.answers() == first
    assert back.interview.off_route() == {"Last": "cook"}


def test_second_thoughts_are_taken_in_the_order_written(compiled: Plan) -> None:
    first: dict[str, object] = {"Age": 40, "Work": 1, "Years": 30, "Happy": 1}
    assert _held(compiled, first, {"Years": 10, "Age": 20}).completed
    stopped = _held(compiled, first, {"Age": 20, "Years": 10})
    assert (stopped.next, stopped.unused) == ("Age", {"Years": 10})


def test_a_value_written_before_its_question_is_reached_is_given_when_it_is(compiled: Plan) -> None:
    held = _held(compiled, {"Age": 40, "Work": 1, "Years": 3, "Last": "cook", "Happy": 1}, {"Work": 2})
    assert (held.completed, held.unused) == (True, {})
    assert held.interview.answers()["Last"] == "cook"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"Agee": 1}, "'Agee' is neither a question nor a fact of scenario. Did you mean Age?"),
        ({"Age": 140}, "Age takes a whole number from 0 to 120"),
        ({"Age": None}, "Age is null. Leave it out"),
        ({"Age": [1]}, "Age takes a whole number from 0 to 120, not a list"),
        ({"Age": True}, "Age takes a whole number"),
        ({"Age": 1.0}, "Age takes a whole number"),
        ({"Age": "not_applicable"}, "Age does not offer"),
        ({"Known": -1}, "Known takes a whole number from 0 to 120"),
        ({"Known": "refused"}, "Known is a fact; leave it out"),
        ({"Age": 1, "Work": 2, "Last": "\ud800"}, "U+D800"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_place_and_its_question(
    compiled: Plan, answers: dict[str, object], words: str
) -> None:
    message = _refusal(compiled, answers)
    assert message.startswith("answers.json: ")
    assert words in message


def test_in_a_list_the_object_is_named(compiled: Plan) -> None:
    assert "answers.json, object 2: 'Wrk' is neither" in _refusal(compiled, {"Age": 1}, {"Wrk": 1})
    assert "answers.json, object 2: Known is a fact" in _refusal(compiled, {"Age": 1}, {"Known": 1})
    assert "answers.json, object 2: 3 is no category of Work" in _refusal(compiled, {"Age": 1}, {"Work": 3})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "answers.json:1:1: this is not JSON"),
        (b'{"Age": 1,\n "Work": }', "answers.json:2:10: this is not JSON"),
        (b'{"Age": 1, "Age": 2}', "'Age' stands twice"),
        (b'{"Age": NaN}', "NaN is no value"),
        (b'{"Age": -Infinity}', "-Infinity is no value"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"Age": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"Age": "\xff"}', "is not UTF-8"),
        (b"[]", "must hold an object"),
        (b"[1]", "must hold an object"),
        (b'"Age"', "must hold an object"),
    ],
)
def test_what_is_no_script_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnfitScript) as refused:
        read_script(data, "answers.json")
    assert words in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_files_as_windows_writes_them_are_read(encoding: str) -> None:
    assert read_script('{"Town": "Ŵyn"}'.encode(encoding), "a").rounds == ({"Town": "Ŵyn"},)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_file_ends_in_anything_but_a_script_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(UnfitScript):
        assert read_script(data, "any").rounds


_any_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.sampled_from(["dont_know", "refused", 1, 2])
)
_any_rounds = st.dictionaries(st.sampled_from(["Age", "Work", "Years", "Last", "Happy"]), _any_values)


@given(st.lists(_any_rounds, min_size=1, max_size=3))
@settings(deadline=None)
def test_no_value_is_lost_or_given_twice(compiled: Plan, rounds: list[dict[str, object]]) -> None:
    try:
        held = _held(compiled, *rounds)
    except UnfitScript:
        return
    given_names = {name for each in rounds for name in each}
    kept = {*held.interview.answers(), *held.interview.off_route()}
    assert kept | set(held.unused) == given_names
    assert held.next is None or held.next in held.route
    assert set(held.route) >= set(held.interview.answers())


ROWS = """
- roster: People
  row_name: "{Name|somebody}"
  ask:
    - Name: {text: Name?, type: text}
    - Age: {text: Age?, type: whole_number, maximum: 120}
  another: {More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}}
- Oldest: {text: Who is the oldest?, type: row, of: People}
"""


def rows_plan() -> Plan:
    return plan(instrument(ROWS), Mode.FACE_TO_FACE)


def held_with(*rounds: object) -> ScriptedInterview:
    return hold(read_script(json.dumps(list(rounds)).encode(), "answers.json"), rows_plan())


PEOPLE = [{"Name": "Ann", "Age": 40}, {"Name": "Ben", "Age": 50}, {"Name": "Cy", "Age": 9}]


def test_the_rows_listed_answer_whether_there_is_anyone_else() -> None:
    held = held_with({"People": PEOPLE, "Oldest": 2})
    assert (held.completed, held.interview.rows("People")) == (True, (1, 2, 3))
    assert held.interview.said("Oldest") == "Ben"


def test_what_an_interview_came_to_is_a_script_that_leads_there_again() -> None:
    held = held_with({"People": PEOPLE, "Oldest": 2}, {"People": [None]})
    answers = nested(held.interview, held.interview.answers())
    assert answers["People"] == [None, {"Name": "Ben", "Age": 50}, {"Name": "Cy", "Age": 9}]
    again = held_with(answers)
    assert again.interview.answers() == held.interview.answers()
    assert again.interview.rows("People") == (2, 3)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([{"People": [{"Name": "Ann", "Age": 999}]}], "Age[1]: Age takes a whole number"),
        ([{"People": [{"Name": "Ann"}, {"Foo": 1}]}], "'Foo' is neither a question nor a fact of People[2]"),
        ([{"People": [{"Oldest": 1}]}], "It is asked outside the rows"),
        ([{"Age": 3}], "It is asked in the rows of People"),
        ([{"People": {"Name": "Ann"}}], "takes a list of objects"),
        ([{"People": [3]}], "row 1 must be an object"),
        ([{"People": PEOPLE, "Oldest": 1}, {"People": [{}, {}, {}, None]}], "there is no row People[4] to remove"),
        ([{"People": PEOPLE, "Oldest": 7}], "Oldest takes one of the rows there are: 1, 2, 3"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_the_row(given: list[object], words: str) -> None:
    with pytest.raises(UnfitScript) as refused:
        held_with(*given)
    assert words in str(refused.value)
