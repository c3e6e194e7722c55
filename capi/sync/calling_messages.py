"""The messages of fieldwork: outcome frames, the next case of the telephone queue, and what the office sees of calls and outcomes."""

from datetime import datetime
from typing import Annotated, Union

from msgspec import Meta, field

from capi.sync.messages import Digest, Id, Message, Number
from capi.wording import Wording

# --- outcome frames -----------------------------------------------------------------------------------------------


class FrameFile(Message, frozen=True):
    """An outcome frame to the letter, signed (purpose frame). The laptop reads it and compares the hash itself."""

    sha256: Digest
    name: str
    version: str
    text: str


class FrameLine(Message, frozen=True):
    """`taken`: it is the frame of the hub's fieldwork."""

    sha256: Digest
    name: str
    version: str
    title: str
    taken: bool
    added: datetime
    added_by: str


# --- the telephone queue ------------------------------------------------------------------------------------------


class Sentence(Message, frozen=True):
    """A wording on its way to a window that may say it in another language. Times among its fills are texts already."""

    context: Annotated[str, Meta(max_length=100)]
    text: Annotated[str, Meta(max_length=1_000)]
    fills: dict[str, Union[str, int, "Sentence"]] = field(default_factory=dict)

    @classmethod
    def of(cls, wording: Wording) -> "Sentence":
        fills = {name: cls.of(fill) if isinstance(fill, Wording) else fill for name, fill in wording.fills}
        plain = {name: fill if isinstance(fill, str | int | Sentence) else str(fill) for name, fill in fills.items()}
        return cls(context=wording.context, text=wording.text, fills=plain)

    @property
    def wording(self) -> Wording:
        # The text itself stands as a plain string where it was first said, which is where translators find it.
        fills = {name: fill.wording if isinstance(fill, Sentence) else fill for name, fill in self.fills.items()}
        return Wording(self.context, self.text, tuple(fills.items()))


class NextWanted(Message, frozen=True):
    """A telephone interviewer asks for a case to ring: the next one, or out of its turn the one with this reference, for which one needs the
    permission. `zone`: of the clock there, in which times are to be told."""

    pick: Annotated[str, Meta(max_length=200)] = ""
    zone: Annotated[str, Meta(max_length=100)] = ""


class NextCase(Message, frozen=True):
    """`case` comes with the orders that follow, as any case does, and is given up by a release when the call is over. Empty
    where there is none to call now: then `at` says when there may be one, where anybody knows. `because`: why, in words."""

    because: Sentence
    case: str = ""
    at: datetime | None = None


class CallableCase(Message, frozen=True):
    """A case that may be picked by hand, with the verdict of the queue's rules on it; `ready`: it may be rung now."""

    case: Id
    reference: str
    label: str
    ready: bool
    because: Sentence


# --- what the office sees -----------------------------------------------------------------------------------------


class OutcomeCount(Message, frozen=True):
    """How many cases have an outcome code; an empty code: none is confirmed. `label` is the frame's."""

    code: str
    label: str
    cases: Number


class RateLine(Message, frozen=True):
    """A rate by AAPOR's Standard Definitions: `formula` with letters, `counts` what stands for each, `percent` with one decimal, None where there
    is no such rate, and why in `words`. `e`: the share of cases of unknown eligibility taken to be eligible, where the formula has it."""

    name: str
    formula: str
    meaning: str
    counts: dict[str, int]
    percent: str | None
    words: str
    e: str | None = None


class SlotCount(Message, frozen=True):
    """Call attempts of a day of the week (1 Monday to 7 Sunday) and an hour, by the clock of the frame's zone."""

    day: Annotated[int, Meta(ge=1, le=7)]
    hour: Annotated[int, Meta(ge=0, le=23)]
    calls: Number
    contacts: Number
    interviews: Number


class ResultCount(Message, frozen=True):
    """`label` is the frame's; the result's own word where it has none."""

    result: str
    label: str
    medium: str
    calls: Number


class AttemptCount(Message, frozen=True):
    """How many cases have had so many call attempts; the last line holds those with as many or more."""

    attempts: Number
    cases: Number


class CallerLine(Message, frozen=True):
    """What an interviewer has done: calls, and of them contacts and those that led to an interview; cases by what came of them.
    `today`: calls since midnight by the clock of the frame's zone."""

    name: str
    calls: Number
    today: Number
    contacts: Number
    interviews: Number
    completed: Number
    refused: Number
    seconds: Number
    last_call: datetime | None = None


class Fieldwork(Message, frozen=True):
    """What has come of calls and cases, all of them or those of one sample or area. `missed`: appointments that are over and were not kept."""

    time: datetime
    frame: str
    zone: str
    cases: Number
    outcomes: list[OutcomeCount]
    rates: list[RateLine]
    slots: list[SlotCount]
    results: list[ResultCount]
    attempts: list[AttemptCount]
    callers: list[CallerLine]
    appointments: Number = 0
    missed: Number = 0
    in_queue: Number = 0
    delivered: Number = 0
