"""An endpoint of the hub: a path, who may use it, what it takes and what it gives; and the work, a plain function.

    CASES = Group()

    @CASES.post("/v1/cases/{id}/recall", Action.RECALL, json_body(Recall), json_of(CaseLine))
    def recall_case(asked: Asked[Recall, Nothing]) -> CaseLine:
        return recall(asked.hub, asked.principal, asked.path["id"], asked.body)

The service reads and answers; OpenAPI and the matrix of who may do what are made from the same declarations.
"""

import enum
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from capi.hub.errors import NotSignedIn
from capi.hub.hub import Hub, Principal
from capi.hub.policy import Action
from capi.hub.service.bodies import read_message
from capi.hub.service.workers import PATIENCE_SECONDS

KILOBYTE = 2**10
MEGABYTE = 2**20
SMALL_BODY = 64 * KILOBYTE
JSON = "application/json"

Body = TypeVar("Body")
Query = TypeVar("Query")
Given = TypeVar("Given")
_BodyStruct = TypeVar("_BodyStruct", bound=Struct)
_QueryStruct = TypeVar("_QueryStruct", bound=Struct)


class Anybody(enum.Enum):
    """Instead of an action: who is not signed in may do this too."""

    MAY = "may"


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """No body, or no query."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Body, Query]):
    """A request, read. `address`: where it comes from. `digest`: what the sender says of its body; `media`: its type."""

    hub: Hub
    path: Mapping[str, str]
    body: Body
    query: Query
    address: str
    digest: str
    media: str
    who: Principal | None

    @property
    def principal(self) -> Principal:
        """Whoever asks. An endpoint with an action is only reached by somebody."""
        if self.who is None:
            raise NotSignedIn("not_signed_in", "Sign in first.")
        return self.who


@dataclass(frozen=True, slots=True)
class Takes(Generic[Body, Query]):
    """What a request carries. `shape`: of the body, None where it has none; `read` makes of its bytes what the work is given.

    `largest` is in bytes, `largest_packed` where it comes gzipped; `media` are its possible types.
    """

    shape: Any
    read: Callable[[bytes], Body]
    query: type[Query]
    media: tuple[str, ...] = ()
    largest: int = 0
    largest_packed: int = 0


def _nothing(_: bytes) -> Nothing:
    return Nothing()


NOTHING: Takes[Nothing, Nothing] = Takes(None, _nothing, Nothing)


def json_body(shape: type[_BodyStruct], largest: int = SMALL_BODY) -> Takes[_BodyStruct, Nothing]:
    """A message of at most `largest` bytes."""
    return Takes(shape, lambda data: read_message(data, shape), Nothing, (JSON,), largest, largest)


@dataclass(frozen=True, slots=True)
class ToTheLetter(Generic[_BodyStruct]):
    """A message, and the bytes it came in, because somebody signs for those."""

    data: bytes
    message: _BodyStruct


def json_bytes(shape: type[_BodyStruct], largest: int, largest_packed: int) -> Takes[ToTheLetter[_BodyStruct], Nothing]:
    return Takes(
        shape, lambda data: ToTheLetter(data, read_message(data, shape)), Nothing, (JSON,), largest, largest_packed
    )


def file_body(query: type[_QueryStruct], media: tuple[str, ...], largest: int) -> Takes[bytes, _QueryStruct]:
    """A file as it is; what is to be done with it stands in the query."""
    return Takes(bytes, bytes, query, media, largest, largest)


def query_of(shape: type[_QueryStruct]) -> Takes[Nothing, _QueryStruct]:
    return Takes(None, _nothing, shape)


@dataclass(frozen=True, slots=True)
class Gives(Generic[Given]):
    """What is answered. `shape`: of the JSON, bytes for a file; `signed`: in an envelope with the hub's signature. `statuses`: the
    first one is usual."""

    shape: Any
    answer: Callable[[Given], tuple[int, bytes]]
    statuses: tuple[int, ...] = (200,)
    signed: bool = False
    media: str = JSON


def json_of(shape: type[Given], status: int = 200) -> Gives[Given]:
    return Gives(shape, lambda given: (status, msgspec.json.encode(given)), (status,))


def statement(shape: type[Struct]) -> Gives[bytes]:
    """A statement, signed already."""
    return Gives(shape, lambda given: (200, given), signed=True)


def receipt(shape: type[Struct]) -> Gives[tuple[bytes, bool]]:
    """A signed statement, and whether it is a fresh one (201) or the same as before (200)."""
    return Gives(shape, lambda given: (201 if given[1] else 200, given[0]), (201, 200), signed=True)


def file_of(media: str) -> Gives[bytes]:
    """A file as it is."""
    return Gives(bytes, lambda given: (200, given), media=media)


def no_content() -> Gives[None]:
    return Gives(None, lambda _: (204, b""), (204,))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`codes`: of problem.CODES, those of this endpoint beside the ones that any has. `patience`: seconds it may take.

    `gathered`: the work is put into the hub's gathering, and what it gives is a Future; it is handed a function that reads
    the request, to be called there.
    """

    method: str
    path: str
    action: Action | Anybody
    takes: Takes[Any, Any]
    gives: Gives[Any]
    work: Callable[..., Any]
    codes: tuple[str, ...] = ()
    patience: float = PATIENCE_SECONDS
    audited: str = ""
    """What the audit log calls it when somebody known sends what cannot be read."""
    gathered: bool = False


