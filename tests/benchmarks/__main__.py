"""The budgets, measured. One command prints every figure beside its budget and the floor on this machine:

    python -m tests.benchmarks            all of them
    python -m tests.benchmarks engine     one part: engine, answer, window, large, list, start, hub, online, statistics, coding, derive, tables

Nothing here passes or fails; what gates is in tests/engine (complexity).
"""

import sys

from rich.console import Console

from tests.benchmarks import (
    answer,
    case_list,
    coding,
    derive,
    engine,
    hub,
    hub_statistics,
    large_window,
    online,
    start,
    tables,
    window,
)
from tests.benchmarks.measure import Figure, table

PARTS = {
    "engine": engine.figures,
    "answer": answer.figures,
    "window": window.figures,
    "large": large_window.figures,
    "list": case_list.figures,
    "start": start.figures,
    "hub": hub.figures,
    "online": online.figures,
    "statistics": hub_statistics.figures,
    "coding": coding.figures,
    "derive": derive.figures,
    "tables": tables.figures,
}


def main(names: list[str]) -> None:
    console = Console(width=132)
    for name in names or list(PARTS):
        figures: list[Figure] = PARTS[name]()
        console.print(table(name, figures))


if __name__ == "__main__":
    main(sys.argv[1:])
