"""A respondent online, from her code to the end: what is in the journal, and what is not in it twice."""

import threading

import pytest
from sqlalchemy import update

from capi.engine.answers import NotAccepted
from capi.engine.interview import NotOnRoute
from capi.fieldwork.contents import Answered, CaseCreated, Completed, Left, Opened, Way
from capi.fieldwork.journal import RESPONDENT
from capi.fieldwork.ways_answered import WayAnswered, ways_answered
from capi.hub import tables
from capi.hub.errors import Gone, NotThere, TooManyTries
from capi.hub.online.access_codes import in_groups
from capi.hub.online.beginning import Closed
from capi.hub.online.visit import Visit
from capi.hub.online.visits import GUESSES, CannotAnswer, NoVisit, enter, read_visit, write_visit
from capi.instrument.model import Missing, Mode
from capi.sitting import Hindered
from tests.hub.online.guessing import codes_that_are_none
from tests.hub.online.scene import ADDRESS, OnlineScene

SHORTEST = (("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", Missing.NOT_APPLICABLE))


def waiting(visit: Visit) -> str | None:
    return visit.alone.waiting


def test_she_answers_and_all_of_it_is_hers(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.answer(token, *SHORTEST)
    online.complete(token)

    entries = online.entries()

    assert [type(entry.contents) for entry in entries] == [CaseCreated, Opened, Answered, Answered, Answered, Completed]
    assert {(entry.who, entry.device) for entry in entries[1:]} == {(RESPONDENT, "online")}
    assert entries[1].contents == Opened(mode=Mode.SELF_COMPLETION)
    alone = WayAnswered(Mode.SELF_COMPLETION, alone=True)
    assert ways_answered(entries) == dict.fromkeys(("SchoolType", "EarnerStatus", "ParentQual"), alone)
    assert online.scene.row("id-1042/01").online is None


def test_a_page_knows_how_long_it_was_looked_at(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.later(seconds=9)
    online.answer(token, SHORTEST[0], SHORTEST[1])

    times = [entry.contents.on_screen_ms for entry in online.entries() if isinstance(entry.contents, Answered)]

    assert times == [10_000, 1_000]


def test_the_same_page_sent_twice_is_written_once(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.answer(token, SHORTEST[0], SHORTEST[0])

    assert len(online.entries()) == 3


def test_two_at_the_same_moment_write_once(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    both = threading.Barrier(2)

    def send() -> None:
        both.wait()
        write_visit(online.hub, token, lambda visit: visit.answer("SchoolType", 3, 2))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(online.entries()) == 3


def test_an_older_page_changes_its_own_answer_and_the_route_follows(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.answer(token, *SHORTEST, ("EarnerStatus", 1))

    assert read_visit(online.hub, token, waiting) == "EmployerSize"
    assert [entry.contents for entry in online.entries()][-1].position == "EmployerSize"  # type: ignore[union-attr]


def test_a_page_that_is_off_the_route_by_now_is_refused_and_nothing_is_written(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.answer(token, ("SchoolType", 1), ("FreeMeals", 1), ("SchoolType", 3))

    with pytest.raises(NotOnRoute):
        online.answer(token, ("FreeMeals", 2))
    assert len(online.entries()) == 5


@pytest.mark.parametrize("value", [9, "3", Missing.NOT_APPLICABLE, (1, 2)])
def test_what_the_question_does_not_offer_is_refused(online: OnlineScene, value: object) -> None:
    token = online.enter(online.invited())

    with pytest.raises(NotAccepted):
        online.answer(token, ("SchoolType", value))
    assert len(online.entries()) == 2


def test_she_is_not_through_while_a_question_waits(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.answer(token, SHORTEST[0])

    with pytest.raises(Hindered):
        online.complete(token)
    assert online.scene.row("id-1042/01").status == "in_progress"


def test_who_leaves_comes_back_to_where_she_was_and_her_page_is_closed(online: OnlineScene) -> None:
    code = online.invited()
    token = online.enter(code)
    online.answer(token, SHORTEST[0])
    write_visit(online.hub, token, lambda visit: visit.leave())

    with pytest.raises(NoVisit):
        read_visit(online.hub, token, waiting)
    online.later(days=3)
    again = online.enter(code.lower())
    assert read_visit(online.hub, again, waiting) == "EarnerStatus"
    said = [entry.contents for entry in online.entries()]
    assert said[-2:] == [Left(Way.PAUSED), Opened(mode=Mode.SELF_COMPLETION)]


def test_after_an_idle_while_nothing_is_shown_but_the_answer_is_kept(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    online.later(minutes=46)

    with pytest.raises(NoVisit) as refused:
        read_visit(online.hub, token, waiting)
    assert refused.value.timed_out

    timed_out: list[bool] = []

    def send(visit: Visit) -> None:
        visit.answer("SchoolType", 3, 2)
        timed_out.append(visit.timed_out)

    write_visit(online.hub, token, send)
    assert timed_out == [True]
    assert len(online.entries()) == 3
    with pytest.raises(NoVisit):
        write_visit(online.hub, token, send)


def test_who_stays_is_remembered_for_a_day_and_no_longer(online: OnlineScene) -> None:
    token = online.enter(online.invited(), stays=True)
    online.later(hours=23)
    assert read_visit(online.hub, token, waiting) == "SchoolType"
    online.later(hours=25)
    with pytest.raises(NoVisit):
        write_visit(online.hub, token, lambda visit: visit.answer("SchoolType", 3, 2))


def test_a_page_asked_for_is_a_sign_of_life(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    for _ in range(4):
        online.later(minutes=30)
        assert read_visit(online.hub, token, waiting) == "SchoolType"


@pytest.mark.parametrize("typed", ["", "7QK4", "7QK4-M2XD-9H30", "١٢٣٤", "A" * 10_000, "\0" * 12])
def test_what_is_no_code_is_told_from_one_that_opens_nothing(online: OnlineScene, typed: str) -> None:
    for _ in range(50):  # a slip of the fingers is no guess
        with pytest.raises(NotThere) as refused:
            enter(online.hub, typed, ADDRESS, stays=False)
        assert refused.value.where == "code"


def test_guessing_is_slowed_down_and_an_honest_neighbour_is_not_kept_out_for_long(online: OnlineScene) -> None:
    code = online.invited()
    for guess in codes_that_are_none(GUESSES.free, code):
        with pytest.raises(NotThere):
            online.enter(guess)
    with pytest.raises(TooManyTries) as refused:
        online.enter(code)
    assert refused.value.seconds <= 2
    online.later(seconds=refused.value.seconds)
    assert online.enter(code)


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_code_that_is_over_opens_nothing(online: OnlineScene, how: str) -> None:
    code = online.invited(days=7)
    if how == "revoked":
        _revoke(online, 1)
    else:
        online.later(days=7)
    with pytest.raises(Gone):
        online.enter(code)


def test_a_code_taken_back_ends_the_visit_too(online: OnlineScene) -> None:
    token = online.enter(online.invited())
    _revoke(online, 1)
    with pytest.raises(NoVisit):
        write_visit(online.hub, token, lambda visit: visit.answer("SchoolType", 3, 2))
    assert len(online.entries()) == 2


def test_what_has_been_answered_is_not_opened_again(online: OnlineScene) -> None:
    code = online.invited()
    token = online.enter(code)
    other = online.enter(in_groups(code))
    online.answer(token, *SHORTEST)
    online.complete(token)

    for late in (lambda: online.enter(code), lambda: online.complete(other)):
        with pytest.raises(CannotAnswer) as refused:
            late()
        assert refused.value.closed is Closed.THROUGH


def test_a_laptop_that_had_the_case_is_told_and_what_it_still_sends_is_set_apart(online: OnlineScene) -> None:
    anna = online.scene.laptop("anna")
    journal = online.scene.case("1042/01", anna)
    token = online.enter(online.code())

    assert online.orders(anna.user_key)[-1:] == ["begun_online"]
    row = online.scene.row(journal.case_id)
    assert (row.holder_key, row.user_key) == (None, anna.user_key)
    online.scene.send(anna, journal.opened().answered("SchoolType", 1).part(after=1))
    assert [each.reason for each in online.scene.apart(journal.case_id)] == ["not_holder"]
    online.answer(token, *SHORTEST)
    online.complete(token)
    assert online.orders(anna.user_key)[-1:] == ["recalled"]
    assert online.scene.row(journal.case_id).user_key is None


def test_what_an_interviewer_has_begun_is_not_opened(online: OnlineScene) -> None:
    anna = online.scene.laptop("anna")
    journal = online.scene.case("1042/01", anna)
    online.scene.send(anna, journal.opened().paused().part(after=1))

    with pytest.raises(CannotAnswer) as refused:
        online.enter(online.code())
    assert refused.value.closed is Closed.WITH_INTERVIEWER


def test_a_step_that_fails_leaves_nothing(online: OnlineScene) -> None:
    token = online.enter(online.invited())

    def fail(visit: Visit) -> None:
        visit.answer("SchoolType", 3, visit.number)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        write_visit(online.hub, token, fail)
    assert len(online.entries()) == 2


def _revoke(online: OnlineScene, serial: int) -> None:
    its_own = tables.invitations.c.serial == serial
    with online.hub.database.writing() as connection:
        connection.execute(update(tables.invitations).where(its_own).values(revoked=1))


def test_a_case_that_was_on_its_way_to_somebody_else_is_that_account_s_when_she_begins(online: OnlineScene) -> None:
    anna, bob = online.scene.laptop("anna"), online.scene.laptop("bob")
    journal = online.scene.case("1042/01", anna)
    wanted_back = update(tables.cases).values(recalled=1, next_user_key=bob.user_key)
    with online.hub.database.writing() as connection:
        connection.execute(wanted_back)
    online.enter(online.code())

    row = online.scene.row(journal.case_id)
    assert (row.user_key, row.next_user_key, row.recalled, row.holder_key) == (bob.user_key, None, None, None)
    assert online.orders(anna.user_key)[-1:] == ["recalled"], "it goes now"
