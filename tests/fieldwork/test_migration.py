"""What becomes of a case under another version of its instrument, and that nothing of it is lost."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from capi.engine.answers import NotAccepted
from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case, Status
from capi.fieldwork.contents import Migrated
from capi.fieldwork.journal import Moment
from capi.fieldwork.migration import Migration, NotMigrated, Version, Why, migration
from capi.fieldwork.replay import CaseRecord, replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from tests.fieldwork.versions import FIRST, SECOND, WITHOUT_JOBS, version

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOLDER = Holder("anna", "L-1", "here", 1, NOW)
TODAY = "2026-11-18"
OLD, NEW, BARE = version(FIRST), version(SECOND), version(WITHOUT_JOBS)
ANSWERS: tuple[tuple[str, object], ...] = (
    ("Address", 1),
    ("Tenure", 3),
    ("Name[1]", "Ann"),
    ("Age[1]", 112),
    ("AnotherJob[1]", 1),
    ("Hours[1.1]", 20),
    ("AnotherJob[1]", 2),
    ("AnyoneElse", 1),
    ("Name[2]", "Bob"),
    ("Age[2]", 41),
    ("AnotherJob[2]", 2),
    ("AnyoneElse", 2),
    ("Travel", (1, 3)),
    ("Words", "nothing"),
)


PLANS: dict[str, Plan] = {}


def compiled(kept: Snapshot) -> Plan:
    if kept.sha256 not in PLANS:
        PLANS[kept.sha256] = plan(kept.instrument(), Mode.FACE_TO_FACE)
    return PLANS[kept.sha256]


class Office:
    """A case file with one case in it, which is moved from version to version."""

    def __init__(self, case_file: CaseFile) -> None:
        self.case_file = case_file
        self.versions = {kept.sha256: kept for kept in (OLD, NEW, BARE)}

    def add(self, kept: Snapshot = OLD, facts: dict[str, int | Decimal | str] | None = None) -> None:
        self.case_file.keep_snapshot(kept)
        case = Case("1", "1/1", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE, dict(facts or {}))
        self.case_file.add_case(case, moment())

    def sit(self) -> Sitting:
        record = self.record
        return Sitting(self.case_file, record, compiled(self.versions[record.case.sha256]), moment)

    def interview(self, *, until: str = "") -> None:
        sitting = self.sit()
        for field, value in ANSWERS:
            if field == until:
                break
            failed = sitting.answer(field, value)
            for each in failed:
                sitting.suppress(each, "so it is")
        sitting.pause()

    @property
    def record(self) -> CaseRecord:
        record = self.case_file.record("1")
        assert record == replay(self.case_file.entries("1"))
        return record

    def look(self, kept: Snapshot, aside_under: Snapshot | None = None) -> Migration:
        record = self.record
        under = {field: compiled(aside_under) for field in record.answers_aside} if aside_under else None
        then = Version(compiled(kept), kept.version, kept.sha256)
        return migration(record, compiled(self.versions[record.case.sha256]), then, TODAY, under)

    def move(self, kept: Snapshot, aside_under: Snapshot | None = None) -> Migration:
        found = self.look(kept, aside_under)
        self.case_file.migrate("1", kept, found.entry, moment())
        return found


def moment() -> Moment:
    return Moment(NOW, 0, 0)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with CaseFile.create(tmp_path / "p.casefile", None, HOLDER) as case_file:
        yield Office(case_file)


@pytest.fixture
def whole(office: Office) -> Office:
    office.add()
    office.interview()
    return office


def test_the_report_says_what_goes_along_what_is_asked_again_and_what_is_set_aside(whole: Office) -> None:
    found = whole.look(NEW)
    assert found.asked_again == {"Tenure": Why.NOT_TAKEN, "Age[1]": Why.NOT_TAKEN, "Pets": Why.NEW_ON_ROUTE}
    assert found.dropped == {"Words": Why.GONE}
    assert (found.moved, found.rows) == (10, 3)
    assert found.entry.lapsed == ("VeryOld[1]",)
    assert found.waiting == "Tenure"


def test_looking_changes_nothing(whole: Office) -> None:
    before = whole.record
    whole.look(NEW)
    assert whole.record == before


def test_a_migrated_case_opens_at_the_first_question_waiting_and_is_gone_on_with(whole: Office) -> None:
    whole.move(NEW)
    assert (whole.record.case.version, whole.record.status) == ("2", Status.IN_PROGRESS)
    sitting = whole.sit()
    assert sitting.interview.position == "Tenure"
    sitting.answer("Tenure", 1)
    sitting.go_to_waiting()
    assert sitting.interview.position == "Age[1]"
    sitting.answer("Age[1]", 92)
    sitting.go_to_waiting()
    assert sitting.interview.position == "Pets"
    sitting.answer("Pets", 2)
    sitting.complete()
    assert whole.record.answers_aside == {"Words": "nothing"}


def test_two_versions_are_gone_on_with_side_by_side_in_one_case_file(whole: Office) -> None:
    case = Case("2", "1/2", "", NEW.name, NEW.version, NEW.sha256, Mode.FACE_TO_FACE)
    whole.case_file.keep_snapshot(NEW)
    whole.case_file.add_case(case, moment())
    for case_id, takes in (("1", True), ("2", False)):
        record = whole.case_file.record(case_id)
        kept = whole.case_file.snapshot(record.case.sha256)
        sitting = Sitting(whole.case_file, record, plan(kept.instrument(), record.case.mode), moment)
        sitting.answer("Address", 1)
        with contextlib.nullcontext() if takes else pytest.raises(NotAccepted):
            sitting.answer("Tenure", 3)
        sitting.pause()
    assert [summary.case.version for summary in whole.case_file.cases()] == ["1", "2"]


def test_there_and_back_no_answer_no_row_and_no_fixed_date_is_lost(whole: Office) -> None:
    before = whole.record
    whole.move(NEW)
    assert set(whole.record.answers_aside) == {"Tenure", "Age[1]", "Words"}
    whole.move(OLD, aside_under=OLD)
    after = whole.record
    assert (after.answers, after.rows, after.case) == (before.answers, before.rows, before.case)
    assert (after.answers_aside, after.rows_aside) == ({}, {})
    assert before.answers["Sunday"] == "2026-11-15"


def test_a_roster_that_is_gone_is_set_aside_with_its_rows_and_comes_back(whole: Office) -> None:
    before = whole.record
    found = whole.move(BARE)
    assert found.dropped == dict.fromkeys(("AnotherJob[1]", "Hours[1.1]", "AnotherJob[2]"), Why.GONE)
    assert (found.rows, found.waiting) == (2, None)
    assert set(whole.record.rows) == {"People"}
    whole.sit().close()
    whole.move(OLD, aside_under=OLD)
    assert (whole.record.answers, whole.record.rows) == (before.answers, before.rows)
    assert whole.sit().interview.rows("Jobs[1]") == (1,)


def test_an_answer_given_anew_is_the_answer_and_the_old_one_stays_in_the_journal(whole: Office) -> None:
    whole.move(NEW)
    sitting = whole.sit()
    sitting.answer("Tenure", 1)
    sitting.pause()
    whole.move(OLD, aside_under=OLD)
    assert whole.record.answers["Tenure"] == 1
    assert "Tenure" not in whole.record.answers_aside


def test_without_knowing_what_it_was_given_to_nothing_is_brought_back(whole: Office) -> None:
    whole.move(NEW)
    assert whole.look(OLD).entry.brought_back == ()


def test_a_case_under_way_is_asked_only_what_it_had_passed(office: Office) -> None:
    office.add()
    office.interview(until="AnyoneElse")
    found = office.look(NEW)
    assert found.asked_again == {"Tenure": Why.NOT_TAKEN, "Age[1]": Why.NOT_TAKEN}
    assert found.dropped == {}


def test_a_case_nobody_has_opened_has_nothing_to_lose(office: Office) -> None:
    office.add()
    found = office.move(NEW)
    assert (found.moved, found.asked_again, found.dropped) == (0, {}, {})
    record = office.record
    assert (record.status, record.last_worked, record.case.version) == (Status.NOT_STARTED, None, "2")


def changed(*changes: tuple[str, str]) -> Snapshot:
    text = FIRST.replace('version: "1"', 'version: "9"')
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return version(text)


@pytest.mark.parametrize(
    ("before", "after", "field", "why"),
    [
        ("Age: {type: whole_number, maximum: 120", "Age: {type: decimal, maximum: 120", "Age[2]", Why.OTHER_TYPE),
        ("maximum: 168", "maximum: 10", "Hours[1.1]", Why.NOT_TAKEN),
        ("              type: code_all\n", "", "Travel", Why.OTHER_TYPE),
        ("{1: Bus, 2: Car, 3: Foot}", "{1: Bus, 2: Car}", "Travel", Why.NOT_TAKEN),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(
    whole: Office, before: str, after: str, field: str, why: Why
) -> None:
    assert whole.look(changed((before, after))).asked_again.get(field) is why


def test_an_answer_whose_question_is_off_the_route_now_goes_along_unseen(whole: Office) -> None:
    kept = changed(("- Words: {type: text,", "- Words: {type: text, asked_if: Tenure == 1,"))
    found = whole.look(kept)
    assert found.off_route == ("Words",)
    assert found.entry == Migrated("9", kept.sha256)


def test_a_question_that_moved_into_a_roster_is_another_one(whole: Office) -> None:
    words = "          - Words: {type: text, text: Anything else?}\n"
    kept = changed((words, ""), ("          - roster: Jobs\n", f"{words}          - roster: Jobs\n"))
    found = whole.look(kept)
    assert found.dropped == {"Words": Why.GONE}
    assert found.asked_again == {"Words[1]": Why.NEW_ON_ROUTE, "Words[2]": Why.NEW_ON_ROUTE}


def test_a_value_that_was_fixed_is_not_taken_for_an_answer(whole: Office) -> None:
    sunday = "- Sunday: {type: date, computed: sunday_before(today), once: true, label: Sunday}"
    kept = changed((sunday, "- Sunday: {type: date, text: Which Sunday?}"))
    assert whole.look(kept).asked_again == {"Sunday": Why.OTHER_TYPE}


@pytest.mark.parametrize(
    ("changes", "lapses"),
    [
        ((("message: Over 100?", "message: Really over 100?"),), False),
        ((("fails_if: Age > 100", "fails_if: Age > 99"),), True),
        ((("signal: VeryOld", "check: VeryOld"),), True),
        ((("signal: VeryOld", "signal: Ancient"),), True),
        ((("maximum: 120,", "maximum: 110,"),), True),
    ],
)
def test_a_suppression_lasts_while_the_edit_and_the_answers_are_the_same(
    whole: Office, changes: tuple[tuple[str, str], ...], *, lapses: bool
) -> None:
    assert whole.look(changed(*changes)).entry.lapsed == (("VeryOld[1]",) if lapses else ())


def test_a_fact_that_does_not_fit_keeps_the_case_where_it_is(office: Office) -> None:
    office.add(facts={"Area": "north"})
    kept = changed(
        ("Area: {label: Area, type: text, longest: 50}", "Area: {label: Area, type: whole_number, maximum: 9}")
    )
    with pytest.raises(NotMigrated, match="Area"):
        office.look(kept)


@pytest.mark.parametrize("kept", [NEW, BARE], ids=["new", "bare"])
@pytest.mark.parametrize("stop", range(len(ANSWERS) + 1))
def test_wherever_it_stands_a_case_comes_back_as_it_was(office: Office, stop: int, kept: Snapshot) -> None:
    office.add()
    sitting = office.sit()
    for field, value in ANSWERS[:stop]:
        for each in sitting.answer(field, value):
            sitting.suppress(each, "so it is")
    sitting.pause()
    before = office.record
    office.move(kept)
    office.move(OLD, aside_under=OLD)
    after = office.record
    assert (after.answers, after.rows, after.remarks) == (before.answers, before.rows, before.remarks)
    assert after.answers_aside == {}
