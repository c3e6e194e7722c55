"""The lines of the state machine: from laptops to a hub in this process, or over real HTTP; either can be cut after any byte."""

import asyncio
import contextlib
from typing import Any, Protocol

import httpx
from fastapi import FastAPI

from capi.hub.hub import Hub
from capi.hub.service.log import Log
from capi.hub.service.server import Where, make_server
from tests.hub.serving import RunningHub, serving
from tests.sync.cutting_proxy import UP, CuttingProxy


class Line(Protocol):
    """The way from laptops to the hub. `cut`: after so many bytes in a direction; where it is `lasting`, until `mend`."""

    url: str
    transport: httpx.BaseTransport | None

    def serve(self, hub: Hub) -> RunningHub: ...
    def cut(self, direction: str, after: int, *, lasting: bool) -> None: ...
    def mend(self) -> None: ...
    def end(self) -> None: ...


class InProcess(httpx.BaseTransport):
    """Calls the hub's application in this process; counts bytes nearly as a real line would have them."""

    url = "http://127.0.0.1:9"

    def __init__(self) -> None:
        self.transport: httpx.BaseTransport | None = self
        self._loop = asyncio.new_event_loop()
        self._serving: contextlib.AbstractAsyncContextManager[Any] | None = None
        self._left: int | None = None
        self._direction, self._lasting, self._down = UP, False, False

    def serve(self, hub: Hub) -> RunningHub:
        self._stop()
        server = make_server(hub, Where("127.0.0.1", 9, None), Log(lambda _line: None))
        app = server.config.app
        assert isinstance(app, FastAPI)
        self._app = app
        self._serving = app.router.lifespan_context(app)
        self._loop.run_until_complete(self._serving.__aenter__())
        self.mend()
        return RunningHub(hub, 9, server)

    def cut(self, direction: str, after: int, *, lasting: bool) -> None:
        self._left, self._direction, self._lasting, self._down = after, direction, lasting, False

    def mend(self) -> None:
        self._left, self._down = None, False

    def close(self) -> None:
        """The client of one round is done; the line stays."""

    def end(self) -> None:
        self._stop()
        self._loop.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._down:
            raise httpx.ConnectError("the line is cut")
        body = request.read()
        head = len(request.url.raw_path) + sum(len(name) + len(value) + 4 for name, value in request.headers.raw)
        passed = self._passed(UP, head + len(body))
        if passed < head + len(body):
            if passed >= head:
                self._loop.run_until_complete(self._ask(request, body[: passed - head], whole=False))
            raise httpx.WriteError("the line was cut on the way there")
        status, headers, content = self._loop.run_until_complete(self._ask(request, body, whole=True))
        length = len(content) + sum(len(name) + len(value) + 4 for name, value in headers)
        if self._passed("down", length) < length:
            raise httpx.ReadError("the line was cut on the way back")
        return httpx.Response(status, headers=headers, content=content)

    def _passed(self, direction: str, wanted: int) -> int:
        if self._left is None or direction != self._direction:
            return wanted
        passed = min(wanted, self._left)
        self._left -= passed
        if passed < wanted:
            self._left, self._down = None, self._lasting
        return passed

    async def _ask(
        self, request: httpx.Request, body: bytes, *, whole: bool
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        answered = asyncio.Event()
        pieces: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": not whole}]
        heard: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop()
            if whole:
                await answered.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            heard.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                answered.set()

        path, _, query = request.url.raw_path.partition(b"?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": path.decode(),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 9),
        }
        await self._app(scope, receive, send)
        if not heard:
            assert not whole, "the hub has said nothing"
            return 0, [], b""
        content = b"".join(message.get("body", b"") for message in heard[1:])
        return heard[0]["status"], list(heard[0]["headers"]), content

    def _stop(self) -> None:
        if self._serving is not None:
            self._loop.run_until_complete(self._serving.__aexit__(None, None, None))
            self._serving = None


class OverHttp:
    """The real server in a thread of its own, behind a proxy that cuts. A cut always lasts."""

    transport: httpx.BaseTransport | None = None

    def __init__(self) -> None:
        self.url = ""
        self._stack = contextlib.ExitStack()

    def serve(self, hub: Hub) -> RunningHub:
        self._stack.close()
        running = self._stack.enter_context(serving(hub))
        self._proxy = self._stack.enter_context(CuttingProxy(running.port))
        self.url = f"http://127.0.0.1:{self._proxy.port}"
        return running

    def cut(self, direction: str, after: int, *, lasting: bool) -> None:  # noqa: ARG002 - this one knows no other
        self._proxy.cut(direction, after)

    def mend(self) -> None:
        self._proxy.mend()

    def end(self) -> None:
        self._stack.close()