_Work: TypeAlias = Callable[[Asked[Body, Query]], Given]
_Gathered: TypeAlias = Callable[[Hub, Callable[[], Asked[Body, Query]], int], Future[Given]]
"""The hub, what reads the request, and how many bytes that are."""


class Group:
    """Endpoints that belong together, in the order of their declaration."""

    def __init__(self) -> None:
        self._endpoints: list[Endpoint] = []

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self._endpoints)

    def get(
        self, path: str, action: Action | Anybody, takes: Takes[Body, Query], gives: Gives[Given], *codes: str
    ) -> Callable[[_Work[Body, Query, Given]], _Work[Body, Query, Given]]:
        return self.endpoint("GET", path, action, takes=takes, gives=gives, codes=codes)

    def post(
        self, path: str, action: Action | Anybody, takes: Takes[Body, Query], gives: Gives[Given], *codes: str
    ) -> Callable[[_Work[Body, Query, Given]], _Work[Body, Query, Given]]:
        return self.endpoint("POST", path, action, takes=takes, gives=gives, codes=codes)

    def endpoint(
        self,
        method: str,
        path: str,
        action: Action | Anybody,
        *,
        takes: Takes[Body, Query],
        gives: Gives[Given],
        codes: tuple[str, ...] = (),
        patience: float = PATIENCE_SECONDS,
        audited: str = "",
    ) -> Callable[[_Work[Body, Query, Given]], _Work[Body, Query, Given]]:
        """Declares the function that follows; `codes` are those of problems it may raise beside the usual ones."""

        def declare(work: _Work[Body, Query, Given]) -> _Work[Body, Query, Given]:
            self._endpoints.append(Endpoint(method, path, action, takes, gives, work, codes, patience, audited))
            return work

        return declare

    def gathered(
        self,
        method: str,
        path: str,
        action: Action | Anybody,
        *,
        takes: Takes[Body, Query],
        gives: Gives[Given],
        codes: tuple[str, ...] = (),
        audited: str = "",
    ) -> Callable[[_Gathered[Body, Query, Given]], _Gathered[Body, Query, Given]]:
        """Declares the function that follows, which puts the work into the hub's gathering."""

        def declare(work: _Gathered[Body, Query, Given]) -> _Gathered[Body, Query, Given]:
            made = Endpoint(method, path, action, takes, gives, work, codes, audited=audited, gathered=True)
            self._endpoints.append(made)
            return work

        return declare
