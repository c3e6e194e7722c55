"""Calls, appointments and outcomes of a case as the office reads them, with the labels of the hub's outcome frame.

Where the hub has no frame, or one without such a code, the words are the codes and results themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.journal import Entry
from capi.hub.errors import Conflict
from capi.hub.hub import to_microseconds
from capi.hub.journals.own_entries import HUB_DEVICE
from capi.hub.orders.frames import frame_of
from capi.outcomes.frame import OutcomeFrame
from capi.sync.office_messages import CallAttempt

_BY = {
    Medium.VISIT: "Visit",
    Medium.TELEPHONE: "Telephone call",
    Medium.LETTER: "Letter",
    Medium.EMAIL: "Email",
    Medium.WEB: "Web",
}


@dataclass(frozen=True, slots=True)
class FrameWords:
    frame: OutcomeFrame | None

    @classmethod
    def of_hub(cls, connection: Connection) -> "FrameWords":
        try:
            return cls(frame_of(connection).frame)
        except Conflict:
            return cls(None)

    def result(self, name: str) -> str:
        found = self.frame.result(name) if self.frame else None
        return self.frame.said(found.label) if self.frame and found else name

    def outcome(self, code: str) -> str:
        """The code with its label."""
        found = self.frame.outcome(code) if self.frame else None
        return f"{code} ({self.frame.said(found.label)})" if self.frame and found else code


def attempts(entries: Iterable[Entry], words: FrameWords) -> list[CallAttempt]:
    """In the order they were written down."""
    return [
        CallAttempt(
            entry=entry.number,
            began=call.began,
            medium=call.medium,
            result=call.result,
            label=words.result(call.result),
            who=entry.who,
            seconds=call.seconds,
            telephone=call.telephone,
            note=call.note,
        )
        for entry in entries
        if isinstance(call := entry.contents, CallMade)
    ]


def told_of_calls(entries: Iterable[Entry], words: FrameWords) -> Iterator[tuple[int, str]]:
    """Each with when it was. What a laptop has written by order of the office is told as its order."""
    for entry in entries:
        match entry.contents:
            case CallMade() as call:
                yield to_microseconds(call.began), _call(call, entry.who, words)
            case AppointmentMade() | AppointmentCancelled() | OutcomeSet() as said:
                if not said.by or entry.device == HUB_DEVICE:
                    yield to_microseconds(entry.time), f"{decided(said, words)} by {said.by or entry.who}."


def decided(said: AppointmentMade | AppointmentCancelled | OutcomeSet, words: FrameWords) -> str:
    """Without who decided it."""
    match said:
        case AppointmentMade(local=local, zone=zone):
            return f"Appointment for {local.replace('T', ' ')} in {zone} made"
        case AppointmentCancelled(reason=reason):
            return f"Appointment called off{because(reason)}"
        case OutcomeSet(code=code, reason=reason):
            return f"{f'Outcome {words.outcome(code)} set' if code else 'Outcome taken back'}{because(reason)}"


def because(reason: str) -> str:
    return f" (“{reason}”)" if reason else ""


def _call(call: CallMade, who: str, words: FrameWords) -> str:
    lasted = f", {call.seconds} seconds" if call.seconds else ""
    return f"{_BY[call.medium]} by {who}: {words.result(call.result)}{lasted}{because(call.note)}."
