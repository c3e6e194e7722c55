"""Progress bars on a terminal; nothing where somebody else reads along.

with progress_bars() as bar:
    if bar is not None:
        bar("Reading", 10, 400)
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TypeAlias

Bar: TypeAlias = Callable[[str, int, int], None]
"""Of the thing with this name so many are done, of so many."""


@contextlib.contextmanager
def progress_bars() -> Iterator[Bar | None]:
    """A bar for each thing that is named; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TaskID

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield show
