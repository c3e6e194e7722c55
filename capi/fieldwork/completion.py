"""Completion: what stands in the way of completing an interview, by rules the office may change while it is in the field.

    rules = CompletionRules(checks=Level.WARN, edits={"ManyHours": Level.IGNORE})
    for hindrance in hindrances(ending, rules):
        ...

The rules are a setting of the case file, not of the instrument: no new version is needed. They know no interview;
the sitting gathers an `Ending` from its own and asks. It also asks `keeps` of each edit that fails: one that does not
block does not keep the interviewer at its question either, and shows at the end, if it is to be warned of.
"""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct

from capi.engine.edits import FailedEdit
from capi.instrument.address import parted
from capi.instrument.model import Answer, Missing
from capi.wording import Wording


class Level(enum.Enum):
    """What a hindrance does: prevents completion, must be accepted first, or is not looked at."""

    BLOCK = "block"
    WARN = "warn"
    IGNORE = "ignore"


class Kind(enum.Enum):
    """What can stand in the way."""

    UNANSWERED = "unanswered"
    CHECK = "check"
    SIGNAL = "signal"
    NONRESPONSE = "nonresponse"


class CompletionRules(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`unanswered`: questions without an answer. `checks` and `signals`: those that fail, signals until suppressed.

    `nonresponse`: don't know or refused at more than `nonresponse_above` per cent of the questions asked.
    `edits` has a level of its own for each edit named there, in whatever row it fails.
    """

    unanswered: Level = Level.BLOCK
    checks: Level = Level.BLOCK
    signals: Level = Level.BLOCK
    nonresponse: Level = Level.IGNORE
    nonresponse_above: Annotated[int, Meta(ge=0, le=100)] = 20
    edits: dict[str, Level] = {}

    def of_edit(self, failed: FailedEdit) -> Level:
        return self.edits.get(parted(failed.name)[0], self.checks if failed.hard else self.signals)

    def keeps(self, failed: FailedEdit) -> bool:
        """Whether the edit keeps the interviewer at its question."""
        return self.of_edit(failed) is Level.BLOCK


class Accepted(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A hindrance that was warned of and accepted, as a journal keeps it; `edit` where it is one."""

    kind: Kind
    fields: tuple[str, ...] = ()
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that stands in the way. It blocks or warns; the message of an edit is in the interview's language."""

    kind: Kind
    level: Level
    fields: tuple[str, ...]
    message: str | Wording
    edit: str = ""

    @property
    def accepted(self) -> Accepted:
        return Accepted(self.kind, self.fields, self.edit)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an interview stands when it is to be completed.

    `answers` has the questions on the route in order, each with its answer or None; `shown` are those among them
    that take no answer, but are only shown. `failed` are the edits that fail and are not suppressed.
    """

    answers: Mapping[str, Answer | None]
    shown: Collection[str]
    failed: Sequence[FailedEdit]


def hindrances(ending: Ending, rules: CompletionRules) -> tuple[Hindrance, ...]:
    """What blocks, then what is to be warned of; in each, what has no answer, then edits, then non-response."""
    found = [*_unanswered(ending, rules), *_edits(ending.failed, rules), *_nonresponse(ending, rules)]
    return tuple(sorted(found, key=lambda hindrance: hindrance.level is not Level.BLOCK))


def _unanswered(ending: Ending, rules: CompletionRules) -> Iterable[Hindrance]:
    fields = tuple(field for field, answer in ending.answers.items() if answer is None)
    if fields and rules.unanswered is not Level.IGNORE:
        message = Wording("Completion", "Questions without an answer: {number}.").filled(number=len(fields))
        yield Hindrance(Kind.UNANSWERED, rules.unanswered, fields, message)


def _edits(failed: Iterable[FailedEdit], rules: CompletionRules) -> Iterable[Hindrance]:
    for edit in failed:
        level = rules.of_edit(edit)
        if level is not Level.IGNORE:
            kind = Kind.CHECK if edit.hard else Kind.SIGNAL
            yield Hindrance(kind, level, edit.fields, edit.message, edit.name)


def _nonresponse(ending: Ending, rules: CompletionRules) -> Iterable[Hindrance]:
    answers = ending.answers.items()
    fields = tuple(field for field, answer in answers if answer in (Missing.DONT_KNOW, Missing.REFUSED))
    asked = len(ending.answers) - len(ending.shown)
    if rules.nonresponse is not Level.IGNORE and len(fields) * 100 > rules.nonresponse_above * asked:
        message = Wording(
            "Completion", "Questions answered with don’t know or refused: {number} of {asked}, more than {most} %."
        ).filled(number=len(fields), asked=asked, most=rules.nonresponse_above)
        yield Hindrance(Kind.NONRESPONSE, rules.nonresponse, fields, message)
