"""What the hub delivers is what the rules give over the whole pool, though it looks at a few cases of each rank only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Row, delete, event, select, update

from capi.calling.agreed_times import at as agreed_at
from capi.calling.call_reasons import Rank
from capi.calling.call_situation import Situation
from capi.calling.queue import Delivered, next_case
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import Because, Completed, Contents, Left, Opened, Returned, Stopped, Way
from capi.hub import tables
from capi.hub.hub import Principal, to_microseconds
from capi.hub.journals.segments import Segment, append_segment
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.delivering import caller_of
from capi.hub.orders.frames import add_frame
from capi.hub.outcome_frame import rules_in_use
from capi.hub.telephone.candidates import find_candidates, nothing_now, rows_of_pool
from capi.hub.telephone.lines import correct, enter, situations
from capi.instrument.model import Mode
from capi.sync.messages import Role
from capi.sync.office_messages import Calling
from tests.hub.scenario import Journal, shipped_frame
from tests.hub.telephone.centre import TUESDAY, Centre

A_MINUTE = timedelta(minutes=1)
_ZONES = ("", "", "", "Europe/London", "Asia/Kolkata", "Pacific/Auckland")
_RESULTS = ("no_answer",) * 5 + ("busy",) * 4 + ("answerphone", "refused", "wrong_number")


class Lot:
    """A pool drawn from one number, as its lines were made one to four days ago, and the moment at which somebody asks."""

    def __init__(self, seed: int) -> None:
        self.lot = Random(seed)  # noqa: S311 - the same seed draws the same pool
        self.now = TUESDAY + self.lot.randint(-2 * 1_440, 4 * 1_440) * A_MINUTE
        self.entered = self.now - self.lot.choice([0, 20, 300, 3 * 1_440]) * A_MINUTE

    def facts(self) -> dict[str, int | str]:
        lot = self.lot
        drawn: dict[str, int | str] = {"Priority": lot.randint(-1, 1), "TimeZone": lot.choice(_ZONES)}
        if not lot.randrange(8):
            drawn["Language"] = lot.choice(["cy", "pl"])
        if not lot.randrange(8):
            drawn["Skills"] = lot.choice(["refusals", "elders, refusals"])
        if not lot.randrange(15):
            drawn["DoNotCall"] = 1
        return drawn

    def entries(self) -> Iterator[Contents]:
        """All written before the lines were made."""
        lot = self.lot
        for _ in range(lot.choice([0, 0, 1, 1, 2, 4, 12])):
            medium = Medium.LETTER if not lot.randrange(9) else Medium.TELEPHONE
            result = "sent" if medium is Medium.LETTER else lot.choice(_RESULTS)
            yield CallMade(began=self._before(), medium=medium, result=result)
        if not lot.randrange(8):
            yield Opened()
            in_welsh = Left(way=Way.PAUSED, because=Because.LANGUAGE, language="cy")
            ends: list[Contents] = [Left(way=Way.PAUSED), in_welsh, Stopped(reason=StopReason.REFUSED), Completed()]
            yield lot.choice(ends)
        if not lot.randrange(9):
            yield Returned(note="Again.", by="ruth")
        if not lot.randrange(12):
            yield OutcomeSet(lot.choice(["310", "410"]))
        if not lot.randrange(2):
            yield self._appointment()

    def _before(self) -> datetime:
        return self.entered - self.lot.randint(1, self.lot.choice([90, 600, 6 * 1_440])) * A_MINUTE

    def _appointment(self) -> AppointmentMade:
        lot = self.lot
        reach = lot.choice([20, 200, 4 * 1_440])
        agreed = agreed_at(self.now + lot.randint(-reach, reach) * A_MINUTE, "Europe/London")
        return AppointmentMade(
            agreed.local,
            agreed.zone,
            agreed.utc,
            hard=lot.random() < 0.5,
            owner=lot.choice(["", "", "tess", "theo"]),
            medium=lot.choice([None, Medium.TELEPHONE, Medium.TELEPHONE, Medium.VISIT]),
            lapses=agreed.utc + lot.randint(1, 3_000) * A_MINUTE if lot.random() < 0.3 else None,
        )


class Pool:
    """The hub's pool, filled anew for each draw."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.tess = centre.caller("tess", Calling(languages=("cy",), skills=("refusals",)))

    def fill(self, drawn: Lot, number: int) -> None:
        self.empty()
        self.centre.scene.time = drawn.entered
        for each in range(number):
            case_id = self.centre.new(f"{each:03}", **drawn.facts())
            self.write(case_id, list(drawn.entries()))

    def write(self, case_id: str, contents: list[Contents]) -> None:
        """What came of the case, as it lies in its journal by now; and its line is made of it."""
        scene, row = self.centre.scene, self.centre.scene.row(case_id)
        journal = Journal(case_id, "L-tess", "tess", scene.journal(case_id), scene.time - timedelta(days=7))
        for each in contents:
            journal.write(each)
        with scene.hub.database.writing() as connection:
            if contents:
                new = Segment(row.key, 0, row.number + 1, journal.entries[row.number :], None, 0)
                append_segment(connection, new)
                head = {"number": journal.head.number, "hash": journal.head.hash}
                connection.execute(update(tables.cases).where(tables.cases.c.key == row.key).values(head))
            enter(connection, [row.key], scene.time)

    def fill_with(self, number: int, agreed: dict[Rank, int]) -> None:
        """So many fresh cases; of them so many have a rank by their line alone, which rules and plans read."""
        scene, ada = self.centre.scene, self.centre.scene.office(Role.ADMINISTRATOR)
        new = [NewCase(f"{each:05}", None, Mode.TELEPHONE, facts={"Priority": each % 5}) for each in range(number)]
        with scene.hub.database.writing() as connection:
            create_cases(scene.hub, connection, ada, self.centre.sample_key, new)
            keys = connection.execute(select(tables.telephone.c.case_key)).scalars().all()
            for rank, some in agreed.items():
                these, keys = keys[:some], keys[some:]
                its = tables.telephone.c.case_key.in_(these)
                connection.execute(update(tables.telephone).where(its).values(rank=int(rank)))
        if scene.hub.database.is_postgresql:  # which does so by itself, by and by
            with scene.hub.database.writing() as connection:
                connection.exec_driver_sql("ANALYZE")

    def line(self, case_id: str) -> Row[Any]:
        wanted = select(tables.telephone).join(tables.cases).where(tables.cases.c.id == case_id)
        with self.centre.scene.hub.database.reading() as connection:
            return connection.execute(wanted).one()

    def empty(self) -> None:
        """Nobody has anything in hand, and nothing waits."""
        with self.centre.scene.hub.database.writing() as connection:
            connection.execute(delete(tables.telephone))
            freed = {"user_key": None, "holder_key": None, "deleted": 1, "reference": tables.cases.c.id}
            connection.execute(update(tables.cases).values(freed))
            connection.execute(delete(tables.orders))

    def situations(self) -> list[Situation]:
        with self.centre.scene.hub.database.reading() as connection:
            return list(situations(connection, rows_of_pool(connection, limit=1_000)).values())

    def told_by_rules(self, caller: Principal, now: datetime) -> tuple[str, datetime | None, str]:
        """What the rules give over all of it: which case, or when there is one, and why."""
        with self.centre.scene.hub.database.reading() as connection:
            asking, rules = caller_of(connection, caller), rules_in_use(connection)
        assert rules is not None
        found = next_case(self.situations(), asking, rules, now)
        if isinstance(found, Delivered):
            return found.situation.case_id, None, str(found.because)
        return "", found.at, str(found.because)

    def told_by_hub(self, caller: Principal) -> tuple[str, datetime | None, str]:
        told = self.centre.ask(caller)
        return told.case, told.at, str(told.because.wording)


