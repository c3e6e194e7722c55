"""Flatten: the cases of one instrument as rectangular tables, made from their journals: one of the cases, one for each roster.

    for dataset in datasets(case_file, everything=False):
        for rows in dataset.rows():
            for table, of_table in zip(dataset.tables, rows):
                ...

Only what is on the route is in a row; an answer given once to a question now off the route never is, nor is a row
that was removed. Of a case that was answered in several modes each question is on the route of the mode of its answer.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeAlias, runtime_checkable

from capi.dataset.answer_cells import Given, reader
from capi.dataset.cells import Absence, Cell
from capi.dataset.interview_date import interview_date, reference_sunday
from capi.dataset.levels import Level, levels_of, roster_of
from capi.dataset.phrasings import modes_joined
from capi.dataset.variables import Column, Key, Variable, variables_by_level
from capi.dataset.versions import Version, versions
from capi.fieldwork.case import CaseSummary, Status
from capi.fieldwork.in_modes import InModes, PlanOf, plan_answered_in
from capi.fieldwork.journal import Entry
from capi.fieldwork.replay import CaseRecord, replay
from capi.fieldwork.ways_answered import WayAnswered, Ways, ways_of
from capi.instrument.address import RowIds, address, parted
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer, Instrument, Mode, Roster, Switch

Row: TypeAlias = tuple[Cell, ...]
Listener: TypeAlias = Callable[[Cell, Mapping[str, WayAnswered]], None]
"""Told of a case, by its cell, the answers on the route that were not given to an interviewer in the mode of the case."""


class Cases(Protocol):
    """Where cases come from: a case file, or the hub."""

    def cases(self) -> list[CaseSummary]: ...
    def entries(self, case_id: str) -> list[Entry]: ...
    def snapshot(self, sha256: str) -> Snapshot: ...


@runtime_checkable
class ReadsAhead(Protocol):
    """A source that reads many cases at once, and wants to know which come next."""

    def expect(self, case_ids: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each case, where `roster` is None, else for each row of the roster."""

    level: Level
    roster: Roster | None
    variables: tuple[Variable, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell its rows apart."""
        return tuple(each.name for each in self.variables if each.of is Column.CASE or isinstance(each.of, Key))


@dataclass(frozen=True, slots=True)
class Dataset:
    """The cases of one instrument; `tables` begins with the table of the cases. Rows are made case by case and never all held.

    `serial_numbers`: `case` is a number that says nothing of the reference nor of the order of the sample.
    """

    instrument: str
    versions: tuple[Version, ...]
    tables: tuple[Table, ...]
    summaries: tuple[CaseSummary, ...]
    source: Cases
    serial_numbers: bool = False

    def __len__(self) -> int:
        return len(self.summaries)

    def rows(self, listen: Listener | None = None) -> Iterator[tuple[list[Row], ...]]:
        """For each case its rows in each of the tables; a cell for each variable. `listen` is told of answers given elsewhere."""
        by_sha256 = {version.sha256: version for version in self.versions}

        @cache
        def laid_out(sha256: str, mode: Mode) -> _Layout:
            return _layout(self.tables, by_sha256[sha256], mode)

        for number, summary in self.numbered():
            entries = self.source.entries(summary.case.id)
            record = replay(entries)
            layout = laid_out(record.case.sha256, record.case.mode)
            held = layout.held(record, ways_of(entries, record.case.mode))
            own = _cells_of_case(record, entries, layout.version)
            own[Column.MODES] = held.modes
            if self.serial_numbers:
                own[Column.CASE] = number
            if listen is not None and held.elsewhere:
                listen(own[Column.CASE], held.elsewhere)
            yield layout.rows(own, held)

    def numbered(self) -> Iterator[tuple[int, CaseSummary]]:
        """The cases in the order of the rows, each with the number that stands for its reference where numbers do."""
        ordered = sorted(self.summaries, key=_scrambled) if self.serial_numbers else self.summaries
        if isinstance(self.source, ReadsAhead):
            self.source.expect([summary.case.id for summary in ordered])
        return iter(enumerate(ordered, 1))


def datasets(source: Cases, *, everything: bool) -> tuple[Dataset, ...]:
    """A dataset for each instrument: of its completed cases, or of every case whatever its status."""
    chosen: dict[str, list[CaseSummary]] = {}
    for summary in source.cases():
        if everything or summary.status is Status.COMPLETED:
            chosen.setdefault(summary.case.instrument, []).append(summary)
    found = []
    for name, summaries in sorted(chosen.items()):
        fielded = versions(_instruments(source, summaries))
        found.append(Dataset(name, fielded, tables_of(fielded), tuple(summaries), source))
    return tuple(found)


def tables_of(fielded: Sequence[Version]) -> tuple[Table, ...]:
    """The tables the versions make together, that of the cases first."""
    return tuple(
        Table(level, roster_of(level, fielded), variables) for level, variables in variables_by_level(fielded).items()
    )


def _instruments(source: Cases, summaries: Iterable[CaseSummary]) -> Iterator[tuple[str, Instrument]]:
    for sha256 in dict.fromkeys(summary.case.sha256 for summary in summaries):
        yield sha256, source.snapshot(sha256).instrument()


def _scrambled(summary: CaseSummary) -> bytes:
    """An order that is always the same and that nobody can undo who does not know the ids of the cases."""
    return hashlib.sha256(summary.case.id.encode()).digest()


def _cells_of_case(record: CaseRecord, entries: Sequence[Entry], version: Version) -> dict[Column, Cell]:
    held = interview_date(entries)
    return {
        Column.CASE: record.case.reference,
        Column.INTERVIEW_DATE: None if held is None else held.isoformat(),
        Column.REFERENCE_SUNDAY: None if held is None else reference_sunday(held).isoformat(),
        Column.INSTRUMENT_VERSION: version.label,
        Column.MODE: record.case.mode.value,
        Column.LANGUAGE: record.language or version.instrument.languages[0],
        Column.STATUS: record.status.value,
    }


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a case: `interview` is None where it has not begun. `elsewhere`: the answers on the route that were not given
    to an interviewer in the mode of the case."""

    facts: Mapping[str, Answer]
    interview: InModes | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    elsewhere: Mapping[str, WayAnswered] = field(default_factory=dict)
    modes: str | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a row of a table stands in a case, and what was given there; `modes`: what was given in another than that of the case."""

    own: Mapping[Column, Cell]
    rows: RowIds
    given: Mapping[str, Given]
    modes: Mapping[str, Mode]


_CellOf: TypeAlias = Callable[[_Spot], Cell]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The tables as cases of one version and mode fill them."""

    version: Version
    plan_of: PlanOf
    tables: tuple[tuple[Level, bool, tuple[_CellOf, ...]], ...]
    """Each with its level, whether the version has it, and its columns."""

    def held(self, record: CaseRecord, ways: Ways) -> _Held:
        """An interview that has not begun has computed nothing."""
        facts = _facts(record, self.version.instrument)
        if record.status is Status.NOT_STARTED:
            return _Held(facts)
        interview = InModes(record, ways, self.plan_of, facts)
        answers = interview.answers()
        elsewhere = {field: way for field, way in ways.elsewhere.items() if field in answers}
        modes = {way.mode for way in elsewhere.values()}
        if any(each not in elsewhere and interview.is_asked(each) for each in answers):
            modes.add(ways.own)
        return _Held(facts, interview, answers, elsewhere, modes_joined(modes) or None)

    def rows(self, own: Mapping[Column, Cell], held: _Held) -> tuple[list[Row], ...]:
        """Those of one case; of an interview that has not begun there are none of a roster."""
        interview = held.interview
        if interview is None:
            spot = _Spot(own, (), held.facts, {})
            return tuple([] if level else [_row(columns, spot)] for level, _, columns in self.tables)
        given = _given(held.answers, interview.standing.waiting)
        given[()] = {**held.facts, **given.get((), {})}
        modes: dict[RowIds, dict[str, Mode]] = {}
        for each, way in held.elsewhere.items():
            name, around = parted(each)
            modes.setdefault(around, {})[name] = way.mode
        return tuple(
            [
                _row(columns, _Spot(own, rows, given.get(rows, {}), modes.get(rows, {})))
                for rows in (_rows_at(level, interview) if there else ())
            ]
            for level, there, columns in self.tables
        )


def _row(columns: Iterable[_CellOf], spot: _Spot) -> Row:
    return tuple([cell(spot) for cell in columns])


def _layout(tables: Iterable[Table], version: Version, mode: Mode) -> _Layout:
    levels = ((), *levels_of(version.instrument))
    return _Layout(
        version,
        cache(lambda asked: plan_answered_in(version.instrument, asked)),
        tuple(
            (
                table.level,
                table.level in levels,
                tuple(_cell_of(variable, table.level, version, mode) for variable in table.variables),
            )
            for table in tables
        ),
    )


def _cell_of(variable: Variable, level: Level, version: Version, mode: Mode) -> _CellOf:
    match variable.of:
        case Column() as column:
            return lambda spot: spot.own[column]
        case Key(roster):
            at = level.index(roster)
            return lambda spot: spot.rows[at]
    read, name = reader(variable, version, mode), variable.field
    if read is None:
        return lambda _: Absence.NOT_ASKED
    if isinstance(variable.part, int):
        return _coded_in(variable, version, mode)
    return lambda spot: read(spot.given.get(name, Absence.NOT_ASKED))


def _coded_in(variable: Variable, version: Version, own: Mode) -> _CellOf:
    """Whether a category was coded: its mode says whether it was offered."""
    found = ((mode, reader(variable, version, mode)) for mode in Mode)
    by_mode = {mode: read for mode, read in found if read is not None}
    usual, name = by_mode[own], variable.field
    return lambda spot: by_mode.get(spot.modes.get(name, own), usual)(spot.given.get(name, Absence.NOT_ASKED))


def _rows_at(level: Level, interview: InModes) -> list[RowIds]:
    """The rows that a table at this level has of the interview, in their order."""
    found: list[RowIds] = [()]
    for roster in level:
        found = [(*outer, row) for outer in found for row in interview.rows(address(roster, outer))]
    return found


def _facts(record: CaseRecord, instrument: Instrument) -> dict[str, Answer]:
    """What is known of the case; a switch that nothing is said of stands as it usually does."""
    usual = {fact.name: fact.type.usual for fact in instrument.facts if isinstance(fact.type, Switch)}
    known = {fact.name for fact in instrument.facts}
    return {**usual, **{name: value for name, value in record.case.facts.items() if name in known}}


def _given(answers: Mapping[str, Answer], waiting: str | None) -> dict[RowIds, dict[str, Given]]:
    """What has something to say on the route, by the rows around it; every other field is not asked."""
    given: dict[RowIds, dict[str, Given]] = {}
    for each, answer in answers.items():
        name, rows = parted(each)
        given.setdefault(rows, {})[name] = answer
    if waiting is not None:
        name, rows = parted(waiting)
        given.setdefault(rows, {})[name] = Absence.UNANSWERED
    return given
