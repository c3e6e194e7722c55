"""The hub as a source of cases: those of its database, read some at a time, as they stood when they were first listed.

    cases = HubCases(database)
    datasets(cases, everything=False)              # as of a case file
    persons_of_cases(cases, connection, Chosen(), codes=cases.codes())

A journal is only ever added to. So the head of each case is noted once, in one view of the database, and what comes in while
the cases are read is not looked at; no transaction is held open for as long as that takes. Names and addresses are not here:
they stand apart, and no dataset has them. Cases that are marked as deleted, or whose instrument is not there, are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from capi.dataset.job_codes import SCHEMES, JobCodes, JobTexts
from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.journal import Entry, decode, decode_all
from capi.hub.database import HubDatabase
from capi.hub.errors import Gone
from capi.hub.hub import from_microseconds
from capi.hub.journals.segments import JournalHead, journals_bytes
from capi.hub.keeping.upgrades import make_room
from capi.hub.many import among
from capi.hub.orders.instruments import snapshot_of
from capi.hub.people.hub_settings import read_settings
from capi.hub.statistics.current_codes import GivenCode, given_code, holding, latest_codes
from capi.hub.tables import cases, codes, instruments
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode

_CASES_AT_ONCE = 500
_ENTRIES_AT_ONCE = 50_000
"""Of the journals that are read at once; at least one case is."""
_STATUSES = {status.value: status for status in Status}
_MODES = {mode.value: mode for mode in Mode}


@dataclass(frozen=True, slots=True)
class NotedCase:
    """A case as it stood when it was noted: the head of its journal, and the number of its latest code, 0 for none."""

    key: int
    branch: int
    number: int
    code_key: int


@dataclass(frozen=True, slots=True)
class _Noted:
    """What was seen of the whole in one view. `share` is that of jobs coded twice; `left_out`: how many cases are."""

    summaries: list[CaseSummary]
    heads: dict[str, NotedCase]
    schemes: tuple[str, ...]
    last_code: int
    share: float
    left_out: int


class HubCases:
    """`keys`: only these cases. One connection at a time is used, and none between two portions.

    What it gives raises Unavailable, and Gone where a case was removed for good while the cases were read.
    """

    def __init__(self, database: HubDatabase, keys: Sequence[int] | None = None) -> None:
        self._database = database
        self._keys = keys
        self._seen: _Noted | None = None
        self._order: Sequence[str] = ()
        self._places: dict[str, int] = {}
        self._ahead: dict[str, list[Entry]] = {}
        self._codes: dict[str, list[GivenCode]] = {}
        self._snapshots: dict[str, Snapshot] = {}

    def cases(self) -> list[CaseSummary]:
        """In the order in which they came to the hub. Without names and facts; the facts stand in the journals."""
        return self._noted.summaries

    @property
    def left_out(self) -> int:
        return self._noted.left_out

    def noted(self, case_id: str) -> NotedCase:
        return self._noted.heads[case_id]

    def snapshot(self, sha256: str) -> Snapshot:
        if sha256 not in self._snapshots:
            with self._database.reading() as connection:
                self._snapshots[sha256] = snapshot_of(connection, sha256)
        return self._snapshots[sha256]

    def expect(self, case_ids: Sequence[str]) -> None:
        """The journals of these will be asked for, one after the other."""
        self._order, self._places = case_ids, {case_id: at for at, case_id in enumerate(case_ids)}
        self._ahead.clear()

    def entries(self, case_id: str) -> list[Entry]:
        if case_id not in self._ahead:
            self._read_on(case_id)
        return self._ahead.pop(case_id)

    def codes(self) -> JobCodes | None:
        """Of the jobs, as they hold; None where no job was ever coded. Of each case they are there from its entries on."""
        return JobCodes(self._noted.schemes, self._held_codes) if self._noted.schemes else None

    @property
    def _noted(self) -> _Noted:
        if self._seen is None:
            with self._database.reading() as connection:
                make_room(connection, alone=False)
                self._seen = _look(connection, self._keys)
            self.expect([each.case.id for each in self._seen.summaries])
        return self._seen

    def _held_codes(self, case_id: str, rows: str, job: JobTexts) -> Mapping[str, str]:
        given = self._codes.get(case_id)
        return holding(case_id, rows, job, given, self._noted.share) if given else {}

    def _read_on(self, case_id: str) -> None:
        """This case and those that come after it."""
        heads = self._noted.heads
        chosen = {case_id: heads[case_id]}
        entries = heads[case_id].number
        at = self._places.get(case_id, len(self._order))
        for each in self._order[at + 1 : at + _CASES_AT_ONCE]:
            entries += heads[each].number
            if entries > _ENTRIES_AT_ONCE:
                break
            chosen[each] = heads[each]
        with self._database.reading() as connection:
            wanted = [JournalHead(head.key, head.branch, head.number) for head in chosen.values()]
            journals = journals_bytes(connection, wanted)
            self._codes = _codes(connection, chosen, self._noted.last_code)
        self._ahead = {each: _decoded(each, journals[head.key]) for each, head in chosen.items()}


def _look(connection: Connection, keys: Sequence[int] | None) -> _Noted:
    named = select(instruments.c.key, instruments.c.name, instruments.c.version, instruments.c.sha256)
    by_key = {key: (name, version, sha256) for key, name, version, sha256 in connection.execute(named)}
    summaries, heads, left_out = [], {}, 0
    latest = latest_codes(connection, keys)
    for row in connection.execute(_listed(connection, keys)):
        instrument = by_key.get(row.instrument_key)
        if row.deleted is not None or instrument is None or row.number == 0:
            left_out += 1
            continue
        summaries.append(_summary(row, instrument))
        heads[row.id] = NotedCase(row.key, row.branch, row.number, latest.get(row.key, 0))
    there = set(connection.execute(select(codes.c.scheme).distinct()).scalars())
    return _Noted(
        summaries,
        heads,
        tuple(scheme for scheme in SCHEMES if scheme in there),
        connection.execute(select(func.max(codes.c.key))).scalar() or 0,
        read_settings(connection).coding.double,
        left_out,
    )


def _listed(connection: Connection, keys: Sequence[int] | None) -> Select[Any]:
    columns = (
        cases.c.key,
        cases.c.id,
        cases.c.reference,
        cases.c.instrument_key,
        cases.c.mode,
        cases.c.status,
        cases.c.stop_reason,
        cases.c.last_worked,
        cases.c.branch,
        cases.c.number,
        cases.c.deleted,
    )
    chosen = select(*columns) if keys is None else select(*columns).where(among(connection, cases.c.key, keys))
    return chosen.order_by(cases.c.key)


def _summary(row: Row[Any], instrument: tuple[str, str, str]) -> CaseSummary:
    return CaseSummary(
        Case(row.id, row.reference, "", *instrument, _MODES[row.mode]),
        _STATUSES[row.status],
        0,
        None if row.last_worked is None else from_microseconds(row.last_worked),
        None if row.stop_reason is None else StopReason(row.stop_reason),
    )


def _codes(connection: Connection, chosen: Mapping[str, NotedCase], last: int) -> dict[str, list[GivenCode]]:
    by_key = {head.key: case_id for case_id, head in chosen.items() if head.code_key}
    if not by_key:
        return {}
    found: dict[str, list[GivenCode]] = {}
    its = among(connection, codes.c.case_key, list(by_key))
    for row in connection.execute(select(codes).where(its, codes.c.key <= last).order_by(codes.c.key)):
        found.setdefault(by_key[row.case_key], []).append(given_code(row))
    return found


def _decoded(case_id: str, data: Sequence[bytes]) -> list[Entry]:
    if not data:
        raise Gone("gone", f"The case {case_id} was removed while the cases were read. Start again.")
    return decode_all(data) or [decode(each, f"entry {at} of case {case_id}") for at, each in enumerate(data, start=1)]
