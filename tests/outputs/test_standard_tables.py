"""The tables as the standards print them, counted on DuckDB and on PostgreSQL."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import ibis
import pytest

from capi.derivation.columns import Table
from capi.derivation.derive import derive
from capi.derivation.full_nssec import NssecTable
from capi.outputs.standard_tables import DEFINITIONS, StandardTables, standard_tables
from capi.outputs.table_counts import NotCountable
from capi.outputs.table_figures import Treatment
from capi.outputs.table_shapes import Place
from tests.derivation.conftest import Engine
from tests.derivation.conftest import engine as engine
from tests.derivation.conftest import postgresql_server as postgresql_server

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

STANDARDS = Path(__file__).parents[3] / "shared" / "standards"
OPEN = Treatment(threshold=1)
NSSEC = NssecTable("small table", {(2231, column): "L4.1" for column in range(10)})
OURS = {
    "All",
    "Don’t know or Prefer not to say",
    "Economically inactive",
    "All economically inactive",
    "Not applicable",
    "Professional",
    "Intermediate",
    "Working class",
}
SAID = {"SchoolType": 1, "FreeMeals": 1, "EarnerStatus": 4, "ParentQual": 1, "Wrking": 1, "Stat": 1, "FtPtWk": 1}
SAID |= {"Supvis": 2, "SOC2010": 2231, "Enroll": 2, "weight": 2}
PEOPLE: Sequence[tuple[int, Mapping[str, int]]] = (
    (5, {}),
    (3, {"SchoolType": 3, "FreeMeals": -1, "ParentQual": -7, "FtPtWk": 2}),
    (2, {"SchoolType": -9, "FreeMeals": -7, "EarnerStatus": -8, "Stat": 2}),
    (1, {"SchoolType": -2, "FreeMeals": -1, "EarnerStatus": -2, "ParentQual": -2, "weight": 7}),
    (2, {"Wrking": 2, "SchemeET": 1, "Stat": -8, "SOC2010": -8}),
    (1, {"Wrking": 2, "Looked": 1, "StartJ": 1, "FtPtWk": 2}),
    (2, {"Wrking": 2, "Looked": 2, "YInAct": 1, "Enroll": 1, "Attend": 1, "Course": 4}),
    (1, {"Wrking": 2, "Looked": 2, "YInAct": -9}),
    (1, {"Wrking": -8}),
    (4, {**dict.fromkeys(SAID, -1), "weight": 0}),
)


def persons(people: Sequence[tuple[int, Mapping[str, int]]] = PEOPLE) -> Table:
    no_job = {"SchemeET": 2, "JbAway": 2, "OwnBus": 2, "RelBus": 2}
    names = {*SAID, *no_job, "Looked", "StartJ", "YInAct", "Attend", "Course"}
    rows = [
        {**dict.fromkeys(names, -1), **SAID, **(no_job if each.get("Wrking") == 2 else {}), **each}
        for number, each in people
        for _ in range(number)
    ]
    return ibis.memtable(rows, schema=dict.fromkeys(sorted(names), "int32"))


def figures(made: StandardTables, name: str) -> dict[str, int | None]:
    table = next(table for table in made.tables if table.definition.name == name)
    return {line: figure.number for line, figure in table.figures.items() if figure.number != 0}


def test_every_person_is_counted_where_the_standard_says(engine: Engine) -> None:
    kept = engine.backend.create_table("persons_of_tables", derive(persons(), NSSEC), temp=True)
    made = standard_tables(kept, OPEN, "weight")
    assert figures(made, "school-type") == {"1": 12, "3": 3, "dk_pnts": 2, "all": 17, "unanswered": 1, "not_asked": 4}
    meals = {"1": 12, "not_applicable": 2, "all": 14, "other_school": 4, "not_asked": 4}
    assert figures(made, "free-school-meals") == meals
    five = {"not_working": 15, "dk_pnts": 2, "all": 17, "not_classified": 1, "not_asked": 4}
    assert figures(made, "self-coded-ns-sec-5") == figures(made, "self-coded-ns-sec-3") == five
    assert figures(made, "parental-qualification")["not_applicable"] == 3
    activity = figures(made, "economic-status")
    assert activity == {
        "employees_ft": 6,
        "employees_pt": 3,
        "all_employees": 9,
        "self_employed_ft": 2,
        "all_self_employed": 2,
        "all_in_employment": 13,
        "all_ft": 10,
        "all_pt": 3,
        "unemployed": 1,
        "all_active": 14,
        "inactive_1": 2,
        "all_inactive": 3,
        "all": 17,
        "neither": 2,
        "inactive_unsaid": 1,
        "not_classified": 1,
        "not_asked": 4,
    }
    eight = figures(made, "ns-sec-8")
    assert (eight["student"], eight["inadequate"], eight["all"], eight["not_asked"]) == (2, 2, 18, 4)
    assert eight["class_2"] == figures(made, "ns-sec-3")["class_1"] == 14
    school = next(table for table in made.tables if table.definition.name == "school-type")
    assert (school.figures["unanswered"].weighted, school.figures["all"].weighted) == (7, 34)
    assert school.figures["3"].percentage == pytest.approx(100 * 3 / 17)


def test_a_value_that_no_category_has_is_refused_by_name() -> None:
    with pytest.raises(NotCountable, match="“School type” has no line for persons with SchoolType 99"):
        standard_tables(persons([(1, {"SchoolType": 99})]), OPEN)


@pytest.mark.parametrize(
    ("weight", "told"), [("nope", "no column 'nope'"), ("weight", "below zero for 3 of 8 persons")]
)
def test_a_weight_that_is_none_is_refused(weight: str, told: str) -> None:
    with pytest.raises(NotCountable, match=told):
        standard_tables(persons([(5, {}), (3, {"weight": -2})]), OPEN, weight)


def test_tables_whose_columns_are_not_there_are_told() -> None:
    made = standard_tables(persons().select("SchoolType"), OPEN)
    assert [table.definition.name for table in made.tables] == ["school-type"]
    assert ("ns-sec-8", ("nssec8", "nssec_not_classified")) in [(table.name, lacks) for table, lacks in made.not_made]


def test_too_few_persons_are_refused() -> None:
    with pytest.raises(NotCountable, match="The dataset has 3 persons, and numbers below 10 are hidden"):
        standard_tables(persons([(3, {})]), Treatment())


@pytest.mark.skipif(not STANDARDS.exists(), reason=f"the standards are not at {STANDARDS}")
def test_titles_and_categories_are_the_standards_own_to_the_letter() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STANDARDS.glob("*.txt")))
    texts = re.sub(r"[ \N{NO-BREAK SPACE}]+", " ", texts)
    for table in DEFINITIONS:
        if "self-coded" not in table.name and table.name != "one-step-parental-occupation":
            assert table.title in texts, table.title
        for line in table.lines:
            if line.place is Place.INSIDE and line.label not in OURS:
                printed = f"{line.number} {line.label}".strip()
                assert printed in texts or line.label in ("Students",), printed


def test_file_and_sheet_names_are_fit_for_every_system() -> None:
    shorts = [table.short for table in DEFINITIONS]
    assert len({short.lower() for short in shorts}) == len(shorts)
    assert all(len(short) <= 31 and not set(short) & set("[]:*?/\\'") for short in shorts)
    assert all(re.fullmatch(r"[a-z0-9-]+", table.name) for table in DEFINITIONS)
