"""The practice file: invented people in every state of fieldwork, whenever it is made."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from capi.calling.agreed_times import agree
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import CaseSummary, Status, StopReason
from capi.fieldwork.contents import Because, EditSuppressed, Left, Opened, Remarked, Returned, Way
from capi.fieldwork.journal import Entry, Moment, encode
from capi.fieldwork.replay import CaseRecord, replay
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.suggestion import check_outcome
from capi.practice import PEOPLE, open_practice
from capi.practice.sample import CASES
from capi.settings import Settings, read_settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from capi.store.kept_frame import kept_frame

AFTERNOON = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
"""A Wednesday."""
HOLDER = Holder(who="practice", device="L-test", host="here", pid=1, since=AFTERNOON)
DRAMA = re.compile(r"01632 960\d{3}|07700 900\d{3}|020 7946 0\d{3}")
CALLED = range(9, 21)
"""The hours of the day in which a call may begin, by the respondent's clock."""


def practice(folder: Path, now: datetime = AFTERNOON) -> CaseFile:
    return open_practice(settings_of(folder), HOLDER, Moment(now, 0, 0))


def settings_of(folder: Path) -> Settings:
    return read_settings({"CAPI_DATA_DIR": str(folder)})


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    with practice(tmp_path_factory.mktemp("practice")) as opened:
        yield opened


@pytest.fixture(scope="module")
def frame(case_file: CaseFile) -> OutcomeFrame:
    return kept_frame(case_file, settings_of(case_file.path.parent).questionnaires).frame


@pytest.fixture(scope="module")
def sample(case_file: CaseFile) -> list[CaseSummary]:
    first = {person.reference for person in PEOPLE}
    return [each for each in case_file.cases() if each.case.reference not in first]


@pytest.fixture(scope="module")
def journals(case_file: CaseFile, sample: list[CaseSummary]) -> list[list[Entry]]:
    return [case_file.entries(each.case.id) for each in sample]


@pytest.fixture(scope="module")
def records(case_file: CaseFile, sample: list[CaseSummary]) -> list[CaseRecord]:
    return [case_file.record(each.case.id) for each in sample]


def contents(journals: list[list[Entry]]) -> list[object]:
    return [entry.contents for entries in journals for entry in entries]


def test_the_people_to_practise_on_first_have_been_called_by_nobody_and_one_of_them_stands_first(
    case_file: CaseFile,
) -> None:
    lines = case_file.cases()
    people = {each.case.reference: each for each in lines if each.case.name in {person.name for person in PEOPLE}}
    assert people.keys() == {person.reference for person in PEOPLE}
    assert {(each.status, each.calls) for each in people.values()} == {(Status.NOT_STARTED, 0)}
    in_order = sorted(lines, key=lambda each: each.case.reference)
    assert in_order[0].case.instrument == "seb", "its first question is answered by a number"
    assert len(lines) == len(PEOPLE) + CASES == 314


def test_what_is_seen_first_is_lively(case_file: CaseFile) -> None:
    shown = sorted(case_file.cases(), key=lambda each: each.case.reference)[:10]
    assert len({each.status for each in shown}) >= 3
    assert sum(each.calls > 0 for each in shown) >= 4
    assert any(each.outcome for each in shown)


def test_the_file_is_sound_and_its_tables_say_what_its_journals_say(case_file: CaseFile) -> None:
    assert case_file.practice
    assert case_file.verify() == ()
    for line in case_file.cases():
        told = replay(case_file.entries(line.case.id), case_file.contact(line.case.id))
        assert case_file.record(line.case.id) == told
        assert line == told.summary


