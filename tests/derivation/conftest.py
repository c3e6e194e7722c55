"""The engines a derivation runs on: DuckDB in this process, a real PostgreSQL, and Spark where it is installed."""

import functools
import importlib.util
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import psycopg
import pytest

from capi.dataset.person_writing import look_up_table
from capi.derivation.columns import Table
from capi.derivation.derive import derive
from capi.derivation.full_nssec import NssecTable
from capi.derivation.look_up import Lay, Rows, Types, in_memory
from capi.derivation.settings import STANDARD, Settings
from tests.hub.conftest import postgresql_server as postgresql_server

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Engine:
    """`laid`: how it gets its look-up tables."""

    backend: ibis.BaseBackend
    laid: Lay = in_memory

    def rows(self, derive: Any, persons: Sequence[Row], types: dict[str, str] | None = None) -> list[Row]:
        """What an expression over invented persons gives, in the order of the persons."""
        schema = {"_at": "int32", **(types or dict.fromkeys(persons[0], "int32"))}
        table = ibis.memtable([{"_at": at, **person} for at, person in enumerate(persons)], schema=schema)
        found = self.backend.to_pyarrow(derive(table).order_by("_at"))
        return [{name: value for name, value in row.items() if name != "_at"} for row in found.to_pylist()]

    def derived(
        self,
        persons: Sequence[Row],
        types: dict[str, str] | None = None,
        table: NssecTable | None = None,
        settings: Settings = STANDARD,
    ) -> list[Row]:
        """The persons with all that is derived of them."""
        return self.rows(lambda each: derive(each, table, settings, self.laid), persons, types)


def _postgresql(request: pytest.FixtureRequest) -> ibis.BaseBackend:
    backend: ibis.BaseBackend = ibis.postgres.from_connection(
        psycopg.connect(request.getfixturevalue("postgresql_server"))
    )
    return backend


def _laid_once(backend: ibis.BaseBackend) -> Lay:
    """Look-up tables go to the server once: to send tens of thousands of rows with each expression takes it seconds."""
    made: dict[object, Table] = {}

    def laid(rows: Rows, types: Types) -> Table:
        key = (tuple(types.items()), tuple(tuple(row.items()) for row in rows))
        if key not in made:
            made[key] = backend.create_table(f"look_up_{len(made)}", in_memory(rows, types), temp=True)
        return made[key]

    return laid


def _spark() -> ibis.BaseBackend:
    if shutil.which("java") is None or importlib.util.find_spec("pyspark") is None:
        pytest.skip("Spark is not here: it takes Java 17 and the package pyspark, 4.3 or newer")
    from pyspark.sql import SparkSession

    local = SparkSession.builder.master("local[1]").appName("derivation").config("spark.ui.enabled", "false")
    backend: ibis.BaseBackend = ibis.pyspark.connect(local.config("spark.sql.shuffle.partitions", "1").getOrCreate())
    return backend


@pytest.fixture(scope="session", params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    backend = _postgresql(request) if request.param == "postgresql" else ibis.duckdb.connect()
    yield Engine(backend, _laid_once(backend))
    backend.disconnect()


# What Spark and its libraries warn of is theirs.
@pytest.fixture(
    scope="session",
    params=["duckdb", "postgresql", pytest.param("spark", marks=pytest.mark.filterwarnings("ignore"))],
)
def golden(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine; DuckDB with its tables laid as `capi derive` lays them."""
    if request.param == "duckdb":
        backend = ibis.duckdb.connect()
        engine = Engine(backend, functools.partial(look_up_table, backend))
    else:
        engine = Engine(_postgresql(request) if request.param == "postgresql" else _spark())
    yield engine
    engine.backend.disconnect()
