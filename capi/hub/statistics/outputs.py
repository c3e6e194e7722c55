"""Outputs: tables and exports that the office has asked for, from the order until they are fetched or a day old.

    output = order_output(hub, principal, order)      # a line; `outputs_starting.start` has it made
    outputs_of(hub, principal)                        # where the account's own stand
    output_file(hub, principal, output.id)            # the ZIP; every fetch is in the audit log

Only the account that asked sees what was made for it, and to others its outputs look like none.
"""

import uuid
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from capi.hub import tables
from capi.hub.audit import record
from capi.hub.errors import Conflict, NotThere
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.policy import Action, require
from capi.hub.statistics.outputs_orders import instruments_there, refuse_unfit
from capi.sync.output_messages import Output, OutputKind, OutputOrder, Outputs, OutputShown, OutputState

KEPT = timedelta(days=1)
"""From the order on."""
SILENT = timedelta(minutes=2)
"""Whoever makes an output says so every second. Where nobody has for so long, nobody makes it any more."""
MOST_AT_ONCE = 2
"""On a hub, in all its processes together."""
LARGEST_PIECE = 16 * 2**20
"""Bytes of a file that are handed out at once."""

_LOCK = 0x4341504F
"""The letters CAPO: held in PostgreSQL while it is seen how many are being made."""
_OUTPUTS = tables.outputs.c
_MAKING = OutputState.MAKING.value
_LINE: Select[Any] = select(
    *(each for each in _OUTPUTS if each.name not in ("shown", "file")),
    func.coalesce(func.length(_OUTPUTS.file), 0).label("size"),
    tables.users.c.name.label("made_by"),
).join(tables.users, tables.users.c.key == _OUTPUTS.user_key)
_DIED = "What made this stopped before it was ready, as when the hub is stopped. Ask for it again."


def order_output(hub: Hub, principal: Principal, order: OutputOrder) -> Output:
    """Its line. Raises NotAllowed, Unfit with what cannot be, Conflict where enough is being made already, Unavailable."""
    require(principal, Action.MAKE_OUTPUTS)
    with hub.database.reading() as connection:
        refuse_unfit(connection, order)
    remove_old_outputs(hub)
    now = to_microseconds(hub.now())
    row = {
        "id": str(uuid.uuid4()),
        "user_key": principal.user_key,
        "wanted": msgspec.json.encode(order).decode(),
        "state": _MAKING,
        "made": now,
        "touched": now,
    }
    with hub.database.writing() as connection:
        if hub.database.is_postgresql:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        _refuse_more(connection, principal, order)
        connection.execute(insert(tables.outputs).values(row))
        record(hub, connection, principal.user, "output_ordered", str(row["id"]), **_about(order))
        return _output(connection.execute(_LINE.where(_OUTPUTS.id == row["id"])).one())


def outputs_of(hub: Hub, principal: Principal) -> Outputs:
    """Raises NotAllowed, Unavailable."""
    require(principal, Action.MAKE_OUTPUTS)
    remove_old_outputs(hub)
    wanted = _LINE.where(_OUTPUTS.user_key == principal.user_key).order_by(_OUTPUTS.made.desc(), _OUTPUTS.key.desc())
    with hub.database.reading() as connection:
        found = [_output(row) for row in connection.execute(wanted)]
        return Outputs(outputs=found, instruments=tuple(instruments_there(connection)))


def output_of(hub: Hub, principal: Principal, output_id: str) -> Output:
    """Raises NotAllowed, NotThere, Unavailable."""
    require(principal, Action.MAKE_OUTPUTS)
    remove_old_outputs(hub)
    with hub.database.reading() as connection:
        return _output(_own(connection, principal, output_id, _LINE))


def output_shown(hub: Hub, principal: Principal, output_id: str) -> OutputShown:
    """What is in it, before anything is saved. Raises NotAllowed, NotThere, Conflict where it is not ready, Unavailable."""
    require(principal, Action.MAKE_OUTPUTS)
    remove_old_outputs(hub)
    with hub.database.reading() as connection:
        row = _own(connection, principal, output_id, _LINE.add_columns(_OUTPUTS.shown))
        _refuse_unready(row)
        return OutputShown(output=_output(row), content=msgspec.json.decode(row.shown))


