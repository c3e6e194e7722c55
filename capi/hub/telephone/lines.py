"""The lines of the telephone queue: what the rules make of a case, kept where a database finds it by its time and rank.

    enter(connection, case_keys, now)       # whenever cases become nobody's, or their journals grow while they are

A line speaks of the state of its case that it names. `due_from` is never later than the moment from which the rules would deliver the
case to somebody, as long as nothing is written to its journal: so what is fetched by it may prove not to be due yet, and is then
put right, but nothing that is due is overlooked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, update
from sqlalchemy import case as by_case

from capi.calling.call_counts import Rules
from capi.calling.call_facts import CallFacts, call_facts
from capi.calling.call_reasons import Rank
from capi.calling.call_rules import find
from capi.calling.call_situation import Return, Situation
from capi.calling.queue import due_from
from capi.fieldwork.call_history import NO_CALLS, Calls
from capi.fieldwork.case import Status
from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Returned
from capi.fieldwork.journal import START, Entry
from capi.fieldwork.replay import replay
from capi.hub.hub import to_microseconds
from capi.hub.journals.segments import JournalHead, journals_bytes
from capi.hub.many import among
from capi.hub.outcome_frame import rules_in_use
from capi.hub.tables import cases, telephone, visits
from capi.instrument.model import Mode

STALE = 0
"""Instead of the number of an entry: the line has to be made anew before it is believed."""
QUIET_ONLINE = timedelta(days=3)
"""What a respondent has begun online is not rung before nobody has looked at it there for so long."""
_AT_ONCE = 1_000
_STATE = (cases.c.key, cases.c.id, cases.c.reference, cases.c.branch, cases.c.number)


def enter(connection: Connection, case_keys: Collection[int], now: datetime) -> None:
    """The lines of those of the cases that are asked by telephone, made anew from their journals. Nobody has them from now on."""
    keys = sorted(case_keys)
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        asked = among(connection, cases.c.key, some), cases.c.mode == Mode.TELEPHONE.value, cases.c.deleted.is_(None)
        leave(connection, some)
        wanted = select(*_STATE).where(*asked, ~_is_hers(now))
        found = connection.execute(wanted.order_by(cases.c.key)).all()
        if found:
            _put(connection, found, rules_in_use(connection), now)


def _is_hers(now: datetime) -> ColumnElement[bool]:
    """The respondent answers it online, and nobody is to ring her in between, unless she is to be rung at a time that was agreed."""
    return and_(cases.c.online.is_not(None), ~quiet_online(now), ~is_expected(now))


def quiet_online(now: datetime) -> ColumnElement[bool]:
    """Nobody has looked at the case online for days."""
    lately = visits.c.seen >= to_microseconds(now - QUIET_ONLINE)
    return ~select(visits.c.hash).where(visits.c.case_key == cases.c.key, lately).exists()


def is_expected(now: datetime) -> ColumnElement[bool]:
    """An appointment for a call is to come."""
    return func.coalesce(cases.c.appointment, 0) >= to_microseconds(now)


def enter_new(connection: Connection, facts: Mapping[int, tuple[str, CallFacts]], now: datetime) -> None:
    """The same of cases that have just been made, of which nothing is known but what the sample says: by their keys, ids and facts."""
    rules = rules_in_use(connection)
    due: dict[tuple[str, bool], tuple[int | None, int]] = {}
    rows = []
    for key, (case_id, told) in facts.items():
        alike = told.zone, told.do_not_call
        if alike not in due:
            due[alike] = _due(_situation(case_id, "", told, ()), rules, now)
        rows.append(_row(key, case_id, told, (0, 1), told.language, due[alike]))
    if rows:
        connection.execute(insert(telephone).returning(telephone.c.case_key), rows)


def make_stale(connection: Connection) -> None:
    """Another outcome frame is taken: what the one before made of the cases is believed no longer."""
    rank = by_case((telephone.c.rank == 0, int(Rank.FRESH)), else_=telephone.c.rank)
    connection.execute(update(telephone).values(number=STALE, due_from=0, rank=rank))


def leave(connection: Connection, case_keys: Collection[int]) -> None:
    """They are somebody's, and not by the queue; or their cases are deleted."""
    connection.execute(delete(telephone).where(among(connection, telephone.c.case_key, sorted(case_keys))))


