"""One request of a respondent online: her interview as the journal has it, and what she does in it.

Nothing is doubled by a page that is sent twice: what is there already is not written again, and a row is added once for a page.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from capi.alone import Alone
from capi.calling.agreed_times import HOME
from capi.calling.call_facts import call_facts
from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview, NotOnRoute
from capi.engine.plan import Plan
from capi.fieldwork.chain import read_chain
from capi.fieldwork.completion import Level
from capi.fieldwork.contents import Completed, Contents, Opened, RowAdded
from capi.fieldwork.journal import ONLINE, RESPONDENT, START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import replay
from capi.hub.hub import Hub, from_microseconds
from capi.hub.journals.own_entries import Author, write_entries
from capi.hub.journals.segments import journal_bytes
from capi.hub.online.beginning import end_online
from capi.hub.orders.instruments import plan_of
from capi.instrument.address import parted
from capi.instrument.model import Answer, Information, Mode, QuestionType
from capi.sitting import Sitting

CONFIRMED = "Confirmed by the respondent."
"""The reason with which a signal is suppressed online."""
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(slots=True)
class OnlineJournal:
    """The journal of the case as it is in this request; what is appended is written by `keep`, all together."""

    case: Row[Any]
    entries: list[Entry]
    head: Head
    written: list[Contents] = field(default_factory=list)

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        added = [self._follow(case_id, each, moment) for each in (contents, *following)]
        return added[0]

    def _follow(self, case_id: str, contents: Contents, moment: Moment) -> Entry:
        entry = follow(self.head, case=case_id, device=ONLINE, who=RESPONDENT, moment=moment, contents=contents)
        self.head = Head(entry.number, digest(encode(entry)))
        self.entries.append(entry)
        self.written.append(contents)
        return entry

    def keep(self, hub: Hub, connection: Connection, moment: Moment) -> None:
        if self.written:
            write_entries(hub, connection, Author(RESPONDENT, ONLINE, moment), self.case, self.written)


class Visit:
    """Made for one request, inside its transaction. `since`: when the visit began, in microseconds; `opened`: it begins now.

    `timed_out`: she was away for so long that nothing more is to be shown. `left`: she has left, or is through.
    """

    def __init__(
        self, hub: Hub, connection: Connection, case: Row[Any], since: int, opened: Opened | None = None
    ) -> None:
        self.timed_out = False
        self.left = False
        self._hub = hub
        self._connection = connection
        entries = read_chain(START, case.id, journal_bytes(connection, case.key, branch=case.branch))
        self._journal = OnlineJournal(case, entries, Head(case.number, case.hash))
        record = replay(entries)
        zone = ZoneInfo(call_facts(record.case.facts).zone or HOME)
        now = hub.now()
        passed = max(0, (now - from_microseconds(since)) // _MILLISECOND)
        offset = now.astimezone(zone).utcoffset() or timedelta()
        self._moment = Moment(now, offset // timedelta(minutes=1), passed)
        plan = _plan(hub, connection, record.case.sha256)
        shown = None if opened is not None else _shown_at(entries, passed)
        sitting = Sitting(self._journal, record, plan, self._clock, opened=opened or Opened(), since=shown)
        self.alone = Alone(sitting)

    def _clock(self) -> Moment:
        return self._moment

    @property
    def sitting(self) -> Sitting:
        return self.alone.sitting

    @property
    def number(self) -> int:
        """The last entry: a page carries it, and brings it back with what was answered on it."""
        return self._journal.head.number

    def answer(self, field: str, value: object, after: int) -> tuple[FailedEdit, ...]:
        """Keeps the answer given on a page that was shown when the journal had `after` entries; gives the edits that keep her there.

        Raises NotAccepted, and NotOnRoute where the question is not among those reached any more.
        """
        interview = self.sitting.interview
        if field not in self.alone.fields:
            raise NotOnRoute(f"{field} is not among the questions that were reached.")
        answer = interview.accepted(field, value)
        if interview.adds_row(field, answer):
            return () if self._has_added(field, after) else self.sitting.answer(field, answer)
        if answer == interview.answer_to(field):
            return interview.failed_at(field)
        return self.sitting.answer(field, answer)

    def _has_added(self, field: str, after: int) -> bool:
        """The page was sent twice: the row it adds is there."""
        later = (entry.contents for entry in self._journal.entries[after:])
        return any(isinstance(each, RowAdded) and each.field == field for each in later)

    def confirm(self, field: str) -> None:
        """The signals that involve the field are as she means it."""
        for failed in self.sitting.interview.failed_at(field):
            if not failed.hard:
                self.sitting.suppress(failed, CONFIRMED)

    def remove_row(self, row: str) -> None:
        """Takes a row such as `People[3]` out of sight; one that is gone already is no error."""
        if self.sitting.interview.can_remove(row):
            self.sitting.remove_row(row)

    def leave(self) -> None:
        """She goes on later."""
        self.sitting.pause()
        self.left = True

    def complete(self) -> None:
        """She is through. Raises Hindered where a question waits or an edit stands in the way."""
        standing = self.sitting.hindrances()
        self.sitting.complete([each for each in standing if each.level is not Level.BLOCK])
        self.left = True

    def answered(self) -> list[tuple[str, Answer | None]]:
        """What she is shown to check: the questions reached, each with its answer; without pages that ask nothing."""
        interview = self.sitting.interview
        asked = (field for field in self.alone.fields if not isinstance(_type_of(interview, field), Information))
        return [(field, interview.answer_to(field)) for field in asked]

    def keep(self) -> None:
        """Writes what was done, in the transaction of the request."""
        journal = self._journal
        journal.keep(self._hub, self._connection, self._moment)
        if any(isinstance(each, Completed) for each in journal.written):
            end_online(self._hub, self._connection, journal.case)


_PLANS: dict[tuple[str, str], Plan] = {}
"""By hub and instrument. An instrument is named by its hash, and never another one; to read it again takes as long as all else in a page."""
_MOST_PLANS = 64


def _plan(hub: Hub, connection: Connection, sha256: str) -> Plan:
    key = hub.keys.public, sha256
    found = _PLANS.get(key)
    if found is None:
        found = plan_of(connection, sha256, Mode.SELF_COMPLETION)
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        _PLANS[key] = found
    return found


def _type_of(interview: Interview, field: str) -> QuestionType:
    return interview.plan.question(parted(field)[0]).type


def _shown_at(entries: list[Entry], passed: int) -> int:
    """When the page came up: with the last entry of this visit, or when it began."""
    last = entries[-1]
    own = last.device == ONLINE and last.monotonic_ms <= passed
    return last.monotonic_ms if own else 0
