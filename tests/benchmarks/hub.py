"""The hub under load: real servers in processes of their own, real HTTP on loopback, SQLite and PostgreSQL.

First cases of 60 answers, one by one and in batches of 100, from eight laptops that send as fast as they are answered. Then
the herd: a thousand laptops with one completed case each; all at the same moment, and each at its own time of the window.
The window of 15 minutes is scaled down to WINDOW: fifteen times as dense a crowd as on a real evening.
"""

import asyncio
import contextlib
import os
import random
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psycopg

from capi.sync.timing import back_off, delay_of_day
from tests.benchmarks.hub_field import Field, Laptop, Sent, request
from tests.benchmarks.hub_processes import Serving, floor_process, hub_process
from tests.benchmarks.measure import Figure, of
from tests.postgresql import running_postgresql

CLIENTS = 8
ONE_BY_ONE = 1_600
IN_BATCHES = 3_200
AT_ONCE = 100
HERD = 1_000
WINDOW = timedelta(seconds=60)
_MOST_TRIES = 200


def figures() -> list[Figure]:
    found: list[Figure] = []
    for name, budgets in (("SQLite", (2_400, 4_000)), ("PostgreSQL", (1_800, 4_900))):
        with tempfile.TemporaryDirectory() as folder, databases(name, Path(folder)) as new:
            found += _throughput(name, new, budgets)
            found += _herd(name, new)
    return found


class _New:
    """Makes empty databases."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self._folder, self._server, self._number = folder, server, 0

    def url(self) -> str:
        self._number += 1
        if not self._server:
            return f"sqlite:///{self._folder / f'hub_{self._number}.sqlite'}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE hub_{self._number}")
        return self._server.replace("/postgres?", f"/hub_{self._number}?")


@contextlib.contextmanager
def databases(name: str, folder: Path) -> Iterator[_New]:
    if name == "SQLite":
        yield _New(folder)
        return
    with running_postgresql() as server:
        yield _New(folder, server.url)


# As fast as they are answered.


@dataclass
class Run:
    """What was answered, and after how many seconds."""

    seconds: float
    waits: list[float]
    answers: list[bytes]
    processor_seconds: float = 0.0


def _throughput(name: str, new: _New, budgets: tuple[int, int]) -> Iterator[Figure]:
    for what, cases, many, budget in (
        ("cases one by one", ONE_BY_ONE, 1, budgets[0]),
        (f"cases in batches of {AT_ONCE}", IN_BATCHES, AT_ONCE, budgets[1]),
    ):
        url = new.url()
        prepared = Field.set_up(url, CLIENTS)
        warm, sent = prepared.batches(CLIENTS * many, many), prepared.batches(cases, many)
        floors = []
        with floor_process(new.url()) as floor, hub_process(url, prepared.scene.hub.keys) as serving:
            _send(serving, warm)
            # The machine has other things to do at times: the floor is measured on either side of what stands on it.
            floors.append(_send(floor, sent))
            run = _send(serving, sent)
            floors.append(_send(floor, sent))
        assert prepared.believed(run.answers) == cases
        assert prepared.kept_wrongly() == (0, 0)
        prepared.scene.hub.database.close()
        per_second = cases / (sum(each.seconds for each in floors) / len(floors))
        yield Figure(
            f"{name}, {what} (load {os.getloadavg()[0]:.1f})",
            cases / run.seconds,
            budget=f">= {budget:,}",
            floor=per_second,
            unit="/s",
        )
        waits = sorted(1_000 * wait for each in floors for wait in each.waits)
        yield of("... the receipt is there after", run.waits, "", waits[len(waits) // 2])
        used = 1_000 * sum(each.processor_seconds for each in floors) / len(floors) / cases
        yield Figure("... the server's processor time for a case", 1_000 * run.processor_seconds / cases, floor=used)


def _send(serving: Serving, sent: Sequence[Sequence[Sent]]) -> Run:
    run = Run(0.0, [], [])
    clients = [threading.Thread(target=_client, args=(serving.port, its, run)) for its in sent]
    began, used = time.perf_counter(), serving.processor_seconds
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    run.seconds, run.processor_seconds = time.perf_counter() - began, serving.processor_seconds - used
    assert len(run.answers) == sum(map(len, sent))
    return run


def _client(port: int, sent: Sequence[Sent], run: Run) -> None:
    """A line of its own, kept open; it does next to nothing itself, as it takes its time from the server's processors."""
    with socket.create_connection(("127.0.0.1", port), 60) as line, line.makefile("rb") as answers:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for each in sent:
            began = time.perf_counter()
            line.sendall(each.request)
            status = answers.readline()
            length = 0
            while (header := answers.readline()) != b"\r\n":
                if header.lower().startswith(b"content-length:"):
                    length = int(header[15:])
            answer = answers.read(length)
            assert status.startswith(b"HTTP/1.1 201"), (status, answer)
            run.waits.append(time.perf_counter() - began)
            run.answers.append(answer)


