"""The hub without its database: it says so at once, with a time to come again, and goes on when the database is back."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from capi.hub.database import HubDatabase
from tests.hub.scenario import HubScene, batch
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import served_from
from tests.hub.serving import serving
from tests.postgresql import PostgreSQL, running_postgresql

AT_MOST = 10.0
"""Seconds. The hub gives its database two, and a test machine may be slow."""


def refused(ask: Callable[[], httpx.Response], at_most: float = AT_MOST) -> httpx.Response:
    """The refusal, in time and with a time to come again."""
    started = time.monotonic()
    answer = ask()
    assert time.monotonic() - started < at_most
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["retry-after"]) >= 1
    return answer


def push(client: httpx.Client, body: bytes, digest: str) -> httpx.Response:
    return client.post("/v1/batches", content=body, headers={"Content-Type": "application/json", "Capi-Digest": digest})


@pytest.fixture
def own_server() -> Iterator[PostgreSQL]:
    """One that this test may stop."""
    with running_postgresql() as server:
        yield server


def test_a_hub_whose_sqlite_is_locked_is_alive_but_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    with (
        contextlib.closing(HubDatabase(f"sqlite:///{path}")) as database,
        served_from(database, tmp_path / "data") as served,
    ):
        laptop = served.cast.laptops[Caller.ANNA]
        body, digest = batch(laptop, served.scene.case("case", laptop).opened().part(after=1))
        with served.client(Caller.ANNA) as anna:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                assert anna.get("/health/live").status_code == 200
                refused(lambda: anna.get("/health/ready"))
                refused(lambda: push(anna, body, digest))
                assert anna.get("/v1/orders").status_code in (200, 503)
                other.execute("ROLLBACK")
            assert anna.get("/health/ready").status_code == 200
            assert push(anna, body, digest).status_code == 201
        assert len(served.scene.journal("id-case")) == 2


def test_the_event_loop_goes_on_while_all_threads_wait_for_the_database(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    with (
        contextlib.closing(HubDatabase(f"sqlite:///{path}")) as database,
        served_from(database, tmp_path / "data") as served,
    ):
        laptop = served.cast.laptops[Caller.ANNA]
        bodies = [batch(laptop, served.scene.case(f"case{n}", laptop).opened().part(after=1)) for n in range(20)]
        headers = served.cast.headers(Caller.ANNA)
        statuses: list[int] = []

        def send(body: bytes, digest: str) -> None:
            with served.running.client() as client:
                client.headers.update(headers)
                statuses.append(push(client, body, digest).status_code)

        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other, served.running.client() as watch:
            other.execute("BEGIN IMMEDIATE")
            threads = [threading.Thread(target=send, args=each) for each in bodies]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            for _ in range(10):
                started = time.monotonic()
                assert watch.get("/health/live").status_code == 200
                assert time.monotonic() - started < 2
            other.execute("ROLLBACK")
            for thread in threads:
                thread.join()
        assert len(statuses) == 20
        assert set(statuses) <= {201, 503}


def test_a_hub_whose_postgresql_is_stopped_says_so_and_recovers_when_it_is_back(
    own_server: PostgreSQL, tmp_path: Path
) -> None:
    with (
        contextlib.closing(HubDatabase(own_server.url)) as database,
        served_from(database, tmp_path / "data") as served,
    ):
        laptop = served.cast.laptops[Caller.ANNA]
        body, digest = batch(laptop, served.scene.case("case", laptop).opened().part(after=1))
        with served.client(Caller.ANNA) as anna:
            assert anna.get("/health/ready").status_code == 200
            own_server.kill()
            assert anna.get("/health/live").status_code == 200
            for _ in range(3):
                refused(lambda: anna.get("/health/ready"))
                refused(lambda: push(anna, body, digest))
                refused(lambda: anna.get("/v1/orders"))
            own_server.start()
            assert push(anna, body, digest).status_code == 201
            assert anna.get("/health/ready").status_code == 200


def test_a_hub_whose_postgresql_has_fallen_silent_is_not_ready(own_server: PostgreSQL, tmp_path: Path) -> None:
    """It takes connections and answers nothing, as a machine does that swaps, or a line that drops everything."""
    with (
        contextlib.closing(HubDatabase(own_server.url)) as database,
        served_from(database, tmp_path / "data") as served,
        served.client() as client,
    ):
        assert client.get("/health/ready").status_code == 200
        processes = own_server.processes()
        for process in processes:
            process.suspend()
        try:
            refused(lambda: client.get("/health/ready"))
            refused(lambda: client.get("/health/ready"))
            assert client.get("/health/live").status_code == 200
        finally:
            for process in processes:
                process.resume()
        until = time.monotonic() + 10
        while client.get("/health/ready").status_code != 200:
            assert time.monotonic() < until


def test_a_database_of_another_hub_is_not_served(tmp_path: Path) -> None:
    with (
        contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'one.sqlite'}")) as one,
        contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'other.sqlite'}")) as other,
    ):
        mine, theirs = HubScene.set_up(one), HubScene.set_up(other)
        mixed = type(mine.hub)(other, mine.hub.keys)
        with serving(mixed) as running, running.client() as client:
            refused(lambda: client.get("/health/ready"))
            refused(lambda: client.get("/v1/hub"))
        assert theirs.hub.keys.public != mine.hub.keys.public
