"""A hub whose cases are answered online."""

import pytest

from capi.hub.database import HubDatabase
from tests.hub.online.scene import OnlineScene


@pytest.fixture
def online(database: HubDatabase) -> OnlineScene:
    return OnlineScene.set_up(database)
