"""The process that makes one output and then ends: `python -m capi.hub.statistics.outputs_process`, its task on its input.

It says every second how far it is. It ends at once where its line is gone (somebody has cancelled it), and where its input
is cut (the hub's own process has ended).
"""

import contextlib
import os
import shutil
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import NoReturn

import msgspec
from sqlalchemy import select, update

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.dataset.cells import CodesCollide
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubError
from capi.hub.giving_way import give_way
from capi.hub.hub import to_microseconds
from capi.hub.statistics.outputs_starting import Task
from capi.outputs.microdata.data_file import DoesNotFit
from capi.sync.output_messages import OutputOrder, OutputState

PAUSE_SECONDS = 1.0
"""Between two lines about how far it is."""
_OUTPUTS = tables.outputs.c


class Gone(Exception):
    """Nobody wants it any more."""


@dataclass
class Line:
    """The output's line in the database: how far it is, and in the end the file. Touched from a thread of its own."""

    database: HubDatabase
    task: Task
    done: int = 0
    total: int = 0
    _began: float = field(default_factory=monotonic)

    def step(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def order(self) -> OutputOrder:
        """Raises Gone."""
        with self.database.asking() as connection:
            wanted = connection.execute(select(_OUTPUTS.wanted).where(_OUTPUTS.id == self.task.output)).scalar()
        if wanted is None:
            raise Gone
        return msgspec.json.decode(wanted, type=OutputOrder)

    def put(self, **values: object) -> None:
        """Raises Gone where it is not being made any more, Unavailable."""
        making = (_OUTPUTS.id == self.task.output) & (_OUTPUTS.state == OutputState.MAKING.value)
        about = {"done": self.done, "total": self.total, "touched": to_microseconds(self._now())}
        with self.database.writing() as connection:
            changed = connection.execute(update(tables.outputs).where(making).values({**about, **values}))
        if not changed.rowcount:
            raise Gone

    def _now(self) -> datetime:
        """By the hub's clock."""
        return self.task.now + timedelta(seconds=monotonic() - self._began)


def main() -> None:
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    folder = Path(task.folder)
    threading.Thread(target=_end_with_the_hub, args=(folder,), daemon=True).start()
    give_way()
    with contextlib.closing(HubDatabase(task.database)) as database:
        line = Line(database, task)
        threading.Thread(target=_tell, args=(line, folder), daemon=True).start()
        try:
            _make(line, folder)
        except Gone:
            pass
        except Exception as error:
            with contextlib.suppress(Gone):
                line.put(state=OutputState.FAILED.value, problem=in_words(error))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _make(line: Line, folder: Path) -> None:
    from capi.hub.statistics.hub_cases import HubCases
    from capi.hub.statistics.outputs_making import Surroundings, make

    order = line.order()
    with line.database.asking() as connection:
        hub = connection.execute(select(tables.hub.c.name)).scalar_one()
    around = Surroundings(Shelf(Path(line.task.shelf)), hub, line.task.now)
    made = make(HubCases(line.database), order, around, folder, line.step)
    line.put(
        state=OutputState.READY.value,
        done=line.total,
        shown=made.shown,
        file=made.file.read_bytes(),
    )


def _tell(line: Line, folder: Path) -> None:
    while True:
        threading.Event().wait(PAUSE_SECONDS)
        try:
            line.put()
        except Gone:
            _end(folder)
        except HubError:
            continue  # the database is busy, or away; whoever watches waits longer than that


def _end_with_the_hub(folder: Path) -> None:
    # Not through the buffer of sys.stdin: a thread that waits in it when the program ends takes the program with it.
    while os.read(sys.stdin.fileno(), 4_096):
        pass
    _end(folder)


def _end(folder: Path) -> NoReturn:
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def in_words(error: Exception) -> str:
    """Of what we know the words; of a fault of ours where it happened, and never what was in it."""
    from capi.dataset.person_columns import NotPersons
    from capi.hub.statistics.outputs_making import CannotMake
    from capi.outputs.tables.table_counts import NotCountable

    match error:
        case CannotMake() | NotCountable() | NotPersons() | CodesCollide() | DoesNotFit() | DamagedClassification():
            return str(error)
        case HubError():
            return f"{error} Ask for this again later."
        case ImportError(name=str(name)):
            return f"The hub’s machine lacks {name.split('.')[0]}. Its administrator installs it with: pip install 'capi[office]'"
        case OSError():
            return f"The hub’s machine: {error.strerror or error}. Its administrator must make room for this; then ask again."
        case MemoryError():
            return "The hub’s machine has not enough memory for this. Ask for one instrument at a time."
    return f"Sorry, this is a fault in capi ({type(error).__name__} in {_place(error)}). Please report it."


def _place(error: Exception) -> str:
    place, trace = "an unknown place", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if Path(code.co_filename).is_relative_to(Path(__file__).parents[2]):
            place = f"{Path(code.co_filename).stem}.{code.co_name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


if __name__ == "__main__":
    main()
