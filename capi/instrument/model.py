"""The instrument: a questionnaire as programmed, read once into objects that never change.

What differs by mode is a `Presentation`; what differs by language is a `Text`. Objects are msgspec
structs so that the snapshot in a case file loads in milliseconds, without pickle.
"""

import enum
from collections.abc import Iterator
from decimal import Decimal
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


Answer: TypeAlias = int | Decimal | str | tuple[int, ...] | Missing
"""What is given to a question, by its type; or a missing state.

An int: a category's harmonised value, a whole number, the id of a row, or `SEEN` at an information screen.
A Decimal: a decimal number. A str: words, a code of a frame, a date `2026-11-18`, a partial date `2024` or `2024-05`,
or a time `17:40`. A tuple: the categories coded, in ascending order of their values.
"""

SEEN = 1
"""The answer to an information screen: it has been shown."""


class PromptInstruction(enum.Enum):
    """How the categories are put to the respondent by an interviewer."""

    AS_NECESSARY = "as_necessary"
    RUNNING = "running"
    INDIVIDUAL = "individual"
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
    `exclusive` is coded alone where several can be coded. `offered_if` is judged when the question is put:
    a category that is not offered cannot be given.
    """

    value: int | Missing
    number: int
    text: Text
    example: Text = ()
    guidance: Text = ()
    spontaneous: bool = False
    exclusive: bool = False
    offered_if: Expression | None = None


class Presentation(Struct, frozen=True, gc=False, array_like=True):
    """A question as it is put in a mode. Categories are in the order of their printed numbers."""

    text: Text
    categories: tuple[Category, ...] = ()
    guidance: Text = ()
    instruction: Text = ()
    prompt: PromptInstruction | None = None
    showcard: str | None = None
    asked_if: Expression | None = None
    asked: bool = True
    """False where the question is not asked in the mode at all."""


class Choice(Struct, frozen=True, gc=False, tag="choice", array_like=True):
    """One category."""


class CodeAll(Struct, frozen=True, gc=False, tag="code_all", array_like=True):
    """Code all that apply: at least one category, and at most so many."""

    most: int


class WholeNumber(Struct, frozen=True, gc=False, tag="whole_number", array_like=True):
    minimum: int
    maximum: int
    unit: Text = ()


class DecimalNumber(Struct, frozen=True, gc=False, tag="decimal", array_like=True):
    """A number with at most so many `places` after the point."""

    minimum: Decimal
    maximum: Decimal
    places: int
    unit: Text = ()


class Verbatim(Struct, frozen=True, gc=False, tag="verbatim", array_like=True):
    """The respondent's own words; `longest` in characters."""

    longest: int


class Date(Struct, frozen=True, gc=False, tag="date", array_like=True):
    """A day; the bounds are included, and each may be empty."""

    earliest: str = ""
    latest: str = ""


class PartialDate(Struct, frozen=True, gc=False, tag="partial_date", array_like=True):
    """A day whose month or day may be unknown. What was given is kept; conditions read it completed with these."""

    unknown_month: int
    unknown_day: int
    earliest: str = ""
    latest: str = ""


class Time(Struct, frozen=True, gc=False, tag="time", array_like=True):
    """A time of the day, to the minute, by the 24-hour clock."""


class Coded(Struct, frozen=True, gc=False, tag="coded", array_like=True):
    """A code of a coding frame, found by searching it."""

    frame: str


class RowChoice(Struct, frozen=True, gc=False, tag="row", array_like=True):
    """One row of a roster, such as a person: of those for which the condition, read in the row, holds."""

    roster: str
    condition: Expression | None = None


class Information(Struct, frozen=True, gc=False, tag="information", array_like=True):
    """Something to say or to read; no answer is taken but that it was shown."""


QuestionType: TypeAlias = (
    Choice
    | CodeAll
    | WholeNumber
    | DecimalNumber
    | Verbatim
    | Date
    | PartialDate
    | Time
    | Coded
    | RowChoice
    | Information
)


class ComputedVariant(Struct, frozen=True, gc=False, array_like=True):
    """One way to compute a field; `value` None leaves it without one."""

    value: Expression | None
    condition: Expression | None = None


class Computed(Struct, frozen=True, gc=False, array_like=True):
    """How the instrument sets a field itself: by the first variant whose condition holds.

    `once` fixes the value when the interview first reaches the field; only such a field may read today's date.
    """

    variants: tuple[ComputedVariant, ...]
    once: bool = False


class Edit(Struct, frozen=True, gc=False, array_like=True):
    """A rule over answers that fails when its condition holds.

    A check (`hard`) must be resolved; a signal may be suppressed with a reason. `modes` are those in which it is
    judged; () is all.
    """

    name: str
    hard: bool
    fails_if: Expression
    message: Text
    fields: tuple[str, ...]
    place: Place
    modes: tuple[Mode, ...] = ()


