"""What the line of a case and the lines of its calls say is what its journal says, however it came in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Completed,
    Contents,
    Left,
    Opened,
    Returned,
    RowAdded,
    Stopped,
    Way,
)
from capi.fieldwork.replay import replay
from capi.hub.database import HubDatabase
from capi.hub.hub import to_microseconds
from capi.hub.journals.replayed import SEEN, Seen, seen_after
from capi.hub.office.quarantine import decide, quarantined
from capi.instrument.model import Mode
from capi.sync.messages import Outcome, PartReceipt
from capi.sync.office_messages import Deciding, Decision
from tests.hub.scenario import HubScene, Journal, called, called_by

DAYS = tuple(datetime(2026, 11, day, 17, 40, tzinfo=UTC) for day in (22, 24, 26))
CREATED = CaseCreated("1", "", "seb", "1", "ab", Mode.TELEPHONE)


def call(day: int = 0, result: str = "no_answer") -> CallMade:
    return CallMade(began=DAYS[day], medium=Medium.TELEPHONE, result=result, seconds=40)


def appointment(day: int = 1) -> AppointmentMade:
    return AppointmentMade(DAYS[day].strftime("%Y-%m-%dT%H:%M"), "UTC", DAYS[day])


contents: st.SearchStrategy[Contents] = st.one_of(
    st.just(Opened()),
    st.just(Answered.of("General", 1, None)),
    st.just(RowAdded("People", 1, "More", None)),
    st.just(Left(Way.PAUSED)),
    st.just(Stopped(StopReason.REFUSED)),
    st.just(Completed()),
    st.just(Returned("again")),
    st.builds(call, st.integers(0, 2), st.sampled_from(["busy", "no_answer"])),
    st.builds(call, st.integers(0, 2), st.sampled_from(["busy", "no_answer"])),
    st.builds(appointment, st.integers(0, 2)),
    st.just(AppointmentCancelled()),
    st.builds(OutcomeSet, st.sampled_from(["", "310", "431"])),
)


def written(steps: Iterable[Contents]) -> Journal:
    journal = Journal("c1", "d1").write(CREATED)
    for each in steps:
        journal.write(each)
    return journal


@given(st.lists(contents, max_size=12), st.sets(st.integers(1, 12)))
def test_a_line_kept_as_entries_come_in_is_what_a_replay_of_them_all_gives(
    steps: list[Contents], cuts: set[int]
) -> None:
    entries = written(steps).read()
    seen = Seen()
    for first, last in pairwise([0, *sorted(cut for cut in cuts if cut < len(entries)), len(entries)]):
        seen = seen_after(seen, entries[first:last])
    record = replay(entries)
    assert called(seen) == called_by(record)
    assert (seen.status, seen.stop_reason) == (record.status, record.stop.reason.value if record.stop else None)
    assert seen.last_worked == (to_microseconds(record.last_worked) if record.last_worked else None)


def test_what_is_seen_has_a_column_for_each_of_its_parts() -> None:
    assert tuple(Seen().columns) == SEEN
    assert Seen().columns["status"] == "not_started"


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


def apply(scene: HubScene) -> None:
    [line] = quarantined(scene.hub, scene.office(), True)
    decide(scene.hub, scene.office(), line.id, Deciding(decision=Decision.APPLY, note="this one is right"))


def test_calls_are_lines_of_their_own_from_the_first_batch_on(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.made_here("1/1", anna).write(call()).write(appointment())
    scene.send(anna, journal.part(term=0))
    assert scene.journal("id-1/1") == journal.entries
    scene.send(anna, journal.write(call(1, "busy")).opened().part(3))
    scene.send(anna, journal.write(call(0, "busy")).write(OutcomeSet("310")).part(5), journal.part(6))
    assert scene.journal("id-1/1") == journal.entries
    line = scene.row("id-1/1")
    assert called(line) == (3, to_microseconds(DAYS[1]), "busy", None, "310")
    assert [each.number for each in scene.call_lines(line.key)] == [2, 4, 6]
    assert scene.call_lines(line.key)[0].who == "anna"


def test_a_call_sent_twice_is_counted_once(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).write(call())
    for _ in range(2):
        scene.send(anna, journal.part(1))
    scene.send(anna, journal.write(call(1)).part(1))
    assert scene.journal("id-1/1") == journal.entries
    assert scene.row("id-1/1").calls == 2


def test_another_course_of_the_journal_brings_its_own_calls_and_takes_the_others_away(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).write(call())
    fork = journal.copy()
    scene.send(anna, journal.write(call(1, "busy")).write(OutcomeSet("310")).part(1))
    scene.send(anna, fork.write(call(2, "busy")).write(call(1)).write(appointment(2)).part(1))
    assert scene.journal("id-1/1") == journal.entries
    apply(scene)
    assert scene.journal("id-1/1") == fork.entries
    assert called(scene.row("id-1/1")) == (3, to_microseconds(DAYS[2]), "busy", to_microseconds(DAYS[2]), "")
    scene.send(anna, fork.write(call(2)).part(4))
    assert scene.journal("id-1/1") == fork.entries


def test_a_case_taken_in_out_of_quarantine_has_its_calls(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.made_here("1/1", anna).write(call()).copy("L-other").write(call(1))
    [part] = scene.send(anna, journal.part(term=0)).parts
    assert isinstance(part, PartReceipt)
    assert part.outcome is Outcome.QUARANTINED
    apply(scene)
    assert scene.journal("id-1/1") == journal.entries
    assert scene.row("id-1/1").calls == 2
