"""The outcome frame that ships: the standard outcome codes of UK social surveys."""

import re
from datetime import timedelta

import pytest

from capi.fieldwork.calls import Medium
from capi.outcomes.frame import Group
from capi.outcomes.frame_reading import load_frame, read_frame_file
from tests.outcomes.small_frame import UK

FRAME = load_frame(UK).frame


def test_it_is_fit_without_a_warning() -> None:
    assert read_frame_file(UK).faults == ()
    assert (FRAME.name, FRAME.version) == ("uk", "1.0")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("110", "Complete"),
        ("210", "Partial"),
        ("310", "No contact with anyone at the address"),
        ("320", "Contact made, but not with the sampled person"),
        ("410", "office"),
        ("431", "Refused by the sampled person before the interview"),
        ("440", "Refused during the interview"),
        ("450", "Broken appointment"),
        ("510", "Ill at home"),
        ("520", "Away or in hospital"),
        ("530", "Physically or mentally unable"),
        ("540", "Language difficulties"),
        ("611", "not attempted"),
        ("620", "Inaccessible"),
        ("630", "could not be found"),
        ("640", "whether the address is residential"),
        ("710", "Not yet built"),
        ("720", "Demolished"),
        ("730", "Vacant"),
        ("740", "Not residential"),
        ("760", "institution"),
        ("770", "Nobody eligible"),
    ],
)
def test_a_code_means_what_it_means_in_uk_surveys(code: str, words: str) -> None:
    """Lynn, Beerten, Laiho and Martin (2001), and the surveys that have used its codes since."""
    outcome = FRAME.outcome(code)
    assert outcome is not None
    assert words in outcome.label[0]


def test_what_only_the_office_may_say_needs_a_reason_and_closes() -> None:
    office = [each for each in FRAME.outcomes if each.office_only]
    assert [each.code for each in office] == ["410", "550", "561", "562", "612", "780"]
    assert all(each.needs_reason and each.closes for each in office)


def test_refusals_and_what_is_other_need_a_reason() -> None:
    refusals = [each for each in FRAME.outcomes if each.group is Group.REFUSAL and each.code != "450"]
    assert all(each.needs_reason for each in refusals)
    assert all(each.needs_reason for each in FRAME.outcomes if "another reason" in each.label[0])


def test_who_was_not_reached_may_be_called_again_and_who_is_not_eligible_not() -> None:
    assert not any(each.closes for each in FRAME.outcomes if each.group is Group.NON_CONTACT)
    assert all(each.closes for each in FRAME.outcomes if each.group is Group.INELIGIBLE)


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("busy", timedelta(minutes=30)),
        ("no_answer", timedelta(hours=3)),
        ("answerphone", timedelta(hours=4)),
        ("call_back", timedelta(hours=3)),
        ("technical", timedelta(minutes=30)),
    ],
)
def test_the_next_try_waits_as_long_as_what_came_of_the_last_one_asks(name: str, again: timedelta) -> None:
    result = FRAME.result(name)
    assert result is not None
    assert result.again_after == again


def test_nobody_calls_again_who_was_refused_or_told_not_to() -> None:
    ending = {each.name for each in FRAME.results if FRAME.ends_calling(each)}
    assert {"refused", "refused_for", "refused_information", "do_not_call", "died", "not_able"} <= ending
    assert not {"appointment", "not_now", "ill", "away", "language", "no_answer", "other", "interview"} & ending
    assert [each.name for each in FRAME.results if each.never_again] == ["do_not_call", "died"]


def test_where_the_next_call_is_not_said_an_appointment_an_interview_or_an_end_is() -> None:
    silent = {each.name for each in FRAME.results if each.again_after is None and not FRAME.ends_calling(each)}
    assert silent == {"interview", "appointment", "replied", "web_begun"}


@pytest.mark.parametrize("medium", Medium)
def test_every_result_of_a_medium_is_chosen_by_a_key(medium: Medium) -> None:
    keys = [each.key for each in FRAME.results_by(medium)]
    assert all(re.fullmatch("[a-z0-9]", key) for key in keys)
    assert len({*keys}) == len(keys)


def test_a_greater_weight_is_more_telling() -> None:
    def weight(name: str) -> int:
        result = FRAME.result(name)
        assert result is not None
        return result.weight

    order = [
        "other",
        "technical",
        "no_answer",
        "wrong_number",
        "call_back",
        "appointment",
        "language",
        "refused_for",
        "refused",
    ]
    assert [weight(name) for name in order] == sorted(weight(name) for name in order)
    assert weight("refused") < weight("died") < weight("do_not_call")
