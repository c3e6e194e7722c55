"""Outcome frames at the hub: kept to the letter under their hash, signed for the laptops; the one taken last is the fieldwork's.

    line = add_frame(hub, principal, text)                   # read, checked, and taken from now on
    data = frame_file(hub, principal, line.sha256)           # the signed FrameFile
    frame_of(connection).frame                               # what the office and the telephone queue work by

A version that lacks a code or a result that cases have already is not taken: what was recorded could be counted no more.
"""

import zlib
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from capi.hub import audit, tables
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.order_book import NewOrder, ToTakeFrame, kind_of, make_orders, tell_everybody, what_of
from capi.hub.orders.instruments import faults_in_words
from capi.hub.outcome_frame import frame_of as frame_of
from capi.hub.outcome_frame import taken_frame
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import calls, cases, users
from capi.hub.tables import frames as kept
from capi.hub.tables import orders as book
from capi.hub.telephone.lines import make_stale
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import USUAL, FrameSnapshot, UnfitFrame, find_frame, load_frame, snapshot
from capi.sync.calling_messages import FrameFile, FrameLine
from capi.sync.signing import Purpose

_SHOWN = 10


def add_frame(hub: Hub, principal: Principal, text: str) -> FrameLine:
    """Keeps the frame, takes it for the fieldwork from now on, and tells the laptops. The one that is taken already changes nothing.

    Raises NotAllowed, Unfit with the faults in words, Conflict where it lacks what cases have already, Unavailable.
    """
    require(principal, Action.ADD_FRAMES)
    read = _read(text)
    with hub.database.writing() as connection:
        connection.execute(select(tables.hub.c.single).with_for_update())  # one at a time
        newest = connection.execute(taken_frame()).one_or_none()
        if newest is not None and newest.sha256 == read.sha256:
            return _lines(connection)[0]
        _refuse_lacking(connection, read.frame)
        found = connection.execute(select(kept.c.key).where(kept.c.sha256 == read.sha256)).scalar()
        key = _keep(hub, connection, principal, read) if found is None else found
        connection.execute(update(kept).where(kept.c.key == key).values(taken=_next(connection, hub)))
        make_stale(connection)
        tell_everybody(connection, ToTakeFrame(key), made_by=principal.user, now=hub.now())
        about = {"name": read.frame.name, "version": read.frame.version}
        audit.record(hub, connection, principal.user, "frame_taken", read.sha256, **about)
        return _lines(connection)[0]


def add_usual_frame(hub: Hub, principal: Principal, questionnaires: Path) -> None:
    """The frame that ships, for a hub that has none yet. Raises UnfitFrame and NoSuchFrame where what ships is damaged; NotAllowed,
    Unavailable."""
    with hub.database.reading() as connection:
        if connection.execute(select(func.count()).select_from(kept)).scalar_one():
            return
    add_frame(hub, principal, load_frame(find_frame(USUAL, questionnaires)).text.decode())


