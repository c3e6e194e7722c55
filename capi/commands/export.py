"""`capi export`: microdata out of a case file, with codebook and manifest."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.commands.ending import DONE, Refused, tell
from capi.commands.opening import opened
from capi.dataset.cells import STATES, CodesCollide, MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import Dataset, datasets
from capi.instrument.faults import nearest
from capi.outputs.data_file import DoesNotFit
from capi.outputs.export import Delivery, Step, export_data
from capi.outputs.folder import AlreadyWritten
from capi.outputs.formats import format_called
from capi.outputs.manifest import Circumstances
from capi.store.case_file import CaseFile
from capi.store.hold import Holder


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    source: Path
    out: Path
    profile: Profile
    missing: str
    everything: bool
    force: bool
    file_format: str = "csv"


def export(order: Order, passphrase_file: Path | None) -> int:
    """Writes the files and prints their paths. Raises Refused and WorldFailed."""
    try:
        delivery = Delivery(
            order.profile, missing_codes(order.missing), order.out, order.force, format_called(order.file_format)
        )
        here = Holder("capi export", "export", socket.gethostname(), os.getpid(), datetime.now(UTC))
        with opened(order.source, passphrase_file, here) as case_file:
            chosen = _chosen(case_file, order)
            circumstances = _circumstances(case_file, order)
            with _progress() as step:
                files = export_data(chosen, delivery, circumstances, step)
    except (AlreadyWritten, CodesCollide, DoesNotFit) as error:
        raise Refused(str(error)) from error
    for file in files:
        print(file)
    for dataset in chosen:
        cases = "1 case" if len(dataset) == 1 else f"{len(dataset)} cases"
        rosters = ", ".join(table.level[-1] for table in dataset.tables if table.level)
        with_rows = f" (rosters: {rosters})" if rosters else ""
        tell(f"{dataset.instrument}: {cases}{with_rows}, profile {order.profile.value}")
    for warning in circumstances.warnings:
        tell(f"Note: {warning}")
    return DONE


def missing_codes(given: str) -> MissingCodes:
    """The codes named in `refused=-99,dont_know=-98`, the usual ones for the rest. Raises Refused and CodesCollide."""
    known = [str(state.value) for state in STATES]
    codes: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        state, _, number = part.partition("=")
        if state not in known:
            raise Refused(f"--missing: {state!r} is no missing state. {nearest(state, known)}")
        try:
            codes[state] = int(number)
        except ValueError:
            raise Refused(f"--missing: {number!r} is no whole number. Write {state}=-99, for example.") from None
    return MissingCodes(**codes)


def _chosen(case_file: CaseFile, order: Order) -> tuple[Dataset, ...]:
    found = datasets(case_file, everything=order.everything)
    if not found:
        cases = len(case_file.cases())
        if cases == 0:
            raise Refused(f"{order.source} holds no cases. Nothing was written.")
        raise Refused(
            f"None of the {cases} cases in {order.source} is completed. Use --all to export cases of every status."
        )
    return found


def _circumstances(case_file: CaseFile, order: Order) -> Circumstances:
    warnings = []
    if case_file.practice:
        warnings.append("These people are invented: the data come from a practice file.")
    if case_file.missing_saves:
        warnings.append(
            f"The case file has lost {case_file.missing_saves} saves of an earlier sitting; what is here is whole, but not all."
        )
    now = datetime.now(UTC).astimezone()
    return Circumstances(now, order.source.name, case_file.practice, order.everything, tuple(warnings))


@contextlib.contextmanager
def _progress() -> Iterator[Step | None]:
    """A bar on a terminal for each thing that is written, nothing where somebody else reads along."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TaskID

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done)

        yield step
