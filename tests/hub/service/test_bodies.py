"""Bodies: what is too large, cut off, or means two things is refused before anybody works with it."""

import asyncio
import gzip
import json
import resource
import zlib
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from capi.hub.errors import HubError, TooLarge, Unfit, Unreadable
from capi.hub.service import bodies
from capi.hub.service.bodies import SenderGone, read_body, read_message, unpacked
from capi.sync.messages import LARGEST_BATCH, Batch, Part, Release, SignIn

HASH = "0" * 64
MEGABYTE = 2**20


def sent(*chunks: bytes, cut_off: bool = False) -> bodies.Receive:
    """The line, as the server gives it: these pieces, and then the end or nobody."""
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": each, "more_body": cut_off or number < len(chunks)}
        for number, each in enumerate(chunks, 1)
    ]
    left = iter([*messages, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(left)

    return receive


def endless() -> tuple[bodies.Receive, list[int]]:
    """A sender who never comes to an end, and how many bytes it was let send."""
    taken = [0]

    async def receive() -> dict[str, Any]:
        taken[0] += MEGABYTE
        return {"type": "http.request", "body": bytes(MEGABYTE), "more_body": True}

    return receive, taken


def batch(*entries: bytes) -> Batch:
    part = Part(case="case-1", term=1, after=0, after_hash=HASH, entries=[Raw(entry) for entry in entries])
    return Batch(
        batch="0193f2b7-0a0b-7c0d-8e0f-a1b2c3d4e5f6",
        device="laptop-1",
        epoch="epoch-1",
        clock=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        parts=[part],
    )


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def refused(data: bytes, shape: type[msgspec.Struct] = SignIn) -> HubError:
    with pytest.raises(HubError) as caught:
        read_message(data, shape)
    return caught.value


# --- how much ---


def test_a_body_comes_together_from_its_pieces() -> None:
    assert asyncio.run(read_body(sent(b"ab", b"", b"c"), None, 3)) == b"abc"


@pytest.mark.parametrize("announced", [None, 4])
def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so_before(announced: int | None) -> None:
    with pytest.raises(TooLarge):
        asyncio.run(read_body(sent(b"ab", b"cd"), announced, 3))


def test_a_body_that_says_it_is_short_and_is_not_is_refused() -> None:
    with pytest.raises(TooLarge):
        asyncio.run(read_body(sent(b"abcd"), 2, 3))


def test_a_sender_who_never_ends_is_not_listened_to_for_ever_and_nothing_of_it_is_kept() -> None:
    receive, taken = endless()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge):
        asyncio.run(read_body(receive, None, MEGABYTE))
    assert taken[0] <= bodies.MOST_DISCARDED + 3 * MEGABYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 * 1024  # kilobytes


def test_a_sender_who_announces_more_than_anybody_would_read_is_refused_at_once() -> None:
    receive, taken = endless()
    with pytest.raises(TooLarge):
        asyncio.run(read_body(receive, 10**12, MEGABYTE))
    assert taken == [0]


def test_a_line_that_goes_dead_is_nobody_to_answer() -> None:
    with pytest.raises(SenderGone):
        asyncio.run(read_body(sent(b"ab", cut_off=True), 100, 100))


def test_a_line_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "STALL_SECONDS", 0.01)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    with pytest.raises(Unreadable):
        asyncio.run(read_body(receive, None, 10))


# --- gzip ---


@given(st.binary(max_size=2_000))
def test_what_was_packed_comes_out_as_it_was(data: bytes) -> None:
    assert unpacked(gzip.compress(data), 2_000) == data


@pytest.mark.parametrize("honest", [True, False])
def test_300_megabytes_in_300_kilobytes_are_refused_without_being_unpacked(honest: bool) -> None:
    bomb = gzip.compress(bytes(300 * MEGABYTE), 9)
    if not honest:
        bomb = bomb[:-4] + (100).to_bytes(4, "little")
    assert len(bomb) < 310_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge):
        unpacked(bomb, LARGEST_BATCH)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 3 * LARGEST_BATCH / 1024, f"{grown} kB"


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(gzip.compress(b"some text" * 100)[:-9], id="cut off in its data"),
        pytest.param(gzip.compress(b"some text")[:-1], id="cut off in its trailer"),
        pytest.param(gzip.compress(b"some") + gzip.compress(b"text"), id="two members"),
        pytest.param(gzip.compress(b"some text") + b"\0", id="something follows"),
        pytest.param(zlib.compress(b"some text"), id="another format"),
        pytest.param(b"some text", id="not packed"),
        pytest.param(b"", id="nothing"),
        pytest.param(gzip.compress(b"some text")[:-8] + b"\0" * 8, id="wrong checksum"),
    ],
)
def test_gzip_that_is_not_one_whole_member_is_refused(packed: bytes) -> None:
    with pytest.raises(Unreadable):
        unpacked(packed, 1_000)