# All of them, at six in the evening.


@dataclass
class Evening:
    """`waits`: seconds from the moment a laptop calls to the receipt in its hands, whatever it was told in between."""

    waits: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    turned_away: int = 0


def _herd(name: str, new: _New) -> Iterator[Figure]:
    for how, window in (("all at the same moment", timedelta(0)), (f"spread over {WINDOW.seconds} s", WINDOW)):
        url = new.url()
        prepared = Field.set_up(url, HERD)
        sent = [its for [its] in prepared.batches(HERD, 1)]
        with hub_process(url, prepared.scene.hub.keys) as serving:
            evening = asyncio.run(_evening(serving.port, list(zip(prepared.laptops, sent, strict=True)), window))
        lost, doubled = prepared.kept_wrongly()
        assert prepared.believed(evening.answers) == HERD
        prepared.scene.hub.database.close()
        waits = sorted(evening.waits)
        told = f"{lost} lost, {doubled} doubled, {evening.turned_away} times turned away, load {os.getloadavg()[0]:.1f}"
        yield Figure(
            f"{name}, {HERD:,} laptops {how}: p95 ({told})",
            1_000 * waits[int(len(waits) * 0.95)],
            1_000 * waits[int(len(waits) * 0.99)],
            1_000 * sum(waits) / len(waits),
            budget="<= 1000" if window else "",
        )


async def _evening(port: int, laptops: Sequence[tuple[Laptop, Sent]], window: timedelta) -> Evening:
    evening = Evening()
    six = time.perf_counter() + 1
    await asyncio.gather(*(_laptop(port, laptop, sent, six, window, evening) for laptop, sent in laptops))
    return evening


async def _laptop(port: int, laptop: Laptop, sent: Sent, six: float, window: timedelta, evening: Evening) -> None:
    """Which hub is this, what is to be sent, what is to be done: so much of a round as everybody has at any time."""
    own_time = six + delay_of_day(str(laptop.principal.device), window).total_seconds()
    await asyncio.sleep(own_time - time.perf_counter())
    await _asked(port, request(laptop, "GET", "/v1/hub"), evening)
    evening.answers.append(await _asked(port, sent.request, evening))
    evening.waits.append(time.perf_counter() - own_time)
    await _asked(port, request(laptop, "GET", "/v1/orders?after=0&limit=200"), evening)


async def _asked(port: int, wanted: bytes, evening: Evening) -> bytes:
    """Until it is answered; in between it waits as laptops do."""
    for attempt in range(1, _MOST_TRIES):
        after = None
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            async with asyncio.timeout(30):
                status, after, answer = await _exchange(port, wanted)
            if status in (200, 201):
                return answer
            assert status in (429, 503), answer
        evening.turned_away += 1
        await asyncio.sleep(back_off(attempt, random.random, after))
    raise AssertionError("a laptop has given up")


async def _exchange(port: int, wanted: bytes) -> tuple[int, float | None, bytes]:
    """Status, Retry-After, and what was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(wanted)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        answer = await reader.readexactly(int(headers["content-length"]))
        after = float(headers["retry-after"]) if "retry-after" in headers else None
        return int(head[0].split()[1]), after, answer
    finally:
        writer.close()