class Question(Struct, frozen=True, gc=False, tag="question", tag_field="part", array_like=True):
    """A field of the interview: asked, or computed where `computed` says how.

    `observation`: answered by the interviewer from what is seen; never read out.
    `stem` names the battery of items it was written in, and `item` is its own part of the words;
    `specifies` names the question whose "other" category it asks about.
    """

    name: str
    label: Text
    type: QuestionType
    usual: Presentation
    place: Place
    by_mode: dict[Mode, Presentation] = {}
    source: str = ""
    note: str = ""
    disclosive: bool = False
    computed: Computed | None = None
    observation: bool = False
    stem: str = ""
    item: Text = ()
    specifies: str = ""

    def presentation(self, mode: Mode) -> Presentation:
        return self.by_mode.get(mode, self.usual)


class Section(Struct, frozen=True, gc=False, tag="section", tag_field="part", array_like=True):
    """A part of the instrument; sections may hold sections.

    `roster` names the roster for whose rows it is gone through, row by row. Where it `collects` them, the rows
    begin here: then `asked_if` is read outside the rows and says whether there are any; elsewhere it is read in
    each row. `another` is asked after the rows, and its value 1 adds one.
    `source` says what an instrument used as a section follows. `hand_over`: in a face-to-face interview the respondent may answer
    it alone, in its wording for self-completion.
    """

    name: str
    title: Text
    parts: tuple["Question | Section", ...]
    place: Place
    asked_if: Expression | None = None
    edits: tuple[Edit, ...] = ()
    roster: str = ""
    collects: bool = False
    another: Question | None = None
    source: "Source | None" = None
    hand_over: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """All its questions, those of the sections in it included, in the order of the page."""
        return tuple(_questions(self))

    @property
    def sections(self) -> Iterator["Section"]:
        """It and all sections in it, in the order of the page."""
        yield self
        for part in self.parts:
            if isinstance(part, Section):
                yield from part.sections


def _questions(section: Section) -> Iterator[Question]:
    for part in section.parts:
        if isinstance(part, Question):
            yield part
        else:
            yield from _questions(part)
    if section.another is not None:
        yield section.another


class Roster(Struct, frozen=True, gc=False, array_like=True):
    """A part repeated per person, job or the like. Its rows have identity: ids 1, 2, ... that are never given again.

    There are as many rows as `size` gives (0 where it has no value), or `at_least` and one more at each yes
    to "anyone else?". `row_name` is how a row is called; `within` is the roster each of whose rows has its own.
    """

    name: str
    title: Text
    row_name: Text
    place: Place
    size: Expression | None = None
    at_least: int = 1
    at_most: int = 1
    within: str = ""


class Switch(Struct, frozen=True, gc=False, tag="switch", array_like=True):
    """A part of the instrument that a survey turns on or off: 1 is on, 2 is off. `usual` holds where nothing is said."""

    usual: int = 2


class Fact(Struct, frozen=True, gc=False, array_like=True):
    """Something known of the case before the interview, such as an age from the sample."""

    name: str
    label: Text
    type: WholeNumber | DecimalNumber | Verbatim | Date | Choice | Switch
    place: Place
    disclosive: bool = False
    categories: tuple[Category, ...] = ()


class FillVariant(Struct, frozen=True, gc=False, array_like=True):
    text: Text
    condition: Expression | None = None


class Plural(Struct, frozen=True, gc=False, array_like=True):
    """A text for each plural form of the languages, by its CLDR name (`one`, `few`, `other`), and the number it goes by.

    A form that a language does not have is empty there.
    """

    number: Expression
    forms: dict[str, Text]


class Fill(Struct, frozen=True, gc=False, array_like=True):
    """A named part of a text: the first variant whose condition holds, or the form that goes with a number."""

    name: str
    variants: tuple[FillVariant, ...]
    place: Place
    plural: Plural | None = None


class FrameEntry(Struct, frozen=True, gc=False, array_like=True):
    """A code of a frame with its text, and other words by which it may be found."""

    code: str
    text: str
    also: str = ""


class CodingFrame(Struct, frozen=True, gc=False, array_like=True):
    """A long list that answers are coded to."""

    name: str
    title: Text
    entries: tuple[FrameEntry, ...]
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
    rosters: tuple[Roster, ...] = ()
    frames: tuple[CodingFrame, ...] = ()
    dates: dict[str, Text] = {}
    """How dates are said: patterns by their name (`day`, `long`, `month`); see FORMAT.md."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the page."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """With the sections in sections, in the order of the page."""
        return tuple(section for outer in self.sections for section in outer.sections)

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for section in self.all_sections for edit in section.edits)
