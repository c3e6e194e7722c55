"""Receipt: a batch comes in, each of its parts is judged and kept, and the hub signs for it. Exactly once.

    receipt, fresh = take_in(hub, lambda: Sent(principal, body, digest, batch), len(body)).result()

The receipt is written in the transaction that keeps the entries, under the batch's id: whoever sends the batch again, be
it twenty times at once, gets the same bytes. All slow work (reading, checking the chains, compressing) is done before
that transaction begins. Batches that come while another transaction is being written share the next one; each is judged
and receipted by itself, and where one of them makes that transaction fail, each gets one of its own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from capi.hub import audit, tables
from capi.hub.errors import Conflict, DeviceRevoked, HubError, TooLarge, Unfit, Unreadable
from capi.hub.gathering import Gathering, Ready
from capi.hub.hub import Hub, Principal, known, to_microseconds
from capi.hub.journals.applying import apply_batches
from capi.hub.journals.judging import Sender
from capi.hub.journals.lines import Delivery, held_lines
from capi.hub.journals.parts import ReadPart, read_part
from capi.hub.policy import Action, require
from capi.sync.messages import LARGEST_BATCH, MOST_ENTRIES, Batch, Outcome, PartReceipt, Receipt
from capi.sync.office_messages import DeviceState
from capi.sync.signing import Purpose, body_digest

_TRIES = 5
"""Two batches that take in the same case at once get into each other's way; the second try finds what the first has done."""
_CLOCK_TELLS_MS = 1_000
"""A clock that has moved by less is not noted again."""

_DEVICES = select(
    tables.devices.c.key, tables.devices.c.id, tables.devices.c.state, tables.devices.c.clock_ahead_ms
).where(tables.devices.c.key.in_(bindparam("devices", expanding=True)))
_RECEIPTS = select(
    tables.receipts.c.batch, tables.receipts.c.device_key, tables.receipts.c.digest, tables.receipts.c.receipt
).where(tables.receipts.c.batch.in_(bindparam("batches", expanding=True)))
_KEEP = insert(tables.receipts)


class Sent(NamedTuple):
    """What a laptop sends. `body` is not compressed any more; `digest` is the sender's; `batch` is the body, read."""

    principal: Principal
    body: bytes
    digest: str
    batch: Batch


Receipted: TypeAlias = tuple[bytes, bool]
"""The signed receipt, and whether it is a fresh one."""
_Given: TypeAlias = Receipted | HubError
"""The receipt, or why there is none."""


def take_in(hub: Hub, sent: Callable[[], Sent], size: int) -> "Future[Receipted]":
    """What has been sent is kept, and receipted, as soon as the database is free; `size`: bytes that are to be read.

    The Future raises what `sent` raises, and NotAllowed, Unreadable, TooLarge, Unfit, Conflict (batch_differs), DeviceRevoked,
    Unavailable; nothing is kept then.
    """
    gathering: Gathering[_Arrival, Receipted] = hub.database.gathering
    return gathering.put(lambda: _arrived(hub, sent()).ready(), partial(_keep_all, hub), size)


def _arrived(hub: Hub, sent: Sent) -> "_Arrival":
    require(sent.principal, Action.SEND)
    try:
        batch = _fit(sent)
    except HubError as error:
        _note_refusal(hub, sent.principal, error)
        raise
    return _Arrival(sent.principal, batch, [read_part(part) for part in batch.parts], sent.digest)


class _Arrival(NamedTuple):
    principal: Principal
    batch: Batch
    parts: list[ReadPart]
    digest: str

    @property
    def device_key(self) -> int:
        assert self.principal.device_key is not None  # noqa: S101 - only an enrolled laptop may send
        return self.principal.device_key

    def ready(self) -> "Ready[_Arrival]":
        """Two batches of one laptop, of one id, or about one case are kept one after the other."""
        touches = frozenset([self.device_key, self.batch.batch, *(part.case for part in self.parts)])
        return Ready(self, touches, sum(1 + len(part.data) for part in self.parts))


def _fit(sent: Sent) -> Batch:
    principal, body, digest, batch = sent
    if len(body) > LARGEST_BATCH:
        raise TooLarge("too_large", f"A batch has at most {LARGEST_BATCH} bytes, and this one {len(body)}.")
    if body_digest(body) != digest:
        raise Unreadable("unreadable", "The batch is not the one that was sent: its digest is another.")
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


def _keep_all(hub: Hub, arrivals: Sequence[_Arrival]) -> Sequence[Receipted | Exception]:
    """In one transaction; where that fails, each in one of its own. For each its receipt, or why it has none."""
    try:
        with hub.database.writing() as connection:
            return _keep(hub, connection, arrivals)
    except IntegrityError:
        pass  # two have taken in the same case at once; the second try finds what the first has done
    except Exception:
        if len(arrivals) == 1:
            raise
    return [_keep_alone(hub, arrival) for arrival in arrivals]


