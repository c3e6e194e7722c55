"""Flatten: the cases of one instrument as one rectangular table, a row for each, made from their journals.

    for table in tables(case_file, everything=False):
        for row in table.rows():
            ...

Only what is on the route is in a row; an answer given once to a question now off the route never is.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeAlias

from capi.dataset.cells import Absence, Cell
from capi.dataset.interview_date import interview_date, reference_sunday
from capi.dataset.variables import Column, Variable, Version, variables, versions
from capi.engine.plan import Plan, plan
from capi.engine.route import route
from capi.fieldwork.case import CaseSummary, Status
from capi.fieldwork.journal import Entry
from capi.fieldwork.replay import CaseRecord, replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Instrument, Mode

Row: TypeAlias = tuple[Cell, ...]


class Cases(Protocol):
    """Where cases come from: a case file, and one day the hub."""

    def cases(self) -> list[CaseSummary]: ...
    def entries(self, case_id: str) -> list[Entry]: ...
    def snapshot(self, sha256: str) -> Snapshot: ...


@dataclass(frozen=True, slots=True)
class Table:
    """The cases of one instrument. Rows are made one by one and never all held.

    `serial_numbers`: `case` is a number that says nothing of the reference nor of the order of the sample.
    """

    instrument: str
    versions: tuple[Version, ...]
    variables: tuple[Variable, ...]
    summaries: tuple[CaseSummary, ...]
    source: Cases
    serial_numbers: bool = False

    def __len__(self) -> int:
        return len(self.summaries)

    def rows(self) -> Iterator[Row]:
        """One row for each case, a cell for each variable."""
        by_sha256 = {version.sha256: version for version in self.versions}
        columns = [variable.of if isinstance(variable.of, Column) else variable.field for variable in self.variables]

        @cache
        def planned(sha256: str, mode: Mode) -> Plan:
            return plan(by_sha256[sha256].instrument, mode)

        summaries: Iterable[CaseSummary] = self.summaries
        if self.serial_numbers:
            summaries = sorted(summaries, key=_scrambled)
        for number, summary in enumerate(summaries, 1):
            entries = self.source.entries(summary.case.id)
            record = replay(entries)
            cells = _cells_of_case(record, entries, by_sha256[record.case.sha256])
            if self.serial_numbers:
                cells[Column.CASE] = number
            cells |= _cells_of_fields(record, planned(record.case.sha256, record.case.mode))
            yield tuple([cells.get(column, Absence.NOT_ASKED) for column in columns])


def tables(source: Cases, *, everything: bool) -> tuple[Table, ...]:
    """A table for each instrument: of its completed cases, or of every case whatever its status."""
    chosen: dict[str, list[CaseSummary]] = {}
    for summary in source.cases():
        if everything or summary.status is Status.COMPLETED:
            chosen.setdefault(summary.case.instrument, []).append(summary)
    found = []
    for name, summaries in sorted(chosen.items()):
        fielded = versions(_instruments(source, summaries))
        found.append(Table(name, fielded, variables(fielded), tuple(summaries), source))
    return tuple(found)


def _instruments(source: Cases, summaries: Iterable[CaseSummary]) -> Iterator[tuple[str, Instrument]]:
    for sha256 in dict.fromkeys(summary.case.sha256 for summary in summaries):
        yield sha256, source.snapshot(sha256).instrument()


def _scrambled(summary: CaseSummary) -> bytes:
    """An order that is always the same and that nobody can undo who does not know the ids of the cases."""
    return hashlib.sha256(summary.case.id.encode()).digest()


def _cells_of_case(record: CaseRecord, entries: Iterable[Entry], version: Version) -> dict[Column | str, Cell]:
    held = interview_date(entries)
    return {
        Column.CASE: record.case.reference,
        Column.INTERVIEW_DATE: None if held is None else held.isoformat(),
        Column.REFERENCE_SUNDAY: None if held is None else reference_sunday(held).isoformat(),
        Column.INSTRUMENT_VERSION: version.label,
        Column.MODE: record.case.mode.value,
        Column.STATUS: record.status.value,
    }


def _cells_of_fields(record: CaseRecord, planned: Plan) -> dict[Column | str, Cell]:
    """The fields that have something to say; every other is not asked."""
    facts = {name: value for name, value in record.case.facts.items() if name in planned.index}
    walked = route(planned, record.answers, facts)
    given = {name: record.answers[name] for name in walked.fields if name in record.answers}
    cells: dict[Column | str, Cell] = dict([*facts.items(), *given.items()])
    if walked.waiting is not None and record.status is not Status.NOT_STARTED:
        cells[walked.waiting] = Absence.UNANSWERED
    return cells
