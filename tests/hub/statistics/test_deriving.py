"""Deriving at the hub: every completed case, from its present state, once; by DuckDB and by PostgreSQL alike; with its history."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update

from capi.classification.classification import Scheme
from capi.classification.nssec_csv import read_nssec
from capi.classification.shelf import Shelf
from capi.dataset.persons import Chosen, person_connection, persons_of_cases
from capi.derivation.derive import DERIVED, derive
from capi.fieldwork.contents import Answered, Completed, RowRemoved
from capi.fieldwork.journal import Head, Moment, encode, follow
from capi.fieldwork.journal import digest as digest_of
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Unfit
from capi.hub.hub import Hub
from capi.hub.journals.segments import Segment, append_segment
from capi.hub.statistics import deriving
from capi.hub.statistics.derived_lines import stirred
from capi.hub.statistics.deriving import Derived, Wanted, derivation_standing, derive_cases, derive_pending
from capi.hub.statistics.hub_cases import HubCases
from capi.instrument.loading import Snapshot
from tests.classification.published import csv_of, nssec_rows, sha256, unit_groups
from tests.dataset.household import NOON, Journals
from tests.fieldwork_scenario import instrument_of
from tests.hub.scenario import NOW, HubScene
from tests.hub.statistics.scenario import JOB, code, hub_of, walked

CASES, PERSONS = 15, 17
"""Completed ones of `walked(16)`, and the people in them: a household has three."""
UNIT_GROUP = unit_groups(Scheme.SOC2010)[0]


def load_table(shelf: Shelf, version: str) -> None:
    """One in which everybody is in L5."""
    content = csv_of(nssec_rows()) + b"\n" * len(version)
    assert shelf.add(read_nssec(content, sha256(content + version.encode()), version), NOW)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    load_table(made, "1")
    return made


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return hub_of(database, walked(16))


def lines(scene: HubScene) -> list[Any]:
    with scene.hub.database.reading() as connection:
        return list(connection.execute(select(tables.derived).order_by(tables.derived.c.key)).all())


def variables(scene: HubScene, case: str, rows: str = "") -> dict[str, Any]:
    """Those that hold."""
    key = scene.row(case).key
    held: dict[str, Any] = json.loads(
        [line.variables for line in lines(scene) if (line.case_key, line.rows) == (key, rows)][-1]
    )
    return held


def coded_case(scene: HubScene) -> str:
    """A wheel builder, as coded."""
    with person_connection() as connection:
        table = persons_of_cases(HubCases(scene.hub.database), connection, Chosen("economic-activity")).table
        rows = connection.to_pyarrow(table).to_pylist()
    return str(
        next(row["case"] for row in rows if row["OccT"] == JOB.title and row["Enroll"] == 2 and row["Stat"] == 1)
    )


def test_what_is_kept_is_what_the_command_derives(scene: HubScene, shelf: Shelf) -> None:
    case = coded_case(scene)
    code(scene.hub.database, case, {"SOC2010": UNIT_GROUP})
    done = derive_pending(scene.hub, shelf, "office")
    assert done == Derived(CASES, PERSONS, ())
    cases = HubCases(scene.hub.database)
    with person_connection() as connection:
        persons = persons_of_cases(cases, connection, Chosen("economic-activity"), codes=cases.codes())
        made = derive(persons.table, shelf.nssec_table())
        wanted = {row["case"]: row for row in connection.to_pyarrow(made).to_pylist()}
    for name, row in wanted.items():
        found = {each: row[each] for each in DERIVED if row.get(each) is not None}
        if row["SOC2010"] == -2 and found.get("nssec_opcat") == "L16":
            for waits in ("nssec_opcat", "nssec_not_classified"):
                del found[waits]
        assert variables(scene, name) == found, name
    assert variables(scene, case)["nssec8"] == "2"
    assert variables(scene, case)["nssec_table"] == shelf.nssec_table().version  # type: ignore[union-attr]
    assert {line.rows for line in lines(scene) if line.case_key == scene.row("1042/01").key} == {"1", "2", "3"}


def test_nothing_is_derived_twice_and_a_change_adds_a_line_and_keeps_those_before(
    scene: HubScene, shelf: Shelf
) -> None:
    case = coded_case(scene)
    derive_pending(scene.hub, shelf, "office")
    first = lines(scene)
    assert derive_pending(scene.hub, shelf, "office") == Derived(0, 0, ())
    assert derive_pending(scene.hub, shelf, "office", Wanted(anew=True)) == Derived(CASES, 0, ())
    with scene.hub.database.reading() as connection:
        before = stirred(connection)
    code(scene.hub.database, case, {"SOC2010": UNIT_GROUP})
    with scene.hub.database.reading() as connection:
        assert stirred(connection) != before
    assert derivation_standing(scene.hub, shelf).pending == 1
    [line] = derive_cases(scene.hub, shelf, [scene.row(case).key], "anna")
    assert (line.case, line.rows, line.is_new, line.variables["nssec_method"]) == (case, "", True, "full")
    again = lines(scene)
    assert again[: len(first)] == first
    assert len(again) == len(first) + 1
    assert again[-1].code_key > 0
    assert "nssec8" not in json.loads(next(each for each in first if each.case_key == again[-1].case_key).variables)


def test_a_new_table_makes_all_of_it_anew_when_that_is_asked_for(scene: HubScene, shelf: Shelf) -> None:
    case = coded_case(scene)
    code(scene.hub.database, case, {"SOC2010": UNIT_GROUP})
    derive_pending(scene.hub, shelf, "office")
    load_table(shelf, "2")
    stands = derivation_standing(scene.hub, shelf)
    assert (stands.completed, stands.derived, stands.otherwise, stands.pending, stands.failed) == (
        CASES,
        CASES,
        CASES,
        0,
        0,
    )
    assert derive_pending(scene.hub, shelf, "hub", Wanted(whatever_way=True)).cases == 0, "by itself it is left"
    assert derive_pending(scene.hub, shelf, "office").cases == CASES
    assert "version 2" in variables(scene, case)["nssec_table"]
    assert derivation_standing(scene.hub, shelf).otherwise == 0
    with scene.hub.database.reading() as connection:
        ways = connection.execute(select(tables.derivations).order_by(tables.derivations.c.key)).all()
    assert [("version 1" in way.nssec_table, way.made_by) for way in ways] == [(True, "office"), (False, "office")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_derives_the_same_as_this_process(scene: HubScene, shelf: Shelf) -> None:
    code(scene.hub.database, coded_case(scene), {"SOC2010": UNIT_GROUP, "SIC2007": "01110"})
    done = derive_pending(scene.hub, shelf, "office", Wanted(in_database=True))
    assert (done.cases, done.lines, done.failed) == (CASES, PERSONS, ())
    assert any("nssec8" in json.loads(line.variables) for line in lines(scene))
    assert any("ilo_status" in json.loads(line.variables) for line in lines(scene))
    assert derive_pending(scene.hub, shelf, "office", Wanted(anew=True)) == Derived(CASES, 0, ()), (
        "not a cell is different"
    )
    with scene.hub.database.reading() as connection:
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_class WHERE starts_with(relname, 'capi_look_up')"
        ).scalar()
    assert left == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hub_in_sqlite_is_told_that_it_cannot(scene: HubScene, shelf: Shelf) -> None:
    with pytest.raises(Unfit, match="Leave out --in-database"):
        derive_pending(scene.hub, shelf, "office", Wanted(in_database=True))


def test_one_who_is_no_person_of_the_case_any_more_has_no_variables(scene: HubScene, shelf: Shelf) -> None:
    derive_pending(scene.hub, shelf, "office")
    row = scene.row("1042/01")
    journal = scene.journal("1042/01")
    head = Head(row.number, digest_of(journal[-1]))
    data = []
    for contents in (RowRemoved(row="People[2]", position=None), Completed()):
        entry = follow(head, case="1042/01", device="d", who="w", moment=Moment(NOON, 0, 0), contents=contents)
        data.append(encode(entry))
        head = Head(entry.number, digest_of(data[-1]))
    with scene.hub.database.writing() as connection:
        append_segment(connection, Segment(row.key, 0, row.number + 1, data, None, 9))
        its = update(tables.cases).where(tables.cases.c.key == row.key)
        connection.execute(its.values(number=head.number, hash=head.hash))
    assert derive_pending(scene.hub, shelf, "office").cases == 1
    latest = lines(scene)[-3:]
    assert {line.rows for line in latest} == {"1", "2", "3"}
    assert variables(scene, "1042/01", "2") == {}


_OWN_NUMBERS: Snapshot = instrument_of("""
    instrument: own-numbers
    version: "1"
    title: Own numbers
    modes: [face_to_face]
    sections:
      - section: One
        ask:
          - Balance: {text: What is the balance?, type: whole_number, minimum: -20, maximum: 20}
    """)


def test_a_case_that_cannot_be_derived_keeps_no_other_back_and_is_said(database: HubDatabase, shelf: Shelf) -> None:
    journals = walked(4)
    for reference, value in (("good", 5), ("bad", -9), ("fine", 6)):
        journals.hold(reference, [("Balance", value)], kept=_OWN_NUMBERS)
    scene = hub_of(database, journals)
    done = derive_pending(scene.hub, shelf, "office")
    assert [reference for reference, _ in done.failed] == ["bad"]
    assert "has the value -9" in done.failed[0][1]
    stands = derivation_standing(scene.hub, shelf)
    assert (stands.completed, stands.derived, stands.pending, stands.failed) == (6, 6, 0, 1)
    assert "ilo_status" in variables(scene, "walk 2")
    assert variables(scene, "good") == {}
    assert derive_pending(scene.hub, shelf, "office").cases == 0, "it is not tried again until it is another case"


def test_a_journal_that_does_not_fit_its_instrument_keeps_no_other_back(scene: HubScene, shelf: Shelf) -> None:
    row = scene.row("walk 3")
    journal = scene.journal("walk 3")
    answered = Answered.of("NoSuchQuestion", 1, None)
    head = Head(row.number, digest_of(journal[-1]))
    data = []
    for contents in (answered, Completed()):
        entry = follow(head, case="walk 3", device="d", who="w", moment=Moment(NOON, 0, 0), contents=contents)
        data.append(encode(entry))
        head = Head(entry.number, digest_of(data[-1]))
    with scene.hub.database.writing() as connection:
        append_segment(connection, Segment(row.key, 0, row.number + 1, data, None, 9))
        its = update(tables.cases).where(tables.cases.c.key == row.key)
        connection.execute(its.values(number=head.number, hash=head.hash))
    done = derive_pending(scene.hub, shelf, "office")
    assert done.failed == (("walk 3", "Its answers do not fit its instrument (KeyError)."),)
    assert "ilo_status" in variables(scene, "walk 2")


def test_two_hubs_at_once_derive_each_case_once(scene: HubScene, shelf: Shelf, database_url: str) -> None:
    other = HubDatabase(database_url)
    hubs = (scene.hub, Hub(other, scene.hub.keys, scene.hub.now))
    gate, faults = threading.Barrier(2), []

    def work(hub: Hub) -> None:
        try:
            gate.wait(20)
            derive_pending(hub, shelf, "office")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(hub,)) for hub in hubs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    other.close()
    assert faults == []
    assert len(lines(scene)) == PERSONS
    with scene.hub.database.reading() as connection:
        assert len(connection.execute(select(tables.derivations)).all()) == 1


def test_a_case_that_goes_on_or_is_deleted_while_it_is_derived_is_left(
    scene: HubScene, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = deriving._variables

    def meanwhile(*given: Any) -> Any:
        made = derived(*given)
        with scene.hub.database.writing() as connection:
            gone = tables.cases.c.id == "walk 2"
            connection.execute(update(tables.cases).where(gone).values(deleted=1))
            further = tables.cases.c.id == "walk 3"
            connection.execute(update(tables.cases).where(further).values(number=tables.cases.c.number + 1))
        return made

    monkeypatch.setattr(deriving, "_variables", meanwhile)
    derive_pending(scene.hub, shelf, "office")
    there = {line.case_key for line in lines(scene)}
    assert {scene.row("walk 2").key, scene.row("walk 3").key}.isdisjoint(there)
    assert len(there) == CASES - 2


def test_what_was_derived_goes_with_its_case(scene: HubScene, shelf: Shelf) -> None:
    derive_pending(scene.hub, shelf, "office")
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(deleted=1))
        connection.execute(delete(tables.derived))
    assert lines(scene) == []
    assert derive_pending(scene.hub, shelf, "office") == Derived(0, 0, ())


def test_without_a_table_there_is_no_full_nssec_and_without_cases_nothing(
    database: HubDatabase, tmp_path: Path
) -> None:
    scene = hub_of(database, Journals())
    assert derive_pending(scene.hub, Shelf(tmp_path), "office") == Derived(0, 0, ())
    assert derive_cases(scene.hub, Shelf(tmp_path), [5], "office") == ()


def test_no_statement_looks_through_lines_case_by_case(database: HubDatabase, shelf: Shelf) -> None:
    """Nor where PostgreSQL has not counted its rows yet: with 100,000 cases one such statement took longer than it may."""
    scene = hub_of(database, walked(2))
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    derive_pending(scene.hub, shelf, "ruth")
    derivation_standing(scene.hub, shelf)
    event.remove(database.engine, "before_cursor_execute", note)
    looked = [each for each in asked if each[0].startswith("SELECT") and "last_of_derived" in each[0]]
    assert len(looked) >= 2
    explain = "EXPLAIN" if database.is_postgresql else "EXPLAIN QUERY PLAN"
    with database.reading() as connection:
        for statement, parameters in looked:
            plan = [row[-1] for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)]
            assert not [line for line in plan if "SubPlan" in line or line == "SCAN derived"], statement
