"""Accounts: made and changed by administrators, effective at once, and never removed."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotSignedIn, NotThere, TooManyTries, Unfit
from capi.hub.people.accounts import accounts, change_account, create_account
from capi.hub.people.passwords import hash_again
from capi.hub.people.tokens import principal_of
from capi.sync.messages import Role
from capi.sync.office_messages import Account, AccountChange, NewAccount
from tests.hub.gate import PASSWORD, STRANGER, Gate

OTHER = "quarry violin seventeen"


@pytest.fixture
def gate(database: HubDatabase) -> Gate:
    return Gate.set_up(database)


def test_an_account_is_made_with_or_without_a_password(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    made = create_account(gate.hub, ada, NewAccount(name="anna", full_name=" Anna Ill ", role=Role.INTERVIEWER))
    assert made == Account(
        name="anna", full_name="Anna Ill", role=Role.INTERVIEWER, active=True, has_password=False, cases=0, devices=0
    )
    ruth = NewAccount(name="ruth", full_name="Ruth", role=Role.SUPERVISOR, password=PASSWORD)
    assert create_account(gate.hub, ada, ruth).has_password
    assert gate.audited()[-1] == ("ada", "account_created", "ruth")
    assert gate.sign_in("ruth").full_name == "Ruth"


def test_the_first_account_is_made_on_the_hubs_own_machine(gate: Gate) -> None:
    create_account(gate.hub, None, NewAccount(name="ada", full_name="", role=Role.ADMINISTRATOR, password=PASSWORD))
    assert gate.sign_in("ada").role is Role.ADMINISTRATOR


def test_a_name_is_taken_once(gate: Gate) -> None:
    gate.account("anna")
    with pytest.raises(Conflict):
        create_account(gate.hub, None, NewAccount(name="anna", full_name="Other", role=Role.CODER))
    assert gate.rows(tables.users)[0].role == "interviewer"


@pytest.mark.parametrize("name", ["", "Anna", "anna ill", "anna\0", "anna\n", "-anna", "ännä", "a" * 65, "office@hub"])
def test_an_unfit_name_is_refused(gate: Gate, name: str) -> None:
    with pytest.raises(Unfit) as refused:
        create_account(gate.hub, None, NewAccount(name=name, full_name="", role=Role.CODER))
    assert refused.value.where == "name"


@pytest.mark.parametrize("full_name", ["x" * 201, "An\0na", "An\ud800na"])
def test_an_unfit_full_name_is_refused(gate: Gate, full_name: str) -> None:
    gate.account("anna")
    ada = gate.account("ada", Role.ADMINISTRATOR)
    with pytest.raises(Unfit) as refused:
        create_account(gate.hub, ada, NewAccount(name="ben", full_name=full_name, role=Role.CODER))
    assert refused.value.where == "full_name"
    with pytest.raises(Unfit) as refused:
        change_account(gate.hub, ada, "anna", AccountChange(full_name=full_name))
    assert refused.value.where == "full_name"


def test_supervisors_see_accounts_and_only_administrators_change_them(gate: Gate) -> None:
    gate.account("anna")
    vera = gate.account("vera", Role.SUPERVISOR)
    assert [each.name for each in accounts(gate.hub, vera)] == ["anna", "vera"]
    for role in Role:
        if role is Role.ADMINISTRATOR:
            continue
        asking = gate.account(f"the.{role.value}", role)
        seeing = (lambda asking=asking: accounts(gate.hub, asking),) if role is not Role.SUPERVISOR else ()
        for refused in (
            *seeing,
            lambda asking=asking: create_account(gate.hub, asking, NewAccount(name="x", full_name="", role=Role.CODER)),
            lambda asking=asking: change_account(gate.hub, asking, "anna", AccountChange(active=False)),
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_all_accounts_are_listed_with_what_they_have(gate: Gate) -> None:
    gate.enrolled("ben", "L-1")
    gate.enrolled("ben", "L-2")
    ada = gate.account("ada", Role.ADMINISTRATOR)
    assert [(each.name, each.devices, each.cases) for each in accounts(gate.hub, ada)] == [("ada", 0, 0), ("ben", 2, 0)]


def test_what_is_left_out_stays_as_it_is(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    before = gate.rows(tables.users)
    assert change_account(gate.hub, ada, "ruth", AccountChange()).has_password
    assert gate.rows(tables.users) == before
    changed = change_account(gate.hub, ada, "ruth", AccountChange(full_name="Ruth Orr"))
    assert (changed.full_name, changed.role, changed.active) == ("Ruth Orr", Role.SUPERVISOR, True)
    assert gate.sign_in("ruth").full_name == "Ruth Orr"


@pytest.mark.parametrize(
    "change", [AccountChange(active=False), AccountChange(password=OTHER), AccountChange(role=Role.CODER)]
)
def test_another_role_or_password_or_the_end_of_it_ends_sessions_at_once(gate: Gate, change: AccountChange) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    token = gate.sign_in("ruth").token
    change_account(gate.hub, ada, "ruth", AccountChange(full_name="Still Ruth"))
    assert principal_of(gate.hub, token, "").user == "ruth"
    change_account(gate.hub, ada, "ruth", change)
    with pytest.raises(NotSignedIn):
        principal_of(gate.hub, token, "")


def test_a_new_password_is_good_at_once_whatever_went_wrong_with_the_old_one(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            gate.sign_in("ruth", OTHER, STRANGER)
    with pytest.raises(TooManyTries):
        gate.sign_in("ruth", PASSWORD)
    change_account(gate.hub, ada, "ruth", AccountChange(password=OTHER))
    assert gate.sign_in("ruth", OTHER).user == "ruth"
    with pytest.raises(NotSignedIn):
        gate.sign_in("ruth", PASSWORD)


def test_a_password_can_be_taken_away(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    assert not change_account(gate.hub, ada, "ruth", AccountChange(password="")).has_password
    with pytest.raises(NotSignedIn):
        gate.sign_in("ruth")


def test_a_common_password_is_refused_and_nothing_is_changed(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    with pytest.raises(Unfit):
        change_account(gate.hub, ada, "ruth", AccountChange(role=Role.CODER, password="password1"))
    assert gate.sign_in("ruth").role is Role.SUPERVISOR


def test_a_closed_account_does_not_sign_in_until_it_is_opened(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    change_account(gate.hub, ada, "ruth", AccountChange(active=False))
    with pytest.raises(NotSignedIn):
        gate.sign_in("ruth")
    change_account(gate.hub, ada, "ruth", AccountChange(active=True))
    assert gate.sign_in("ruth").user == "ruth"


def test_nobody_closes_their_own_account_or_takes_their_own_role_away(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    for change in (AccountChange(active=False), AccountChange(role=Role.CODER)):
        with pytest.raises(Conflict):
            change_account(gate.hub, ada, "ada", change)
    assert change_account(gate.hub, ada, "ada", AccountChange(password=PASSWORD, role=Role.ADMINISTRATOR)).active


def test_an_account_nobody_has_is_not_there(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    with pytest.raises(NotThere):
        change_account(gate.hub, ada, "nobody", AccountChange(active=False))


def test_a_password_hashed_at_a_lower_cost_is_hashed_anew_when_it_is_given(gate: Gate) -> None:
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    with gate.hub.database.writing() as connection:
        connection.execute(update(tables.users).values(password=weak))
    gate.sign_in("ruth")
    kept = gate.rows(tables.users)[0].password
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    gate.sign_in("ruth")
    assert gate.rows(tables.users)[0].password == kept != hash_again(PASSWORD)


def test_the_audit_log_tells_what_was_changed_but_no_name_and_no_password(gate: Gate) -> None:
    ada = gate.account("ada", Role.ADMINISTRATOR)
    gate.account("ruth", Role.SUPERVISOR)
    change = AccountChange(full_name="Ruth Orr", role=Role.CODER, active=False, password=OTHER)
    change_account(gate.hub, ada, "ruth", change)
    last = gate.rows(tables.audit)[-1]
    assert last.details == '{"active":"no","full_name":"changed","password":"changed","role":"coder"}'
