"""Answer modes beside an export: heard while the rows of the answers pass, and written to their own file."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import DescribedTable
from capi.dataset.disclosure import Profile
from capi.outputs.microdata.answer_modes import AnswerModes, answer_modes_columns
from capi.outputs.microdata.data_file import DataFile, FileFormat, TablePlan
from capi.outputs.microdata.file_columns import named
from capi.outputs.microdata.table_in_file import in_file


@dataclass(frozen=True, slots=True)
class _Written:
    """The file, and what it holds."""

    file: DataFile
    plan: TablePlan
    format: FileFormat


@dataclass(frozen=True, slots=True)
class ModesBeside:
    """Without a file they are only counted."""

    answers: AnswerModes = field(default_factory=AnswerModes)
    written: _Written | None = None

    def write(self) -> None:
        """What was heard since the last time."""
        rows = self.answers.made()
        if rows and self.written is not None:
            self.written.file.write(rows)

    def finished(self) -> tuple[DescribedTable, ...]:
        """The table with its labels, where there is a file."""
        if self.written is None:
            return ()
        table = in_file(self.answers.described(), self.written.plan, self.written.format)
        self.written.file.finish(table.variables, None)
        return (table,)


@contextlib.contextmanager
def modes_beside(
    path: Path, title: str, profile: Profile, codes: MissingCodes, file_format: FileFormat
) -> Iterator[ModesBeside]:
    columns = named(answer_modes_columns(profile), file_format.rules)
    plan = TablePlan(title, columns, (), codes)
    with file_format.open(path, plan) as file:
        yield ModesBeside(written=_Written(file, plan, file_format))
