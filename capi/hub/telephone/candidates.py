"""Candidates: the cases of the pool that a caller may be given now, in the order of the queue's rules; or when there will be some.

Of each rank so many are fetched that the first one is among them: the rules decide between these. Appointments come by their time, those that were
missed last, and more of them as long as none is this caller's to keep. Of call-backs of one priority those that have waited longest are fetched, and
of these comes first the one that was tried least at this time of the week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, UnaryExpression, func, select
from sqlalchemy import case as by_case
from sqlalchemy.sql.operators import custom_op

from capi.calling.call_counts import Rules
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_rules import Finding, find
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Nothing, Ready, in_order, next_case
from capi.calling.queue_words import UNFIT
from capi.hub.hub import to_microseconds
from capi.hub.many import among
from capi.hub.tables import cases, telephone
from capi.hub.telephone.lines import STALE, situations
from capi.wording import Wording

_OF_A_RANK = {Rank.HARD: 60, Rank.SOFT: 60, Rank.CALL_BACK: 100, Rank.FRESH: 40}
_PAGES = 10
"""Of appointments, and of what is to come: on the first ones all may be for others."""
ENOUGH = 30
"""So many that are ready, and no rank below theirs is looked at: as many callers at once would have to be faster."""
_TO_COME = 60
_SOON = timedelta(minutes=1)
_NOT_BY_INDEX: custom_op[Any] = custom_op("+")
_LOOKING = Wording("Queue", "The queue is being put in order after a change. Ask again in a minute.")
_COLUMNS = (
    *(cases.c[name] for name in ("key", "id", "reference", "branch", "number")),
    telephone.c.zone,
    telephone.c.number.label("seen_number"),
    telephone.c.branch.label("seen_branch"),
    telephone.c.rank,
    telephone.c.due_from,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    row: Row[Any]
    situation: Situation
    ready: Ready


@dataclass(frozen=True, slots=True)
class Found:
    """`ready`: those to be delivered, the first one first. `seen`: all that were looked at. `wrong`: those of them whose lines are to be put
    right. `closed`: zones in which nobody is rung now who has agreed nothing."""

    ready: list[Candidate]
    seen: list[Situation]
    wrong: list[tuple[Row[Any], Situation]]
    closed: frozenset[str]


def is_free(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """The case lies in the pool, and is delivered to nobody."""
    of_case = (cases.c[name] for name in ("user_key", "holder_key", "deleted", "accepted_number"))
    return tuple(_not_by_index(connection, column).is_(None) for column in (telephone.c.leased_to, *of_case))


def _not_by_index(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What holds of nearly every line of the pool, while SQLite, which counts nothing, would take its index for one that finds a few."""
    if connection.dialect.name != "sqlite":
        return column
    return UnaryExpression(column, operator=_NOT_BY_INDEX, type_=column.type)


def find_candidates(connection: Connection, caller: Caller, rules: Rules, now: datetime) -> Found:
    rows, seen = _looked_at(connection, caller, rules, now)
    by_id = {row.id: row for row in rows}
    ready = [
        Candidate(by_id[each.situation.case_id], each.situation, each.verdict)
        for each in in_order(seen.values(), caller, rules, now)
        if isinstance(each.verdict, Ready)
    ]
    judged = [(row, seen[row.key], find(seen[row.key], None, rules, now)) for row in rows]
    wrong = [(row, situation) for row, situation, finding in judged if _is_wrong(row, finding)]
    closed = {row.zone for row, _, finding in judged if finding.reason is Reason.OUTSIDE_HOURS and finding.rank is None}
    return Found(ready, list(seen.values()), wrong, frozenset(closed))


def _looked_at(
    connection: Connection, caller: Caller, rules: Rules, now: datetime
) -> tuple[list[Row[Any]], dict[int, Situation]]:
    """Rank by rank, until enough are ready."""
    suits, ready = _suits(connection, caller), 0
    rows: list[Row[Any]] = []
    seen: dict[int, Situation] = {}
    for rank in _OF_A_RANK:
        for page in _pages(connection, rank, suits, rules, now):
            fetched = situations(connection, page)
            rows, seen = [*rows, *page], seen | fetched
            of_page = sum(find(each, caller, rules, now).rank is not None for each in fetched.values())
            ready += of_page
            if of_page:
                break
        if ready >= ENOUGH:
            break
    return rows, seen


