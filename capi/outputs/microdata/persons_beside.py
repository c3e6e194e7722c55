"""The file of persons beside those of the answers: written while the cases pass."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import DescribedTable
from capi.dataset.flatten import Row
from capi.outputs.microdata.data_file import DataFile, FileFormat, TablePlan
from capi.outputs.microdata.file_columns import named
from capi.outputs.microdata.person_file import PersonFile, PersonPlan
from capi.outputs.microdata.table_in_file import Step, in_file, marks, told


@dataclass(frozen=True, slots=True)
class PersonsBeside:
    name: str
    plan: TablePlan
    file_format: FileFormat
    file: DataFile
    making: PersonFile

    def take(self, case_id: str, of_case: Sequence[Sequence[Row]]) -> None:
        """The rows of a case in each of the tables that persons are made of."""
        self.file.write(self.making.taken(case_id, of_case))

    def finished(self, step: Step | None) -> DescribedTable:
        """Writes the last of them."""
        self.file.write(self.making.rest())
        marked = marks([self.plan], self.plan.codes, self.file_format)
        table = in_file(self.making.described(marked), self.plan, self.file_format)
        self.file.finish(table.variables, told(step, self.name, table.rows))
        return table


@contextlib.contextmanager
def opened_beside(
    path: Path, title: str, persons: PersonPlan, codes: MissingCodes, file_format: FileFormat
) -> Iterator[PersonsBeside]:
    columns = named([each.column for each in persons.columns], file_format.rules)
    plan = TablePlan(title, columns, (), codes, persons.labels)
    with PersonFile.opened(persons) as making, file_format.open(path, plan) as file:
        yield PersonsBeside(path.name, plan, file_format, file, making)
