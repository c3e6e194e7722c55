"""Batches that are meant to harm: refused with nothing kept, or kept apart while the rest of the batch is taken in."""

import gzip
import socket
from collections.abc import Iterator

import httpx
import msgspec
import psutil
import pytest
from sqlalchemy import func, select

from capi.fieldwork.journal import START
from capi.hub import tables
from capi.sync.messages import LARGEST_BATCH, MOST_PARTS, Outcome, Part, Reason, Receipt
from capi.sync.signing import Signed, body_digest
from tests.hub.scenario import EPOCH, NOW, batch, batch_id
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import Served

MEGABYTE = 2**20
JSON = {"Content-Type": "application/json"}
PACKED = {**JSON, "Content-Encoding": "gzip"}


@pytest.fixture
def anna(served: Served) -> Iterator[httpx.Client]:
    with served.client(Caller.ANNA) as client:
        yield client


def entries_kept(served: Served) -> tuple[int, int, int]:
    """Segments, receipts and parts in quarantine."""
    with served.scene.hub.database.reading() as connection:
        segments, receipts, apart = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.segments, tables.receipts, tables.quarantine)
        )
    return segments, receipts, apart


def refusals(served: Served) -> int:
    with served.scene.hub.database.reading() as connection:
        wanted = select(func.count()).where(tables.audit.c.action == "batch_refused")
        return connection.execute(wanted).scalar_one()


def a_good_batch(served: Served) -> bytes:
    laptop = served.cast.laptops[Caller.ANNA]
    return batch(laptop, served.scene.case(served.cast.fresh("case"), laptop).opened().part(after=1))[0]


def sent(
    client: httpx.Client, body: bytes, content: bytes | Iterator[bytes], headers: dict[str, str]
) -> httpx.Response:
    return client.post("/v1/batches", content=content, headers={**headers, "Capi-Digest": body_digest(body)})


def pieces(data: bytes, size: int = 65_536) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _of_parts(number: int) -> bytes:
    part = {"case": "c", "term": 1, "after": 0, "after_hash": START.hash, "entries": []}
    whole = {"batch": batch_id(), "device": "L-anna", "epoch": EPOCH, "clock": NOW, "parts": [part] * number}
    return msgspec.json.encode(whole)


