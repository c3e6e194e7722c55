"""Answer cells: what an answer is in each of the columns it makes. A missing state is the same in all of them."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from capi.dataset.cells import Absence, Cell
from capi.dataset.levels import Definition
from capi.dataset.variables import Part, Variable, categories_in
from capi.dataset.versions import Version
from capi.instrument.calendar import completed
from capi.instrument.model import (
    Answer,
    Coded,
    CodingFrame,
    DecimalNumber,
    Missing,
    Mode,
    PartialDate,
    Question,
    RowChoice,
    WholeNumber,
)

Given: TypeAlias = Answer | Absence
Reader: TypeAlias = Callable[[Given], Cell]


def reader(variable: Variable, version: Version, mode: Mode) -> Reader | None:
    """Makes the cell from an answer under this version, given in this mode; None where the version lacks it."""
    definition = next((each for each in variable.definitions if each.version is version), None)
    if definition is None:
        return None
    make = _maker(definition, variable, mode)
    is_computed = isinstance(definition.asked, Question) and definition.asked.computed is not None

    def read(given: Given) -> Cell:
        if isinstance(given, Missing | Absence):
            # Nobody is asked for what the instrument computes, though the interview may wait to fix it.
            return Absence.NOT_ASKED if is_computed and given is Absence.UNANSWERED else given
        return make(given)

    return read


def _maker(definition: Definition, variable: Variable, mode: Mode) -> Callable[[Answer], Cell]:
    if isinstance(variable.part, int):
        return _whether_coded(definition, variable.part, mode)
    match definition.asked.type, variable.part:
        case PartialDate(month, day), Part.VALUE:
            return lambda answer: completed(str(answer), month, day)
        case Coded(), Part.LABEL:
            texts = frame_texts(definition)
            return lambda answer: texts.get(str(answer))
    return _as_it_is


def _as_it_is(answer: Answer) -> Cell:
    if isinstance(answer, tuple):
        raise TypeError("what is coded of several categories stands in a column for each")
    return answer


def _whether_coded(definition: Definition, value: int, mode: Mode) -> Callable[[Answer], Cell]:
    """1 or 0; a category that the mode does not offer was not asked about, unless it was coded all the same."""
    if all(category.value != value for category in categories_in(definition.asked, mode)):
        return lambda answer: 1 if isinstance(answer, tuple) and value in answer else Absence.NOT_ASKED
    return lambda answer: int(isinstance(answer, tuple) and value in answer)


def frame_of(definition: Definition) -> CodingFrame | None:
    """The coding frame of a coded question."""
    kind = definition.asked.type
    if not isinstance(kind, Coded):
        return None
    return next((each for each in definition.version.instrument.frames if each.name == kind.frame), None)


def frame_texts(definition: Definition) -> dict[str, str]:
    frame = frame_of(definition)
    return {} if frame is None else {entry.code: entry.text for entry in frame.entries}


@dataclass(frozen=True, slots=True)
class _Between:
    """The decimal numbers from `least` to `most`."""

    least: Decimal
    most: Decimal

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.least <= number <= self.most


def possible_values(variable: Variable) -> Iterator[Container[int]]:
    """The numbers its answers may be, as declared in each version. What is computed is bound by nothing."""
    if isinstance(variable.part, int):
        yield (0, 1)
        return
    for definition in variable.definitions if variable.part is Part.VALUE else ():
        asked = definition.asked
        match asked.type:
            case WholeNumber() | DecimalNumber() if isinstance(asked, Question) and asked.computed is not None:
                continue
            case WholeNumber(minimum, maximum):
                yield range(minimum, maximum + 1)
            case DecimalNumber(minimum, maximum):
                yield _Between(minimum, maximum)
            case RowChoice(roster):
                most = (each.at_most for each in definition.version.instrument.rosters if each.name == roster)
                yield range(1, max(most, default=0) + 1)
            case Coded():
                yield {int(code) for code in frame_texts(definition) if _is_number(code)}
            case _:
                offered = (each.value for mode in definition.modes for each in categories_in(asked, mode))
                yield {value for value in offered if isinstance(value, int)}


def _is_number(code: str) -> bool:
    """Whether a number written out reads like the code; `0111` does not."""
    return code.isascii() and code.isdigit() and str(int(code)) == code
