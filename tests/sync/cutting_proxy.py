"""A line that is cut: a proxy between laptop and hub that drops the connection after any byte, either way."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

UP, DOWN = "up", "down"
"""From the laptop to the hub, and back."""


class CuttingProxy:
    """Listens on 127.0.0.1:`port` and passes everything on, until the bytes it was told to let through have gone.

    With `cut(UP, n)` the hub gets n bytes more and then sees the line closed; with `cut(DOWN, n)` the laptop does, while the
    hub has had the whole request. Then new connections are refused until `mend()`.
    """

    def __init__(self, hub_port: int) -> None:
        self._hub_port = hub_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._guard = threading.Lock()
        self._left: dict[str, int | None] = {UP: None, DOWN: None}
        self._down = False
        self._open: set[socket.socket] = set()
        self.passed = {UP: 0, DOWN: 0}
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self, direction: str, after: int) -> None:
        with self._guard:
            self._left = {UP: None, DOWN: None, direction: after}
            self._down = False

    def mend(self) -> None:
        """The line is whole again; what it passes is counted anew."""
        with self._guard:
            self._left = {UP: None, DOWN: None}
            self._down = False
            self.passed = {UP: 0, DOWN: 0}

    @property
    def was_cut(self) -> bool:
        return self._down

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._close_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listener.accept()
            except OSError:
                return
            with self._guard:
                refused = self._down
            if refused:
                laptop.close()
                continue
            try:
                hub = socket.create_connection(("127.0.0.1", self._hub_port))
            except OSError:
                laptop.close()
                continue
            for each in (laptop, hub):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._open |= {laptop, hub}
            for direction, source, target in ((UP, laptop, hub), (DOWN, hub, laptop)):
                threading.Thread(target=self._pass, args=(direction, source, target), daemon=True).start()

    def _pass(self, direction: str, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                allowed = self._allowed(direction, len(data))
                if allowed:
                    target.sendall(data[:allowed])
                if allowed < len(data):
                    self._close_all()
                    return
            target.shutdown(socket.SHUT_WR)
        except OSError:
            for each in (source, target):
                _hang_up(each)

    def _allowed(self, direction: str, wanted: int) -> int:
        with self._guard:
            left = self._left[direction]
            allowed = wanted if left is None else min(wanted, left)
            if left is not None:
                self._left[direction] = left - allowed
            self.passed[direction] += allowed
            if allowed < wanted:
                self._down = True
            return allowed

    def _close_all(self) -> None:
        with self._guard:
            sockets, self._open = self._open, set()
        for each in sockets:
            _hang_up(each)


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
