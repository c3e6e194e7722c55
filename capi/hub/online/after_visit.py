"""What a token still tells when its visit has ended: whether she is through, and until when her code is good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from capi.fieldwork.case import Status
from capi.hub.hub import Hub, from_microseconds
from capi.hub.online.visits import token_hash
from capi.hub.tables import cases, invitations, visits


@dataclass(frozen=True, slots=True)
class AfterVisit:
    """`good_until`: None where the code was taken back."""

    through: bool
    good_until: datetime | None


def after_visit(hub: Hub, token: str) -> AfterVisit | None:
    """None where there never was such a visit."""
    wanted = (
        select(cases.c.status, invitations.c.expires, invitations.c.revoked)
        .select_from(visits)
        .join(cases, cases.c.key == visits.c.case_key)
        .join(invitations, invitations.c.key == visits.c.invitation_key)
        .where(visits.c.hash == token_hash(token))
    )
    with hub.database.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    good = None if row.revoked is not None else from_microseconds(row.expires)
    return AfterVisit(row.status == Status.COMPLETED.value, good)
