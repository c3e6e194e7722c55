"""What comes in with a request: read with a cap, unpacked with a cap, and taken only if no two programs could read it differently."""

import asyncio
import contextlib
import json
import math
import re
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from capi.hub.errors import TooLarge, Unfit, Unreadable
from capi.sync.messages import DEEPEST, Batch

STALL_SECONDS = 30
"""So long the line may be silent in the middle of a body."""
MOST_DISCARDED = 64 * 2**20
"""So much of a body that is too large is still read and dropped, so that its sender gets to read the refusal."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_Shape = TypeVar("_Shape", bound=Struct)
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_PLACE = re.compile(r"`\$\.?([^`]*)`$")
_LARGEST_INTEGER = 2**53 - 1
_MOST_DIGITS = 400
_PIECE = 2**16
_GZIP = 31
"""What zlib calls a gzip header and trailer with the largest window."""


class SenderGone(Exception):
    """The line went dead in the middle of a body: nobody is there to be answered."""


async def read_body(receive: Receive, announced: int | None, most: int) -> bytes:
    """All of a body, `announced` being its Content-Length. Raises TooLarge, Unreadable (the line fell silent), SenderGone."""
    if announced is not None and announced > most:
        await _discard(receive, announced)
        raise _too_large(most)
    data, more = await _chunk(receive)
    if not more and len(data) <= most:
        return data
    parts, length = [data], len(data)
    while more and length <= most:
        data, more = await _chunk(receive)
        parts.append(data)
        length += len(data)
    if length > most:
        parts.clear()
        if more:
            await _discard(receive, length)
        raise _too_large(most)
    return b"".join(parts)


async def _chunk(receive: Receive) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(STALL_SECONDS):
            message = await receive()
    except TimeoutError as error:
        raise Unreadable("unreadable", "The line fell silent in the middle of this. Send it again.") from error
    if message["type"] == "http.disconnect":
        raise SenderGone
    return message.get("body", b""), message.get("more_body", False)


async def _discard(receive: Receive, length: int) -> None:
    if length > MOST_DISCARDED:
        return
    read, more = 0, True
    while more and read <= MOST_DISCARDED:
        data, more = await _chunk(receive)
        read += len(data)


def unpacked(data: bytes, most: int) -> bytes:
    """What was gzipped. Raises TooLarge as soon as it is more than `most` bytes, and Unreadable."""
    if int.from_bytes(data[-4:], "little") > most:  # gzip says at its end how long it is
        _refuse_bomb(data, most)
    stream = zlib.decompressobj(_GZIP)
    try:
        plain = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise Unreadable("unreadable", "This is not gzip, though it says so.") from error
    if len(plain) > most:
        raise _too_large(most)
    if not stream.eof:
        raise Unreadable("unreadable", "The gzip data are cut off.")
    if stream.unused_data:
        raise Unreadable("unreadable", "Something follows on the gzip data.")
    return plain


def _refuse_bomb(data: bytes, most: int) -> None:
    """Walks through it with nothing kept. Raises TooLarge; what ends before is broken, which is for others to say."""
    stream, length = zlib.decompressobj(_GZIP), 0
    with contextlib.suppress(zlib.error):
        while length <= most and not stream.eof:
            piece = stream.decompress(data, _PIECE)
            data = stream.unconsumed_tail
            length += len(piece)
            if not piece:
                return
    if length > most:
        raise _too_large(most)


def read_message(data: bytes, shape: type[_Shape]) -> _Shape:
    """The message in these bytes. What is inside the entries of a batch is judged later, case by case.

    Raises Unreadable for what is not JSON or what no program may send (see `_scrutinise`), and Unfit, with the place, for
    JSON of another shape.
    """
    decoder: msgspec.json.Decoder[_Shape] = _decoder(shape)
    try:
        message = decoder.decode(data)
    except msgspec.ValidationError as error:
        _scrutinise(data, shape)
        raise unfit(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable("unreadable", f"This is not JSON: {error}.") from error
    except RecursionError as error:
        raise _too_deep() from error
    if isinstance(message, Batch):
        _entries_not_too_deep(message)
    # The laptop sends exactly what is encoded here; for others, twice the same name would be the first to differ.
    if b"\\u0000" in data or msgspec.json.encode(message) != data:
        _scrutinise(data, shape)
    return message


def unfit(error: msgspec.ValidationError) -> Unfit:
    """The same in words, with the place."""
    words = str(error)
    place = _PLACE.search(words)
    return Unfit("unfit", f"This cannot be so: {words}.", where=place.group(1) if place else "")


@cache
def _decoder(shape: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _entries_not_too_deep(batch: Batch) -> None:
    """An entry is the fifth level of a batch. Nearly all have too few brackets to be worth a closer look."""
    for part in batch.parts:
        for entry in part.entries:
            data = bytes(entry)
            if data.count(b"[") + data.count(b"{") > DEEPEST - 4 and _depth(data) > DEEPEST - 4:
                raise _too_deep()


def _depth(data: bytes) -> int:
    deepest = level = 0
    for match in _BRACKET.finditer(data):
        sign = match.group()
        if sign in (b"[", b"{"):
            level += 1
            deepest = max(deepest, level)
        elif sign in (b"]", b"}"):
            level -= 1
    return deepest


@dataclass(frozen=True, slots=True)
class _Flaw:
    """In place of a value that no program may send: only what stands outside of entries counts."""

    words: str


def _scrutinise(data: bytes, shape: type[Struct]) -> None:
    """The slow way, for what did not come from a laptop. Raises Unreadable for a name given twice, more than 32 levels, a number
    beyond 2^53, NaN, Infinity, the character NUL and half of a surrogate pair."""
    if _depth(data) > DEEPEST:
        raise _too_deep()
    try:
        document = json.loads(
            data, object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable("unreadable", "This is not JSON.") from error
    _look_at(document, "entries" if shape is Batch else None)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Flaw:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Flaw("There is a name in this that stands twice in the same object.")


def _integer(digits: str) -> int | _Flaw:
    if len(digits) > _MOST_DIGITS or abs(number := int(digits)) > _LARGEST_INTEGER:
        return _Flaw("There is a number in this that is larger than 2^53; not every program reads it.")
    return number


def _fraction(digits: str) -> float | _Flaw:
    number = float(digits)
    return (
        number if math.isfinite(number) else _Flaw("There is a number in this that is larger than any program reads.")
    )


def _no_number(word: str) -> _Flaw:
    return _Flaw(f"{word} is no number in JSON.")


def _look_at(value: object, spared: str | None) -> None:
    match value:
        case _Flaw(words):
            raise Unreadable("unreadable", words)
        case str():
            if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
                raise Unreadable("unreadable", "There is a character in this that is none: NUL or half of a pair.")
        case dict():
            for name, each in value.items():
                _look_at(name, spared)
                if name != spared:
                    _look_at(each, spared)
        case list():
            for each in value:
                _look_at(each, spared)


def _too_large(most: int) -> TooLarge:
    return TooLarge("too_large", f"The hub takes at most {most:,} bytes of this at once. Send less.")


def _too_deep() -> Unreadable:
    return Unreadable("unreadable", f"This is nested in more than {DEEPEST} levels.")
