"""The projection: what the tables say is what the journal says, whatever happened."""

import itertools
import math
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, insert

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import Case, StopReason
from capi.fieldwork.contents import (
    Answered,
    Because,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Migrated,
    Moved,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
    Way,
)
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.fieldwork.values import Given
from capi.instrument.loading import Snapshot
from capi.instrument.model import Missing
from capi.store import tables
from capi.store.case_file import CaseFile
from capi.store.errors import SittingOpen
from capi.store.hold import Holder

fields = st.sampled_from("ABC")
values = st.sampled_from([1, 2, "", "3", "caf\u00e9", (1, 3), Decimal("3"), Decimal("3.50")])
answers = st.one_of(values, st.sampled_from(Missing))
positions = st.one_of(st.none(), fields)
rosters = st.sampled_from(["People", "Jobs[1]", "Jobs[2]"])
rows = st.sampled_from(["People[1]", "People[2]", "Jobs[1.1]"])
names = st.lists(fields, max_size=2, unique=True).map(tuple)
roster_names = st.lists(rosters, max_size=2, unique=True).map(tuple)
given_answers = st.builds(Given.of, st.one_of(st.none(), answers))
notes = st.sampled_from(["", "again"])
appointments = st.builds(
    AppointmentMade,
    st.just("2026-11-24T17:40"),
    st.just("Europe/London"),
    st.just(datetime(2026, 11, 24, 17, 40, tzinfo=UTC)),
    st.integers(0, 2),
    st.booleans(),
    notes,
)
calls = st.builds(
    CallMade,
    began=st.sampled_from([datetime(2026, 11, day, 17, 20, tzinfo=UTC) for day in (22, 24, 26)]),
    medium=st.sampled_from(Medium),
    result=st.sampled_from(["busy", "no_answer"]),
    note=notes,
)
contents: st.SearchStrategy[Contents] = st.one_of(
    st.builds(Opened, st.booleans()),
    st.builds(Answered.of, fields, answers, positions),
    st.builds(Answered.of, fields, answers, positions),
    st.builds(Cleared, fields, positions),
    st.builds(Moved, positions),
    st.builds(RowAdded, rosters, st.integers(1, 3), fields, positions),
    st.builds(RowRemoved, rows, positions),
    st.builds(RowRestored, rows, positions),
    st.builds(Fixed.of, fields, answers),
    st.builds(LanguageChosen, st.sampled_from(["en", "cy"])),
    st.builds(
        Migrated,
        st.just("2.0"),
        st.just("cd" * 32),
        names,
        names,
        roster_names,
        roster_names,
        st.sampled_from([(), ("E1",)]),
    ),
    st.builds(Remarked, fields, st.sampled_from(["", "hm"])),
    st.builds(EditSuppressed, st.sampled_from(["E1", "E2"]), st.just("so"), st.dictionaries(fields, given_answers)),
    st.builds(Left, st.sampled_from(Way), st.sampled_from([None, *Because]), st.sampled_from(["", "cy"])),
    st.builds(Stopped, st.sampled_from(StopReason), st.sampled_from(["", "no time"])),
    st.just(Completed()),
    st.builds(Returned, notes, names, st.just("sup")),
    appointments,
    calls,
    calls,
    st.just(AppointmentCancelled()),
    st.builds(OutcomeSet, st.sampled_from(["", "310"]), reason=notes),
)
steps = st.lists(st.one_of(st.tuples(st.sampled_from("12"), contents), st.none()), max_size=30)


def write(case_file: CaseFile, case_id: str, contents: Contents, moment: Moment) -> None:
    """As its users do it: a case is moved to another version only while nobody sits at it."""
    if not isinstance(contents, Migrated):
        case_file.append(case_id, contents, moment)
    elif case_file.record(case_id).sitting_open:
        with pytest.raises(SittingOpen):
            case_file.migrate(case_id, SECOND, contents, moment)
    else:
        case_file.migrate(case_id, SECOND, contents, moment)


SECOND = Snapshot("cd" * 32, "seb", "2.0", {"instrument.yaml": "name: seb\n"}, b"1\n{}")


