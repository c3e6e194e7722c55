"""A hub that serves, with somebody of every role."""

import contextlib
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from capi.classification.shelf import Shelf
from capi.hub.database import HubDatabase
from tests.hub.coding.scene import SOC2020
from tests.hub.scenario import NOW, HubScene
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
def served_from(database: HubDatabase, data: Path) -> Iterator[Served]:
    """`data`: where the hub has its classifications; a small index is loaded."""
    scene = HubScene.set_up(database)
    scene.hub = dataclasses.replace(scene.hub, shelf=Shelf(data))
    scene.hub.shelf.add(SOC2020, NOW)
    with serving(scene.hub) as running:
        yield Served(scene, Cast.of(scene), running)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a file, on SQLite: they make what they need anew."""
    path: Path = tmp_path_factory.mktemp("served") / "hub.sqlite"
    with contextlib.closing(HubDatabase(f"sqlite:///{path}")) as database, served_from(database, path.parent) as served:
        yield served


@pytest.fixture
def served_anew(database: HubDatabase, tmp_path: Path) -> Iterator[Served]:
    """One for this test alone, on each kind of database."""
    with served_from(database, tmp_path) as served:
        yield served
