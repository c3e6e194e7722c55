"""Servers for the hub's benchmark, each a process of its own under the same uvicorn: the hub, and the floor below it.

The floor is a bare ASGI application. It reads the same body and keeps it, in one commit, in the same kind of database;
it asks nobody's name, reads nothing of what it was sent, and signs nothing.
"""

import asyncio
import contextlib
import multiprocessing
import queue
import socket
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.hub.database import MOST_CONNECTIONS, HubDatabase
from capi.hub.hub import Hub, HubKeys
from capi.hub.service.log import Log
from capi.hub.service.server import Where, make_server
from tests.hub.serving import free_port

_START_SECONDS = 30
_SPAWN = multiprocessing.get_context("spawn")

_INSERT = {True: "INSERT INTO floor (body) VALUES (%s)", False: "INSERT INTO floor (body) VALUES (?)"}

_Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Serving:
    port: int
    process: psutil.Process

    @property
    def processor_seconds(self) -> float:
        """What it has used so far: the figure that other work on the machine disturbs least."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextlib.contextmanager
def hub_process(url: str, keys: HubKeys) -> Iterator["Serving"]:
    """A hub that serves this database."""
    with _process(_serve_hub, url, keys.signing.private_bytes_raw(), keys.audit) as serving:
        yield serving


@contextlib.contextmanager
def floor_process(url: str) -> Iterator["Serving"]:
    with _process(_serve_floor, url) as serving:
        yield serving


@contextlib.contextmanager
def _process(serve: Callable[..., None], *given: object) -> Iterator["Serving"]:
    port = free_port()
    process = _SPAWN.Process(target=serve, args=(port, *given), daemon=True)
    process.start()
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.is_alive():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.02)
    try:
        yield Serving(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.join(_START_SECONDS)


def _serve_hub(port: int, url: str, signing: bytes, audit: bytes) -> None:
    hub = Hub(HubDatabase(url), HubKeys(Ed25519PrivateKey.from_private_bytes(signing), audit))
    make_server(hub, Where("127.0.0.1", port, None, proxies=("127.0.0.1",)), Log(len)).run()


def _serve_floor(port: int, url: str) -> None:
    floor = _Floor(url)
    uvicorn.Server(
        uvicorn.Config(floor, port=port, http="httptools", ws="none", lifespan="off", log_config=None, access_log=False)
    ).run()


class _Floor:
    """As many threads as the hub has. A connection is taken by whoever has work; SQLite has one writer anyway."""

    def __init__(self, url: str) -> None:
        self._pool = ThreadPoolExecutor(MOST_CONNECTIONS)
        self._is_postgresql = url.startswith("postgresql")
        self._insert = _INSERT[self._is_postgresql]
        self._connections: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for number in range(4 if self._is_postgresql else 1):
            self._connections.put(self._connect(url, first=number == 0))

    async def __call__(
        self,
        _scope: _Message,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        await asyncio.get_running_loop().run_in_executor(self._pool, self._keep, body)
        headers = [(b"content-length", b"2"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    def _connect(self, url: str, *, first: bool) -> Any:
        connection: Any
        if self._is_postgresql:
            connection = psycopg.connect(url)
            kind, key = "bytea", "bigserial"
        else:
            connection = sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False)
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            kind, key = "blob", "integer"
        if first:
            connection.execute(f"CREATE TABLE floor (key {key} PRIMARY KEY, body {kind})")
            connection.commit()
        return connection

    def _keep(self, body: bytes) -> None:
        connection = self._connections.get()
        try:
            connection.execute(self._insert, (body,))
            connection.commit()
        finally:
            self._connections.put(connection)
