"""What the entries of a journal make of a case."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.engine.rows import Rows
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import (
    Answered,
    Because,
    CaseCreated,
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
from capi.fieldwork.journal import Entry, Head, digest, encode
from capi.fieldwork.replay import BrokenJournal, replay
from capi.fieldwork.values import Given
from capi.instrument.model import Missing, Mode

Chain: TypeAlias = Callable[..., list[Entry]]

fields = st.sampled_from("ABC")
answers = st.one_of(st.integers(1, 3), st.just((1, 3)), st.sampled_from(Missing))
rows = st.sampled_from(["People[1]", "Jobs[1.2]"])
names = st.lists(fields, max_size=2, unique=True).map(tuple)
APPOINTMENT = AppointmentMade(
    "2026-11-24T17:40", "Europe/London", datetime(2026, 11, 24, 17, 40, tzinfo=UTC), 60, hard=True, by="sup"
)
CALL = CallMade(began=datetime(2026, 11, 23, 9, tzinfo=UTC), medium=Medium.TELEPHONE, result="no_answer")
RETURNED = Returned("The income is missing.", ("Pay[1]",), "sup")
contents: st.SearchStrategy[Contents] = st.one_of(
    st.builds(Opened, st.booleans()),
    st.builds(Answered.of, fields, answers, fields),
    st.builds(Cleared, fields, fields),
    st.builds(Moved, fields),
    st.builds(RowAdded, st.sampled_from(["People", "Jobs[1]"]), st.integers(1, 3), fields, fields),
    st.builds(RowRemoved, rows, fields),
    st.builds(RowRestored, rows, fields),
    st.builds(Fixed, fields, st.integers(1, 3)),
    st.builds(LanguageChosen, st.sampled_from(["en", "cy"])),
    st.builds(Migrated, st.just("2"), st.just("cd" * 32), names, names),
    st.builds(Remarked, fields, st.sampled_from(["", "hm"])),
    st.builds(
        EditSuppressed,
        st.sampled_from(["E1", "E2"]),
        st.just("so it is"),
        st.dictionaries(fields, st.builds(Given.of, answers)),
    ),
    st.builds(Left, st.sampled_from(Way), st.sampled_from([None, *Because]), st.sampled_from(["", "cy"])),
    st.builds(Stopped, st.sampled_from(StopReason)),
    st.just(Completed()),
    st.just(RETURNED),
    st.just(APPOINTMENT),
    st.just(CALL),
    st.just(AppointmentCancelled()),
    st.builds(OutcomeSet, st.sampled_from(["", "310"])),
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
        ((Opened(), Completed(), RowAdded("People", 2, "A", "B")), Status.IN_PROGRESS),
        ((Opened(), Completed(), RowRemoved("People[2]", "A")), Status.IN_PROGRESS),
        ((Opened(), Completed(), RowRestored("People[2]", "A")), Status.IN_PROGRESS),
        ((Opened(), Completed(), Opened(), Fixed("A", 1), LanguageChosen("cy")), Status.COMPLETED),
        ((Opened(), Completed(), Migrated("2", "cd")), Status.COMPLETED),
        ((Migrated("2", "cd"),), Status.NOT_STARTED),
        ((Opened(), Completed(), RETURNED), Status.IN_PROGRESS),
        ((Opened(), Stopped(StopReason.REFUSED), RETURNED), Status.IN_PROGRESS),
        ((APPOINTMENT,), Status.NOT_STARTED),
        ((Opened(), Completed(), APPOINTMENT), Status.COMPLETED),
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


def test_rows_are_those_that_were_added_without_those_that_were_removed(chain: Chain) -> None:
    record = replay(
        chain(
            RowAdded("People", 2, "AnyoneElse", "Name[2]"),
            RowAdded("People", 3, "AnyoneElse", "Name[3]"),
            RowAdded("Jobs[3]", 2, "AnotherJob[3]", "Title[3.2]"),
            RowRemoved("People[1]", "Name[2]"),
            RowRemoved("People[2]", "Name[3]"),
            RowRestored("People[2]", "Name[2]"),
        )
    )
    assert record.rows == {"People": Rows(3, frozenset({1})), "Jobs[3]": Rows(2)}
    assert record.position == "Name[2]"


def test_adding_a_row_takes_back_the_answer_that_there_is_no_other(chain: Chain) -> None:
    no_other = (Answered.of("AnyoneElse", 2, None), EditSuppressed("E1", "so", {"AnyoneElse": Given(2)}))
    assert replay(chain(*no_other)).suppressions
    record = replay(chain(*no_other, RowAdded("People", 2, "AnyoneElse", "Name[2]")))
    assert (record.answers, record.suppressions, record.position) == ({}, {}, "Name[2]")


def test_answers_in_a_removed_row_are_kept(chain: Chain) -> None:
    record = replay(chain(Answered.of("Name[2]", "Bob", None), RowRemoved("People[2]", None)))
    assert record.answers == {"Name[2]": "Bob"}


def test_what_is_fixed_is_an_answer_and_does_not_move_the_interview(chain: Chain) -> None:
    record = replay(chain(Answered.of("A", 1, "B"), Fixed("Day", "2026-11-15")))
    assert (record.answers, record.position) == ({"A": 1, "Day": "2026-11-15"}, "B")


def test_the_last_language_chosen_is_spoken(chain: Chain) -> None:
    assert replay(chain()).language == ""
    assert replay(chain(LanguageChosen("cy"), LanguageChosen("en"))).language == "en"


MIGRATED = Migrated("2.0", "cd" * 32, set_aside=("B",), rosters_set_aside=("Jobs[1]",), lapsed=("E1",))
BEFORE_MIGRATION = (
    Opened(),
    Answered.of("A", 1, "B"),
    Answered.of("B", 2, "C"),
    RowAdded("Jobs[1]", 2, "AnotherJob[1]", "C"),
    EditSuppressed("E1", "so", {"A": Given(1)}),
    Left(Way.PAUSED),
)


def test_a_migrated_case_goes_on_under_the_new_version_at_the_first_question_waiting(chain: Chain) -> None:
    record = replay(chain(*BEFORE_MIGRATION, MIGRATED))
    assert (record.case.version, record.case.sha256) == ("2.0", "cd" * 32)
    assert (record.answers, record.rows, record.suppressions) == ({"A": 1}, {}, {})
    assert (record.answers_aside, record.rows_aside) == ({"B": 2}, {"Jobs[1]": Rows(2)})
    assert (record.position, record.sitting_open) == (None, False)
    assert record.last_worked == replay(chain(*BEFORE_MIGRATION)).last_worked


def test_what_was_set_aside_comes_back_with_the_old_version(chain: Chain) -> None:
    back = Migrated("1.0", "ab" * 32, brought_back=("B",), rosters_brought_back=("Jobs[1]",))
    before, after = replay(chain(*BEFORE_MIGRATION)), replay(chain(*BEFORE_MIGRATION, MIGRATED, back))
    assert after.case == before.case
    assert (after.answers, after.rows) == (before.answers, before.rows)
    assert (after.answers_aside, after.rows_aside) == ({}, {})


def test_a_new_answer_takes_the_place_of_the_one_set_aside(chain: Chain) -> None:
    record = replay(chain(*BEFORE_MIGRATION, MIGRATED, Opened(), Answered.of("B", 7, "C")))
    assert (record.answers, record.answers_aside) == ({"A": 1, "B": 7}, {})


@pytest.mark.parametrize(
    ("last", "is_open"),
    [
        (Opened(), True),
        (Answered.of("A", 1, "B"), True),
        (Left(Way.CLOSED), False),
        (Completed(), False),
        (Migrated("2", "cd"), False),
        (Fixed("A", 1), True),
        (RowAdded("People", 2, "A", "B"), True),
        (Stopped(StopReason.OTHER), False),
    ],
)
def test_a_crash_is_known_from_a_sitting_that_has_not_ended(chain: Chain, last: Contents, is_open: bool) -> None:
    assert replay(chain(Opened(), last)).sitting_open is is_open


@pytest.mark.parametrize("asked", [RETURNED, APPOINTMENT, AppointmentCancelled(), CALL, OutcomeSet("310")])
def test_what_the_office_asks_for_and_what_is_told_of_calls_neither_opens_nor_ends_a_sitting_and_is_no_work(
    chain: Chain, asked: Contents
) -> None:
    for before in ((Opened(), Answered.of("A", 1, "B")), (Opened(), Left(Way.PAUSED)), ()):
        without, with_it = replay(chain(*before)), replay(chain(*before, asked))
        assert with_it.sitting_open is without.sitting_open
        assert with_it.last_worked == without.last_worked
        assert (with_it.position, with_it.answers) == (without.position, without.answers)


def test_a_case_is_returned_until_it_is_completed_again(chain: Chain) -> None:
    done = (Opened(), Completed())
    assert replay(chain(*done)).returned is None
    again = (*done, RETURNED, Opened(), Answered.of("A", 1, None), Left(Way.PAUSED))
    assert replay(chain(*again)).returned == RETURNED
    assert replay(chain(*again, Returned("and this"))).returned == Returned("and this")
    assert replay(chain(*again, Opened(), Completed())).returned is None


def test_the_latest_appointment_stands_until_it_is_off_or_kept_or_the_interview_is_over(chain: Chain) -> None:
    later = msgspec.structs.replace(APPOINTMENT, local="2026-11-25T10:00", utc=datetime(2026, 11, 25, 10, tzinfo=UTC))
    agreed = (APPOINTMENT, Opened(), later, Left(Way.PAUSED))
    assert replay(chain(*agreed)).calls.appointment == later
    for ends in (AppointmentCancelled("moved"), Completed(), Stopped(StopReason.REFUSED)):
        assert replay(chain(*agreed, ends)).calls.appointment is None


@pytest.mark.parametrize(("minutes_before", "kept"), [(31, False), (30, True), (0, True), (-600, True)])
def test_a_call_about_the_time_of_the_appointment_or_after_it_has_kept_it(
    chain: Chain, minutes_before: int, kept: bool
) -> None:
    call = msgspec.structs.replace(CALL, began=APPOINTMENT.utc - timedelta(minutes=minutes_before))
    record = replay(chain(APPOINTMENT, call))
    assert (record.calls.appointment is None) is kept
    assert replay(chain(APPOINTMENT, call, APPOINTMENT)).calls.appointment == APPOINTMENT, "and made anew afterwards"


def test_the_last_call_is_the_one_that_began_last_whenever_it_was_written_down(chain: Chain) -> None:
    earlier = msgspec.structs.replace(CALL, began=CALL.began - timedelta(hours=2), result="busy")
    record = replay(chain(CALL, earlier))
    assert [(each.entry, each.who, each.call) for each in record.calls.attempts] == [
        (2, "anna", CALL),
        (3, "anna", earlier),
    ]
    assert (record.summary.calls, record.summary.last_call, record.summary.last_result) == (2, CALL.began, "no_answer")


def test_an_outcome_stands_until_it_is_taken_back_or_the_interview_is_worked_on_again(chain: Chain) -> None:
    done = (Opened(), Completed(), OutcomeSet("110", suggested="110"))
    assert replay(chain(*done)).summary.outcome == "110"
    assert replay(chain(*done, OutcomeSet("210"))).calls.outcome == OutcomeSet("210")
    assert replay(chain(*done, OutcomeSet(""))).calls.outcome is None
    assert replay(chain(*done, Opened(), Left(Way.CLOSED))).summary.outcome == "110", "reading it changes nothing"
    assert replay(chain(*done, RETURNED)).summary.outcome == ""
    assert replay(chain(*done, Opened(), Answered.of("A", 1, "B"))).summary.outcome == ""


def test_what_an_interview_was_broken_off_for_is_known_until_it_is_over(chain: Chain) -> None:
    broken_off = (Opened(), Left(Way.PAUSED, Because.LANGUAGE, "cy"), Opened(), Left(Way.PAUSED, Because.PROXY))
    calls = replay(chain(*broken_off)).calls
    assert (calls.language, calls.proxy) == ("cy", True)
    calls = replay(chain(*broken_off, Opened(), Left(Way.PAUSED))).calls
    assert (calls.language, calls.proxy) == ("cy", True)
    calls = replay(chain(*broken_off, Opened(), Completed())).calls
    assert (calls.language, calls.proxy) == ("", False)


def test_a_case_whose_journal_names_nobody_is_named_by_its_contact(chain: Chain) -> None:
    contact = Contact(name="Ann Example", address=("3 Mill Lane",), postcode="AB1 2CD")
    unnamed, named = chain(), chain()
    assert isinstance(unnamed[0].contents, CaseCreated)
    unnamed[0] = msgspec.structs.replace(unnamed[0], contents=msgspec.structs.replace(unnamed[0].contents, name=""))
    assert replay(unnamed).case.name == ""
    assert replay(unnamed, contact).case.name == "Ann Example, 3 Mill Lane, AB1 2CD"
    assert replay(named, contact).case.name == "Mrs Smith"


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
