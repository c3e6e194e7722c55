"""A data file: what every format takes, and what it says of itself.

with file_format.open(path, plan) as file:
    file.write(rows)              # as often as there are rows
    file.finish(described, told)  # with the labels, when all rows are there
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from capi.dataset.cells import MissingCodes, State
from capi.dataset.codebook import Described
from capi.dataset.flatten import Row
from capi.dataset.variables import Variable
from capi.outputs.microdata.file_columns import ANY_NAME, FileColumn, NameRules

Told: TypeAlias = Callable[[int], None]
"""Told how many rows are done, where a file is written in a second go."""


class DoesNotFit(ValueError):
    """The format cannot hold the data. The message says what does not fit and which format takes it."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a file will hold. `variables` are those the columns were made from, none for paradata and derived variables; of these
    `labels` has what the values stand for, by column."""

    title: str
    columns: tuple[FileColumn, ...]
    variables: tuple[Variable, ...]
    codes: MissingCodes
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class DataFile(Protocol):
    def write(self, rows: Iterable[Row]) -> None: ...
    def finish(self, described: Sequence[Described], told: Told | None) -> None: ...


@dataclass(frozen=True, slots=True)
class FileFormat:
    """`marks` are what stands for the states in the place of a value, `marks_beside` in a column beside it."""

    name: str
    suffix: str
    open: Callable[[Path, TablePlan], AbstractContextManager[DataFile]]
    marks: Callable[[MissingCodes], Mapping[State, str]]
    marks_beside: Callable[[MissingCodes], Mapping[State, str]]
    reading: str
    rules: NameRules = ANY_NAME
    limits: Mapping[str, str] = field(default_factory=dict)
    longest_label: int = 0
    """Of variables, in bytes; 0 where there is no end to it."""
    longest_value_label: int = 0
    labels_in_letters: bool = False
    """Those of variables are as long as they have letters, not bytes."""
    labels_numbers_alone: bool = False
    """Codes that are texts are written as numbers, as only these can have labels."""
    most_rows: int = 0
    """Of a table, where the format has an end to it."""
