"""Devices: listed, ended, and what one held is free for the account's other laptops from that moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from capi.hub import audit
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.office.assignment import recall
from capi.hub.office.devices import devices, end_device
from capi.sync.messages import Assigned, Role
from capi.sync.office_messages import DeviceEnd, DeviceState, Recall
from tests.hub.conftest import NOW
from tests.hub.office_scenario import Office

ENDS = (DeviceState.REPLACED, DeviceState.REVOKED, DeviceState.LOST)


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


def end(office: Office, laptop: Principal, state: DeviceState, reason: str = "") -> None:
    assert laptop.device is not None
    end_device(office.scene.hub, office.ruth, laptop.device, DeviceEnd(state=state, reason=reason))


def test_laptops_are_listed_the_latest_first_with_what_they_hold(office: Office) -> None:
    first = office.scene.laptop("anna", "L-1")
    office.scene.laptop("ben", "L-2")
    cases = office.bring("1", "2", "3", user="anna")
    office.told(first)
    found = devices(office.scene.hub, office.ruth)
    assert [(line.device, line.user, line.state, line.holds) for line in found] == [
        ("L-2", "ben", DeviceState.ACTIVE, 0),
        ("L-1", "anna", DeviceState.ACTIVE, len(cases)),
    ]
    assert (found[0].enrolled, found[0].ended, found[0].last_seen) == (NOW, None, None)


@pytest.mark.parametrize("state", ENDS)
def test_what_an_ended_laptop_held_is_taken_by_another_laptop_of_the_account_with_a_new_term(
    office: Office, state: DeviceState
) -> None:
    old, spare = office.scene.laptop("anna", "L-1"), office.scene.laptop("anna", "L-2")
    [case] = office.bring("1042/01", user="anna")
    office.completed(old, case)
    cursor = office.cursor(spare)
    assert not [what for what in office.told(spare) if isinstance(what, Assigned)]
    office.scene.time += timedelta(minutes=5)
    end(office, old, state)
    assert office.holder(case) is None
    [told] = [what for what in office.told(spare, cursor) if isinstance(what, Assigned)]
    assert (told.case, told.term) == (case, 2)
    assert len(told.entries) == office.scene.row(case).number
    assert office.holder(case) == "L-2"


def test_a_case_that_was_recalled_from_it_goes_to_the_next_account_at_once(office: Office) -> None:
    laptop, bens = office.scene.laptop("anna"), office.scene.laptop("ben")
    [case] = office.bring("1", user="anna")
    office.told(laptop)
    office.assign("ben", case)
    assert not [what for what in office.told(bens) if isinstance(what, Assigned)]
    end(office, laptop, DeviceState.LOST)
    assert [what.case for what in office.told(bens) if isinstance(what, Assigned)] == [case]
    assert (office.user(case), office.holder(case)) == ("ben", "L-ben")


def test_a_case_that_was_recalled_to_nobody_is_nobodys(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    [case] = office.bring("1", user="anna")
    office.told(laptop)
    recall(office.scene.hub, office.ruth, case, Recall(reason="not now"))
    end(office, laptop, DeviceState.LOST)
    assert (office.user(case), office.holder(case), office.scene.row(case).recalled) == (None, None, None)


def test_what_other_laptops_hold_stays_with_them(office: Office) -> None:
    laptop, other = office.scene.laptop("anna", "L-1"), office.scene.laptop("anna", "L-2")
    kept, freed = office.bring("1", "2", user="anna")
    office.scene.give(kept, other)
    office.scene.give(freed, laptop)
    end(office, laptop, DeviceState.REVOKED)
    assert (office.holder(kept), office.holder(freed)) == ("L-2", None)


def test_the_end_is_in_the_audit_log_once_with_its_reason_and_the_cases(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    one, other = sorted(office.bring("1", "2", user="anna"))
    office.told(laptop)
    for _ in range(3):
        end(office, laptop, DeviceState.LOST, "left on the 17:12 to Leeds")
    ada = office.scene.office(Role.ADMINISTRATOR)
    [line] = [line for line in audit.lines(office.scene.hub, ada) if line.action == "device_ended"]
    assert (line.who, line.subject) == ("ruth", "L-anna")
    assert line.details == {"state": "lost", "reason": "left on the 17:12 to Leeds", "cases": f"{one}:1 {other}:1"}


@pytest.mark.parametrize("before", ENDS)
@pytest.mark.parametrize("after", ENDS)
def test_an_end_only_ever_becomes_harder(office: Office, before: DeviceState, after: DeviceState) -> None:
    laptop = office.scene.laptop("anna")
    end(office, laptop, before)
    office.scene.time += timedelta(days=1)
    if ENDS.index(after) >= ENDS.index(before):
        end(office, laptop, after)
        [line] = devices(office.scene.hub, office.ruth)
        assert (line.state, line.ended) == (after, NOW if after is before else office.scene.time)
    else:
        with pytest.raises(Conflict, match="enrol it again"):
            end(office, laptop, after)
        assert devices(office.scene.hub, office.ruth)[0].state is before


def test_nobody_makes_a_laptop_active_by_ending_it(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    with pytest.raises(Unfit) as refused:
        end(office, laptop, DeviceState.ACTIVE)
    assert refused.value.where == "state"


@pytest.mark.parametrize("device", ["L-9", "", "L\0", "\ud800"])
def test_a_laptop_that_is_none_is_not_there(office: Office, device: str) -> None:
    with pytest.raises((NotThere, Unfit)):
        end_device(office.scene.hub, office.ruth, device, DeviceEnd(state=DeviceState.LOST))


def test_an_unfit_reason_is_refused_with_nothing_ended(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    with pytest.raises(Unfit) as refused:
        end(office, laptop, DeviceState.LOST, "half \ud800")
    assert refused.value.where == "reason"
    assert devices(office.scene.hub, office.ruth)[0].state is DeviceState.ACTIVE


@pytest.mark.parametrize("role", [Role.CODER, Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER])
def test_only_supervisors_and_administrators_list_and_end_laptops(office: Office, role: Role) -> None:
    office.scene.laptop("anna")
    asking = Principal(9, "carl", role)
    with pytest.raises(NotAllowed):
        devices(office.scene.hub, asking)
    with pytest.raises(NotAllowed):
        end_device(office.scene.hub, asking, "L-anna", DeviceEnd(state=DeviceState.LOST))
    assert devices(office.scene.hub, office.scene.office(Role.ADMINISTRATOR))[0].state is DeviceState.ACTIVE


def test_a_laptop_that_fetches_while_it_is_ended_keeps_no_case_from_the_others(office: Office) -> None:
    """Whichever comes first: the spare laptop gets all cases in the end."""
    old, spare = office.scene.laptop("anna", "L-1"), office.scene.laptop("anna", "L-2")
    cases = office.bring(*map(str, range(40)), user="anna")
    with ThreadPoolExecutor(2) as together:
        fetching = together.submit(office.told, old)
        ending = together.submit(end, office, old, DeviceState.LOST)
        fetching.result()
        ending.result()
    told = {what.case for what in office.told(spare) if isinstance(what, Assigned)}
    assert told == set(cases)
    assert {office.holder(case) for case in cases} == {"L-2"}
