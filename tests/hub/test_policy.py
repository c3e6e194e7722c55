"""Policy: every cell of the table of roles and actions, written down a second time and by hand."""

from dataclasses import replace

import pytest

from capi.hub.errors import NotAllowed
from capi.hub.hub import Principal
from capi.hub.policy import OWN_SYNC, TABLE, Action, allowed, require, works_on_a_laptop
from capi.sync.messages import Role

INTERVIEWERS = (Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER)
OFFICE = (Role.CODER, Role.SUPERVISOR, Role.ADMINISTRATOR)
SUPERVISOR = (Role.SUPERVISOR,)
ADMINISTRATOR = (Role.ADMINISTRATOR,)

MAY = {
    Action.SEND: INTERVIEWERS,
    Action.TALLY: INTERVIEWERS,
    Action.FETCH: INTERVIEWERS,
    Action.RELEASE: INTERVIEWERS,
    Action.GO_ON: INTERVIEWERS,
    Action.CALL: (Role.TELEPHONE_INTERVIEWER,),
    Action.SIGN_IN: OFFICE,
    Action.SEE_PROGRESS: SUPERVISOR,
    Action.SEE_CASES: (Role.CODER, Role.SUPERVISOR),
    Action.SEE_ANSWERS: (Role.CODER, Role.SUPERVISOR),
    Action.SEE_CONTACTS: SUPERVISOR,
    Action.ASSIGN: SUPERVISOR,
    Action.RECALL: SUPERVISOR,
    Action.RETURN: SUPERVISOR,
    Action.ACCEPT: SUPERVISOR,
    Action.APPOINT: SUPERVISOR,
    Action.SET_OUTCOME: SUPERVISOR,
    Action.INVITE: SUPERVISOR,
    Action.SEE_QUARANTINE: SUPERVISOR,
    Action.DECIDE_QUARANTINE: SUPERVISOR,
    Action.SEE_ACCOUNTS: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.CHANGE_ACCOUNTS: ADMINISTRATOR,
    Action.MAKE_CODES: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.SEE_DEVICES: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.END_DEVICES: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.SEE_INSTRUMENTS: ADMINISTRATOR,
    Action.ADD_INSTRUMENTS: ADMINISTRATOR,
    Action.SEE_FRAMES: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.ADD_FRAMES: ADMINISTRATOR,
    Action.SEE_SAMPLES: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Action.ADD_SAMPLES: ADMINISTRATOR,
    Action.SEE_AUDIT: ADMINISTRATOR,
    Action.SEE_CODING: (Role.CODER, Role.SUPERVISOR),
    Action.CODE: (Role.CODER, Role.SUPERVISOR),
    Action.DIRECT_CODING: SUPERVISOR,
    Action.MAKE_OUTPUTS: SUPERVISOR,
}


def principal(role: Role, *, laptop: bool) -> Principal:
    return Principal(1, "anna", role, 2 if laptop else None, "L-1" if laptop else None)


def is_let(asking: Principal, action: Action) -> bool:
    try:
        require(asking, action)
    except NotAllowed:
        return False
    return True


def test_every_role_is_in_the_table_and_every_action_is_judged_here() -> None:
    assert set(TABLE) == set(Role)
    assert set(MAY) == set(Action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_does_what_the_table_says_and_nothing_else(role: Role, action: Action) -> None:
    assert allowed(role, action) is (role in MAY[action])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("laptop", [True, False])
def test_the_sync_is_a_laptops_and_all_else_is_of_who_signed_in(role: Role, action: Action, laptop: bool) -> None:
    expected = role in MAY[action] and laptop is (action in OWN_SYNC)
    assert is_let(principal(role, laptop=laptop), action) is expected


@pytest.mark.parametrize("action", Action)
def test_a_replaced_laptop_sends_and_gets_nothing(action: Action) -> None:
    replaced = replace(principal(Role.INTERVIEWER, laptop=True), device_active=False)
    assert is_let(replaced, action) is (action in (Action.SEND, Action.TALLY))


def test_only_interviewers_have_laptops() -> None:
    assert [role for role in Role if works_on_a_laptop(role)] == list(INTERVIEWERS)


def test_who_may_see_answers_and_accounts_is_never_the_same() -> None:
    for role in Role:
        assert not (allowed(role, Action.SEE_ANSWERS) and allowed(role, Action.CHANGE_ACCOUNTS))
