"""An answer on its way out: its headers, packed where that is worth it, and a line in the log."""

import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from capi.hub.service.endpoints import JSON
from capi.hub.service.identity import Identity
from capi.hub.service.problem import MEDIA_TYPE, told
from capi.sync.messages import EPOCH_HEADER, HUB_HEADER, TRACE_HEADER

WORTH_PACKING = 4_096
"""Bytes; below that an answer fits into a few packets as it is."""

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HUB = HUB_HEADER.lower().encode()
_EPOCH = EPOCH_HEADER.lower().encode()
_TRACE = TRACE_HEADER.lower().encode()
_NOT_KEPT = (b"cache-control", b"no-store")
_AS_IT_SAYS = (b"x-content-type-options", b"nosniff")


@dataclass(frozen=True, slots=True)
class Reply:
    """`code`: of the problem, empty where there is none."""

    status: int
    content: bytes
    media: str = JSON
    code: str = ""
    headers: tuple[tuple[bytes, bytes], ...] = ()


def packed(reply: Reply) -> Reply:
    """The same, gzipped, where it is long."""
    if len(reply.content) < WORTH_PACKING:
        return reply
    press = zlib.compressobj(level=1, wbits=31)
    content = press.compress(reply.content) + press.flush()
    headers = (*reply.headers, (b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"))
    return Reply(reply.status, content, reply.media, reply.code, headers)


def refusal(error: Exception, trace: str, methods: str) -> Reply:
    """The problem that this error is; `methods`: those of the path, for who used another."""
    problem = told(error, trace)
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if problem.wait is not None:
        headers = ((b"retry-after", str(problem.wait).encode()),)
    if problem.status == 405:
        headers = ((b"allow", methods.encode()),)
    if problem.status == 401:
        headers = (*headers, (b"www-authenticate", b"Bearer"))
    return Reply(problem.status, problem.content, MEDIA_TYPE, problem.code, headers)


async def send_reply(send: Send, reply: Reply, identity: Identity, trace: str) -> None:
    headers = [_AS_IT_SAYS, (_TRACE, trace.encode()), *reply.headers]
    if not any(name == _NOT_KEPT[0] for name, _ in reply.headers):
        headers.append(_NOT_KEPT)
    known = identity.known
    if known is not None:
        headers += ((_HUB, known.id.encode()), (_EPOCH, known.epoch.encode()))
    if reply.status != 204:
        headers += (
            (b"content-type", reply.media.encode()),
            (b"content-length", str(len(reply.content)).encode()),
        )
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.content})
