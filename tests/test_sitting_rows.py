"""A sitting over rows, languages, fixed dates and rules of completion: written step by step, and put back where it is refused."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from capi.engine.plan import plan
from capi.engine.rows import Rows
from capi.engine.whereabouts import NoRow
from capi.fieldwork.case import Case, Status
from capi.fieldwork.completion import Accepted, CompletionRules, Kind, Level
from capi.fieldwork.contents import (
    Answered,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Opened,
    RowAdded,
    RowRemoved,
    RowRestored,
)
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Missing, Mode
from capi.sitting import Hindered, Sitting
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, Refusal
from capi.store.hold import Holder
from capi.wording import Wording
from tests.fieldwork.versions import FIRST, version

LATE = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)
"""A Saturday; an hour east of Greenwich it is Sunday already."""
HOLDER = Holder(who="anna", device="L-1", host="here", pid=1, since=LATE)
TWO_LANGUAGES = """
instrument: home
version: "1"
title: {en: Home, cy: Cartref}
modes: [face_to_face]
languages: [en, cy]
sections:
  - section: Start
    ask:
      - Name: {text: {en: What is your name?, cy: Beth yw eich enw?}, type: text}
"""


class Disk:
    """A case file whose disk takes nothing while `refuses`."""

    def __init__(self, case_file: CaseFile) -> None:
        self.case_file = case_file
        self.refuses = False
        self.seconds = itertools.count(1)

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        if self.refuses:
            raise NotSaved(Wording("CaseFile", "The disk is full."), Refusal.DISK_FULL)
        return self.case_file.append(case_id, contents, moment, *following)

    def add(self, kept: Snapshot) -> None:
        self.case_file.keep_snapshot(kept)
        case = Case("1", "1/1", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE)
        self.case_file.add_case(case, Moment(LATE, 0, 0))

    def sit(self, rules: CompletionRules | None = None) -> Sitting:
        record = self.case_file.record("1")
        compiled = plan(self.case_file.snapshot(record.case.sha256).instrument(), record.case.mode)
        return Sitting(self, record, compiled, self.clock, rules or CompletionRules())

    def clock(self) -> Moment:
        return Moment(LATE, 60, 1_000 * next(self.seconds))

    def last(self) -> Contents:
        return self.contents[-1]

    @property
    def contents(self) -> list[Contents]:
        return [entry.contents for entry in self.case_file.entries("1")]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Disk]:
    with CaseFile.create(tmp_path / "p.casefile", None, HOLDER) as case_file:
        yield Disk(case_file)


@pytest.fixture
def disk(empty: Disk) -> Disk:
    empty.add(version(FIRST))
    return empty


def two_people(disk: Disk) -> Sitting:
    """Ann with a job of 20 hours, Bob without; the next question is how they travel."""
    sitting = disk.sit()
    for field, value in (
        ("Address", 1),
        ("Tenure", 1),
        ("Name[1]", "Ann"),
        ("Age[1]", 40),
        ("AnotherJob[1]", 1),
        ("Hours[1.1]", 20),
        ("AnotherJob[1]", 2),
        ("AnyoneElse", 1),
        ("Name[2]", "Bob"),
        ("Age[2]", 41),
        ("AnotherJob[2]", 2),
        ("AnyoneElse", 2),
    ):
        assert sitting.answer(field, value) == ()
    return sitting


def state(sitting: Sitting) -> tuple[object, ...]:
    interview = sitting.interview
    return (
        interview.position,
        interview.answers(),
        interview.off_route(),
        interview.kept_rows(),
        [interview.rows(roster) for roster in ("People", "Jobs[1]", "Jobs[2]")],
        dict(interview.remarks),
        dict(interview.suppressed),
        interview.failed(),
        interview.language,
        dict(interview.fixed),
    )


def test_yes_to_another_adds_a_row_and_is_no_answer(disk: Disk) -> None:
    sitting = two_people(disk)
    written = [contents for contents in disk.contents if isinstance(contents, RowAdded)]
    assert written == [
        RowAdded("Jobs[1]", 1, "AnotherJob[1]", "Hours[1.1]", 1_000),
        RowAdded("People", 2, "AnyoneElse", "Name[2]", 1_000),
    ]
    record = disk.case_file.record("1")
    assert record.rows == {"Jobs[1]": Rows(1), "People": Rows(2)}
    assert record.answers["AnyoneElse"] == 2
    assert record == replay(disk.case_file.entries("1"), disk.case_file.contact("1"))
    assert state(disk.sit()) == state(sitting)


def test_a_row_is_removed_and_restored_with_all_that_is_in_it(disk: Disk) -> None:
    sitting = two_people(disk)
    before = sitting.interview.answers()
    sitting.remove_row("People[1]")
    assert disk.last() == RowRemoved("People[1]", "Travel")
    assert sitting.interview.rows("People") == (2,)
    assert disk.case_file.record("1").rows["People"] == Rows(2, frozenset({1}))
    assert state(disk.sit()) == state(sitting)
    sitting.restore_row("People[1]")
    assert disk.last() == RowRestored("People[1]", "Travel")
    assert sitting.interview.answers() == before
    with pytest.raises(NoRow):
        sitting.remove_row("People[7]")


def test_a_date_is_fixed_by_the_clock_on_the_wall_and_written_with_the_answer_that_led_there(disk: Disk) -> None:
    sitting = disk.sit()
    assert disk.contents[1:] == [Opened()]
    sitting.answer("Address", 1)
    assert disk.contents[2:] == [
        Answered(field="Address", value=1, position="Tenure", on_screen_ms=1_000),
        Fixed("Sunday", "2026-11-08"),
    ]
    assert disk.case_file.record("1").answers == {"Address": 1, "Sunday": "2026-11-08"}
    assert sitting.interview.fixed == {}
    later = disk.sit()
    assert later.interview.answer_to("Sunday") == "2026-11-08"
    assert disk.contents[4:] == [Opened(after_crash=True)]


def test_a_date_that_comes_first_is_fixed_when_the_case_is_opened(empty: Disk) -> None:
    empty.add(
        version(FIRST.replace('- Address: {text: Is this the address?, categories: {1: "Yes", 2: "No"}}\n', "\n"))
    )
    empty.sit()
    assert empty.contents[1:] == [Opened(), Fixed("Sunday", "2026-11-08")]


def test_a_decimal_number_and_several_categories_are_kept_as_given(disk: Disk) -> None:
    sitting = disk.sit()
    sitting.answer("Address", 1)
    sitting.answer("Tenure", 2)
    sitting.answer("Rent", Decimal("612.50"))
    kept = disk.case_file.record("1").answers["Rent"]
    assert str(kept) == "612.50"
    sitting.answer("Name[1]", "Ann")
    sitting.answer("Age[1]", 40)
    sitting.answer("AnotherJob[1]", 2)
    sitting.answer("AnyoneElse", 2)
    sitting.answer("Travel", (3, 1))
    assert disk.case_file.record("1").answers["Travel"] == (1, 3)
    assert state(disk.sit()) == state(sitting)


def test_another_language_is_spoken_from_then_on(empty: Disk) -> None:
    empty.add(version(TWO_LANGUAGES))
    sitting = empty.sit()
    sitting.speak("en")
    assert empty.last() == Opened(), "it is spoken already"
    sitting.speak("cy")
    assert empty.last() == LanguageChosen("cy")
    assert empty.sit().interview.language == 1
    with pytest.raises(ValueError, match="its languages: en, cy"):
        sitting.speak("fr")


def test_a_signal_in_a_row_is_suppressed_for_that_row(disk: Disk) -> None:
    sitting = two_people(disk)
    (failed,) = sitting.answer("Age[2]", 101)
    sitting.suppress(failed, "born 1925")
    contents = disk.last()
    assert isinstance(contents, EditSuppressed)
    assert (contents.edit, list(contents.involved)) == ("VeryOld[2]", ["Age[2]"])
    assert disk.sit().interview.failed() == ()


STEPS: dict[str, Callable[[Sitting], object]] = {
    "add a row": lambda sitting: sitting.answer("AnyoneElse", 1),
    "add a row in a row": lambda sitting: sitting.answer("AnotherJob[2]", 1),
    "remove a row": lambda sitting: sitting.remove_row("People[1]"),
    "remove a row in a row": lambda sitting: sitting.remove_row("Jobs[1.1]"),
    "restore a row": lambda sitting: sitting.restore_row("People[3]"),
    "answer in a row": lambda sitting: sitting.answer("Age[2]", 99),
    "answer an edit away": lambda sitting: sitting.answer("Age[1]", 50),
    "clear in a row": lambda sitting: sitting.clear("Name[1]"),
    "remark": lambda sitting: sitting.remark("Name[1]", "spelt so"),
    "go to": lambda sitting: sitting.go_to("Hours[1.1]"),
}


@pytest.mark.parametrize("step", STEPS)
def test_where_the_disk_refuses_the_interview_is_put_back_and_the_step_can_be_taken_again(
    disk: Disk, step: str
) -> None:
    sitting = two_people(disk)
    sitting.answer("AnyoneElse", 1)
    sitting.answer("Name[3]", "Cy")
    sitting.remove_row("People[3]")
    sitting.answer("AnyoneElse", 2)
    (failed,) = sitting.answer("Age[1]", 103)
    sitting.suppress(failed, "so it is")
    before, entries = state(sitting), disk.contents
    disk.refuses = True
    with pytest.raises(NotSaved):
        STEPS[step](sitting)
    assert state(sitting) == before
    assert disk.contents == entries
    disk.refuses = False
    STEPS[step](sitting)
    assert len(disk.contents) == len(entries) + 1
    assert state(disk.sit()) == state(sitting), "resumed, it is what it was"


def test_what_would_have_been_fixed_by_a_refused_answer_is_fixed_by_the_next_try(disk: Disk) -> None:
    sitting = disk.sit()
    before = state(sitting)
    disk.refuses = True
    with pytest.raises(NotSaved):
        sitting.answer("Address", 1)
    assert state(sitting) == before
    disk.refuses = False
    sitting.answer("Address", 1)
    assert disk.last() == Fixed("Sunday", "2026-11-08")


# Completing by the rules of the office.


def to_the_end(sitting: Sitting) -> Sitting:
    sitting.answer("Travel", [1])
    sitting.answer("Words", "no")
    return sitting


def test_an_edit_that_does_not_block_does_not_keep_the_interviewer_at_its_question(disk: Disk) -> None:
    two_people(disk)
    sitting = disk.sit(CompletionRules(edits={"TooYoung": Level.WARN}))
    sitting.go_to("Age[1]")
    assert sitting.answer("Age[1]", 0) == ()
    assert sitting.interview.position == "Hours[1.1]"
    assert disk.last() == Answered(field="Age[1]", value=0, position="Hours[1.1]", on_screen_ms=1_000)
    sitting.back()
    assert sitting.move_on() == ()
    assert sitting.interview.position == "Hours[1.1]"
    assert [each.name for each in disk.sit().interview.failed()] == ["TooYoung[1]"]


def test_a_check_blocks_where_nothing_else_is_said(disk: Disk) -> None:
    sitting = two_people(disk)
    assert [each.name for each in sitting.answer("Age[1]", 0)] == ["TooYoung[1]"]
    assert sitting.interview.position == "Age[1]"
    sitting.go_to_waiting()
    to_the_end(sitting)
    (hindrance,) = sitting.hindrances()
    assert (hindrance.kind, hindrance.level, hindrance.edit) == (Kind.CHECK, Level.BLOCK, "TooYoung[1]")
    with pytest.raises(Hindered):
        sitting.complete(accepting=sitting.hindrances())


def test_what_is_only_warned_of_must_be_accepted_and_the_journal_says_that_it_was(disk: Disk) -> None:
    two_people(disk)
    sitting = disk.sit(CompletionRules(checks=Level.WARN))
    sitting.answer("Age[1]", 0)
    sitting.go_to_waiting()
    to_the_end(sitting)
    with pytest.raises(Hindered):
        sitting.complete()
    assert disk.case_file.record("1").status is Status.IN_PROGRESS
    sitting.complete(accepting=sitting.hindrances())
    assert disk.last() == Completed((Accepted(Kind.CHECK, ("Age[1]",), "TooYoung[1]"),))
    assert disk.case_file.record("1").status is Status.COMPLETED


def test_the_office_may_let_a_case_be_completed_with_questions_open(disk: Disk) -> None:
    two_people(disk)
    sitting = disk.sit(CompletionRules(unanswered=Level.WARN, nonresponse=Level.WARN, nonresponse_above=5))
    sitting.answer("Travel", Missing.REFUSED)
    found = sitting.hindrances()
    assert [each.kind for each in found] == [Kind.UNANSWERED, Kind.NONRESPONSE]
    sitting.complete(accepting=found)
    assert disk.last() == Completed((Accepted(Kind.UNANSWERED, ("Words",)), Accepted(Kind.NONRESPONSE, ("Travel",))))
