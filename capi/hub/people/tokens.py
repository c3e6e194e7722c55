"""Tokens: who is asking. Signing in, exchanging a refresh token, and the principal behind a request.

    principal = principal_of(hub, bearer, device_header)        # at every request; nothing is remembered between them

A refresh token is good for one exchange, which may be repeated until one of the tokens it gave is used, because the line may
have cut its answer off, and the laptop been shut until the evening. A token that comes again after that is in two hands,
and its family dies: so the first use of an access token is noted, and no other.
What is refused here is counted and audited first, so a refusal is a result until its transaction has ended.
"""

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from capi.hub import audit
from capi.hub.errors import DeviceRevoked, HubError, NotAllowed, NotSignedIn
from capi.hub.hub import Hub, Principal, from_microseconds, known, to_microseconds
from capi.hub.people import lockout, token_family
from capi.hub.people.coming_back import comes_back
from capi.hub.people.enrolment import enrol as enrol
from capi.hub.people.passwords import hash_again, is_outdated, is_password
from capi.hub.people.token_family import Family, Kind, token_hash
from capi.hub.policy import Action, allowed
from capi.hub.tables import devices, tokens, users
from capi.sync.messages import Erasure, Refresh, Role, SignedIn, SignIn, Tokens
from capi.sync.office_messages import DeviceState
from capi.sync.signing import Purpose, has_signed, public_key

_ENDED = (DeviceState.REVOKED.value, DeviceState.LOST.value)
_ASKED_BY: Select[Any] = (
    select(
        tokens.c.kind,
        tokens.c.expires,
        tokens.c.used,
        tokens.c.revoked,
        users.c.key.label("user_key"),
        users.c.name,
        users.c.role,
        users.c.active,
        devices.c.key.label("device_key"),
        devices.c.id.label("device"),
        devices.c.state,
        devices.c.ended,
    )
    .join_from(tokens, users)
    .outerjoin(devices, devices.c.key == tokens.c.device_key)
    .where(tokens.c.hash == bindparam("hash"))
)


def principal_of(hub: Hub, bearer: str, device_header: str) -> Principal:
    """Whose token this is; where it is used for the first time, that is kept. Raises NotSignedIn, DeviceRevoked, Unavailable."""
    with hub.database.asking() as connection:
        row = connection.execute(_ASKED_BY, {"hash": token_hash(bearer)}).one_or_none()
        if row is None or row.kind == Kind.REFRESH.value or row.device not in (None, device_header):
            raise _nobody()
        if row.state in _ENDED:
            raise _device_ended(hub, connection, row)
    if row.revoked is not None or row.expires <= to_microseconds(hub.now()) or not row.active:
        raise _nobody()
    if row.kind == Kind.ACCESS.value and row.used is None:
        with hub.database.writing() as connection:
            token_family.note_first_use(hub, connection, token_hash(bearer), row.device_key)
    active = row.state in (None, DeviceState.ACTIVE.value)
    return Principal(row.user_key, row.name, Role(row.role), row.device_key, row.device, active)


def sign_in(hub: Hub, wanted: SignIn, address: str) -> SignedIn:
    """Somebody of the office, at an address. Raises NotSignedIn, NotAllowed, TooManyTries, Unavailable."""
    name = wanted.name.strip().lower()
    here = lockout.of_address(hub, "sign_in", address)
    with hub.database.writing() as connection:
        lockout.count(hub, connection, [lockout.of_account(hub, connection, name, address), here])
        account = connection.execute(select(users).where(users.c.name == name)).one_or_none() if _fit(name) else None
    # The hash is made outside of any transaction: it takes longer than all else here together.
    right = is_password(account.password if account else None, wanted.password)
    if account is None or not right or not account.active:
        with hub.database.writing() as connection:
            audit.record(hub, connection, account.name if account else "", "sign_in_refused", "", address=here.name)
        raise NotSignedIn("not_signed_in", "The name or the password is not right.")
    if not allowed(Role(account.role), Action.SIGN_IN):
        raise NotAllowed("not_allowed", "Interviewers work on their own laptops, which the office enrols with a code.")
    again = hash_again(wanted.password) if is_outdated(account.password) else account.password
    with hub.database.writing() as connection:
        same = users.c.key == account.key, users.c.password == account.password, users.c.active
        if connection.execute(update(users).where(*same).values(password=again)).rowcount != 1:
            raise _nobody()
        lockout.take_back(hub, connection, [here])
        lockout.forgive(hub, connection, name, address)
        token, expires = token_family.issue_session(hub, connection, token_family.new_family(account.key))
        audit.record(hub, connection, account.name, "signed_in", account.name, address=here.name)
    return SignedIn(
        user=account.name, full_name=account.full_name, role=Role(account.role), token=token, expires=expires
    )