def output_file(hub: Hub, principal: Principal, output_id: str, after: int = 0, limit: int = LARGEST_PIECE) -> bytes:
    """At most `limit` bytes of the ZIP, from byte `after` on; nothing beyond its end. Each fetch is in the audit log.

    Raises NotAllowed, NotThere, Conflict where it is not ready, Unavailable.
    """
    require(principal, Action.MAKE_OUTPUTS)
    remove_old_outputs(hub)
    piece = func.substr(_OUTPUTS.file, after + 1, min(limit, LARGEST_PIECE)).label("piece")
    with hub.database.reading() as connection:
        row = _own(connection, principal, output_id, _LINE.add_columns(piece))
        _refuse_unready(row)
    content, size = bytes(row.piece), row.size
    order = msgspec.json.decode(row.wanted, type=OutputOrder)
    with hub.database.writing() as connection:
        place = {} if after == 0 and len(content) == size else {"from": str(after), "bytes": str(len(content))}
        record(hub, connection, principal.user, "output_fetched", output_id, **_about(order), **place)
    return content


def cancel_output(hub: Hub, principal: Principal, output_id: str) -> None:
    """Takes it away, made or not: what still makes it sees that its line is gone. Raises NotAllowed, NotThere, Unavailable."""
    require(principal, Action.MAKE_OUTPUTS)
    with hub.database.writing() as connection:
        _own(connection, principal, output_id, select(_OUTPUTS.key))
        connection.execute(delete(tables.outputs).where(_OUTPUTS.id == output_id))


def remove_old_outputs(hub: Hub) -> None:
    """Those a day old go, and those nobody makes any more have failed. Writes only where there is something to write."""
    now = hub.now()
    old = _OUTPUTS.made <= to_microseconds(now - KEPT)
    silent = (_OUTPUTS.state == _MAKING) & (_OUTPUTS.touched <= to_microseconds(now - SILENT))
    with hub.database.asking() as connection:
        if connection.execute(select(_OUTPUTS.key).where(or_(old, silent)).limit(1)).first() is None:
            return
    with hub.database.writing() as connection:
        connection.execute(delete(tables.outputs).where(old))
        connection.execute(update(tables.outputs).where(silent).values(state=OutputState.FAILED.value, problem=_DIED))


def mark_failed(hub: Hub, output_id: str, problem: str = _DIED) -> None:
    """Why it is not made; where it is made, or gone, nothing happens. Raises Unavailable."""
    still = update(tables.outputs).where(_OUTPUTS.id == output_id, _OUTPUTS.state == _MAKING)
    with hub.database.writing() as connection:
        connection.execute(still.values(state=OutputState.FAILED.value, problem=problem))


def _refuse_more(connection: Connection, principal: Principal, order: OutputOrder) -> None:
    making = select(_OUTPUTS.user_key, _OUTPUTS.wanted).where(_OUTPUTS.state == _MAKING)
    rows = connection.execute(making).all()
    own = [msgspec.json.decode(row.wanted, type=OutputOrder) for row in rows if row.user_key == principal.user_key]
    if any(each.kind is order.kind for each in own):
        what = "Tables are" if order.kind is OutputKind.TABLES else "An export is"
        raise Conflict("conflict", f"{what} being made for you already. Wait until that is ready, or cancel it.")
    if len(rows) >= MOST_AT_ONCE:
        raise Conflict(
            "conflict",
            f"The hub makes {MOST_AT_ONCE} outputs at once, and is at work on as many. Try again in a while.",
        )


def _own(connection: Connection, principal: Principal, output_id: str, wanted: Select[Any]) -> Row[Any]:
    found = wanted.where(_OUTPUTS.id == output_id, _OUTPUTS.user_key == principal.user_key)
    row = connection.execute(found).one_or_none()
    if row is None:
        raise NotThere("not_there", "There is no such output of yours. They are kept for a day.")
    return row


def _refuse_unready(row: Row[Any]) -> None:
    if row.state == OutputState.FAILED.value:
        raise Conflict("conflict", f"It was not made. {row.problem}")
    if row.state != OutputState.READY.value:
        raise Conflict("conflict", "It is still being made.")


def _about(order: OutputOrder) -> dict[str, str]:
    """What the audit log says of it: what leaves the hub, and under which rules."""
    about = {"kind": order.kind.value, "instrument": order.instrument or "all"}
    if order.kind is OutputKind.EXPORT:
        return {**about, "profile": order.profile, "format": order.format}
    return {**about, "threshold": str(order.threshold), "rounds": str(order.rounds)}


def _output(row: Row[Any]) -> Output:
    return Output(
        id=row.id,
        order=msgspec.json.decode(row.wanted, type=OutputOrder),
        state=OutputState(row.state),
        made_by=row.made_by,
        asked=from_microseconds(row.made),
        done=row.done,
        total=row.total,
        problem=row.problem,
        size=row.size,
    )
