"""Variables: the columns of a dataset, and where each comes from in the instrument, whatever its version."""

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from capi.instrument.model import Choice, Fact, Instrument, Missing, Question, Section, Text, WholeNumber

Asked: TypeAlias = Question | Fact


class Column(enum.Enum):
    """What every dataset has, whatever was asked."""

    CASE = "case"
    INTERVIEW_DATE = "InterviewDate"
    REFERENCE_SUNDAY = "ReferenceSunday"
    INSTRUMENT_VERSION = "InstrumentVersion"
    MODE = "Mode"
    STATUS = "Status"


class Kind(enum.Enum):
    """What the values of a variable are."""

    CATEGORY = "category"
    WHOLE_NUMBER = "whole_number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Version:
    """One instrument as it was fielded. `label` tells it from every other version in the dataset."""

    label: str
    sha256: str
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Definition:
    """A field as one version has it; `section` is None for a fact."""

    version: Version
    asked: Asked
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` heads the column; `of` is the column every dataset has, or the definitions of a field, the newest last."""

    name: str
    kind: Kind
    of: Column | tuple[Definition, ...]

    @property
    def definitions(self) -> tuple[Definition, ...]:
        return () if isinstance(self.of, Column) else self.of

    @property
    def newest(self) -> Definition | None:
        return self.definitions[-1] if self.definitions else None

    @property
    def field(self) -> str:
        """The name in the instrument; empty for a column of every dataset."""
        return self.newest.asked.name if self.newest else ""

    @property
    def is_fact(self) -> bool:
        return self.newest is not None and self.newest.section is None

    @property
    def disclosive(self) -> bool:
        """Marked so in any version: data collected under it are in the dataset too."""
        return any(definition.asked.disclosive for definition in self.definitions)


def versions(snapshots: Iterable[tuple[str, Instrument]]) -> tuple[Version, ...]:
    """The versions, the oldest first, from pairs of SHA-256 and instrument."""
    ordered = sorted(snapshots, key=lambda each: (_numbers_in(each[1].version), each[0]))
    numbers = [instrument.version for _, instrument in ordered]
    return tuple(
        Version(
            instrument.version if numbers.count(instrument.version) == 1 else f"{instrument.version}+{sha256[:8]}",
            sha256,
            instrument,
        )
        for sha256, instrument in ordered
    )


def variables(fielded: Sequence[Version]) -> tuple[Variable, ...]:
    """All columns: those of every dataset, then facts and questions of all versions in the order of the questionnaire."""
    own = [Variable(column.value, _COLUMN_KINDS.get(column, Kind.TEXT), column) for column in Column]
    defined: dict[str, list[Definition]] = {}
    for version in fielded:
        instrument = version.instrument
        for fact in instrument.facts:
            defined.setdefault(fact.name, []).append(Definition(version, fact))
        for section in instrument.sections:
            for question in section.questions:
                defined.setdefault(question.name, []).append(Definition(version, question, section))
    taken = {column.value.lower() for column in Column}
    names = _merged([_fields(version.instrument) for version in fielded])
    asked = (Variable(_free(name, taken), _kind(defined[name]), tuple(defined[name])) for name in names)
    return (*own, *asked)


def first_words(text: Text) -> str:
    """The text in the first language that has one."""
    return next((words for words in text if words), "")


def label(asked: Asked) -> str:
    return first_words(asked.label) or asked.name


_COLUMN_KINDS = {
    Column.INTERVIEW_DATE: Kind.DATE,
    Column.REFERENCE_SUNDAY: Kind.DATE,
    Column.MODE: Kind.CATEGORY,
    Column.STATUS: Kind.CATEGORY,
    Column.INSTRUMENT_VERSION: Kind.CATEGORY,
}


def _numbers_in(version: str) -> list[tuple[int, str]]:
    """2023.10 comes after 2023.9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9.]+", version)]


def _fields(instrument: Instrument) -> list[str]:
    return [*(fact.name for fact in instrument.facts), *(question.name for question in instrument.questions)]


def _merged(orders: Sequence[list[str]]) -> list[str]:
    """The order of the newest; what only an older one has stands after its neighbour there."""
    merged = list(orders[-1])
    for order in reversed(orders[:-1]):
        for at, name in enumerate(order):
            if name not in merged:
                before = merged.index(order[at - 1]) + 1 if at else 0
                merged.insert(before, name)
    return merged


def _free(name: str, taken: set[str]) -> str:
    """A field called like a column of every dataset, in whatever capitals, gets an underscore behind it."""
    while name.lower() in taken:
        name += "_"
    taken.add(name.lower())
    return name


def _kind(definitions: Sequence[Definition]) -> Kind:
    kinds = {_kind_of(definition.asked) for definition in definitions}
    return kinds.pop() if len(kinds) == 1 else Kind.TEXT


def _kind_of(asked: Asked) -> Kind:
    if isinstance(asked.type, Choice):
        return Kind.CATEGORY
    return Kind.WHOLE_NUMBER if isinstance(asked.type, WholeNumber) else Kind.TEXT


def possible_values(variable: Variable) -> list[range | tuple[int, ...]]:
    """The numbers its answers may be, as declared in each version."""
    found: list[range | tuple[int, ...]] = []
    for asked in (definition.asked for definition in variable.definitions):
        if isinstance(asked.type, WholeNumber):
            found.append(range(asked.type.minimum, asked.type.maximum + 1))
        elif isinstance(asked, Question):
            presentations = (asked.usual, *asked.by_mode.values())
            values = (category.value for each in presentations for category in each.categories)
            found.append(tuple(value for value in values if not isinstance(value, Missing)))
    return found