def _keep_alone(hub: Hub, arrival: _Arrival) -> Receipted | Exception:
    failed: Exception
    for _ in range(_TRIES):
        try:
            with hub.database.writing() as connection:
                [given] = _keep(hub, connection, [arrival])
                return given
        except IntegrityError as error:
            failed = error
        except Exception as error:  # its neighbours are tried all the same
            return error
    return failed


def _keep(hub: Hub, connection: Connection, arrivals: Sequence[_Arrival]) -> list[_Given]:
    """In the caller's transaction, what each is given. No two of them are about the same case, or from the same laptop."""
    there = known(hub, connection)
    received = hub.now()
    senders = _senders(connection, arrivals)
    lines = held_lines(connection, {part.case for arrival in arrivals for part in arrival.parts})
    # Only now that the cases are held: whoever sent the same batch at the same time is through with it.
    given = _given_before(connection, arrivals, senders)
    fresh = [arrival for arrival in arrivals if arrival.batch.batch not in given]
    _note_clocks(connection, fresh, senders, received)
    deliveries = [
        Delivery(hub, there.id, each.principal, senders[each.device_key].sender, to_microseconds(received))
        for each in fresh
    ]
    parts = [(delivery, each.parts) for delivery, each in zip(deliveries, fresh, strict=True)]
    outcomes = apply_batches(connection, parts, lines)
    for arrival, outcome in zip(fresh, outcomes, strict=True):
        _note_apart(hub, connection, arrival, outcome)
    head = audit.head(connection) if fresh else ""
    kept = []
    for arrival, outcome in zip(fresh, outcomes, strict=True):
        statement = Receipt(
            hub=there.id,
            epoch=there.epoch,
            batch=arrival.batch.batch,
            device=arrival.batch.device,
            digest=arrival.digest,
            received=received,
            parts=outcome,
            audit=head,
        )
        receipt = hub.sign(Purpose.RECEIPT, statement)
        given[arrival.batch.batch] = receipt, True
        kept.append(_row(arrival, receipt, to_microseconds(received)))
    if kept:
        connection.execute(_KEEP, kept)
    return [given[arrival.batch.batch] for arrival in arrivals]


class _Known(NamedTuple):
    """A laptop as it stands now. `ended`: it may not speak to the hub any more."""

    sender: Sender
    ended: bool
    clock_ahead_ms: int | None


def _senders(connection: Connection, arrivals: Sequence[_Arrival]) -> dict[int, _Known]:
    found = {}
    for row in connection.execute(_DEVICES, {"devices": [arrival.device_key for arrival in arrivals]}):
        state = DeviceState(row.state)
        sender = Sender(row.id, row.key, state is DeviceState.ACTIVE)
        found[row.key] = _Known(sender, state not in (DeviceState.ACTIVE, DeviceState.REPLACED), row.clock_ahead_ms)
    return found


def _given_before(
    connection: Connection, arrivals: Sequence[_Arrival], senders: dict[int, _Known]
) -> dict[str, _Given]:
    """By batch: the receipt it has been given already, or that it is none for this hub to keep."""
    found = connection.execute(_RECEIPTS, {"batches": [arrival.batch.batch for arrival in arrivals]})
    stored = {row.batch: row for row in found}
    given: dict[str, _Given] = {}
    for arrival in arrivals:
        row = stored.get(arrival.batch.batch)
        if senders[arrival.device_key].ended:
            given[arrival.batch.batch] = DeviceRevoked("This laptop may not speak to this hub any more.")
        elif row is not None and (row.device_key, row.digest) != (arrival.device_key, arrival.digest):
            given[arrival.batch.batch] = Conflict(
                "batch_differs", "The hub has a batch of this id with another content."
            )
        elif row is not None:
            given[arrival.batch.batch] = bytes(row.receipt), False
    return given


def _note_clocks(
    connection: Connection, arrivals: Sequence[_Arrival], senders: dict[int, _Known], received: datetime
) -> None:
    """By how much the clock of each laptop is ahead, where that has changed."""
    for arrival in arrivals:
        ahead = (arrival.batch.clock - received) // timedelta(milliseconds=1)
        before = senders[arrival.device_key].clock_ahead_ms
        if before is None or abs(ahead - before) >= _CLOCK_TELLS_MS:
            its_own = tables.devices.c.key == arrival.device_key
            connection.execute(update(tables.devices).where(its_own).values(clock_ahead_ms=ahead))


def _note_apart(hub: Hub, connection: Connection, arrival: _Arrival, outcomes: Sequence[PartReceipt]) -> None:
    apart = sum(each.outcome is Outcome.QUARANTINED for each in outcomes)
    if apart:
        who, batch = arrival.principal.user, arrival.batch
        audit.record(hub, connection, who, "set_apart", batch.device, batch=batch.batch, parts=str(apart))


def _row(arrival: _Arrival, receipt: bytes, received: int) -> dict[str, object]:
    return {
        "batch": arrival.batch.batch,
        "device_key": arrival.device_key,
        "digest": arrival.digest,
        "receipt": receipt,
        "received": received,
    }
