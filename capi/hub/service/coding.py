"""Coding: the next job for a coder, what was decided about it, and how all of it is directed."""

from capi.hub.coding.automatic import code_automatically
from capi.hub.coding.keeping_codes import keep_codes
from capi.hub.coding.next_job import look_up, next_job
from capi.hub.coding.overview import code_history, coding_state, set_coding
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_body, json_of
from capi.sync.coding_messages import (
    AutomaticallyCoded,
    AutomaticCoding,
    CodeHistory,
    Codes,
    CodesKept,
    CodingSettings,
    CodingState,
    Found,
    Looking,
    NextJob,
)

CODING = Group()


@CODING.get("/v1/coding", Action.SEE_CODING, NOTHING, json_of(CodingState), "conflict")
def how_far_coding_is(asked: Asked[Nothing, Nothing]) -> CodingState:
    """How far the coding is, and how well coders agree."""
    return coding_state(asked.hub, asked.principal)


@CODING.post("/v1/coding/next", Action.CODE, NOTHING, json_of(NextJob), "conflict")
def next_job_to_code(asked: Asked[Nothing, Nothing]) -> NextJob:
    """A job that nobody else has before them."""
    return next_job(asked.hub, asked.principal)


@CODING.post("/v1/coding/found", Action.CODE, json_body(Looking), json_of(Found), "conflict")
def look_up_words(asked: Asked[Looking, Nothing]) -> Found:
    """Entries of an index by words, or groups by the digits of their code."""
    return look_up(asked.hub, asked.principal, asked.body)


@CODING.post("/v1/coding/codes", Action.CODE, json_body(Codes), json_of(CodesKept), "not_there", "conflict")
def keep_codes_of_job(asked: Asked[Codes, Nothing]) -> CodesKept:
    """What a coder has decided about one job."""
    return keep_codes(asked.hub, asked.principal, asked.body)


@CODING.get("/v1/coding/cases/{id}", Action.SEE_CODING, NOTHING, json_of(CodeHistory), "not_there", "conflict")
def codes_of_case(asked: Asked[Nothing, Nothing]) -> CodeHistory:
    """All codes that were given to the jobs of a case."""
    return code_history(asked.hub, asked.principal, asked.path["id"])


@CODING.endpoint(
    "PUT",
    "/v1/coding/settings",
    Action.DIRECT_CODING,
    takes=json_body(CodingSettings),
    gives=json_of(CodingState),
    codes=("conflict",),
)
def direct_coding(asked: Asked[CodingSettings, Nothing]) -> CodingState:
    """The threshold of automatic coding, and the share that is coded twice."""
    return set_coding(asked.hub, asked.principal, asked.body)


@CODING.post(
    "/v1/coding/automatic", Action.DIRECT_CODING, json_body(AutomaticCoding), json_of(AutomaticallyCoded), "conflict"
)
def code_without_a_person(asked: Asked[AutomaticCoding, Nothing]) -> AutomaticallyCoded:
    """Jobs that are sure enough get their codes without a person, as many as one request has time for."""
    return code_automatically(asked.hub, asked.principal, asked.body)
