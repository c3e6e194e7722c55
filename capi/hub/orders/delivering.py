"""Delivering: the next case of the telephone queue goes to the laptop that asks, by a lease; and comes back when the call is over.

    told = next_case(hub, principal, NextWanted())

What is delivered is chosen without a lock, and claimed in one short transaction that skips what others hold: the case is assigned to the
account and taken for the laptop in one, and comes there with its orders like any other. The database keeps one lease for a case and
one for an account. A lease of which nothing is heard for two hours is over, and the case lies in the pool again.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update
from sqlalchemy import case as by_place
from sqlalchemy.exc import IntegrityError

from capi.calling.call_counts import Rules
from capi.calling.call_situation import Caller
from capi.calling.queue import Nothing, Ready, judge, pick
from capi.hub import audit
from capi.hub.errors import Conflict, NotAllowed, NotThere
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.online_sittings import end_visits
from capi.hub.many import among
from capi.hub.order_book import NewOrder, ToRecall, make_orders
from capi.hub.orders.giving_up import tell_of_cases
from capi.hub.outcome_frame import rules_in_use, rules_of_queue
from capi.hub.people.accounts import calling_of
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, devices, telephone, users
from capi.hub.telephone.candidates import (
    ENOUGH,
    Candidate,
    find_candidates,
    is_free,
    nothing_now,
    rows_of_pool,
    still_looking,
)
from capi.hub.telephone.lines import correct, enter, situations, wait_for_hours
from capi.sync.calling_messages import NextCase, NextWanted, Sentence
from capi.sync.office_messages import DeviceState
from capi.wording import Wording

LEASE = timedelta(hours=2)
"""So long a delivered case stays where it is without a word from there. Every round of that laptop lets it begin anew."""
_RENEW_BELOW = LEASE - timedelta(minutes=10)
_TURNS = 12
"""So often lines that prove wrong are put right within one request."""
_IN_HAND = Wording("Queue", "You have {reference} in hand. It comes with the next sync, if it is not there yet.")
_ELSEWHERE = Wording("Queue", "You have {reference} in hand on another computer. Finish it there, or give it back.")
_RAN_OUT = "It was delivered to be rung, and nothing was heard of it for two hours."


def next_case(hub: Hub, principal: Principal, wanted: NextWanted) -> NextCase:
    """The case that is to be rung next; what the account has been given already, as long as it is not given up.

    Raises NotAllowed, also where a case is picked without the permission; NotThere and Conflict where that case cannot be picked;
    Conflict where the hub has no outcome frame; Unavailable.
    """
    require(principal, Action.CALL)
    take_back_overdue(hub)
    asking = _Asking(hub, principal, wanted.zone)
    if (held := asking.held()) is not None:
        return held
    return asking.pick(wanted.pick) if wanted.pick else asking.next()


def caller_of(connection: Connection, principal: Principal, zone: str = "") -> Caller:
    """The account as the queue's rules know it."""
    kept = connection.execute(select(users.c.calling).where(users.c.key == principal.user_key)).scalar_one()
    told = calling_of(kept)
    return Caller(principal.user, frozenset(told.languages), frozenset(told.skills), told.may_pick, zone)


def refuse_picking(caller: Caller) -> None:
    if not caller.may_pick:
        raise NotAllowed(
            "not_allowed", "You may not pick cases by hand. Ask your office for the permission, or ring the next one."
        )


def keep_lease(hub: Hub, principal: Principal) -> None:
    """The laptop has said something: the lease of what was delivered to it begins anew; also of what a hub that was restored had in its
    pool, or with somebody else, when this laptop brought it back."""
    now = hub.now()
    its_own = (
        cases.c.holder_key == principal.device_key,
        cases.c.user_key == principal.user_key,
        cases.c.recalled.is_(None),
    )
    soon = telephone.c.leased_until < to_microseconds(now + _RENEW_BELOW)
    elsewhere = telephone.c.leased_to.is_distinct_from(principal.user_key)
    wanted = select(telephone.c.case_key).join(cases, cases.c.key == telephone.c.case_key)
    wanted = wanted.where(*its_own, soon | elsewhere).order_by(elsewhere, telephone.c.case_key).limit(1)
    with hub.database.asking() as connection:
        if (key := connection.execute(wanted).scalar()) is None:
            return
    lease = {"leased_to": principal.user_key, "leased_until": to_microseconds(now + LEASE)}
    still = select(cases.c.key).where(cases.c.key == key, *its_own)
    with contextlib.suppress(IntegrityError), hub.database.writing() as connection:  # one lease for an account
        connection.execute(update(telephone).where(telephone.c.case_key.in_(still)).values(lease))


