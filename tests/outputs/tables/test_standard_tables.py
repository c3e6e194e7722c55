"""The tables as the standards print them, counted on DuckDB and on PostgreSQL."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import ibis
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.person_files import persons_of_file
from capi.dataset.persons import Connection, person_connection
from capi.derivation.columns import Table
from capi.derivation.derive import derive
from capi.derivation.full_nssec import NssecTable
from capi.outputs.tables.standard_tables import DEFINITIONS, StandardTables, standard_tables
from capi.outputs.tables.table_counts import NotCountable
from capi.outputs.tables.table_figures import Treatment, told_of
from capi.outputs.tables.table_persons import derived_once
from capi.outputs.tables.table_shapes import Place
from tests.derivation.conftest import Engine
from tests.derivation.conftest import engine as engine
from tests.derivation.conftest import postgresql_server as postgresql_server

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

STANDARDS = Path(__file__).parents[4] / "shared" / "standards"
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
    names = {*SAID, *no_job, "Looked", "StartJ", "YInAct", "Attend", "Course", "LKTime", "EverWk"}
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
    eight = {"class_2": 14, "not_classified": 4, "student": 2, "inadequate": 2, "all": 18, "not_asked": 4}
    assert figures(made, "ns-sec-8") == eight
    for coarser in ("ns-sec-5", "ns-sec-3"):
        assert figures(made, coarser) == {"class_1" if name == "class_2" else name: n for name, n in eight.items()}
    assert figures(made, "ns-sec-priority") == {"1": 2, "4": 14, "5": 2, "all": 18, "not_asked": 4}
    school = next(table for table in made.tables if table.definition.name == "school-type")
    assert (school.figures["unanswered"].weighted, school.figures["all"].weighted) == (7, 34)
    assert school.figures["3"].percentage == pytest.approx(100 * 3 / 17)


def test_a_value_that_no_category_has_is_refused_by_name() -> None:
    with pytest.raises(NotCountable, match="“School type” has no line for persons with SchoolType 99"):
        standard_tables(persons([(1, {"SchoolType": 99})]), OPEN)


EARNERS: Sequence[tuple[int, Mapping[str, int], tuple[str, str, str]]] = (
    (2, {"EarnerStatus": 1, "EmployerSize": 2, "Supervisor": 2, "EarnerOccupation": 3}, ("2", "2", "2")),
    (3, {"EarnerStatus": 1, "EmployerSize": -8, "Supervisor": 2, "EarnerOccupation": 4}, ("5", "3", "3")),
    (4, {"EarnerStatus": 1, "EmployerSize": 1, "Supervisor": -8, "EarnerOccupation": 4}, ("dk_pnts", "3", "3")),
    (5, {"EarnerStatus": 2, "OwnBusinessSize": 1, "EarnerOccupation": 2}, ("3", "2", "1")),
    (6, {"EarnerStatus": 2, "OwnBusinessSize": 2}, ("1", "1", "not_classified")),
    (7, {"EarnerStatus": 3, "EarnerOccupation": 1}, ("1", "1", "1")),
    (8, {"EarnerStatus": 4}, ("not_working", "not_working", "not_working")),
    (9, {"EarnerStatus": -9}, ("dk_pnts", "dk_pnts", "dk_pnts")),
    (10, {"EarnerStatus": 1, "EmployerSize": 1, "Supervisor": 1, "EarnerOccupation": -2}, ("not_classified",) * 3),
    (11, {}, ("not_asked",) * 3),
)
"""How many, what was said of the main earner, and the line of each table that is: five classes, three, one step."""


def test_parental_occupation_by_hand() -> None:
    people = [(n, {**dict.fromkeys(SAID, -1), "SchoolType": 1, **said}) for n, said, _ in EARNERS]
    made = standard_tables(earners(people), OPEN)
    for at, name in enumerate(("self-coded-ns-sec-5", "self-coded-ns-sec-3", "one-step-parental-occupation")):
        expected: dict[str, int] = {}
        for number, _, lines in EARNERS:
            expected[lines[at]] = expected.get(lines[at], 0) + number
        inside = sum(n for line, n in expected.items() if not line.startswith("not_") or line == "not_working")
        assert figures(made, name) == {**expected, "all": inside}


def test_employers_of_25_or_more_are_no_missing_answer_and_a_small_number_of_them_is_hidden() -> None:
    people = [(n * 20 if n != 6 else 6, {"SchoolType": 1, **said}) for n, said, _ in EARNERS if -2 not in said.values()]
    made = standard_tables(earners(people), Treatment(10))
    by_name = {table.definition.name: table.figures for table in made.tables}
    assert by_name["one-step-parental-occupation"]["not_classified"].is_hidden
    assert by_name["one-step-parental-occupation"]["all"].is_hidden, "who was asked is known: the rest would follow"


def earners(people: Sequence[tuple[int, Mapping[str, int]]]) -> Table:
    questions = ("EarnerStatus", "EmployerSize", "OwnBusinessSize", "Supervisor", "EarnerOccupation")
    rows = [{**dict.fromkeys(("SchoolType", *questions), -1), **each} for number, each in people for _ in range(number)]
    kept = [{name: row[name] for name in ("SchoolType", *questions)} for row in rows]
    return derive(ibis.memtable(kept, schema=dict.fromkeys(kept[0], "int32")), None)


def test_the_order_of_priority_parts_those_who_never_worked_from_the_long_term_unemployed() -> None:
    seeking = {"Wrking": 2, "Looked": 1, "StartJ": 1, "SOC2010": -1, "Stat": -1, "FtPtWk": -1, "Supvis": -1}
    people: list[tuple[int, Mapping[str, int]]] = [
        (1, {**seeking, "LKTime": 6, "EverWk": 2}),
        (2, {**seeking, "LKTime": 1, "EverWk": 2}),
        (3, {"Enroll": 1, "Attend": 2, "Course": 1}),
        (4, {}),
        (5, {"SOC2010": -9}),
        (6, {**seeking, "LKTime": 1, "EverWk": -8}),
        (7, dict.fromkeys(SAID, -1)),
    ]
    made = standard_tables(derive(persons(people), NSSEC), OPEN)
    by_step = {"1": 3, "2": 1, "3": 2, "4": 4, "5": 5, "6": 6, "all": 21, "not_asked": 7}
    assert figures(made, "ns-sec-priority") == by_step
    for name in ("ns-sec-8", "ns-sec-5", "ns-sec-3"):
        classes = figures(made, name)
        nwltu = classes.get("class_8", classes.get("class_NWLTU"))
        told = (nwltu, classes["student"], classes["inadequate"], classes["other"], classes["not_classified"])
        assert told == (3, 3, 5, 6, 14), name
        assert classes["all"] == 21


PRINTED = (
    *((0, "Economically active"), (1, "In employment *"), (2, "Employees"), (3, "full-time **"), (3, "part-time **")),
    *((2, "All Employees"), (2, "Self-employed"), (3, "full-time **"), (3, "part-time **"), (2, "All Self-employed")),
    *((1, "All in employment *"), (2, "full-time **"), (2, "part-time **"), (1, "ILO unemployed #")),
    (0, "All economically active ##"),
)
"""The standard's table of economic status, line for line; its page has lost those of the inactive."""


