"""Instruments at the hub: kept to the letter under their hash, signed for the laptops, and read once for the office.

line = add_instrument(hub, principal, sources)           # texts by file name, the instrument's own file first
data = instrument_files(hub, principal, line.sha256)     # the signed InstrumentFiles
plan_of(connection, line.sha256, Mode.TELEPHONE)         # for whoever shows answers in words
"""

import zlib
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from capi.engine.plan import Plan, plan
from capi.fieldwork.in_modes import plan_answered_in
from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.order_book import NewOrder, ToOffer, kind_of, make_orders, tell_everybody, what_of
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, users
from capi.hub.tables import instruments as kept
from capi.hub.tables import orders as book
from capi.instrument.faults import Fault
from capi.instrument.loading import Snapshot, UnfitInstrument, read_sources, snapshot
from capi.instrument.model import Instrument, Mode
from capi.sync.messages import InstrumentFiles
from capi.sync.office_messages import InstrumentLine
from capi.sync.signing import Purpose, Signed

_SIGNED = msgspec.json.Decoder(Signed)
_FILES = msgspec.json.Decoder(InstrumentFiles)
_FAULTS_SHOWN = 10


def add_instrument(
    hub: Hub, principal: Principal, sources: Mapping[str, str], *, offered: bool = True
) -> InstrumentLine:
    """Keeps the instrument and offers it to the laptops in place of other versions of the same name.

    The same again changes nothing but whether it is offered. Raises NotAllowed, Unfit with the faults in words, Unavailable.
    """
    require(principal, Action.ADD_INSTRUMENTS)
    read = _read(dict(sources))
    with hub.database.writing() as connection:
        there = select(kept.c.key, kept.c.offered).where(kept.c.sha256 == read.sha256)
        key, was_offered = connection.execute(there).one_or_none() or (_keep(hub, connection, principal, read), False)
        connection.execute(update(kept).where(kept.c.key == key).values(offered=offered))
        if offered and not was_offered:
            others = kept.c.name == read.name, kept.c.key != key
            connection.execute(update(kept).where(*others).values(offered=False))
            tell_everybody(connection, ToOffer(key), made_by=principal.user, now=hub.now())
        about = {"name": read.name, "version": read.version, "offered": str(offered).lower()}
        audit.record(hub, connection, principal.user, "instrument_added", read.sha256, **about)
        return _lines(connection, kept.c.key == key)[0]


