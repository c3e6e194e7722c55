"""What went wrong, as it is told to whoever asked: a code, words and a trace id, and never what happened inside."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy.exc import IntegrityError

from capi.hub.errors import DeviceRevoked, HubError, HubFolderError, TooManyTries, Unavailable
from capi.sync.messages import Problem

MEDIA_TYPE = "application/problem+json"

CODES: Mapping[str, tuple[int, str]] = {
    "unreadable": (400, "It cannot be read"),
    "not_signed_in": (401, "Not signed in"),
    "reused": (401, "A token came twice"),
    "device_revoked": (401, "This laptop may not speak to the hub"),
    "not_allowed": (403, "Not allowed"),
    "not_there": (404, "Not there"),
    "no_such_method": (405, "No such method"),
    "batch_differs": (409, "Another batch had that id"),
    "conflict": (409, "It contradicts what is there"),
    "code_used": (410, "The code is no longer good"),
    "too_large": (413, "Too large"),
    "not_json": (415, "Another media type is wanted"),
    "unfit": (422, "It makes no sense"),
    "too_many_tries": (429, "Too many tries"),
    "fault": (500, "A fault of the hub"),
    "unavailable": (503, "Not available now"),
}
"""The table of PROTOCOL.md: status and title of each code."""

_FAULT = "Something is wrong with the hub itself. Nothing of this was kept. Tell its administrator the trace id."
_AT_ONCE = "Somebody else did the same at the same moment. Nothing of this was kept; try again."
_NOT_SERVED = "The hub cannot use its database. Its administrator must look at it; nothing of this was kept."


class Refused(HubError):
    """What only the service itself refuses: another method, another media type."""


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as it is sent. `wait`: the seconds of Retry-After."""

    status: int
    code: str
    content: bytes
    wait: int | None = None


def told(error: Exception, trace: str) -> Told:
    """What is said of this error. Of a fault nothing but that it is one: its message may hold somebody's answers."""
    match error:
        case HubError(code=code) if code in CODES:
            return _told(error, trace)
        case IntegrityError():
            return _told(Unavailable(_AT_ONCE, 1), trace)
        case HubFolderError():
            return _told(Unavailable(_NOT_SERVED, 60), trace)
        case _:
            return _told(HubError("fault", _FAULT), trace)


def _told(error: HubError, trace: str) -> Told:
    status, title = CODES[error.code]
    problem = Problem(
        type=f"urn:capi:{error.code}",
        title=title,
        status=status,
        code=error.code,
        detail=str(error),
        trace=trace,
        where=error.where,
        erasure=error.erasure if isinstance(error, DeviceRevoked) else "",
    )
    wait = max(error.seconds, 1) if isinstance(error, TooManyTries | Unavailable) else None
    return Told(status, error.code, msgspec.json.encode(problem), wait)
