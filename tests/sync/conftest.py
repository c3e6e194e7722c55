"""A hub and its laptops for every test of this folder that asks for `field`."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.field import Field


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    with contextlib.ExitStack() as stack:
        yield Field.begin(tmp_path, stack)
