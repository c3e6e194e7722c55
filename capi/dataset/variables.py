"""Variables: the columns of a dataset, and where each comes from in the instrument, whatever its version."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from capi.dataset.levels import Asked, Definition, Fields, Level, fields_by_level
from capi.dataset.versions import Version
from capi.instrument.model import (
    Category,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Fact,
    Information,
    Missing,
    Mode,
    PartialDate,
    Question,
    RowChoice,
    Switch,
    Text,
    Time,
    Verbatim,
    WholeNumber,
)


class Column(enum.Enum):
    """What every dataset has, whatever was asked."""

    CASE = "case"
    INTERVIEW_DATE = "InterviewDate"
    REFERENCE_SUNDAY = "ReferenceSunday"
    INSTRUMENT_VERSION = "InstrumentVersion"
    MODE = "Mode"
    MODES = "Modes"
    """Only where the instrument has more than one."""
    LANGUAGE = "InterviewLanguage"
    """Only where the instrument has more than one."""
    STATUS = "Status"


@dataclass(frozen=True, slots=True)
class Key:
    """The column that says which row of a roster it is: its id, that never is another row's."""

    roster: str


class Kind(enum.Enum):
    """What the values of a variable are."""

    CATEGORY = "category"
    CODED_OR_NOT = "coded_or_not"
    """1 where a category was coded, 0 where it was not."""
    WHOLE_NUMBER = "whole_number"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    CODE = "code"
    """Of a coding frame."""
    CODE_LABEL = "code_label"
    ROW = "row"
    """The id of a row of a roster."""


class Part(enum.Enum):
    """Which part of an answer a column holds. A category's own column is named by its value instead."""

    VALUE = "value"
    GIVEN = "given"
    """Of a partial date, what was said of it; the value is completed to a day."""
    LABEL = "label"
    """Of a code, the text it stands for."""


AnswerPart: TypeAlias = Part | int

