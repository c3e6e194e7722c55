"""Tally: laptop and hub compare what the one believes and the other holds. Only what agrees is shown as safe at the hub.

First a count and one digest, over all cases the laptop holds; only where those differ the laptop lists its cases. A case of
which this laptop has a part in quarantine is left out on both sides: what is in quarantine was receipted as such.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from capi.fieldwork.journal import START, digest
from capi.hub import audit, tables
from capi.hub.errors import Unfit
from capi.hub.hub import Hub, Principal, known, to_microseconds
from capi.hub.journals.segments import journal_bytes
from capi.hub.many import among
from capi.hub.policy import Action, require
from capi.sync.messages import CaseTally, Difference, Tally, TallyReceipt
from capi.sync.office_messages import Decision
from capi.sync.signing import Purpose

_CASES = tables.cases.c


class _Line(NamedTuple):
    """How a case stands at the hub; `held` by the laptop that asks."""

    key: int
    term: int
    number: int
    hash: str
    held: bool


def tally(hub: Hub, principal: Principal, told: Tally) -> bytes:
    """The signed TallyReceipt. It is the end of a round, so the laptop was seen. Raises NotAllowed, Unfit, Unavailable."""
    require(principal, Action.TALLY)
    if told.device != principal.device:
        raise Unfit("unfit", "The tally names another laptop than the one that sends it.", where="device")
    if told.cases and (told.count, told.digest) != (len(told.cases), tally_digest(told.cases)):
        raise Unfit("unfit", "The digest is not that of the cases listed.", where="digest")
    with hub.database.reading() as connection:
        there = known(hub, connection)
        here = _held(connection, principal)
        differing = _differing(connection, principal, told.cases)
        # Whoever counts no case has listed them all.
        is_list = bool(told.cases) or told.count == 0
        listed = {case.case for case in told.cases}
        receipt = TallyReceipt(
            hub=there.id,
            epoch=there.epoch,
            device=told.device,
            received=hub.now(),
            count=told.count,
            digest=told.digest,
            agreed=not differing if is_list else _agrees(told, here),
            differing=differing,
            unlisted=tuple(case.case for case in here if case.case not in listed) if is_list else (),
            backed_up=_backed_up(connection, principal),
            audit=audit.head(connection),
        )
    _note_seen(hub, principal)
    return hub.sign(Purpose.TALLY, receipt)


def _note_seen(hub: Hub, principal: Principal) -> None:
    with hub.database.writing() as connection:
        its_own = tables.devices.c.key == principal.device_key
        connection.execute(update(tables.devices).where(its_own).values(last_seen=to_microseconds(hub.now())))


def tally_digest(cases: Iterable[CaseTally]) -> str:
    """SHA-256 over the lines `case number hash`, sorted, each ended by a line feed."""
    lines = sorted(f"{case.case} {case.number} {case.hash}\n" for case in cases)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _agrees(told: Tally, here: Sequence[CaseTally]) -> bool:
    return (told.count, told.digest) == (len(here), tally_digest(here))


def _held(connection: Connection, principal: Principal) -> list[CaseTally]:
    """What the laptop holds by the hub's books, as it stands there."""
    wanted = (
        select(_CASES.id, _CASES.term, _CASES.number, _CASES.hash)
        .where(_CASES.holder_key == principal.device_key, _CASES.deleted.is_(None), ~_is_apart(principal))
        .order_by(_CASES.id)
    )
    return [
        CaseTally(case=id_, term=term, number=number, hash=hash_)
        for id_, term, number, hash_ in connection.execute(wanted)
    ]


def _is_apart(principal: Principal) -> ColumnElement[bool]:
    """Whether a part of the case from this laptop is in quarantine, and was not made part of the journal."""
    quarantine = tables.quarantine.c
    return exists().where(
        and_(
            quarantine.case_id == _CASES.id,
            quarantine.device_key == principal.device_key,
            or_(quarantine.decision.is_(None), quarantine.decision != Decision.APPLY.value),
        )
    )


def _differing(connection: Connection, principal: Principal, cases: Sequence[CaseTally]) -> list[Difference]:
    if not cases:
        return []
    wanted = select(_CASES.id, _CASES.key, _CASES.term, _CASES.number, _CASES.hash, _CASES.holder_key).where(
        among(connection, _CASES.id, [case.case for case in cases]), _CASES.deleted.is_(None)
    )
    lines = {
        id_: _Line(key, term, number, hash_, holder == principal.device_key)
        for id_, key, term, number, hash_, holder in connection.execute(wanted)
    }
    return [difference for case in cases if (difference := _difference(connection, case, lines.get(case.case)))]


def _difference(connection: Connection, case: CaseTally, line: _Line | None) -> Difference | None:
    if line is None:
        return Difference(case=case.case, number=0, hash=START.hash, why="The hub does not know the case.")
    why = _why(case, line)
    if not why:
        return None
    only_holder = not line.held and _has(connection, case, line)
    return Difference(case=case.case, number=line.number, hash=line.hash, why=why, only_holder=only_holder)


def _has(connection: Connection, case: CaseTally, line: _Line) -> bool:
    """Whether the journal as it stands has the very entry the laptop counts, though others may follow it."""
    if case.number >= line.number:
        return (case.number, case.hash) == (line.number, line.hash)
    entries = journal_bytes(connection, line.key, case.number)
    return len(entries) == case.number > 0 and digest(entries[-1]) == case.hash


def _why(case: CaseTally, line: _Line) -> str:
    """Empty where they agree. By the time a laptop has heard of its first term, it may still say 0."""
    if not line.held:
        return "Another laptop holds the case, or none."
    if case.term not in (0, line.term):
        return f"The laptop holds the case by term {case.term}, and the hub is at term {line.term}."
    if (case.number, case.hash) == (line.number, line.hash):
        return ""
    if case.number == line.number:
        return f"Entry {case.number} is another one at the hub."
    return f"The hub has {line.number} entries, and the laptop thought {case.number}."


def _backed_up(connection: Connection, principal: Principal) -> tuple[str, ...]:
    wanted = (
        select(_CASES.id)
        .where(_CASES.holder_key == principal.device_key, _CASES.deleted.is_(None), _CASES.backed_up >= _CASES.number)
        .order_by(_CASES.id)
    )
    return tuple(connection.execute(wanted).scalars())
