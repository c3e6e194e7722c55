"""What is known of a case before the interview: cells taken as facts of the instrument, dates of birth looked at twice."""

import re
from datetime import date, datetime
from decimal import Decimal

from capi.engine.answers import NotAccepted, accept_fact
from capi.fieldwork.values import Exact, UnfitForJournal, fit_value
from capi.instrument.model import Choice, Date, DecimalNumber, Fact, Switch, Verbatim, WholeNumber
from capi.sample.cells import Cell, line_in, text_in, value_in
from capi.sample.columns import bare, is_birth
from capi.sample.flaws import Flaw, Unfit

FactValue = int | str | Exact
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?: 00:00(?::00)?)?", re.ASCII)
_OLDEST_YEARS = 120
SWITCHED = {"on": 1, "yes": 1, "true": 1, "1": 1, "off": 2, "no": 2, "false": 2, "2": 2}
"""The value of a switch, by its words in small letters."""
_MOST_NAMED = 12


class FactCells:
    """Takes the cells of one column as values of one fact. `today` is the day that nobody is born after."""

    def __init__(self, fact: Fact, today: date) -> None:
        self.fact = fact
        self._today = today.isoformat()
        self._oldest = f"{today.year - _OLDEST_YEARS:04}{today.isoformat()[4:]}"
        self._birth = is_birth(fact)
        self._categories = {bare(text): category.value for category in fact.categories for text in category.text}

    def value(self, cell: Cell) -> FactValue | None:
        """The value in the form that is kept; None where the cell is empty. Raises Unfit."""
        given = self._given(cell)
        return None if given is None or given == "" else self._accepted(given)

    def _given(self, cell: Cell) -> int | Decimal | str | None:
        match self.fact.type:
            case Switch():
                return self._switch(cell)
            case Choice():
                return self._category(cell)
            case WholeNumber() | DecimalNumber():
                return self._number(cell)
            case Date():
                return day_in(cell)
            case Verbatim(longest):
                return line_in(cell, longest)

    def _accepted(self, given: int | Decimal | str) -> FactValue:
        try:
            answer = accept_fact(self.fact, given)
            assert isinstance(answer, int | str | Decimal)  # noqa: S101 - no fact is of another kind
            value = Exact(answer) if isinstance(answer, Decimal) else fit_value(answer, self.fact.name)
        except (NotAccepted, UnfitForJournal) as error:
            raise Unfit(Flaw.FACT, told=str(error)) from error
        if self._birth and isinstance(value, str):
            if value > self._today:
                raise Unfit(Flaw.BIRTH_IN_FUTURE)
            if value < self._oldest:
                raise Unfit(Flaw.BIRTH_TOO_LONG_AGO)
        assert not isinstance(value, tuple)  # noqa: S101 - as above
        return value

    def _switch(self, cell: Cell) -> int | None:
        text = str(value_in(cell)).casefold()
        if text and text not in SWITCHED:
            raise Unfit(Flaw.FACT_CATEGORY, fact=self.fact.name, categories="on, off")
        return SWITCHED.get(text)

    def _category(self, cell: Cell) -> int | None:
        """By its number, or by its words in any language of the instrument."""
        text = text_in(cell)
        if not text:
            return None
        values = {str(category.value): category.value for category in self.fact.categories}
        found = values.get(_whole(text), self._categories.get(bare(text)))
        if not isinstance(found, int):
            named = [
                f"{each.value} ({each.text[0]})" if each.text else f"{each.value}" for each in self.fact.categories
            ]
            listed = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
            raise Unfit(Flaw.FACT_CATEGORY, fact=self.fact.name, categories=listed)
        return found

    def _number(self, cell: Cell) -> int | Decimal | None:
        text = text_in(cell)
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise Unfit(Flaw.FACT_NUMBER, fact=self.fact.name)
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else number


def _whole(text: str) -> str:
    """A category as other programs write it where some rows have none: 2.0."""
    return text.removesuffix(".0")


def day_in(cell: Cell) -> str:
    """A date as 1980-03-25. Raises Unfit.

    >>> day_in("25/03/1980"), day_in("")
    ('1980-03-25', '')
    """
    value = value_in(cell)
    match value:
        case datetime():
            raise Unfit(Flaw.DATE_WITH_TIME)
        case date():
            return value.isoformat()
        case bool() | int() | float():
            raise Unfit(Flaw.DATE_NUMBER)
    if not value:
        return ""
    if found := _ISO.fullmatch(value):
        year, month, day = found[1], found[2], found[3]
    elif found := _DAY_FIRST.fullmatch(value):
        day, month, year = found[1], found[3], found[4]
    else:
        raise Unfit(Flaw.DATE_FORM)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Unfit(Flaw.DATE_IMPOSSIBLE) from None
