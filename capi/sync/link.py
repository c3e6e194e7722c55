"""The link: what a laptop knows of its hub, kept inside the case file and encrypted with it.

    link = link_of(case_file)               # None until the laptop is enrolled
    keep_link(case_file, replace(link, cursor=40))

Beside it lie the batch without a receipt, what the last agreed tally counted, and the report of the last round.
"""

import base64
import secrets
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from capi.store.case_file import CaseFile
from capi.sync.messages import Role, Tokens
from capi.sync.signing import public_key

LINK = "hub"
ENROLLING = "hub_enrolling"
"""While an enrolment is under way: the hub and the key it was asked with, so that it can be asked with the same again."""
BATCH = "hub_batch"
"""The batch without a receipt: its body as it was sent, so that it can be sent again to the letter."""
AGREED = "hub_agreed"
REPORT = "hub_report"
TOLD = "hub_told"
"""Names under which the case file keeps Agreed, RoundReport and Told."""


class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`cursor`: every order up to it is done; `done` are later ones that are done although one before them waits.

    `clock_ahead_ms`: how much this laptop's clock was ahead of the hub's at the last round; behind, if negative.
    `offered`: instruments that new cases can be made with, by SHA-256. `certificates`: PEM; empty for the system's.
    `restored`: the hub was restored from a backup, and what it may have lost has not been taken back yet.
    `leaving`: accepted cases that the hub has been asked to let go, or is about to be. `passed_on`: cases that the office has
    taken at once, and given to somebody else.
    """

    hub: str
    name: str
    url: str
    public_key: str
    certificates: str
    device: str
    private_key: str
    user: str
    role: Role
    tokens: Tokens
    epoch: str
    cursor: int = 0
    done: tuple[int, ...] = ()
    clock_ahead_ms: int = 0
    last_round: datetime | None = None
    offered: tuple[str, ...] = ()
    restored: bool = False
    leaving: tuple[str, ...] = ()
    passed_on: tuple[str, ...] = ()

    @property
    def hub_key(self) -> Ed25519PublicKey:
        return public_key(self.public_key)

    @property
    def device_key(self) -> Ed25519PrivateKey:
        return private_key(self.private_key)

    def __repr__(self) -> str:
        """Without its keys and tokens: a link may end up in a traceback."""
        return f"Link(hub={self.hub!r}, device={self.device!r}, user={self.user!r}, cursor={self.cursor})"


def link_of(case_file: CaseFile) -> Link | None:
    """Raises CaseFileError."""
    kept = case_file.kept(LINK)
    return None if kept is None else msgspec.json.decode(kept, type=Link)


def keep_link(case_file: CaseFile, link: Link) -> None:
    case_file.keep(LINK, msgspec.json.encode(link).decode())


class Agreed(Struct, frozen=True):
    """What laptop and hub agree on: the number of the last entry that is safe at the hub, by case. `time` is the hub's."""

    time: datetime
    cases: dict[str, int]


def agreed(case_file: CaseFile) -> Agreed | None:
    """Of the last tally that agreed, for some cases at least; None where none ever did."""
    kept = case_file.kept(AGREED)
    return None if kept is None else msgspec.json.decode(kept, type=Agreed)


def private_text(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes_raw()).decode()


def private_key(text: str) -> Ed25519PrivateKey:
    """The inverse of `private_text`."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))


def new_batch_id(utc: datetime) -> str:
    """A UUID of version 7 (RFC 9562): the milliseconds, then chance. Python makes them itself from 3.14 on."""
    milliseconds = int(utc.timestamp() * 1000) & (2**48 - 1)
    number = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