# --- JSON ---


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"name":"a","password":"b"', id="cut off"),
        pytest.param(b'{"name":"a","password":"b"}{}', id="something follows"),
        pytest.param(b'\xef\xbb\xbf{"name":"a","password":"b"}', id="byte order mark"),
        pytest.param(b'{"name":"\xff","password":"b"}', id="not UTF-8"),
        pytest.param(b'{"name":"\xed\xa0\x80","password":"b"}', id="surrogate in UTF-8"),
        pytest.param(b'{"name":"\\ud800","password":"b"}', id="half of a pair"),
        pytest.param(b'{"name":"\\udc00x","password":"b"}', id="second half of a pair"),
        pytest.param(b'{"name":"a\\u0000","password":"b"}', id="NUL"),
        pytest.param(b'{"name":"a\x00","password":"b"}', id="bare NUL"),
        pytest.param(b'{"name":"a","name":"c","password":"b"}', id="a name twice"),
        pytest.param(b'{"name":"a","n\\u0061me":"c","password":"b"}', id="a name twice, once in disguise"),
        pytest.param(b'{"name":NaN,"password":"b"}', id="NaN"),
        pytest.param(b'{"name":-Infinity,"password":"b"}', id="infinity"),
        pytest.param(b'{"name":9007199254740993,"password":"b"}', id="larger than 2^53"),
        pytest.param(b'{"name":' + b"9" * 5_000 + b',"password":"b"}', id="5,000 digits"),
        pytest.param(b'{"name":1e999,"password":"b"}', id="beyond all numbers"),
        pytest.param(b'{"name":' + nested(32) + b"}", id="33 levels"),
        pytest.param(nested(1_000), id="1,000 levels"),
        pytest.param(nested(200_000), id="200,000 levels"),
        pytest.param(b'{"a":' * 100_000, id="100,000 levels of objects"),
    ],
)
def test_what_no_program_may_send_cannot_be_read(data: bytes) -> None:
    assert refused(data).code == "unreadable"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"[]", ""),
        (b"null", ""),
        (b'{"name":"a"}', ""),
        (b'{"name":"","password":"b"}', "name"),
        (b'{"name":"a","password":5}', "password"),
        (b'{"name":"a","password":"b","role":"administrator"}', ""),
        (b'{"name":' + nested(31) + b',"password":"b"}', "name"),
    ],
)
def test_what_can_be_read_and_makes_no_sense_is_unfit_and_says_where(data: bytes, where: str) -> None:
    error = refused(data)
    assert isinstance(error, Unfit)
    assert (error.code, error.where) == ("unfit", where)


def test_a_number_no_program_reads_is_refused_in_its_place_too() -> None:
    data = b'{"case":"a","term":1,"number":%b,"hash":"%b"}'
    assert read_message(data % (b"9007199254740991", HASH.encode()), Release).number == 2**53 - 1
    assert refused(data % (b"9007199254740992", HASH.encode()), Release).code == "unreadable"


@pytest.mark.parametrize("text", ["NUL is \\u0000", "a backslash \\", 'quotes "" and [[[[ brackets'])
def test_a_text_about_such_things_is_a_text(text: str) -> None:
    data = json.dumps({"password": text, "name": "a"}).encode()
    assert read_message(data, SignIn).password == text


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=100))
def test_every_other_text_is_taken_as_it_is(text: str) -> None:
    for data in (msgspec.json.encode({"name": text, "password": text}), json.dumps({"password": text, "name": text})):
        assert read_message(data if isinstance(data, bytes) else data.encode(), SignIn).name == text


# --- batches ---


POISONED = [
    pytest.param(b'{"a":1,"a":2}', id="a name twice"),
    pytest.param(b'{"a":"\\u0000"}', id="NUL"),
    pytest.param(b'{"a":"\xff"}', id="not UTF-8"),
    pytest.param(b'{"a":123456789012345678901234567890}', id="too large a number"),
]


@pytest.mark.parametrize("entry", POISONED)
def test_a_bad_entry_does_not_make_the_batch_unreadable_for_it_is_judged_with_its_own_case(entry: bytes) -> None:
    data = msgspec.json.encode(batch(b'{"good":1}', entry))
    assert [bytes(each) for each in read_message(data, Batch).parts[0].entries] == [b'{"good":1}', entry]


@pytest.mark.parametrize("entry", POISONED)
def test_that_holds_for_a_laptop_too_that_writes_its_json_otherwise(entry: bytes) -> None:
    data = b" " + msgspec.json.encode(batch(entry))
    try:
        assert bytes(read_message(data, Batch).parts[0].entries[0]) == entry
    except Unreadable:
        assert entry == b'{"a":"\xff"}', "only what is not even UTF-8 cannot be told apart from the batch around it"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"device":', b'"device":"other","device":'),
        (b'"case":', b'"case":"other","case":'),
        (b'"case-1"', b'"case\\u0000"'),
        (b'"laptop-1"', b'"\\ud800"'),
        (b'{"good":1}', b'{"half of a pair in an entry":"\\ud800"}'),
    ],
)
def test_around_the_entries_a_batch_is_as_strict_as_anything(old: bytes, new: bytes) -> None:
    data = msgspec.json.encode(batch(b'{"good":1}'))
    assert read_message(data, Batch).device == "laptop-1"
    assert refused(data.replace(old, new), Batch).code == "unreadable"


@pytest.mark.parametrize(("levels", "taken"), [(28, True), (29, False), (500, False), (100_000, False)])
def test_a_batch_has_32_levels_with_its_entries(levels: int, taken: bool) -> None:
    data = msgspec.json.encode(batch(b'{"good":1}')).replace(b'{"good":1}', nested(levels))
    if taken:
        assert bytes(read_message(data, Batch).parts[0].entries[0]) == nested(levels)
    else:
        assert refused(data, Batch).code == "unreadable"


def test_brackets_in_a_text_are_no_levels() -> None:
    entry = msgspec.json.encode({"text": 'the "brackets" [[[[{{{{' * 20})
    assert bytes(read_message(msgspec.json.encode(batch(entry)), Batch).parts[0].entries[0]) == entry
