"""The case list with 100,000 cases: open, sort, filter as you type."""

import random
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from capi.fieldwork.case import Case, CaseSummary, Status
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import find_frame, load_frame
from capi.screens.case_columns import APPOINTMENT, COLUMNS, LAST_CALL, LAST_WORKED, NAME, OUTCOME, REFERENCE
from capi.screens.case_list_model import CaseListModel
from capi.settings import read_settings
from tests.benchmarks.measure import Figure, timed

CASES = 100_000
NOW = datetime(2026, 11, 18, tzinfo=UTC)


def figures() -> list[Figure]:
    frame = load_frame(find_frame("uk", read_settings({}).questionnaires)).frame
    summaries = _cases(frame)
    model = CaseListModel(frame=frame)
    model.set_now(NOW)
    opened = timed(lambda: model.set_cases(summaries))
    made = [Figure(f"open, {CASES:,} cases", 1_000 * opened, budget="<= 100")]
    for column in (NAME, LAST_WORKED, LAST_CALL, APPOINTMENT, OUTCOME, REFERENCE):
        at = COLUMNS.index(column)
        seconds = timed(lambda at=at: model.sort(at, Qt.SortOrder.DescendingOrder))  # type: ignore[misc]
        made.append(Figure(f"sort by {str(column.heading).casefold()}", 1_000 * seconds, budget="<= 100"))
    for text in ("7", "71", "71 in progress", "no answer", ""):
        seconds = timed(lambda text=text: model.narrow(text))  # type: ignore[misc]
        made.append(Figure(f"filter {text!r}: {model.rowCount():,} rows", 1_000 * seconds, budget="<= 100"))
    return made


def _cases(frame: OutcomeFrame) -> list[CaseSummary]:
    draw = random.Random(7)  # noqa: S311  # the same cases every time
    return [_case(at, frame, draw) for at in range(CASES)]


def _case(at: int, frame: OutcomeFrame, draw: random.Random) -> CaseSummary:
    """Most were called, some have an appointment or an outcome."""
    name, mode = f"Person {draw.randrange(10**6)}", draw.choice(list(Mode))
    calls = draw.choice((0, 0, 1, 2, 5))
    return CaseSummary(
        Case(f"{at:032x}", f"{at // 9:05}/{at % 9:02}", name, "seb", "1", "", mode),
        draw.choice(list(Status)),
        draw.randrange(8),
        NOW - timedelta(minutes=draw.randrange(10**5)),
        None,
        calls,
        NOW - timedelta(minutes=draw.randrange(10**5)) if calls else None,
        draw.choice(frame.results).name if calls else "",
        NOW + timedelta(minutes=draw.randrange(-1_000, 10_000)) if draw.random() < 0.3 else None,
        draw.choice(frame.outcomes).code if draw.random() < 0.4 else "",
    )
