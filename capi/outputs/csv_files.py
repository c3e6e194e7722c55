"""CSV for statistics: RFC 4180, UTF-8 without a byte-order mark, every text to the letter.

Texts are not made harmless for spreadsheets: a text that begins like a formula stays as it was given, as a program
reads back what was answered. The manifest says so. For a spreadsheet there will be XLSX.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from capi.dataset.cells import STATES, MissingCodes, collision
from capi.dataset.codebook import Codebook, Described, Value
from capi.dataset.flatten import Row
from capi.dataset.variables import Variable, possible_values


def write_table(path: Path, variables: Sequence[Variable], rows: Iterable[Row], codes: MissingCodes) -> None:
    """Raises CodesCollide where a code for a missing state is also a value of a variable."""
    for variable in variables:
        for values in possible_values(variable):
            codes.refuse_among(variable.name, values)
    header = tuple(variable.name for variable in variables)
    write_rows(path, header, _coded(header, rows, codes))


def write_rows(path: Path, header: tuple[str, ...], rows: Iterable[Iterable[int | str]]) -> None:
    """A header and rows, and nothing changed in any of them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_codebook(path: Path, book: Codebook) -> None:
    """One row for each variable, then one for each of its values."""
    write_rows(path, ("variable", "value", "label", "kind", "n"), _codebook_rows(book.variables))


def _coded(header: tuple[str, ...], rows: Iterable[Row], codes: MissingCodes) -> Iterator[list[int | str]]:
    numbers = {state: codes.of(state) for state in STATES}
    taken = {str(code): state for state, code in numbers.items()}
    for row in rows:
        written: list[int | str] = []
        for name, cell in zip(header, row, strict=True):
            if isinstance(cell, int | str):
                state = taken.get(str(cell))
                if state is not None:
                    raise collision(f"{name} of case {row[0]}", str(cell), state)
                written.append(cell)
            else:
                written.append("" if cell is None else numbers[cell])
        yield written


def _codebook_rows(variables: Iterable[Described]) -> Iterator[tuple[int | str, ...]]:
    for variable in variables:
        yield variable.name, "", variable.label, variable.kind.value, variable.n
        for value in variable.values:
            yield variable.name, value.value, value.label, _kind(value), value.n


def _kind(value: Value) -> str:
    if value.state is not None:
        return str(value.state.value)
    return "value" if value.value else "empty"
