"""All derived variables of ten million persons, Parquet to Parquet, by `capi derive` as a process of its own.

The floor is what DuckDB alone takes for the same files: the answers read, and the same columns written, with nothing derived.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.benchmarks.derive_persons import make_persons
from tests.benchmarks.measure import Figure
from tests.derivation.published import NSSEC, unit_groups

PERSONS = 10_000_000
ROUNDS = 3
_FLOOR = """
import duckdb, sys
source, result, out, alone = sys.argv[1:]
connection = duckdb.connect()
names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{source}')").fetchall()]
made = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{result}')").fetchall()]
if alone == "alone":
    looked = ", ".join(f'max("{name}")' for name in names if name != "case")
    connection.execute(f"SELECT {looked} FROM read_parquet('{source}')").fetchall()
connection.execute(f"COPY (SELECT * FROM read_parquet('{result}')) TO '{out}' (FORMAT parquet, COMPRESSION snappy)")
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds by the clock, and the most memory it held, in megabytes."""

    seconds: float
    memory: float


def figures(persons: int = PERSONS, rounds: int = ROUNDS) -> list[Figure]:
    if not NSSEC.exists():
        Console().print(f"derive: skipped, the NS-SEC table is not at {NSSEC}")
        return []
    with tempfile.TemporaryDirectory(prefix="capi-persons-") as folder:
        at = Path(folder)
        source = at / "persons.parquet"
        make_persons(source, persons, [int(row["soc2010"]) for row in unit_groups()])
        table = NSSEC / "soc2010-to-nssec.csv"
        _run(at, [sys.executable, "-m", "capi", "classification", "add", str(table), "--version", "2010"])
        return [
            each
            for words, what in (((), "with their answers"), (("--only-derived",), "derived variables alone"))
            for each in _figures(at, source, words, f"{persons:,} persons, {what}", rounds)
        ]


def _figures(at: Path, source: Path, words: tuple[str, ...], what: str, rounds: int) -> list[Figure]:
    out = at / "derived.parquet"
    derive = [sys.executable, "-m", "capi", "derive", str(source), "--out", str(out), "--force", *words]
    floor = [
        sys.executable,
        "-c",
        _FLOOR,
        str(source),
        str(out),
        str(at / "floor.parquet"),
        "alone" if words else "all",
    ]
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(_run(at, derive))
        bare.append(_run(at, floor))
    return [
        Figure(what, *_spread([1_000 * each.seconds for each in ours]), budget="<= 2000", floor=_least(bare)),
        Figure(f"... memory, {what}", max(each.memory for each in ours), budget="<= 1000", unit="MB"),
    ]


def _spread(each: list[float]) -> tuple[float, float, float]:
    ordered = sorted(each)
    return ordered[len(each) // 2], ordered[-1], sum(each) / len(each)


def _least(each: list[Ran]) -> float:
    return 1_000 * min(one.seconds for one in each)


def _run(at: Path, command: list[str]) -> Ran:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "CAPI_DATA_DIR": str(at / "data"), "PYTHONPATH": str(root)}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=root, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return Ran(seconds, used.ru_maxrss / 1_000 if sys.platform != "darwin" else used.ru_maxrss / 1_000_000)
