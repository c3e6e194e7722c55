"""`capi hub derive`: the derived variables of the completed cases at the hub, once or as they come in."""

import contextlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, WORLD_FAILED, Refused, WorldFailed
from capi.commands.hub_opening import SUPERVISOR, opened_hub
from capi.commands.listing import print_json
from capi.commands.progress_bars import Bar, progress_bars
from capi.hub import audit
from capi.hub.errors import Unavailable
from capi.hub.giving_way import give_way
from capi.hub.hub import Hub
from capi.hub.people.hub_settings import read_settings, write_settings
from capi.hub.people.texts import counted
from capi.settings import Settings

if TYPE_CHECKING:
    from capi.hub.service.log import Log
    from capi.hub.statistics.deriving import Derived, Wanted

LOOKS_EVERY = 2.0
"""Seconds, while it goes on deriving what comes in."""
_LIBRARIES = ("duckdb", "ibis", "pyarrow")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DeriveOrder:
    """`anew`: every completed case. None leaves a setting of the hub as it is; another value is kept, for all its processes."""

    folder: Path | None = None
    anew: bool = False
    in_database: bool = False
    assume_small: bool | None = None
    medical_is_full_time: bool | None = None
    as_json: bool = False


def derive_at_hub(order: DeriveOrder, settings: Settings) -> int:
    """Raises Refused and WorldFailed."""
    from capi.hub.statistics.deriving import Wanted, derivation_standing, derive_pending

    shelf = Shelf(settings.data)
    wanted = Wanted(anew=order.anew, in_database=order.in_database)
    with opened_hub(order.folder, settings) as hub, _damage():
        _set(hub, order)
        with progress_bars() as bar:
            step = None if bar is None else _steps(bar, hub, wanted, shelf)
            done = derive_pending(hub, shelf, SUPERVISOR.user, wanted, step)
        stands = derivation_standing(hub, shelf)
    if order.as_json:
        print_json({"done": asdict(done), "standing": asdict(stands)})
        return DONE
    for line in _told(done):
        print(line)
    return DONE


def keep_deriving(folder: Path | None, settings: Settings) -> int:
    """Derives what comes in until standard input ends, and logs as the service does. It gives way to whatever else runs."""
    from capi.hub.service.log import Line, Log

    log, ended = Log(), threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    lacking = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if lacking:
        log.add(Line(event=f"derivation: not installed here: {', '.join(lacking)}; see capi[office]", level="warning"))
        return DONE
    give_way()
    try:
        with opened_hub(folder, settings) as hub:
            _Keeping(hub, Shelf(settings.data), log).until(ended)
    except (Refused, WorldFailed) as error:
        log.add(Line(event="derivation: the hub cannot be opened", level="warning", error=type(error).__name__))
        return WORLD_FAILED
    return DONE


class _Keeping:
    """What comes in, derived as it comes. Only where the hub shows a change is it asked which cases wait."""

    def __init__(self, hub: Hub, shelf: Shelf, log: "Log") -> None:
        self._hub, self._shelf, self._log = hub, shelf, log
        self._seen: object = None
        self._trouble = ""

    def until(self, ended: threading.Event) -> None:
        while not ended.is_set():
            self._look(ended)
            # Nothing is held between two looks: the database may be restored, or moved, meanwhile.
            self._hub.database.engine.dispose()
            ended.wait(LOOKS_EVERY)

    def _look(self, ended: threading.Event) -> None:
        from capi.hub.service.log import Line
        from capi.hub.statistics.derived_lines import stirred
        from capi.hub.statistics.deriving import Wanted, derive_pending, one_at_a_time

        try:
            with self._hub.database.reading() as connection:
                seen = stirred(connection)
            if seen == self._seen:
                return
            wanted = Wanted(whatever_way=True, go_on=lambda: not ended.is_set())
            with one_at_a_time(self._hub) as is_the_one:
                if not is_the_one:
                    return
                done = derive_pending(self._hub, self._shelf, "hub", wanted)
            self._seen, self._trouble = seen, ""
        except (Unavailable, DamagedClassification) as error:
            if type(error).__name__ != self._trouble:
                self._trouble = type(error).__name__
                self._log.add(Line(event="derivation: will be tried again", level="warning", error=self._trouble))
            return
        if done.cases:
            self._log.add(
                Line(event=f"derivation: {done.cases} cases, {done.lines} new lines, {len(done.failed)} failed")
            )


def _wait_for_end(ended: threading.Event) -> None:
    """Whoever started this closes the line when it stops, and the system does where it is killed."""
    # Not through the buffer of sys.stdin: a thread that waits in it when the program ends takes the program with it.
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4_096):
            pass
    ended.set()


def _set(hub: Hub, order: DeriveOrder) -> None:
    given = {
        name: value
        for name, value in (
            ("assume_small", order.assume_small),
            ("medical_is_full_time", order.medical_is_full_time),
        )
        if value is not None
    }
    if not given:
        return
    with hub.database.writing() as connection:
        before = read_settings(connection)
        changed = msgspec.structs.replace(before.derivation, **given)
        if changed != before.derivation:
            write_settings(connection, msgspec.structs.replace(before, derivation=changed))
            words = {name: str(value).lower() for name, value in msgspec.to_builtins(changed).items()}
            audit.record(hub, connection, SUPERVISOR.user, "derivation_set", "", **words)


def _told(done: "Derived") -> Iterator[str]:
    if not done.cases:
        yield "Nothing to derive: all completed cases are derived from what they hold now."
        return
    yield f"{counted(done.cases, 'case')} derived, {counted(done.lines, 'line')} new."
    for reference, why in done.failed[:_SHOWN]:
        yield f"NOT DERIVED  {reference}: {why}"
    if len(done.failed) > _SHOWN:
        yield f"             and {len(done.failed) - _SHOWN:,} more"


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error


def _steps(bar: Bar, hub: Hub, wanted: "Wanted", shelf: Shelf) -> Callable[[int], None]:
    from capi.hub.statistics.deriving import derivation_standing

    stands, done = derivation_standing(hub, shelf), 0
    total = stands.completed if wanted.anew else stands.pending + stands.otherwise

    def step(more: int) -> None:
        nonlocal done
        done += more
        bar("Deriving", done, total)

    return step
