"""Progress: how many cases stand where, by interviewer, by area and by day, counted by the database.

A case is counted in one place only: `completed` are those that wait for the office, `accepted` those it has accepted, so
that the counts of a line add up to its total.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from capi.fieldwork.case import Status
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.office.online_lines import counted_online
from capi.hub.policy import Action, require
from capi.hub.tables import cases, quarantine, users
from capi.sync.office_messages import Counts, Day, Progress

DAYS = 28
_DAY = 86_400_000_000
"""Microseconds."""

_PLACES = {
    Status.IN_PROGRESS.value: "in_progress",
    Status.STOPPED.value: "stopped",
    Status.COMPLETED.value: "completed",
}


def progress(hub: Hub, principal: Principal) -> Progress:
    """All of the fieldwork; interviewers and areas that have cases, by name. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_PROGRESS)
    now = hub.now()
    with hub.database.reading() as connection:
        by_area = connection.execute(_grouped(cases.c.area)).all()
        by_user = connection.execute(_grouped(cases.c.user_key)).all()
        names = dict(connection.execute(select(users.c.key, users.c.name)).all())
        days = _days(connection, to_microseconds(now))
        apart = select(func.count()).select_from(quarantine).where(quarantine.c.decision.is_(None))
        quarantined = connection.execute(apart).scalar_one()
        online = counted_online(connection)
    interviewers = {names[key]: tally for key, tally in _tallies(by_user).items() if key is not None}
    areas = _tallies(by_area)
    whole = _Tally()
    for group in by_area:
        whole.add(group)
    return Progress(
        time=now,
        whole=whole.counts(""),
        interviewers=[interviewers[name].counts(name) for name in sorted(interviewers)],
        areas=[areas[name].counts(name) for name in sorted(areas)],
        days=days,
        quarantined=quarantined,
        recalled=sum(group.recalled for group in by_area),
        invited=online.invited,
        online=online.begun,
        through_online=online.through,
    )


class _Tally:
    """One line while its groups are added up."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.last_received: int | None = None

    def add(self, group: Row[Any]) -> None:
        place = _PLACES.get(group.status)
        if place is None:
            self.numbers["assigned"] += group.assigned
            self.numbers["unassigned"] += group.cases - group.assigned
        else:
            accepted = group.accepted if place == "completed" else 0
            self.numbers["accepted"] += accepted
            self.numbers[place] += group.cases - accepted
        if group.received is not None:
            self.last_received = max(group.received, self.last_received or 0)

    def counts(self, name: str) -> Counts:
        last = None if self.last_received is None else from_microseconds(self.last_received)
        return Counts(name=name, total=self.numbers.total(), last_received=last, **self.numbers)


def _tallies(groups: Sequence[Row[Any]]) -> dict[Any, _Tally]:
    """By the first column of the groups."""
    tallies: dict[Any, _Tally] = {}
    for group in groups:
        tallies.setdefault(group[0], _Tally()).add(group)
    return tallies


def _grouped(by: ColumnElement[Any]) -> Select[Any]:
    # Each in the order of an index that has all these columns: SQLite then reads nothing else, and sorts nothing.
    return (
        select(
            by,
            cases.c.status,
            func.count().label("cases"),
            func.count(cases.c.user_key).label("assigned"),
            func.count(cases.c.accepted_number).label("accepted"),
            func.count(cases.c.recalled).label("recalled"),
            func.max(cases.c.received).label("received"),
        )
        .where(cases.c.deleted.is_(None))
        .group_by(by, cases.c.status)
    )


def _days(connection: Connection, now: int) -> list[Day]:
    """The last days, the latest last; those without a completed case too."""
    today = now // _DAY
    first = today - DAYS + 1
    day = (cases.c.completed // _DAY).label("day")
    wanted = (
        select(day, func.count())
        .where(
            cases.c.completed >= first * _DAY,
            cases.c.status == Status.COMPLETED.value,
            cases.c.deleted.is_(None),
        )
        .group_by(day)
    )
    counted: dict[int, int] = dict(connection.execute(wanted).all())
    return [
        Day(day=f"{from_microseconds(number * _DAY):%Y-%m-%d}", completed=counted.get(number, 0))
        for number in range(first, today + 1)
    ]
