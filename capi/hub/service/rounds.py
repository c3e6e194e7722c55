"""The sync round of a laptop: what it sends, what it is told, what it gives up, and whether both agree."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.hub import Hub
from capi.hub.journals.receipt import Receipted, Sent, take_in
from capi.hub.journals.tally import tally
from capi.hub.online.going_on import go_on
from capi.hub.orders.giving_up import release
from capi.hub.orders.instruments import instrument_files
from capi.hub.orders.orders import orders
from capi.hub.policy import Action
from capi.hub.service.endpoints import (
    MEGABYTE,
    NOTHING,
    Asked,
    Group,
    Nothing,
    ToTheLetter,
    json_body,
    json_bytes,
    json_of,
    no_content,
    query_of,
    receipt,
    statement,
)
from capi.sync.messages import (
    LARGEST_BATCH,
    LARGEST_COMPRESSED,
    Batch,
    GoOn,
    InstrumentFiles,
    Number,
    Orders,
    Receipt,
    Release,
    Released,
    Tally,
    TallyReceipt,
)

MOST_ORDERS = 200
_LARGEST_TALLY = 64 * MEGABYTE
"""200,000 cases, listed one by one."""

ROUNDS = Group()


class AfterOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """`after`: the laptop's cursor."""

    after: Number = 0
    limit: Annotated[int, Meta(ge=1, le=MOST_ORDERS)] = MOST_ORDERS


@ROUNDS.gathered(
    "POST",
    "/v1/batches",
    Action.SEND,
    takes=json_bytes(Batch, LARGEST_BATCH, LARGEST_COMPRESSED),
    gives=receipt(Receipt),
    codes=("batch_differs", "conflict"),
    audited="batch_refused",
)
def take_batch(hub: Hub, read: Callable[[], Asked[ToTheLetter[Batch], Nothing]], size: int) -> "Future[Receipted]":
    """Entries of cases: kept, and receipted case by case."""

    def sent() -> Sent:
        asked = read()
        return Sent(asked.principal, asked.body.data, asked.digest, asked.body.message)

    return take_in(hub, sent, size)


@ROUNDS.get("/v1/orders", Action.FETCH, query_of(AfterOrder), json_of(Orders))
def orders_after(asked: Asked[Nothing, AfterOrder]) -> Orders:
    """What the office wants of this account after the cursor."""
    return orders(asked.hub, asked.principal, asked.query.after, asked.query.limit)


@ROUNDS.get("/v1/instruments/{sha256}", Action.FETCH, NOTHING, statement(InstrumentFiles), "not_there")
def instrument(asked: Asked[Nothing, Nothing]) -> bytes:
    """An instrument to the letter."""
    return instrument_files(asked.hub, asked.principal, asked.path["sha256"])


@ROUNDS.post("/v1/releases", Action.RELEASE, json_body(Release), statement(Released), "not_there", "conflict")
def give_up(asked: Asked[Release, Nothing]) -> bytes:
    """The laptop gives a case up: one that was recalled or accepted, or that was delivered to be rung."""
    return release(asked.hub, asked.principal, asked.body)


@ROUNDS.post("/v1/cases/{id}/go-on", Action.GO_ON, json_body(GoOn), no_content(), "not_there", "conflict")
def go_on_with(asked: Asked[GoOn, Nothing]) -> None:
    """An interviewer goes on with what was begun online; the case comes with the next orders."""
    go_on(asked.hub, asked.principal, asked.path["id"], asked.body)


@ROUNDS.post("/v1/tallies", Action.TALLY, json_body(Tally, _LARGEST_TALLY), statement(TallyReceipt), "conflict")
def compare_tallies(asked: Asked[Tally, Nothing]) -> bytes:
    """Whether laptop and hub agree on what is safe."""
    return tally(asked.hub, asked.principal, asked.body)
