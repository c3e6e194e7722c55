"""Invitations: which cases may be answered online, which access code a case has, and how one is made.

    looking = Looking.at(hub, connection, instrument_keys)
    for row in connection.execute(invitees().where(cases.c.sample_key == sample_key)):
        looking.why_not(row)                               # None where she may be invited
    made = make_codes(hub, connection, rows, terms)        # their serials; the codes follow from them

A code is kept nowhere. What stands in the table is which number it has, until when it is good, and in how many letters it was.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from capi.fieldwork.case import Status
from capi.hub.errors import Conflict
from capi.hub.hub import Hub, to_microseconds
from capi.hub.many import among
from capi.hub.online.access_codes import access_code, access_code_hash
from capi.hub.orders.instruments import instrument_of
from capi.hub.outcome_frame import frame_of
from capi.hub.tables import cases, contacts, instruments, invitations, visits
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame

_earlier = invitations.alias("earlier")


class LeftOut(enum.Enum):
    """Why a case is not invited, or gets no letter."""

    DELETED = "deleted"
    NOT_ONLINE = "its instrument is not for self-completion"
    THROUGH = "answered already"
    STOPPED = "stopped"
    WITH_INTERVIEWER = "begun with an interviewer"
    CLOSED = "refused, or closed by its outcome"
    NO_CONTACT = "no address and no e-mail"
    NO_ADDRESS = "no address for a printed letter"
    HAS_CODE = "invited already"
    NO_LETTER_YET = "access code in no letter yet, so there is nothing to remind of"
    RUN_OUT = "access code run out or taken back"


@dataclass(frozen=True, slots=True)
class Looking:
    """One look at cases: `online` are the keys of instruments for self-completion, `now` in microseconds."""

    now: int
    online: frozenset[int]
    frame: OutcomeFrame | None

    @classmethod
    def at(cls, hub: Hub, connection: Connection, instrument_keys: Iterable[int]) -> "Looking":
        wanted = select(instruments.c.key, instruments.c.sha256).where(
            among(connection, instruments.c.key, list(instrument_keys))
        )
        online = {
            row.key
            for row in connection.execute(wanted)
            if Mode.SELF_COMPLETION in instrument_of(connection, row.sha256).modes
        }
        return cls(to_microseconds(hub.now()), frozenset(online), _frame(connection))

    def barred(self, case: Row[Any]) -> LeftOut | None:
        """Why she could not begin, or go on, even with a good code."""
        if case.deleted is not None:
            return LeftOut.DELETED
        if case.instrument_key not in self.online:
            return LeftOut.NOT_ONLINE
        if case.status == Status.COMPLETED.value or case.accepted_number is not None:
            return LeftOut.THROUGH
        if case.status == Status.STOPPED.value:
            return LeftOut.STOPPED
        if case.online is None and case.status != Status.NOT_STARTED.value:
            return LeftOut.WITH_INTERVIEWER
        return None

    def why_not(self, case: Row[Any]) -> LeftOut | None:
        """Why nobody writes to her: also where she, or somebody for her, has said no."""
        return self.barred(case) or (LeftOut.CLOSED if self._closed(case) else None)

    def has_good_code(self, case: Row[Any]) -> bool:
        return case.serial is not None and case.revoked is None and case.expires > self.now

    def _closed(self, case: Row[Any]) -> bool:
        if self.frame is None:
            return False
        outcome = self.frame.outcome(case.outcome)
        if outcome is not None:
            return outcome.closes
        result = self.frame.result(case.last_result)
        return result is not None and self.frame.ends_calling(result)


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when new codes are good, in microseconds, and who gives them."""

    expires: int
    by: str


def invitees() -> Select[Any]:
    """Cases, each with its contact details and its latest invitation, as far as there are any."""
    latest = select(func.max(_earlier.c.serial)).where(_earlier.c.case_key == cases.c.key).scalar_subquery()
    last = and_(invitations.c.case_key == cases.c.key, invitations.c.serial == latest)
    of_case = [
        cases.c[name]
        for name in (
            "key",
            "id",
            "reference",
            "instrument_key",
            "status",
            "accepted_number",
            "deleted",
            "online",
            "number",
        )
    ]
    of_invitation = [
        invitations.c[name] for name in ("serial", "expires", "revoked", "entered", "letters", "last_letter")
    ]
    return (
        select(*of_case, cases.c.outcome, cases.c.last_result, contacts.c.contact)
        .add_columns(invitations.c.key.label("invitation"), *of_invitation)
        .select_from(cases)
        .outerjoin(contacts, contacts.c.case_key == cases.c.key)
        .outerjoin(invitations, last)
    )


def make_codes(hub: Hub, connection: Connection, found: Sequence[Row[Any]], terms: Terms) -> list[int]:
    """One for each of the cases, in place of those they had; gives their serials. The caller has locked the cases, or their sample."""
    now = to_microseconds(hub.now())
    codes = _unused(hub, connection, [(case.id, (case.serial or 0) + 1) for case in found])
    take_back(connection, [case.key for case in found if case.serial is not None], now)
    of_all = {"made": now, "made_by": terms.by, "expires": terms.expires}
    rows = [
        {**of_all, "case_key": case.key, "serial": serial, "code_hash": code_hash}
        for case, (serial, code_hash) in zip(found, codes, strict=True)
    ]
    if rows:
        # RETURNING makes one statement of a thousand rows; without it each would be sent by itself.
        connection.execute(insert(invitations).returning(invitations.c.key), rows)
    return [serial for serial, _ in codes]


def take_back(connection: Connection, case_keys: Sequence[int], now: int) -> int:
    """No code of these cases is good any more, and whoever is in by one is out; gives how many codes were."""
    if not case_keys:
        return 0
    good = among(connection, invitations.c.case_key, case_keys), invitations.c.revoked.is_(None)
    taken = connection.execute(update(invitations).where(*good).values(revoked=now).returning(invitations.c.key)).all()
    open_ones = among(connection, visits.c.case_key, case_keys), visits.c.ended.is_(None)
    connection.execute(update(visits).where(*open_ones).values(ended=now))
    return len(taken)


def _unused(hub: Hub, connection: Connection, wanted: Sequence[tuple[str, int]]) -> list[tuple[int, str]]:
    """The serial and what is kept of its code, for each case. Two cases of a million may have the same code: the later one has its next."""
    hashes = [_hashed(hub, case_id, serial) for case_id, serial in wanted]
    there = select(invitations.c.code_hash).where(among(connection, invitations.c.code_hash, hashes))
    taken = set(connection.execute(there).scalars())
    given: list[tuple[int, str]] = []
    for (case_id, first), first_hash in zip(wanted, hashes, strict=True):
        serial, code_hash = first, first_hash
        while code_hash in taken:
            serial += 1
            code_hash = _hashed(hub, case_id, serial)
        taken.add(code_hash)
        given.append((serial, code_hash))
    return given


def _hashed(hub: Hub, case_id: str, serial: int) -> str:
    return access_code_hash(hub, access_code(hub, case_id, serial))


def _frame(connection: Connection) -> OutcomeFrame | None:
    try:
        return frame_of(connection).frame
    except Conflict:
        return None
