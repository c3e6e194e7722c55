"""A case of the practice sample being worked on: its journal in memory, and what the interviewer does to it, call by call.

Interviews are held through the sitting, as the window does; nothing is written but what the engine has taken.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from capi.calling.agreed_times import HOME, at
from capi.engine.plan import Plan
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.contents import CaseCreated, Contents, Opened, Returned
from capi.fieldwork.journal import START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import CaseRecord, replay
from capi.instrument.address import parted
from capi.instrument.model import SEEN, Information, Mode
from capi.outcomes.frame_reading import FrameSnapshot
from capi.outcomes.suggestion import suggest
from capi.practice.answers import REMARKS, SUPPRESSED, lives, said
from capi.practice.days import Clock, Days
from capi.practice.drawn import Drawn
from capi.sitting import Sitting
from capi.store.hold import Holder

MEDIA = {Mode.FACE_TO_FACE: Medium.VISIT, Mode.TELEPHONE: Medium.TELEPHONE, Mode.SELF_COMPLETION: Medium.WEB}
_OFFICE = "Office"
_A_FEW_HOURS = timedelta(hours=3)
_REMARKS_IN_A_HUNDRED = 12


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """What all cases of the sample have in common. `plans` are by instrument and mode."""

    holder: Holder
    days: Days
    frame: FrameSnapshot
    plans: Mapping[tuple[str, Mode], Plan]


class CaseJournal:
    """The journal of one case in memory, with the bytes of its entries."""

    def __init__(self, who: Drawn, holder: Holder) -> None:
        self.entries: list[Entry] = []
        self.data: list[bytes] = []
        self._who, self._holder, self._head = who, holder, START

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        first = len(self.entries)
        holder = self._holder
        for each in (contents, *following):
            entry = follow(self._head, case=case_id, device=holder.device, who=holder.who, moment=moment, contents=each)
            data = encode(entry)
            self._head = Head(entry.number, digest(data))
            self.entries.append(entry)
            self.data.append(data)
        return self.entries[first]

    @property
    def created(self) -> Head:
        """Its head before anything was done."""
        return Head(1, digest(self.data[0]))

    def record(self) -> CaseRecord:
        return replay(self.entries, self._who.contact)


class Worked:
    """One case. Times are in UTC, and each thing is done no earlier than the one before."""

    def __init__(self, who: Drawn, fieldwork: Fieldwork, created: Moment, draw: random.Random) -> None:
        self.who = who
        self.draw = draw
        self.days = fieldwork.days
        self.frame = fieldwork.frame.frame
        self.medium = MEDIA[who.case.mode]
        self.journal = CaseJournal(who, fieldwork.holder)
        self._fieldwork = fieldwork
        self._clock = Clock(draw)
        self._lives = lives(who, fieldwork.days.now.date(), draw)
        self.write(CaseCreated.of(who.case), created)

    def write(self, contents: Contents, moment: Moment | None = None) -> int:
        """The number of its entry."""
        return self.journal.append(self.who.case.id, contents, moment or self._clock()).number

    def nobody_comes(self, number: int) -> None:
        """So many calls before today at which nobody was reached."""
        self.nobody_comes_on(self.calls(number))

    def nobody_comes_before(self, number: int, result: str) -> None:
        """So many such calls, and then one with this result."""
        *before, last = self.calls(number + 1)
        self.nobody_comes_on(before)
        self.call(last, result)

    def nobody_comes_on(self, when: Iterable[datetime]) -> None:
        for began in when:
            self.call(began, self.draw.choice(_NOBODY[self.medium]), self.draw.choice(_NOTES))

    def call(self, began: datetime, result: str, note: str = "", medium: Medium | None = None) -> int:
        """The number of the entry, which an interview that follows names."""
        by = medium or self.medium
        rung = by is Medium.TELEPHONE
        seconds = self.draw.randint(18, 75) if rung else 0
        self._clock.go_to(began + timedelta(seconds=seconds))
        call = CallMade(
            began=began,
            medium=by,
            result=result,
            frame=self._fieldwork.frame.sha256,
            telephone=self.draw.randint(1, len(self.who.contact.telephones)) if rung else 0,
            seconds=seconds,
            note=note,
        )
        return self.write(call)

    def calls(self, number: int) -> list[datetime]:
        """When so many calls were made; never more than one a day, nor any today."""
        return self.days.calls(number, self.draw, self.who.zone)

    def agree(self, utc: datetime, *, hard: bool = False, note: str = "", binds: timedelta | None = None) -> None:
        """An appointment by the respondent's clock; it lapses after it has bound for so long, if at all."""
        there = at(utc, self.who.zone or HOME)
        appointment = AppointmentMade(
            there.local,
            there.zone,
            there.utc,
            self.draw.choice((20, 30, 30, 45)),
            hard,
            note,
            medium=self.medium,
            telephone=1 if self.medium is Medium.TELEPHONE else 0,
            lapses=there.utc + binds if binds else None,
        )
        self.write(appointment)

    def have_a_grown_child(self) -> None:
        """Somebody who lives there is the child of somebody younger, which the instrument doubts."""
        self._lives = lives(self.who, self.days.now.date(), self.draw, doubtful=True)

    def begin(self, began: datetime, most: int | None = None) -> Sitting:
        """A call that led to an interview, held up to the end, or until `most` questions are answered."""
        call, case = self.call(began, _BEGINS[self.medium]), self.who.case
        plan = self._fieldwork.plans[case.instrument, case.mode]
        sitting = Sitting(self.journal, self.journal.record(), plan, self._clock, opened=Opened(call=call))
        given = 0
        while (prompt := sitting.prompt()) is not None and (most is None or given < most):
            field = prompt.field
            if isinstance(prompt.type, Information):
                sitting.answer(field, SEEN)
                continue
            self._note(sitting, field)
            failed = sitting.answer(field, said(field, self._lives, len(sitting.interview.rows("People"))))
            for each in failed:
                sitting.suppress(each, SUPPRESSED)
            if failed:
                sitting.go_to_waiting()
            given += 1
        return sitting

    def interview(self, began: datetime) -> None:
        """The same, from beginning to end or to the end of one that was begun; it is complete then."""
        sitting = self.begin(began)
        sitting.complete(sitting.hindrances())

    def confirm(self, reason: str, code: str = "") -> None:
        """The outcome that the frame suggests, or this one. `reason` is left out where the code needs none."""
        record = self.journal.record()
        suggestion = suggest(self.frame, record.calls, record.status, record.stop, len(record.answers))
        suggested = suggestion.code if suggestion else ""
        outcome = self.frame.outcome(code or suggested)
        if outcome is None:
            raise LookupError(f"no outcome is suggested for {self.who.case.reference}")
        needed = reason if outcome.needs_reason else ""
        self.write(OutcomeSet(outcome.code, self._fieldwork.frame.sha256, needed, suggested))

    def give_back(self, note: str, fields: tuple[str, ...] = ()) -> None:
        """The office does, a few hours ago."""
        self._clock.go_to(self.days.now - _A_FEW_HOURS)
        self.write(Returned(note, fields, _OFFICE))

    def _note(self, sitting: Sitting, field: str) -> None:
        notes = REMARKS.get(parted(field)[0])
        if notes and self.draw.randrange(100) < _REMARKS_IN_A_HUNDRED:
            sitting.remark(field, self.draw.choice(notes))


_NOBODY = {
    Medium.VISIT: ("nobody_in",),
    Medium.TELEPHONE: ("no_answer", "no_answer", "busy", "answerphone"),
    Medium.WEB: ("sent",),
}
"""Results, by words of the UK frame."""
_NOTES = ("", "", "", "", "Neighbour says they work shifts.", "Better in the evening.")
_BEGINS = {Medium.VISIT: "interview", Medium.TELEPHONE: "interview", Medium.WEB: "web_begun"}
"""The result of a call that leads to an interview."""
