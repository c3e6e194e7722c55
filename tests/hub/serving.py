"""A hub that really serves: the server in a thread of its own, on a free port of this machine.

    with serving(hub) as running:
        answer = running.client().get("/v1/hub")

`running_hub` is the same as a fixture, with accounts for each role, on SQLite; whoever wants another database sets its
own hub up and serves that.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn

from capi.hub.database import HubDatabase
from capi.hub.hub import Hub
from capi.hub.online.texts import TextShelf
from capi.hub.service.log import Log
from capi.hub.service.server import TlsFiles, Where, make_server
from tests.hub.scenario import HubScene

_START_SECONDS = 10
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusted on a line without encryption, which asks nobody; the authorities of the system take long to read."""


@dataclass
class RunningHub:
    """`lines`: what it has written into its log so far. `authorities`: a file of PEM, where it serves with TLS."""

    hub: Hub
    port: int
    server: uvicorn.Server
    authorities: Path | None = None
    lines: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{'https' if self.authorities else 'http'}://127.0.0.1:{self.port}"

    def client(self, token: str = "", device: str = "") -> httpx.Client:
        """A line to it, with a token where one is given."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if device:
            headers["Capi-Device"] = device
        verify = ssl.create_default_context(cafile=self.authorities) if self.authorities else NOBODY
        return httpx.Client(base_url=self.url, headers=headers, verify=verify, timeout=30, trust_env=False)

    @property
    def log(self) -> str:
        return b"".join(self.lines).decode()


@contextlib.contextmanager
def serving(
    hub: Hub,
    tls: TlsFiles | None = None,
    authorities: Path | None = None,
    *,
    proxies: tuple[str, ...] = (),
    texts: TextShelf | None = None,
) -> Iterator[RunningHub]:
    """Serves until the block ends; then the server has stopped, and the hub's database is as it was left."""
    lines: list[bytes] = []
    port = free_port()
    server = make_server(hub, Where("127.0.0.1", port, tls, proxies, texts=texts), Log(lines.append))
    thread = threading.Thread(target=server.run, name="hub server", daemon=True)
    thread.start()
    until = time.monotonic() + _START_SECONDS
    while not server.started:
        running = thread.is_alive() if time.monotonic() < until else False
        assert running, b"".join(lines).decode()
        time.sleep(0.005)
    try:
        yield RunningHub(hub, port, server, authorities, lines)
    finally:
        server.should_exit = True
        thread.join(_START_SECONDS)
    assert not thread.is_alive(), "the server has not stopped"


@pytest.fixture
def running_hub(tmp_path: Path) -> Iterator[RunningHub]:
    """On SQLite, with the small health questionnaire."""
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'served.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        with serving(scene.hub) as running:
            yield running


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
