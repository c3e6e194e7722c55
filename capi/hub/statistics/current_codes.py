"""Current codes: which of the codes that were ever given to a job holds now.

The one that settled it; else the first, where no second was wanted or the second is the same; else none. Of each stage the
latest counts, and only while what was said of the job is what was coded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from capi.dataset.job_codes import JobTexts
from capi.fieldwork.journal import decode
from capi.hub.journals.segments import journal_bytes
from capi.hub.many import among
from capi.hub.people.hub_settings import read_settings
from capi.hub.statistics.jobs import is_drawn, jobs_of, said_of
from capi.hub.tables import cases, codes
from capi.sync.coding_messages import UNCODABLE, Stage

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CodedJob:
    """A code that holds."""

    case: str
    rows: str
    scheme: str
    code: str


@dataclass(frozen=True, slots=True)
class GivenCode:
    """One that was given, in the order of the giving."""

    rows: str
    scheme: str
    code: str
    stage: str
    said: str


def current_codes(connection: Connection, case_keys: Sequence[int] | None = None) -> Iterator[CodedJob]:
    """The codes that hold of these cases, or of all; case by case, none of one that is deleted."""
    share = read_settings(connection).coding.double
    for keys in _portions(connection, case_keys):
        for (key, case_id), its in groupby(connection.execute(_given(connection, keys)), attrgetter("case_key", "id")):
            given = [given_code(row) for row in its]
            for rows, job in _jobs(connection, key).items():
                for scheme, code in holding(case_id, rows, job, given, share).items():
                    if code != UNCODABLE:
                        yield CodedJob(case_id, rows, scheme, code)


def holding(case_id: str, rows: str, job: JobTexts, given: Iterable[GivenCode], share: float) -> dict[str, str]:
    """The codes that hold of one job, by scheme; UNCODABLE among them. `given` may be of other jobs too; `share` is that of double coding."""
    said, latest = said_of(job), defaultdict[str, dict[str, str]](dict)
    for each in given:
        if each.rows == rows and each.said == said:
            latest[each.scheme][each.stage] = each.code
    twice = is_drawn(case_id, rows, share)
    found = {scheme: _holds(stages, twice=twice) for scheme, stages in latest.items()}
    return {scheme: code for scheme, code in found.items() if code is not None}


def _holds(stages: Mapping[str, str], *, twice: bool) -> str | None:
    settled = stages.get(Stage.SETTLED.value)
    if settled is not None:
        return settled
    first, second = stages.get(Stage.FIRST.value), stages.get(Stage.SECOND.value)
    if second is None:
        return None if twice else first
    return first if first == second else None


def given_code(row: Row[Any]) -> GivenCode:
    return GivenCode(row.rows, row.scheme, row.code, row.stage, row.said)


def _given(connection: Connection, keys: Sequence[int]) -> Select[Any]:
    return (
        select(codes.c.case_key, cases.c.id, codes.c.rows, codes.c.scheme, codes.c.code, codes.c.stage, codes.c.said)
        .join(cases, cases.c.key == codes.c.case_key)
        .where(among(connection, codes.c.case_key, keys), cases.c.deleted.is_(None))
        .order_by(codes.c.case_key, codes.c.key)
    )


def _portions(connection: Connection, case_keys: Sequence[int] | None) -> Iterator[Sequence[int]]:
    """Of the cases that have codes, some at a time."""
    if case_keys is None:
        last = 0
        after = select(codes.c.case_key).group_by(codes.c.case_key).order_by(codes.c.case_key).limit(_AT_ONCE)
        while keys := list(connection.execute(after.where(codes.c.case_key > last)).scalars()):
            yield keys
            last = keys[-1]
        return
    for first in range(0, len(case_keys), _AT_ONCE):
        yield case_keys[first : first + _AT_ONCE]


def _jobs(connection: Connection, case_key: int) -> dict[str, JobTexts]:
    data = journal_bytes(connection, case_key)
    if not data:
        return {}
    return jobs_of(connection, [decode(each, f"entry {at}") for at, each in enumerate(data, start=1)])


def latest_codes(connection: Connection, case_keys: Sequence[int] | None) -> dict[int, int]:
    """The number of the latest code of each of the cases that have any; None are all."""
    wanted = select(codes.c.case_key, func.max(codes.c.key)).group_by(codes.c.case_key)
    chosen = wanted if case_keys is None else wanted.where(among(connection, codes.c.case_key, case_keys))
    return dict(connection.execute(chosen).all())
