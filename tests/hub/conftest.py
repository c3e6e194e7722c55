"""A hub for tests, on SQLite and on a real PostgreSQL. The server comes from a wheel and is started once for all tests."""

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from capi.hub.database import HubDatabase
from tests.hub.emptied import Emptied
from tests.hub.ready import NOW as NOW
from tests.hub.ready import TEMPLATE, make_template
from tests.postgresql import running_postgresql

_NUMBERS = itertools.count(1)
_SERVER = pytest.StashKey[str]()
_EMPTIED = pytest.StashKey[Emptied]()


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> str:
    """The URL of a running server's first database: the same one for every file that has this fixture."""
    config = request.config
    if _SERVER not in config.stash:
        running = contextlib.ExitStack()
        config.add_cleanup(running.close)
        config.stash[_SERVER] = running.enter_context(running_postgresql()).url
        _quicken(config.stash[_SERVER])
    return config.stash[_SERVER]


def _quicken(url: str) -> None:
    # Nobody takes the power away here, and databases are made and dropped: with the disk waited for, in half a second.
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "log_checkpoints"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


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