def take_back_overdue(hub: Hub) -> int:
    """Leases that have run out, or whose laptop or account is in use no longer: the cases lie in the pool again. How many. Raises
    Unavailable."""
    now = hub.now()
    ended = select(devices.c.key).where(devices.c.state != DeviceState.ACTIVE.value)
    closed = select(users.c.key).where(users.c.active.is_(False))
    is_over = telephone.c.leased_until < to_microseconds(now)
    over = or_(is_over, cases.c.holder_key.in_(ended), telephone.c.leased_to.in_(closed))
    joined = select(telephone.c.case_key).join(cases, cases.c.key == telephone.c.case_key)
    with hub.database.asking() as connection:
        # Not "is not null": by a bound every planner finds the few lines that are leased by their index.
        keys = connection.execute(joined.where(telephone.c.leased_to > 0, over)).scalars().all()
    if not keys:
        return 0
    with hub.database.writing() as connection:
        locked = select(cases).where(among(connection, cases.c.key, list(keys))).order_by(cases.c.id)
        rows = connection.execute(locked.with_for_update(key_share=True)).all()
        still = select(telephone.c.case_key, telephone.c.leased_to).join(cases, cases.c.key == telephone.c.case_key)
        leased = dict(connection.execute(still.where(among(connection, telephone.c.case_key, list(keys)), over)).all())
        found = [row for row in rows if leased.get(row.key) is not None]
        _take_back(hub, connection, found, leased, now)
    return len(found)


def _take_back(hub: Hub, connection: Connection, found: list[Row[Any]], leased: dict[int, int], now: datetime) -> None:
    """To nobody, at once. What the office has given to somebody meanwhile only loses its lease."""
    lost = [row for row in found if row.user_key == leased[row.key] and row.recalled is None]
    told = [
        NewOrder(row.user_key, ToRecall(reason=_RAN_OUT, device_key=row.holder_key, term=row.term, now=True), row.key)
        for row in lost
        if row.holder_key is not None
    ]
    make_orders(connection, told, made_by="hub", now=now)
    keys = [row.key for row in lost]
    connection.execute(update(cases).where(among(connection, cases.c.key, keys)).values(user_key=None, holder_key=None))
    end_leases(connection, [row.key for row in found])
    enter(connection, keys, now)
    for row in lost:
        audit.record(hub, connection, "hub", "lease_ran_out", row.id, term=str(row.term))


def end_leases(connection: Connection, case_keys: list[int]) -> None:
    these = among(connection, telephone.c.case_key, sorted(case_keys)), telephone.c.leased_to.is_not(None)
    connection.execute(update(telephone).where(*these).values(leased_to=None, leased_until=None))


