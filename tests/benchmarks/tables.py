"""The output tables: all of them of many persons, counted, protected and written; and protection alone, where it has most to do."""

import random
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from capi.dataset.persons import Connection, person_connection
from capi.derivation.columns import Table
from capi.outputs.manifest import Circumstances
from capi.outputs.tables.standard_tables import StandardTables, standard_tables
from capi.outputs.tables.table_figures import Treatment
from capi.outputs.tables.table_files import write_tables
from capi.outputs.tables.table_persons import derived_once
from capi.outputs.tables.table_versions import versions_of
from tests.benchmarks.measure import Figure, timed

PERSONS = 1_000_000
FEW = 400
TIMES = 5
_QUESTIONS = {
    "SchoolType": (1, 1, 1, 2, 3, 4, 5, -8, -9),
    "FreeMeals": (1, 2, 2, 2, -7, -8),
    "EarnerStatus": (1, 1, 1, 2, 3, 4, -9),
    "OwnBusinessSize": (1, 1, 2, -8),
    "Supervisor": (1, 2, 2, -8),
    "EarnerOccupation": (1, 2, 3, 4, 5, -8),
    "ParentQual": (1, 2, 3, -7, -9),
    "Wrking": (1, 1, 1, 2),
    "SchemeET": (2, 2, 2, 2, 1),
    "JbAway": (2, 2, 2, 1, 3),
    "OwnBus": (2,),
    "RelBus": (2, 2, 2, 1),
    "Looked": (2, 2, 1),
    "StartJ": (1, 2),
    "YInAct": (1, 2, 3, 4, 5, 6),
    "Stat": (1, 1, 1, 2),
    "FtPtWk": (1, 1, 2),
}
"""Answers as likely as they stand here; what was not asked of somebody is not looked at."""


def figures(persons: int = PERSONS) -> list[Figure]:
    with person_connection() as connection, tempfile.TemporaryDirectory() as folder:
        asked = _persons(connection, persons)
        derived = derived_once(asked, None, connection)
        made = standard_tables(derived, Treatment())
        counting = [timed(lambda: standard_tables(derived, Treatment())) for _ in range(TIMES)]
        circumstances = Circumstances(datetime.now(UTC), "benchmark", invented=True, everything=True)
        writing = [timed(partial(_write, made, derived, circumstances, Path(folder) / str(at))) for at in range(TIMES)]
        few = derived_once(_persons(connection, FEW), None, connection)
        hiding = [timed(lambda: standard_tables(few, Treatment())) for _ in range(TIMES)]
        floor = timed(lambda: derived.group_by("nssec_selfcoded5").aggregate(n=derived.count()).to_pyarrow())
    return [
        _figure(f"tables of {persons:,} persons, counted and protected", counting, 1_000 * floor),
        _figure("their files, pages and charts written", writing),
        _figure(f"tables of {FEW} persons, where much is to hide", hiding),
    ]


def _figure(what: str, seconds: list[float], floor: float | None = None) -> Figure:
    return Figure(what, 1_000 * sorted(seconds)[len(seconds) // 2], p99=1_000 * max(seconds), floor=floor)


def _persons(connection: Connection, number: int) -> Table:
    draw = random.Random(2026)  # noqa: S311  # the same every time
    names = ", ".join(
        f'[{", ".join(map(str, values))}][1 + (hash(i * {draw.randrange(1, 2**31)}) % {len(values)})::INT]::INT AS "{name}"'
        for name, values in _QUESTIONS.items()
    )
    connection.raw_sql(
        f'CREATE OR REPLACE TABLE asked_{number} AS SELECT i::VARCHAR AS "case", {names} FROM range({number}) AS r(i)'  # noqa: S608
    )
    return connection.table(f"asked_{number}")


def _write(made: StandardTables, persons: Table, circumstances: Circumstances, folder: Path) -> None:
    write_tables(folder, made, versions_of(persons), circumstances)