def _pages(
    connection: Connection, rank: Rank, suits: tuple[ColumnElement[bool], ...], rules: Rules, now: datetime
) -> Iterator[Sequence[Row[Any]]]:
    """Lines of this rank that are due, as many at once as are looked at; of appointments one page after another."""
    most, offset = _OF_A_RANK[rank], 0
    if rank is Rank.FRESH and not _is_any_fresh_due(connection, now):
        return
    # In the morning all of 100,000 are due: no planner is to gather them by their time before they are put in turn.
    due = telephone.c.rank == int(rank), telephone.c.due_from + 0 <= to_microseconds(now)
    wanted = _lines().where(*due, *suits, *is_free(connection)).order_by(*_in_turn(rank, rules, now)).limit(most)
    for _ in range(_PAGES if rank in (Rank.HARD, Rank.SOFT) else 1):
        page = connection.execute(wanted.offset(offset)).all()
        yield page
        if len(page) < most:
            return
        offset += most


def _is_any_fresh_due(connection: Connection, now: datetime) -> bool:
    """In the evening none of 100,000 is, which is soon seen by their time."""
    its_rank, is_due = telephone.c.rank + 0 == int(Rank.FRESH), telephone.c.due_from <= to_microseconds(now)
    return connection.execute(select(telephone.c.case_key).where(its_rank, is_due).limit(1)).first() is not None


def _in_turn(rank: Rank, rules: Rules, now: datetime) -> tuple[ColumnElement[Any], ...]:
    """As near to the order of the rules as the lines can tell."""
    calling, lines = rules.frame.calling, telephone.c
    match rank:
        case Rank.FRESH:
            return lines.precedence, lines.draw
        case Rank.HARD | Rank.SOFT:
            hard = rank is Rank.HARD
            lasts = calling.hard_early + calling.hard_late if hard else calling.soft_early + calling.soft_late
            is_missed = by_case((lines.due_from <= to_microseconds(now - lasts), 1), else_=0)
            return is_missed, lines.due_from, lines.precedence, lines.draw
        case _:
            return lines.precedence, lines.due_from, lines.draw


def nothing_now(
    connection: Connection, caller: Caller, rules: Rules, now: datetime, due: Sequence[Situation]
) -> Nothing:
    """When there will be something for this caller, and why not now; of what could be due first, the rules say what is. `due`: what is due
    already, though not for this caller."""
    looked_at, until = list(due), None
    later = telephone.c.due_from > to_microseconds(now), *_suits(connection, caller), *is_free(connection)
    # In the order of the index alone: in the evening one moment is that of nearly all lines.
    wanted = _lines().where(*later).order_by(telephone.c.due_from).limit(_TO_COME)
    for page in range(_PAGES):
        rows = connection.execute(wanted.offset(page * _TO_COME)).all()
        rows = [row for row in rows if until is None or row.due_from < until]
        looked_at += situations(connection, rows).values()
        found = next_case(looked_at, caller, rules, now)
        at = found.at if isinstance(found, Nothing) else now
        until = None if at is None else to_microseconds(at)
        if len(rows) < _TO_COME:
            break
    if not isinstance(found, Nothing):
        return Nothing(now + _SOON, _LOOKING)
    return found if looked_at else _unsuited(connection, caller) or found


def still_looking(now: datetime) -> Nothing:
    """More lines were wrong than are put right at once."""
    return Nothing(now + _SOON, _LOOKING)


def rows_of_pool(connection: Connection, *which: ColumnElement[bool], limit: int) -> Sequence[Row[Any]]:
    """Cases of the pool, by their references."""
    wanted = _lines().where(*which, *is_free(connection)).order_by(cases.c.reference, cases.c.key)
    return connection.execute(wanted.limit(limit)).all()


def _lines() -> Select[Any]:
    return select(*_COLUMNS).join(cases, cases.c.key == telephone.c.case_key)


def _suits(connection: Connection, caller: Caller) -> tuple[ColumnElement[bool], ...]:
    """In a language of the caller's, and with no skill that is lacking."""
    languages = sorted({"", *(each.casefold() for each in caller.languages)})
    asked_for = connection.execute(select(telephone.c.skills).distinct()).scalars().all()
    fitting = [each for each in asked_for if set(each.split(",")) - {""} <= caller.skills]
    language, skills = (_not_by_index(connection, telephone.c[name]) for name in ("language", "skills"))
    return among(connection, language, languages), among(connection, skills, fitting)


def _unsuited(connection: Connection, caller: Caller) -> Nothing | None:
    """There are cases, but for others."""
    languages, skills = _suits(connection, caller)
    wanted = select(func.count()).select_from(telephone).join(cases, cases.c.key == telephone.c.case_key)
    for_others = wanted.where(telephone.c.due_from.is_not(None), ~(languages & skills), *is_free(connection))
    number = connection.execute(for_others).scalar_one()
    return Nothing(None, UNFIT.filled(who=caller.name, number=number)) if number else None


def _is_wrong(row: Row[Any], finding: Finding) -> bool:
    if row.seen_number == STALE or (row.seen_branch, row.seen_number) != (row.branch, row.number):
        return True
    return finding.rank is None or int(finding.rank) != row.rank
