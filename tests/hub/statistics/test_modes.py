"""Cases answered in other modes than their own, at the hub: the same persons, derived variables and tables as of cases in one mode."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from capi.classification.shelf import Shelf
from capi.dataset.flatten import Cases
from capi.dataset.persons import Chosen, person_connection, persons_of_cases
from capi.derivation.settings import Settings
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub
from capi.hub.statistics.deriving import Derived, derive_pending
from capi.hub.statistics.hub_cases import HubCases
from capi.outputs.derived_values import Deriver, DuckDbEngine
from capi.outputs.tables.standard_tables import standard_tables
from capi.outputs.tables.table_figures import FinishedTable, Treatment
from capi.outputs.tables.table_persons import derived_once
from tests.dataset.every_answer import Pairs, every_pair
from tests.hub.scenario import HubScene
from tests.hub.statistics.scenario import hub_of

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture
def pairs() -> Pairs:
    return every_pair()


@pytest.fixture
def scene(database: HubDatabase, pairs: Pairs) -> HubScene:
    return hub_of(database, pairs.apart)


def persons(cases: Cases) -> list[dict[str, Any]]:
    """Without what says how they were asked."""
    with person_connection() as connection:
        rows = connection.to_pyarrow(persons_of_cases(cases, connection, Chosen()).table).to_pylist()
    return sorted(({**row, "Mode": ""} for row in rows), key=lambda row: str(row["case"]))


def standard(cases: Cases) -> tuple[FinishedTable, ...]:
    with person_connection() as connection:
        made = derived_once(persons_of_cases(cases, connection, Chosen()).table, None, connection)
        return standard_tables(made, Treatment(threshold=1)).tables


def derived_at(hub: Hub) -> dict[str, dict[str, Any]]:
    """By reference, the variables the hub has kept."""
    wanted = select(tables.cases.c.reference, tables.derived.c.variables).join(
        tables.cases, tables.cases.c.key == tables.derived.c.case_key
    )
    with hub.database.reading() as connection:
        return {reference: json.loads(variables) for reference, variables in connection.execute(wanted)}


def test_persons_have_the_answers_whichever_mode_they_were_given_in(scene: HubScene, pairs: Pairs) -> None:
    found = persons(HubCases(scene.hub.database))

    assert len(found) == len(pairs.given)
    assert found == persons(pairs.alike)


def test_the_hub_derives_the_same_of_a_case_in_several_modes(scene: HubScene, pairs: Pairs, tmp_path: Path) -> None:
    done = derive_pending(scene.hub, Shelf(tmp_path), "office")
    alike = Deriver(DuckDbEngine(), None, Settings()).of_cases(pairs.alike, Chosen())

    assert done == Derived(len(pairs.given), len(pairs.given), ())
    assert derived_at(scene.hub) == {person.case: person.variables for person in alike}


def test_the_tables_count_each_answer_where_its_value_belongs(scene: HubScene, pairs: Pairs) -> None:
    made = standard(HubCases(scene.hub.database))

    assert "school-type" in {table.definition.name for table in made}
    assert made == standard(pairs.alike)
