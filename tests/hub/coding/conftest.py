"""A hub with coders, on each kind of database."""

from pathlib import Path

import pytest

from capi.hub.coding import overview
from capi.hub.database import HubDatabase
from tests.hub.coding.scene import CodingScene


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked tells the numbers of that moment."""
    monkeypatch.setattr(overview, "FRESH_SECONDS", 0.0)


@pytest.fixture
def scene(database: HubDatabase, tmp_path: Path) -> CodingScene:
    return CodingScene.set_up(database, tmp_path)
