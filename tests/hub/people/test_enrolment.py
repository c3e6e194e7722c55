"""Enrolment: a code works once, for a day, and makes one laptop known to one account."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, DeviceRevoked, Gone, NotAllowed, NotSignedIn, NotThere, TooManyTries, Unfit
from capi.hub.hub import known
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.office.devices import end_device, new_code
from capi.hub.people.accounts import change_account
from capi.hub.people.token_family import forget_expired
from capi.hub.people.tokens import enrol
from capi.sync.messages import Enrolment, Role
from capi.sync.office_messages import AccountChange, DeviceEnd, DeviceState
from capi.sync.signing import public_text
from tests.hub.conftest import NOW
from tests.hub.gate import HOME, STRANGER, Gate, Laptop


@pytest.fixture
def gate(database: HubDatabase) -> Gate:
    gate = Gate.set_up(database)
    gate.account("anna")
    return gate


def code(gate: Gate, user: str = "anna") -> str:
    return new_code(gate.hub, OFFICE, user).code


def test_a_laptop_learns_which_hub_it_is_and_what_to_trust(gate: Gate) -> None:
    enrolled = Laptop(gate, "L-1").enrol(code(gate).lower().replace("-", " "))
    with gate.hub.database.reading() as connection:
        its = known(gate.hub, connection)
    assert (enrolled.hub, enrolled.name, enrolled.epoch) == (its.id, "Test hub", its.epoch)
    assert (enrolled.user, enrolled.role) == ("anna", Role.INTERVIEWER)
    assert (enrolled.public_key, enrolled.certificates) == (gate.hub.keys.public, "the authority's certificate")
    assert gate.audited()[-2:] == [("office@hub", "code_made", "anna"), ("anna", "device_enrolled", "L-1")]


def test_a_code_works_once(gate: Gate) -> None:
    given = code(gate)
    Laptop(gate, "L-1").enrol(given)
    for laptop in ("L-1", "L-2"):
        with pytest.raises(Gone) as refused:
            Laptop(gate, laptop).enrol(given)
        assert refused.value.code == "code_used"
    assert [row.id for row in gate.rows(tables.devices)] == ["L-1"]
    assert gate.audited()[-1] == ("", "enrolment_refused", "L-2")


def test_a_laptop_whose_answer_was_lost_shows_the_same_code_again_and_gets_a_fresh_one(gate: Gate) -> None:
    given, laptop = code(gate), Laptop(gate, "L-1")
    lost = laptop.enrol(given)
    for hours in (0, 8, 15):
        gate.passes(hours=hours)
        again = laptop.enrol(given)
        assert again.tokens.refresh != lost.tokens.refresh
    gate.passes(minutes=1)
    assert laptop.principal().user == "anna"
    with pytest.raises(NotSignedIn):
        laptop.principal(lost.tokens.access)
    assert len(gate.rows(tables.devices)) == 1


@pytest.mark.parametrize("use", ["access", "refresh"])
def test_a_code_is_used_up_once_its_laptop_has_used_what_it_was_given(gate: Gate, use: str) -> None:
    given, laptop = code(gate), Laptop(gate, "L-1")
    laptop.enrol(given)
    gate.passes(seconds=1)
    if use == "access":
        laptop.principal()
    else:
        laptop.refresh()
    gate.passes(hours=1)
    with gate.hub.database.writing() as connection:
        forget_expired(gate.hub, connection)
    with pytest.raises(Gone):
        laptop.enrol(given)


def test_a_code_shown_again_by_another_key_or_another_laptop_or_too_late_or_by_one_that_was_ended_is_used_up(
    gate: Gate,
) -> None:
    given, laptop = code(gate), Laptop(gate, "L-1")
    laptop.enrol(given)
    for other in (Laptop(gate, "L-1"), Laptop(gate, "L-2", laptop.key)):
        with pytest.raises(Gone):
            other.enrol(given)
    end_device(gate.hub, OFFICE, "L-1", DeviceEnd(state=DeviceState.REVOKED))
    with pytest.raises(Gone):
        laptop.enrol(given)
    late, second = code(gate), Laptop(gate, "L-3")
    second.enrol(late)
    gate.passes(hours=24)
    with pytest.raises(Gone):
        second.enrol(late)


def test_an_older_code_of_a_laptop_that_was_enrolled_by_another_since_is_used_up(gate: Gate) -> None:
    older, laptop = code(gate), Laptop(gate, "L-1")
    laptop.enrol(older)
    gate.passes(minutes=5)
    laptop.enrol(code(gate))
    with pytest.raises(Gone):
        laptop.enrol(older)
    assert laptop.principal().user == "anna"


def test_a_code_works_for_twenty_four_hours(gate: Gate) -> None:
    in_time, late = code(gate), code(gate)
    gate.passes(hours=23, minutes=59)
    Laptop(gate, "L-1").enrol(in_time)
    gate.passes(minutes=1)
    with pytest.raises(Gone) as refused:
        Laptop(gate, "L-2").enrol(late)
    assert refused.value.code == "code_used"


def test_of_many_laptops_that_show_one_code_at_once_one_is_enrolled(gate: Gate) -> None:
    given = code(gate)

    def attempt(number: int) -> bool:
        try:
            Laptop(gate, f"L-{number}").enrol(given, f"203.0.113.{number}")
        except Gone:
            return False
        return True

    with ThreadPoolExecutor(8) as together:
        assert sum(together.map(attempt, range(8))) == 1
    assert len(gate.rows(tables.devices)) == 1


@pytest.mark.parametrize("typed", ["", "x", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "\0", "\ud800" * 28])
def test_what_is_no_code_is_refused_as_one_that_is_used_up(gate: Gate, typed: str) -> None:
    with pytest.raises(Gone) as refused:
        Laptop(gate, "L-1").enrol(typed)
    assert refused.value.code == "code_used"


def test_a_typing_mistake_costs_no_code(gate: Gate) -> None:
    given = code(gate)
    with pytest.raises(Gone, match="typing mistake"):
        Laptop(gate, "L-1").enrol(given[:-1] + ("0" if given[-1] != "0" else "2"))
    assert Laptop(gate, "L-1").enrol(given).user == "anna"


def test_nobody_tries_codes_without_end_and_others_are_not_kept_waiting(gate: Gate) -> None:
    given = code(gate)
    for _ in range(20):
        with pytest.raises(Gone):
            Laptop(gate, "L-9").enrol("wrong", STRANGER)
    with pytest.raises(TooManyTries):
        Laptop(gate, "L-9").enrol(given, STRANGER)
    assert Laptop(gate, "L-1").enrol(given, HOME).user == "anna"


@pytest.mark.parametrize("device", ["", "hub", "HUB", "a b", "x" * 101, "L\0", "../x", "-x", "L-1\n"])
def test_a_laptop_without_a_fit_number_is_refused_and_the_code_stays_good(gate: Gate, device: str) -> None:
    given = code(gate)
    with pytest.raises(Unfit) as refused:
        Laptop(gate, device).enrol(given)
    assert refused.value.where == "device"
    Laptop(gate, "hub-2").enrol(given)
    assert gate.rows(tables.devices)[0].id == "hub-2"


@pytest.mark.parametrize("key", ["", "x", "AAAA", "\u00e9", "A" * 44])
def test_what_is_no_public_key_is_refused_and_the_code_stays_good(gate: Gate, key: str) -> None:
    given = code(gate)
    with pytest.raises(Unfit) as refused:
        enrol(gate.hub, Enrolment(code=given, device="L-1", public_key=key), HOME)
    assert refused.value.where == "public_key"
    assert Laptop(gate, "L-1").enrol(given).user == "anna"


def test_a_laptop_is_enrolled_again_with_a_new_key_and_its_old_tokens_are_dead(gate: Gate) -> None:
    before = gate.enrolled("anna", "L-1")
    after = Laptop(gate, "L-1")
    after.enrol(code(gate))
    with pytest.raises(NotSignedIn):
        before.principal()
    with pytest.raises(NotSignedIn):
        before.refresh()
    assert after.principal().device_key == after.principal(after.refresh().access).device_key
    [row] = gate.rows(tables.devices)
    assert row.public_key == public_text(after.key.public_key())


@pytest.mark.parametrize("state", [DeviceState.REPLACED, DeviceState.REVOKED, DeviceState.LOST])
def test_a_laptop_that_turned_up_again_is_active_when_it_is_enrolled_again(gate: Gate, state: DeviceState) -> None:
    laptop = gate.enrolled("anna", "L-1")
    end_device(gate.hub, OFFICE, "L-1", DeviceEnd(state=state))
    laptop.enrol(code(gate))
    assert laptop.principal().device_active
    assert gate.rows(tables.devices)[0].ended is None


def test_a_laptop_never_becomes_another_accounts(gate: Gate) -> None:
    gate.enrolled("anna", "L-1")
    gate.account("ben")
    given = code(gate, "ben")
    with pytest.raises(Conflict, match="another account"):
        Laptop(gate, "L-1").enrol(given)
    assert Laptop(gate, "L-2").enrol(given).user == "ben"


def test_an_account_has_as_many_laptops_as_it_needs(gate: Gate) -> None:
    one, other = gate.enrolled("anna", "L-1"), gate.enrolled("anna", "L-2")
    assert {one.principal().device, other.principal().device} == {"L-1", "L-2"}


def test_supervisors_make_codes_for_interviewers_and_nobody_else_does(gate: Gate) -> None:
    gate.account("ben", Role.TELEPHONE_INTERVIEWER)
    ruth = gate.account("ruth", Role.SUPERVISOR)
    made = new_code(gate.hub, ruth, "ben")
    assert (made.user, made.expires.isoformat()) == ("ben", "2026-11-23T09:00:00+00:00")
    assert made.expires > NOW
    for name in ("ruth", "nobody"):
        with pytest.raises(NotThere):
            new_code(gate.hub, ruth, name)
    for role in (Role.CODER, Role.INTERVIEWER):
        with pytest.raises(NotAllowed):
            new_code(gate.hub, gate.account(role.value, role), "anna")


def test_a_closed_account_gets_no_code_and_its_codes_are_dead(gate: Gate) -> None:
    given, ada = code(gate), gate.account("ada", Role.ADMINISTRATOR)
    change_account(gate.hub, ada, "anna", AccountChange(active=False))
    with pytest.raises(Conflict):
        new_code(gate.hub, ada, "anna")
    with pytest.raises(Gone):
        Laptop(gate, "L-1").enrol(given)


def test_somebody_who_interviews_no_more_enrols_no_laptop(gate: Gate) -> None:
    given = code(gate)
    change_account(gate.hub, OFFICE, "anna", AccountChange(role=Role.CODER))
    with pytest.raises(Gone):
        Laptop(gate, "L-1").enrol(given)


def test_only_the_key_it_enrolled_with_speaks_for_a_laptop_that_was_lost(gate: Gate) -> None:
    laptop = gate.enrolled("anna", "L-1")
    end_device(gate.hub, OFFICE, "L-1", DeviceEnd(state=DeviceState.LOST))
    with pytest.raises(NotSignedIn):
        laptop.refresh(key=Ed25519PrivateKey.generate())
    with pytest.raises(DeviceRevoked):
        laptop.refresh()
