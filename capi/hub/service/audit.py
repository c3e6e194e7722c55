"""The audit log, for those who may read it."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.audit import lines
from capi.hub.policy import Action
from capi.hub.service.endpoints import Asked, Group, Nothing, json_of, query_of
from capi.sync.messages import Number
from capi.sync.office_messages import MOST_LISTED, AuditLine

AUDIT = Group()


class AfterLine(Struct, frozen=True, forbid_unknown_fields=True):
    """`after`: the number of the last line seen."""

    after: Number = 0
    limit: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 200


@AUDIT.get("/v1/audit", Action.SEE_AUDIT, query_of(AfterLine), json_of(list[AuditLine]))
def audit_lines(asked: Asked[Nothing, AfterLine]) -> list[AuditLine]:
    """The lines after that one, in their order."""
    return lines(asked.hub, asked.principal, asked.query.after, asked.query.limit)
