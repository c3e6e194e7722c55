"""The hub as every part of it is handed it: its database, its keys, its classifications, and the time. It keeps nothing else in
memory."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from sqlalchemy import Connection, select

from capi.classification.shelf import Shelf
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.sync.messages import Role
from capi.sync.signing import Purpose, public_text, sign

_THIS = select(tables.hub)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class HubKeys:
    """What is never in the database: the key that signs, and the key of the audit log (32 bytes)."""

    signing: Ed25519PrivateKey = field(repr=False)
    audit: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "HubKeys":
        return cls(Ed25519PrivateKey.generate(), secrets.token_bytes(32))

    @property
    def public(self) -> str:
        return public_text(self.signing.public_key())


def _now() -> datetime:
    return datetime.now(UTC)


def _empty_shelf() -> Shelf:
    return Shelf(Path(os.devnull))


@dataclass(frozen=True, slots=True)
class Hub:
    """`now` gives UTC. `certificates`: the PEM that laptops trust for this hub from their enrolment on. `shelf`: what this machine has
    loaded to code and derive with; nothing unless it is said."""

    database: HubDatabase
    keys: HubKeys
    now: Callable[[], datetime] = _now
    certificates: str = ""
    shelf: Shelf = field(default_factory=_empty_shelf)

    def sign(self, purpose: Purpose, statement: Struct) -> bytes:
        return sign(self.keys.signing, purpose, statement)


@dataclass(frozen=True, slots=True)
class Known:
    """Which hub a database is, and since which restore."""

    id: str
    name: str
    epoch: str


def known(hub: Hub, connection: Connection) -> Known:
    """Raises HubFolderError where the database is not this hub's, or was never set up."""
    row = connection.execute(_THIS).one_or_none()
    if row is None:
        raise HubFolderError("There is no hub in this database. Set it up with: capi hub init")
    if row.public_key != hub.keys.public:
        raise HubFolderError(
            f"This database belongs to the hub {row.name}, and the keys beside it to another. Put its own keys back; "
            "laptops would not believe a word that is signed with others."
        )
    return Known(row.id, row.name, row.epoch)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: an account, and the laptop it asks from where it is an enrolled one. `device_active`: not a replaced one."""

    user_key: int
    user: str
    role: Role
    device_key: int | None = None
    device: str | None = None
    device_active: bool = True


def to_microseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)
