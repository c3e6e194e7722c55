"""Derived variables as the hub keeps them: a line for each person whenever it was derived from something new, and never changed.

The latest line of a person holds; those before it are the history. What a case has been derived from is the head of its journal,
the latest of its codes, and the way it was done. Whoever is no longer a person of the case gets a line without variables.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from capi.fieldwork.case import Status
from capi.hub.many import among
from capi.hub.statistics.current_codes import latest_codes
from capi.hub.statistics.hub_cases import NotedCase
from capi.hub.tables import cases, codes, derivations, derived, hub

NOT_DERIVED = "not_derived"
"""In place of variables: why a case could not be derived."""
Variables = Mapping[str, int | str]
_LAST_CODE = select(func.max(codes.c.key)).scalar_subquery()
_ENCODER = msgspec.json.Encoder(order="sorted")


class Way(NamedTuple):
    """How variables are derived: by which version of the program, settings (JSON) and table, by its label and SHA-256."""

    program: str
    settings: str
    nssec_table: str
    nssec_sha256: str


@dataclass(frozen=True, slots=True)
class DerivedCase:
    """The variables of the persons of a case, by their rows (empty without a roster), and the state they were derived from."""

    noted: NotedCase
    persons: Mapping[str, Variables]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many completed cases are derived from their present state (`otherwise` of them in another way than now), wait to
    be, or could not be."""

    completed: int
    derived: int
    otherwise: int
    pending: int
    failed: int


def way_key(connection: Connection, way: Way) -> int | None:
    """The number of the way; None where nothing was derived in it yet."""
    same = and_(*(derivations.c[name] == value for name, value in way._asdict().items()))
    key: int | None = connection.execute(select(func.min(derivations.c.key)).where(same)).scalar()
    return key


def pending_keys(connection: Connection, way: int | None, after: int, limit: int) -> list[int]:
    """Completed cases that are not derived from their present state, in that way where one is given; some, in their order."""
    waits = ~derived_now(way)
    wanted = select(cases.c.key).where(_completed(), cases.c.key > after, waits).order_by(cases.c.key).limit(limit)
    return list(connection.execute(wanted).scalars())


def completed_keys(connection: Connection, after: int, limit: int) -> list[int]:
    wanted = select(cases.c.key).where(_completed(), cases.c.key > after).order_by(cases.c.key).limit(limit)
    return list(connection.execute(wanted).scalars())


def derived_now(way: int | None) -> ColumnElement[bool]:
    """Whether the latest line of a case is of its present state, in that way where one is given."""
    last = select(func.max(derived.c.key)).where(derived.c.case_key == cases.c.key).correlate(cases).scalar_subquery()
    latest = select(func.max(codes.c.key)).where(codes.c.case_key == cases.c.key).correlate(cases).scalar_subquery()
    same = [
        derived.c.key == last,
        derived.c.branch == cases.c.branch,
        derived.c.number == cases.c.number,
        derived.c.code_key == func.coalesce(latest, 0),
    ]
    if way is not None:
        same.append(derived.c.derivation_key == way)
    return select(derived.c.key).where(*same).correlate(cases).exists()


def stirred(connection: Connection) -> tuple[object, ...]:
    """What changes whenever a case is completed, goes on, or is coded: one look at the lines of the cases, which is cheap."""
    wanted = select(
        func.count(), func.sum(cases.c.number), func.sum(cases.c.branch), func.max(cases.c.received), _LAST_CODE
    )
    return tuple(connection.execute(wanted.select_from(cases).where(_completed())).one())


def standing(connection: Connection, way: Way) -> Standing:
    completed = _count(connection, _completed())
    now = _count(connection, _completed(), derived_now(None))
    same = _count(connection, _completed(), derived_now(way_key(connection, way) or 0))
    last = select(func.max(derived.c.key)).where(derived.c.case_key == cases.c.key).correlate(cases).scalar_subquery()
    failed = (
        select(derived.c.key)
        .where(derived.c.key == last, derived.c.variables.startswith(f'{{"{NOT_DERIVED}"'))
        .exists()
    )
    return Standing(completed, now, now - same, completed - now, _count(connection, _completed(), failed))