ALWAYS_DISCLOSIVE = frozenset(("DateOfBirth",))
"""Whether or not an author marked it: with sex and area a date of birth finds nearly everybody."""


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` heads the column; `of` is the column every dataset has, or the definitions of a field, the newest last."""

    name: str
    kind: Kind
    of: Column | Key | tuple[Definition, ...]
    part: AnswerPart = Part.VALUE

    @property
    def definitions(self) -> tuple[Definition, ...]:
        return self.of if isinstance(self.of, tuple) else ()

    @property
    def newest(self) -> Definition | None:
        return self.definitions[-1] if self.definitions else None

    @property
    def field(self) -> str:
        """The name in the instrument; empty for a column of every dataset."""
        return self.newest.asked.name if self.newest else ""

    @property
    def is_fact(self) -> bool:
        return self.newest is not None and isinstance(self.newest.asked, Fact)

    @property
    def is_computed(self) -> bool:
        """In the newest version: the instrument set it, and nobody was asked."""
        return self.newest is not None and isinstance(self.newest.asked, Question) and bool(self.newest.asked.computed)

    @property
    def disclosive(self) -> bool:
        """Marked so in any version: data collected under it are in the dataset too."""
        return self.field in ALWAYS_DISCLOSIVE or any(definition.asked.disclosive for definition in self.definitions)


def variables_by_level(fielded: Sequence[Version]) -> dict[Level, tuple[Variable, ...]]:
    """The columns of each table: those every dataset has, then the fields of all versions as the questionnaire has them.

    Names are free of each other over all tables, so that these can be joined: no field is called like a column of
    every dataset, and no column made of a part of an answer like a field. An instrument that fixes its own
    ReferenceSunday has that as the column.
    """
    fields = fields_by_level(fielded)
    left = _left_out(fielded)
    taken = {column.value.lower() for column in Column if column not in left}
    keys = {
        roster: _free(key_name(roster), taken) for roster in dict.fromkeys(each for level in fields for each in level)
    }
    names: dict[tuple[str, AnswerPart], str] = {}
    reference = next((level for level, defined in fields.items() if _fixes_reference_sunday(defined)), None)
    if reference is not None:
        names[_REFERENCE_SUNDAY, Part.VALUE] = _REFERENCE_SUNDAY
    for name in dict.fromkeys(name for defined in fields.values() for name in defined):
        if (name, Part.VALUE) not in names:
            names[name, Part.VALUE] = _free(name, taken)
    for defined in fields.values():
        for name, definitions in defined.items():
            for part in dict.fromkeys(part for definition in definitions for part in parts_of(definition)):
                if (name, part) not in names:
                    names[name, part] = _free(f"{name}_{_suffix(part)}", taken)
    return {
        level: (
            *_own(level, keys, left | {Column.REFERENCE_SUNDAY} if level == reference else left),
            *_asked(defined, names),
        )
        for level, defined in fields.items()
    }


_REFERENCE_SUNDAY = Column.REFERENCE_SUNDAY.value


def _fixes_reference_sunday(fields: Fields) -> bool:
    """Whether the instrument fixes the end of the reference week itself: then that is the column of this name."""
    definitions = fields.get(_REFERENCE_SUNDAY, ())
    return bool(definitions) and all(
        isinstance(each.asked, Question) and each.asked.computed is not None and isinstance(each.asked.type, Date)
        for each in definitions
    )


def key_name(roster: str) -> str:
    """`person` for the rows of People, as every office calls it; else the name of the roster, in small letters."""
    return "person" if roster.lower() == "people" else roster.lower()


def _left_out(fielded: Sequence[Version]) -> frozenset[Column]:
    """The columns that could say one thing only."""
    instruments = [version.instrument for version in fielded]
    one_language = all(len(each.languages) == 1 for each in instruments)
    modes = {mode for each in instruments for mode in each.modes}
    one_mode = len(modes.union(*(each.by_mode for one in instruments for each in one.questions))) == 1
    return frozenset(column for column, alike in ((Column.LANGUAGE, one_language), (Column.MODES, one_mode)) if alike)


def _own(level: Level, keys: dict[str, str], left_out: frozenset[Column]) -> Iterator[Variable]:
    for column in Column:
        if column in left_out:
            continue
        if column is Column.CASE or column in _DATES or not level:
            yield Variable(column.value, _COLUMN_KINDS.get(column, Kind.TEXT), column)
        if column is Column.CASE:
            yield from (Variable(keys[roster], Kind.ROW, Key(roster)) for roster in level)


def _asked(fields: Fields, names: Mapping[tuple[str, AnswerPart], str]) -> Iterator[Variable]:
    for name, definitions in fields.items():
        by_part: dict[AnswerPart, list[Definition]] = {}
        for definition in definitions:
            for part in parts_of(definition):
                by_part.setdefault(part, []).append(definition)
        for part in sorted(by_part, key=lambda part: part if isinstance(part, int) else -1):
            having = tuple(by_part[part])
            yield Variable(names[name, part], _kind(having, part), having, part)


def parts_of(definition: Definition) -> tuple[AnswerPart, ...]:
    """The columns an answer makes; none where it says nothing but that a screen was shown."""
    match definition.asked.type:
        case Information():
            return ()
        case CodeAll():
            values = {each.value for mode in definition.modes for each in categories_in(definition.asked, mode)}
            return tuple(sorted(value for value in values if not isinstance(value, Missing)))
        case PartialDate():
            return (Part.VALUE, Part.GIVEN)
        case Coded():
            return (Part.VALUE, Part.LABEL)
    return (Part.VALUE,)


def categories_in(asked: Asked, mode: Mode) -> tuple[Category, ...]:
    """What is offered in the mode, missing states included; of a fact, what its values mean."""
    if isinstance(asked, Question):
        return asked.presentation(mode).categories
    return _ON_OFF if isinstance(asked.type, Switch) else asked.categories


_ON_OFF = (Category(1, 1, ("On",)), Category(2, 2, ("Off",)))
_DATES = (Column.INTERVIEW_DATE, Column.REFERENCE_SUNDAY)


def first_words(text: Text) -> str:
    """The text in the first language that has one."""
    return next((words for words in text if words), "")


def label(asked: Asked) -> str:
    return first_words(asked.label) or asked.name


_COLUMN_KINDS = {
    Column.INTERVIEW_DATE: Kind.DATE,
    Column.REFERENCE_SUNDAY: Kind.DATE,
    Column.MODE: Kind.CATEGORY,
    Column.MODES: Kind.CATEGORY,
    Column.LANGUAGE: Kind.CATEGORY,
    Column.STATUS: Kind.CATEGORY,
    Column.INSTRUMENT_VERSION: Kind.CATEGORY,
}


def _suffix(part: AnswerPart) -> str:
    return str(part) if isinstance(part, int) else part.value


def _free(name: str, taken: set[str]) -> str:
    """A name that is taken, in whatever capitals, gets an underscore behind it."""
    while name.lower() in taken:
        name += "_"
    taken.add(name.lower())
    return name


def _kind(definitions: Iterable[Definition], part: AnswerPart) -> Kind:
    kinds = {_kind_of(definition.asked, part) for definition in definitions}
    if kinds == {Kind.WHOLE_NUMBER, Kind.DECIMAL}:
        return Kind.DECIMAL
    return kinds.pop() if len(kinds) == 1 else Kind.TEXT


def _kind_of(asked: Asked, part: AnswerPart) -> Kind:
    if part is Part.GIVEN:
        return Kind.PARTIAL_DATE
    if part is Part.LABEL:
        return Kind.CODE_LABEL
    match asked.type:
        case Choice() | Switch():
            return Kind.CATEGORY
        case CodeAll():
            return Kind.CODED_OR_NOT
        case WholeNumber():
            return Kind.WHOLE_NUMBER
        case DecimalNumber():
            return Kind.DECIMAL
        case Verbatim() | Information():
            return Kind.TEXT
        case Date() | PartialDate():
            return Kind.DATE
        case Time():
            return Kind.TIME
        case Coded():
            return Kind.CODE
        case RowChoice():
            return Kind.ROW
        case _:
            assert_never(asked.type)