@pytest.fixture
def pool(centre: Centre) -> Pool:
    return Pool(centre)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**40))
def test_the_hub_delivers_what_the_rules_give_over_the_whole_pool(pool: Pool, seed: int) -> None:
    drawn = Lot(seed)
    pool.fill(drawn, drawn.lot.randint(1, 9))
    pool.centre.scene.time = drawn.now
    by_rules = pool.told_by_rules(pool.tess, drawn.now)
    assert pool.told_by_hub(pool.tess) == by_rules


def appointed(at: datetime, *, hard: bool = False, owner: str = "", lapses: datetime | None = None) -> list[Contents]:
    agreed = agreed_at(at, "Europe/London")
    return [AppointmentMade(agreed.local, agreed.zone, agreed.utc, hard=hard, owner=owner, lapses=lapses)]


def test_what_is_due_goes_before_what_was_missed_however_much_was_missed(pool: Pool) -> None:
    missed_at, due_at, lapse = TUESDAY, TUESDAY + timedelta(hours=3), TUESDAY + timedelta(hours=9)
    for number in range(70):
        pool.write(pool.centre.new(f"missed {number}", Priority=9), appointed(missed_at, lapses=lapse))
    due = pool.centre.new("due")
    pool.write(due, appointed(due_at))
    pool.centre.scene.time = due_at
    by_rules = pool.told_by_rules(pool.tess, due_at)
    assert pool.told_by_hub(pool.tess) == by_rules
    assert by_rules[0] == due