BOMB = gzip.compress(bytes(300 * MEGABYTE), 9)
LONG = b'{"batch":"' + b"x" * (LARGEST_BATCH + 1)


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        pytest.param(BOMB, PACKED, 413, id="300 megabytes in 300 kilobytes"),
        pytest.param(gzip.compress(BOMB), PACKED, 400, id="packed twice"),
        pytest.param(LONG, JSON, 413, id="longer than a batch may be"),
        pytest.param(gzip.compress(LONG, 1), PACKED, 413, id="the same, packed"),
        pytest.param(bytes(5 * MEGABYTE), PACKED, 413, id="packed, and longer than that may be"),
        pytest.param(b"[" * 200_000, JSON, 400, id="200,000 levels"),
        pytest.param(gzip.compress(b'{"a":' * 1_000_000), PACKED, 400, id="a million levels, packed"),
        pytest.param(gzip.compress(b"{}")[:-5], PACKED, 400, id="gzip cut off"),
        pytest.param(gzip.compress(b"{") + gzip.compress(b"}"), PACKED, 400, id="gzip of two members"),
        pytest.param(b"{}", PACKED, 400, id="no gzip at all"),
        pytest.param(b'{"batch":"a","batch":"b"}', JSON, 400, id="a name twice"),
        pytest.param(b'{"batch":NaN}', JSON, 400, id="NaN"),
        pytest.param(b'{"batch":' + b"9" * 400 + b"}", JSON, 400, id="a huge number"),
        pytest.param(b'{"batch":"\\u0000"}', JSON, 400, id="NUL"),
        pytest.param(b'{"batch":"\\udfff"}', JSON, 400, id="half of a pair"),
        pytest.param(b"\xff\xfe{\x00}\x00", JSON, 400, id="UTF-16"),
        pytest.param(b"<batch/>", {"Content-Type": "application/xml"}, 415, id="XML"),
        pytest.param(b"{}", {"Content-Type": "multipart/form-data; boundary=x"}, 415, id="a form"),
        pytest.param(b"{}", {}, 415, id="no media type"),
        pytest.param(b"", JSON, 400, id="nothing"),
        pytest.param(b"null", JSON, 422, id="null"),
        pytest.param(b'{"parts":[]}', JSON, 422, id="another shape"),
        pytest.param(_of_parts(0), JSON, 422, id="no part"),
        pytest.param(_of_parts(MOST_PARTS + 1), JSON, 422, id="more parts than there may be"),
        pytest.param(_of_parts(1).replace(b'"epoch"', b'"more":1,"epoch"'), JSON, 422, id="more than belongs there"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_what_cannot_be_read_is_refused_whole_with_nothing_kept_but_a_line_in_the_audit_log(
    served: Served, anna: httpx.Client, content: bytes, headers: dict[str, str], status: int, chunked: bool
) -> None:
    before, noted = entries_kept(served), refusals(served)
    answer = sent(anna, content, pieces(content) if chunked else content, headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == status
    assert entries_kept(served) == before
    assert refusals(served) == noted + 1


def test_the_hub_does_not_grow_by_a_bomb(anna: httpx.Client) -> None:
    me = psutil.Process()
    sent(anna, BOMB, BOMB, PACKED)
    before = me.memory_info().rss
    for _ in range(5):
        assert sent(anna, BOMB, BOMB, PACKED).status_code == 413
    assert me.memory_info().rss - before < 4 * MEGABYTE


def test_of_somebody_unknown_a_long_body_is_not_even_read(served: Served) -> None:
    """The server answers before the body has come."""
    with socket.create_connection(("127.0.0.1", served.running.port), timeout=10) as line:
        line.sendall(
            b"POST /v1/batches HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n"
            b"Authorization: Bearer unknown\r\n\r\n{"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 401 ")


def test_a_body_that_ends_before_its_length_leaves_nothing_behind(served: Served) -> None:
    before = entries_kept(served)
    headers = served.cast.headers(Caller.ANNA)
    with socket.create_connection(("127.0.0.1", served.running.port), timeout=10) as line:
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = [
            "POST /v1/batches HTTP/1.1",
            "Host: hub",
            "Content-Type: application/json",
            "Content-Length: 99",
            *lines,
        ]
        line.sendall("\r\n".join([*head, "", '{"batch":']).encode())
    with served.running.client() as client:
        assert client.get("/health/ready").status_code == 200
    assert entries_kept(served) == before


@pytest.mark.parametrize("packed", [False, True])
def test_a_good_batch_is_taken_however_it_comes(served: Served, anna: httpx.Client, packed: bool) -> None:
    for chunked in (False, True):
        body = a_good_batch(served)
        content = gzip.compress(body) if packed else body
        answer = sent(anna, body, pieces(content, 100) if chunked else content, PACKED if packed else JSON)
        assert answer.status_code == 201
        again = sent(anna, body, content, PACKED if packed else JSON)
        assert (again.status_code, again.content) == (200, answer.content)


POISON = {
    "not an entry": b'{"not":"an entry"}',
    "an array": b"[1,2,3]",
    "a number": b"17",
    "null": b"null",
    "NUL in it": b'{"case":"\\u0000"}',
    "a name twice": b'{"case":"a","case":"b"}',
    "a huge number": b"1" * 300,
    "not UTF-8": b'{"case":"\xff\xfe"}',
    "a long text": b'"' + b"x" * MEGABYTE + b'"',
}


@pytest.mark.parametrize("name", POISON)
def test_a_poisoned_case_among_ten_is_kept_apart_and_the_other_nine_are_taken_in(
    served: Served, anna: httpx.Client, name: str
) -> None:
    laptop = served.cast.laptops[Caller.ANNA]
    cases = [served.scene.case(served.cast.fresh("case"), laptop).opened() for _ in range(10)]
    parts = [case.part(after=1) for case in cases]
    parts[4] = msgspec.structs.replace(parts[4], entries=[*parts[4].entries, msgspec.Raw(POISON[name])])
    body, _ = batch(laptop, *parts)
    answer = sent(anna, body, gzip.compress(body), PACKED)
    assert answer.status_code == 201, answer.text
    found = {each.case: each for each in read(answer).parts}
    poisoned = found.pop(cases[4].case_id)
    assert (poisoned.outcome, poisoned.reason) == (Outcome.QUARANTINED, Reason.MALFORMED)
    assert {each.outcome for each in found.values()} == {Outcome.APPLIED}
    assert len(found) == 9
    (kept,) = served.scene.apart(cases[4].case_id)
    assert kept.reason == "malformed"
    with served.client(Caller.RUTH) as ruth:
        detail = ruth.get(f"/v1/quarantine/{kept.id}")
    assert (detail.status_code, detail.json()["readable"]) == (200, False)


@pytest.mark.parametrize("text", ["‮", "👩‍👩‍👧", "e\u0301", "=cmd()", "'; DROP TABLE cases; --", "%", "x" * 100])
def test_any_text_for_the_id_of_a_case_does_no_harm(served: Served, anna: httpx.Client, text: str) -> None:
    laptop = served.cast.laptops[Caller.ANNA]
    part = Part(case=text, term=0, after=0, after_hash="0" * 64, entries=[])
    body, _ = batch(laptop, part)
    answer = sent(anna, body, body, JSON)
    assert answer.status_code in (201, 422), answer.text


def read(answer: httpx.Response) -> Receipt:
    return msgspec.json.decode(msgspec.json.decode(answer.content, type=Signed).statement, type=Receipt)
