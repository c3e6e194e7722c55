import io
import random
from typing import BinaryIO

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.hub.errors import HubFolderError
from capi.hub.keeping.sealing import Facts, OpenWithKey, SealedReader, SealedWriter, SealToKey
from tests.hub.conftest import NOW

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
FACTS = Facts(hub="h", name="Fieldwork", epoch="e", made=NOW, schema=1, program="1", audit="0:0")
SEALED_CHUNK = 256 * 1024 + 16


def seal(*pieces: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, FACTS, SealToKey(KEY.public_key().public_bytes_raw()))
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    return file.getvalue()


def unseal(file: BinaryIO) -> bytes:
    reader = SealedReader(file, "a backup")
    reader.unlock(OpenWithKey(KEY.private_bytes_raw()))
    return b"".join(reader.chunks())


@given(st.lists(st.binary(max_size=2_000), max_size=20))
@settings(max_examples=60, deadline=None)
def test_what_is_sealed_comes_out_as_it_went_in(pieces: list[bytes]) -> None:
    assert unseal(io.BytesIO(seal(*pieces))) == b"".join(pieces)


def test_the_same_is_never_sealed_to_the_same_twice() -> None:
    assert seal(b"answers")[-30:] != seal(b"answers")[-30:]


@pytest.fixture(scope="module")
def long() -> tuple[bytes, bytes]:
    """Something of several chunks, which does not grow shorter, and the same sealed."""
    plain = random.Random(7).randbytes(900_000)  # noqa: S311 - no secret, and the same each time
    return plain, seal(plain)


def test_several_chunks_come_out_in_order(long: tuple[bytes, bytes]) -> None:
    plain, sealed = long
    assert len(sealed) > 3 * SEALED_CHUNK
    assert unseal(io.BytesIO(sealed)) == plain


def test_a_file_cut_off_exactly_after_a_chunk_is_noticed_and_so_are_chunks_that_changed_places(
    long: tuple[bytes, bytes],
) -> None:
    _, sealed = long
    begins = len(sealed) - 3 * SEALED_CHUNK - (len(sealed) - len(_header(sealed))) % SEALED_CHUNK
    head, chunks = sealed[:begins], [sealed[begins + at * SEALED_CHUNK :][:SEALED_CHUNK] for at in range(4)]
    assert head == _header(sealed)
    assert b"".join([head, *chunks]) == sealed
    for wrong in (chunks[:1], chunks[:3], [chunks[1], chunks[0], *chunks[2:]], chunks[1:], [*chunks, chunks[3]], []):
        with pytest.raises(HubFolderError, match="damaged or was cut off"):
            unseal(io.BytesIO(b"".join([head, *wrong])))


def test_facts_cannot_be_changed_though_anybody_may_read_them(long: tuple[bytes, bytes]) -> None:
    _, sealed = long
    assert SealedReader(io.BytesIO(sealed), "a backup").header.facts == FACTS
    with pytest.raises(HubFolderError, match="damaged"):
        unseal(io.BytesIO(sealed.replace(b'"name":"Fieldwork"', b'"name":"Fieldwerk"', 1)))
    with pytest.raises(HubFolderError, match="not a backup of a hub"):
        unseal(io.BytesIO(b"PK" + sealed))
    with pytest.raises(HubFolderError, match="later version"):
        unseal(io.BytesIO(sealed.replace(b'"format":1', b'"format":2', 1)))


def _header(sealed: bytes) -> bytes:
    first = sealed.index(b"\n") + 1
    return sealed[: sealed.index(b"\n", first) + 1]