def sign_out(hub: Hub, principal: Principal) -> None:
    """Ends all sessions of the account, on whatever machine."""
    with hub.database.writing() as connection:
        if end_sessions(hub, connection, principal.user_key):
            audit.record(hub, connection, principal.user, "signed_out", principal.user)


def end_sessions(hub: Hub, connection: Connection, user_key: int) -> int:
    """How many there were."""
    its = (tokens.c.user_key == user_key) & (tokens.c.kind == Kind.SESSION.value)
    return token_family.revoke(hub, connection, its)


def refresh(hub: Hub, wanted: Refresh, address: str) -> Tokens:
    """New tokens for an old one, for the laptop that it was issued to and that has signed for it.

    Raises NotSignedIn (code `reused` where its family is dead), DeviceRevoked, TooManyTries, Unavailable.
    """
    with hub.database.writing() as connection:
        found = _refreshed(hub, connection, wanted, address)
    if isinstance(found, HubError):
        raise found
    return found


def _refreshed(hub: Hub, connection: Connection, wanted: Refresh, address: str) -> Tokens | HubError:
    here, own = lockout.of_address(hub, "refresh", address), lockout.of_device(hub, wanted.device)
    lockout.refuse_too_many(hub, connection, [here])
    device = _signing_device(connection, wanted)
    if device is None:
        lockout.add(hub, connection, [here])
        return _nobody()
    if device.state in _ENDED:
        return _device_ended(hub, connection, device)
    lockout.refuse_too_many(hub, connection, [own])
    its_own = (tokens.c.hash == token_hash(wanted.refresh), tokens.c.device_key == device.device_key)
    token = connection.execute(select(tokens).where(*its_own, tokens.c.kind == Kind.REFRESH.value)).one_or_none()
    if token is None:
        back = comes_back(hub, connection, device.device_key) if device.active else None
        if back is None:
            lockout.add(hub, connection, [own])
        return back or _nobody()
    if token.revoked is not None:
        lockout.add(hub, connection, [own])
        return _dead(hub, connection, token, device)
    if token.expires <= to_microseconds(hub.now()):
        return _nobody()
    if not device.active:
        return NotSignedIn(
            "not_signed_in", "This account is closed. What is on the laptop stays there; ask the office."
        )
    return _exchanged(hub, connection, token)


def _signing_device(connection: Connection, wanted: Refresh) -> Row[Any] | None:
    """Its row, held until the transaction ends, so that one laptop exchanges one token at a time."""
    if not _fit(wanted.device):
        return None
    query: Select[Any] = (
        select(
            devices.c.key.label("device_key"),
            devices.c.id.label("device"),
            devices.c.state,
            devices.c.ended,
            devices.c.public_key,
            users.c.name,
            users.c.active,
        )
        .join_from(devices, users)
        .where(devices.c.id == wanted.device)
        .with_for_update(key_share=True, of=devices)
    )
    row = connection.execute(query).one_or_none()
    if row is None or not has_signed(public_key(row.public_key), Purpose.TOKEN, wanted.refresh, wanted.signature):
        return None
    return row


def _exchanged(hub: Hub, connection: Connection, token: Row[Any]) -> Tokens:
    now = to_microseconds(hub.now())
    if token.used is None:
        # From now on the exchange before cannot be repeated, and what else came of it is not to be used.
        its_own = tokens.c.hash == token.hash
        token_family.end_refreshes(hub, connection, (tokens.c.family == token.family) & ~its_own)
        remembered = to_microseconds(hub.now() + token_family.REMEMBERED)
        connection.execute(update(tokens).where(its_own).values(used=now, expires=max(token.expires, remembered)))
    token_family.forget_expired(hub, connection, token.family)
    connection.execute(update(devices).where(devices.c.key == token.device_key).values(last_seen=now))
    return token_family.issue_pair(hub, connection, Family(token.family, token.user_key, token.device_key))


def _dead(hub: Hub, connection: Connection, token: Row[Any], device: Row[Any]) -> NotSignedIn:
    if token_family.revoke(hub, connection, tokens.c.family == token.family):
        audit.record(hub, connection, device.name, "token_reused", device.device)
    return NotSignedIn(
        "reused",
        "A token of this laptop was used a second time, as if it were in two places. Enrol it again: the office gives a code.",
    )


def _nobody() -> NotSignedIn:
    return NotSignedIn("not_signed_in", "No token that is good. Sign in again.")


def _device_ended(hub: Hub, connection: Connection, device: Row[Any]) -> DeviceRevoked:
    words = "The office has ended this laptop's access to the hub. Ask your supervisor."
    if device.state != DeviceState.LOST.value:
        return DeviceRevoked(words)
    order = Erasure(hub=known(hub, connection).id, device=device.device, ordered=from_microseconds(device.ended))
    return DeviceRevoked(words, hub.sign(Purpose.ERASURE, order).decode())


def _fit(text: str) -> bool:
    """Neither database is asked for a text that it cannot hold."""
    return text.isprintable() and text.isascii()
