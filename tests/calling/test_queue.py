"""What the telephone queue says beside the next case: notes, what is picked by hand, the list of a laptop, and what a hub keeps."""

from datetime import time

from msgspec.structs import replace as other

from capi.calling.call_counts import rules_of
from capi.calling.call_reasons import Note, Rank, Reason
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Never, NotYet, Ready, Verdict, due_from, in_order, judge, next_case, pick
from capi.calling.queue_words import NOTES, WORDS
from capi.outcomes.frame import Hours
from tests.calling.frames import ANNA, BEN, FRAME, RULES, moment, rules_with, situation

EVA = Caller("eva", frozenset({"en"}), may_pick=True)
FRESH = situation("fresh: priority 3")
CALL_BACK = situation("back: 10:05 no_answer")
SOFT, HARD = situation("soft: soft 17:40"), situation("hard: hard 17:40")
HIS = situation("his: hard 17:40, owner ben")


def told(verdict: Verdict) -> tuple[Reason, str]:
    return verdict.reason, str(verdict.because)


def test_every_reason_and_every_note_has_words() -> None:
    assert set(WORDS) == set(Reason)
    assert set(NOTES) == set(Note)


def test_a_frame_whose_hours_never_come_calls_nobody_but_by_hard_appointment() -> None:
    never = rules_with(hours=())
    verdict = judge(FRESH, ANNA, never, moment("12:00"))
    assert isinstance(verdict, Never)
    assert told(verdict) == (Reason.NO_HOURS, "No calling hours follow in which it could be called.")
    assert isinstance(judge(HARD, ANNA, never, moment("17:40")), Ready)


def test_a_soft_appointment_of_somebody_else_at_the_maximum_hangs_on_him_alone() -> None:
    verdict = judge(situation("a: six times, soft 17:40, owner ben"), ANNA, RULES, moment("17:40"))
    assert isinstance(verdict, NotYet)
    assert (verdict.at, verdict.reason) == (None, Reason.KEPT_FOR_OWNER)


def test_a_verdict_says_since_when_a_case_is_due() -> None:
    back = judge(CALL_BACK, ANNA, RULES, moment("15:00"))
    fresh = judge(FRESH, ANNA, RULES, moment("15:00"))
    assert isinstance(back, Ready)
    assert isinstance(fresh, Ready)
    assert (back.rank, back.since, fresh.rank, fresh.since) == (
        Rank.CALL_BACK,
        moment("13:05"),
        Rank.FRESH,
        None,
    )


def noted(situation: Situation, caller: Caller, at: str) -> list[str]:
    verdict = judge(situation, caller, RULES, moment(at))
    assert not isinstance(verdict, Never)
    return [str(note) for note in verdict.notes]


def test_a_zone_that_nobody_knows_is_said_and_the_clock_taken_instead() -> None:
    told = ["There is no time zone Mars/Base; the clock in London is taken instead."]
    assert noted(situation("a: zone Mars/Base"), ANNA, "12:00") == told
    assert noted(situation("a: zone Europe/London"), ANNA, "12:00") == []


def test_it_is_said_where_the_respondents_clock_is_not_the_callers() -> None:
    away = Caller("anna", zone="Asia/Kolkata")
    assert noted(situation("a: zone Asia/Kolkata"), ANNA, "12:00") == [
        "Times are by the respondent’s clock in Kolkata, which shows 24/11/2026, 17:30."
    ]
    assert noted(situation("a: zone Asia/Kolkata"), away, "12:00") == []
    assert noted(situation("a:"), away, "12:00") == [
        "Times are by the respondent’s clock in London, which shows 24/11/2026, 12:00."
    ]
    assert noted(situation("a: zone Europe/Lisbon"), ANNA, "12:00") == []


def test_the_next_time_is_by_the_callers_clock() -> None:
    away = Caller("anna", zone="Asia/Kolkata")
    found = next_case([HARD], away, RULES, moment("12:00"))
    assert str(found.because) == "Nothing now. Next at 23:09: a hard appointment of hard."


def test_language_and_proxy_are_said_beforehand() -> None:
    assert noted(situation("a: language cy, proxy"), BEN, "12:00") == [
        "The interview is to be in this language: cy.",
        "Somebody else is to answer for the respondent.",
    ]


def test_a_case_that_stayed_open_over_night_is_gone_on_with_but_not_rung() -> None:
    do_not = ["Outside calling hours, and no hard appointment is due: do not ring."]
    assert noted(situation("a: open anna"), ANNA, "07:00") == do_not
    assert noted(situation("a: open anna, soft 07:00"), ANNA, "07:00") == do_not
    assert noted(situation("a: open anna, hard 07:00"), ANNA, "07:00") == []
    assert noted(situation("a: open anna"), ANNA, "09:00") == []


