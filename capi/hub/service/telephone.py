"""The telephone queue, for the laptops of telephone interviewers."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.office.callable_cases import callable_cases
from capi.hub.orders.delivering import next_case
from capi.hub.policy import Action
from capi.hub.service.endpoints import Asked, Group, Nothing, json_body, json_of, query_of
from capi.sync.calling_messages import CallableCase, NextCase, NextWanted

TELEPHONE = Group()


class WhichCallable(Struct, frozen=True, forbid_unknown_fields=True):
    """In whose reference or contact details this is found; all of them where nothing is given. `zone`: of the clock there."""

    search: Annotated[str, Meta(max_length=200)] = ""
    zone: Annotated[str, Meta(max_length=100)] = ""


@TELEPHONE.post("/v1/telephone/next", Action.CALL, json_body(NextWanted), json_of(NextCase), "not_there", "conflict")
def deliver(asked: Asked[NextWanted, Nothing]) -> NextCase:
    """The next case to ring, or when there will be one."""
    return next_case(asked.hub, asked.principal, asked.body)


@TELEPHONE.get("/v1/telephone/cases", Action.CALL, query_of(WhichCallable), json_of(list[CallableCase]), "conflict")
def list_callable(asked: Asked[Nothing, WhichCallable]) -> list[CallableCase]:
    """Cases of the queue that may be picked by hand, where that is permitted."""
    return callable_cases(asked.hub, asked.principal, asked.query.search, asked.query.zone)
