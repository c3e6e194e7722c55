"""From the bytes of a request to its work and back: who asks, may he, what does he say, what is the answer.

The event loop only reads and writes. All the rest is one visit to a worker's thread, or to the hub's gathering; and one more
before, where a body is so large that nobody unknown should be let send it.
"""

import asyncio
import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from capi.hub.audit import record
from capi.hub.errors import HubError, NotSignedIn, NotThere, TooLarge, Unfit, Unreadable
from capi.hub.hub import Principal
from capi.hub.people.tokens import principal_of
from capi.hub.policy import Action, require
from capi.hub.service.bodies import Receive, read_body, unfit, unpacked
from capi.hub.service.endpoints import JSON, KILOBYTE, Anybody, Asked, Endpoint
from capi.hub.service.place import Scope, Service
from capi.hub.service.problem import Refused
from capi.hub.service.reply import Reply, packed
from capi.sync.messages import DEVICE_HEADER, DIGEST_HEADER

FROM_ANYBODY = 256 * KILOBYTE
"""A longer body, or one that does not say its length, is only read when its sender is known."""
LONGEST_NAME = 200
_MOST_QUERY = 8 * KILOBYTE

_DEVICE = DEVICE_HEADER.lower().encode()
_DIGEST = DIGEST_HEADER.lower().encode()


class Answering:
    """One endpoint at work."""

    def __init__(self, endpoint: Endpoint, service: Service) -> None:
        self.endpoint = endpoint
        self._service = service

    @property
    def action(self) -> Action | Anybody:
        return self.endpoint.action

    async def answer(self, scope: Scope, receive: Receive) -> Reply:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        run, patience = self._service.workers.run, self.endpoint.patience
        who = _Somebody(self.endpoint, self._service, headers)
        who.must_have_token()
        body = b""
        if self.endpoint.takes.media:
            announced = _announced(headers)
            if announced is None or announced > FROM_ANYBODY:
                await run(who.known, patience)
            body = await self._body(receive, headers, announced, who)
        if not self.endpoint.gathered:
            return await run(
                lambda: self._reply(self.endpoint.work(self._asked(scope, headers, body, who)), headers), patience
            )
        hub, workers = self._service.hub, self._service.workers
        coming = functools.partial(self.endpoint.work, hub, lambda: self._asked(scope, headers, body, who), len(body))
        return self._reply(await workers.wait_for(lambda: asyncio.wrap_future(coming()), patience), headers)

    async def _body(
        self, receive: Receive, headers: Mapping[bytes, bytes], announced: int | None, who: "_Somebody"
    ) -> bytes:
        takes = self.endpoint.takes
        try:
            _fit_media(headers, takes.media)
            most = takes.largest_packed if _is_packed(headers) else takes.largest
            return await read_body(receive, announced, most)
        except (Unreadable, TooLarge, Refused) as error:
            refused = error
            await self._service.workers.run(lambda: who.refused(refused))
            raise

    def _asked(self, scope: Scope, headers: Mapping[bytes, bytes], body: bytes, who: "_Somebody") -> Asked[Any, Any]:
        principal, takes = who.known(), self.endpoint.takes
        query = _query(scope["query_string"], takes.query)
        try:
            read = takes.read(unpacked(body, takes.largest) if _is_packed(headers) else body)
        except (Unreadable, TooLarge, Unfit) as error:
            who.refused(error)
            raise
        client = scope.get("client")
        return Asked(
            hub=self._service.hub,
            path=_path(scope["path_params"]),
            body=read,
            query=query,
            address=client[0] if client else "",
            digest=headers.get(_DIGEST, b"").decode("latin-1"),
            media=_media(headers),
            who=principal,
        )

    def _reply(self, given: object, headers: Mapping[bytes, bytes]) -> Reply:
        gives = self.endpoint.gives
        reply = Reply(*gives.answer(given), media=gives.media)
        # Other files are packed already.
        packs = gives.media == JSON and b"gzip" in headers.get(b"accept-encoding", b"")
        return packed(reply) if packs else reply


class _Somebody:
    """Whoever sends this request; found out once."""

    def __init__(self, endpoint: Endpoint, service: Service, headers: Mapping[bytes, bytes]) -> None:
        self._endpoint = endpoint
        self._service = service
        self._device = headers.get(_DEVICE, b"").decode("latin-1")
        scheme, _, self._bearer = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            self._bearer = ""
        self._principal: Principal | None = None

    def must_have_token(self) -> None:
        """Raises NotSignedIn without a look at the database."""
        if isinstance(self._endpoint.action, Action) and not self._bearer:
            raise NotSignedIn("not_signed_in", "Sign in first.")

    def known(self) -> Principal | None:
        """None where anybody may ask. Raises NotSignedIn, DeviceRevoked, NotAllowed."""
        service, action = self._service, self._endpoint.action
        if service.identity.is_stale:
            service.identity.refresh()
        if isinstance(action, Action) and self._principal is None:
            principal = principal_of(service.hub, self._bearer, self._device)
            require(principal, action)
            self._principal = principal
        return self._principal

    def refused(self, error: HubError) -> None:
        """A line in the audit log where that is the custom of this endpoint."""
        if not self._endpoint.audited:
            return
        principal = self.known()
        if principal is not None:
            hub = self._service.hub
            with hub.database.writing() as connection:
                subject = principal.device or principal.user
                record(hub, connection, principal.user, self._endpoint.audited, subject, code=error.code)


def _announced(headers: Mapping[bytes, bytes]) -> int | None:
    length = headers.get(b"content-length")
    if length is not None:
        return int(length) if length.isdigit() else None
    return None if b"transfer-encoding" in headers else 0


def _is_packed(headers: Mapping[bytes, bytes]) -> bool:
    return headers.get(b"content-encoding", b"").strip().lower() == b"gzip"


def _media(headers: Mapping[bytes, bytes]) -> str:
    return headers.get(b"content-type", b"").decode("latin-1").lower().partition(";")[0].strip()


def _fit_media(headers: Mapping[bytes, bytes], media: tuple[str, ...]) -> None:
    """Raises Refused for another media type or encoding than those."""
    parameters = headers.get(b"content-type", b"").decode("latin-1").lower().partition(";")[2]
    charset = parameters.strip().removeprefix("charset=").strip('"')
    if _media(headers) not in media or charset not in ("", "utf-8"):
        raise Refused("not_json", f"Send this as {' or '.join(media)}, in UTF-8 where it is a text.")
    if headers.get(b"content-encoding", b"").strip().lower() not in (b"", b"identity", b"gzip"):
        raise Refused("not_json", "The hub unpacks gzip and nothing else.")


def _query(text: bytes, shape: type[Any]) -> Any:
    """Raises Unreadable, and Unfit for a name that is unknown or stands twice."""
    if len(text) > _MOST_QUERY:
        raise Unreadable("unreadable", "The query is too long.")
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, strict_parsing=bool(text), errors="strict")
    except ValueError as error:
        raise Unreadable("unreadable", "The query cannot be read.") from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unfit("unfit", "Something stands twice in the query.")
    if any("\0" in each for pair in pairs for each in pair):
        raise Unreadable("unreadable", "There is a character in the query that is none.")
    try:
        return msgspec.convert(found, shape, strict=False)
    except msgspec.ValidationError as error:
        raise unfit(error) from error


def _path(names: Mapping[str, str]) -> Mapping[str, str]:
    """Raises NotThere for names that nothing has: too long, or not a text."""
    for name in names.values():
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise NotThere("not_there", "There is nothing at this path.")
    return names
