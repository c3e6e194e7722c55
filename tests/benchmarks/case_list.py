"""The case list with 100,000 cases: open, sort, filter as you type."""

import random
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from capi.fieldwork.case import Case, CaseSummary, Status
from capi.instrument.model import Mode
from capi.screens.case_list_model import CaseListModel
from tests.benchmarks.measure import Figure, timed

CASES = 100_000


def figures() -> list[Figure]:
    summaries = _cases()
    model = CaseListModel()
    opened = timed(lambda: model.set_cases(summaries))
    made = [Figure(f"open, {CASES:,} cases", 1_000 * opened, budget="<= 100")]
    for column, name in ((1, "name"), (6, "last worked"), (0, "reference")):
        seconds = timed(lambda column=column: model.sort(column, Qt.SortOrder.DescendingOrder))  # type: ignore[misc]
        made.append(Figure(f"sort by {name}", 1_000 * seconds, budget="<= 100"))
    for text in ("7", "71", "71 in progress", ""):
        seconds = timed(lambda text=text: model.narrow(text))  # type: ignore[misc]
        made.append(Figure(f"filter {text!r}: {model.rowCount():,} rows", 1_000 * seconds, budget="<= 100"))
    return made


def _cases() -> list[CaseSummary]:
    draw = random.Random(7)  # noqa: S311  # the same cases every time
    now = datetime(2026, 11, 18, tzinfo=UTC)
    return [
        CaseSummary(
            Case(
                f"{at:032x}",
                f"{at // 9:05}/{at % 9:02}",
                f"Person {draw.randrange(10**6)}",
                "seb",
                "1",
                "",
                draw.choice(list(Mode)),
            ),
            draw.choice(list(Status)),
            draw.randrange(8),
            now - timedelta(minutes=draw.randrange(10**5)),
            None,
        )
        for at in range(CASES)
    ]