def instruments(hub: Hub, principal: Principal) -> list[InstrumentLine]:
    """All of them, by name, the latest added first. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_INSTRUMENTS)
    with hub.database.reading() as connection:
        return _lines(connection)


def instrument_files(hub: Hub, principal: Principal, sha256: str) -> bytes:
    """The signed InstrumentFiles, the same bytes for everybody. Raises NotThere, NotAllowed, Unavailable."""
    require(principal, Action.FETCH)
    with hub.database.reading() as connection:
        return zlib.decompress(_files_of(connection, sha256))


def instrument_of(connection: Connection, sha256: str) -> Instrument:
    """The instrument; read from its files once in a process. Raises NotThere."""
    return _compiled(sha256, _files_of(connection, sha256))


def snapshot_of(connection: Connection, sha256: str) -> Snapshot:
    """The instrument as a case file keeps it; read from its files once in a process. Raises NotThere."""
    return _kept(sha256, _files_of(connection, sha256))


def plan_of(connection: Connection, sha256: str, mode: Mode) -> Plan:
    """The instrument compiled for a mode; once in a process. Raises NotThere."""
    return _planned(sha256, mode, _files_of(connection, sha256))


def answered_plan_of(connection: Connection, sha256: str, mode: Mode) -> Plan:
    """The same for what was answered: where it is not fielded in the mode, as it is handed over. Raises NotThere."""
    return _answered(sha256, mode, _files_of(connection, sha256))


def offer_missing(hub: Hub, principal: Principal) -> None:
    """Tells an account of the instruments that are offered and that it was never told of: one that is new."""
    with hub.database.reading() as connection:
        if not _untold(connection, principal.user_key):
            return
    with hub.database.writing() as connection:
        connection.execute(select(users.c.key).where(users.c.key == principal.user_key).with_for_update(key_share=True))
        new = [NewOrder(principal.user_key, ToOffer(key)) for key in _untold(connection, principal.user_key)]
        make_orders(connection, new, made_by=principal.user, now=hub.now())


def _read(sources: dict[str, str]) -> Snapshot:
    if not sources:
        raise Unfit("unfit", "An instrument has one file at least.", where="sources")
    try:
        return snapshot(read_sources(sources))
    except UnfitInstrument as error:
        raise Unfit("unfit", faults_in_words(error.faults), where="sources") from error
    except OSError as error:
        raise Unfit("unfit", f"The first file cannot be read: {error}.", where="sources") from error


def faults_in_words(faults: tuple[Fault, ...]) -> str:
    """The first of those that keep it out of the field, a line each."""
    serious = [str(fault) for fault in faults if not fault.warning]
    more = len(serious) - _FAULTS_SHOWN
    return "\n".join([*serious[:_FAULTS_SHOWN], *([f"and {more} more"] if more > 0 else [])])


def _keep(hub: Hub, connection: Connection, principal: Principal, read: Snapshot) -> int:
    files = InstrumentFiles(sha256=read.sha256, name=read.name, version=read.version, sources=read.sources)
    row = {
        "sha256": read.sha256,
        "name": read.name,
        "version": read.version,
        "title": (*read.instrument().title, read.name)[0],
        "files": zlib.compress(hub.sign(Purpose.INSTRUMENT, files)),
        "offered": False,
        "added": to_microseconds(hub.now()),
        "added_by": principal.user,
    }
    key: int = connection.execute(insert(kept).values(row).returning(kept.c.key)).scalar_one()
    return key


def _untold(connection: Connection, user_key: int) -> list[int]:
    wanted = select(book.c.details).where(book.c.user_key == user_key, book.c.kind == kind_of(ToOffer))
    told = {what_of(details) for details in connection.execute(wanted).scalars()}
    offered = select(kept.c.key).where(kept.c.offered).order_by(kept.c.key)
    return [key for key in connection.execute(offered).scalars() if ToOffer(key) not in told]


def _lines(connection: Connection, *which: ColumnElement[bool]) -> list[InstrumentLine]:
    counted = (
        select(func.count())
        .where(cases.c.instrument_key == kept.c.key, cases.c.deleted.is_(None))
        .scalar_subquery()
        .label("cases")
    )
    columns = [each for each in kept.c if each.name not in ("files", "added_by")]
    wanted = select(*columns, counted).where(*which).order_by(kept.c.name, kept.c.key.desc())
    return [
        InstrumentLine(
            sha256=row.sha256,
            name=row.name,
            version=row.version,
            title=row.title,
            offered=row.offered,
            cases=row.cases,
            added=from_microseconds(row.added),
        )
        for row in connection.execute(wanted)
    ]


def _files_of(connection: Connection, sha256: str) -> bytes:
    sha256 = fit(sha256, "the instrument", "sha256")
    files: bytes | None = connection.execute(select(kept.c.files).where(kept.c.sha256 == sha256)).scalar()
    if files is None:
        raise NotThere("not_there", f"The hub has no instrument {sha256[:12]}.")
    return files


@lru_cache(maxsize=32)
def _kept(sha256: str, files: bytes) -> Snapshot:
    sources = _FILES.decode(_SIGNED.decode(zlib.decompress(files)).statement).sources
    read = snapshot(read_sources(sources))
    if read.sha256 != sha256:
        raise Conflict("conflict", f"The files of the instrument {sha256[:12]} are not those it was added with.")
    return read


@lru_cache(maxsize=32)
def _compiled(sha256: str, files: bytes) -> Instrument:
    return _kept(sha256, files).instrument()


@lru_cache(maxsize=64)
def _planned(sha256: str, mode: Mode, files: bytes) -> Plan:
    return plan(_compiled(sha256, files), mode)


@lru_cache(maxsize=64)
def _answered(sha256: str, mode: Mode, files: bytes) -> Plan:
    instrument = _compiled(sha256, files)
    return _planned(sha256, mode, files) if mode in instrument.modes else plan_answered_in(instrument, mode)
