"""The household instrument: who is asked what, in whose words, and what stays when people and answers change."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.answers import from_plain
from capi.engine.fills import plain
from capi.engine.interview import Interview
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import SEEN, Answer, Mode
from tests.questionnaires.economic_activity import economic_activity
from tests.questionnaires.economic_activity_routing import UNKNOWN, answers_to
from tests.questionnaires.household import FOLDER, MODES, ON, TODAY, household, household_plan, route_of
from tests.questionnaires.seb import seb

AT_WORK: dict[str, Any] = {
    "Wrking": 1,
    "Enroll": 2,
    "IndD": "Makes bicycles",
    "OccT": "Wheel builder",
    "OccD": "Builds wheels",
    "Stat": 1,
    "Supvis": 2,
    "EmpNo": 1,
    "FtPtWk": 1,
}
ANN = {"Name": "Ann", "DateOfBirth": "1980-03-01", "Sex": 2, **AT_WORK}
BEN = {"Name": "Ben", "DateOfBirth": "1979-11-19", "Sex": 1, "Relationship": 1, **AT_WORK}
CLEO = {"Name": "Cleo", "DateOfBirth": "2015-07-09", "Sex": 2, "Relationship": 4}
DAN = {
    "Name": "Dan",
    "DateOfBirth": "2009-02-28",
    "Sex": 1,
    "Relationship": 4,
    **AT_WORK,
    "Enroll": 1,
    "Attend": 1,
    "Course": 1,
}
SEB: dict[str, Any] = {"SchoolType": 1, "FreeMeals": 2, "EarnerStatus": 4, "ParentQual": 3}


def held(script: Mapping[str, Any], mode: Mode = Mode.FACE_TO_FACE, *, until: str = "") -> Interview:
    """The interview with the household, question by question, until one waits that has no answer, or this one does."""
    switches: dict[str, Answer] = {name: script[name] for name in ("SebSet", "AgencySet") if name in script}
    interview = Interview(household_plan(mode), {}, switches, today=TODAY)
    while (field := interview.waiting) is not None and field != until:
        value = answer_in(script, field, len(interview.rows("People")))
        if value is None:
            break
        interview.answer(field, from_plain(value))
    return interview


def answer_in(script: Mapping[str, Any], field: str, rows: int) -> object:
    name, _, row = field.partition("[")
    if name in ("Opening", "About", "NobodyAdult"):
        return SEEN
    if name == "AnyoneElse":
        return 1 if rows < len(script["People"]) else 2
    return script["People"][int(row[:-1]) - 1].get(name) if row else script.get(name)


def said(interview: Interview, field: str) -> str:
    return plain(interview.prompt_of(field).text)


def test_reading_the_instrument_finds_no_fault_and_warns_of_nothing() -> None:
    assert read_instrument(FOLDER / INSTRUMENT_FILE).faults == ()


def test_the_questions_of_the_two_standards_are_used_as_they_are() -> None:
    ours = {question.name: question for question in household().questions}
    for used in (economic_activity(), seb()):
        for question in used.questions:
            for mode in MODES:
                shown, standard = ours[question.name].presentation(mode), question.presentation(mode)
                assert (shown.text, shown.instruction, shown.prompt) == (
                    standard.text,
                    standard.instruction,
                    standard.prompt,
                )
                assert [category.text for category in shown.categories] == [each.text for each in standard.categories]
            assert ours[question.name].source == question.source
            assert ours[question.name].note == question.note


def test_every_question_of_this_file_says_that_it_is_ours() -> None:
    used = {question.name for instrument in (economic_activity(), seb()) for question in instrument.questions}
    own = [question for question in household().questions if question.name not in used]
    assert len(own) == 19
    assert all(question.note.startswith("Ours") for question in own)
    assert not any(question.source for question in own)


def test_names_and_dates_of_birth_are_disclosive() -> None:
    assert {question.name for question in household().questions if question.disclosive} == {
        *("Name", "FirstPerson", "DateOfBirth")
    }


def test_the_switches_are_off_where_nobody_turned_them_on() -> None:
    interview = held({"People": [ANN]})
    assert interview.complete
    assert {fact.name for fact in household().facts} == {"SebSet", "AgencySet"}
    assert not {"SchoolType[1]", "PaidBy[1]"} & set(interview.route())


def test_people_are_called_by_their_names() -> None:
    interview = held({"People": [ANN, BEN, DAN], "Hrp": 2})
    assert said(interview, "Name[1]") == "What is your first name?"
    assert said(interview, "Name[2]") == "What is the next person’s first name?"
    assert said(interview, "DateOfBirth[2]") == "What is Ben’s date of birth?"
    assert said(interview, "Relationship[3]") == "What is Dan’s relationship to Ann?"
    assert said(interview, "About[3]") == "The next questions are for Dan."
    assert interview.row_name("People[3]") == "Dan"
    assert interview.prompt_of("Wrking[3]").rows == ("Dan",)
    assert interview.said("Hrp") == "Ben"


def test_people_whose_names_are_refused_are_called_by_their_place() -> None:
    interview = held({"People": [{**ANN, "Name": "refused"}, {**BEN, "Name": "refused"}], "Hrp": 1})
    assert said(interview, "DateOfBirth[2]") == "What is person 2’s date of birth?"
    assert said(interview, "Relationship[2]") == "What is person 2’s relationship to the first person?"
    assert said(interview, "About[1]") == "The next questions are for person 1."


def test_each_adult_is_asked_in_the_words_for_their_age_and_their_week() -> None:
    interview = held({"People": [ANN, DAN], "Hrp": 1})
    assert interview.complete
    for field in ("Wrking[1]", "Wrking[2]"):
        assert "the seven days ending Sunday the 15th of November," in said(interview, field)
    assert said(interview, "Enroll[1]").startswith("Are you at present enrolled on")
    assert said(interview, "Enroll[2]").startswith("Are you at present at school or 6th form college or enrolled on")
    assert [offer.value for offer in interview.prompt_of("Course[2]").offers][:3] == [1, 2, 3]


def test_only_adults_are_offered_as_household_reference_person() -> None:
    interview = held({"People": [CLEO, {**BEN, "Relationship": 8}, {**DAN, "Relationship": 12}]}, until="Hrp")
    assert interview.waiting == "Hrp"
    assert [(offer.value, plain(offer.text)) for offer in interview.prompt_of("Hrp").offers] == [(2, "Ben"), (3, "Dan")]


@pytest.mark.parametrize(
    ("people", "hrp", "reference_person"),
    [
        ([ANN, CLEO], None, 1),
        ([CLEO, {**ANN, "Relationship": 8}], None, 2),
        ([ANN, BEN], 2, 2),
        ([ANN, BEN], "refused", None),
        ([CLEO], None, None),
    ],
)
def test_the_reference_person_is_the_only_adult_or_the_one_named(
    people: list[dict[str, Any]], hrp: object, reference_person: int | None
) -> None:
    interview = held({"People": people, "Hrp": hrp})
    assert interview.complete
    assert interview.answers().get("ReferencePerson") == reference_person


def test_facts_of_an_adult_are_what_the_household_said_of_them() -> None:
    interview = held({"People": [ANN, BEN], "Hrp": 1})
    answers = interview.answers()
    assert (answers["Age[1]"], answers["AgeUsed[1]"], answers["AgeBand[1]"]) == (46, 46, 3)
    assert (answers["Age[2]"], answers["AgeUsed[2]"], answers["AgeBand[2]"]) == (46, 46, 3)
    assert "AgeLast[1]" not in interview.route()


def test_each_adult_has_the_reference_week_of_the_day_their_interview_began() -> None:
    first = held({"People": [ANN, BEN], "Hrp": 1}, until="About[2]")
    assert first.answers()["ReferenceSunday[1]"] == "2026-11-15"
    assert "ReferenceSunday[2]" not in first.answers()
    later = Interview(
        household_plan(Mode.FACE_TO_FACE), first.answers(), {}, rows=first.kept_rows(), today="2026-12-02"
    )
    later.answer("About[2]", SEEN)
    assert later.answers()["ReferenceSunday[1]"] == "2026-11-15"
    assert later.answers()["ReferenceSunday[2]"] == "2026-11-29"
    assert "ending Sunday the 29th of November" in said(later, "Wrking[2]")
    assert later.answers()["FirstDay"] == TODAY


def test_a_row_that_is_removed_takes_its_interview_along_and_brings_it_back() -> None:
    interview = held({"People": [ANN, BEN, CLEO], "Hrp": 2, "SebSet": ON, "NextBirthday": 2})
    before = (tuple(interview.route()), interview.answers())
    interview.remove_row("People[2]")
    assert interview.rows("People") == (1, 3)
    assert not [field for field in interview.route() if field.endswith("[2]")]
    assert (interview.answers()["Adults"], interview.answers()["ReferencePerson"]) == (1, 1)
    assert interview.off_route()["Wrking[2]"] == 1
    assert said(interview, "Relationship[3]") == "What is Cleo’s relationship to Ann?"
    interview.restore_row("People[2]")
    assert (tuple(interview.route()), interview.answers()) == before


def test_after_the_person_named_first_is_removed_the_next_one_is_first() -> None:
    interview = held({"People": [ANN, BEN, CLEO], "Hrp": 2})
    interview.remove_row("People[1]")
    assert "Relationship[2]" not in interview.route()
    assert said(interview, "Relationship[3]") == "What is Cleo’s relationship to Ben?"


def test_there_are_at_most_twenty_people() -> None:
    interview = held({"People": [ANN, *[CLEO] * 19]})
    assert interview.complete
    assert len(interview.rows("People")) == 20
    assert "AnyoneElse" not in interview.route()


@pytest.mark.parametrize(
    ("people", "edits"),
    [
        ([{**ANN, "DateOfBirth": TODAY}], []),
        ([{**ANN, "DateOfBirth": "2026-11-19"}], [("BornInTheFuture[1]", True)]),
        ([ANN, {**BEN, "DateOfBirth": "2010-11-18"}], []),
        ([ANN, {**BEN, "DateOfBirth": "2010-11-19"}], [("SpouseUnder16[2]", True)]),
        ([ANN, {**BEN, "DateOfBirth": "2010-11-19", "Relationship": 2}], [("SpouseUnder16[2]", True)]),
        ([ANN, {**BEN, "DateOfBirth": "2010-11-19", "Relationship": 3}], []),
        ([{**ANN, "DateOfBirth": "2011-01-01"}, BEN], [("SpouseUnder16[2]", True)]),
        ([ANN, {**CLEO, "DateOfBirth": "1980-02-29"}], [("ChildOlder[2]", False)]),
        ([ANN, {**CLEO, "DateOfBirth": "refused", "AgeGiven": "refused"}], []),
        ([ANN, {**CLEO, "DateOfBirth": "1985-01-01", "Relationship": 8}], [("ParentYounger[2]", False)]),
        ([ANN, {**CLEO, "DateOfBirth": "1955-01-01", "Relationship": 8}], []),
    ],
)
def test_what_cannot_be_is_checked_and_what_is_odd_is_questioned(
    people: list[dict[str, Any]], edits: list[tuple[str, bool]]
) -> None:
    interview = held({"People": people}, until="Hrp")
    assert [(edit.name, edit.hard) for edit in interview.failed()] == edits


def test_a_reference_person_found_to_be_a_child_is_asked_about_again() -> None:
    interview = held({"People": [ANN, DAN, BEN], "Hrp": 2})
    assert interview.answer_to("ReferencePerson") == 2
    interview.answer("DateOfBirth[2]", "2012-02-28")
    assert (interview.waiting, interview.answer_to("ReferencePerson")) == ("Hrp", None)
    interview.answer("Hrp", 3)
    assert interview.answer_to("ReferencePerson") == 3


BIRTHS = ("1950-01-01", "1961-11-18", "1985-05-05", "2006-11-19", "2008-01-01", "2010-11-18", "2020-02-29", "refused")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_household_is_asked_what_the_readme_says(data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(MODES))
    people = []
    for row in range(1, data.draw(st.integers(1, 4)) + 1):
        born = data.draw(st.sampled_from(BIRTHS))
        interview_answers = {
            name: data.draw(st.sampled_from(answers_to(name, 40)))
            for name in ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus", "Looked", "StartJ", "EverWk", "Stat")
        }
        rest = {"LKTime": 1, "YInAct": 6, "DtJbL": "2025", "Attend": 3, "Solo": 1, "PaidBy": 1, "JobTyp": 1, "AgWrk": 2}
        person = {**AT_WORK, **rest, "SelfEmp": [5], **SEB, **interview_answers}
        ages = {
            "AgeGiven": data.draw(st.sampled_from((7, 70, *UNKNOWN))),
            "AgeLast": data.draw(st.sampled_from((12, 70, *UNKNOWN))),
        }
        people.append({"Name": f"P{row}", "DateOfBirth": born, "Sex": 1, "Relationship": 19, **ages, **person})
    script: dict[str, Any] = {"People": people, "Hrp": "refused", "SebSet": data.draw(st.sampled_from((1, 2)))}
    script["AgencySet"] = data.draw(st.sampled_from((1, 2)))
    script["NextBirthday"] = "refused"
    before = held(script, mode, until="NextBirthday").prompt()
    if before is not None and before.field == "NextBirthday":
        script["NextBirthday"] = data.draw(st.sampled_from([offer.value for offer in before.offers]))
    interview = held(script, mode)
    assert interview.complete
    assert tuple(interview.route()) == route_of(script, mode)
