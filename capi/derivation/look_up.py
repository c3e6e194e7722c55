"""Look-up tables: several answers make one key, and the table has a row for every key there can be.

    AT_WORK = Keyed({"Wrking": 2, "JbAway": 3})
    for answers in AT_WORK.combinations(): ...          # (1, 3), (1, WITHOUT), (NOT_ASKED, 2), ...
    looked_up(persons, AT_WORK.key(columns), rows, types, laid)

Words stand in the tables alone: a person is led to a row by numbers, which any engine does quickly.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import ibis

from capi.derivation.columns import SAID_NOTHING, USUAL, Columns, Table, Value

SAYS_NOT, UNANSWERED, NOT_ASKED = -1, -2, -3
"""In a combination: asked and given no value; reached and not answered; not asked."""
WHY_NOT = (SAYS_NOT, UNANSWERED, NOT_ASKED)

_FIRST, _LAST = USUAL.refused, 6
"""The codes an answer of such a question can have: sixteen of them."""
_BITS = 4

Rows: TypeAlias = Sequence[Mapping[str, object]]
Types: TypeAlias = Mapping[str, str]
Lay: TypeAlias = Callable[[Rows, Types], Table]
"""Makes a table of the engine out of rows."""


def in_memory(rows: Rows, types: Types) -> Table:
    """A table that any engine takes along with the expression."""
    return ibis.memtable([tuple(row.get(name) for name in types) for row in rows], schema=dict(types))


@dataclass(frozen=True, slots=True)
class Keyed:
    """Questions by name, each with how many categories it has: they are numbered from 1."""

    questions: Mapping[str, int]

    def combinations(self) -> Iterator[tuple[int, ...]]:
        """Every one there can be, in the order of their keys."""
        return itertools.product(*((*range(1, most + 1), *WHY_NOT) for most in self.questions.values()))

    @property
    def of_nobody(self) -> int:
        """The key of who was asked none of them."""
        return math.prod(most + len(WHY_NOT) for most in self.questions.values()) - 1

    def key(self, columns: Columns) -> Value:
        """The place of a person's combination among them. What is no category counts as not asked."""
        whole: Value = ibis.literal(0, "int32")
        for name, most in self.questions.items():
            whole = whole * (most + len(WHY_NOT)) + _digit(columns, name, most)
        return whole.cast("int32")


def _digit(columns: Columns, name: str, most: int) -> Value:
    """The digits of the sixteen codes stand in one number, four bits each: to shift it costs an engine less than to choose."""
    code = columns.code(name)
    place: Value = ibis.cases((code.between(_FIRST, _LAST), code - _FIRST), else_=USUAL.not_asked - _FIRST)
    packed = sum(_place(code, most) << (code - _FIRST) * _BITS for code in range(_FIRST, _LAST + 1))
    digits: Value = ibis.literal(packed, "int64")
    return ((digits >> (place * _BITS).cast("int32")) & 2**_BITS - 1).cast("int32")


def _place(code: int, most: int) -> int:
    if 0 < code <= most:
        return code - 1
    return most + (0 if code in SAID_NOTHING else 1 if code == USUAL.unanswered else 2)


def looked_up(persons: Table, key: Value, rows: Rows, types: Types, laid: Lay) -> Table:
    """The persons with the columns of `types` out of the row that `key`, counted from 0, names. It always names one.

    What is made on the way is called `capi:...`, as no column of persons is.
    """
    numbered = [{"capi:row": at, **row} for at, row in enumerate(rows)]
    table = laid(numbered, {"capi:row": "int32", **types})
    keyed = persons.mutate(**{"capi:key": key})
    return keyed.join(table, keyed["capi:key"] == table["capi:row"]).drop("capi:key", "capi:row")
