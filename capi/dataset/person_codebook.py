"""What the codebook beside an exported CSV says of its columns: what each is, and which categories it has."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from capi.dataset.person_columns import PersonColumn, Shape, own_column, shape_of
from capi.dataset.person_fields import known_column, values_of
from capi.dataset.variables import Kind

_CLOSED = frozenset((Kind.CATEGORY, Kind.CODED_OR_NOT))


@dataclass(frozen=True, slots=True)
class ColumnGuide:
    """`column` is None where nothing is known of it; `values` are its categories, None where any value may be."""

    column: PersonColumn | None
    values: frozenset[int] | None = None


@dataclass(slots=True)
class _Told:
    kind: Kind
    values: set[str] = field(default_factory=set)


def guides(path: Path, names: list[str]) -> Mapping[str, ColumnGuide]:
    """By column: as its codebook has it, else as every dataset does, else as the standards do."""
    told = _codebook_of(path)
    return {name: _guide(name, told.get(name)) for name in names}


def _guide(name: str, told: _Told | None) -> ColumnGuide:
    own = own_column(name)
    if own is not None:
        return ColumnGuide(own)
    if told is not None:
        shape = shape_of(told.kind)
        # Of a decimal number the codebook does not say how many places it has.
        column = PersonColumn(name, shape, places=6 if shape is Shape.DECIMAL else 0)
        values = frozenset(int(each) for each in told.values if each.lstrip("-").isdigit())
        return ColumnGuide(column, values if told.kind in _CLOSED and values else None)
    known = values_of(name)
    return ColumnGuide(known_column(name), None if known is None else frozenset(known))


def _codebook_of(path: Path) -> Mapping[str, _Told]:
    """Of the codebook that names the file; nothing where there is none."""
    for beside in sorted(path.parent.glob("*-codebook.csv")):
        told: dict[str, _Told] = {}
        with beside.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                if row.get("file") == path.name:
                    _take(told, row)
        if told:
            return told
    return {}


def _take(told: dict[str, _Told], row: Mapping[str, str]) -> None:
    kinds = {each.value for each in Kind}
    name, kind = row.get("variable", ""), row.get("kind", "")
    if kind in kinds and not row.get("value"):
        told[name] = _Told(Kind(kind))
    elif kind == "value" and name in told:
        told[name].values.add(row.get("value", ""))
