"""The queue of jobs: how many wait for what, and which one a coder is given next.

    counted(connection, loaded, share)              # how far the coding is
    taken = take_next(hub, principal, loaded)       # held by this coder for a quarter of an hour, or None

Each coder is given jobs from another place of the queue, so that nobody can tell by the order which of them are coded twice, and
two coders are seldom at the same one. A job lies in front of one coder at a time: `coding_taken` says so to all processes.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, false, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from capi.hub.coding.standing import AWAITED, SUBJECTS, State, waits_for
from capi.hub.coding.upkeep import IS_OF_NOW, IS_TO_CODE
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.people.hub_settings import read_settings
from capi.hub.policy import Action, allowed
from capi.hub.statistics.jobs import drawn_below
from capi.hub.tables import cases, codes, coding_taken, jobs
from capi.sync.coding_messages import Stage

HELD_FOR = timedelta(minutes=15)
MOST_HELD = 10
"""Whoever passes over more than that has the earliest of them put back."""
_TRIES = 5
_LAST_LOT = drawn_below(1.0)
_LOADED_NONE = tuple(SUBJECTS)
"""Where there is no index at all, jobs are counted as if there were one: they do wait."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many jobs stand where. `unread`: completed cases that have not been looked at."""

    to_code: int = 0
    to_code_again: int = 0
    to_settle: int = 0
    coded: int = 0
    automatic: int = 0
    unread: int = 0


def counted(connection: Connection, loaded: Sequence[str], share: float) -> Counted:
    """Over all completed cases that there are. `loaded`: what there is an index for, occupation or industry."""
    drawn = (jobs.c.draw < drawn_below(share)).label("drawn")
    by = jobs.c.occupation, jobs.c.industry, drawn, jobs.c.automatic
    wanted = select(*by, func.count().label("number")).select_from(cases).outerjoin(jobs, IS_OF_NOW).where(IS_TO_CODE)
    numbers = dict.fromkeys(Counted.__dataclass_fields__, 0)
    for row in connection.execute(wanted.group_by(*by)):
        for name in _counts_as(row, loaded or _LOADED_NONE):
            numbers[name] += row.number
    return Counted(**numbers)


_WAITING = {Stage.FIRST: "to_code", Stage.SECOND: "to_code_again", Stage.SETTLED: "to_settle"}


def _counts_as(row: Row[Any], loaded: Sequence[str]) -> Iterator[str]:
    if row.occupation is None:
        yield "unread"
        return
    states = {name: State(getattr(row, name)) for name in SUBJECTS}
    stage = waits_for(states, drawn=bool(row.drawn), loaded=loaded)
    if stage is not None:
        yield _WAITING[stage]
    elif any(states[name] is not State.NOTHING for name in loaded):
        yield "coded"
        if row.automatic:
            yield "automatic"


def take_next(hub: Hub, principal: Principal, loaded: Sequence[str]) -> tuple[Row[Any], Stage] | None:
    """The line of a job, with `case_id` and `reference`, and what is to be done with it; None where there is none for this coder.

    Never one that somebody holds, the coder included. Raises Unavailable.
    """
    now = to_microseconds(hub.now())
    with hub.database.writing() as connection:
        share = read_settings(connection).coding.double
        for _ in range(_TRIES):
            found = _found(connection, principal, loaded, share, now)
            if found is None:
                return None
            if take(connection, principal.user_key, found[0], now):
                _put_back(connection, principal.user_key)
                return found
    return None


def take(connection: Connection, user_key: int, job: Row[Any], now: int) -> bool:
    """Whether the job is this coder's now: not where somebody else was quicker."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    until = now + HELD_FOR // timedelta(microseconds=1)
    taking = dialect.insert(coding_taken).values(case_key=job.case_key, rows=job.rows, user_key=user_key, until=until)
    free = or_(coding_taken.c.until <= now, coding_taken.c.user_key == user_key)
    taking = taking.on_conflict_do_update(
        index_elements=["case_key", "rows"], set_={"user_key": user_key, "until": until}, where=free
    )
    return connection.execute(taking.returning(coding_taken.c.user_key)).scalar() is not None


def is_waiting(stage: Stage, loaded: Sequence[str], share: float) -> ColumnElement[bool]:
    """The same as `waits_for`, for the database."""

    def any_in(state: State) -> ColumnElement[bool]:
        return or_(false(), *(jobs.c[name] == state.value for name in loaded))

    uncoded, twice = any_in(State.UNCODED), and_(any_in(State.ONCE), jobs.c.draw < drawn_below(share))
    match stage:
        case Stage.FIRST:
            return uncoded
        case Stage.SECOND:
            return and_(~uncoded, twice)
        case Stage.SETTLED:
            return and_(~uncoded, ~twice, any_in(State.DIFFERING))


def _found(
    connection: Connection, principal: Principal, loaded: Sequence[str], share: float, now: int
) -> tuple[Row[Any], Stage] | None:
    """What holds others up comes first: settling, then the second coding. The line is held."""
    for stage in (Stage.SETTLED, Stage.SECOND, Stage.FIRST):
        below = drawn_below(share) if stage is Stage.SECOND else _LAST_LOT
        begin = secrets.randbelow(below) if below else 0
        waiting = _free(principal, stage, now).where(is_waiting(stage, loaded, share))
        for name in loaded:
            # The index of the table is by what is awaited and the lot.
            awaited = waiting.where(jobs.c[name] == AWAITED[stage].value)
            for part in (jobs.c.draw >= begin, jobs.c.draw < begin):
                row = connection.execute(awaited.where(jobs.c.draw < below, part)).one_or_none()
                if row is not None:
                    return row, stage
    return None


def _free(principal: Principal, stage: Stage, now: int) -> Select[Any]:
    """A job that nobody holds and that this coder may have."""
    held = select(coding_taken.c.user_key).where(
        coding_taken.c.case_key == jobs.c.case_key, coding_taken.c.rows == jobs.c.rows, coding_taken.c.until > now
    )
    free = (
        select(jobs, cases.c.id.label("case_id"), cases.c.reference)
        .join(cases, IS_OF_NOW)
        .where(IS_TO_CODE, ~held.exists())
        .order_by(jobs.c.draw)
        .limit(1)
        .with_for_update(of=jobs, skip_locked=True)
    )
    own = select(codes.c.key).where(
        codes.c.case_key == jobs.c.case_key,
        codes.c.rows == jobs.c.rows,
        codes.c.said == jobs.c.said,
        codes.c.user_key == principal.user_key,
    )
    if stage is Stage.FIRST or (stage is Stage.SETTLED and settles_all(principal)):
        return free
    return free.where(~own.exists())


def settles_all(principal: Principal) -> bool:
    """Whether they settle also what they have coded themselves: in a small office there is nobody else."""
    return allowed(principal.role, Action.DIRECT_CODING)


def _put_back(connection: Connection, user_key: int) -> None:
    """The earliest of the jobs this coder holds, where they are too many."""
    own = coding_taken.c.user_key == user_key
    latest_first = coding_taken.c.until.desc(), coding_taken.c.case_key, coding_taken.c.rows
    rest = select(coding_taken).where(own).order_by(*latest_first).offset(MOST_HELD)
    for line in connection.execute(rest).all():
        same = coding_taken.c.case_key == line.case_key, coding_taken.c.rows == line.rows
        connection.execute(delete(coding_taken).where(own, *same))
