"""One path of the service: which methods it has, and that every request is answered in our own words and logged."""

import secrets
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from capi.hub.errors import NotThere
from capi.hub.hub import Hub
from capi.hub.online.texts import TextShelf
from capi.hub.policy import Action
from capi.hub.service.bodies import Receive, SenderGone
from capi.hub.service.endpoints import Anybody
from capi.hub.service.identity import Identity
from capi.hub.service.log import Line, Log
from capi.hub.service.problem import Refused
from capi.hub.service.reply import Reply, Send, refusal, send_reply
from capi.hub.service.workers import Workers

Scope = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """What all endpoints share."""

    hub: Hub
    workers: Workers
    log: Log
    identity: Identity
    texts: TextShelf
    """Our own words, and the office's, on the pages of respondents."""


class Answers(Protocol):
    """What answers the requests of one path and method."""

    @property
    def action(self) -> Action | Anybody: ...

    async def answer(self, scope: Scope, receive: Receive) -> Reply: ...


Refuse = Callable[[Exception, Scope, str, str], Reply]
"""What an error is answered with: the error, the request, the trace id, and the methods of the path."""


def _as_problem(error: Exception, _scope: Scope, trace: str, methods: str) -> Reply:
    return refusal(error, trace, methods)


class Place:
    """A path as an ASGI application. Without any methods it is the place of all paths that are not there."""

    def __init__(
        self, path: str, methods: Mapping[str, Answers], service: Service, refuse: Refuse = _as_problem
    ) -> None:
        self.path = path
        self.methods = methods
        self._service = service
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, trace = time.perf_counter(), secrets.token_hex(8)
        try:
            reply = await self._reply(scope, receive)
        except SenderGone:
            reply = Reply(499, b"", code="sender_gone")
        except Exception as error:
            reply = self._refuse(error, scope, trace, ", ".join(self.methods))
            if reply.code == "fault":
                self._service.log.fault(error, trace, self.path)
        if reply.status != 499:
            await send_reply(send, reply, self._service.identity, trace)
        self._log(scope, reply, trace, started)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        if not self.methods:
            raise NotThere("not_there", "There is nothing at this path.")
        answers = self.methods.get(scope["method"])
        if answers is None:
            raise Refused("no_such_method", f"This path takes {' and '.join(self.methods)}.")
        return await answers.answer(scope, receive)

    def _log(self, scope: Scope, reply: Reply, trace: str, started: float) -> None:
        method = scope["method"]
        self._service.log.add(
            Line(
                event="request",
                trace=trace,
                method=method if method in self.methods else "other",
                path=self.path,
                status=reply.status,
                code=reply.code,
                milliseconds=round((time.perf_counter() - started) * 1_000, 1),
                sent=len(reply.content),
            )
        )
