"""The projection: what the tables say is what the journal says, whatever happened."""

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, insert

from capi.fieldwork.case import Case, StopReason
from capi.fieldwork.contents import (
    Answered,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Given,
    Left,
    Moved,
    Opened,
    Remarked,
    Stopped,
    Way,
)
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Missing
from capi.store import tables
from capi.store.case_file import CaseFile
from capi.store.hold import Holder

fields = st.sampled_from("ABC")
answers = st.one_of(st.integers(1, 3), st.sampled_from(Missing), st.sampled_from(["", "3", "caf\u00e9"]))
positions = st.one_of(st.none(), fields)
given_answers = st.builds(Given.of, st.one_of(st.none(), answers))
contents: st.SearchStrategy[Contents] = st.one_of(
    st.builds(Opened, st.booleans()),
    st.builds(Answered.of, fields, answers, positions),
    st.builds(Answered.of, fields, answers, positions),
    st.builds(Cleared, fields, positions),
    st.builds(Moved, positions),
    st.builds(Remarked, fields, st.sampled_from(["", "hm"])),
    st.builds(EditSuppressed, st.sampled_from(["E1", "E2"]), st.just("so"), st.dictionaries(fields, given_answers)),
    st.builds(Left, st.sampled_from(Way)),
    st.builds(Stopped, st.sampled_from(StopReason), st.sampled_from(["", "no time"])),
    st.just(Completed()),
)
steps = st.lists(st.one_of(st.tuples(st.sampled_from("12"), contents), st.none()), max_size=30)


def check(case_file: CaseFile) -> None:
    records = [case_file.record(case_id) for case_id in "12"]
    for record in records:
        entries = case_file.entries(record.case.id)
        assert record == replay(entries)
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
                    case_file.append(step[0], step[1], now())
                check(case_file)
        finally:
            case_file.close()


ONE_OF_EACH: tuple[Contents, ...] = (
    Opened(),
    Answered.of("A", 1, "B"),
    Answered.of("A", Missing.REFUSED, None),
    Cleared("A", "A"),
    Moved("B"),
    Remarked("A", "hm"),
    Remarked("A", ""),
    EditSuppressed("E1", "so", {"A": Given(1)}),
    Left(Way.PAUSED),
    Stopped(StopReason.OTHER, "no time"),
    Completed(),
)


def test_any_three_entries_in_any_order_leave_the_tables_right(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Callable[[], Moment]
) -> None:
    orders = {str(number): order for number, order in enumerate(itertools.product(ONE_OF_EACH, repeat=3), start=2)}
    case_file.add_cases([new_case(case_id) for case_id in orders], now())
    case_file._held.cursor.execute("PRAGMA synchronous = OFF")
    expected = [case_file.record("1").summary]
    for case_id, order in orders.items():
        for each in order:
            case_file.append(case_id, each, now())
        record = case_file.record(case_id)
        assert record == replay(case_file.entries(case_id)), order
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
