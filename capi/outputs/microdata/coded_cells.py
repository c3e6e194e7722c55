"""Coded cells: a row as it is written where codes stand for the missing states, and the refusal of codes that are answers."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from capi.dataset.answer_cells import possible_values
from capi.dataset.cells import STATES, Cell, MissingCodes, State, collision
from capi.dataset.flatten import Row
from capi.dataset.variables import Column, Key, Variable


def refuse_possible(variables: Iterable[Variable], codes: MissingCodes) -> None:
    """Raises CodesCollide where a code may be an answer, whether or not anybody gave it."""
    for variable in variables:
        for values in possible_values(variable):
            codes.refuse_among(variable.name, values)


class Coding:
    """Cells as they are written: states as their codes. A key never has one, and may be any number.

    `apart`: the names of variables whose states stand beside them, so that their values may be anything.
    """

    def __init__(self, variables: Sequence[Variable], codes: MissingCodes, apart: Sequence[str] = ()) -> None:
        self._names = tuple(variable.name for variable in variables)
        self._keys = sum(variable.of is Column.CASE or isinstance(variable.of, Key) for variable in variables)
        self._watched = tuple(
            at for at, variable in enumerate(variables) if variable.definitions and variable.name not in apart
        )
        self._numbers = {state: codes.of(state) for state in STATES}
        self._taken: dict[Cell, State] = {}
        for state, code in self._numbers.items():
            self._taken |= {code: state, str(code): state}

    def checked(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows. Raises CodesCollide at one with a value that is the code of a state."""
        for row in rows:
            for at in self._watched:
                cell = row[at]
                if isinstance(cell, int | str | Decimal) and cell in self._taken:
                    raise collision(self._where(at, row), str(cell), self._taken[cell])
            yield row

    def coded(self, row: Row) -> list[int | str]:
        (row,) = self.checked((row,))
        return [self._written(cell) for cell in row]

    def _written(self, cell: Cell) -> int | str:
        if isinstance(cell, int | str):
            return cell
        if isinstance(cell, Decimal):
            return f"{cell:f}"
        return "" if cell is None else self._numbers[cell]

    def _where(self, at: int, row: Row) -> str:
        keys = (f"{name} {cell}" for name, cell in zip(self._names[: self._keys], row, strict=False))
        return f"{self._names[at]} of {', '.join(keys)}"