def frames(hub: Hub, principal: Principal) -> list[FrameLine]:
    """All of them, the one taken last first. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_FRAMES)
    with hub.database.reading() as connection:
        return _lines(connection)


def frame_file(hub: Hub, principal: Principal, sha256: str) -> bytes:
    """The signed FrameFile, the same bytes for everybody. Raises NotThere, NotAllowed, Unavailable."""
    require(principal, Action.FETCH)
    sha256 = fit(sha256, "the outcome frame", "sha256")
    with hub.database.reading() as connection:
        file = connection.execute(select(kept.c.file).where(kept.c.sha256 == sha256)).scalar()
    if file is None:
        raise NotThere("not_there", f"The hub has no outcome frame {sha256[:12]}.")
    return zlib.decompress(file)


def frame_in_use(hub: Hub, principal: Principal) -> FrameFile:
    """The frame of the fieldwork, for the office. Raises NotAllowed, Conflict where there is none, Unavailable."""
    require(principal, Action.SEE_FRAMES)
    with hub.database.reading() as connection:
        found = frame_of(connection)
    return FrameFile(sha256=found.sha256, name=found.frame.name, version=found.frame.version, text=found.text.decode())


def tell_of_frame(hub: Hub, principal: Principal) -> None:
    """Tells an account of the frame that stands where it was not: one that is new."""
    with hub.database.reading() as connection:
        if _untold(connection, principal.user_key) is None:
            return
    with hub.database.writing() as connection:
        connection.execute(select(users.c.key).where(users.c.key == principal.user_key).with_for_update(key_share=True))
        if (key := _untold(connection, principal.user_key)) is not None:
            make_orders(
                connection, [NewOrder(principal.user_key, ToTakeFrame(key))], made_by=principal.user, now=hub.now()
            )


def _read(text: str) -> FrameSnapshot:
    try:
        return snapshot(text.encode())
    except UnfitFrame as error:
        raise Unfit("unfit", faults_in_words(error.faults), where="text") from error
    except UnicodeEncodeError as error:
        raise Unfit("unfit", "There is a character in the frame that is none.", where="text") from error


def _refuse_lacking(connection: Connection, frame: OutcomeFrame) -> None:
    codes, results = {each.code for each in frame.outcomes}, {each.name for each in frame.results}
    used = connection.execute(select(cases.c.outcome).where(cases.c.outcome != "").distinct()).scalars()
    made = connection.execute(select(calls.c.result).distinct()).scalars()
    lacking = sorted({*used} - codes) + sorted({*made} - results)
    if lacking:
        shown = ", ".join(lacking[:_SHOWN]) + (", ..." if len(lacking) > _SHOWN else "")
        raise Conflict(
            "conflict",
            f"Cases have outcome codes or results of calls that this frame lacks: {shown}. Keep them in the new version; a code that is "
            "to be used no more can be for the office only. Nothing was changed.",
        )


def _keep(hub: Hub, connection: Connection, principal: Principal, read: FrameSnapshot) -> int:
    frame = read.frame
    file = FrameFile(sha256=read.sha256, name=frame.name, version=frame.version, text=read.text.decode())
    row = {
        "sha256": read.sha256,
        "name": frame.name,
        "version": frame.version,
        "title": frame.said(frame.title),
        "file": zlib.compress(hub.sign(Purpose.FRAME, file)),
        "taken": 0,
        "added": to_microseconds(hub.now()),
        "added_by": principal.user,
    }
    key: int = connection.execute(insert(kept).values(row).returning(kept.c.key)).scalar_one()
    return key


def _next(connection: Connection, hub: Hub) -> int:
    """Later than any before, also where the clock was set back."""
    latest: int = connection.execute(select(func.coalesce(func.max(kept.c.taken), 0))).scalar_one()
    return max(latest + 1, to_microseconds(hub.now()))


def _untold(connection: Connection, user_key: int) -> int | None:
    """The frame that stands, where the account was not told of it after all others."""
    newest = connection.execute(taken_frame()).one_or_none()
    if newest is None:
        return None
    wanted = select(book.c.details).where(book.c.user_key == user_key, book.c.kind == kind_of(ToTakeFrame))
    last = connection.execute(wanted.order_by(book.c.number.desc()).limit(1)).scalar()
    return None if last is not None and what_of(last) == ToTakeFrame(newest.key) else newest.key


def _lines(connection: Connection) -> list[FrameLine]:
    columns = [each for each in kept.c if each.name != "file"]
    found = connection.execute(select(*columns).order_by(kept.c.taken.desc())).all()
    return [
        FrameLine(
            sha256=row.sha256,
            name=row.name,
            version=row.version,
            title=row.title,
            taken=place == 0,
            added=from_microseconds(row.added),
            added_by=row.added_by,
        )
        for place, row in enumerate(found)
    ]