def leased(connection: Connection, case_keys: Collection[int]) -> dict[int, int]:
    """Those of the cases that were delivered by the queue, with the keys of the accounts they were delivered to."""
    wanted = select(telephone.c.case_key, telephone.c.leased_to).where(
        among(connection, telephone.c.case_key, sorted(case_keys)), telephone.c.leased_to.is_not(None)
    )
    return dict(connection.execute(wanted).all())


def situations(connection: Connection, found: Sequence[Row[Any]]) -> dict[int, Situation]:
    """The cases as the queue sees them, by their keys, from their journals. The rows have the columns of a case."""
    heads = [JournalHead(row.key, row.branch, row.number) for row in found]
    journals = journals_bytes(connection, heads)
    return {row.key: _situation_of(row, read_chain(START, row.id, journals[row.key])) for row in found}


def correct(connection: Connection, found: Iterable[tuple[Row[Any], Situation]], rules: Rules, now: datetime) -> None:
    """Lines of cases that proved not to be due yet, or to have another rank by now. Those that have been delivered or made anew meanwhile
    stay."""
    for row, situation in sorted(found, key=lambda each: int(each[0].key)):
        due, rank = _due(situation, rules, now)
        as_seen = telephone.c.branch == row.seen_branch, telephone.c.number == row.seen_number
        its_own = telephone.c.case_key == row.key, telephone.c.leased_to.is_(None), *as_seen
        values = {"due_from": due, "rank": rank, "branch": row.branch, "number": row.number}
        connection.execute(update(telephone).where(*its_own).values(values))


def wait_for_hours(connection: Connection, zone: str, rules: Rules, now: datetime) -> None:
    """Nobody in this zone is rung now who has agreed nothing: none of its fresh cases and call-backs is due before the hours begin."""
    begins = rules.clock(zone).hours.next(now)
    ranks = telephone.c.rank.in_([int(Rank.CALL_BACK), int(Rank.FRESH)])
    due = telephone.c.due_from <= to_microseconds(now)
    values = {"due_from": None if begins is None else to_microseconds(begins)}
    if begins is None or begins > now:
        connection.execute(update(telephone).where(telephone.c.zone == zone, ranks, due).values(values))


def _put(connection: Connection, found: Sequence[Any], rules: Rules | None, now: datetime) -> None:
    seen = situations(connection, found)
    rows = []
    for row in found:
        situation = seen[row.key]
        told = CallFacts(situation.priority, situation.zone, situation.language, situation.skills)
        language = (situation.calls.language or situation.language).casefold()
        rows.append(_row(row.key, row.id, told, (row.branch, row.number), language, _due(situation, rules, now)))
    connection.execute(insert(telephone), rows)


def _row(
    key: int, case_id: str, told: CallFacts, state: tuple[int, int], language: str, due: tuple[int | None, int]
) -> dict[str, object]:
    return {
        "case_key": key,
        "precedence": -told.priority,
        "zone": told.zone,
        "language": language,
        "skills": ",".join(sorted(told.skills)),
        "draw": _draw(case_id),
        "branch": state[0],
        "number": state[1],
        "due_from": due[0],
        "rank": due[1],
    }


def _due(situation: Situation, rules: Rules | None, now: datetime) -> tuple[int | None, int]:
    """From when on it may be delivered, in microseconds, and with what rank then. Without rules nobody is rung."""
    if rules is None:
        return None, 0
    at = due_from(situation, rules, now)
    if at is None:
        return None, 0
    finding = find(situation, None, rules, at)
    since = finding.at if at == now and finding.at is not None else at  # what has waited stays before what has not
    return to_microseconds(since), int(finding.rank or Rank.CALL_BACK)


def _draw(case_id: str) -> int:
    """As good as drawn, and the same on every laptop."""
    return crc32(case_id.encode())


def _situation_of(row: Row[Any], entries: Sequence[Entry]) -> Situation:
    record = replay(entries)
    told = call_facts(record.case.facts)
    return _situation(row.id, row.reference, told, entries, record.status, record.calls)


def _situation(
    case_id: str,
    reference: str,
    told: CallFacts,
    entries: Sequence[Entry],
    status: Status = Status.NOT_STARTED,
    calls: Calls = NO_CALLS,
) -> Situation:
    given_back = [each for each in entries if isinstance(each.contents, Returned)]
    return Situation(
        case_id,
        reference,
        priority=told.priority,
        zone=told.zone,
        status=status,
        calls=calls,
        language=told.language,
        skills=told.skills,
        do_not_call=told.do_not_call,
        returned=Return(given_back[-1].number, given_back[-1].time) if given_back else None,
        seed=_draw(case_id),
    )
