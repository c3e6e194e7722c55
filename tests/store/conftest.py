from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder

PASSPHRASE = "correct horse battery"
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)

Clock: TypeAlias = Callable[[], Moment]
Hashes: TypeAlias = Callable[[], dict[str, str]]


@pytest.fixture(scope="session")
def cost() -> KeyCost:
    """A passphrase that is guessed in no time, so that tests are not slow."""
    return KeyCost(memory_kib=32, passes=1, lanes=1)


@pytest.fixture(scope="session")
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture(scope="session")
def holder() -> Holder:
    return Holder("anna", "L-12", "laptop-7", 4711, MONDAY)


@pytest.fixture(scope="session")
def now() -> Clock:
    """A clock that goes on by a second and a bit whenever it is looked at."""
    seconds = count()

    def moment() -> Moment:
        second = next(seconds)
        return Moment(MONDAY + timedelta(seconds=second, microseconds=second), 60, second * 1000)

    return moment


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    sources = {"instrument.yaml": "name: seb\r\ntitle: Caf\u00e9\n", "background.yaml": ""}
    return Snapshot("ab" * 32, "seb", "1.0", sources, b"1\n{}")


@pytest.fixture(scope="session")
def new_case() -> Callable[[str], Case]:
    def case(case_id: str) -> Case:
        return Case(case_id, f"1042/{case_id}", "Mrs Smith", "seb", "1.0", "ab" * 32, Mode.FACE_TO_FACE, {"Age": 44})

    return case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anna.capi"


@pytest.fixture
def case_file(
    path: Path, holder: Holder, cost: KeyCost, snapshot: Snapshot, new_case: Callable[[str], Case], now: Clock
) -> Iterator[CaseFile]:
    """An encrypted case file, open, with the case "1" in it."""
    with CaseFile.create(path, PASSPHRASE, holder, cost=cost) as case_file:
        case_file.keep_snapshot(snapshot)
        case_file.add_case(new_case("1"), now())
        yield case_file


@pytest.fixture
def practice(
    path: Path, holder: Holder, snapshot: Snapshot, new_case: Callable[[str], Case], now: Clock
) -> Iterator[CaseFile]:
    """A practice file, open, with the case "1" in it."""
    with CaseFile.create(path, None, holder) as case_file:
        case_file.keep_snapshot(snapshot)
        case_file.add_case(new_case("1"), now())
        yield case_file


@pytest.fixture
def hashes(tmp_path: Path) -> Hashes:
    """The bytes of every file there, but for the lock, which is empty and comes and goes."""

    def now() -> dict[str, str]:
        return {
            file.name: sha256(file.read_bytes()).hexdigest()
            for file in sorted(tmp_path.iterdir())
            if file.is_file() and file.suffix != ".lock"
        }

    return now
