"""How each answer was given, as the office reads it: on the case, in its history, and in what was set apart."""

from datetime import datetime

import pytest
from sqlalchemy import update

from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.contents import Answered, Left, Opened, Way
from capi.fieldwork.journal import RESPONDENT
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.office.calling_decisions import set_outcome
from capi.hub.office.case_detail import case_detail
from capi.hub.office.fieldwork import CountedCases, fieldwork
from capi.hub.office.office_decisions import return_case
from capi.hub.office.progress import progress
from capi.hub.office.quarantine import quarantine_detail, quarantined
from capi.instrument.model import Missing, Mode
from capi.sync.office_messages import OfficeOutcome, Return
from tests.hub.online.scene import OnlineScene
from tests.hub.scenario import Journal

CASE = "id-1042/01"


@pytest.fixture
def online(database: HubDatabase) -> OnlineScene:
    return OnlineScene.set_up(database)


def gone_on(online: OnlineScene) -> Journal:
    """A case begun online, of which an interviewer at the telephone has the rest."""
    anna = online.scene.laptop()
    token = online.enter(online.invited(laptop=anna))
    online.answer(token, ("SchoolType", 4), ("EarnerStatus", 2))
    with online.hub.database.writing() as connection:
        connection.execute(update(tables.cases).where(tables.cases.c.id == CASE).values(online=None))
    term, number = online.scene.give(CASE, anna), online.scene.row(CASE).number
    journal = Journal(CASE, "L-anna", "anna", online.scene.journal(CASE))
    journal.write(Opened(after_crash=True, consent=True)).answered("OwnBusinessSize", Missing.DONT_KNOW)
    journal.answered("EarnerOccupation", 4).answered("ParentQual", 1).completed()
    online.scene.send(anna, journal.part(number, term=term))
    return journal


def test_each_answer_says_in_which_mode_it_was_given_and_whether_alone(online: OnlineScene) -> None:
    gone_on(online)

    answers = case_detail(online.hub, online.scene.office(), CASE).answers

    assert [(each.field, each.mode, each.alone) for each in answers] == [
        ("SchoolType", "self_completion", True),
        ("EarnerStatus", "self_completion", True),
        ("OwnBusinessSize", "telephone", False),
        ("EarnerOccupation", "telephone", False),
        ("ParentQual", "telephone", False),
    ]


def test_what_waits_was_given_in_no_mode(online: OnlineScene) -> None:
    online.answer(online.enter(online.invited()), ("SchoolType", 4))

    waiting = case_detail(online.hub, online.scene.office(), CASE).answers[-1]

    assert (waiting.field, waiting.missing, waiting.mode, waiting.alone) == ("EarnerStatus", "unanswered", "", False)