@dataclass(slots=True)
class _Asking:
    """One request of one caller."""

    hub: Hub
    principal: Principal
    zone: str

    def held(self) -> NextCase | None:
        """What the account has in hand. A lease that no longer says how things are is ended."""
        with self.hub.database.reading() as connection:
            wanted = select(cases).join(telephone, telephone.c.case_key == cases.c.key)
            row = connection.execute(wanted.where(telephone.c.leased_to == self.principal.user_key)).one_or_none()
            if row is None:
                return None
            if row.user_key == self.principal.user_key and row.holder_key is not None and row.recalled is None:
                if row.holder_key != self.principal.device_key:
                    return NextCase(because=Sentence.of(_ELSEWHERE.filled(reference=row.reference)))
                return NextCase(case=row.id, because=self._why_held(connection, row))
        with self.hub.database.writing() as connection:
            end_leases(connection, [row.key])
        return None

    def _why_held(self, connection: Connection, row: Row[Any]) -> Sentence:
        rules = rules_in_use(connection)
        if rules is not None:
            situation = situations(connection, [row])[row.key]
            verdict = judge(situation, caller_of(connection, self.principal, self.zone), rules, self.hub.now())
            if isinstance(verdict, Ready):
                return Sentence.of(verdict.because)
        return Sentence.of(_IN_HAND.filled(reference=row.reference))

    def next(self) -> NextCase:
        for _ in range(_TURNS):
            now = self.hub.now()
            with self.hub.database.reading() as connection:
                rules = rules_of_queue(connection)
                caller = caller_of(connection, self.principal, self.zone)
                found = find_candidates(connection, caller, rules, now)
            if found.wrong:
                self._put_right(found.wrong, found.closed, rules, now)
            taken = self._claim(found.ready[:ENOUGH])
            if taken is not None:
                return NextCase(case=taken.situation.case_id, because=Sentence.of(taken.ready.because))
            if (held := self.held()) is not None:
                return held
            if not found.wrong and not found.ready:
                with self.hub.database.reading() as connection:
                    return _told(nothing_now(connection, caller, rules, now, found.seen))
        return _told(still_looking(self.hub.now()))

    def pick(self, reference: str) -> NextCase:
        reference = fit(reference, "the reference", "pick")
        now = self.hub.now()
        with self.hub.database.reading() as connection:
            rules = rules_of_queue(connection)
            caller = caller_of(connection, self.principal, self.zone)
            refuse_picking(caller)
            rows = rows_of_pool(connection, cases.c.reference == reference, limit=2)
            if not rows:
                raise NotThere(
                    "not_there", f"No case {reference[:100]} lies in the queue; perhaps somebody has it.", where="pick"
                )
            seen = situations(connection, rows)
            verdicts = [(row, pick(seen[row.key], caller, rules, now)) for row in rows]
        ready = [Candidate(row, seen[row.key], verdict) for row, verdict in verdicts if isinstance(verdict, Ready)]
        if not ready:
            raise Conflict("conflict", str(verdicts[0][1].because))
        taken = self._claim(ready)
        if taken is None:
            raise Conflict("conflict", f"Somebody else has just taken {reference[:100]}.")
        return NextCase(case=taken.situation.case_id, because=Sentence.of(taken.ready.because))

    def _put_right(
        self, wrong: list[tuple[Row[Any], Any]], closed: frozenset[str], rules: Rules, now: datetime
    ) -> None:
        with self.hub.database.writing() as connection:
            if rules_in_use(connection) is not rules:  # another frame has been taken meanwhile
                return
            correct(connection, wrong, rules, now)
            for zone in sorted(closed):
                wait_for_hours(connection, zone, rules, now)

    def _claim(self, ready: list[Candidate]) -> Candidate | None:
        """The first of them that is still free, as it was seen. None where others were faster, or the account was given one meanwhile."""
        if not ready:
            return None
        by_key = {each.row.key: each for each in ready}
        place = by_place({key: at for at, key in enumerate(by_key)}, value=telephone.c.case_key)
        same = [
            and_(cases.c.key == row.key, cases.c.number == row.number, cases.c.branch == row.branch)
            for row in (each.row for each in by_key.values())
        ]
        wanted = (
            select(cases.c.key, cases.c.id, cases.c.term)
            .join(telephone, telephone.c.case_key == cases.c.key)
            .where(cases.c.key.in_(by_key), or_(*same))
            .order_by(place)
            .limit(1)
            .with_for_update(key_share=True, skip_locked=True, of=[cases, telephone])
        )
        try:
            with self.hub.database.writing() as connection:
                row = connection.execute(wanted.where(*is_free(connection))).one_or_none()
                if row is None:
                    return None
                self._deliver(connection, row)
        except IntegrityError:  # this account has another one by now: one lease for an account
            return None
        return by_key[row.key]

    def _deliver(self, connection: Connection, row: Any) -> None:
        principal, now = self.principal, self.hub.now()
        end_visits(self.hub, connection, [row.key])
        lease = {"leased_to": principal.user_key, "leased_until": to_microseconds(now + LEASE)}
        connection.execute(update(telephone).where(telephone.c.case_key == row.key).values(lease))
        taken = {
            "user_key": principal.user_key,
            "holder_key": principal.device_key,
            "term": cases.c.term + 1,
            "next_user_key": None,
            "recalled": None,
        }
        connection.execute(update(cases).where(cases.c.key == row.key).values(taken))
        new = tell_of_cases(connection, principal.user_key, [row.key])
        make_orders(connection, new, made_by=principal.user, now=now)
        about = {"device": principal.device or "", "term": str(row.term + 1)}
        audit.record(self.hub, connection, principal.user, "case_delivered", row.id, **about)


def _told(nothing: Nothing) -> NextCase:
    return NextCase(because=Sentence.of(nothing.because), at=nothing.at)
