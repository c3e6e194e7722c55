"""Statistics of a large hub: completed cases derived at the hub, and derived and tabulated out of it, each by a command of its own.

One interview is replicated under other ids: its entries are not chained anew, for the chain is looked at when entries come in
and not when they are read. The floor is what every one of them must do: to read the journals and decode them.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from capi.fieldwork.journal import encode
from capi.fieldwork.replay import replay
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub
from capi.hub.journals.segments import pack
from capi.hub.keeping.setting_up import OFFICE, open_hub, set_up
from capi.hub.orders.instruments import add_instrument
from capi.hub.statistics.hub_cases import HubCases
from tests.benchmarks.measure import Figure
from tests.dataset.household import Journals
from tests.hub.scenario import NOW
from tests.hub.statistics.scenario import JOB, economic_activity, walk_as
from tests.postgresql import running_postgresql
from tests.questionnaires.economic_activity import FOLDER
from tests.questionnaires.scripted import all_walks

CASES = int(os.environ.get("CAPI_BENCHMARK_CASES", "100000"))
_AT_ONCE = 5_000
_CHECKOUT = Path(__file__).parents[2]


def figures() -> list[Figure]:
    found: list[Figure] = []
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, _url(name) as url:
            found += _measured(name, Path(folder), url)
    return found


def _measured(name: str, folder: Path, url: str) -> Iterator[Figure]:
    hub = folder / "data" / "hub"
    set_up(hub, "Benchmark", url, ["localhost"], now=lambda: NOW)
    opened = open_hub(hub)
    _fill(opened)
    floor = _read(opened.database)
    opened.database.close()
    for what, words in (
        ("derived at the hub", ("hub", "derive", "--folder", str(hub))),
        ("derived out of the hub, to Parquet", ("derive", str(hub), "--out", str(folder / "p.parquet"))),
        ("tabulated out of the hub", ("tables", str(hub), "--out", str(folder / "tables"))),
        ("nothing new to derive", ("hub", "derive", "--folder", str(hub))),
    ):
        seconds, processor, megabytes = _ran(folder, words)
        title = f"{name}, {CASES:,} cases {what} (load {os.getloadavg()[0]:.1f})"
        yield Figure(title, seconds, budget="minutes", floor=floor if "nothing" not in what else None, unit="s")
        yield Figure("... processor time, which other work on the machine disturbs least", processor, unit="s")
        yield Figure("... memory at most", megabytes, unit="MB")


def _fill(hub: Hub) -> None:
    journals = Journals()
    walk = next(each for each in all_walks(FOLDER) if each.rounds[0].get("OccT") == JOB.title and "Stat" in each.route)
    walk_as(journals, "%07d", walk)
    journal = [encode(entry) for entry in journals.entries("%07d")]
    record = replay(journals.entries("%07d"))
    line = add_instrument(hub, OFFICE, economic_activity().sources)
    assert line.sha256 == record.case.sha256
    row: dict[str, Any] = {
        "instrument_name": record.case.instrument,
        "instrument_key": 1,
        "mode": record.case.mode.value,
        "term": 1,
        "branch": 0,
        "number": record.head.number,
        "hash": record.head.hash,
        "status": record.status.value,
        "received": 1,
    }
    for first in range(0, CASES, _AT_ONCE):
        numbers = range(first + 1, min(first + _AT_ONCE, CASES) + 1)
        with hub.database.writing() as connection:
            cases = [{"key": at, "id": f"{at:07}", "reference": f"{at:07}", **row} for at in numbers]
            connection.execute(insert(tables.cases), cases)
            connection.execute(insert(tables.segments), [_segment(at, journal) for at in numbers])


def _segment(number: int, journal: Sequence[bytes]) -> dict[str, object]:
    entries = pack([entry.replace(b"%07d", b"%07d" % number) for entry in journal])
    return {"case_key": number, "branch": 0, "first": 1, "last": len(journal), "entries": entries, "received": 1}


def _read(database: HubDatabase) -> float:
    began = time.perf_counter()
    cases = HubCases(database)
    for each in cases.cases():
        cases.entries(each.case.id)
    return time.perf_counter() - began


def _ran(folder: Path, words: Sequence[str]) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and megabytes at most."""
    environment = {**os.environ, "CAPI_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(_CHECKOUT)}
    began = time.perf_counter()
    command = [sys.executable, "-m", "capi", *words]
    with subprocess.Popen(command, cwd=_CHECKOUT, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**10


@contextlib.contextmanager
def _url(name: str) -> Iterator[str]:
    if name == "SQLite":
        yield ""
        return
    with running_postgresql() as server:
        yield server.url
