"""Receipt: a batch comes in, each of its parts is judged and kept, and the hub signs for it. Exactly once.

    receipt, fresh = receive(hub, principal, body, digest)

The receipt is written in the transaction that keeps the entries, under the batch's id: whoever sends the batch again, be
it twenty times at once, gets the same bytes. All slow work (reading, checking the chains, compressing) is done before
that transaction begins.
"""

import contextlib
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from capi.hub import audit, tables
from capi.hub.applying import apply_parts
from capi.hub.errors import Conflict, DeviceRevoked, HubError, TooLarge, Unfit, Unreadable
from capi.hub.hub import Hub, Principal, known, to_microseconds
from capi.hub.judging import Sender
from capi.hub.lines import Delivery, held_lines
from capi.hub.parts import ReadPart, read_part
from capi.hub.policy import Action, require
from capi.sync.messages import LARGEST_BATCH, MOST_ENTRIES, Batch, Outcome, Receipt
from capi.sync.office_messages import DeviceState
from capi.sync.signing import Purpose, body_digest

_TRIES = 5
"""Two batches that take in the same case at once get into each other's way; the second try finds what the first has done."""
_CLOCK_TELLS_MS = 1_000
"""A clock that has moved by less is not noted again."""

_DEVICE = select(tables.devices.c.state, tables.devices.c.clock_ahead_ms).where(
    tables.devices.c.key == bindparam("device")
)
_RECEIPT = select(tables.receipts.c.device_key, tables.receipts.c.digest, tables.receipts.c.receipt).where(
    tables.receipts.c.batch == bindparam("batch")
)
_KEEP = insert(tables.receipts)

_BATCHES = msgspec.json.Decoder(Batch)


def receive(hub: Hub, principal: Principal, body: bytes, digest: str) -> tuple[bytes, bool]:
    """The signed receipt for a batch (not compressed any more), and whether it is a fresh one. `digest` is the sender's.

    Raises NotAllowed, Unreadable, TooLarge, Unfit, Conflict (batch_differs), DeviceRevoked, Unavailable; nothing is kept then.
    """
    require(principal, Action.SEND)
    try:
        batch = _batch(principal, body, digest)
    except HubError as error:
        _note_refusal(hub, principal, error)
        raise
    parts = [read_part(part) for part in batch.parts]
    arrival = _Arrival(hub, principal, batch, parts, digest)
    for _ in range(_TRIES - 1):
        with contextlib.suppress(IntegrityError), hub.database.writing() as connection:
            return _receive(connection, arrival)
    with hub.database.writing() as connection:
        return _receive(connection, arrival)


class _Arrival(NamedTuple):
    hub: Hub
    principal: Principal
    batch: Batch
    parts: list[ReadPart]
    digest: str


def _batch(principal: Principal, body: bytes, digest: str) -> Batch:
    if len(body) > LARGEST_BATCH:
        raise TooLarge("too_large", f"A batch has at most {LARGEST_BATCH} bytes, and this one {len(body)}.")
    if body_digest(body) != digest:
        raise Unreadable("unreadable", "The batch is not the one that was sent: its digest is another.")
    try:
        batch = _BATCHES.decode(body)
    except msgspec.ValidationError as error:
        words, _, where = str(error).partition(" - at ")
        raise Unfit("unfit", words, where=where.strip("`").removeprefix("$.")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("unreadable", f"The batch cannot be read: {error}") from error
    if batch.device != principal.device:
        raise Unfit("unfit", "The batch names another laptop than the one that sends it.", where="device")
    if sum(len(part.entries) for part in batch.parts) > MOST_ENTRIES:
        raise TooLarge("too_large", f"A batch has at most {MOST_ENTRIES} entries.")
    if batch.clock.tzinfo is None:
        raise Unfit("unfit", "A time is given in UTC.", where="clock")
    for at, part in enumerate(batch.parts):
        if not part.case.isprintable():
            raise Unfit("unfit", "That is no id of a case.", where=f"parts[{at}].case")
    return batch


def _note_refusal(hub: Hub, principal: Principal, error: HubError) -> None:
    with hub.database.writing() as connection:
        audit.record(
            hub, connection, principal.user, "batch_refused", principal.device or "", code=error.code, where=error.where
        )


def _receive(connection: Connection, arrival: _Arrival) -> tuple[bytes, bool]:
    hub, principal, batch, parts, digest = arrival
    there = known(hub, connection)
    received = hub.now()
    sender = _sender(connection, arrival, received)
    lines = held_lines(connection, {part.case for part in parts})
    # Only now that the cases are held: whoever sent the same batch at the same time is through with it.
    if (stored := _stored(connection, batch.batch, sender, digest)) is not None:
        return stored, False
    delivery = Delivery(hub, there.id, principal, sender, to_microseconds(received))
    outcomes = apply_parts(connection, delivery, parts, lines)
    apart = sum(each.outcome is Outcome.QUARANTINED for each in outcomes)
    if apart:
        audit.record(hub, connection, principal.user, "set_apart", sender.device, batch=batch.batch, parts=str(apart))
    statement = Receipt(
        hub=there.id,
        epoch=there.epoch,
        batch=batch.batch,
        device=sender.device,
        digest=digest,
        received=received,
        parts=outcomes,
        audit=audit.head(connection),
    )
    receipt = hub.sign(Purpose.RECEIPT, statement)
    kept = {"batch": batch.batch, "device_key": sender.key, "digest": digest, "receipt": receipt}
    connection.execute(_KEEP, kept | {"received": delivery.received})
    return receipt, True


def _sender(connection: Connection, arrival: _Arrival, received: datetime) -> Sender:
    """The laptop as it stands now, and by how much its clock is ahead noted. Raises DeviceRevoked."""
    device, key = arrival.principal.device, arrival.principal.device_key
    assert device is not None and key is not None  # noqa: S101, PT018 - only an enrolled laptop may send
    row = connection.execute(_DEVICE, {"device": key}).one()
    state = DeviceState(row.state)
    if state not in (DeviceState.ACTIVE, DeviceState.REPLACED):
        raise DeviceRevoked("This laptop may not speak to this hub any more.")
    ahead = (arrival.batch.clock - received) // timedelta(milliseconds=1)
    if row.clock_ahead_ms is None or abs(ahead - row.clock_ahead_ms) >= _CLOCK_TELLS_MS:
        connection.execute(update(tables.devices).where(tables.devices.c.key == key).values(clock_ahead_ms=ahead))
    return Sender(device, key, state is DeviceState.ACTIVE)


def _stored(connection: Connection, batch: str, sender: Sender, digest: str) -> bytes | None:
    """The receipt the batch has been given before. Raises Conflict where that was for another content."""
    row = connection.execute(_RECEIPT, {"batch": batch}).one_or_none()
    if row is None:
        return None
    if (row.device_key, row.digest) != (sender.key, digest):
        raise Conflict("batch_differs", "The hub has a batch of this id with another content.")
    return bytes(row.receipt)