def test_so_many_are_in_each_state(sample: list[CaseSummary]) -> None:
    assert Counter(each.status for each in sample) == {
        Status.NOT_STARTED: 196,
        Status.COMPLETED: 62,
        Status.IN_PROGRESS: 30,
        Status.STOPPED: 12,
    }
    assert Counter(each.stop_reason for each in sample if each.stop_reason) == dict.fromkeys(StopReason, 4)
    fresh = [each for each in sample if each.status is Status.NOT_STARTED and not each.calls]
    assert len(fresh) == 43
    assert sum(each.appointment is not None and each.appointment > AFTERNOON for each in sample) == 31
    assert sum(each.appointment is not None and each.appointment < AFTERNOON for each in sample) == 5


def test_outcomes_of_every_kind_are_confirmed_and_some_are_still_to_be(
    sample: list[CaseSummary], frame: OutcomeFrame
) -> None:
    complete = Counter(each.outcome for each in sample if each.status is Status.COMPLETED)
    assert complete == {"": 12, "110": 48, "130": 2}
    stopped = Counter(each.outcome for each in sample if each.status is Status.STOPPED)
    assert stopped[""] == 6
    assert stopped["440"] == stopped["530"] == stopped["590"] == 2
    at_the_door = Counter(each.outcome[:1] for each in sample if each.status is Status.NOT_STARTED and each.outcome)
    assert at_the_door["4"] >= 10, "refused"
    assert at_the_door["7"] >= 7, "not eligible"
    unknown = {each.outcome for each in sample if each.outcome and frame.outcome(each.outcome) is None}
    assert not unknown


def test_every_outcome_is_one_that_the_interviewer_may_confirm(
    journals: list[list[Entry]], frame: OutcomeFrame
) -> None:
    outcomes = [each for each in contents(journals) if isinstance(each, OutcomeSet)]
    assert outcomes
    for outcome in outcomes:
        assert check_outcome(frame, outcome.code, outcome.reason, by_office=False) is None, outcome
        assert outcome.suggested, outcome


@pytest.mark.parametrize("medium", [Medium.VISIT, Medium.TELEPHONE])
def test_calls_have_every_result_that_a_visit_and_a_telephone_call_may_have(
    journals: list[list[Entry]], frame: OutcomeFrame, medium: Medium
) -> None:
    results = {each.result for each in contents(journals) if isinstance(each, CallMade) and each.medium is medium}
    assert results == {each.name for each in frame.results_by(medium)}


def test_no_call_has_a_result_that_its_medium_cannot_have(journals: list[list[Entry]], frame: OutcomeFrame) -> None:
    for call in contents(journals):
        if isinstance(call, CallMade):
            assert call.result in {each.name for each in frame.results_by(call.medium)}


def test_letters_emails_and_the_web_are_tried_too(journals: list[list[Entry]]) -> None:
    assert {each.medium for each in contents(journals) if isinstance(each, CallMade)} == set(Medium)


def test_interviews_were_paused_broken_off_for_every_reason_and_closed_with_the_window(
    journals: list[list[Entry]], records: list[CaseRecord]
) -> None:
    left = [each for each in contents(journals) if isinstance(each, Left)]
    assert {each.because for each in left} == {None, *Because}
    assert {each.way for each in left} == {Way.PAUSED, Way.CLOSED}
    assert {record.calls.language for record in records} == {"", "cy", "pl", "ur"}
    assert sum(record.calls.proxy for record in records) == 3
    assert not any(record.sitting_open for record in records)


def test_an_interview_names_the_call_that_led_to_it(journals: list[list[Entry]]) -> None:
    for entries in journals:
        for entry in entries:
            if isinstance(entry.contents, Opened):
                call = entries[entry.contents.call - 1].contents
                assert isinstance(call, CallMade)
                assert call.result in ("interview", "web_begun")


def test_the_office_has_given_interviews_back_with_questions_marked(records: list[CaseRecord]) -> None:
    returned = [(record, record.returned) for record in records if isinstance(record.returned, Returned)]
    marked = [(record, asked) for record, asked in returned if asked.fields]
    assert len(marked) == 5
    for record, asked in marked:
        assert set(asked.fields) <= set(record.answers)
        assert record.status is Status.IN_PROGRESS
        assert asked.by
    assert len(returned) - len(marked) == 2, "refusals to try once more"


