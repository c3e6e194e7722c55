"""Access codes of single cases: a new one for a respondent on the telephone, and taking it back. Samples are invited by command."""

from capi.hub.office.case_lines import case_line
from capi.hub.online.reissuing import reissue, revoke
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_body, json_of
from capi.sync.office_messages import AccessCode, CaseLine, NewAccessCode

INVITATIONS = Group()


@INVITATIONS.post(
    "/v1/cases/{id}/access-code",
    Action.INVITE,
    json_body(NewAccessCode),
    json_of(AccessCode, 201),
    "not_there",
    "conflict",
)
def give_access_code(asked: Asked[NewAccessCode, Nothing]) -> AccessCode:
    """A new access code, in place of those before.

    It is shown once; the ones before are no good any more, and whoever is in by one is out.
    """
    return reissue(asked.hub, asked.principal, asked.path["id"], asked.body.until)


@INVITATIONS.post(
    "/v1/cases/{id}/access-code/revoke", Action.INVITE, NOTHING, json_of(CaseLine), "not_there", "conflict"
)
def take_access_code_back(asked: Asked[Nothing, Nothing]) -> CaseLine:
    """No access code of the case is good any more."""
    revoke(asked.hub, asked.principal, asked.path["id"])
    return case_line(asked.hub, asked.principal, asked.path["id"])
