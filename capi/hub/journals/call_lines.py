"""The call attempts of a case as lines of their own: a view of its journal as it stands, for what is counted over all cases.

They are added to as entries come in; where a decision of the office makes another course the journal, they are made anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert

from capi.fieldwork.calls import CallMade
from capi.fieldwork.journal import Entry
from capi.hub.hub import to_microseconds
from capi.hub.tables import calls

_INSERT = insert(calls)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call attempt, and the number of its entry. `began` in microseconds, `seconds` as in CallMade."""

    number: int
    began: int
    medium: str
    result: str
    who: str
    seconds: int


def calls_in(entries: Iterable[Entry]) -> list[CallLine]:
    return [_line(entry, entry.contents) for entry in entries if isinstance(entry.contents, CallMade)]


def add_calls(connection: Connection, made: Sequence[tuple[int, CallLine]]) -> None:
    """Each with the key of its case."""
    rows = [
        {
            "case_key": key,
            "number": line.number,
            "began": line.began,
            "medium": line.medium,
            "result": line.result,
            "who": line.who,
            "seconds": line.seconds,
        }
        for key, line in made
    ]
    if rows:
        connection.execute(_INSERT, rows)


def make_calls_anew(connection: Connection, case_key: int, journal: Iterable[Entry]) -> None:
    """After another course has become the journal of the case."""
    connection.execute(delete(calls).where(calls.c.case_key == case_key))
    add_calls(connection, [(case_key, line) for line in calls_in(journal)])


def _line(entry: Entry, call: CallMade) -> CallLine:
    return CallLine(entry.number, to_microseconds(call.began), call.medium.value, call.result, entry.who, call.seconds)
