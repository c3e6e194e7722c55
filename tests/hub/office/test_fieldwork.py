"""What the overview of the fieldwork counts is what the journals say: outcomes, rates, hours, attempts and callers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Text, insert, update

from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere
from capi.hub.hub import Principal, to_microseconds
from capi.hub.office.fieldwork import CountedCases, _step, fieldwork
from capi.outcomes.frame import Disposition
from capi.outcomes.rates import counted, rates
from capi.sync.calling_messages import AttemptCount, CallerLine, Fieldwork, OutcomeCount, SlotCount
from capi.sync.messages import Role
from tests.hub.office_scenario import Office
from tests.hub.scenario import NOW, Journal

SUMMER = datetime(2026, 7, 6, 17, 40, tzinfo=UTC)
"""A Monday; by the clock in London an hour later."""


@pytest.fixture
def office(database: HubDatabase) -> Office:
    made = Office.set_up(database)
    made.scene.with_frame()
    return made


@pytest.fixture
def anna(office: Office) -> Principal:
    return office.scene.laptop("anna")


def call(began: datetime, result: str = "no_answer", seconds: int = 30) -> CallMade:
    return CallMade(began=began, medium=Medium.TELEPHONE, result=result, seconds=seconds)


def overview(office: Office, sample: str = "", area: str | None = None) -> Fieldwork:
    return fieldwork(office.scene.hub, office.ruth, CountedCases(sample, area))


def with_calls(office: Office, laptop: Principal, reference: str, *calls: CallMade, area: str = "") -> Journal:
    journal = office.scene.case(reference, laptop, area=area)
    for each in calls:
        journal.write(each)
    office.scene.send(laptop, journal.part(1))
    return journal


def send_last(office: Office, laptop: Principal, journal: Journal) -> None:
    office.scene.send(laptop, journal.part(journal.head.number - 1))


def test_a_hub_without_cases_has_rates_without_a_value_and_nothing_else(office: Office) -> None:
    found = overview(office)
    assert (found.cases, found.outcomes, found.slots, found.results, found.callers) == (0, [], [], [], [])
    assert found.frame == "uk 1.0"
    assert {rate.percent for rate in found.rates} == {None}
    assert [each.cases for each in found.attempts] == [0] * (office.scene.with_frame().frame.calling.most_attempts + 1)


def test_outcomes_are_counted_with_their_labels_and_the_rates_are_those_of_the_counts(
    office: Office, anna: Principal
) -> None:
    for number, code in enumerate(["110", "110", "310", "431", ""]):
        journal = office.scene.case(f"{number}", anna)
        if code:
            office.scene.send(anna, journal.write(OutcomeSet(code)).part(1))
    found = overview(office)
    frame = office.scene.with_frame().frame
    labels = {each.code: frame.said(each.label) for each in frame.outcomes}
    assert found.outcomes == [
        OutcomeCount(code="110", label=labels["110"], cases=2),
        OutcomeCount(code="310", label=labels["310"], cases=1),
        OutcomeCount(code="431", label=labels["431"], cases=1),
        OutcomeCount(code="", label="", cases=1),
    ]
    expected = rates(counted(frame, {"110": 2, "310": 1, "431": 1}, not_final=1))
    assert [(each.name, each.formula, each.percent) for each in found.rates] == [
        (each.name, each.formula, None if each.percent is None else str(each.percent)) for each in expected
    ]
    first = found.rates[0]
    assert (first.percent, first.counts[Disposition.UNKNOWN_HOUSEHOLD.value], first.e) == ("40.0", 1, None)
    assert next(each.e for each in found.rates if each.name == "RR3") == "1.000"


def test_a_code_of_another_frame_is_shown_and_not_final(office: Office, anna: Principal) -> None:
    office.scene.send(anna, office.scene.case("1", anna).write(OutcomeSet("999")).part(1))
    found = overview(office)
    assert found.outcomes == [OutcomeCount(code="999", label="999", cases=1)]
    assert found.rates[0].counts[Disposition.UNKNOWN_HOUSEHOLD.value] == 1


def test_calls_stand_in_the_hour_that_the_clock_of_the_frame_showed(office: Office, anna: Principal) -> None:
    winter = datetime(2026, 11, 20, 17, 40, tzinfo=UTC)
    with_calls(office, anna, "1", call(SUMMER), call(SUMMER + timedelta(minutes=19)), call(winter, "interview"))
    with_calls(office, anna, "2", call(SUMMER + timedelta(minutes=20), "refused"))
    told = {each.name: each for each in office.scene.with_frame().frame.results}
    assert told["interview"].interviews
    assert told["refused"].contact
    assert overview(office).slots == [
        SlotCount(day=1, hour=18, calls=2, contacts=0, interviews=0),
        SlotCount(day=1, hour=19, calls=1, contacts=1, interviews=0),
        SlotCount(day=5, hour=17, calls=1, contacts=1, interviews=1),
    ]


def test_clocks_that_are_not_ahead_by_whole_hours_are_counted_by_quarters() -> None:
    assert _step(ZoneInfo("Europe/London"), NOW) == 3_600_000_000
    assert _step(ZoneInfo("Asia/Kathmandu"), NOW) == _step(ZoneInfo("Australia/Lord_Howe"), NOW) == 900_000_000


def test_results_come_with_their_labels_the_most_frequent_first(office: Office, anna: Principal) -> None:
    visit = CallMade(began=SUMMER, medium=Medium.VISIT, result="odd")
    with_calls(office, anna, "1", call(SUMMER), call(SUMMER), visit)
    frame = office.scene.with_frame().frame
    label = next(frame.said(each.label) for each in frame.results if each.name == "no_answer")
    told = [(each.result, each.label, each.medium, each.calls) for each in overview(office).results]
    assert told == [("no_answer", label, "telephone", 2), ("odd", "odd", "visit", 1)]


def test_cases_are_counted_by_their_attempts_the_many_together(office: Office, anna: Principal) -> None:
    most = office.scene.with_frame().frame.calling.most_attempts
    with_calls(office, anna, "1")
    with_calls(office, anna, "2", call(SUMMER), call(SUMMER))
    with_calls(office, anna, "3", *[call(SUMMER)] * most)
    with_calls(office, anna, "4", *[call(SUMMER)] * (most + 3))
    counts = overview(office).attempts
    assert [each for each in counts if each.cases] == [
        AttemptCount(attempts=0, cases=1),
        AttemptCount(attempts=2, cases=1),
        AttemptCount(attempts=most, cases=2),
    ]
    assert len(counts) == most + 1


def test_whoever_made_the_last_call_has_the_case_and_today_begins_at_midnight_there(
    office: Office, anna: Principal
) -> None:
    ben = office.scene.laptop("ben")
    journal = with_calls(office, anna, "1", call(SUMMER, seconds=40), call(NOW, "interview", 90))
    office.scene.send(anna, journal.opened().completed().part(3))
    other = with_calls(office, ben, "2", call(NOW - timedelta(hours=9, minutes=1)), call(NOW, "refused", 0))
    send_last(office, ben, other.write(OutcomeSet("431")))
    first, second = overview(office).callers
    assert first == CallerLine(
        name="anna",
        calls=2,
        today=1,
        contacts=1,
        interviews=1,
        completed=1,
        refused=0,
        seconds=130,
        last_call=NOW,
    )
    assert (second.name, second.calls, second.today, second.completed, second.refused) == ("ben", 2, 1, 0, 1)


def test_appointments_are_missed_when_neither_kind_could_be_kept_any_more(office: Office, anna: Principal) -> None:
    rules = office.scene.with_frame().frame.calling
    late = max(rules.hard_late, rules.soft_late)
    for number, utc in enumerate([NOW - late - timedelta(minutes=1), NOW - timedelta(minutes=1), NOW]):
        journal = office.scene.case(f"{number}", anna)
        office.scene.send(anna, journal.write(AppointmentMade(f"{utc:%Y-%m-%dT%H:%M}", "UTC", utc)).part(1))
    found = overview(office)
    assert (found.appointments, found.missed) == (3, 1)


def test_the_queue_is_counted_by_what_waits_in_it_and_what_is_delivered(office: Office, anna: Principal) -> None:
    its = [column for column in tables.telephone.columns if not column.nullable]
    empty = {column.name: "" if isinstance(column.type, Text) else 0 for column in its}
    given_out = [(1, None), (1, anna.user_key), (None, None), (1, None)]
    for number, (due_from, leased_to) in enumerate(given_out):
        key = office.scene.row(office.scene.case(f"{number}").case_id).key
        row = {"case_key": key, "branch": 0, "number": 1, "rank": 0, "due_from": due_from, "leased_to": leased_to}
        with office.scene.hub.database.writing() as connection:
            connection.execute(insert(tables.telephone).values(empty | row))
    found = overview(office)
    assert (found.in_queue, found.delivered) == (2, 1)


def test_an_area_or_a_sample_is_counted_by_itself_and_what_was_deleted_not_at_all(
    office: Office, anna: Principal
) -> None:
    with_calls(office, anna, "1", call(SUMMER), area="North")
    with_calls(office, anna, "2", call(SUMMER), call(SUMMER), area="South")
    with_calls(office, anna, "3", call(SUMMER), call(SUMMER), call(SUMMER))
    office.bring("4", area="North")
    deleted = with_calls(office, anna, "5", call(SUMMER), area="North")
    with office.scene.hub.database.writing() as connection:
        gone = update(tables.cases).where(tables.cases.c.id == deleted.case_id)
        connection.execute(gone.values(deleted=to_microseconds(NOW)))
    for found, cases, calls in (
        (overview(office), 4, 6),
        (overview(office, area="North"), 2, 1),
        (overview(office, area="South"), 1, 2),
        (overview(office, area=""), 1, 3),
        (overview(office, area="West"), 0, 0),
        (overview(office, sample="wave 1"), 1, 0),
    ):
        assert found.cases == cases == sum(each.cases for each in found.attempts)
        by_hour, by_result = sum(each.calls for each in found.slots), sum(each.calls for each in found.results)
        assert by_hour == by_result == sum(each.calls for each in found.callers) == calls
    with pytest.raises(NotThere):
        overview(office, sample="wave 2")


def test_only_who_sees_the_progress_sees_the_fieldwork(office: Office, anna: Principal) -> None:
    for principal in (anna, office.scene.office(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            fieldwork(office.scene.hub, principal, CountedCases())


def test_a_hub_without_a_frame_says_so(database: HubDatabase) -> None:
    with pytest.raises(Conflict, match="no outcome frame"):
        overview(Office.set_up(database))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_calls_are_counted_in_the_order_of_an_index(office: Office) -> None:
    """Over 400,000 of them SQLite would sort for a second."""
    from sqlalchemy import event

    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    engine = office.scene.hub.database.engine
    event.listen(engine, "before_cursor_execute", note)
    overview(office)
    event.remove(engine, "before_cursor_execute", note)
    counted_calls = [each for each in asked if "FROM calls" in each[0] and "FROM cases, " not in each[0]]
    with engine.connect() as connection:
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())  # type: ignore[arg-type]
            for statement, parameters in counted_calls
        ]
    assert any("calls_counted_by_hour" in plan for plan in plans)
    assert any("calls_counted_by_caller" in plan for plan in plans)
