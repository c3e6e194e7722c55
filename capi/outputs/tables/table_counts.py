"""Counting: how many people there are of each kind, one expression over all persons for each family of tables.

A group is a combination of values that occurs; every figure of a family is a sum over its groups.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis

from capi.derivation.columns import Table, Value
from capi.outputs.tables.table_shapes import Family, Line, TableDefinition

MOST_GROUPS = 5000
"""More combinations than that are not categories but texts or numbers."""
_NAMED = 3
"""So many cases are named where something is wrong with them."""
_SHOWN = 20


class NotCountable(Exception):
    """The persons hold what no table has a place for. The message says what, and what to do."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """`weight` is the sum of the weights, None where nothing is weighted."""

    persons: int
    weight: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one family. `weights` is None where nothing is weighted. `members`: by the name of the table and of the leaf, the
    groups it counts, as positions; `outside` are the groups none of it was asked of."""

    family: Family
    tables: tuple[TableDefinition, ...]
    numbers: tuple[int, ...]
    weights: tuple[float, ...] | None
    members: Mapping[tuple[str, str], frozenset[int]]
    outside: frozenset[int]

    def groups(self, table: TableDefinition, line: Line) -> frozenset[int]:
        names = (line.name,) if line.is_leaf else line.parts
        return frozenset().union(*(self.members[table.name, name] for name in names))

    def number(self, groups: frozenset[int]) -> int:
        return sum(self.numbers[at] for at in groups)

    def weight(self, groups: frozenset[int]) -> float | None:
        return None if self.weights is None else math.fsum(self.weights[at] for at in groups)


def everybody(persons: Table, weight: str | None) -> Everybody:
    """How many, and what they weigh. Raises NotCountable for a weight that cannot be one."""
    if weight is None:
        return Everybody(int(persons.count().to_pyarrow().as_py()), None)
    if weight not in persons.columns:
        raise NotCountable(
            f"There is no column {weight!r} to weigh with. Name one of the dataset's columns with --weight."
        )
    column = persons[weight]
    if not column.type().is_numeric():
        raise NotCountable(
            f"The column {weight!r} holds {_first_text(persons, weight)}, so it cannot be a weight: weights are numbers such as 1.25, "
            "with a point. Correct the column, or name another with --weight."
        )
    value = column.cast("float64")
    # A comparison with a bound is false for what is not a number at all.
    usable = ((value >= 0) & (value < math.inf)).fill_null(False)
    [row] = (
        persons.aggregate(
            persons=persons.count(), usable=usable.ifelse(1, 0).sum(), weight=usable.ifelse(value, 0.0).sum()
        )
        .to_pyarrow()
        .to_pylist()
    )
    without = row["persons"] - (row["usable"] or 0)
    if without:
        raise NotCountable(
            f"The weight {weight!r} is missing, below zero or no number for {without} of {row['persons']} persons"
            f"{_first_case(persons, usable)}. Every person needs a weight of 0 or more: complete the column, or leave those persons "
            "out of the dataset."
        )
    if row["persons"] and not row["weight"]:
        raise NotCountable(f"The weights in {weight!r} are all zero. Name another column with --weight.")
    return Everybody(row["persons"], float(row["weight"] or 0))


def _first_text(persons: Table, weight: str) -> str:
    column = persons[weight]
    rows = persons.select(told=column.cast("string")).filter(column.notnull()).limit(1).to_pyarrow().to_pylist()
    return f"texts such as {rows[0]['told'][:_SHOWN]!r}" if rows else "no numbers"


def _first_case(persons: Table, usable: Value) -> str:
    """Which cases, where the dataset tells."""
    if "case" not in persons.columns:
        return ""
    named = persons.filter(~usable).select(case=persons["case"].cast("string")).order_by("case").limit(_NAMED)
    cases = [str(row["case"]) for row in named.to_pyarrow().to_pylist()]
    return f", first case {cases[0]}" if len(cases) == 1 else f", first cases {', '.join(cases)}"


def tables_for(persons: Table, family: Family) -> tuple[TableDefinition, ...]:
    """Those whose columns are there."""
    return tuple(table for table in family.tables if set(table.needs) <= set(persons.columns))


def counted(persons: Table, family: Family, tables: Sequence[TableDefinition], weight: str | None) -> Counts:
    """Raises NotCountable where a person fits nowhere in a table."""
    names = [f"v{at}" for at in range(len(family.variables))]
    keyed = persons.select(
        **{name: variable.of(persons) for name, variable in zip(names, family.variables, strict=True)},
        w=ibis.literal(1.0) if weight is None else persons[weight].cast("float64"),
    )
    grouped = keyed.group_by(names).aggregate(n=keyed.count(), w=keyed["w"].sum()).order_by(names)
    rows = grouped.limit(MOST_GROUPS + 1).to_pyarrow().to_pylist()
    if len(rows) > MOST_GROUPS:
        columns = ", ".join(variable.name for variable in family.variables)
        raise NotCountable(f"One of {columns} has too many different values to be counted by. Is it the right dataset?")
    values = [
        {variable.name: row[name] for name, variable in zip(names, family.variables, strict=True)} for row in rows
    ]
    return Counts(
        family=family,
        tables=tuple(tables),
        numbers=tuple(row["n"] for row in rows),
        weights=None if weight is None else tuple(row["w"] for row in rows),
        members={key: found for table in tables for key, found in members_of(table, values)},
        outside=frozenset(at for at, each in enumerate(values) if _is(each, family.outside)),
    )


def members_of(
    table: TableDefinition, values: Sequence[Mapping[str, str]]
) -> list[tuple[tuple[str, str], frozenset[int]]]:
    """The groups of each leaf. Every group is in exactly one of them: so the totals add up."""
    found: dict[str, set[int]] = {leaf.name: set() for leaf in table.leaves}
    for at, each in enumerate(values):
        leaves = [leaf.name for leaf in table.leaves if _is(each, leaf.where)]
        if len(leaves) != 1:
            read = {name for leaf in table.leaves for name in leaf.where}
            held = ", ".join(f"{name} {value}" for name, value in each.items() if name in read)
            raise NotCountable(
                f"The table “{table.title}” has {'no line' if not leaves else 'more than one line'} for persons with {held}. "
                "Correct the values in the dataset, or derive its variables again."
            )
        found[leaves[0]].add(at)
    return [((table.name, name), frozenset(groups)) for name, groups in found.items()]


def _is(values: Mapping[str, str], where: Mapping[str, tuple[str, ...]]) -> bool:
    return all(values[name] in wanted for name, wanted in where.items())
