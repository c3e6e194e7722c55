"""A line of the list of laptops."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from capi.hub.hub import from_microseconds
from capi.hub.tables import cases, devices, users
from capi.sync.office_messages import DeviceLine, DeviceState


def device_lines(*which: ColumnElement[bool]) -> Select[Any]:
    """The rows that lines are made of."""
    holds = select(func.count()).where(cases.c.holder_key == devices.c.key, cases.c.deleted.is_(None))
    columns = devices, users.c.name.label("user"), holds.scalar_subquery().label("holds")
    return select(*columns).join_from(devices, users).where(*which)


def device_line(row: Row[Any]) -> DeviceLine:
    return DeviceLine(
        device=row.id,
        user=row.user,
        host=row.host,
        state=DeviceState(row.state),
        enrolled=from_microseconds(row.enrolled),
        ended=None if row.ended is None else from_microseconds(row.ended),
        last_seen=None if row.last_seen is None else from_microseconds(row.last_seen),
        clock_ahead_ms=row.clock_ahead_ms,
        holds=row.holds,
    )
