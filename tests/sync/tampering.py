"""What may stand between a laptop and its hub: a line whose requests and answers a test may change.

laptop.transport = Tampering({"batches": lambda answer: portal()})
"""

import gzip
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.sync.signing import Purpose, Signed, sign

Change: TypeAlias = Callable[[httpx.Response], httpx.Response]


class Tampering(httpx.BaseTransport):
    """To the real hub and back. `changes`: by the end of a path, what becomes of its answers; `*` for all of them."""

    def __init__(self, changes: Mapping[str, Change]) -> None:
        self._line = httpx.HTTPTransport(trust_env=False)
        self.changes = dict(changes)
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(f"{request.method} {request.url.path}")
        answer = self._line.handle_request(self.passed_on(request))
        answer.read()
        plain = httpx.Response(answer.status_code, headers=_without_encoding(answer.headers), content=answer.content)
        for path, change in self.changes.items():
            if path == "*" or f"/v1/{path}" in request.url.path:
                return change(plain)
        return plain

    def passed_on(self, request: httpx.Request) -> httpx.Request:
        return request

    def close(self) -> None:
        """Each round closes its line; the next one goes through here again, on a fresh one."""
        self._line.close()
        self._line = httpx.HTTPTransport(trust_env=False)


class UnpackingProxy(Tampering):
    """Unpacks what is gzipped, and passes it on as if it had never been."""

    def passed_on(self, request: httpx.Request) -> httpx.Request:
        if request.headers.get("content-encoding") != "gzip":
            return request
        headers = {
            name: value
            for name, value in request.headers.items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        }
        return httpx.Request(request.method, request.url, headers=headers, content=gzip.decompress(request.content))


def _without_encoding(headers: httpx.Headers) -> dict[str, str]:
    """httpx has unpacked it already."""
    gone = ("content-encoding", "content-length", "transfer-encoding")
    return {name: value for name, value in headers.items() if name not in gone}


def portal(_answer: httpx.Response) -> httpx.Response:
    """The sign-in page of a hotel."""
    page = "<html><body>Welcome to Harbour Hotel. <a href='/login'>Sign in</a></body></html>"
    return httpx.Response(200, html=page)


def signed_anew(key: Ed25519PrivateKey, purpose: Purpose, **news: object) -> Change:
    """The same statement, but for `news`, signed with this key."""

    def change(answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 400:
            return answer
        return with_content(answer, resign(key, purpose, answer.content, **news))

    return change


def resign(key: Ed25519PrivateKey, purpose: Purpose, signed: bytes, **news: object) -> bytes:
    """A value that is a function gets the old one."""
    statement: dict[str, Any] = msgspec.json.decode(msgspec.json.decode(signed, type=Signed).statement)
    for name, new in news.items():
        statement[name] = new(statement[name]) if callable(new) else new
    shape = msgspec.defstruct("Changed", [(name, object) for name in statement])
    return sign(key, purpose, shape(**statement))


def with_content(answer: httpx.Response, content: bytes) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=_without_encoding(answer.headers), content=content)


def without_hub(status: int, **headers: str) -> Change:
    """What a gateway says while the hub behind it is down."""
    return lambda _answer: httpx.Response(status, headers=headers, text="no")


def problem(status: int, code: str, **headers: str) -> Change:
    """A refusal in the hub's own name."""

    def change(answer: httpx.Response) -> httpx.Response:
        told = {"type": "about:blank", "title": "No", "status": status, "code": code, "detail": "No.", "trace": "t"}
        named = {name: answer.headers[name] for name in ("capi-hub", "capi-epoch")}
        return httpx.Response(status, headers={**named, **headers}, json=told)

    return change