def check(case_file: CaseFile) -> None:
    records = [case_file.record(case_id) for case_id in "12"]
    for record in records:
        entries = case_file.entries(record.case.id)
        assert record == replay(entries, case_file.contact(record.case.id))
        assert verify_chain(entries, record.head) is None
    assert case_file.cases() == [record.summary for record in records]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_tables_are_what_a_replay_of_the_journal_gives(
    holder: Holder,
    snapshot: Snapshot,
    new_case: Callable[[str], Case],
    now: Callable[[], Moment],
    steps: list[tuple[str, Contents] | None],
) -> None:
    """A step of None closes the file and opens it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "anna.capi")
        case_file = CaseFile.create(path, None, holder)
        try:
            case_file.keep_snapshot(snapshot)
            case_file.add_cases([new_case("1"), new_case("2")], now())
            for step in (*steps, None):
                if step is None:
                    case_file.close()
                    case_file = CaseFile.open(path, None, holder)
                    assert case_file.missing_saves == 0
                else:
                    write(case_file, step[0], step[1], now())
                check(case_file)
        finally:
            case_file.close()


ONE_OF_EACH: tuple[Contents, ...] = (
    Opened(),
    Answered.of("A", 1, "B"),
    Answered.of("A", Missing.REFUSED, None),
    Cleared("A", "A"),
    Fixed("B", (2,)),
    RowAdded("People", 2, "A", "B"),
    RowRemoved("People[2]", None),
    RowRestored("People[2]", "C"),
    LanguageChosen("cy"),
    Moved("B"),
    Remarked("A", "hm"),
    Remarked("A", ""),
    EditSuppressed("E1", "so", {"A": Given(1)}),
    Left(Way.PAUSED),
    Stopped(StopReason.OTHER, "no time"),
    Completed(),
    Migrated("2.0", SECOND.sha256, set_aside=("A",), rosters_set_aside=("People",), lapsed=("E1",)),
    Migrated("2.0", SECOND.sha256, brought_back=("A",), rosters_brought_back=("People",)),
    Returned("again", ("A",), "sup"),
    AppointmentMade("2026-11-24T17:40", "Europe/London", datetime(2026, 11, 24, 17, 40, tzinfo=UTC)),
    CallMade(began=datetime(2026, 11, 24, 17, 20, tzinfo=UTC), medium=Medium.VISIT, result="no_answer"),
    AppointmentCancelled("moved"),
    OutcomeSet("310"),
)


TELLING = tuple(
    each
    for each in ONE_OF_EACH
    if not isinstance(each, Moved | LanguageChosen | Remarked | Opened | AppointmentMade | AppointmentCancelled)
)
"""Those that have something to do with others."""


def test_any_two_and_many_a_three_entries_in_any_order_leave_the_tables_right(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Callable[[], Moment]
) -> None:
    assert math.gcd(len(TELLING), 11) == 1, "every kind comes in every place"
    threes = itertools.islice(itertools.product(TELLING, repeat=3), 0, None, 11)
    all_orders = itertools.chain(itertools.product(ONE_OF_EACH, repeat=2), threes)
    orders = {str(number): order for number, order in enumerate(all_orders, start=2)}
    case_file.add_cases([new_case(case_id) for case_id in orders], now())
    case_file._held.cursor.execute("PRAGMA synchronous = OFF")
    expected = [case_file.record("1").summary]
    for case_id, order in orders.items():
        for each in order:
            write(case_file, case_id, each, now())
        record = case_file.record(case_id)
        assert record == replay(case_file.entries(case_id), case_file.contact(case_id)), order
        expected.append(record.summary)
    assert case_file.cases() == expected


@pytest.fixture
def plain(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'size.db'}")


def test_an_answer_takes_at_most_40_bytes_beside_the_journal(plain: Engine, tmp_path: Path) -> None:
    names = [
        "SchoolType",
        "FreeMeals",
        "EarnerOccupation",
        "EarnerStatus",
        "EmployerSize",
        "Supervisor",
        "OwnBusinessSize",
        "ParentQual",
        *(f"Question{number}" for number in range(52)),
    ]
    with plain.begin() as connection:
        tables.answers.create(connection)
        for case in range(1000):
            rows = [{"case_key": case * 7919 % 1000 + 1, "field": name, "value": 3, "state": None} for name in names]
            connection.execute(insert(tables.answers), rows)
    plain.dispose()
    assert (tmp_path / "size.db").stat().st_size / (1000 * len(names)) <= 40