def test_an_appointment_is_found_behind_any_number_that_are_for_others_to_keep(pool: Pool) -> None:
    for number in range(130):
        pool.write(pool.centre.new(f"theo {number}"), appointed(TUESDAY, owner="theo"))
    whoever = pool.centre.new("whoever")
    pool.write(whoever, appointed(TUESDAY + A_MINUTE))
    pool.centre.new("fresh")
    pool.centre.scene.time = TUESDAY + 2 * A_MINUTE
    assert pool.centre.given(pool.tess) == whoever


def test_who_may_not_keep_an_appointment_is_told_when_it_is_for_everybody(pool: Pool) -> None:
    pool.write(pool.centre.new("1042/01"), appointed(TUESDAY, hard=True, owner="theo"))
    by_rules = pool.told_by_rules(pool.tess, TUESDAY)
    case_id, at, because = pool.told_by_hub(pool.tess)
    assert (case_id, at, because) == by_rules
    assert at is not None
    assert at > TUESDAY
    assert "unless theo keeps it" in because
    pool.centre.scene.time = at
    assert pool.told_by_hub(pool.tess)[0]


def test_a_line_is_never_put_right_by_what_was_seen_before_it_was_made_anew(pool: Pool) -> None:
    """Somebody looked at the case; the office agreed a time with the respondent; then the line is corrected."""
    scene = pool.centre.scene
    case_id = pool.centre.new("1042/01")
    with scene.hub.database.reading() as connection:
        rules, rows = rules_in_use(connection), rows_of_pool(connection, limit=1)
        seen = situations(connection, rows)
    assert rules is not None
    pool.write(case_id, appointed(TUESDAY, hard=True))
    with scene.hub.database.writing() as connection:
        correct(connection, [(row, seen[row.key]) for row in rows], rules, TUESDAY)
    assert pool.line(case_id).rank == int(Rank.HARD)


def test_what_has_waited_stays_before_what_has_not_when_its_line_is_made_anew(pool: Pool) -> None:
    scene, case_id = pool.centre.scene, pool.centre.new("1042/01")
    pool.write(case_id, [CallMade(began=TUESDAY - 45 * A_MINUTE, medium=Medium.TELEPHONE, result="busy")])
    with scene.hub.database.writing() as connection:
        enter(connection, [scene.row(case_id).key], TUESDAY)
    assert pool.line(case_id).due_from == to_microseconds(TUESDAY - 15 * A_MINUTE)


def test_another_frame_at_night_leaves_nobody_waiting_for_the_queue_to_be_put_in_order(pool: Pool) -> None:
    scene = pool.centre.scene
    pool.fill_with(700, {})
    scene.time = TUESDAY.replace(hour=21, minute=30)
    other = shipped_frame().text.decode().replace("again_after: 30 min", "again_after: 5 min")
    add_frame(scene.hub, scene.office(Role.ADMINISTRATOR), other)
    told = pool.centre.ask(pool.tess)
    assert (told.case, told.at) == ("", TUESDAY + timedelta(hours=23))
    assert "9:00" in str(told.because.wording)


def test_candidates_of_every_rank_are_found_by_an_index_in_a_pool_of_thousands(pool: Pool) -> None:
    scene = pool.centre.scene
    pool.fill_with(3_000, {Rank.HARD: 5, Rank.SOFT: 5, Rank.CALL_BACK: 15})
    with scene.hub.database.reading() as connection:
        asking, rules = caller_of(connection, pool.tess), rules_in_use(connection)
        assert rules is not None
        with asked(connection) as statements:
            found = find_candidates(connection, asking, rules, TUESDAY)
            told = nothing_now(connection, asking, rules, TUESDAY, [])
        assert len(found.ready) == 5 + 5 + 15 + 40
        plans = [plan_of(connection, *each) for each in statements if "ORDER BY" in each[0] and "telephone" in each[0]]
    assert told.at is None
    assert len(plans) == 5
    assert "telephone_by_time" in plans.pop()
    for plan in plans:
        assert "telephone_by_draw" in plan or "telephone_by_waiting" in plan, plan
        assert "Seq Scan on telephone" not in plan, plan
        assert "SCAN telephone" not in plan, plan


@contextmanager
def asked(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def plan_of(connection: Connection, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    return "\n".join(str(line) for line in connection.exec_driver_sql(f"{explain} {statement}", parameters))
