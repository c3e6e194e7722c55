"""Cases as the office sees them, and how far the fieldwork is."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.office.case_lines import CaseFilter, case_lines
from capi.hub.office.cases import case_detail
from capi.hub.office.progress import progress
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_of, query_of
from capi.sync.office_messages import MOST_LISTED, CaseDetail, CaseLines, Progress

CASES = Group()


class WhichCases(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them where nothing is given. `status` may also be `accepted`, `user` also `unassigned`; `after`: the `next` of the
    page before."""

    status: Annotated[str, Meta(max_length=40)] = ""
    area: Annotated[str, Meta(max_length=200)] | None = None
    user: Annotated[str, Meta(max_length=200)] = ""
    search: Annotated[str, Meta(max_length=200)] = ""
    after: Annotated[str, Meta(max_length=300)] = ""
    limit: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 200


@CASES.get("/v1/progress", Action.SEE_PROGRESS, NOTHING, json_of(Progress))
def how_far(asked: Asked[Nothing, Nothing]) -> Progress:
    """How far the fieldwork is."""
    return progress(asked.hub, asked.principal)


@CASES.get("/v1/cases", Action.SEE_CASES, query_of(WhichCases), json_of(CaseLines))
def list_cases(asked: Asked[Nothing, WhichCases]) -> CaseLines:
    """One page of the cases."""
    query = asked.query
    wanted = CaseFilter(
        status=query.status,
        area=query.area,
        user=query.user,
        search=query.search,
        after=query.after,
        limit=query.limit,
    )
    return case_lines(asked.hub, asked.principal, wanted)


@CASES.get("/v1/cases/{id}", Action.SEE_ANSWERS, NOTHING, json_of(CaseDetail), "not_there")
def one_case(asked: Asked[Nothing, Nothing]) -> CaseDetail:
    """A case with its answers in words."""
    return case_detail(asked.hub, asked.principal, asked.path["id"])
