"""What the office decides about cases: who works them, what comes back, what is accepted, when the next call is, what came of them."""

from capi.hub.office.assignment import accept, assign, recall, return_case
from capi.hub.office.calling_decisions import appoint, call_off, set_outcome
from capi.hub.policy import Action
from capi.hub.service.endpoints import MEGABYTE, Asked, Group, Nothing, json_body, json_of
from capi.sync.office_messages import (
    Acceptance,
    Assignment,
    AssignmentResult,
    CallingOff,
    CaseLine,
    OfficeAppointment,
    OfficeOutcome,
    Recall,
    Return,
)

_LARGEST_ASSIGNMENT = 16 * MEGABYTE
"""100,000 cases by their ids."""
_PATIENCE_SECONDS = 300

DECISIONS = Group()


@DECISIONS.endpoint(
    "POST",
    "/v1/assignments",
    Action.ASSIGN,
    takes=json_body(Assignment, _LARGEST_ASSIGNMENT),
    gives=json_of(AssignmentResult),
    codes=("not_there", "conflict"),
    patience=_PATIENCE_SECONDS,
)
def assign_cases(asked: Asked[Assignment, Nothing]) -> AssignmentResult:
    """Cases to an interviewer."""
    return assign(asked.hub, asked.principal, asked.body)


@DECISIONS.post("/v1/cases/{id}/recall", Action.RECALL, json_body(Recall), json_of(CaseLine), "not_there", "conflict")
def recall_case(asked: Asked[Recall, Nothing]) -> CaseLine:
    """The office wants the case back."""
    return recall(asked.hub, asked.principal, asked.path["id"], asked.body)


@DECISIONS.post("/v1/cases/{id}/return", Action.RETURN, json_body(Return), json_of(CaseLine), "not_there", "conflict")
def return_completed_case(asked: Asked[Return, Nothing]) -> CaseLine:
    """A completed case is to be worked on again."""
    return return_case(asked.hub, asked.principal, asked.path["id"], asked.body)


@DECISIONS.post(
    "/v1/cases/{id}/accept", Action.ACCEPT, json_body(Acceptance), json_of(CaseLine), "not_there", "conflict"
)
def accept_case(asked: Asked[Acceptance, Nothing]) -> CaseLine:
    """A completed case is accepted as it was seen."""
    return accept(asked.hub, asked.principal, asked.path["id"], asked.body)


@DECISIONS.post(
    "/v1/cases/{id}/appointments",
    Action.APPOINT,
    json_body(OfficeAppointment),
    json_of(CaseLine, 201),
    "not_there",
    "conflict",
)
def make_appointment(asked: Asked[OfficeAppointment, Nothing]) -> CaseLine:
    """An agreed time of the next call."""
    return appoint(asked.hub, asked.principal, asked.path["id"], asked.body)


@DECISIONS.post(
    "/v1/cases/{id}/call-off", Action.APPOINT, json_body(CallingOff), json_of(CaseLine), "not_there", "conflict"
)
def call_appointment_off(asked: Asked[CallingOff, Nothing]) -> CaseLine:
    """The appointment that stands is off."""
    return call_off(asked.hub, asked.principal, asked.path["id"], asked.body)


@DECISIONS.post(
    "/v1/cases/{id}/outcome", Action.SET_OUTCOME, json_body(OfficeOutcome), json_of(CaseLine), "not_there", "conflict"
)
def give_outcome(asked: Asked[OfficeOutcome, Nothing]) -> CaseLine:
    """What came of the case, by the office's word."""
    return set_outcome(asked.hub, asked.principal, asked.path["id"], asked.body)
