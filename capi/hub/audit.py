"""The audit log: every decision at the hub and every refusal that matters, each line chained to the one before.

    record(hub, connection, principal.user, "device_ended", device, state="lost")

Lines hold ids, the names of accounts and the reasons the office gives, which are asked for without names; never names of
people, answers, passwords or tokens. Whoever can write to the
database, but has not the hub's key, can neither change a line nor take one out of the middle unnoticed. Lines cut off
the end are missed where a head was noted elsewhere: every laptop keeps that of its last receipt.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote, unquote

import msgspec
from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from capi.hub import tables
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.many import among
from capi.hub.policy import Action, require
from capi.sync.office_messages import MOST_LISTED, AuditLine

_AT_ONCE = 5_000
_COLUMNS = [column.name for column in tables.audit.columns]
_OF_CASES = ("case", "cases", "recalled_cases")
"""Details in which ids of cases stand."""
_ENCODER = msgspec.json.Encoder()


class _Head(NamedTuple):
    number: int
    mac: str


_START = _Head(0, "0" * 64)
_HEAD = select(tables.audit_head.c.number, tables.audit_head.c.mac)

Line: TypeAlias = tuple[int, int, str, str, str, str]
"""A line as it is chained, in the order of its columns: number, time, who, action, subject, details."""


def record(hub: Hub, connection: Connection, who: str, action: str, subject: str, /, **details: str) -> None:
    """Adds a line in the caller's transaction. Call it last there: all who add a line wait for that transaction's end."""
    record_all(hub, connection, who, action, [(subject, details)])


def record_all(
    hub: Hub, connection: Connection, who: str, action: str, many: Sequence[tuple[str, Mapping[str, str]]]
) -> None:
    """As `record`, several lines at once: each a subject and its details."""
    if not many:
        return
    last, key, time = _locked_head(hub, connection), keyed(hub.keys.audit), to_microseconds(hub.now())
    rows = []
    for subject, details in many:
        written = msgspec.json.encode(dict(details), order="sorted").decode()
        line = (last.number + 1, time, who, action, subject, written)
        last = _Head(line[0], chained(key, last.mac, line))
        rows.append(dict(zip(_COLUMNS, (*line, last.mac), strict=True)))
    connection.execute(insert(tables.audit), rows)
    connection.execute(update(tables.audit_head).values(number=last.number, mac=last.mac))


def ids_in_words(ids: Iterable[str]) -> str:
    """Ids as a detail holds many of them: one after the other, none with a space or a colon in it."""
    return " ".join(quote(each, safe="") for each in ids)


def head(connection: Connection) -> str:
    """The number and the mac of the last line, `128:9f3c...`: to be noted elsewhere, and shown to `verify` one day."""
    last = _kept_head(connection)
    return f"{last.number}:{last.mac}"


def verify(hub: Hub, noted: Iterable[str] = ()) -> int | None:
    """The number of the first line that is changed or missing; None where there is none. `noted`: heads kept elsewhere.

    Raises ValueError for a text that is no head.
    """
    anchors: dict[int, set[str]] = {0: {_START.mac}}
    for each in map(_read_head, noted):
        anchors.setdefault(each.number, set()).add(each.mac)
    last, key = _START, keyed(hub.keys.audit)
    with hub.database.reading() as connection:
        kept = _kept_head(connection)
        anchors.setdefault(kept.number, set()).add(kept.mac)
        query = select(tables.audit).order_by(tables.audit.c.number).execution_options(yield_per=_AT_ONCE)
        with connection.execute(query) as found:
            for number, time, who, action, subject, details, mac in found:
                expected = chained(key, last.mac, (number, time, who, action, subject, details))
                if mac != expected or anchors.get(number, {mac}) != {mac}:
                    return last.number + 1
                last = _Head(number, mac)
    if anchors[0] != {_START.mac}:
        return 1
    # A head that was put back to an earlier one is a change too, though all lines are there.
    missing = max(anchors) > last.number or kept.number < last.number
    return min(kept.number, last.number) + 1 if missing else None


def lines(hub: Hub, principal: Principal, after: int = 0, limit: int = MOST_LISTED) -> list[AuditLine]:
    """The lines after that number, in their order. Raises NotAllowed."""
    require(principal, Action.SEE_AUDIT)
    table = tables.audit
    query = select(table).where(table.c.number > after).order_by(table.c.number).limit(min(limit, MOST_LISTED))
    with hub.database.reading() as connection:
        return [_line(row) for row in connection.execute(query)]


def last_lines(hub: Hub, principal: Principal, limit: int = MOST_LISTED) -> list[AuditLine]:
    """The last lines, the newest at the end. Raises NotAllowed."""
    require(principal, Action.SEE_AUDIT)
    query = select(tables.audit).order_by(tables.audit.c.number.desc()).limit(min(limit, MOST_LISTED))
    with hub.database.reading() as connection:
        return [_line(row) for row in reversed(connection.execute(query).all())]


def cases_in(line: AuditLine) -> list[str]:
    """The ids that may be of cases: its subject, and those in its details."""
    words = " ".join(line.details.get(name, "") for name in _OF_CASES).split()
    return [line.subject, *(unquote(word.partition(":")[0]) for word in words)]


def references_of(hub: Hub, lines: Iterable[AuditLine]) -> dict[str, str]:
    """The references of the cases the lines speak of, by id, as far as the hub knows them."""
    ids = sorted({each for line in lines for each in cases_in(line)})
    cases = tables.cases.c
    with hub.database.reading() as connection:
        found = connection.execute(select(cases.id, cases.reference).where(among(connection, cases.id, ids))).all()
    return {row.id: row.reference for row in found}


def _line(row: Row[Any]) -> AuditLine:
    return AuditLine(
        number=row.number,
        time=from_microseconds(row.time),
        who=row.who,
        action=row.action,
        subject=row.subject,
        details=msgspec.json.decode(row.details, type=dict[str, str]),
    )


def keyed(key: bytes) -> hmac.HMAC:
    """The key, made ready once for many lines: that is most of the work of a mac."""
    return hmac.new(key, digestmod="sha256")


def chained(key: hmac.HMAC, before: str, line: Line) -> str:
    """The mac of a line that stands after the one with the mac `before`."""
    mac = key.copy()
    mac.update(_ENCODER.encode((before, *line)))
    return mac.hexdigest()


def _kept_head(connection: Connection) -> _Head:
    row = connection.execute(_HEAD).one_or_none()
    return _Head(row.number, row.mac) if row else _START


def _locked_head(hub: Hub, connection: Connection) -> _Head:
    query = _HEAD.with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        dialect = postgresql if hub.database.is_postgresql else sqlite
        first = dialect.insert(tables.audit_head).values(single=1, number=_START.number, mac=_START.mac)
        connection.execute(first.on_conflict_do_nothing())
        row = connection.execute(query).one()
    return _Head(row.number, row.mac)


def _read_head(text: str) -> _Head:
    number, colon, mac = text.partition(":")
    if not (colon and number.isdecimal() and len(mac) == len(_START.mac)):
        raise ValueError(f"{text!r} is no head of an audit log; it is written as 128:9f3c..., as receipts have it")
    return _Head(int(number), mac)
