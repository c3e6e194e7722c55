"""Enrolment: a laptop becomes known, to one account, by a code that works once.

Where the answer was lost on its way, the same laptop may ask again with the same code and the same key, for as long as the
code lasts, and until one of the tokens it was given is used.

A laptop may be enrolled again, by a new code of the same account: with a new key, and all its old tokens dead. It keeps
its number, which stands in journals, and so it never becomes another account's.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from capi.hub import audit
from capi.hub.errors import Conflict, Gone, NotThere, Unfit
from capi.hub.hub import Hub, Principal, known, to_microseconds
from capi.hub.people import lockout, token_family
from capi.hub.people.enrolment_codes import code_hash, drawn_code, in_groups, read_code
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require, works_on_a_laptop
from capi.hub.tables import devices, enrolments, tokens, users
from capi.sync.messages import Enrolled, Enrolment, Role
from capi.sync.office_messages import DeviceState, EnrolmentCode
from capi.sync.signing import public_key, public_text

CODE_LASTS = timedelta(hours=24)
_DEVICE = re.compile(r"(?!hub$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.IGNORECASE)
"""The hub itself writes entries as the device `hub`."""


def new_code(hub: Hub, principal: Principal, user: str) -> EnrolmentCode:
    """A code for an interviewer's laptop. Raises NotAllowed, NotThere, Conflict where the account is closed."""
    require(principal, Action.MAKE_CODES)
    now, code = hub.now(), drawn_code()
    with hub.database.writing() as connection:
        account = connection.execute(select(users).where(users.c.name == fit(user, "the name", "user"))).one_or_none()
        if account is None or not works_on_a_laptop(Role(account.role)):
            raise NotThere(
                "not_there", "There is no interviewer of that name; only interviewers have laptops enrolled."
            )
        if not account.active:
            raise Conflict("conflict", f"The account {account.name} is closed. Open it first.")
        connection.execute(
            insert(enrolments).values(
                code_hash=code_hash(code),
                user_key=account.key,
                made=to_microseconds(now),
                made_by=principal.user,
                expires=to_microseconds(now + CODE_LASTS),
            )
        )
        audit.record(hub, connection, principal.user, "code_made", account.name)
    return EnrolmentCode(code=in_groups(code), user=account.name, expires=now + CODE_LASTS)


def enrol(hub: Hub, wanted: Enrolment, address: str) -> Enrolled:
    """The laptop is known from now on. Raises Gone (used up, too old, no code), Unfit, Conflict, TooManyTries, Unavailable."""
    if not _DEVICE.fullmatch(wanted.device):
        raise Unfit("unfit", "The number of a laptop is of letters, digits, dot, hyphen, underscore.", where="device")
    host = fit(wanted.host, "the name of the laptop", "host")
    laptop = _Laptop(wanted.device, _fit_key(wanted.public_key), host, to_microseconds(hub.now()))
    here = lockout.of_address(hub, "enrol", address)
    with hub.database.writing() as connection:
        lockout.refuse_too_many(hub, connection, [here])
        account = _account_of(connection, wanted.code, laptop)
        if isinstance(account, Gone):
            # The refusal is counted and audited, so the transaction ends before it is told.
            lockout.add(hub, connection, [here])
            audit.record(hub, connection, "", "enrolment_refused", wanted.device, address=here.name)
            refused: Gone | None = account
        else:
            refused, enrolled = None, _enrolled(hub, connection, laptop, account)
            audit.record(hub, connection, account.name, "device_enrolled", wanted.device)
    if refused:
        raise refused
    return enrolled


@dataclass(frozen=True, slots=True)
class _Laptop:
    """`asks`: the moment of its enrolment, which its row and that of its code have in common (microseconds)."""

    id: str
    public_key: str
    host: str
    asks: int


def _account_of(connection: Connection, typed: str, laptop: _Laptop) -> Row[Any] | Gone:
    """Whose code this is. It is used up by this: of two who show it at once, the second finds it so."""
    code = read_code(typed)
    if code is None:
        return Gone("code_used", "There is a typing mistake in this code. Look at it again, group by group.")
    its_own = (enrolments.c.code_hash == code_hash(code)) & (enrolments.c.expires > laptop.asks)
    use = update(enrolments).values(used=laptop.asks).returning(enrolments.c.user_key)
    used = connection.execute(use.where(its_own, enrolments.c.used.is_(None))).scalar()
    if used is None and _asks_again(connection, its_own, laptop):
        used = connection.execute(use.where(its_own)).scalar()
    if used is None:
        return Gone("code_used", "This code was used already, or is too old. The office makes a new one.")
    account = connection.execute(select(users).where(users.c.key == used)).one()
    if not account.active or not works_on_a_laptop(Role(account.role)):
        return Gone("code_used", "The account of this code works on no laptop any more. Ask the office.")
    return account


def _asks_again(connection: Connection, code: ColumnElement[bool], laptop: _Laptop) -> bool:
    """Whether it was this very laptop that used the code, and it never used what it got for it."""
    its_own = (devices.c.id == laptop.id, devices.c.public_key == laptop.public_key)
    not_seen_since = (devices.c.state == DeviceState.ACTIVE.value, devices.c.last_seen == devices.c.enrolled)
    wanted = (
        select(devices.c.key, devices.c.enrolled)
        .join(enrolments, enrolments.c.user_key == devices.c.user_key)
        .where(code, devices.c.enrolled == enrolments.c.used, *its_own, *not_seen_since)
        .with_for_update(key_share=True, of=devices)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return False
    given = (tokens.c.device_key == row.key, tokens.c.made >= row.enrolled)
    was_used = select(tokens.c.hash).where(*given, tokens.c.used.is_not(None)).limit(1)
    return connection.execute(was_used).first() is None


def _enrolled(hub: Hub, connection: Connection, laptop: _Laptop, account: Row[Any]) -> Enrolled:
    its, device_key = known(hub, connection), _device(hub, connection, laptop, account)
    token_family.revoke(hub, connection, tokens.c.device_key == device_key)
    given = token_family.issue_pair(hub, connection, token_family.new_family(account.key, device_key))
    return Enrolled(
        hub=its.id,
        name=its.name,
        epoch=its.epoch,
        public_key=hub.keys.public,
        user=account.name,
        role=Role(account.role),
        tokens=given,
        certificates=hub.certificates,
    )


def _device(hub: Hub, connection: Connection, laptop: _Laptop, account: Row[Any]) -> int:
    """The laptop's row, new or as it is from now on."""
    facts = {
        "public_key": laptop.public_key,
        "host": laptop.host,
        "state": DeviceState.ACTIVE.value,
        "enrolled": laptop.asks,
        "ended": None,
        "last_seen": laptop.asks,
    }
    dialect = postgresql if hub.database.is_postgresql else sqlite
    new = dialect.insert(devices).values(id=laptop.id, user_key=account.key, **facts).on_conflict_do_nothing()
    connection.execute(new)
    its_own = devices.c.id == laptop.id
    there = connection.execute(select(devices).where(its_own).with_for_update(key_share=True)).one()
    if there.user_key != account.key:
        raise Conflict(
            "conflict",
            "This laptop's number stands in the journals of another account. Start capi anew in an empty data folder, and enrol it there.",
        )
    connection.execute(update(devices).where(its_own).values(facts))
    return int(there.key)


def _fit_key(text: str) -> str:
    try:
        return public_text(public_key(text))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unfit("unfit", "The public key is no Ed25519 key in base64.", where="public_key") from error
