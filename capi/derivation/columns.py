"""The columns a derivation reads: answers as their codes, missing states included. A column that is absent was not asked.

    columns = Columns(persons)
    columns.is_("Wrking", 1)         # true, false, or null where a missing answer leaves it open

Persons come with the usual codes of `MissingCodes`, whatever codes their file had, and with dates as dates.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
from ibis.expr import types as ir

from capi.dataset.cells import MissingCodes

USUAL = MissingCodes()
SAID_NOTHING = (USUAL.refused, USUAL.dont_know, USUAL.not_applicable)
"""The respondent was asked, and gave no value."""


class Columns:
    """Of one table of persons."""

    def __init__(self, persons: ir.Table) -> None:
        self._persons = persons
        self._names = frozenset(persons.columns)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def code(self, name: str) -> ir.IntegerValue:
        """The value or the code of the missing state; a null is not asked."""
        if name not in self._names:
            return ibis.literal(USUAL.not_asked, "int16")
        return self._persons[name].fill_null(USUAL.not_asked)

    def date(self, name: str) -> ir.DateValue:
        return self._persons[name] if name in self._names else ibis.null("date")

    def is_(self, name: str, *values: int) -> ir.BooleanValue:
        """Whether it is one of these. False where it was not asked; null where it was, and nobody knows."""
        if name not in self._names:
            return ibis.literal(False)
        code = self.code(name)
        return ibis.cases(
            (code.isin(values), True),
            ((code < 0) & (code != USUAL.not_asked), ibis.null("boolean")),
            else_=False,
        )

    def was_asked(self, name: str) -> ir.BooleanValue:
        return self.code(name) != USUAL.not_asked

    def digit(self, name: str, values: Iterable[int]) -> ir.IntegerValue:
        """Its value, which is less than 7; or what stands for why there is none: see the three below."""
        if name not in self._names:
            return ibis.literal(NOT_ASKED, "int32")
        code = self.code(name)
        return ibis.cases(
            (code.isin(tuple(values)), code.cast("int32")),
            (code.isin(SAID_NOTHING), SAYS_NOT),
            (code == USUAL.unanswered, UNANSWERED),
            else_=NOT_ASKED,
        )


SAYS_NOT, UNANSWERED, NOT_ASKED = 7, 8, 9
"""In a key made of digits: asked and given no value; reached and not answered; not asked."""
WHY_NOT = (SAYS_NOT, UNANSWERED, NOT_ASKED)


def key(digits: Iterable[ir.IntegerValue]) -> ir.IntegerValue:
    """The number that the digits make, by which a look-up table is joined."""
    whole: Any = ibis.literal(0, "int32")
    for digit in digits:
        whole = whole * 10 + digit
    return whole


def looked_up(persons: ir.Table, by: ir.IntegerValue, found: Mapping[int, Mapping[str, object]], types: Mapping[str, str]) -> ir.Table:
    """The persons with the columns of `types` taken from the row of `found` that `by` names; null where there is none."""
    rows = [{"_key": at, **row} for at, row in found.items()]
    table = ibis.memtable(rows, schema={"_key": "int32", **types})
    keyed = persons.mutate(_key_=by.cast("int32"))
    return keyed.left_join(table, keyed["_key_"] == table["_key"]).drop("_key_", "_key")
