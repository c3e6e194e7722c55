from datetime import UTC, date, datetime, timedelta

import pytest

from capi.dataset.interview_date import interview_date, reference_sunday
from capi.fieldwork.contents import Answered, CaseCreated, Contents, Opened
from capi.fieldwork.journal import START, Entry, Moment, follow
from capi.instrument.model import Mode

CREATED = CaseCreated(
    reference="1", name="", instrument="seb", version="1", sha256="0" * 64, mode=Mode.TELEPHONE, facts={}
)


def _entry(contents: Contents, at: datetime, offset_minutes: int = 0) -> Entry:
    return follow(START, case="c", device="d", who="w", moment=Moment(at, offset_minutes, 0), contents=contents)


@pytest.mark.parametrize(
    ("held", "sunday"),
    [
        (date(2026, 11, 15), date(2026, 11, 8)),  # a Sunday: the week that is not over is no reference week
        (date(2026, 11, 16), date(2026, 11, 15)),
        (date(2026, 11, 18), date(2026, 11, 15)),
        (date(2026, 11, 21), date(2026, 11, 15)),
        (date(2027, 1, 1), date(2026, 12, 27)),
    ],
)
def test_the_reference_week_ends_on_the_sunday_before_the_interview(held: date, sunday: date) -> None:
    assert reference_sunday(held) == sunday
    assert sunday.weekday() == 6


def test_the_date_is_that_of_the_first_answer_however_often_the_case_was_looked_at() -> None:
    monday = datetime(2026, 11, 16, 10, tzinfo=UTC)
    entries = [
        _entry(CREATED, monday - timedelta(days=30)),
        _entry(Opened(), monday),
        _entry(Opened(), monday + timedelta(days=2)),
        _entry(Answered.of("A", 1, "B"), monday + timedelta(days=2)),
        _entry(Answered.of("B", 1, None), monday + timedelta(days=9)),
    ]
    assert interview_date(entries) == date(2026, 11, 18)
    assert interview_date(entries[:3]) == date(2026, 11, 16)
    assert interview_date(entries[:1]) is None


def test_the_day_is_the_interviewers_and_not_that_of_greenwich() -> None:
    half_past_eleven = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert interview_date([_entry(Opened(), half_past_eleven, 60)]) == date(2026, 11, 16)
    assert interview_date([_entry(Opened(), half_past_eleven, -60)]) == date(2026, 11, 15)
