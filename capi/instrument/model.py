"""The instrument: a questionnaire as programmed, read once into objects that never change.

What differs by mode is a `Presentation`; what differs by language is a `Text`. Objects are msgspec
structs so that the snapshot in a case file loads in milliseconds, without pickle.
"""

import enum
from typing import TypeAlias

from msgspec import Struct

from capi.instrument.expression import Expression

Text: TypeAlias = tuple[str, ...]
"""One text per language, in the order of `Instrument.languages`; () where there is none."""


class Mode(enum.Enum):
    """How the interview is held."""

    SELF_COMPLETION = "self_completion"
    FACE_TO_FACE = "face_to_face"
    TELEPHONE = "telephone"

    @property
    def has_interviewer(self) -> bool:
        return self is not Mode.SELF_COMPLETION


class Missing(enum.Enum):
    """A state beside the value: given by the respondent, but not a value. Never a number in here."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


Answer: TypeAlias = int | str | Missing
"""A category's harmonised value or a whole number; a verbatim text; or a missing state."""


class PromptInstruction(enum.Enum):
    """How the categories are put to the respondent by an interviewer."""

    AS_NECESSARY = "as_necessary"
    RUNNING = "running"
    READ_OUT = "read_out"
    DO_NOT_READ = "do_not_read"


class Place(Struct, frozen=True, gc=False, array_like=True):
    """Where the author wrote it; lines count from 1."""

    file: str
    line: int


class Category(Struct, frozen=True, gc=False, array_like=True):
    """One answer of a closed question, as offered in one mode.

    `value` is harmonised over modes; `number` is the one printed and typed in this mode.
    `example` belongs to the category and is shown with it; `guidance` is for the interviewer only.
    """

    value: int | Missing
    number: int
    text: Text
    example: Text = ()
    guidance: Text = ()
    spontaneous: bool = False


class Presentation(Struct, frozen=True, gc=False, array_like=True):
    """A question as it is put in a mode. Categories are in the order of their printed numbers."""

    text: Text
    categories: tuple[Category, ...] = ()
    guidance: Text = ()
    instruction: Text = ()
    prompt: PromptInstruction | None = None
    showcard: str | None = None
    asked_if: Expression | None = None


class Choice(Struct, frozen=True, gc=False, tag="choice", array_like=True):
    """One category."""


class WholeNumber(Struct, frozen=True, gc=False, tag="whole_number", array_like=True):
    minimum: int
    maximum: int
    unit: Text = ()


class Verbatim(Struct, frozen=True, gc=False, tag="verbatim", array_like=True):
    """The respondent's own words; `longest` in characters."""

    longest: int


QuestionType: TypeAlias = Choice | WholeNumber | Verbatim


class Edit(Struct, frozen=True, gc=False, array_like=True):
    """A rule over answers that fails when its condition holds.

    A check (`hard`) must be resolved; a signal may be suppressed with a reason.
    """

    name: str
    hard: bool
    fails_if: Expression
    message: Text
    fields: tuple[str, ...]
    place: Place


class Question(Struct, frozen=True, gc=False, array_like=True):
    name: str
    label: Text
    type: QuestionType
    usual: Presentation
    place: Place
    by_mode: dict[Mode, Presentation] = {}
    source: str = ""
    note: str = ""
    disclosive: bool = False

    def presentation(self, mode: Mode) -> Presentation:
        return self.by_mode.get(mode, self.usual)


class Section(Struct, frozen=True, gc=False, array_like=True):
    name: str
    title: Text
    questions: tuple[Question, ...]
    place: Place
    asked_if: Expression | None = None
    edits: tuple[Edit, ...] = ()


class Fact(Struct, frozen=True, gc=False, array_like=True):
    """Something known of the case before the interview, such as an age from the sample."""

    name: str
    label: Text
    type: WholeNumber | Verbatim
    place: Place
    disclosive: bool = False


class FillVariant(Struct, frozen=True, gc=False, array_like=True):
    text: Text
    condition: Expression | None = None


class Fill(Struct, frozen=True, gc=False, array_like=True):
    """A named part of a text: the first variant whose condition holds."""

    name: str
    variants: tuple[FillVariant, ...]
    place: Place


class Showcard(Struct, frozen=True, gc=False, array_like=True):
    """The card handed to the respondent; its lines are the categories of the question that shows it."""

    label: str
    place: Place
    heading: Text = ()


class Source(Struct, frozen=True, gc=False, array_like=True):
    publisher: str = ""
    title: str = ""
    date: str = ""
    licence: str = ""
    address: str = ""


class Instrument(Struct, frozen=True, gc=False, array_like=True):
    name: str
    version: str
    title: Text
    modes: tuple[Mode, ...]
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    source: Source = Source()
    facts: tuple[Fact, ...] = ()
    fills: tuple[Fill, ...] = ()
    showcards: tuple[Showcard, ...] = ()
    prompts: dict[PromptInstruction, Text] = {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the page."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for section in self.sections for edit in section.edits)
