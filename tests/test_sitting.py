"""A sitting writes every step before it returns, and is as it was where the case file refuses."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.engine.interview import NotSuppressed
from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case, Status, StopReason
from capi.fieldwork.contents import Answered, Cleared, Contents, EditSuppressed, Left, Moved, Opened, Remarked, Way
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.values import UnfitForJournal
from capi.instrument.loading import Snapshot, read_sources, snapshot
from capi.instrument.model import Missing, Mode
from capi.sitting import Hindered, Sitting
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, Refusal
from capi.store.hold import Holder
from capi.wording import Wording

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HOLDER = Holder(who="anna", device="L-1", host="here", pid=1, since=NOW)
TEXT = """
instrument: small
version: "1"
title: Small
modes: [face_to_face]
lists: {yes_no: {1: "Yes", 2: "No", dont_know: {text: Don't know, spontaneous: true}}}
sections:
  - section: All
    ask:
      - Works: {text: Do you work?, list: yes_no}
      - Hours:
          text: How many hours?
          type: whole_number
          maximum: 168
          asked_if: Works == 1
          edits:
            - signal: ManyHours
              fails_if: Hours > 80
              message: "{Hours} hours?"
      - Words: {text: Anything else?, type: text}
"""


class RefusingDisk:
    """A case file whose disk takes nothing while `refuses`."""

    def __init__(self, case_file: CaseFile) -> None:
        self.case_file = case_file
        self.refuses = False

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        if self.refuses:
            raise NotSaved(Wording("CaseFile", "The disk is full. Free 5 MB."), Refusal.DISK_FULL)
        return self.case_file.append(case_id, contents, moment, *following)


@pytest.fixture
def kept() -> Snapshot:
    return snapshot(read_sources({"instrument.yaml": TEXT}))


@pytest.fixture
def compiled(kept: Snapshot) -> Plan:
    return plan(kept.instrument(), Mode.FACE_TO_FACE)


@pytest.fixture
def disk(tmp_path: Path, kept: Snapshot) -> Iterator[RefusingDisk]:
    with CaseFile.create(tmp_path / "p.casefile", None, HOLDER) as case_file:
        case_file.keep_snapshot(kept)
        case = Case("1", "1/1", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE)
        case_file.add_case(case, Moment(NOW, 0, 0))
        yield RefusingDisk(case_file)


@pytest.fixture
def sit(disk: RefusingDisk, compiled: Plan) -> Callable[[], Sitting]:
    seconds = itertools.count(1)

    def sit() -> Sitting:
        return Sitting(disk, disk.case_file.record("1"), compiled, lambda: Moment(NOW, 0, 1_000 * next(seconds)))

    return sit


def last(disk: RefusingDisk) -> Contents:
    return disk.case_file.entries("1")[-1].contents


def test_each_step_is_one_entry(sit: Callable[[], Sitting], disk: RefusingDisk) -> None:
    sitting = sit()
    assert last(disk) == Opened()
    sitting.answer("Works", 1)
    assert last(disk) == Answered(field="Works", value=1, position="Hours", on_screen_ms=1_000)
    sitting.answer("Hours", Missing.DONT_KNOW)
    assert last(disk) == Answered(field="Hours", missing=Missing.DONT_KNOW, position="Words", on_screen_ms=1_000)
    sitting.back()
    assert last(disk) == Moved(position="Hours")
    sitting.clear("Hours")
    assert last(disk) == Cleared(field="Hours", position="Hours")
    sitting.remark("Hours", " not sure ")
    assert last(disk) == Remarked(field="Hours", text="not sure")
    sitting.pause()
    assert last(disk) == Left(way=Way.PAUSED)


def test_a_move_that_leads_nowhere_is_no_entry(sit: Callable[[], Sitting], disk: RefusingDisk) -> None:
    sitting = sit()
    sitting.back()
    sitting.go_to_waiting()
    assert last(disk) == Opened()


def test_a_sitting_after_a_crash_says_so_and_goes_on_where_it_was(
    sit: Callable[[], Sitting], disk: RefusingDisk
) -> None:
    sit().answer("Works", 2)  # and then the power went
    again = sit()
    assert again.resumed_after_crash
    assert last(disk) == Opened(after_crash=True)
    assert again.interview.position == "Words"


def test_a_signal_is_suppressed_for_the_answers_of_the_moment(sit: Callable[[], Sitting], disk: RefusingDisk) -> None:
    sitting = sit()
    sitting.answer("Works", 1)
    (failed,) = sitting.answer("Hours", 90)
    assert sitting.interview.position == "Hours"
    with pytest.raises(NotSuppressed):
        sitting.suppress(failed, "  ")
    sitting.suppress(failed, "two jobs")
    contents = last(disk)
    assert isinstance(contents, EditSuppressed)
    assert contents.involved["Hours"].answer == 90
    assert sit().interview.failed() == ()
    sitting.answer("Hours", 95)
    assert [each.name for each in sit().interview.failed()] == ["ManyHours"], "another answer asks for another reason"


def test_what_the_sample_says_of_a_case_by_the_name_of_a_question_takes_nothing_from_a_reason(
    disk: RefusingDisk, kept: Snapshot, compiled: Plan
) -> None:
    """As the sample's language, where an instrument asks for one too."""
    case = Case("2", "1/2", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE, {"Hours": "cy"})
    disk.case_file.add_case(case, Moment(NOW, 0, 0))
    sitting = Sitting(disk, disk.case_file.record("2"), compiled, lambda: Moment(NOW, 0, 1))
    sitting.answer("Works", 1)
    (failed,) = sitting.answer("Hours", 90)
    sitting.suppress(failed, "two jobs")
    contents = disk.case_file.entries("2")[-1].contents
    assert isinstance(contents, EditSuppressed)
    assert contents.involved["Hours"].answer == 90


def state(sitting: Sitting) -> tuple[object, ...]:
    interview = sitting.interview
    return (
        interview.position,
        interview.answers(),
        interview.off_route(),
        dict(interview.remarks),
        dict(interview.suppressed),
        interview.failed(),
    )


STEPS: dict[str, Callable[[Sitting], object]] = {
    "answer": lambda sitting: sitting.answer("Works", 2),
    "answer the same field otherwise": lambda sitting: sitting.answer("Hours", 85),
    "clear": lambda sitting: sitting.clear("Hours"),
    "back": lambda sitting: sitting.back(),
    "go to": lambda sitting: sitting.go_to("Works"),
    "move on": lambda sitting: sitting.move_on(),
    "remark": lambda sitting: sitting.remark("Works", "other"),
    "remove a remark": lambda sitting: sitting.remark("Works", ""),
    "suppress": lambda sitting: sitting.suppress(sitting.interview.failed()[0], "two jobs"),
}


@pytest.mark.parametrize("step", STEPS)
def test_where_the_disk_refuses_nothing_has_changed_and_the_step_can_be_taken_again(
    sit: Callable[[], Sitting], disk: RefusingDisk, step: str
) -> None:
    sitting = sit()
    sitting.answer("Works", 1)
    sitting.remark("Works", "first")
    (failed,) = sitting.answer("Hours", 90)
    if step == "move on":
        sitting.suppress(failed, "two jobs")
    before, entries = state(sitting), len(disk.case_file.entries("1"))
    disk.refuses = True
    with pytest.raises(NotSaved):
        STEPS[step](sitting)
    assert state(sitting) == before
    assert len(disk.case_file.entries("1")) == entries
    disk.refuses = False
    STEPS[step](sitting)
    assert len(disk.case_file.entries("1")) == entries + 1
    assert state(sit()) == state(sitting), "resumed, it is what it was"


def test_what_is_unfit_to_be_kept_changes_nothing_either(
    sit: Callable[[], Sitting], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit()
    sitting.answer("Works", 1)
    before = state(sitting)
    with pytest.raises(UnfitForJournal):
        sitting.remark("Works", "a\0")
    assert state(sitting) == before
    for where in ("values", "contents"):
        monkeypatch.setattr(f"capi.fieldwork.{where}.LARGEST_NUMBER", 0)
    with pytest.raises(UnfitForJournal):
        sitting.answer("Hours", 1)
    assert state(sitting) == before


def test_an_interview_is_completed_only_at_its_end(sit: Callable[[], Sitting], disk: RefusingDisk) -> None:
    sitting = sit()
    sitting.answer("Works", 2)
    with pytest.raises(Hindered, match="not complete") as refused:
        sitting.complete()
    assert [each.fields for each in refused.value.standing] == [("Words",)]
    sitting.answer("Words", "no")
    sitting.complete()
    assert disk.case_file.record("1").status is Status.COMPLETED


def test_stopping_for_good_keeps_the_reason(sit: Callable[[], Sitting], disk: RefusingDisk) -> None:
    sit().stop(StopReason.UNABLE, " ill ")
    record = disk.case_file.record("1")
    assert record.status is Status.STOPPED
    assert record.stop is not None
    assert record.stop.note == "ill"
