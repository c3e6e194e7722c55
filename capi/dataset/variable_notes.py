"""Variable notes: what a number, a date or a code may be and was, and what a user of the data must know besides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from capi.dataset.answer_cells import frame_of
from capi.dataset.tally import Count
from capi.dataset.variables import Column, Key, Kind, Part, Variable, first_words
from capi.dataset.versions import Version
from capi.instrument.model import (
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    PartialDate,
    Question,
    RowChoice,
    Text,
    Time,
    Verbatim,
    WholeNumber,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a variable stands among: the versions of the instrument, its table, and the key of each roster in any of the tables."""

    versions: tuple[Version, ...]
    table: tuple[Variable, ...]
    keys: Mapping[str, str]
    of_cases: bool
    serial_numbers: bool

    def beside(self, variable: Variable, part: Part) -> str:
        """The column of another part of the same answer; empty where it was left out."""
        found = (each.name for each in self.table if each.field == variable.field and each.part is part)
        return next(found, "")


def unit(variable: Variable) -> str:
    kind = variable.newest.asked.type if variable.newest else None
    return first_words(kind.unit) if isinstance(kind, WholeNumber | DecimalNumber) else ""


def extent(variable: Variable, count: Count, among: Surroundings) -> str:
    """What may stand there and what does; empty where the values say it all."""
    return " ".join(part for part in (_allowed(variable, among), _spread(count)) if part)


def _allowed(variable: Variable, among: Surroundings) -> str:
    newest = variable.newest
    if newest is None or variable.is_computed or variable.part is not Part.VALUE:
        return ""
    match newest.asked.type:
        case WholeNumber(minimum, maximum, measured):
            return f"A whole number from {minimum:,} to {maximum:,}{_unit(measured)}."
        case DecimalNumber(minimum, maximum, places, measured):
            return f"A number from {minimum:,} to {maximum:,}{_unit(measured)}, with at most {places} decimal {_places(places)}."
        case Verbatim(longest):
            return f"A text of at most {longest:,} characters."
        case Date(earliest, latest) | PartialDate(_, _, earliest, latest):
            bounds = (f"from {earliest}" if earliest else "", f"to {latest}" if latest else "")
            return f"A date {' '.join(part for part in bounds if part)}.".replace(" .", ".")
        case Time():
            return "A time by the 24-hour clock."
        case Coded():
            frame = frame_of(newest)
            return f"One of the {len(frame.entries):,} codes of {first_words(frame.title)}." if frame else ""
        case RowChoice(roster):
            key = among.keys.get(roster, "")
            return f"The row of {roster} that was chosen{f': {key} in the table of {roster}' if key else ''}."
    return ""


def _unit(measured: Text) -> str:
    return f" {first_words(measured)}" if measured else ""


def _places(places: int) -> str:
    return "place" if places == 1 else "places"


def _spread(count: Count) -> str:
    if count.first:
        return f"In these data from {count.first} to {count.last}."
    if count.lowest is None or count.highest is None:
        return ""
    return f"In these data from {_shown(count.lowest)} to {_shown(count.highest)}, mean {count.mean:,.2f}."


def _shown(number: int | Decimal) -> str:
    return f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"


def notes(variable: Variable, among: Surroundings) -> Iterator[str]:
    if isinstance(variable.of, Column):
        yield from _column_notes(variable.of, serial_numbers=among.serial_numbers)
        for each in among.table:
            if each.field.lower() == variable.name.lower():
                yield f"The instrument has a {each.field} of its own: it is in {each.name}, and may differ from this."
    elif isinstance(variable.of, Key):
        yield "The id of the row. An id is never another row’s: where one is left out, that row was removed."
    elif variable.newest is not None:
        yield from _field_notes(variable, among)


def _column_notes(column: Column, *, serial_numbers: bool) -> Iterator[str]:
    if column is Column.CASE and not serial_numbers:
        yield "The reference of the office."
    elif column is Column.CASE:
        yield (
            "A number made for this export: it is not the reference of the office, says nothing of the order of the sample, "
            "and may be another one in the next export. It is the same in all tables of this one."
        )
    elif column is Column.REFERENCE_SUNDAY:
        yield "The last Sunday before the interview; where it was held on a Sunday, the one a week before."
    elif column is Column.MODE:
        yield "The mode the case was given before its first interview."
    elif column is Column.MODES:
        yield (
            "The modes in which the answers on the route were given, where they are several with a plus sign between them, always "
            "in the same order. A case that was begun online, say, may have been finished by telephone."
        )
    elif column is Column.LANGUAGE:
        yield "The language the interview ended in."


def _field_notes(variable: Variable, among: Surroundings) -> Iterator[str]:
    newest = variable.definitions[-1]
    asked = newest.asked
    yield from _part_notes(variable, among)
    if isinstance(asked, Question):
        if asked.computed is not None and asked.computed.once:
            yield "Set once, when the interview first reached it, and not changed afterwards."
        if newest.sections and newest.sections[-1].another is asked:
            yield f"Yes adds a row of {newest.sections[-1].roster}, and the question is put again: this is the last answer to it."
        if asked.specifies:
            yield f"The words to the “other” of {asked.specifies}."
        if asked.note:
            yield asked.note
    if variable.part is Part.VALUE and variable.name != asked.name:
        yield f"Called {asked.name} in the instrument; every dataset has a column of that name already."
    has = {definition.version.sha256 for definition in variable.definitions}
    without = [version.label for version in among.versions if version.sha256 not in has]
    if without:
        yield f"Not in version {', '.join(without)}."
    if len({type(definition.asked.type) for definition in variable.definitions}) > 1 and variable.kind is Kind.TEXT:
        yield "Its type differs between the versions of the instrument; treat it as text."


def _part_notes(variable: Variable, among: Surroundings) -> Iterator[str]:
    kind, part = variable.definitions[-1].asked.type, variable.part
    if isinstance(kind, PartialDate) and part is Part.VALUE:
        given = among.beside(variable, Part.GIVEN)
        yield (
            f"Completed to a day: where only the year is known, month {kind.unknown_month} is taken, and where the day is not "
            f"known, day {kind.unknown_day}." + (f" What was given stands in {given}." if given else "")
        )
    elif part is Part.GIVEN:
        yield f"What was given: a year, a month or a day. {among.beside(variable, Part.VALUE)} has it completed to a day."
    elif part is Part.LABEL:
        yield f"The text of the code in {among.beside(variable, Part.VALUE)}."
    elif isinstance(kind, CodeAll) and isinstance(part, int):
        yield f"Category {part} of {variable.field}, of which all that apply were coded, at most {kind.most}."
