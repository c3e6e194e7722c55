"""Tokens as they are issued and kept: 256 bits of chance, of which the hub keeps a hash alone.

Those that come from one enrolment, or one sign-in, are a family: when one of them was stolen, all of them die.
"""

import enum
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, update

from capi.hub.hub import Hub, from_microseconds, to_microseconds
from capi.hub.tables import devices, tokens
from capi.sync.messages import Tokens

ACCESS = timedelta(minutes=15)
REFRESH = timedelta(days=60)
"""From one use to the next: a laptop that has not called for so long is enrolled again."""
SESSION = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
"""How long a refresh token is kept at least after its exchange, and after it can be exchanged no more: it is known when it comes
again."""


class Kind(enum.Enum):
    ACCESS = "access"
    REFRESH = "refresh"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Family:
    """Whose tokens these are; `device_key` is None for a session of the office."""

    id: str
    user_key: int
    device_key: int | None = None


def new_family(user_key: int, device_key: int | None = None) -> Family:
    return Family(uuid.uuid4().hex, user_key, device_key)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def issue_pair(hub: Hub, connection: Connection, family: Family) -> Tokens:
    """An access token and the refresh token for the next ones."""
    now = hub.now()
    access, expires = _issue(connection, family, Kind.ACCESS, now)
    refresh, _ = _issue(connection, family, Kind.REFRESH, now)
    return Tokens(access=access, access_expires=expires, refresh=refresh)


def issue_session(hub: Hub, connection: Connection, family: Family) -> tuple[str, datetime]:
    """The token, and when it ends."""
    return _issue(connection, family, Kind.SESSION, hub.now())


def revoke(hub: Hub, connection: Connection, which: ColumnElement[bool]) -> int:
    """How many were good until now."""
    now = to_microseconds(hub.now())
    living = (which, tokens.c.revoked.is_(None), tokens.c.expires > now)
    return connection.execute(update(tokens).where(*living).values(revoked=now)).rowcount


def end_refreshes(hub: Hub, connection: Connection, which: ColumnElement[bool]) -> None:
    """These refresh tokens can be exchanged no more, nor their exchange be repeated; they are remembered."""
    now, remembered = to_microseconds(hub.now()), to_microseconds(hub.now() + REMEMBERED)
    living = (which, tokens.c.kind == Kind.REFRESH.value, tokens.c.revoked.is_(None), tokens.c.expires > now)
    connection.execute(update(tokens).where(*living).values(revoked=now, expires=remembered))


def note_first_use(hub: Hub, connection: Connection, access_hash: str, device_key: int) -> None:
    """The laptop has this access token: the exchange that gave it cannot be repeated from now on."""
    now = to_microseconds(hub.now())
    # The laptop's row first, as in an exchange: so of use and repetition, at once, one comes before the other.
    connection.execute(update(devices).where(devices.c.key == device_key).values(last_seen=now))
    its_own = (tokens.c.hash == access_hash, tokens.c.used.is_(None), tokens.c.revoked.is_(None))
    first = connection.execute(
        update(tokens).where(*its_own).values(used=now).returning(tokens.c.family, tokens.c.made)
    )
    for family, made in first.all():
        # The token it came with was made at the same moment; one that was exchanged for it, before.
        end_refreshes(hub, connection, (tokens.c.family == family) & (tokens.c.made < made) & (tokens.c.used <= made))


def forget_expired(hub: Hub, connection: Connection, family: str | None = None) -> None:
    """Removes what is too old to be of use; of one family, or of all."""
    expired = delete(tokens).where(tokens.c.expires < to_microseconds(hub.now()))
    connection.execute(expired if family is None else expired.where(tokens.c.family == family))


_LASTS = {Kind.ACCESS: ACCESS, Kind.REFRESH: REFRESH, Kind.SESSION: SESSION}


def _issue(connection: Connection, family: Family, kind: Kind, now: datetime) -> tuple[str, datetime]:
    token = secrets.token_urlsafe(32)
    made, expires = to_microseconds(now), to_microseconds(now + _LASTS[kind])
    connection.execute(
        insert(tokens).values(
            hash=token_hash(token),
            kind=kind.value,
            family=family.id,
            user_key=family.user_key,
            device_key=family.device_key,
            made=made,
            expires=expires,
        )
    )
    return token, from_microseconds(expires)