def test_the_lines_stand_in_the_order_of_the_standards() -> None:
    tables = {table.name: table for table in DEFINITIONS}
    lines = [(line.level, line.words) for line in tables["economic-status"].lines if line.place is Place.INSIDE]
    assert tuple(lines[: len(PRINTED)]) == PRINTED
    reasons = (
        "student ^",
        "looking after the family/home",
        "temporarily sick or injured",
        "long-term sick or disabled",
    )
    assert [words for _, words in lines[len(PRINTED) :]] == [
        "Economically inactive ^ ^",
        *reasons,
        *("retired from paid work", "other reasons", "All economically inactive ^ ^", "All"),
    ]
    classes = {name: [line.words for line in tables[name].lines if line.place is Place.INSIDE] for name in tables}
    assert [words.split()[0] for words in classes["ns-sec-8"][:10]] == [
        "1",
        "1.1",
        "1.2",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
    ]
    assert classes["ns-sec-5"][5:] == [
        *("Never worked and long-term unemployed", "Not classified *", "Students"),
        *("Occupations not stated or inadequately described", "Not classifiable for other reasons", "All"),
    ]
    assert [words.split()[0] for words in classes["ns-sec-priority"]] == ["1.", "2.", "3.", "4.", "5.", "6.", "All"]
    ends = ("They were not working", "Don’t know or Prefer not to say", "All")
    assert tuple(classes["self-coded-ns-sec-5"][5:]) == tuple(classes["self-coded-ns-sec-3"][3:]) == ends
    assert classes["free-school-meals"] == ["Yes", "No", "Not applicable", *ends[1:]]
    assert classes["parental-qualification"][3:] == ["Not applicable", *ends[1:]]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("nope", "no column 'nope'"),
        ("weight", "below zero or no number for 3 of 8 persons, first cases c5, c6, c7"),
        ("endless", "below zero or no number for 1 of 8 persons, first case c2. Every"),
        ("words", "holds texts such as '1,5', so it cannot be a weight: weights are numbers such as 1.25"),
        ("nothing", "holds no numbers"),
        ("zero", "are all zero. Name another column"),
    ],
)
def test_a_weight_that_is_none_is_refused(column: str, told: str) -> None:
    people = persons([(5, {}), (3, {"weight": -2})])
    rows = [
        {**row, "case": f"c{at}", "endless": math.nan if at == 2 else 1.0, "words": "1,5", "zero": 0, "nothing": None}
        for at, row in enumerate(people.to_pyarrow().to_pylist())
    ]
    types = {
        **people.schema(),
        "case": "string",
        "endless": "float64",
        "words": "string",
        "zero": "int8",
        "nothing": "string",
    }
    with pytest.raises(NotCountable, match=told):
        standard_tables(ibis.memtable(rows, schema=types), OPEN, column)


