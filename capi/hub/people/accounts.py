"""Accounts: who works with the hub, and in what role. An account is closed, never removed: its name stands in journals."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from capi.fieldwork.journal import RESPONDENT
from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.people import lockout
from capi.hub.people.passwords import hash_password
from capi.hub.people.texts import fit
from capi.hub.people.tokens import end_sessions
from capi.hub.policy import Action, require
from capi.hub.tables import cases, devices, users
from capi.sync.messages import Role
from capi.sync.office_messages import Account, AccountChange, Calling, DeviceState, NewAccount

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LONGEST_FULL_NAME = 200
_CALLING = msgspec.json.Decoder(Calling)


def create_account(hub: Hub, principal: Principal | None, new: NewAccount) -> Account:
    """A new account; `principal` is None on the hub's own machine. Raises NotAllowed, Unfit, Conflict, Unavailable."""
    if principal is not None:
        require(principal, Action.CHANGE_ACCOUNTS)
    if not _NAME.fullmatch(new.name):
        raise Unfit("unfit", "A name is of small letters, digits, dot, hyphen, underscore; 64 at most.", where="name")
    if new.name == RESPONDENT:
        raise Unfit("unfit", f"{RESPONDENT} is who answers alone, in every journal. Choose another name.", where="name")
    facts = {
        "name": new.name,
        "full_name": _fit_full_name(new.full_name),
        "role": new.role.value,
        "password": hash_password(new.password, (new.name, new.full_name)) if new.password else None,
        "active": True,
        "created": to_microseconds(hub.now()),
        "calling": msgspec.json.encode(_fit_calling(new.calling)).decode(),
    }
    dialect = postgresql if hub.database.is_postgresql else sqlite
    with hub.database.writing() as connection:
        inserting = dialect.insert(users).values(facts).on_conflict_do_nothing().returning(users.c.key)
        if connection.execute(inserting).scalar() is None:
            raise Conflict("conflict", f"There is an account {new.name} already. Choose another name.")
        made = _account(connection.execute(_accounts(users.c.name == new.name)).one())
        who = principal.user if principal else "office@hub"
        audit.record(hub, connection, who, "account_created", new.name, role=new.role.value)
    return made


def change_account(hub: Hub, principal: Principal, name: str, change: AccountChange) -> Account:
    """Changes what is given, at once for all who are signed in: with another role or password, sessions end.

    Raises NotAllowed, NotThere, Unfit, Conflict (one's own role, or closing one's own account), Unavailable.
    """
    require(principal, Action.CHANGE_ACCOUNTS)
    if name == principal.user and (change.active is False or change.role not in (None, principal.role)):
        raise Conflict(
            "conflict", "Nobody takes their own role away, or closes their own account. Ask another administrator."
        )
    its_own = users.c.name == fit(name, "the name", "name")
    full_name = None if change.full_name is None else _fit_full_name(change.full_name)
    with hub.database.reading() as connection:
        if (there := connection.execute(_accounts(its_own)).one_or_none()) is None:
            raise NotThere("not_there", f"There is no account {name}.")
    facts: dict[str, str | bool | None] = {"full_name": full_name, "active": change.active}
    facts["role"] = change.role.value if change.role else None
    if change.password:
        facts["password"] = hash_password(change.password, (name, full_name or there.full_name))
    if change.calling is not None:
        facts["calling"] = msgspec.json.encode(_fit_calling(change.calling)).decode()
    given: dict[str, str | bool | None] = {column: fact for column, fact in facts.items() if fact is not None}
    if change.password == "":
        given["password"] = None
    if not given:
        return _account(there)
    with hub.database.writing() as connection:
        connection.execute(update(users).where(its_own).values(given))
        if given.keys() & {"active", "role", "password"}:
            end_sessions(hub, connection, there.key)
        if "password" in given:
            lockout.forgive(hub, connection, name)
        changed = _account(connection.execute(_accounts(its_own)).one())
        audit.record(hub, connection, principal.user, "account_changed", name, **_for_audit(given))
    return changed


def accounts(hub: Hub, principal: Principal) -> list[Account]:
    """All of them, by name. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_ACCOUNTS)
    with hub.database.reading() as connection:
        return [_account(row) for row in connection.execute(_accounts().order_by(users.c.name))]


def _accounts(*which: ColumnElement[bool]) -> Select[Any]:
    assigned = select(func.count()).where(cases.c.user_key == users.c.key, cases.c.deleted.is_(None))
    laptops = select(func.count()).where(devices.c.user_key == users.c.key, devices.c.state == DeviceState.ACTIVE.value)
    counts = assigned.scalar_subquery().label("cases"), laptops.scalar_subquery().label("devices")
    return select(users, *counts).where(*which)


def _account(row: Row[Any]) -> Account:
    return Account(
        name=row.name,
        full_name=row.full_name,
        role=Role(row.role),
        active=row.active,
        has_password=row.password is not None,
        cases=row.cases,
        devices=row.devices,
        calling=calling_of(row.calling),
    )


def calling_of(kept: str) -> Calling:
    """What somebody can and may do at the telephone, from the column `calling`."""
    return _CALLING.decode(kept)


def _fit_calling(calling: Calling) -> Calling:
    """Each once, in order, so that the same are written the same."""
    languages = {fit(each, "a language", "languages").strip().casefold() for each in calling.languages} - {""}
    skills = {fit(each, "a skill", "skills").strip() for each in calling.skills} - {""}
    return Calling(languages=tuple(sorted(languages)), skills=tuple(sorted(skills)), may_pick=calling.may_pick)


def _fit_full_name(text: str) -> str:
    if len(text) > _LONGEST_FULL_NAME:
        raise Unfit("unfit", f"A full name has at most {_LONGEST_FULL_NAME} letters.", where="full_name")
    return fit(text, "the full name", "full_name").strip()


def _for_audit(given: Mapping[str, str | bool | None]) -> dict[str, str]:
    """What was changed: the role and whether it is open, in full; of names and passwords only that they were."""
    told = {"role": str(given.get("role")), "active": "yes" if given.get("active") else "no"}
    return {column: told.get(column, "changed") for column in given}