@dataclass(frozen=True, slots=True)
class Run:
    """One deriving: in which way, by whom, and when (microseconds)."""

    way: Way
    made_by: str
    at: int


def keep_lines(connection: Connection, run: Run, made: Sequence[DerivedCase]) -> dict[int, Collection[str]]:
    """Adds the lines that say something new, in the caller's transaction; the rows they are of, by the key of the case.

    A case that has gone on since it was noted, or was deleted, is left for the next time.
    """
    keys = sorted(each.noted.key for each in made)
    held = select(cases.c.key, cases.c.branch, cases.c.number, cases.c.deleted).where(
        among(connection, cases.c.key, keys)
    )
    locked = held.order_by(cases.c.key).with_for_update(key_share=True)
    there: dict[int, Any] = {row.key: row for row in connection.execute(locked)}
    latest, way = latest_codes(connection, keys), _kept_way(connection, run)
    before = _latest_lines(connection, keys)
    lines: list[dict[str, object]] = []
    added: dict[int, Collection[str]] = {}
    for each in made:
        noted = each.noted
        if not _is_same(there.get(noted.key), latest.get(noted.key, 0), noted):
            continue
        state = {
            "derivation_key": way,
            "branch": noted.branch,
            "number": noted.number,
            "code_key": noted.code_key,
        }
        its = before.get(noted.key, {})
        new = {
            rows: text for rows, text in _texts(each.persons, its).items() if its.get(rows) != (*state.values(), text)
        }
        added[noted.key] = new.keys()
        lines += [
            {"case_key": noted.key, "rows": rows, **state, "variables": text, "made": run.at}
            for rows, text in new.items()
        ]
    if lines:
        connection.execute(insert(derived), lines)
    return added


def _texts(persons: Mapping[str, Variables], before: Mapping[str, object]) -> dict[str, str]:
    """A case without persons has one line without variables, so that it is known to have been looked at."""
    found = {rows: _ENCODER.encode(variables).decode() for rows, variables in persons.items()} or {"": "{}"}
    return {**dict.fromkeys(before, "{}"), **found}


def _is_same(row: Any, code_key: int, noted: NotedCase) -> bool:
    """`row` is the line of the case now, None where there is none."""
    if row is None or row.deleted is not None:
        return False
    return (row.branch, row.number, code_key) == (noted.branch, noted.number, noted.code_key)


def _latest_lines(connection: Connection, keys: Sequence[int]) -> dict[int, dict[str, tuple[object, ...]]]:
    """By case and rows: the way, the state and the variables of the line that holds."""
    its = among(connection, derived.c.case_key, keys)
    last = select(func.max(derived.c.key)).where(its).group_by(derived.c.case_key, derived.c.rows)
    found: dict[int, dict[str, tuple[object, ...]]] = {}
    for row in connection.execute(select(derived).where(its, derived.c.key.in_(last))):
        line = (row.derivation_key, row.branch, row.number, row.code_key, row.variables)
        found.setdefault(row.case_key, {})[row.rows] = line
    return found


def _kept_way(connection: Connection, run: Run) -> int:
    found = way_key(connection, run.way)
    if found is not None:
        return found
    # Two processes that find it missing at once: the one waits here for the other, and then sees it.
    connection.execute(select(hub.c.single).with_for_update()).all()
    found = way_key(connection, run.way)
    if found is not None:
        return found
    new = insert(derivations).values(**run.way._asdict(), made=run.at, made_by=run.made_by)
    key: int = connection.execute(new.returning(derivations.c.key)).scalar_one()
    return key


def _completed() -> ColumnElement[bool]:
    return and_(cases.c.status == Status.COMPLETED.value, cases.c.deleted.is_(None))


def _count(connection: Connection, *which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(cases).where(*which)).scalar_one())