def test_whole_and_decimal_weights_weigh_alike_and_some_may_be_zero() -> None:
    people = persons([(6, {"weight": 3}), (4, {"weight": 0, "SchoolType": 2})])
    for type_ in ("int8", "decimal(9, 2)", "float32"):
        made = standard_tables(people.mutate(weight=people["weight"].cast(type_)), OPEN, "weight")
        table = made.tables[0]
        weighted = {line: (each.weighted, each.weighted_percentage) for line, each in table.figures.items()}
        assert (weighted["1"], weighted["2"]) == ((18, 100), (0, 0))
        assert table.figures["2"].percentage == 40


def test_tables_whose_columns_are_not_there_are_told() -> None:
    made = standard_tables(persons().select("SchoolType"), OPEN)
    assert [table.definition.name for table in made.tables] == ["school-type"]
    assert ("ns-sec-8", ("nssec8", "nssec_not_classified")) in [(table.name, lacks) for table, lacks in made.not_made]


def test_one_person_is_told_only_where_nothing_is_to_be_hidden_and_nobody_never() -> None:
    one = standard_tables(persons([(1, {})]), OPEN)
    assert figures(one, "school-type") == {"1": 1, "all": 1}
    assert "do not publish" in told_of(one.tables[0], OPEN)
    rounded = standard_tables(persons([(1, {})]), Treatment(base=5))
    assert figures(rounded, "school-type") == {}
    assert rounded.tables[0].figures["1"].percentage is None
    with pytest.raises(NotCountable, match="The dataset has no persons"):
        standard_tables(persons([(1, {})]).filter(ibis.literal(value=False)), OPEN)
    with pytest.raises(NotCountable, match=r"no column that a table is made of: .*ParentQual"):
        standard_tables(persons([(20, {})]).select("weight"), OPEN)


def test_a_table_says_what_was_done_to_it() -> None:
    made = standard_tables(
        persons([(400, {}), (4, {"SchoolType": 3, "FreeMeals": -1}), (90, {"SchoolType": 5})]), Treatment()
    )
    told = {table.definition.name: told_of(table, made.treatment) for table in made.tables}
    assert told["school-type"].startswith(
        "2 of its numbers are hidden. [c]: confidential. Numbers of fewer than 10 people"
    )
    assert told["parental-qualification"].startswith("Nothing is hidden")
    few = standard_tables(persons([(2, {}), (1, {"ParentQual": 2}), (50, {"ParentQual": -1})]), Treatment())
    told = {table.definition.name: told_of(table, few.treatment) for table in few.tables}
    assert told["parental-qualification"].startswith("All of it is hidden")


@pytest.fixture
def connection() -> Iterator[Connection]:
    with person_connection() as opened:
        yield opened


def test_what_came_derived_is_kept_and_the_rest_is_derived(connection: Connection) -> None:
    """Derived before the office had loaded the table of NS-SEC, with a convention of its own."""
    came = persons([(3, {})]).mutate(nssec_selfcoded5=ibis.literal("4"), InterviewDate=ibis.literal(None, "date"))
    whole = derived_once(came, NSSEC, connection)
    assert set(whole.nssec_selfcoded5.to_pyarrow().to_pylist()) == {"4"}
    assert "nssec_selfcoded3" not in whole.columns, "half of what is derived together is not made anew"
    assert set(whole.nssec8.to_pyarrow().to_pylist()) == {"2"}
    assert [name for name in whole.columns if "as it came" in name] == []
    assert derived_once(whole, NSSEC, connection) is whole
    assert "nssec8" not in derived_once(came.mutate(ilo_status=ibis.literal("1")), None, connection).columns


def test_a_dataset_with_other_missing_codes_makes_the_same_tables(connection: Connection, tmp_path: Path) -> None:
    told = []
    for at, codes in enumerate((MissingCodes(), MissingCodes(refused=-99, dont_know=-98))):
        file = tmp_path / f"{at}.csv"
        cells = [*["1"] * 30, *[str(codes.refused)] * 11, *[str(codes.dont_know)] * 12]
        file.write_text("case,SchoolType\n" + "".join(f"{row},{cell}\n" for row, cell in enumerate(cells)))
        read = persons_of_file(file, connection, codes)
        told.append(figures(standard_tables(derived_once(read.table, None, connection), Treatment()), "school-type"))
    assert told == [{"1": 30, "dk_pnts": 23, "all": 53}] * 2


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