def test_an_answer_has_the_words_and_the_number_of_the_mode_it_was_given_in(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    alone = ("SchoolType", 3), ("EarnerStatus", 1), ("EmployerSize", 1), ("Supervisor", 1), ("EarnerOccupation", 4)
    online.answer(token, *alone, ("ParentQual", Missing.DONT_KNOW))

    answers = {each.field: each.text for each in case_detail(online.hub, online.scene.office(), CASE).answers}

    assert answers["EarnerOccupation"] == "4 · Routine, semi-routine manual or service occupations"
    assert answers["ParentQual"] == "4 · I don’t know or cannot remember"


def test_the_history_tells_a_visit_once_and_not_page_by_page(online: OnlineScene) -> None:
    code = online.invited()
    token = online.enter(code)
    online.answer(token, ("SchoolType", 4), ("EarnerStatus", 4))
    online.later(days=1)
    online.answer(online.enter(code), ("ParentQual", 1))

    history = case_detail(online.hub, online.scene.office(), CASE).history

    told = [line.partition("UTC: ")[2] for line in history]
    assert told == [
        "Entry 1 written here.",
        "Entries 2 to 4 answered online by the respondent.",
        "Entries 5 to 6 answered online by the respondent.",
    ]


def test_a_question_asked_by_telephone_after_the_beginning_online_can_be_returned(online: OnlineScene) -> None:
    gone_on(online)

    line = return_case(online.hub, online.scene.office(), CASE, Return("Ask again.", ("SchoolType", "OwnBusinessSize")))

    assert line.returned


def test_what_was_set_apart_says_of_entries_and_differences_how_they_were_given(online: OnlineScene) -> None:
    """Her laptop had begun to write the case, and did not hear in time that it is answered online."""
    anna = online.scene.laptop()
    journal = online.scene.case("1042/01", anna)
    token = online.enter(online.code())
    online.answer(token, ("SchoolType", 4), ("EarnerStatus", 2))
    journal.write(Opened()).answered("SchoolType", 1).write(Left(Way.HANDED_OVER))
    journal.who = RESPONDENT
    journal.write(Opened(mode=Mode.SELF_COMPLETION)).write(Answered.of("FreeMeals", Missing.NOT_APPLICABLE, None))
    online.scene.send(anna, journal.part(1))

    (line,) = quarantined(online.hub, online.scene.office(), open_only=True)
    detail = quarantine_detail(online.hub, online.scene.office(), line.id)

    said = [entry.partition("UTC, ")[2] for entry in detail.entries]
    assert said[2:] == [
        "anna: handed over",
        "the respondent: opened, self-completion",
        "the respondent: Free school meals: Not applicable",
    ]
    alone = "self-completion, by the respondent alone"
    assert [(each.field, each.journal_how, each.part_how) for each in detail.differences] == [
        ("SchoolType", alone, ""),
        ("FreeMeals", "", alone),
        ("EarnerStatus", alone, ""),
    ]


def test_going_on_with_consent_is_told_in_words(online: OnlineScene) -> None:
    journal = gone_on(online)
    anna = online.scene.laptop("bert")
    fork = journal.copy("L-bert").write(Opened(after_crash=True, consent=True)).answered("ParentQual", 2)
    online.scene.send(anna, fork.part(1))

    (line,) = quarantined(online.hub, online.scene.office(), open_only=True)
    entries = quarantine_detail(online.hub, online.scene.office(), line.id).entries

    opened = next(entry for entry in entries if "anna: opened" in entry)
    assert opened.endswith(
        "opened after a crash, the respondent agreed that the interview goes on from what she began alone"
    )


def rung(began: datetime) -> CallMade:
    return CallMade(began=began, medium=Medium.TELEPHONE, result="interview", seconds=30)


def test_an_interviewer_who_rang_before_has_not_completed_what_the_respondent_did_online(online: OnlineScene) -> None:
    online.scene.with_frame()
    anna = online.scene.laptop()
    journal = online.scene.case("1042/01", anna).write(rung(online.scene.time))
    online.scene.send(anna, journal.part(1))
    token = online.enter(online.code())
    online.answer(token, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 1))
    online.complete(token)

    (caller,) = fieldwork(online.hub, online.scene.office(), CountedCases()).callers
    counts = progress(online.hub, online.scene.office())

    assert (caller.name, caller.calls, caller.completed) == ("anna", 1, 0)
    assert (counts.whole.completed, counts.interviewers) == (1, [])


def test_what_an_interviewer_completed_after_a_beginning_online_is_hers(online: OnlineScene) -> None:
    online.scene.with_frame()
    journal = gone_on(online)
    number = journal.head.number
    anna = online.scene.laptop(device="L-anna-2")
    journal.device, term = "L-anna-2", online.scene.give(CASE, anna)
    online.scene.send(anna, journal.write(rung(online.scene.time)).part(number, term=term))

    (caller,) = fieldwork(online.hub, online.scene.office(), CountedCases()).callers
    (interviewer,) = progress(online.hub, online.scene.office()).interviewers

    assert (caller.name, caller.completed) == ("anna", 1)
    assert (interviewer.name, interviewer.completed) == ("anna", 1)


def test_a_case_completed_online_suggests_a_complete_interview_that_somebody_is_to_confirm(online: OnlineScene) -> None:
    online.scene.with_frame()
    token = online.enter(online.invited())
    online.answer(token, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 1))
    online.complete(token)

    detail = case_detail(online.hub, online.scene.office(), CASE)

    assert (detail.line.status, detail.line.outcome) == ("completed", "")
    assert detail.suggested == "110"
    assert detail.because == "The interview is complete: the respondent finished it alone, in self-completion."
    set_outcome(online.hub, online.scene.office(), CASE, OfficeOutcome(code="110"))
    confirmed = case_detail(online.hub, online.scene.office(), CASE)
    assert (confirmed.line.outcome, confirmed.suggested, confirmed.because) == ("110", "", "")


def test_what_an_interviewer_finished_suggests_the_same_without_a_word_of_the_respondent(online: OnlineScene) -> None:
    online.scene.with_frame()
    gone_on(online)

    detail = case_detail(online.hub, online.scene.office(), CASE)

    assert (detail.suggested, detail.because) == ("110", "The interview is complete.")


def test_without_an_outcome_frame_nothing_is_suggested(online: OnlineScene) -> None:
    gone_on(online)

    assert case_detail(online.hub, online.scene.office(), CASE).suggested == ""
