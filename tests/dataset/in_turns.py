"""Cases answered in several modes: sitting after sitting, by the respondent alone or with an interviewer, into journals in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from capi.engine.answers import from_plain
from capi.fieldwork.case import Case
from capi.fieldwork.contents import CaseCreated, Contents, Opened
from capi.fieldwork.in_modes import plan_answered_in
from capi.fieldwork.journal import RESPONDENT, START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting
from tests.dataset.household import NOON, Journals

MOMENT = Moment(NOON, 0, 0)


@dataclass(frozen=True, slots=True)
class Turn:
    """One sitting in a mode. It ends with the interview where that is complete."""

    mode: Mode
    answers: Sequence[tuple[str, object]] = ()
    who: str = "anna"


def alone(*answers: tuple[str, object]) -> Turn:
    """The respondent, by herself."""
    return Turn(Mode.SELF_COMPLETION, answers, RESPONDENT)


def by_telephone(*answers: tuple[str, object]) -> Turn:
    return Turn(Mode.TELEPHONE, answers)


def face_to_face(*answers: tuple[str, object]) -> Turn:
    return Turn(Mode.FACE_TO_FACE, answers)


@dataclass(slots=True)
class _Written:
    """A journal that a sitting writes to."""

    entries: list[Entry]
    who: str = "hub"
    head: Head = field(default=START)

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        for each in (contents, *following):
            entry = follow(self.head, case=case_id, device="d", who=self.who, moment=moment, contents=each)
            self.head = Head(entry.number, digest(encode(entry)))
            self.entries.append(entry)
        return self.entries[-1]


def hold_in_turns(
    journals: Journals,
    reference: str,
    own: Mode,
    turns: Sequence[Turn],
    kept: Snapshot,
    facts: Mapping[str, int | str] | None = None,
) -> None:
    """A case whose mode is `own`."""
    journals.keep(kept)
    journals.held[reference] = []
    written = _Written(journals.held[reference])
    case = Case(reference, reference, "", kept.name, kept.version, kept.sha256, own, dict(facts or {}))
    written.append(reference, CaseCreated.of(case), MOMENT)
    for turn in turns:
        written.who = turn.who
        planned = plan_answered_in(kept.instrument(), turn.mode)
        sitting = Sitting(written, replay(written.entries), planned, lambda: MOMENT, opened=Opened())
        for name, value in turn.answers:
            sitting.answer(name, from_plain(value))
        if sitting.interview.complete:
            sitting.complete([])
        else:
            sitting.pause()
