"""Accounts, and the one-time codes that enrol their laptops."""

from capi.hub.people.accounts import accounts, change_account, create_account
from capi.hub.people.enrolment import new_code
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_body, json_of
from capi.sync.office_messages import Account, AccountChange, EnrolmentCode, NewAccount

ACCOUNTS = Group()


@ACCOUNTS.get("/v1/accounts", Action.SEE_ACCOUNTS, NOTHING, json_of(list[Account]))
def list_accounts(asked: Asked[Nothing, Nothing]) -> list[Account]:
    """All accounts, by name."""
    return accounts(asked.hub, asked.principal)


@ACCOUNTS.post("/v1/accounts", Action.CHANGE_ACCOUNTS, json_body(NewAccount), json_of(Account, 201), "conflict")
def make_account(asked: Asked[NewAccount, Nothing]) -> Account:
    """A new account."""
    return create_account(asked.hub, asked.principal, asked.body)


@ACCOUNTS.endpoint(
    "PATCH",
    "/v1/accounts/{name}",
    Action.CHANGE_ACCOUNTS,
    takes=json_body(AccountChange),
    gives=json_of(Account),
    codes=("not_there", "conflict"),
)
def alter_account(asked: Asked[AccountChange, Nothing]) -> Account:
    """What is given is changed; all else stays."""
    return change_account(asked.hub, asked.principal, asked.path["name"], asked.body)


@ACCOUNTS.post(
    "/v1/accounts/{name}/enrolment-codes",
    Action.MAKE_CODES,
    NOTHING,
    json_of(EnrolmentCode, 201),
    "not_there",
    "conflict",
)
def make_code(asked: Asked[Nothing, Nothing]) -> EnrolmentCode:
    """A one-time code for a laptop of this account, shown this once."""
    return new_code(asked.hub, asked.principal, asked.path["name"])
