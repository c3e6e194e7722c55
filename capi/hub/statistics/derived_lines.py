"""Derived variables as the hub keeps them: a line for each person whenever it was derived from something new, and never changed.

The latest line of a person holds; those before it are the history. What a case has been derived from is the head of its journal,
the latest of its codes, and the way it was done. Whoever is no longer a person of the case gets a line without variables.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, Subquery, Table, and_, case, func, insert, select

from capi.fieldwork.case import Status
from capi.hub.many import among
from capi.hub.statistics.current_codes import latest_codes
from capi.hub.statistics.hub_cases import NotedCase
from capi.hub.tables import cases, codes, derivations, derived, hub

NOT_DERIVED = "not_derived"
"""In place of variables: why a case could not be derived."""
Variables = Mapping[str, int | str]
_LOOKED_AT = 2_000
"""Cases that are looked at in one statement, for what waits among them."""
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
    pending: list[int] = []
    while len(pending) < limit and (keys := completed_keys(connection, after, _LOOKED_AT)):
        its = _Lines.of(connection, keys)
        # Chosen here and not there: given the choice, SQLite begins with the lines, and goes through all cases for each.
        looked = (
            select(cases.c.key, its.is_now(way)).select_from(its.beside).where(among(connection, cases.c.key, keys))
        )
        now = {key for key, is_now in connection.execute(looked).all() if is_now}
        pending += [key for key in keys if key not in now]
        after = keys[-1]
    return pending[:limit]


def completed_keys(connection: Connection, after: int, limit: int) -> list[int]:
    wanted = select(cases.c.key).where(_completed(), cases.c.key > after).order_by(cases.c.key).limit(limit)
    return list(connection.execute(wanted).scalars())


@dataclass(frozen=True, slots=True)
class _Lines:
    """Cases with their latest line and the latest of their codes `beside` them, put together from whole tables: asked for case by
    case, PostgreSQL goes through all lines for every case where it does not know yet how many there are."""

    beside: FromClause
    code_key: ColumnElement[int]

    @classmethod
    def of(cls, connection: Connection, keys: Sequence[int] | None = None) -> "_Lines":
        """Of these cases, or of all."""
        last, coded = (_last_of_each(table, connection, keys) for table in (derived, codes))
        beside = (
            cases.outerjoin(last, last.c.case_key == cases.c.key)
            .outerjoin(derived, derived.c.key == last.c.last)
            .outerjoin(coded, coded.c.case_key == cases.c.key)
        )
        return cls(beside, func.coalesce(coded.c.last, 0))

    def is_now(self, way: int | None) -> ColumnElement[bool]:
        """Whether the line is of the present state of its case, in that way where one is given."""
        same = [
            derived.c.branch == cases.c.branch,
            derived.c.number == cases.c.number,
            derived.c.code_key == self.code_key,
        ]
        return and_(*same) if way is None else and_(*same, derived.c.derivation_key == way)


def _last_of_each(table: Table, connection: Connection, keys: Sequence[int] | None) -> Subquery:
    last = select(table.c.case_key, func.max(table.c.key).label("last")).group_by(table.c.case_key)
    return (last if keys is None else last.where(among(connection, table.c.case_key, keys))).subquery(
        f"last_of_{table.name}"
    )


def stirred(connection: Connection) -> tuple[object, ...]:
    """What changes whenever a case is completed, goes on, or is coded: one look at the lines of the cases, which is cheap."""
    wanted = select(
        func.count(), func.sum(cases.c.number), func.sum(cases.c.branch), func.max(cases.c.received), _LAST_CODE
    )
    return tuple(connection.execute(wanted.select_from(cases).where(_completed())).one())


def standing(connection: Connection, way: Way) -> Standing:
    its = _Lines.of(connection)
    kinds = (
        its.is_now(None),
        its.is_now(way_key(connection, way) or 0),
        derived.c.variables.startswith(f'{{"{NOT_DERIVED}"'),
    )
    counts = (func.coalesce(func.sum(case((kind, 1), else_=0)), 0) for kind in kinds)
    wanted = select(func.count(), *counts).select_from(its.beside).where(_completed())
    completed, now, same, failed = connection.execute(wanted).one()
    return Standing(completed, now, now - same, completed - now, failed)


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
