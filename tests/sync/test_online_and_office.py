"""What office, disks and the hub's own backup do to a case while its respondent answers it online."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.engine.plan import plan
from capi.fieldwork.contents import Opened
from capi.fieldwork.journal import decode
from capi.fieldwork.ways_answered import ways_answered
from capi.hub.errors import Conflict
from capi.hub.office.calling_decisions import appoint, call_off, set_outcome
from capi.hub.office.quarantine import decide
from capi.hub.online.going_on import return_to_queue
from capi.hub.online.visits import CannotAnswer, NoVisit, read_visit
from capi.sitting import Sitting
from capi.sync.calling_messages import NextWanted
from capi.sync.course import Calling
from capi.sync.office_messages import (
    CallingOff,
    Deciding,
    Decision,
    OfficeAppointment,
    OfficeOutcome,
)
from capi.sync.online_cases import begun_online
from capi.sync.round_report import Standing
from tests.hub.online.scene import OnlineScene, background
from tests.hub.scenario import apart_entries
from tests.sync.field import Field, Laptop, said, standings

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
REFERENCE = "1042/01"
REST = (("EarnerStatus", 4), ("ParentQual", 3))
"""What is asked after SchoolType."""


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


@pytest.fixture
def case_id(anna: Laptop) -> str:
    return anna.id(REFERENCE)


@pytest.fixture
def token(online: OnlineScene, anna: Laptop, case_id: str) -> str:
    """The respondent has begun, and the laptop was told."""
    online.later(minutes=1)
    token = online.enter(online.code_of(case_id), stays=True)
    online.answer(token, ("SchoolType", 3))
    anna.round()
    online.later(hours=1)
    anna.round()  # so its tokens are those that a copy of the hub has
    return token


def sit(laptop: Laptop, *, consent: bool = False) -> Sitting:
    record = laptop.case_file.record(laptop.id(REFERENCE))
    compiled = plan(laptop.case_file.snapshot(record.case.sha256).instrument(), record.case.mode)
    return Sitting(laptop.case_file, record, compiled, laptop.moment, opened=Opened(consent=consent))


def finish(laptop: Laptop) -> None:
    sitting = sit(laptop, consent=True)
    for answer in REST:
        sitting.answer(*answer)
    sitting.complete()


def at_hub(field: Field, case_id: str) -> tuple[str | None, str | None, bool]:
    """Whose it is, which laptop has it, and whether it is answered online."""
    return field.office.user(case_id), field.office.holder(case_id), field.scene.row(case_id).online is not None


def goes_on(online: OnlineScene, token: str) -> bool:
    """Whether the respondent may answer the next question."""
    online.later(seconds=1)
    try:
        return read_visit(online.hub, token, lambda visit: visit.alone.waiting) == "EarnerStatus"
    except (CannotAnswer, NoVisit):
        return False


# What the office decides.


def test_taking_it_back_ends_nothing_online_and_the_laptop_gives_it_up(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str, token: str
) -> None:
    field.recall(case_id)

    assert at_hub(field, case_id) == (None, None, True)
    assert goes_on(online, token)
    assert anna.round().given_up == (REFERENCE,)
    assert begun_online(anna.case_file) == {}
    online.answer(token, *REST)
    online.complete(token)
    assert field.scene.row(case_id).status == "completed"


def test_whoever_had_it_gives_it_up_when_the_office_gives_it_to_somebody_else(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str, token: str
) -> None:
    bob = field.laptop("bob")
    field.office.assign("bob", case_id)

    assert at_hub(field, case_id) == ("bob", None, True)
    assert goes_on(online, token), "until his laptop takes it"
    report = anna.round()
    assert report.given_up == (REFERENCE,)
    assert "Somebody else has these now" in said(report)
    bob.round()
    assert not goes_on(online, token)
    finish(bob)
    assert bob.round().all_safe
    assert at_hub(field, case_id) == ("bob", bob.device, False)
    assert len(ways_answered([decode(data, "an entry") for data in field.scene.journal(case_id)])) == 3


def test_the_office_can_give_it_to_the_interviewer_whose_it_is(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str, token: str
) -> None:
    assert field.office.assign("anna", case_id).assigned == 1
    anna.round()

    assert at_hub(field, case_id) == ("anna", anna.device, True)
    assert (begun_online(anna.case_file), anna.references) == ({}, [REFERENCE])
    assert not goes_on(online, token)
    assert field.office.assign("anna", case_id).unchanged == 1


def test_what_was_on_its_way_to_somebody_else_leaves_the_laptop_that_had_it(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str
) -> None:
    field.account("bob")
    field.office.assign("bob", case_id)
    token = online.enter(online.code_of(case_id), stays=True)
    online.answer(token, ("SchoolType", 3))

    anna.round()

    assert anna.references == [] or anna.holding(REFERENCE).given_up
    assert begun_online(anna.case_file) == {}
    assert (field.office.user(case_id), goes_on(online, token)) == ("bob", True)


DECISIONS: tuple[tuple[str, Callable[[Field, str], object], bool], ...] = (
    ("accept", lambda field, case: field.accept(case), False),
    ("return", lambda field, case: field.return_case(case), False),
    (
        "appoint",
        lambda field, case: appoint(
            field.scene.hub,
            field.office.ruth,
            case,
            OfficeAppointment(local="2026-11-26T17:40", zone="Europe/London"),
        ),
        True,
    ),
    ("call off", lambda field, case: call_off(field.scene.hub, field.office.ruth, case, CallingOff(reason="x")), True),
    (
        "set an outcome",
        lambda field, case: set_outcome(
            field.scene.hub, field.office.ruth, case, OfficeOutcome(code="310", reason="Moved abroad")
        ),
        True,
    ),
)


@pytest.mark.parametrize(("decide_it", "goes"), [each[1:] for each in DECISIONS], ids=[each[0] for each in DECISIONS])
def test_nothing_else_that_the_office_decides_disturbs_her(
    field: Field,
    online: OnlineScene,
    case_id: str,
    token: str,
    decide_it: Callable[[Field, str], object],
    goes: bool,
) -> None:
    before = at_hub(field, case_id)
    with contextlib.nullcontext() if goes else pytest.raises(Conflict):
        decide_it(field, case_id)

    assert at_hub(field, case_id) == before
    assert goes_on(online, token)


def test_entries_set_apart_are_not_put_in_place_of_hers_while_she_answers(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str
) -> None:
    token = online.enter(online.code_of(case_id), stays=True)
    online.answer(token, ("SchoolType", 3))
    sit(anna).pause()
    anna.round()
    [line] = field.scene.apart(case_id)

    with pytest.raises(Conflict, match="online"):
        decide(field.scene.hub, field.office.ruth, line.id, Deciding(decision=Decision.APPLY))

    assert goes_on(online, token)
    decide(field.scene.hub, field.office.ruth, line.id, Deciding(decision=Decision.KEEP_APART))


def test_who_is_to_be_called_at_an_agreed_time_is_though_she_has_looked_at_it_online(
    field: Field, online: OnlineScene
) -> None:
    tara = field.caller("tara")
    [case_id] = field.bring(REFERENCE)
    token = online.enter(online.code_of(case_id), stays=True)
    online.answer(token, ("SchoolType", 3))
    agreed = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London", hard=True)
    appoint(field.scene.hub, field.office.ruth, case_id, agreed)
    online.later(hours=3)
    assert (goes_on(online, token), called(tara)) == (True, [])
    field.scene.time = TUESDAY.replace(hour=17, minute=39)
    online.enter(online.code_of(case_id, serial=2))  # which takes it out of the queue
    assert return_to_queue(field.scene.hub) == 1

    assert called(tara) == [REFERENCE]
    assert not goes_on(online, token)
    field.scene.time = TUESDAY.replace(hour=23)
    tara.round()  # given back, and not called in between
    assert called(tara) == []
    assert field.scene.row(case_id).user_key is None


def called(laptop: Laptop) -> list[str]:
    """What the telephone queue gives."""
    laptop.round(Calling(NextWanted()))
    return [each.case.reference for each in laptop.case_file.cases()]


# A sitting that was open.


def test_an_open_sitting_goes_on_and_all_of_it_reaches_the_hub(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str
) -> None:
    sitting = sit(anna)
    sitting.answer("SchoolType", 2)
    online.answer(online.enter(online.code_of(case_id)), ("SchoolType", 3))
    anna.round()
    sitting.answer("EarnerStatus", 4)
    sitting.pause()

    report = anna.round()

    assert standings(report) == {REFERENCE: Standing.APART}
    assert len([*apart_entries(field.scene.apart(case_id))]) == 4, "opened, two answers, left"
    assert begun_online(anna.case_file).keys() == {case_id}


# A hub that was restored.


def test_a_hub_restored_to_before_she_began_gives_the_case_to_the_laptop_again(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str
) -> None:
    copy = field.copy_of_hub()
    online.enter(online.code_of(case_id))
    anna.round()
    field.restore(copy)

    report = anna.round()

    assert report.restored
    assert begun_online(anna.case_file) == {}
    assert standings(report) == {REFERENCE: Standing.SAFE}
    assert at_hub(field, case_id) == ("anna", anna.device, False)


def test_a_hub_restored_to_before_the_laptop_had_it_takes_its_lease(field: Field, online: OnlineScene) -> None:
    anna = field.laptop("anna")
    [case_id] = field.bring(REFERENCE)
    copy = field.copy_of_hub()
    field.office.assign("anna", case_id)
    anna.round()
    online.enter(online.code_of(case_id))
    anna.round()
    field.restore(copy)

    report = anna.round()

    assert begun_online(anna.case_file) == {}
    assert standings(report) == {REFERENCE: Standing.SAFE}
    assert at_hub(field, case_id) == ("anna", anna.device, False)


def test_a_hub_restored_to_while_she_answered_tells_the_laptop_so_again(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str, token: str
) -> None:
    copy = field.copy_of_hub()
    online.answer(token, *REST)
    online.complete(token)
    anna.round()
    field.restore(copy)

    anna.round()

    assert at_hub(field, case_id) == ("anna", None, True)
    assert goes_on(OnlineScene(field.scene), token)


def test_a_laptop_that_went_on_before_the_hub_lost_that_has_it_by_its_lease(
    field: Field, anna: Laptop, case_id: str, token: str
) -> None:
    copy = field.copy_of_hub()
    anna.round(Calling(go_on=case_id))
    field.restore(copy)

    report = anna.round()

    assert begun_online(anna.case_file) == {}
    assert standings(report) == {REFERENCE: Standing.SAFE}
    assert field.office.holder(case_id) == anna.device
    assert not goes_on(OnlineScene(field.scene), token)
    finish(anna)
    assert anna.round().all_safe


def test_a_second_laptop_of_the_account_goes_on_and_the_first_gives_it_up(
    field: Field, online: OnlineScene, anna: Laptop, case_id: str, token: str
) -> None:
    second = field.laptop("anna")
    second.round()
    assert second.references == [], "nobody was asked yet"
    second.round(Calling(go_on=case_id))

    assert at_hub(field, case_id) == ("anna", second.device, True)
    assert anna.round().given_up == (REFERENCE,)
    assert not goes_on(online, token)
