"""A hub that serves, with somebody of every role."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from capi.hub.database import HubDatabase
from tests.hub.scenario import HubScene
from tests.hub.service.cast import Caller, Cast
from tests.hub.serving import RunningHub, serving


@dataclass
class Served:
    """The scene, who is in it, and the server."""

    scene: HubScene
    cast: Cast
    running: RunningHub

    def client(self, caller: Caller = Caller.NOBODY) -> httpx.Client:
        client = self.running.client()
        client.headers.update(self.cast.headers(caller))
        return client


@contextlib.contextmanager
def served_from(database: HubDatabase) -> Iterator[Served]:
    scene = HubScene.set_up(database)
    with serving(scene.hub) as running:
        yield Served(scene, Cast.of(scene), running)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a file, on SQLite: they make what they need anew."""
    path: Path = tmp_path_factory.mktemp("served") / "hub.sqlite"
    with contextlib.closing(HubDatabase(f"sqlite:///{path}")) as database, served_from(database) as served:
        yield served


@pytest.fixture
def served_anew(database: HubDatabase) -> Iterator[Served]:
    """One for this test alone, on each kind of database."""
    with served_from(database) as served:
        yield served
