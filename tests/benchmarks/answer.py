"""One answer made durable: journal entry, projection and position in one transaction, encrypted, synced."""

import itertools
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.settings import read_settings
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from tests.benchmarks.measure import Figure, of

ANSWERS = 4_000


def figures() -> list[Figure]:
    """On the disk of the folder named by TMPDIR, or the usual one for temporary files."""
    with tempfile.TemporaryDirectory() as folder:
        synced = list(_fsync(Path(folder)))
        bare = list(_bare(Path(folder)))
        ours = list(_ours(Path(folder)))
    return [
        of("fsync of that disk", synced, ""),
        of("bare sqlite3: one row, WAL, FULL, plain", bare, ""),
        of("one answer durable (ours, encrypted)", ours, "p50 <= 0.13, p99 <= 0.3", of("", bare, "").median),
    ]


def _fsync(folder: Path) -> Iterator[float]:
    with (folder / "synced").open("wb") as file:
        for _ in range(500):
            file.write(bytes(4_096))
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            yield time.perf_counter() - began


def _bare(folder: Path) -> Iterator[float]:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE journal (number INTEGER PRIMARY KEY, body BLOB)")
    for number in range(ANSWERS):
        began = time.perf_counter()
        connection.execute("INSERT INTO journal VALUES (?, ?)", (number, bytes(300)))
        yield time.perf_counter() - began
    connection.close()


def _ours(folder: Path) -> Iterator[float]:
    """Through the sitting: the engine's step is part of it."""
    now = datetime(2026, 11, 18, tzinfo=UTC)
    ticks = itertools.count()

    def clock() -> Moment:
        return Moment(now, 0, next(ticks))

    kept = snapshot(read_instrument(find_instrument("seb", read_settings().questionnaires)))
    holder = Holder(who="bench", device="L-bench", host="here", pid=1, since=now)
    path = folder / "bench.casefile"
    with CaseFile.create(path, "correct horse battery", holder, cost=KeyCost(64, 1, 1)) as case_file:
        case_file.keep_snapshot(kept)
        case_file.add_case(Case("1", "1", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE), clock())
        compiled = plan(kept.instrument(), Mode.FACE_TO_FACE)
        sitting = Sitting(case_file, case_file.record("1"), compiled, clock)
        for number in range(ANSWERS):
            began = time.perf_counter()
            sitting.answer("SchoolType", 1 + number % 2)
            yield time.perf_counter() - began
