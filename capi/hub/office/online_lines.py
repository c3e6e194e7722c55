"""What the office sees of answering online: until when a case has an access code, how it is used, and how many answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from capi.fieldwork.case import Status
from capi.hub.hub import from_microseconds
from capi.hub.many import among
from capi.hub.tables import cases, invitations, visits
from capi.sync.office_messages import Invitation

_MINUTE = 60_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class CountedOnline:
    """Cases that were ever given an access code; answered online now; completed by their respondents online."""

    invited: int
    begun: int
    through: int


def codes_until(connection: Connection, case_keys: Sequence[int]) -> dict[int, datetime]:
    """Until when the cases' access codes are good, or were; those that were taken back left out."""
    wanted = select(invitations.c.case_key, func.max(invitations.c.expires)).where(
        invitations.c.revoked.is_(None), among(connection, invitations.c.case_key, case_keys)
    )
    found = connection.execute(wanted.group_by(invitations.c.case_key)).all()
    return {key: from_microseconds(expires) for key, expires in found}


def invitation_of(connection: Connection, case_key: int) -> Invitation | None:
    """Its latest."""
    wanted = select(invitations).where(invitations.c.case_key == case_key).order_by(invitations.c.serial.desc())
    row = connection.execute(wanted.limit(1)).one_or_none()
    if row is None:
        return None
    seen = connection.execute(select(func.max(visits.c.seen)).where(visits.c.case_key == case_key)).scalar()
    times = {"entered": row.entered, "last_letter": row.last_letter, "seen": seen}
    return Invitation(
        serial=row.serial,
        made=from_microseconds(row.made),
        made_by=row.made_by,
        expires=from_microseconds(row.expires),
        revoked=row.revoked is not None,
        letters=row.letters,
        **{name: from_microseconds(time) for name, time in times.items() if time is not None},
    )


def is_through_online() -> ColumnElement[bool]:
    """Whether the respondent has completed the case online."""
    # A visit ends with the case it completes, in the same transaction: by that it is told from one an interviewer has gone on with.
    its_end = select(visits.c.hash).where(
        visits.c.case_key == cases.c.key, visits.c.ended.between(cases.c.completed, cases.c.completed + _MINUTE)
    )
    return and_(cases.c.status == Status.COMPLETED.value, its_end.exists())


def counted_online(connection: Connection) -> CountedOnline:
    there = cases.c.deleted.is_(None)
    invited = select(func.count(invitations.c.case_key.distinct())).join(cases, cases.c.key == invitations.c.case_key)
    begun = select(func.count()).select_from(cases).where(there, cases.c.online.is_not(None))
    through = select(func.count()).select_from(cases).where(there, is_through_online())
    return CountedOnline(
        connection.execute(invited.where(there)).scalar_one(),
        connection.execute(begun).scalar_one(),
        connection.execute(through).scalar_one(),
    )
