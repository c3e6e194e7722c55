"""The outcome frame of a project: which results a call attempt may have, which outcome codes a case, and how calls are spread.

It is a file, not code: `frame_reading` reads it, `FRAME.md` beside it describes it, and `questionnaires/outcome-frames/uk` is
the one that ships. A case file and a hub keep it by its SHA-256, as they keep instruments.
"""

import enum
from datetime import time, timedelta

from msgspec import Struct

from capi.fieldwork.calls import Medium
from capi.instrument.model import Text


class Group(enum.Enum):
    """The first digit of an outcome code."""

    COMPLETE = 1
    PARTIAL = 2
    NON_CONTACT = 3
    REFUSAL = 4
    OTHER_UNPRODUCTIVE = 5
    UNKNOWN_ELIGIBILITY = 6
    INELIGIBLE = 7


class Disposition(enum.Enum):
    """What a code counts as in the rates of AAPOR's Standard Definitions: the letters of its formulas."""

    COMPLETE = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN_HOUSEHOLD = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


COUNTS_AS = {
    Group.COMPLETE: (Disposition.COMPLETE,),
    Group.PARTIAL: (Disposition.PARTIAL,),
    Group.NON_CONTACT: (Disposition.NON_CONTACT,),
    Group.REFUSAL: (Disposition.REFUSAL,),
    Group.OTHER_UNPRODUCTIVE: (Disposition.OTHER,),
    Group.UNKNOWN_ELIGIBILITY: (Disposition.UNKNOWN_HOUSEHOLD, Disposition.UNKNOWN_OTHER),
    Group.INELIGIBLE: (Disposition.NOT_ELIGIBLE,),
}
"""What the codes of a group may count as; FRAME.md says why no more."""


class OutcomeCode(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`code`: three digits, the first of them its group. `office_only`: no interviewer may set it. `needs_reason`: with words beside it.
    `closes`: the case is not called any more. `aapor`: the code of the Standard Definitions, such as `2.11`."""

    code: str
    label: Text
    disposition: Disposition
    aapor: str
    office_only: bool = False
    needs_reason: bool = False
    closes: bool = False

    @property
    def group(self) -> Group:
        return Group(int(self.code[0]))


class CallResult(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What may come of a call attempt by one of these `media`.

    `suggests`: the outcome code that follows where nothing more telling happened; empty where none does. `weight`: of the results
    of all calls the one with the greatest is the telling one, of equal ones the latest. `again_after`: no earlier than this
    after the call the next one is due, None where the frame says nothing of it. `contact`: somebody was spoken to who
    belongs to the case, or knows whoever does. `interviews`: an interview follows; `appoints`: a time was agreed. `never_again`: nobody is to call again,
    appointment or not, such as where somebody asked for that. `key`: the letter or digit that chooses it in a list.
    """

    name: str
    label: Text
    media: tuple[Medium, ...]
    suggests: str = ""
    weight: int = 0
    again_after: timedelta | None = None
    contact: bool = False
    interviews: bool = False
    appoints: bool = False
    never_again: bool = False
    key: str = ""


class Hours(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """On these days of the week (1 Monday to 7 Sunday) from one time of the respondent's clock up to, and without, another."""

    days: tuple[int, ...]
    begin: time
    end: time


class Slot(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A part of the week that calls are spread over, such as the evening."""

    name: str
    label: Text
    hours: tuple[Hours, ...]


class CallingRules(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How calls are spread. `hours`: when somebody may be rung who has agreed nothing. `most_attempts`: so many without contact, and
    no more; neither a refusal nor an appointment is overridden by it. `most_a_day`: of one case, without an appointment.

    `script`: what is said first when somebody answers the telephone; empty where the instrument says it.

    A hard appointment is rung from `early` before its time on and is missed `late` after it; a soft one likewise.
    """

    zone: str
    hours: tuple[Hours, ...]
    slots: tuple[Slot, ...] = ()
    most_attempts: int = 12
    most_a_day: int = 3
    again_after: timedelta = timedelta(hours=3)
    hard_early: timedelta = timedelta(minutes=1)
    hard_late: timedelta = timedelta(minutes=30)
    soft_early: timedelta = timedelta(minutes=5)
    soft_late: timedelta = timedelta(hours=3)
    script: Text = ()


class InterviewCodes(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The outcome codes that the interview speaks for by itself.

    `refused`, `unable` and `other`: it was stopped for good, for that reason. `in_progress`: it was begun, and is not finished.
    Any of these is `partial` instead from `partial_from` questions answered on; an empty `partial` has no such code.
    `not_attempted`: nobody has called.
    """

    completed: str = ""
    refused: str = ""
    unable: str = ""
    other: str = ""
    in_progress: str = ""
    not_attempted: str = ""
    partial: str = ""
    partial_from: int = 0


class OutcomeFrame(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """`languages`: those its labels are in, the first one first. Codes and results are in the order of the file."""

    name: str
    version: str
    title: Text
    languages: tuple[str, ...]
    outcomes: tuple[OutcomeCode, ...]
    results: tuple[CallResult, ...]
    calling: CallingRules
    interview: InterviewCodes = InterviewCodes()
    source: str = ""

    def outcome(self, code: str) -> OutcomeCode | None:
        return next((each for each in self.outcomes if each.code == code), None)

    def result(self, name: str) -> CallResult | None:
        return next((each for each in self.results if each.name == name), None)

    def results_by(self, medium: Medium) -> tuple[CallResult, ...]:
        """Those a call by this medium may have."""
        return tuple(each for each in self.results if medium in each.media)

    def said(self, text: Text, language: str = "") -> str:
        """One of its texts in this language; in its first one where it is not written in the other."""
        at = self.languages.index(language) if language in self.languages else 0
        return text[at] if at < len(text) else ""

    def ends_calling(self, result: CallResult) -> bool:
        """Whether a call with this result is the last one, before any outcome is confirmed: it suggests a code that closes,
        such as a refusal, and says nothing of another call. Only the office sets that aside, by returning the case."""
        outcome = self.outcome(result.suggests)
        closes = outcome is not None and outcome.closes and result.again_after is None
        return result.never_again or closes
