"""The crowd interviewed: the household instrument through the engine, without a window, and kept in memory like cases in a file."""

import uuid
from collections.abc import Iterable, Sequence

from capi.demonstration.crowd import ADULT, Household, Life
from capi.engine.interview import YES
from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case, CaseSummary, Status
from capi.fieldwork.contents import CaseCreated, Contents
from capi.fieldwork.journal import START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import replay
from capi.instrument.address import parted
from capi.instrument.loading import Snapshot, find_instrument, read_instrument, snapshot
from capi.instrument.model import SEEN, Answer, Information, Missing, Mode
from capi.settings import Settings
from capi.sitting import Clock, Sitting, system_clock

INSTRUMENT = "household"
_MODES = (Mode.FACE_TO_FACE, Mode.TELEPHONE)
_NO_MORE = 2
_DEVICE, _WHO = "demonstration", "nobody: through the engine"


class CrowdCases:
    """The cases of the crowd; they are taken up by the datasets, and gone with the program. `answers`: how many were given."""

    def __init__(self, kept: Snapshot) -> None:
        self.answers = 0
        self._kept = kept
        self._summaries: list[CaseSummary] = []
        self._journals: dict[str, list[Entry]] = {}
        self._heads: dict[str, Head] = {}

    def cases(self) -> list[CaseSummary]:
        return self._summaries

    def entries(self, case_id: str) -> list[Entry]:
        return self._journals[case_id]

    def snapshot(self, sha256: str) -> Snapshot:
        if sha256 != self._kept.sha256:
            raise KeyError(sha256)
        return self._kept

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        entries = self._journals.setdefault(case_id, [])
        first = len(entries)
        for each in (contents, *following):
            head = self._heads.get(case_id, START)
            entry = follow(head, case=case_id, device=_DEVICE, who=_WHO, moment=moment, contents=each)
            self._heads[case_id] = Head(entry.number, digest(encode(entry)))
            entries.append(entry)
        return entries[first]

    def completed(self, case: Case, answers: int) -> None:
        self._summaries.append(CaseSummary(case, Status.COMPLETED, answers, self._journals[case.id][-1].time, None))
        self.answers += answers


def interview_crowd(households: Iterable[Household], settings: Settings) -> CrowdCases:
    """A completed interview with each household, one half face to face and the other by telephone."""
    path = find_instrument(INSTRUMENT, settings.questionnaires)
    kept = snapshot(read_instrument(path, settings.questionnaires))
    instrument = kept.instrument()
    plans = [plan(instrument, mode) for mode in _MODES]
    crowd, clock = CrowdCases(kept), system_clock()
    for at, household in enumerate(households):
        planned = plans[at % len(plans)]
        case = Case(
            uuid.uuid4().hex, household.reference, "", kept.name, kept.version, kept.sha256, planned.mode, {"SebSet": 1}
        )
        crowd.append(case.id, CaseCreated.of(case), clock())
        crowd.completed(case, _Held(crowd, case, planned, clock).hold(household.lives))
    return crowd


class _Held:
    """One interview with a household."""

    def __init__(self, crowd: CrowdCases, case: Case, planned: Plan, clock: Clock) -> None:
        self._sitting = Sitting(crowd, replay(crowd.entries(case.id)), planned, clock)
        self._named = 0

    def hold(self, lives: Sequence[Life]) -> int:
        """How many answers were given."""
        sitting, given = self._sitting, 0
        while (prompt := sitting.prompt()) is not None:
            shown = isinstance(prompt.type, Information)
            failed = sitting.answer(prompt.field, SEEN if shown else self._answer(prompt.field, lives))
            if failed:
                raise RuntimeError(f"the crowd contradicts itself at {prompt.field}: {failed[0].name}")
            given += not shown
        sitting.complete(sitting.hindrances())
        return given

    def _answer(self, field: str, lives: Sequence[Life]) -> Answer:
        name, rows = parted(field)
        if name == "AnyoneElse":
            self._named += 1
            return YES if self._named < len(lives) else _NO_MORE
        if name in ("Hrp", "NextBirthday"):
            adults = [row for row, life in enumerate(lives, 1) if life.age >= ADULT]
            return adults[0] if name == "Hrp" else min(adults, key=lambda row: lives[row - 1].days_to_birthday)
        life = lives[(rows[0] if rows else 1) - 1]
        return life.name if name == "Name" else life.answers.get(name, Missing.DONT_KNOW)
