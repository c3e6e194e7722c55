"""State pension age: the flags on the day before, on the day and on the day after, against the published table."""

import calendar
import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from capi.derivation import pension_age
from capi.derivation.pension_age import FEMALE, MALE, pension_flags
from tests.derivation.conftest import Engine, Row

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "state-pension" / "rules.csv"
TYPES = {"DateOfBirth": "date", "InterviewDate": "date", "Sex": "int32"}
SEXES = {MALE: "male", FEMALE: "female"}


def reached_on(sex: int, birth: date) -> date:
    """The day on which somebody born on this day reaches State pension age, as it is looked up."""
    place = birth.toordinal() - date(1880, 1, 1).toordinal() + 1
    column = {MALE: "capi:man", FEMALE: "capi:woman"}[sex]
    days = pension_age._birthdays()[place][column]
    assert isinstance(days, int)
    return date(1970, 1, 1) + timedelta(days=days)


def later(day: date, years: int, months: int) -> date:
    """The paying department's rules: the last day of a shorter month, but the 1st of March for the 29th of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + years * 12 + months, 12)
    if (day.month, day.day, months) == (2, 29, 0) and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reaches(rules: list[dict[str, str]], sex: str, birth: date) -> date:
    for rule in rules:
        first, last = rule["dob_from"] or "0001-01-01", rule["dob_to"] or "9999-12-31"
        if rule["sex"] in ("both", sex) and first <= birth.isoformat() <= last:
            if rule["kind"] == "date":
                return date.fromisoformat(rule["value"])
            age = re.fullmatch(r"(\d+)y(\d+)m", rule["value"])
            assert age is not None
            return later(birth, int(age[1]), int(age[2]))
    raise AssertionError(birth)


published = pytest.mark.skipif(not REFERENCE.exists(), reason=f"the published timetable is not at {REFERENCE}")


@published
def test_every_birthday_of_a_century_against_the_timetable() -> None:
    with REFERENCE.open(encoding="utf-8") as file:
        rules = list(csv.DictReader(file))
    for number in range(date(1900, 1, 1).toordinal(), date(2012, 1, 1).toordinal()):
        birth = date.fromordinal(number)
        for sex, name in SEXES.items():
            assert reached_on(sex, birth) == reaches(rules, name, birth), (name, birth)


@pytest.mark.parametrize(
    ("birth", "sex", "reached"),
    [
        (date(1960, 7, 31), 1, date(2026, 11, 30)),  # the notes under the published timetable
        (date(1960, 12, 31), 1, date(2027, 9, 30)),
        (date(1961, 1, 31), 2, date(2027, 11, 30)),
        (date(1952, 2, 29), 2, date(2014, 1, 6)),  # a day that is fixed knows no leap years
        (date(1952, 2, 29), 1, date(2017, 3, 1)),
        (date(1964, 2, 29), 2, date(2031, 3, 1)),  # as the government's own calculator has it
    ],
)
def test_births_at_the_end_of_a_month(birth: date, sex: int, reached: date) -> None:
    assert reached_on(sex, birth) == reached


@published
def test_every_third_birthday_and_sex_on_the_day_it_is_reached_and_on_either_side(engine: Engine) -> None:
    with REFERENCE.open(encoding="utf-8") as file:
        rules = list(csv.DictReader(file))
    births = [date(1945, 1, 1) + timedelta(days=each) for each in range(0, 365 * 37, 3)]
    persons: list[Row] = []
    wanted = []
    for birth in births:
        for sex, name in SEXES.items():
            day = reaches(rules, name, birth)
            for after in (-1, 0, 1):
                persons.append({"DateOfBirth": birth, "InterviewDate": day + timedelta(days=after), "Sex": sex})
                wanted.append(int(after >= 0))
    found = engine.rows(pension_flags, persons, TYPES)
    assert [row["penflag"] for row in found] == wanted
    assert [row["nopenflg"] for row in found] == [1 - each for each in wanted]


def test_a_sex_that_does_not_matter_need_not_be_known_and_a_child_is_in_neither_group(engine: Engine) -> None:
    today = date(2026, 11, 22)
    cases = [
        (date(1960, 9, 6), -8, (0, 1)),
        (date(1940, 1, 1), -8, (1, 0)),
        (date(2012, 1, 1), 1, (0, 0)),
        (date(2010, 11, 22), 2, (0, 1)),
        (None, 1, (None, None)),
    ]
    persons = [{"DateOfBirth": birth, "InterviewDate": today, "Sex": sex} for birth, sex, _ in cases]
    persons.append({"DateOfBirth": date(1952, 6, 1), "InterviewDate": date(2015, 1, 1), "Sex": -9})
    found = engine.rows(pension_flags, persons, TYPES)
    assert [(row["penflag"], row["nopenflg"]) for row in found] == [*(flags for _, _, flags in cases), (None, None)]
