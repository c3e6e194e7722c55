"""The next job for a coder: what was said, what it may be, and for whoever settles it how others have coded it."""

import time
from typing import Any

import msgspec
from sqlalchemy import Row

from capi.hub.coding.books import Loaded, loaded_here, opened
from capi.hub.coding.fitting import HOW_TO_LOAD
from capi.hub.coding.overview import earlier_codes, state_of
from capi.hub.coding.queue import take_next
from capi.hub.coding.standing import AWAITED, State
from capi.hub.coding.suggestions import looked_up, suggested, suggestions_of
from capi.hub.coding.upkeep import look_at_some, words_in
from capi.hub.errors import Conflict
from capi.hub.hub import Hub, Principal
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.sync.coding_messages import (
    CodeScheme,
    EarlierCode,
    Found,
    JobToCode,
    Looking,
    NextJob,
    Stage,
    Suggested,
)

_LOOKING_SECONDS = 3.0
"""So long a coder waits at most while cases that have come in are looked at for one more job."""


def next_job(hub: Hub, principal: Principal) -> NextJob:
    """A job that nobody holds; it is held by this coder from now on. None also where no index is loaded.

    Raises NotAllowed, Conflict for a damaged index, Unavailable.
    """
    require(principal, Action.CODE)
    loaded = loaded_here(hub.shelf)
    taken = _taken(hub, principal, loaded) if loaded.names else None
    job = None if taken is None else _shown(hub, loaded, *taken)
    return NextJob(job=job, state=state_of(hub, loaded))


def look_up(hub: Hub, principal: Principal, looking: Looking) -> Found:
    """Raises NotAllowed, Unfit, and Conflict where no index of the scheme is loaded."""
    require(principal, Action.CODE)
    words = {name: fit(getattr(looking, name), f"the {name}", name) for name in ("words", "did", "industry")}
    book = opened(hub.shelf, looking.scheme)
    if book is None:
        raise Conflict("conflict", f"The hub has no index of {looking.scheme.value}. {HOW_TO_LOAD}")
    return Found(suggested=looked_up(book, msgspec.structs.replace(looking, **words)))


def wanted_of(line: Row[Any], stage: Stage, loaded: Loaded) -> list[CodeScheme]:
    """The schemes in which a job is to be coded at this stage."""
    waiting = [name for name in loaded.names if State(getattr(line, name)) is AWAITED[stage]]
    return [scheme for name in waiting if (scheme := loaded.scheme(name)) is not None]


def _taken(hub: Hub, principal: Principal, loaded: Loaded) -> tuple[Row[Any], Stage] | None:
    """Where nothing waits, cases that have come in since are looked at."""
    until = time.monotonic() + _LOOKING_SECONDS
    found = take_next(hub, principal, loaded.names)
    while found is None and time.monotonic() < until and look_at_some(hub):
        found = take_next(hub, principal, loaded.names)
    return found


def _shown(hub: Hub, loaded: Loaded, line: Row[Any], stage: Stage) -> JobToCode:
    words, wanted = words_in(line), wanted_of(line, stage, loaded)
    offered: list[Suggested] = []
    for scheme in wanted:
        if (book := opened(hub.shelf, scheme)) is not None:
            offered += suggested(book, suggestions_of(book, words))
    return JobToCode(
        case=line.case_id,
        rows=line.rows,
        reference=line.reference,
        said=line.said,
        stage=stage,
        title=words.title,
        did=words.did,
        industry=words.industry,
        facts=list(words.facts),
        suggested=offered,
        earlier=tuple(_earlier(hub, line)) if stage is Stage.SETTLED else (),
        wanted=tuple(wanted),
    )


def _earlier(hub: Hub, line: Row[Any]) -> list[EarlierCode]:
    """The two codings that differ."""
    with hub.database.reading() as connection:
        found = list(earlier_codes(hub, connection, line.case_key))
    return [each for row, each in found if row.rows == line.rows and row.said == line.said and each.holds]
