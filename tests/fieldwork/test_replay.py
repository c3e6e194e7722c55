"""What the entries of a journal make of a case."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
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
from capi.fieldwork.journal import Entry, Head, digest, encode
from capi.fieldwork.replay import BrokenJournal, replay
from capi.instrument.model import Missing, Mode

Chain: TypeAlias = Callable[..., list[Entry]]

fields = st.sampled_from("ABC")
answers = st.one_of(st.integers(1, 3), st.sampled_from(Missing))
contents: st.SearchStrategy[Contents] = st.one_of(
    st.builds(Opened, st.booleans()),
    st.builds(Answered.of, fields, answers, fields),
    st.builds(Cleared, fields, fields),
    st.builds(Moved, fields),
    st.builds(Remarked, fields, st.sampled_from(["", "hm"])),
    st.builds(
        EditSuppressed,
        st.sampled_from(["E1", "E2"]),
        st.just("so it is"),
        st.dictionaries(fields, st.builds(Given.of, answers)),
    ),
    st.builds(Left, st.sampled_from(Way)),
    st.builds(Stopped, st.sampled_from(StopReason)),
    st.just(Completed()),
)


def test_an_interview_so_far(chain: Chain) -> None:
    entries = chain(
        Opened(),
        Answered.of("SchoolType", 1, "FreeMeals"),
        Answered.of("FreeMeals", Missing.REFUSED, "Occupation"),
        Remarked("FreeMeals", "did not like the question"),
        Moved("SchoolType"),
    )
    record = replay(entries)
    assert record.case == Case("7f3a", "1042/01", "Mrs Smith", "seb", "1.0", "ab" * 32, Mode.FACE_TO_FACE, {"Age": 44})
    assert record.answers == {"SchoolType": 1, "FreeMeals": Missing.REFUSED}
    assert record.remarks == {"FreeMeals": "did not like the question"}
    assert record.position == "SchoolType"
    assert record.head == Head(6, digest(encode(entries[-1])))
    worked = datetime(2026, 11, 18, 10, 0, 5, tzinfo=UTC)
    assert record.summary == CaseSummary(record.case, Status.IN_PROGRESS, 2, worked, None)


def test_a_case_nobody_has_opened(chain: Chain) -> None:
    record = replay(chain())
    assert (record.status, record.position, record.sitting_open) == (Status.NOT_STARTED, None, False)
    assert record.last_worked is None


def test_a_cleared_answer_and_a_removed_remark_are_gone(chain: Chain) -> None:
    record = replay(
        chain(Answered.of("A", 1, "B"), Remarked("A", "hm"), Cleared("A", "A"), Remarked("A", ""), Cleared("B", None))
    )
    assert (record.answers, record.remarks, record.position) == ({}, {}, None)


@pytest.mark.parametrize(
    ("contents", "status"),
    [
        ((Opened(),), Status.IN_PROGRESS),
        ((Remarked("A", "hm"),), Status.NOT_STARTED),
        ((Opened(), Left(Way.PAUSED)), Status.IN_PROGRESS),
        ((Opened(), Completed()), Status.COMPLETED),
        ((Opened(), Completed(), Opened(), Moved("A"), Left(Way.CLOSED)), Status.COMPLETED),
        ((Opened(), Completed(), Opened(), Answered.of("A", 1, None)), Status.IN_PROGRESS),
        ((Opened(), Completed(), Cleared("A", "A")), Status.IN_PROGRESS),
        ((Opened(), Stopped(StopReason.REFUSED)), Status.STOPPED),
        ((Opened(), Stopped(StopReason.REFUSED), Opened(), Left(Way.CLOSED)), Status.STOPPED),
        ((Opened(), Stopped(StopReason.REFUSED), Opened(), Answered.of("A", 1, None)), Status.IN_PROGRESS),
    ],
)
def test_where_a_case_stands(chain: Chain, contents: tuple[Contents, ...], status: Status) -> None:
    assert replay(chain(*contents)).status is status


def test_the_reason_of_a_stop_lasts_as_long_as_the_stop(chain: Chain) -> None:
    stopped = Stopped(StopReason.UNABLE, "deaf")
    assert replay(chain(stopped, Opened())).stop == stopped
    assert replay(chain(stopped)).summary.stop_reason is StopReason.UNABLE
    assert replay(chain(stopped, Answered.of("A", 1, "B"))).stop is None


@pytest.mark.parametrize(
    ("last", "is_open"),
    [
        (Opened(), True),
        (Answered.of("A", 1, "B"), True),
        (Left(Way.CLOSED), False),
        (Completed(), False),
        (Stopped(StopReason.OTHER), False),
    ],
)
def test_a_crash_is_known_from_a_sitting_that_has_not_ended(chain: Chain, last: Contents, is_open: bool) -> None:
    assert replay(chain(Opened(), last)).sitting_open is is_open


def test_a_suppression_lapses_with_another_answer_and_does_not_come_back(chain: Chain) -> None:
    suppressed = (Answered.of("A", 1, "B"), EditSuppressed("E1", "twins", {"A": Given(1), "B": Given()}))
    assert replay(chain(*suppressed)).suppressions["E1"].reason == "twins"
    assert replay(
        chain(*suppressed, Answered.of("C", 1, "D"), Answered.of("A", 1, "B"), Cleared("B", "B"))
    ).suppressions
    assert not replay(chain(*suppressed, Answered.of("A", 2, "B"))).suppressions
    assert not replay(chain(*suppressed, Answered.of("A", 2, "B"), Answered.of("A", 1, "B"))).suppressions
    assert not replay(chain(*suppressed, Cleared("A", "A"))).suppressions
    assert not replay(chain(*suppressed, Answered.of("B", 1, "C"))).suppressions


@given(st.lists(contents, max_size=30))
def test_every_prefix_of_a_journal_can_be_replayed(chain: Chain, written: list[Contents]) -> None:
    entries = chain(*written)
    for end in range(1, len(entries) + 1):
        record = replay(entries[:end])
        assert record.head.number == end
        assert record.summary.answered == len(record.answers)
        assert (record.stop is not None) is (record.status is Status.STOPPED)


def test_what_is_not_the_journal_of_one_case_is_refused(chain: Chain, created: CaseCreated) -> None:
    entries = chain(Opened(), Answered.of("A", 1, "B"))
    for broken in (
        [],
        entries[1:],
        [entries[0], entries[2]],
        [entries[0], entries[0]],
        chain(Opened(), created),
        [entries[0], msgspec.structs.replace(entries[1], case="b00c")],
    ):
        with pytest.raises(BrokenJournal):
            replay(broken)
