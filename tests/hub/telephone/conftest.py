"""A telephone centre at ten on a Tuesday, with the outcome frame that ships."""

import pytest

from capi.hub.database import HubDatabase
from tests.hub.telephone.centre import TUESDAY, Centre


@pytest.fixture
def centre(database: HubDatabase) -> Centre:
    centre = Centre.set_up(database)
    centre.scene.time = TUESDAY
    centre.scene.with_frame()
    assert isinstance(centre, Centre)
    return centre
