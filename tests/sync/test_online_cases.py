"""A case that its respondent answers online, on the laptop that had it: shown, kept from being interviewed, gone on with by consent."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from capi.engine.plan import plan
from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.contents import Opened
from capi.fieldwork.journal import RESPONDENT, decode
from capi.fieldwork.ways_answered import WayAnswered, ways_answered
from capi.hub import tables
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.online.beginning import Closed
from capi.hub.online.going_on import go_on, return_to_queue
from capi.hub.online.visits import CannotAnswer, NoVisit, read_visit
from capi.instrument.model import Mode
from capi.sitting import Sitting
from capi.sync.calling_messages import NextWanted
from capi.sync.course import Calling
from capi.sync.messages import GoOn, Role
from capi.sync.online_cases import begun_online
from capi.sync.round_report import Standing, Whose
from tests.hub.online.scene import OnlineScene, background
from tests.sync.field import Field, Laptop, said, standings

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Calling hours in London."""
REFERENCE = "1042/01"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    with contextlib.ExitStack() as stack:
        field = Field.begin(tmp_path, stack, background())
        field.scene.time = TUESDAY
        field.scene.with_frame()
        yield field


@pytest.fixture
def online(field: Field) -> OnlineScene:
    return OnlineScene(field.scene)


@pytest.fixture
def anna(field: Field) -> Laptop:
    """Her laptop has the case."""
    laptop = field.laptop("anna")
    field.bring(REFERENCE, to="anna")
    laptop.round()
    return laptop


def code(online: OnlineScene, laptop: Laptop) -> str:
    return online.code_of(laptop.id(REFERENCE))


def asked_on(laptop: Laptop) -> Laptop:
    """The interviewer goes on, with consent, to the end."""
    record = laptop.case_file.record(laptop.id(REFERENCE))
    compiled = plan(laptop.case_file.snapshot(record.case.sha256).instrument(), record.case.mode)
    sitting = Sitting(laptop.case_file, record, compiled, laptop.moment, opened=Opened(consent=True))
    for answer in (("EarnerStatus", 4), ("ParentQual", 3)):
        sitting.answer(*answer)
    sitting.complete()
    return laptop


def test_the_laptop_hears_of_it_with_its_next_round_and_keeps_the_case_in_its_list(
    online: OnlineScene, anna: Laptop
) -> None:
    online.enter(code(online, anna))
    report = anna.round()

    assert begun_online(anna.case_file) == {anna.id(REFERENCE): TUESDAY}
    assert (report.begun_online, report.all_safe) == ((REFERENCE,), True)
    [case] = report.cases
    assert (case.online, case.whose, case.standing) == (TUESDAY, Whose.NOBODY, Standing.SAFE)
    assert "Answered online by the respondents themselves (1): 1042/01" in said(report)
    assert anna.round().cases == report.cases


def test_when_she_is_through_the_case_leaves_the_laptop(field: Field, online: OnlineScene, anna: Laptop) -> None:
    token = online.enter(code(online, anna))
    anna.round()
    online.answer(token, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 3))
    online.complete(token)
    field.back_up()

    report = anna.round()

    assert report.given_up == (REFERENCE,)
    assert (anna.references, begun_online(anna.case_file)) == ([], {})


def test_one_that_was_through_before_the_laptop_called_leaves_it_at_once(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    token = online.enter(code(online, anna))
    online.answer(token, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 3))
    online.complete(token)
    field.back_up()

    assert anna.round().given_up == (REFERENCE,)


