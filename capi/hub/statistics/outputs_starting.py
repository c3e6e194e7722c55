"""Starting what makes an output: a process of its own, so that a long export neither slows receipts nor takes the hub down.

    start(hub, output.id)

What it needs to know it is told on its standard input, the database's address with its password among it; there is nothing
on its command line. When the hub's process ends, that line is cut, and it ends too. What it has written before the ZIP is
in a folder that nobody else reads, and that goes with it.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from capi.hub.errors import HubError
from capi.hub.hub import Hub
from capi.hub.statistics.outputs import KEPT, mark_failed

MODULE = "capi.hub.statistics.outputs_process"
FOLDERS = "capi-output-"
"""What the names of the folders begin with, where the system keeps such."""
_NOT_STARTED = "The hub’s machine could not begin this: {why}. Its administrator must look at it; then ask again."


class Task(Struct, frozen=True):
    """What the process is told. `database` is a URL, with its password; `shelf` the folder that the hub's shelf is in; `now` is UTC
    by the hub's clock."""

    database: str
    output: str
    folder: str
    shelf: str
    now: datetime

    def __repr__(self) -> str:
        return f"Task({self.output!r})"


def start(hub: Hub, output_id: str) -> None:
    """Returns at once. Where the process cannot be begun, or dies, the output has failed, in words."""
    try:
        _remove_forgotten()
        folder = Path(tempfile.mkdtemp(prefix=FOLDERS))
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", MODULE],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        mark_failed(hub, output_id, _NOT_STARTED.format(why=error.strerror))
        return
    url = hub.database.url.render_as_string(hide_password=False)
    task = Task(url, output_id, str(folder), str(hub.shelf.folder.parent), hub.now())
    watch = threading.Thread(target=_watch, args=(hub, task, process), name="output", daemon=True)
    watch.start()


def _watch(hub: Hub, task: Task, process: "subprocess.Popen[bytes]") -> None:
    """To the end of the process, however it comes."""
    try:
        with process:
            if process.stdin is not None:
                with contextlib.suppress(OSError):  # it is gone already, and what that means is said below
                    process.stdin.write(msgspec.json.encode(task) + b"\n")
            process.wait()  # its input stays open until then: an end of it would be ours
    finally:
        shutil.rmtree(task.folder, ignore_errors=True)
    if process.returncode:  # else it has said itself what came of it
        with contextlib.suppress(HubError):  # then it is seen by its silence
            mark_failed(hub, task.output)


def _remove_forgotten() -> None:
    """Folders that nobody took away, as when the machine went down."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - KEPT.total_seconds():
                shutil.rmtree(folder, ignore_errors=True)