def test_there_are_remarks_and_suppressed_signals_with_their_reasons(
    journals: list[list[Entry]], records: list[CaseRecord]
) -> None:
    assert sum(isinstance(each, Remarked) for each in contents(journals)) >= 20
    assert sum(isinstance(each, EditSuppressed) for each in contents(journals)) == 2
    assert [suppressed.reason != "" for record in records for suppressed in record.suppressions.values()] == [True] * 2


def test_appointments_are_hard_and_soft_called_off_and_lapse(journals: list[list[Entry]]) -> None:
    made = [each for each in contents(journals) if isinstance(each, AppointmentMade)]
    assert {each.hard for each in made} == {True, False}
    assert sum(each.lapses is not None for each in made) == 5
    assert sum(isinstance(each, AppointmentCancelled) for each in contents(journals)) == 2
    assert {each.medium for each in made} == {Medium.VISIT, Medium.TELEPHONE}


def test_appointments_to_come_lie_today_this_evening_tomorrow_and_next_week(sample: list[CaseSummary]) -> None:
    london = ZoneInfo("Europe/London")
    today = AFTERNOON.date()
    coming = [
        each.appointment.astimezone(london) for each in sample if each.appointment and each.appointment > AFTERNOON
    ]
    days = Counter((each.date() - today).days for each in coming)
    assert days[0] >= 8
    assert days[1] >= 6
    assert sum(number for day, number in days.items() if day >= 7) >= 5
    assert sum(each.date() == today and each.hour >= 17 for each in coming) >= 4
    assert min(coming) - AFTERNOON <= timedelta(minutes=25)


def test_most_are_interviewed_face_to_face_or_by_telephone_with_every_instrument(sample: list[CaseSummary]) -> None:
    modes = Counter(each.case.mode for each in sample)
    assert modes[Mode.FACE_TO_FACE] > 100
    assert modes[Mode.TELEPHONE] > 100
    assert modes[Mode.SELF_COMPLETION] == 6
    instruments = Counter(each.case.instrument for each in sample)
    assert min(instruments[name] for name in ("seb", "economic-activity", "household")) > 40


def test_a_few_live_by_another_clock_and_their_appointments_are_by_it(
    sample: list[CaseSummary], records: list[CaseRecord]
) -> None:
    zones = Counter(each.case.facts["TimeZone"] for each in sample if "TimeZone" in each.case.facts)
    assert 4 <= sum(zones.values()) <= 15
    assert len(zones) >= 3
    agreed_in = Counter[str]()
    for record in records:
        if appointment := record.calls.appointment:
            agreed_in[appointment.zone] += 1
            assert appointment.zone == record.case.facts.get("TimeZone", "Europe/London")
    assert len(agreed_in) > 1


def test_nobody_is_real(case_file: CaseFile) -> None:
    rung: list[str] = []
    for line in case_file.cases():
        contact = case_file.contact(line.case.id)
        assert contact is not None
        assert all(DRAMA.fullmatch(number) for number in contact.telephones), contact
        assert contact.postcode == "" or contact.postcode.startswith("ZZ")
        assert contact.email == "" or contact.email.endswith("@example.org")
        assert contact.email.isascii()
        assert line.case.mode is not Mode.TELEPHONE or contact.telephones, "there is a number to ring"
        rung.extend(contact.telephones)
    assert len(rung) == len(set(rung)), "no two share a number"


def test_no_journal_names_anybody(journals: list[list[Entry]]) -> None:
    for entries in journals:
        written = b" ".join(encode(entry) for entry in entries)
        assert not DRAMA.search(written.decode())
        assert b"example.org" not in written


