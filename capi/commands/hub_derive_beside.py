"""Deriving beside a hub that serves: a process of its own, so that what laptops send never waits for it.

It is started anew where it dies, after ever longer waits; where it ends by itself, such as without the libraries of statistics,
it has said why in the log. It stops with the hub: its standard input ends, even where the hub was killed.
"""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

FIRST_AFTER = 1.0
"""Seconds: the hub starts first."""
_WAITS = (5.0, 30.0, 120.0, 300.0)
_STOP_SECONDS = 10


@contextlib.contextmanager
def deriving_beside(folder: Path) -> Iterator[None]:
    """While the block runs."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(folder, ended), name="hub-deriving", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(_STOP_SECONDS + 1)


def _keep(folder: Path, ended: threading.Event) -> None:
    wait, died = FIRST_AFTER, 0
    while not ended.wait(wait):
        if _run(folder, ended) == 0:
            return
        wait, died = _WAITS[min(died, len(_WAITS) - 1)], died + 1


def _run(folder: Path, ended: threading.Event) -> int:
    """One process, until it ends or is to end; what it ended with."""
    command = [sys.executable, "-m", "capi", "hub", "derive", "--keep-on", "--folder", str(folder)]
    # In a group of its own: Ctrl+C is for the hub, which then tells it to stop.
    with subprocess.Popen(  # noqa: S603 - this program, and the folder it serves
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=sys.platform != "win32"
    ) as process:
        while process.poll() is None and not ended.wait(0.5):
            pass
        if process.stdin is not None:
            process.stdin.close()
        try:
            return process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
