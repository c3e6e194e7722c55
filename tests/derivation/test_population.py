"""NS-SEC of the whole population: the classes of the categories, and the order of priority."""

import csv
from datetime import date
from pathlib import Path

import pytest

from capi.derivation.columns import Table
from capi.derivation.economic_status import economic_status
from capi.derivation.full_nssec import NssecTable
from capi.derivation.operational import CATEGORIES
from capi.derivation.population import population_class
from capi.derivation.settings import STANDARD, Settings
from tests.derivation.conftest import Engine, Row

NSSEC = Path(__file__).parents[3] / "shared" / "reference" / "nssec"
published = pytest.mark.skipif(not NSSEC.exists(), reason=f"the published tables are not at {NSSEC}")
DONT_KNOW, NOT_ASKED = -8, -1
SMALL_TABLE = NssecTable("small table", {(2231, column): "L4.1" for column in range(10)})


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def derived(table: NssecTable, settings: Settings = STANDARD) -> object:
    def derive(persons: Table) -> Table:
        return population_class(economic_status(persons), table, settings)

    return derive


@published
def test_the_operational_categories_make_the_published_classes() -> None:
    rows = rows_of(NSSEC / "operational-categories.csv")
    assert {row["operational_category"] for row in rows} == set(CATEGORIES)
    for row in rows:
        made = CATEGORIES[row["operational_category"]]
        printed = tuple(None if row[name] == "NC" else row[name] for name in ("nssec9_(1.1/1.2)", "nssec5", "nssec3"))
        assert made[:3] == printed


SUNDAY = date(2026, 11, 15)
TYPES = {
    **dict.fromkeys(
        (
            "Wrking",
            "SchemeET",
            "JbAway",
            "OwnBus",
            "RelBus",
            "Looked",
            "StartJ",
            "LKTime",
            "EverWk",
            "Enroll",
            "Attend",
            "Course",
        ),
        "int32",
    ),
    **dict.fromkeys(("Stat", "Supvis", "SOC2010"), "int32"),
    "DtJbL": "date",
    "ReferenceSunday": "date",
}
OUT_OF_WORK = {"Wrking": 2, "SchemeET": 2, "JbAway": 2, "OwnBus": 2, "RelBus": 2, "Looked": 1, "StartJ": 1}
JOB = {"Stat": 1, "Supvis": 2, "SOC2010": 2231}
STUDENT = {"Enroll": 1, "Attend": 1, "Course": 4}


def person(*answers: Row, **more: object) -> Row:
    row: Row = {name: NOT_ASKED if kind == "int32" else None for name, kind in TYPES.items()}
    row |= {"Enroll": 2, "ReferenceSunday": SUNDAY}
    for each in answers:
        row |= each
    return row | more


ORDER = [
    ("a nurse at work", person(JOB, Wrking=1), "L4.1"),
    ("a student, even if working", person(JOB, STUDENT, Wrking=1), "L15"),
    ("a student waiting for term", person(JOB, STUDENT, Wrking=1, Attend=2), "L15"),
    ("a student who has stopped going", person(JOB, STUDENT, Wrking=1, Attend=3), "L4.1"),
    ("a part-time student", person(JOB, STUDENT, Wrking=1, Course=6), "L4.1"),
    ("training as a nurse", person(JOB, STUDENT, Wrking=1, Course=5), "L4.1"),
    ("a student comes before long-term unemployed", person(OUT_OF_WORK, STUDENT, LKTime=6, EverWk=2), "L15"),
    ("a year without work, never worked", person(OUT_OF_WORK, LKTime=6, EverWk=2), "L14.2"),
    ("less than a year, never worked", person(OUT_OF_WORK, LKTime=5, EverWk=2), "L14.1"),
    ("a year without work", person(OUT_OF_WORK, JOB, LKTime=6, EverWk=1, DtJbL=date(2025, 11, 14)), "L14.2"),
    ("a year to the day", person(OUT_OF_WORK, JOB, LKTime=6, EverWk=1, DtJbL=date(2025, 11, 15)), "L4.1"),
    ("nobody knows since when", person(OUT_OF_WORK, JOB, LKTime=6, EverWk=1), "L4.1"),
    ("not looking, never worked", person(OUT_OF_WORK, Looked=2, StartJ=NOT_ASKED, EverWk=2), "L14.1"),
    ("not looking, of the last job", person(OUT_OF_WORK, JOB, Looked=2, StartJ=NOT_ASKED, EverWk=1), "L4.1"),
    ("a job that nobody could code", person(Wrking=1, Stat=1, Supvis=2, SOC2010=DONT_KNOW), "L16"),
    ("nothing known of any job", person(Wrking=DONT_KNOW, EverWk=DONT_KNOW), "L17"),
    ("a child", person(Enroll=NOT_ASKED), None),
]


def test_the_order_of_priority(engine: Engine) -> None:
    found = engine.rows(derived(SMALL_TABLE), [answers for _, answers, _ in ORDER], TYPES)
    made = {who: row["nssec_opcat"] for (who, _, _), row in zip(ORDER, found, strict=True)}
    assert made == {who: category for who, _, category in ORDER}


def test_medical_training_is_full_time_study_only_where_a_project_says_so(engine: Engine) -> None:
    nurse = person(JOB, STUDENT, Wrking=1, Course=5)
    [row] = engine.rows(derived(SMALL_TABLE, Settings(medical_is_full_time=True)), [nurse], TYPES)
    assert (row["nssec_opcat"], row["nssec8"], row["nssec_not_classified"]) == ("L15", None, "student")
    assert row["nssec_job_opcat"] == "L4.1", "the class of the job is kept beside it"
