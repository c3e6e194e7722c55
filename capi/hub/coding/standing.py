"""Standing: what a job waits for, by the codes that were given to what was said of it.

    codings = Codings.of(given)                     # those of one job, in the order of the giving
    codings.state(OCCUPATION)                       # State.ONCE
    waits_for(occupation, industry, drawn, loaded)  # Stage.SECOND, or None where there is nothing left to do

Occupation and industry stand each for itself: one may be coded already, without a person, while the other waits for one.
"""

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from capi.sync.coding_messages import CodeScheme, How, Stage

Subject: TypeAlias = tuple[CodeScheme, ...]
"""What is coded, by the schemes it is coded in; the first is the one that is chosen."""

OCCUPATION: Subject = (CodeScheme.SOC2020, CodeScheme.SOC2010)
INDUSTRY: Subject = (CodeScheme.SIC2007,)
SUBJECTS: Mapping[str, Subject] = {"occupation": OCCUPATION, "industry": INDUSTRY}
"""By the columns of the table `jobs`."""


class State(enum.Enum):
    """`NOTHING`: nothing was said of it. `ONCE`: coded once, which is enough unless the job is drawn to be coded twice."""

    NOTHING = ""
    UNCODED = "uncoded"
    ONCE = "once"
    DIFFERING = "differing"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Given:
    """A code that was given. `user_key` is None where no person gave it; `key` is its place among all codes."""

    key: int
    scheme: CodeScheme
    code: str
    stage: Stage
    how: How
    user_key: int | None


@dataclass(frozen=True, slots=True)
class Codings:
    """The codes of each stage that count: of a scheme the latest."""

    by_stage: Mapping[Stage, Mapping[CodeScheme, Given]]

    @classmethod
    def of(cls, given: Iterable[Given]) -> "Codings":
        found: dict[Stage, dict[CodeScheme, Given]] = {stage: {} for stage in Stage}
        for each in given:
            found[each.stage][each.scheme] = each
        return cls(found)

    def of_stage(self, stage: Stage, subject: Subject = OCCUPATION + INDUSTRY) -> dict[CodeScheme, Given]:
        return {scheme: each for scheme, each in self.by_stage[stage].items() if scheme in subject}

    def state(self, subject: Subject) -> State:
        """Of something that was said."""
        first, second = self.of_stage(Stage.FIRST, subject), self.of_stage(Stage.SECOND, subject)
        if not first:
            return State.UNCODED
        if not second:
            return State.ONCE
        differing = {
            scheme
            for scheme in first.keys() | second.keys()
            if scheme not in first or scheme not in second or first[scheme].code != second[scheme].code
        }
        return State.DIFFERING if differing - self.by_stage[Stage.SETTLED].keys() else State.AGREED

    def counts(self, given: Given) -> bool:
        """Whether no later one has taken its place."""
        return self.by_stage[given.stage].get(given.scheme) == given

    def coders(self, stage: Stage, subject: Subject) -> set[int | None]:
        """Who has coded it then; None for nobody."""
        return {each.user_key for each in self.of_stage(stage, subject).values()}

    @property
    def automatic(self) -> bool:
        return None in self.coders(Stage.FIRST, OCCUPATION + INDUSTRY)


def waits_for(states: Mapping[str, State], *, drawn: bool, loaded: Collection[str]) -> Stage | None:
    """What is to be done next with a job. `states` are those of its occupation and industry, `loaded` the names of those that there is
    an index for. All is coded once before anything is coded twice, and that before anything is settled."""
    found = {states[name] for name in loaded}
    if State.UNCODED in found:
        return Stage.FIRST
    if State.ONCE in found and drawn:
        return Stage.SECOND
    return Stage.SETTLED if State.DIFFERING in found else None


AWAITED: Mapping[Stage, State] = {
    Stage.FIRST: State.UNCODED,
    Stage.SECOND: State.ONCE,
    Stage.SETTLED: State.DIFFERING,
}
"""In which state something is that is coded at this stage."""
