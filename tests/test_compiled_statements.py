"""Databases of one kind share what SQLAlchemy makes of a statement, and nothing else."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from capi.hub.database import HubDatabase
from tests import compiled_statements
from tests.hub.conftest import postgresql_server as postgresql_server

_METADATA = MetaData()
THINGS = Table("things", _METADATA, Column("key", Integer, primary_key=True), Column("name", String))


def written_and_read(database: HubDatabase, name: str) -> object:
    _METADATA.drop_all(database.engine)
    _METADATA.create_all(database.engine)
    with database.writing() as connection:
        connection.execute(insert(THINGS).values(name=name))
    with database.reading() as connection:
        return connection.execute(select(THINGS.c.name).where(THINGS.c.name == name).limit(7)).scalar_one()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of dialects for which a statement on these things was compiled."""
    compiled: list[str] = []
    kept = compiled_statements._Compiled.__setitem__

    def count(self: compiled_statements._Compiled, key: tuple[object, ...], value: object) -> None:
        if "things" in str(value):
            compiled.append(type(key[0]).__name__)
        kept(self, key, value)

    monkeypatch.setattr(compiled_statements._Compiled, "__setitem__", count)
    return compiled


def test_a_statement_is_compiled_once_for_each_kind_of_database(
    tmp_path: Path, postgresql_server: str, counted: list[str]
) -> None:
    with ExitStack() as stack:
        one, other, postgresql = (
            stack.enter_context(closing(HubDatabase(url)))
            for url in (f"sqlite:///{tmp_path / 'one'}", f"sqlite:///{tmp_path / 'other'}", postgresql_server)
        )
        assert [written_and_read(one, "a"), written_and_read(other, "b")] == ["a", "b"]
        assert counted == ["SQLiteDialect_pysqlite"] * 2
        assert written_and_read(postgresql, "c") == "c"
        assert counted == ["SQLiteDialect_pysqlite"] * 2 + ["PGDialect_psycopg"] * 2
        assert written_and_read(one, "d") == "d"
        assert len(counted) == 4
