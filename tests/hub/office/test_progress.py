"""Progress: the counts are those of the cases, whatever the cases are."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import insert, update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed
from capi.hub.hub import from_microseconds, to_microseconds
from capi.hub.office.assignment import accept, recall
from capi.hub.office.progress import DAYS, progress
from capi.sync.messages import Role
from capi.sync.office_messages import Acceptance, Counts, Recall
from tests.hub.office_scenario import Office
from tests.hub.scenario import NOW


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


def test_a_case_is_counted_where_it_stands(office: Office) -> None:
    anna = office.scene.laptop("anna")
    office.bring("1", area="North")
    office.bring("2", area="North", user="anna")
    done, good, begun, gone = office.bring("3", "4", "5", "6", area="South", user="anna")
    office.completed(anna, done)
    accept(office.scene.hub, office.ruth, good, Acceptance(number=office.completed(anna, good).head.number))
    office.scene.send(anna, office.taken(anna, begun).opened().part(after=1))
    office.scene.send(anna, office.taken(anna, gone).opened().stopped().part(after=1))
    recall(office.scene.hub, office.ruth, begun, Recall(reason="ill"))
    told = progress(office.scene.hub, office.ruth)
    south = Counts(name="South", total=4, in_progress=1, stopped=1, completed=1, accepted=1, last_received=NOW)
    assert told.areas == [Counts(name="North", total=2, unassigned=1, assigned=1), south]
    assert told.interviewers == [replace(south, name="anna", total=5, assigned=1)]
    assert told.whole == replace(south, name="", total=6, assigned=1, unassigned=1)
    assert (told.recalled, told.quarantined, told.time) == (1, 0, NOW)
    assert len(told.days) == DAYS
    assert (told.days[-1].day, told.days[-1].completed) == ("2026-11-22", 2)
    assert sum(day.completed for day in told.days) == 2


def test_what_waits_in_quarantine_is_counted(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (case_id,) = office.bring("1", user="anna")
    journal = office.taken(anna, case_id).opened()
    office.scene.account("ben")
    office.assign("ben", case_id, now=True)
    office.scene.send(anna, journal.part(after=1))
    assert progress(office.scene.hub, office.ruth).quarantined == 1


def test_deleted_cases_are_not_counted(office: Office) -> None:
    office.bring("1", "2")
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).where(tables.cases.c.reference == "1").values(deleted=1))
    assert progress(office.scene.hub, office.ruth).whole.total == 1


def test_nobody_but_a_supervisor_sees_the_progress(office: Office) -> None:
    for role in (Role.ADMINISTRATOR, Role.INTERVIEWER):
        with pytest.raises(NotAllowed):
            progress(
                office.scene.hub, office.scene.office(role) if role is Role.ADMINISTRATOR else office.scene.laptop()
            )


CASE = st.tuples(
    st.sampled_from(["not_started", "in_progress", "stopped", "completed"]),
    st.sampled_from(["", "North", "Nörth"]),
    st.sampled_from([None, "anna", "ben"]),
    st.booleans(),
    st.integers(0, 40),
    st.booleans(),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(CASE, max_size=25))
def test_the_counts_are_those_of_a_count_by_hand(
    office: Office, kinds: list[tuple[str, str, str | None, bool, int, bool]]
) -> None:
    keys = {"anna": office.scene.account("anna"), "ben": office.scene.account("ben"), None: None}
    rows = []
    for number, (status, area, user, accepted, days, deleted) in enumerate(kinds):
        row = {"id": f"c{number}", "reference": f"{number}", "status": status, "area": area, "user_key": keys[user]}
        row |= {"instrument_name": "health", "instrument_key": office.scene.instrument_key, "mode": "telephone"}
        row |= {"term": 0, "branch": 0, "number": 1, "hash": "", "deleted": 1 if deleted else None}
        completed = to_microseconds(NOW - timedelta(days=days)) if status == "completed" else None
        rows.append({**row, "completed": completed, "accepted_number": 1 if accepted and completed else None})
    with office.scene.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET deleted = 1, reference = 'old' || key, id = 'old' || key")
        if rows:
            connection.execute(insert(tables.cases), rows)
    told = progress(office.scene.hub, office.ruth)
    alive = [row for row in rows if not row["deleted"]]
    assert told.whole.total == len(alive)
    assert {each.name: each.total for each in told.areas} == Counter(row["area"] for row in alive)
    by_user = Counter(row["user_key"] for row in alive if row["user_key"])
    assert {keys[each.name]: each.total for each in told.interviewers} == by_user
    for counts in (told.whole, *told.areas, *told.interviewers):
        parts = (
            counts.unassigned,
            counts.assigned,
            counts.in_progress,
            counts.stopped,
            counts.completed,
            counts.accepted,
        )
        assert sum(parts) == counts.total
    assert told.whole.accepted == sum(row["accepted_number"] is not None for row in alive)
    days_by_hand = Counter(
        f"{from_microseconds(int(str(row['completed']))):%Y-%m-%d}" for row in alive if row["completed"] is not None
    )
    assert all(day.completed == days_by_hand[day.day] for day in told.days)