def test_results_are_named_in_the_language_that_is_asked_for_or_the_first() -> None:
    results = tuple(other(each, label=(each.label[0], f"cy: {each.label[0]}")) for each in FRAME.results)
    bilingual = other(FRAME, languages=("en", "cy"), results=results)
    for language, result in (("", "No answer"), ("cy", "cy: No answer"), ("fr", "No answer")):
        verdict = judge(CALL_BACK, ANNA, rules_of(bilingual, language), moment("15:00"))
        assert str(verdict.because) == f"Due again since 13:05 after the call at 10:05: {result}."


def picked(situation: Situation, at: str, caller: Caller = EVA) -> tuple[type[Verdict], Reason]:
    verdict = pick(situation, caller, RULES, moment(at))
    return type(verdict), verdict.reason


def test_who_may_not_pick_picks_nothing() -> None:
    assert picked(FRESH, "12:00", ANNA) == (Never, Reason.MAY_NOT_PICK)
    assert str(pick(FRESH, ANNA, RULES, moment("12:00")).because) == "anna may not pick cases by hand."


def test_what_is_picked_need_not_have_waited_nor_be_ones_own() -> None:
    assert picked(FRESH, "12:00") == (Ready, Reason.FRESH)
    assert picked(CALL_BACK, "11:00") == (Ready, Reason.PICKED)
    assert picked(situation("a: reserved ben"), "12:00") == (Ready, Reason.PICKED)
    assert picked(HIS, "17:40") == (Ready, Reason.PICKED)
    assert str(pick(CALL_BACK, EVA, RULES, moment("11:00")).because) == "Picked by hand, out of its turn."


def test_what_protects_the_respondent_holds_for_what_is_picked_too() -> None:
    enough = situation("a: 09:30 busy, 10:30 busy, 11:30 busy")
    assert picked(FRESH, "08:00") == (NotYet, Reason.OUTSIDE_HOURS)
    assert picked(enough, "14:00") == (NotYet, Reason.DAY_FULL)
    assert picked(HARD, "12:00") == (NotYet, Reason.HARD_AHEAD)
    assert picked(situation("a: six times"), "12:00") == (Never, Reason.MOST_ATTEMPTS)
    assert picked(situation("a: marked"), "12:00") == (Never, Reason.DO_NOT_CALL)
    assert picked(situation("a: 02/11 10:00 refused"), "12:00") == (Never, Reason.ENDED)
    assert picked(situation("a: open ben"), "12:00") == (NotYet, Reason.OPEN_ELSEWHERE)
    assert picked(situation("a: language cy"), "12:00") == (Never, Reason.LANGUAGE)


def test_a_list_has_what_is_called_now_then_what_is_to_come_then_the_rest() -> None:
    over, elsewhere = situation("over: completed"), situation("elsewhere: open ben")
    tomorrow = situation("tomorrow: 10:05 not_now")
    listed = in_order([over, elsewhere, FRESH, tomorrow, SOFT, HARD, CALL_BACK], ANNA, RULES, moment("15:00"))
    assert [each.situation.reference for each in listed] == [
        *("back", "fresh"),
        *("soft", "hard", "tomorrow", "elsewhere"),
        "over",
    ]
    assert [type(each.verdict) for each in listed] == [Ready] * 2 + [NotYet] * 4 + [Never]


def test_a_hub_knows_from_when_on_a_case_could_be_due() -> None:
    noon = moment("12:00")
    assert due_from(FRESH, RULES, noon) == noon
    assert due_from(CALL_BACK, RULES, noon) == moment("13:05")
    assert due_from(HIS, RULES, noon) == moment("17:39")
    assert due_from(situation("a: language cy, skill law, reserved eva"), RULES, noon) == noon
    assert due_from(situation("a: open ben"), RULES, moment("23:00")) == moment("23:00")
    assert due_from(situation("a: six times"), RULES, noon) is None
    assert due_from(situation("a: marked, open ben"), RULES, noon) is None


def test_a_day_of_many_calls_begins_and_ends_by_the_respondents_clock() -> None:
    late = rules_with(hours=(Hours((1, 2, 3, 4, 5, 6, 7), time(), time(23, 59)),), slots=())
    there = situation("a: zone Asia/Kolkata, 21:30 busy, 22:15 busy, 23:00 busy")
    verdict = judge(there, ANNA, late, moment("23:40", "Asia/Kolkata"))
    assert isinstance(verdict, NotYet)
    assert (verdict.reason, verdict.at) == (Reason.DAY_FULL, moment("25/11 00:00", "Asia/Kolkata"))
