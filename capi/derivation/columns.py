"""The columns a derivation reads: answers as their codes, missing states included. A column that is absent was not asked.

    columns = Columns(persons)
    columns.is_("Wrking", 1)         # true, false, or null where a missing answer leaves it open

Persons come with the usual codes of `MissingCodes`, whatever codes their file had, and with dates as dates.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

import ibis

from capi.dataset.cells import MissingCodes

# What Ibis says of its own methods is narrower than what they take, so its tables and columns are not checked beyond this.
Table: TypeAlias = Any
Value: TypeAlias = Any

USUAL = MissingCodes()
SAID_NOTHING = (USUAL.refused, USUAL.dont_know, USUAL.not_applicable)
"""The respondent was asked, and gave no value."""
_DIGITS = r"^[0-9]{1,9}$"


class Columns:
    """Of one table of persons."""

    def __init__(self, persons: Table) -> None:
        self._persons = persons
        self._names = frozenset(persons.columns)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def any_of(self, names: Iterable[str]) -> bool:
        return not self._names.isdisjoint(names)

    def code(self, name: str) -> Value:
        """The value or the code of the missing state; a null is not asked. A code kept as text is the number it reads as."""
        if name not in self._names:
            return ibis.literal(USUAL.not_asked, "int16")
        column = self._persons[name]
        if column.type().is_string():
            state = f"{name}_state"
            why = self._persons[state] if state in self._names else ibis.null("int16")
            column = ibis.coalesce(ibis.cases((column.re_search(_DIGITS), column)).cast("int32"), why.cast("int32"))
        return column.fill_null(USUAL.not_asked)

    def date(self, name: str) -> Value:
        return self._persons[name] if name in self._names else ibis.null("date")

    def is_(self, name: str, *values: int) -> Value:
        """Whether it is one of these. False where it was not asked; null where it was, and nobody knows."""
        if name not in self._names:
            return ibis.literal(False)
        code = self.code(name)
        return ibis.cases(
            (code.isin(values), True),
            ((code < 0) & (code != USUAL.not_asked), ibis.null("boolean")),
            else_=False,
        )

    def was_asked(self, name: str) -> Value:
        return self.code(name) != USUAL.not_asked
