"""Overview: how far the coding is, how well coders agree, how it is directed, and what was ever given to the jobs of a case."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Row, select

from capi.classification.agreement import agreement
from capi.hub import audit
from capi.hub.coding.books import Loaded, loaded_here, opened
from capi.hub.coding.job_words import words_of
from capi.hub.coding.queue import Counted, counted, settles_all
from capi.hub.coding.standing import Codings, waits_for
from capi.hub.coding.upkeep import given, given_to, look_at_some, states_of
from capi.hub.database import HubDatabase
from capi.hub.errors import NotThere
from capi.hub.hub import Hub, Principal, from_microseconds
from capi.hub.people.hub_settings import read_settings, write_settings
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.statistics.jobs import is_drawn
from capi.hub.tables import cases, codes, users
from capi.hub.tables import hub as own_line
from capi.sync.coding_messages import (
    Agreed,
    CodeHistory,
    CodeScheme,
    CodingSettings,
    CodingState,
    EarlierCode,
    How,
    Stage,
)

FRESH_SECONDS = 2.0
"""So long the numbers are not counted again for every coder: over 100,000 cases that takes a tenth of a second and more."""
_LOOKED_AT = 1_000
"""Cases that one question after the state looks at, where some have come in."""
_HALF_WAY = {Stage.FIRST, Stage.SECOND}


@dataclass(frozen=True, slots=True)
class _LastCounted:
    of_what: tuple[tuple[str, ...], float]
    numbers: Counted
    at: float


_LAST_COUNTED: WeakKeyDictionary[HubDatabase, _LastCounted] = WeakKeyDictionary()


def coding_state(hub: Hub, principal: Principal) -> CodingState:
    """With the agreement. Raises NotAllowed, Conflict for a damaged index, Unavailable."""
    require(principal, Action.SEE_CODING)
    look_at_some(hub, _LOOKED_AT)
    return state_of(hub, loaded_here(hub.shelf), with_agreement=True)


def state_of(hub: Hub, loaded: Loaded, *, with_agreement: bool = False) -> CodingState:
    """Counted anew with the agreement; else the numbers may be some seconds old, as they go along with every job."""
    with hub.database.reading() as connection:
        settings = read_settings(connection).coding
        of_what = loaded.names, settings.double
        last = _LAST_COUNTED.get(hub.database)
        if not with_agreement and last and last.of_what == of_what and time.monotonic() < last.at + FRESH_SECONDS:
            numbers = last.numbers
        else:
            numbers = counted(connection, *of_what)
            _LAST_COUNTED[hub.database] = _LastCounted(of_what, numbers, time.monotonic())
        agreed = tuple(_agreement(connection)) if with_agreement else ()
    return CodingState(
        to_code=numbers.to_code,
        to_code_again=numbers.to_code_again,
        to_settle=numbers.to_settle,
        coded=numbers.coded,
        automatic=numbers.automatic,
        indexes=dict(loaded.labels),
        settings=settings,
        agreement=agreed,
        unread=numbers.unread,
    )


def set_coding(hub: Hub, principal: Principal, settings: CodingSettings) -> CodingState:
    """Raises NotAllowed, Unavailable."""
    require(principal, Action.DIRECT_CODING)
    with hub.database.writing() as connection:
        connection.execute(hub.database.locked(select(own_line.c.single))).all()
        before = read_settings(connection)
        if before.coding != settings:
            write_settings(connection, msgspec.structs.replace(before, coding=settings))
            words = {"threshold": str(settings.threshold), "double": str(settings.double)}
            audit.record(hub, connection, principal.user, "coding_set", "", **words)
    return coding_state(hub, principal)


# --- agreement ----------------------------------------------------------------------------------------------------


def _agreement(connection: Connection) -> Iterator[Agreed]:
    """Of all jobs that were coded twice, by scheme; apart where the first code was given without a person."""
    pairs: dict[tuple[CodeScheme, bool], list[tuple[str, str]]] = {}
    for codings in _coded_twice(connection):
        first, second = codings.of_stage(Stage.FIRST), codings.of_stage(Stage.SECOND)
        for scheme in first.keys() & second.keys():
            automatic = first[scheme].user_key is None
            pairs.setdefault((scheme, automatic), []).append((first[scheme].code, second[scheme].code))
    for scheme in CodeScheme:
        for automatic in (False, True):
            for at in agreement(pairs.get((scheme, automatic), ())):
                yield Agreed(
                    scheme=scheme,
                    digits=at.digits,
                    pairs=at.pairs,
                    agreed=at.agreed,
                    automatic=automatic,
                    kappa=at.kappa.kappa,
                    low=at.kappa.low,
                    high=at.kappa.high,
                )


def _coded_twice(connection: Connection) -> Iterator[Codings]:
    twice = select(codes.c.case_key).where(codes.c.stage == Stage.SECOND.value).distinct()
    wanted = select(codes).join(cases, cases.c.key == codes.c.case_key)
    wanted = wanted.where(codes.c.case_key.in_(twice), cases.c.deleted.is_(None)).order_by(codes.c.key)
    by_job: dict[tuple[int, str, str], list[Row[Any]]] = {}
    for row in connection.execute(wanted):
        by_job.setdefault((row.case_key, row.rows, row.said), []).append(row)
    return (Codings.of(map(given, rows)) for rows in by_job.values())


# --- history ------------------------------------------------------------------------------------------------------


def code_history(hub: Hub, principal: Principal, case_id: str) -> CodeHistory:
    """All codes of a case. A coder does not see those of others while a job still waits to be coded by somebody else.

    Raises NotAllowed, NotThere, Unavailable.
    """
    require(principal, Action.SEE_CODING)
    with hub.database.reading() as connection:
        there = cases.c.id == fit(case_id, "the case", "id"), cases.c.deleted.is_(None)
        case_key = connection.execute(select(cases.c.key).where(*there)).scalar()
        if case_key is None:
            raise NotThere("not_there", f"There is no case {case_id[:100]}.")
        hidden = set() if settles_all(principal) else _blind(hub, connection, case_id, case_key)
        shown = [
            (row.rows, earlier)
            for row, earlier in earlier_codes(hub, connection, case_key)
            if row.rows not in hidden or row.user_key == principal.user_key
        ]
    return CodeHistory(codes=shown)


def earlier_codes(hub: Hub, connection: Connection, case_key: int) -> Iterator[tuple[Row[Any], EarlierCode]]:
    """In the order of the giving, each with its line."""
    now = {rows: words.said for rows, words in words_of(connection, case_key).items()}
    standing = {job: Codings.of(its) for job, its in given_to(connection, [case_key]).items()}
    names = select(codes, users.c.name.label("by")).outerjoin(users, users.c.key == codes.c.user_key)
    for row in connection.execute(names.where(codes.c.case_key == case_key).order_by(codes.c.key)):
        scheme = CodeScheme(row.scheme)
        book = opened(hub.shelf, scheme)
        counts = standing[case_key, row.rows, row.said].counts(given(row))
        yield (
            row,
            EarlierCode(
                scheme=scheme,
                code=row.code,
                group=book.title(row.code) if book else "",
                stage=Stage(row.stage),
                how=How(row.how),
                by=row.by or "",
                made=from_microseconds(row.made),
                classification=row.classification,
                holds=counts and row.said == now.get(row.rows),
            ),
        )


def _blind(hub: Hub, connection: Connection, case_id: str, case_key: int) -> set[str]:
    """The jobs that somebody is still to code who must not know how they were coded."""
    share = read_settings(connection).coding.double
    loaded = loaded_here(hub.shelf).names
    standing = given_to(connection, [case_key])
    found = set()
    for rows, words in words_of(connection, case_key).items():
        states = states_of(words, Codings.of(standing.get((case_key, rows, words.said), ())))
        if waits_for(states, drawn=is_drawn(case_id, rows, share), loaded=loaded) in _HALF_WAY:
            found.add(rows)
    return found
