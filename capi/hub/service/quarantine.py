"""What is in quarantine, and what the office decides about it."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.office.quarantine import decide, quarantine_detail, quarantined
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_body, json_of, query_of
from capi.sync.office_messages import MOST_LISTED, Deciding, QuarantineDetail, QuarantineLine

QUARANTINE = Group()


class WhichParts(Struct, frozen=True, forbid_unknown_fields=True):
    """`open`: only those nobody has decided on. `after`: the id of the last one of the page before."""

    open: bool = False
    after: Annotated[str, Meta(max_length=100)] = ""
    limit: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 200


@QUARANTINE.get("/v1/quarantine", Action.SEE_QUARANTINE, query_of(WhichParts), json_of(list[QuarantineLine]))
def list_quarantine(asked: Asked[Nothing, WhichParts]) -> list[QuarantineLine]:
    """One page of the parts in quarantine, the latest first."""
    query = asked.query
    return quarantined(asked.hub, asked.principal, query.open, query.after, query.limit)


@QUARANTINE.get("/v1/quarantine/{id}", Action.SEE_QUARANTINE, NOTHING, json_of(QuarantineDetail), "not_there")
def one_part(asked: Asked[Nothing, Nothing]) -> QuarantineDetail:
    """A part in quarantine, question by question where it differs."""
    return quarantine_detail(asked.hub, asked.principal, asked.path["id"])


@QUARANTINE.post(
    "/v1/quarantine/{id}/decision",
    Action.DECIDE_QUARANTINE,
    json_body(Deciding),
    json_of(QuarantineLine),
    "not_there",
    "conflict",
)
def decide_on_part(asked: Asked[Deciding, Nothing]) -> QuarantineLine:
    """What is to become of it."""
    return decide(asked.hub, asked.principal, asked.path["id"], asked.body)
