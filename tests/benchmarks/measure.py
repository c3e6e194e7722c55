"""A figure: what was measured, how often, against which budget and which floor."""

import contextlib
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds, or megabytes where `unit` says so. `floor` is the same work done bare on this machine, now."""

    what: str
    median: float
    p99: float | None = None
    mean: float | None = None
    budget: str = ""
    floor: float | None = None
    unit: str = "ms"


def of(what: str, seconds: Iterable[float], budget: str, floor: float | None = None) -> Figure:
    """The figure of many timings in seconds; `floor` in milliseconds."""
    each = sorted(1_000 * second for second in seconds)
    p99 = each[min(len(each) - 1, int(len(each) * 0.99))]
    return Figure(what, statistics.median(each), p99, statistics.fmean(each), budget, floor)


def timed(work: Callable[[], object]) -> float:
    """Seconds the work takes, the garbage of before being gone."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextlib.contextmanager
def window_application() -> Iterator[None]:
    """What a window needs around it, as the program has it, off screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from capi.screens.garbage import collected_only_here

    application = QApplication.instance() or QApplication(["bench"])
    if isinstance(application, QApplication):
        application.setStyle("Fusion")
    with collected_only_here(application):
        yield


def table(name: str, figures: list[Figure]) -> Table:
    shown = Table(title=name, title_justify="left", show_edge=False)
    for heading in ("measured", "median", "mean", "p99", "budget", "floor", "x floor"):
        shown.add_column(heading, justify="left" if heading == "measured" else "right")
    for figure in figures:
        shown.add_row(
            figure.what,
            _number(figure.median, figure.unit),
            _number(figure.mean, figure.unit),
            _number(figure.p99, figure.unit),
            figure.budget,
            _number(figure.floor, figure.unit),
            f"{figure.median / figure.floor:.1f}" if figure.floor else "",
        )
    return shown


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.4g} {unit}"
