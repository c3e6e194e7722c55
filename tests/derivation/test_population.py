"""NS-SEC of the whole population: every cell of the full table by every status, and the order of priority."""

import csv
import itertools
from collections.abc import Iterator
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
TABLE = NSSEC / "soc2010-to-nssec.csv"
published = pytest.mark.skipif(not NSSEC.exists(), reason=f"the published tables are not at {NSSEC}")
DONT_KNOW, NOT_ASKED = -8, -1
COLUMNS = {0: "simplified", 8: "reduced_employers", 9: "reduced_managers", **{each: str(each) for each in range(1, 8)}}
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


def statuses(manager: bool) -> Iterator[tuple[Row, int, str]]:
    """Every combination of the answers on the status of a job, with the column and the method `derivation.md` gives it."""
    for stat in (DONT_KNOW, 1, 2):
        options: Iterator[tuple[int, ...]]
        if stat == 1:
            options = itertools.product((DONT_KNOW, 1, 2), (DONT_KNOW, 1, 2, 3), (NOT_ASKED,), (NOT_ASKED,))
        elif stat == 2:
            options = itertools.product((NOT_ASKED,), (NOT_ASKED,), (DONT_KNOW, 1, 2), (DONT_KNOW, 1, 2, 3))
        else:
            options = iter([(NOT_ASKED,) * 4])
        for supervises, size, alone, employed in options:
            row = {"Stat": stat, "Supvis": supervises, "EmpNo": size, "Solo": alone, "SNEmpl": employed}
            if stat == 1 and manager:
                column = {1: 5, 2: 4, 3: 4, DONT_KNOW: 9}[size]
            elif stat == 1:
                column = {1: 6, 2: 7, DONT_KNOW: 0}[supervises]
            elif alone == 2:
                column = {1: 2, 2: 1, 3: 1, DONT_KNOW: 8}[employed]
            else:
                column = 3 if alone == 1 else 0
            yield row, column, "simplified" if column == 0 else "reduced" if column > 7 else "full"


@published
def test_every_unit_group_by_every_status(engine: Engine) -> None:
    rows = rows_of(TABLE)
    cells = {(int(row["soc2010"]), at): f"L{row[f'op_{name}']}" for row in rows for at, name in COLUMNS.items()}
    persons, wanted = [], []
    groups = [row for row in rows if int(row["soc2010"]) >= 1000]
    assert len(groups) == 369
    for row in groups:
        unit_group = int(row["soc2010"])
        for answers, column, method in statuses(1115 <= unit_group <= 1259):
            persons.append({"Wrking": 1, "SOC2010": unit_group, **answers})
            name = COLUMNS[column]
            wanted.append((f"L{row[f'op_{name}']}", row[f"nssec8_{name}"], method, "published"))
    found = engine.rows(derived(NssecTable("published", cells)), persons)
    named = ("nssec_opcat", "nssec8", "nssec_method", "nssec_table")
    assert [tuple(row[name] for name in named) for row in found] == wanted


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


@pytest.mark.parametrize(
    ("who", "answers", "category"),
    [
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
    ],
)
def test_the_order_of_priority(engine: Engine, who: str, answers: Row, category: str | None) -> None:
    [row] = engine.rows(derived(SMALL_TABLE), [answers], TYPES)
    assert row["nssec_opcat"] == category, who


def test_medical_training_is_full_time_study_only_where_a_project_says_so(engine: Engine) -> None:
    nurse = person(JOB, STUDENT, Wrking=1, Course=5)
    [row] = engine.rows(derived(SMALL_TABLE, Settings(medical_is_full_time=True)), [nurse], TYPES)
    assert (row["nssec_opcat"], row["nssec8"], row["nssec_not_classified"]) == ("L15", None, "student")
    assert row["nssec_job_opcat"] == "L4.1", "the class of the job is kept beside it"
