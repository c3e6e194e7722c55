"""Both engines a derivation runs on: DuckDB in this process, and a real PostgreSQL."""

from collections.abc import Iterator, Sequence
from typing import Any

import ibis
import psycopg
import pytest
from ibis.expr import types as ir

from tests.hub.conftest import postgresql_server as postgresql_server

Row = dict[str, Any]


class Engine:
    """`rows`: what an expression over invented persons gives, in the order of the persons."""

    def __init__(self, backend: ibis.BaseBackend) -> None:
        self.backend = backend

    def rows(self, derive: Any, persons: Sequence[Row], types: dict[str, str] | None = None) -> list[Row]:
        schema = {"_at": "int32", **(types or dict.fromkeys(persons[0], "int32"))}
        table: ir.Table = ibis.memtable([{"_at": at, **person} for at, person in enumerate(persons)], schema=schema)
        found = self.backend.to_pyarrow(derive(table).order_by("_at"))
        return [{name: value for name, value in row.items() if name != "_at"} for row in found.to_pylist()]


@pytest.fixture(scope="session", params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "postgresql":
        backend = ibis.postgres.from_connection(psycopg.connect(request.getfixturevalue("postgresql_server")))
    else:
        backend = ibis.duckdb.connect()
    yield Engine(backend)
    backend.disconnect()