def test_what_the_interviewer_did_meanwhile_is_kept_apart_and_told(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    online.enter(code(online, anna))
    call = CallMade(began=TUESDAY, medium=Medium.VISIT, result="no_contact")
    anna.case_file.append(anna.id(REFERENCE), call, anna.moment())

    report = anna.round()

    assert standings(report) == {REFERENCE: Standing.APART}
    assert [each.reason for each in field.scene.apart(anna.id(REFERENCE))] == ["not_holder"]


def test_an_interviewer_goes_on_by_consent_and_each_answer_keeps_its_mode(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    case_id = anna.id(REFERENCE)
    access = code(online, anna)
    token = online.enter(access)
    online.answer(token, ("SchoolType", 3))
    anna.round()

    report = anna.round(Calling(go_on=case_id))

    assert (report.received, begun_online(anna.case_file)) == ((REFERENCE,), {})
    with pytest.raises(CannotAnswer) as refused:
        online.enter(access)
    assert refused.value.closed is Closed.WITH_INTERVIEWER
    with pytest.raises((NoVisit, CannotAnswer)):
        read_visit(online.hub, token, lambda visit: visit.number)
    assert asked_on(anna).round().all_safe
    entries = [decode(data, "an entry") for data in field.scene.journal(case_id)]
    telephone = WayAnswered(Mode.TELEPHONE, alone=False)
    assert ways_answered(entries) == {
        "SchoolType": WayAnswered(Mode.SELF_COMPLETION, alone=True),
        "EarnerStatus": telephone,
        "ParentQual": telephone,
    }
    row = field.scene.row(case_id)
    assert (row.status, row.online) == ("completed", None)


def test_what_was_kept_apart_is_no_hindrance_to_going_on(online: OnlineScene, anna: Laptop) -> None:
    token = online.enter(code(online, anna))
    online.answer(token, ("SchoolType", 3))
    call = CallMade(began=TUESDAY, medium=Medium.VISIT, result="no_contact")
    anna.case_file.append(anna.id(REFERENCE), call, anna.moment())
    anna.round()

    anna.round(Calling(go_on=anna.id(REFERENCE)))

    who = [entry.who for entry in anna.case_file.entries(anna.id(REFERENCE))]
    assert who[1:] == [RESPONDENT, RESPONDENT, RESPONDENT]
    assert asked_on(anna).round().all_safe


def test_going_on_is_asked_twice_where_the_line_was_cut(field: Field, online: OnlineScene, anna: Laptop) -> None:
    online.enter(code(online, anna))
    anna.round()
    for _ in range(2):
        anna.round(Calling(go_on=anna.id(REFERENCE)))
    assert field.scene.row(anna.id(REFERENCE)).holder_key is not None


@pytest.mark.parametrize(
    ("consent", "whose", "error"), [(False, "anna", Unfit), (True, "bob", NotThere), (True, "nobody", NotThere)]
)
def test_nobody_goes_on_without_consent_or_with_a_case_that_is_not_his(
    field: Field, online: OnlineScene, anna: Laptop, consent: bool, whose: str, error: type[Exception]
) -> None:
    token = online.enter(code(online, anna))
    laptop = field.scene.laptop(whose, f"L-other-{whose}") if whose != "anna" else _principal(field, anna)

    with pytest.raises(error):
        go_on(field.scene.hub, laptop, anna.id(REFERENCE), GoOn(consent=consent))
    assert read_visit(online.hub, token, lambda visit: visit.number) == 2


def test_a_case_that_nobody_answers_online_is_not_gone_on_with(field: Field, anna: Laptop) -> None:
    field.recall(anna.id(REFERENCE), now=True)
    field.office.assign("anna", anna.id(REFERENCE))
    with pytest.raises(Conflict):
        go_on(field.scene.hub, _principal(field, anna), anna.id(REFERENCE), GoOn(consent=True))


def test_a_laptop_that_reads_all_its_orders_again_does_not_get_the_case_back(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    online.later(minutes=1)
    token = online.enter(code(online, anna))
    anna.forget_cursor()
    anna.round()
    online.answer(token, ("SchoolType", 3))
    assert field.scene.row(anna.id(REFERENCE)).holder_key is None


def test_what_the_office_gives_to_an_interviewer_is_gone_on_with_there(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    access, case_id = code(online, anna), anna.id(REFERENCE)
    online.enter(access)
    online.later(hours=1)
    bob = field.laptop("bob")
    field.office.assign("bob", case_id)
    bob.round()

    assert bob.references == [REFERENCE]
    with pytest.raises(CannotAnswer):
        online.enter(access)


# The telephone queue.


def ring_next(laptop: Laptop) -> list[str]:
    laptop.round(Calling(NextWanted()))
    return [each.case.reference for each in laptop.case_file.cases()]


def test_nobody_is_rung_who_answers_online_and_whoever_stops_is_after_three_days(
    field: Field, online: OnlineScene
) -> None:
    tara = field.caller("tara")
    [case_id] = field.bring(REFERENCE)
    access = online.code_of(case_id)
    token = online.enter(access)
    online.answer(token, ("SchoolType", 3))
    assert ring_next(tara) == []
    online.later(days=2)
    assert (return_to_queue(field.scene.hub), ring_next(tara)) == (0, [])
    online.later(days=1, minutes=5)
    assert return_to_queue(field.scene.hub) == 1
    assert return_to_queue(field.scene.hub) == 0
    assert ring_next(tara) == [REFERENCE]
    with pytest.raises(CannotAnswer) as refused:
        online.enter(access)
    assert refused.value.closed is Closed.BEING_CALLED
    tara.round()  # nobody answered: the case goes back
    assert read_visit(online.hub, online.enter(access), lambda visit: visit.alone.waiting) == "EarnerStatus"
    assert ring_next(tara) == [], "she goes on herself"


def test_what_was_begun_online_is_finished_by_telephone(field: Field, online: OnlineScene) -> None:
    tara = field.caller("tara")
    [case_id] = field.bring(REFERENCE)
    token = online.enter(online.code_of(case_id))
    online.answer(token, ("SchoolType", 3))
    online.later(days=4)
    return_to_queue(field.scene.hub)
    assert ring_next(tara) == [REFERENCE]
    asked_on(tara).round(Calling(at_hand=frozenset({case_id})))

    row = field.scene.row(case_id)
    assert (row.status, row.online) == ("completed", None)
    assert len(ways_answered([decode(data, "an entry") for data in field.scene.journal(case_id)])) == 3


def test_who_is_through_online_is_never_rung(field: Field, online: OnlineScene) -> None:
    tara = field.caller("tara")
    [case_id] = field.bring(REFERENCE)
    token = online.enter(online.code_of(case_id))
    online.answer(token, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 3))
    online.complete(token)
    online.later(days=9)
    assert return_to_queue(field.scene.hub) == 0
    assert ring_next(tara) == []


def test_a_restored_hub_that_never_heard_of_her_lets_the_laptop_go_on(
    field: Field, online: OnlineScene, anna: Laptop
) -> None:
    copy = field.copy_of_hub()
    online.enter(code(online, anna))
    anna.round()
    field.restore(copy)
    anna.case_file.append(anna.id(REFERENCE), Opened(), anna.moment())
    report = anna.round()

    assert report.restored
    assert standings(report) == {REFERENCE: Standing.SAFE}
    assert field.scene.row(anna.id(REFERENCE)).number == 2


def _principal(field: Field, laptop: Laptop) -> Principal:
    devices = tables.devices.c
    with field.scene.hub.database.reading() as connection:
        row = connection.execute(select(devices.key, devices.user_key).where(devices.id == laptop.device)).one()
    return Principal(row.user_key, laptop.user, Role.INTERVIEWER, row.key, laptop.device)
