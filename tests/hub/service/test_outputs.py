"""Tables and exports over HTTP: ordered, watched, shown, fetched whole and in pieces, taken away; and how little others notice."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import msgspec
import pytest
from sqlalchemy import select

from capi.hub import tables
from capi.hub.audit import lines
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub
from capi.hub.service.tidying import Tidying
from capi.hub.service.workers import Workers
from capi.hub.statistics.outputs import KEPT, order_output
from capi.sync.messages import Role
from capi.sync.output_messages import Output, OutputKind, OutputOrder, OutputState
from tests.hub.scenario import HubScene, batch
from tests.hub.service.cast import Caller, Cast
from tests.hub.serving import RunningHub, serving
from tests.hub.statistics.outputs_scenario import FORBIDDEN, backgrounds_at, finished, people_at, unpacked


@dataclass
class Ordering:
    """A hub with cases, and supervisors who ask it."""

    scene: HubScene
    cast: Cast
    running: RunningHub

    def sends(self, number: int) -> None:
        """A laptop sends a case, and gets its receipt."""
        laptop = self.cast.laptops[Caller.ANNA]
        journal = self.scene.case(f"3001/{number:03}", laptop).opened().answered("General", 1)
        body, digest = batch(laptop, journal.part(after=1))
        headers = {"Capi-Digest": digest, "Content-Type": "application/json"}
        with self.by(Caller.ANNA) as anna:
            assert anna.post("/v1/batches", content=body, headers=headers).status_code == 201

    @contextlib.contextmanager
    def by(self, caller: Caller) -> Iterator[httpx.Client]:
        with self.running.client() as client:
            client.headers.update(self.cast.headers(caller))
            yield client


@pytest.fixture
def ordering(database: HubDatabase) -> Iterator[Ordering]:
    scene = HubScene.set_up(database)
    people_at(scene)
    backgrounds_at(scene, 30)
    with serving(scene.hub) as running:
        yield Ordering(scene, Cast.of(scene), running)


def made(client: httpx.Client, order: dict[str, object]) -> Output:
    answer = client.post("/v1/outputs", json=order)
    assert answer.status_code == 202, answer.text
    output = read(answer)
    assert output.state is OutputState.MAKING
    return finished(lambda: read(client.get(f"/v1/outputs/{output.id}")))


def read(answer: httpx.Response) -> Output:
    return msgspec.json.decode(answer.content, type=Output)


def test_an_end_user_export_goes_out_without_a_word_that_finds_somebody(ordering: Ordering) -> None:
    with ordering.by(Caller.RUTH) as ruth:
        output = made(ruth, {"kind": "export", "instrument": "canary"})
        assert output.state is OutputState.READY, output.problem
        path = f"/v1/outputs/{output.id}"
        answer = ruth.get(f"{path}/file")
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/zip", "no-store")
        assert "content-encoding" not in answer.headers, "it is packed already"
        whole = answer.content
        assert len(whole) == output.size
        pieces = [ruth.get(f"{path}/file?after={at}&limit=1000").content for at in range(0, output.size + 1000, 1000)]
        assert b"".join(pieces) == whole
        said = (*unpacked(whole).values(), ruth.get(f"{path}/shown").content)
        for forbidden in (*FORBIDDEN, "penflag,", "nopenflg,"):
            assert not any(forbidden.encode() in each for each in said), forbidden
        for caller in (Caller.ADA, Caller.CORA, Caller.ANNA, Caller.NOBODY):
            with ordering.by(caller) as other:
                assert other.get(f"{path}/file").status_code in (401, 403)
        assert ruth.delete(path).status_code == 204
        assert [ruth.request(each, path).status_code for each in ("GET", "DELETE")] == [404, 404]
    logged = [each.details for each in lines(ordering.scene.hub, ordering.scene.office(Role.ADMINISTRATOR))]
    assert sum(each.get("profile") == "end_user" and each.get("format") == "csv" for each in logged) == 2 + len(pieces)


def test_tables_are_made_while_laptops_send_and_another_hub_watches(ordering: Ordering) -> None:
    scene = ordering.scene
    other = Hub(
        HubDatabase(scene.hub.database.url.render_as_string(hide_password=False)), scene.hub.keys, scene.hub.now
    )
    with contextlib.closing(other.database), serving(other) as second, ordering.by(Caller.RUTH) as ruth:
        output = read(ruth.post("/v1/outputs", json={"kind": "tables", "instrument": "seb"}))
        refused = second.client()
        refused.headers.update(ruth.headers)
        with refused:
            assert refused.post("/v1/outputs", json={"kind": "tables"}).status_code == 409
            sent = 0
            while read(refused.get(f"/v1/outputs/{output.id}")).state is OutputState.MAKING:
                ordering.sends(sent)
                sent += 1
            listed = refused.get("/v1/outputs").json()
    assert [each["state"] for each in listed["outputs"]] == ["ready"]
    assert [(each["name"], each["cases"], each["completed"]) for each in listed["instruments"]] == [
        ("canary", 3, 2),
        ("health", sent, 0),
        ("seb", 30, 30),
    ]
    assert sent > 1, "laptops go on while it is made"


def test_what_is_a_day_old_goes_while_the_service_only_waits(database: HubDatabase) -> None:
    scene = HubScene.set_up(database)
    people_at(scene)
    order_output(scene.hub, scene.office(), OutputOrder(kind=OutputKind.EXPORT))
    scene.time += KEPT

    async def waits() -> None:
        workers = Workers()
        tidying = Tidying(scene.hub, workers, every=0.01)
        tidying.begin()
        async with asyncio.timeout(30):
            while kept():
                await asyncio.sleep(0.01)
        tidying.close()
        workers._pool.shutdown()  # what is under way ends before the database is closed

    def kept() -> bool:
        with database.reading() as connection:
            return connection.execute(select(tables.outputs.c.id)).first() is not None

    assert kept()
    asyncio.run(waits())


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ({"kind": "export", "profile": "all"}, 422, "unfit"),
        ({"kind": "export", "format": "../csv"}, 422, "unfit"),
        ({"kind": "tables", "threshold": -1}, 422, "unfit"),
        ({"kind": "tables", "threshold": 10**6}, 422, "unfit"),
        ({"kind": "everything"}, 422, "unfit"),
        ({"kind": "tables", "folder": "/etc"}, 422, "unfit"),
        ({"kind": "tables", "instrument": "'; DROP TABLE cases; --"}, 422, "unfit"),
    ],
)
def test_an_unfit_order_makes_nothing(ordering: Ordering, order: dict[str, object], status: int, code: str) -> None:
    with ordering.by(Caller.RUTH) as ruth:
        answer = ruth.post("/v1/outputs", json=order)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert ruth.get("/v1/outputs").json()["outputs"] == []