NOWS = (
    AFTERNOON,
    datetime(2026, 11, 22, 0, 2, tzinfo=UTC),  # the night to a Sunday
    datetime(2026, 6, 6, 22, 58, tzinfo=UTC),  # nearly midnight in London, in summer
    datetime(2026, 10, 26, 8, 0, tzinfo=UTC),  # the clocks went back the day before
    datetime(2028, 2, 29, 18, 45, 12, 345_678, tzinfo=UTC),
    datetime(2027, 1, 1, 9, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_whenever_it_is_made_calls_lie_before_and_appointments_after(tmp_path: Path, now: datetime) -> None:
    with practice(tmp_path, now) as case_file:
        for line in case_file.cases()[len(PEOPLE) :]:
            entries = case_file.entries(line.case.id)
            zone = ZoneInfo(str(line.case.facts.get("TimeZone", "Europe/London")))
            times = [entry.time for entry in entries]
            assert times == sorted(times)
            assert now - timedelta(days=16) < times[0]
            assert times[-1] < now
            for entry in entries:
                if isinstance(entry.contents, CallMade):
                    assert entry.contents.began <= entry.time
                    assert entry.contents.began.astimezone(zone).hour in CALLED
                if isinstance(entry.contents, AppointmentMade):
                    assert agree(entry.contents.local, entry.contents.zone) is not None
                    assert entry.contents.utc > entry.time
        coming = sum(each.appointment is not None and each.appointment > now for each in case_file.cases())
        missed = sum(each.appointment is not None and each.appointment < now for each in case_file.cases())
        assert (coming, missed) == (31, 5)
        assert case_file.verify() == ()


def test_a_file_made_at_the_same_moment_by_the_same_hands_has_the_same_sample(
    tmp_path: Path, journals: list[list[Entry]]
) -> None:
    with practice(tmp_path) as again:
        lines = again.cases()[len(PEOPLE) :]
        assert [again.entries(each.case.id) for each in lines] == journals


def test_on_another_day_the_same_happens_to_the_same_people(tmp_path: Path, sample: list[CaseSummary]) -> None:
    with practice(tmp_path, AFTERNOON + timedelta(days=100)) as later:
        lines = later.cases()[len(PEOPLE) :]
    same = [(each.case, each.status, each.calls, each.last_result, each.outcome) for each in sample]
    assert [(each.case, each.status, each.calls, each.last_result, each.outcome) for each in lines] == same


def test_every_entry_is_of_whoever_practises_here(journals: list[list[Entry]]) -> None:
    assert {(entry.who, entry.device) for entries in journals for entry in entries} == {("practice", "L-test")}


def test_no_case_claims_to_be_safe_at_a_hub(case_file: CaseFile, sample: list[CaseSummary]) -> None:
    for each in sample:
        holding = case_file.holding(each.case.id)
        assert holding.acknowledged.number == 0
        assert holding.lease == ""


def test_a_practice_file_that_is_there_is_only_opened(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    CaseFile.create(settings.practice_case_file, None, HOLDER).close()
    with practice(tmp_path) as opened:
        assert opened.cases() == []


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    practice(tmp_path).close()
    names = {each.name.removeprefix("practice.casefile") for each in tmp_path.iterdir()}
    assert names <= {"", ".count", ".lock"}


def test_where_it_cannot_be_made_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def full(file: Path, target: Path) -> Path:
        if target.parent == tmp_path:
            raise OSError(28, "No space left on device")
        return rename(file, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="space"):
        practice(tmp_path)
    monkeypatch.undo()
    assert not settings_of(tmp_path).practice_case_file.exists()
    with practice(tmp_path) as made:
        assert len(made.cases()) == len(PEOPLE) + CASES, "and it is made whole the next time"


def test_it_is_made_before_anybody_wonders(tmp_path: Path) -> None:
    """Two seconds of work; a machine that is busy with other things may take longer over it."""
    began = time.process_time()
    practice(tmp_path).close()
    assert time.process_time() - began < 4
