"""CSV for statistics: RFC 4180, UTF-8 without a byte-order mark, every text to the letter.

Texts are not made harmless for spreadsheets: a text that begins like a formula stays as it was given, as a program
reads back what was answered. The manifest says so. For a spreadsheet there will be XLSX.
"""

import contextlib
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from capi.dataset.answer_cells import possible_values
from capi.dataset.cells import STATES, Cell, MissingCodes, State, collision
from capi.dataset.codebook import Codebook, Described
from capi.dataset.flatten import Row
from capi.dataset.value_labels import Value
from capi.dataset.variables import Column, Key, Variable

WriteRows: TypeAlias = Callable[[Iterable[Row]], None]


@contextlib.contextmanager
def open_table(path: Path, variables: Sequence[Variable], codes: MissingCodes) -> Iterator[WriteRows]:
    """Takes the rows of one table, as many at a time as there are.

    Raises CodesCollide where a code for a missing state is also a value of a variable.
    """
    for variable in variables:
        for values in possible_values(variable):
            codes.refuse_among(variable.name, values)
    coding = _Coding(variables, codes)
    with _writing(path, tuple(variable.name for variable in variables)) as write:
        yield lambda rows: write(map(coding.coded, rows))


def write_rows(path: Path, header: tuple[str, ...], rows: Iterable[Iterable[int | str]]) -> None:
    """A header and rows, and nothing changed in any of them."""
    with _writing(path, header) as write:
        write(rows)


def write_codebook(path: Path, book: Codebook, files: Sequence[str]) -> None:
    """One row for each variable of each table, then one for each of its values; `files` are those of the tables."""
    rows = (
        row for file, table in zip(files, book.tables, strict=True) for row in _codebook_rows(file, table.variables)
    )
    write_rows(path, ("file", "variable", "value", "label", "kind", "n", "unit", "field", "disclosive"), rows)


@contextlib.contextmanager
def _writing(path: Path, header: tuple[str, ...]) -> Iterator[Callable[[Iterable[Iterable[int | str]]], None]]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        yield writer.writerows


class _Coding:
    """Cells as they are written: states as their codes. A key never has one, and may be any number."""

    def __init__(self, variables: Sequence[Variable], codes: MissingCodes) -> None:
        self._names = tuple(variable.name for variable in variables)
        self._keys = sum(variable.of is Column.CASE or isinstance(variable.of, Key) for variable in variables)
        self._own = tuple(not variable.definitions for variable in variables)
        self._numbers = {state: codes.of(state) for state in STATES}
        self._taken: dict[Cell, State] = {}
        for state, code in self._numbers.items():
            self._taken |= {code: state, str(code): state}

    def coded(self, row: Row) -> list[int | str]:
        written: list[int | str] = []
        for at, cell in enumerate(row):
            if isinstance(cell, int | str | Decimal):
                if cell in self._taken and not self._own[at]:
                    raise collision(self._where(at, row), str(cell), self._taken[cell])
                written.append(f"{cell:f}" if isinstance(cell, Decimal) else cell)
            else:
                written.append("" if cell is None else self._numbers[cell])
        return written

    def _where(self, at: int, row: Row) -> str:
        keys = (f"{name} {cell}" for name, cell in zip(self._names[: self._keys], row, strict=False))
        return f"{self._names[at]} of {', '.join(keys)}"


def _codebook_rows(file: str, variables: Iterable[Described]) -> Iterator[tuple[int | str, ...]]:
    for each in variables:
        disclosive = "yes" if each.disclosive else ""
        yield file, each.name, "", each.label, each.kind.value, each.n, each.unit, each.field, disclosive
        for value in each.values:
            yield file, each.name, value.value, value.label, _kind(value), value.n, "", each.field, ""


def _kind(value: Value) -> str:
    if value.state is not None:
        return str(value.state.value)
    return "value" if value.value else "empty"
