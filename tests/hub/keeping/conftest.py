"""Hubs are set up here: they begin with a database that has nothing in it."""

import pytest


@pytest.fixture
def like() -> str:
    return "template1"
