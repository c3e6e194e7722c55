"""From an answer of the network to what it means: the hub's own word, a refusal of the hub, or somebody else's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

from capi.sync.errors import (
    DeviceRefused,
    EnrolmentRefused,
    HubBusy,
    HubRefused,
    HubRestored,
    NotSignedIn,
    NotTheHub,
    NotUnderstood,
    SyncError,
)
from capi.sync.messages import EPOCH_HEADER, HUB_HEADER, Problem
from capi.wording import Wording

LONGEST_WAIT = 3600.0
"""Seconds. Who asks a laptop to stay away for longer is not obeyed: anybody between it and the hub can ask."""

_GATEWAYS = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` are by their names in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def hub(self) -> str:
        return self.headers.get(HUB_HEADER.lower(), "")

    @property
    def epoch(self) -> str:
        return self.headers.get(EPOCH_HEADER.lower(), "")


def check(answer: Answer, host: str, hub: str, epoch: str) -> None:
    """Whether the hub itself says yes. `hub` and `epoch` are those expected, empty where any will do. Raises SyncError."""
    if not answer.hub:
        if answer.status in _GATEWAYS:  # what stands before a hub, while the hub itself is down
            raise HubBusy(host, retry_after(answer))
        raise not_the_hub(host)
    if hub and answer.hub != hub:
        raise NotTheHub(
            Wording(
                "Sync",
                "At {host} there is another hub than the one this laptop is enrolled with. Nothing was sent. Tell your office.",
            ).filled(host=host)
        )
    if epoch and answer.epoch and answer.epoch != epoch:
        raise HubRestored(answer.epoch)
    if 300 <= answer.status < 400:
        raise not_the_hub(host)
    if answer.status >= 400:
        raise refusal(answer, host)


def refusal(answer: Answer, host: str) -> SyncError:
    """What the hub refuses, and what that means for the laptop."""
    try:
        problem = msgspec.json.decode(answer.body, type=Problem)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        busy = answer.status in _GATEWAYS or answer.status == 429
        return HubBusy(host, retry_after(answer)) if busy else NotUnderstood(host)
    match problem.code:
        case "not_signed_in":
            return NotSignedIn(problem.detail)
        case "reused":
            return not_let_in(problem.detail)
        case "device_revoked":
            told = Wording(
                "Sync",
                "The hub does not take anything from this laptop any more. All cases stay safe here: do not delete them. Call "
                "your office. ({detail})",
            )
            return DeviceRefused(told.filled(detail=problem.detail), problem.erasure)
        case "code_used":
            told = Wording("Sync", "The hub does not take this code: {detail}")  # which says what to do as well
            return EnrolmentRefused(told.filled(detail=problem.detail))
        case "too_many_tries" | "unavailable":
            return HubBusy(host, retry_after(answer))
    return HubRefused(problem.code, problem.detail, answer.status, where=problem.where)


def not_let_in(detail: str) -> DeviceRefused:
    """The laptop's tokens are worth nothing any more, through nobody's fault perhaps; its cases are as safe as before."""
    told = Wording(
        "Sync",
        "The hub does not let this laptop in: {detail} All cases stay safe here. Ask your office, which may give you a new "
        "enrolment code for this laptop; then enrol it again and sync.",
    )
    return DeviceRefused(told.filled(detail=detail))


def not_the_hub(host: str) -> NotTheHub:
    return NotTheHub(
        Wording(
            "Sync",
            "Something else than the hub answers at {host}, perhaps the sign-in page of this network. Nothing was sent. Open a "
            "browser and sign in to the network, or use another one; then try again.",
        ).filled(host=host)
    )


def retry_after(answer: Answer) -> float | None:
    """Seconds the hub asks for, at most an hour; None where it names none that can be read."""
    text = answer.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(LONGEST_WAIT, float(text[:12]))
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(LONGEST_WAIT, max(0.0, (then - datetime.now(UTC)).total_seconds()))
