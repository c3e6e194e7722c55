"""Cases as the office sees them, and how far the fieldwork is."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.office.case_lines import CaseFilter, case_lines
from capi.hub.office.cases import case_detail
from capi.hub.office.fieldwork import CountedCases, fieldwork
from capi.hub.office.progress import progress
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_of, query_of
from capi.sync.calling_messages import Fieldwork
from capi.sync.office_messages import MOST_LISTED, CaseDetail, CaseLines, Progress

CASES = Group()


class WhichCases(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them where nothing is given. `status` may also be `accepted`, `user` also `unassigned`, `outcome` also `none`;
    `result`: of the last call; `after`: the `next` of the page before."""

    status: Annotated[str, Meta(max_length=40)] = ""
    area: Annotated[str, Meta(max_length=200)] | None = None
    user: Annotated[str, Meta(max_length=200)] = ""
    outcome: Annotated[str, Meta(max_length=10)] = ""
    result: Annotated[str, Meta(max_length=100)] = ""
    search: Annotated[str, Meta(max_length=200)] = ""
    after: Annotated[str, Meta(max_length=300)] = ""
    limit: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 200


@CASES.get("/v1/progress", Action.SEE_PROGRESS, NOTHING, json_of(Progress))
def how_far(asked: Asked[Nothing, Nothing]) -> Progress:
    """How far the fieldwork is."""
    return progress(asked.hub, asked.principal)


class WhichFieldwork(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which cases: those of one sample by its name, of one area, or all where nothing is given."""

    sample: Annotated[str, Meta(max_length=200)] = ""
    area: Annotated[str, Meta(max_length=200)] | None = None


@CASES.get("/v1/fieldwork", Action.SEE_PROGRESS, query_of(WhichFieldwork), json_of(Fieldwork), "not_there", "conflict")
def what_came_of_it(asked: Asked[Nothing, WhichFieldwork]) -> Fieldwork:
    """What has come of calls and cases: outcomes, rates, when and by whom was called."""
    return fieldwork(asked.hub, asked.principal, CountedCases(asked.query.sample, asked.query.area))


@CASES.get("/v1/cases", Action.SEE_CASES, query_of(WhichCases), json_of(CaseLines))
def list_cases(asked: Asked[Nothing, WhichCases]) -> CaseLines:
    """One page of the cases."""
    query = asked.query
    wanted = CaseFilter(
        status=query.status,
        area=query.area,
        user=query.user,
        outcome=query.outcome,
        result=query.result,
        search=query.search,
        after=query.after,
        limit=query.limit,
    )
    return case_lines(asked.hub, asked.principal, wanted)


@CASES.get("/v1/cases/{id}", Action.SEE_ANSWERS, NOTHING, json_of(CaseDetail), "not_there")
def one_case(asked: Asked[Nothing, Nothing]) -> CaseDetail:
    """A case with its answers in words."""
    return case_detail(asked.hub, asked.principal, asked.path["id"])
