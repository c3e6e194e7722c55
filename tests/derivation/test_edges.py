"""Where a person stands at the edge of a definition: birthdays, a year to the day, dates that are not there, students at work."""

import calendar
from datetime import date, timedelta

from capi.derivation.derive import derive
from tests.derivation.conftest import Engine, Row
from tests.derivation.test_golden_activity import SMALL_TABLE, person
from tests.derivation.test_golden_activity import TYPES as OF_ACTIVITY

DONT_KNOW, NOT_ASKED = -8, -1
TYPES = {**OF_ACTIVITY, "DateOfBirth": "date", "Sex": "int32"}
LOOKING = {"Wrking": 2, "SchemeET": 2, "JbAway": 2, "OwnBus": 2, "RelBus": 2, "Looked": 1, "StartJ": 1, "LKTime": 6}
LAST_JOB = {"EverWk": 1, "Stat": 1, "Supvis": 2, "SOC2010": 2231}


def whoever(*answers: Row, **more: object) -> Row:
    return person(*answers, **{"DateOfBirth": None, "Sex": 1} | more)


def sundays() -> list[date]:
    """About each leap day of eight years, and elsewhere."""
    first = date(2023, 1, 1)
    days = (first + timedelta(weeks=week) for week in range(52 * 8))
    return [day for day in days if day.month in (2, 3) or day.day < 8]


def a_year_before(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))


def test_more_than_a_year_is_a_year_by_the_calendar_and_a_day(engine: Engine) -> None:
    persons, wanted = [], []
    for sunday in sundays():
        for days in range(364, 369):
            left = sunday - timedelta(days=days)
            persons.append(whoever(LOOKING, LAST_JOB, DtJbL=left, ReferenceSunday=sunday))
            wanted.append("L14.2" if left < a_year_before(sunday) else "L4.1")
    found = engine.derived(persons, TYPES, SMALL_TABLE)
    assert [row["nssec_opcat"] for row in found] == wanted
    assert set(wanted) == {"L14.2", "L4.1"}


def test_where_the_reference_sunday_is_not_there_it_is_the_one_before_the_interview(engine: Engine) -> None:
    held = [date(2026, 11, 15) + timedelta(days=each) for each in range(-7, 9)]
    persons, wanted = [], []
    for day in held:
        sunday = day - timedelta(days=day.isoweekday())
        for left in (a_year_before(sunday), a_year_before(sunday) - timedelta(days=1)):
            persons.append(whoever(LOOKING, LAST_JOB, DtJbL=left, ReferenceSunday=None, InterviewDate=day))
            wanted.append("L4.1" if left == a_year_before(sunday) else "L14.2")
    persons.append(whoever(LOOKING, LAST_JOB, DtJbL=date(1999, 1, 1), ReferenceSunday=None, InterviewDate=None))
    found = engine.derived(persons, TYPES, SMALL_TABLE)
    assert [row["nssec_opcat"] for row in found] == [*wanted, "L4.1"], "without any date nobody knows"


SIXTEEN: list[tuple[str, Row, str | None]] = [
    ("fifteen", {"Age": 15}, None),
    ("sixteen", {"Age": 16}, "1"),
    ("an age given beats a date of birth", {"Age": 15, "DateOfBirth": date(1980, 1, 1)}, None),
    ("sixteen tomorrow", {"Age": NOT_ASKED, "DateOfBirth": date(2010, 11, 19)}, None),
    ("sixteen today", {"Age": DONT_KNOW, "DateOfBirth": date(2010, 11, 18)}, "1"),
    ("nobody knows", {"Age": DONT_KNOW}, "1"),
    ("no date of interview", {"Age": NOT_ASKED, "DateOfBirth": date(2015, 1, 1), "InterviewDate": None}, "1"),
]


def test_whoever_is_under_sixteen_has_no_status_and_no_class_whatever_was_asked(engine: Engine) -> None:
    job = {"Wrking": 1, "Stat": 1, "Supvis": 2, "SOC2010": 2231}
    found = engine.derived([whoever(job, **known) for _, known, _ in SIXTEEN], TYPES, SMALL_TABLE)
    for (who, _, status), row in zip(SIXTEEN, found, strict=True):
        assert row["ilo_status"] == status, who
        assert (row["nssec_opcat"], row["nssec8"]) == ((None, None) if status is None else ("L4.1", "2")), who


def test_any_question_on_work_that_was_asked_is_enough_for_a_status(engine: Engine) -> None:
    found = engine.derived([whoever(SchemeET=1), whoever()], TYPES, SMALL_TABLE)
    assert [row["ilo_status"] for row in found] == ["1", None]


def test_a_student_at_work_is_in_employment_and_a_student(engine: Engine) -> None:
    study = {"Enroll": 1, "Attend": 1, "Course": 4, "Wrking": 1}
    [row] = engine.derived([whoever(study, LAST_JOB, FtPtWk=2)], TYPES, SMALL_TABLE)
    assert (row["ilo_status"], row["ilo_employment"], row["ilo_hours"]) == ("1", 1, 2)
    assert (row["nssec_opcat"], row["nssec_not_classified"], row["nssec_job_opcat"]) == ("L15", "student", "L4.1")


def test_without_an_interview_date_or_born_after_it_nobody_has_a_pension_flag(engine: Engine) -> None:
    today = date(2026, 11, 18)
    cases = [(date(1940, 1, 1), None), (None, today), (today + timedelta(days=1), today), (today, today)]
    persons = [whoever(DateOfBirth=birth, InterviewDate=held) for birth, held in cases]
    found = engine.derived(persons, TYPES, SMALL_TABLE)
    flags = [(row["penflag"], row["nopenflg"]) for row in found]
    assert flags == [(None, None), (None, None), (None, None), (0, 0)]


def test_a_column_that_is_called_like_a_derived_one_is_made_anew_however_it_is_written(engine: Engine) -> None:
    types = {"Wrking": "int32", "ILO_Status": "string"}
    [row] = engine.rows(lambda each: derive(each, None), [{"Wrking": 1, "ILO_Status": "9"}], types)
    assert (row["ilo_status"], "ILO_Status" in row) == ("1", False)
