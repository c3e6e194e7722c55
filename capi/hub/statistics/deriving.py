"""Deriving at the hub: the variables of completed cases, kept with all that they were made from.

    derive_cases(hub, shelf, [case_key], "anna")      # at once, such as after a code was given
    derive_pending(hub, shelf, "office@hub")          # whatever is not derived from its present state

It is the way of `capi derive`: the cases as persons, the same expressions, the settings of the hub, the latest table of NS-SEC on
the shelf. Several processes may do it at once: a case is only written where it still stands as it was read, and where that says
something new. The engine is loaded with the first case, and kept.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from capi import __version__
from capi.classification.classification import Part, Scheme
from capi.classification.shelf import Shelf
from capi.fieldwork.case import Case, Status
from capi.fieldwork.journal import MalformedEntry
from capi.fieldwork.replay import BrokenJournal
from capi.hub.errors import Gone, Unavailable
from capi.hub.hub import Hub, to_microseconds
from capi.hub.people.hub_settings import Derivation, read_settings
from capi.hub.statistics.derived_lines import (
    NOT_DERIVED,
    DerivedCase,
    Run,
    Standing,
    Variables,
    Way,
    completed_keys,
    keep_lines,
    pending_keys,
    standing,
    way_key,
)
from capi.hub.statistics.hub_cases import HubCases

if TYPE_CHECKING:
    from capi.derivation.full_nssec import NssecTable
    from capi.derivation.settings import Settings as Conventions
    from capi.outputs.derived_values import Deriver

AT_ONCE = 1_000
"""Cases that are read, derived and written together: a writing transaction of some hundredths of a second."""
_LOCK = 0x43415044
"""The letters CAPD."""
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class DerivedLine:
    """What holds of one person now. `is_new`: it was not so before, and a line was added."""

    case: str
    rows: str
    variables: Variables
    is_new: bool


@dataclass(frozen=True, slots=True)
class Derived:
    """`cases` were looked at, `lines` added; `failed` are the references of cases that could not be derived, with the reason."""

    cases: int = 0
    lines: int = 0
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be derived: whatever is not derived from its present state; `whatever_way`: even where that was done by
    another table, other settings or another version; `anew`: every completed case. `in_database`: by the hub's PostgreSQL.
    `go_on` is asked after each portion."""

    whatever_way: bool = False
    anew: bool = False
    in_database: bool = False
    go_on: Callable[[], bool] | None = None


def derive_cases(hub: Hub, shelf: Shelf, case_keys: Sequence[int], made_by: str) -> tuple[DerivedLine, ...]:
    """The completed ones of these cases, at once. Raises DamagedClassification, Unavailable, and ImportError where the
    libraries of statistics are not installed."""
    run = _run(hub, shelf, made_by)
    with _HERE.deriving(shelf, run.way) as deriver:
        return tuple(line for line in _derive(hub, run, deriver, list(case_keys)).lines)


def derive_pending(
    hub: Hub, shelf: Shelf, made_by: str, wanted: Wanted = Wanted(), step: Step | None = None
) -> Derived:
    """All that waits, some at a time; `step` is told how many more cases are done. Raises as `derive_cases` does."""
    run = _run(hub, shelf, made_by)
    cases = lines = 0
    failed: list[tuple[str, str]] = []
    with _engine(hub, shelf, run.way, wanted) as deriver:
        for keys in _waiting(hub, run.way, wanted):
            done = _derive(hub, run, deriver, keys)
            cases, lines = cases + len(keys), lines + sum(each.is_new for each in done.lines)
            failed += done.failed
            if step is not None:
                step(len(keys))
            if wanted.go_on is not None and not wanted.go_on():
                break
    return Derived(cases, lines, tuple(failed))


@contextlib.contextmanager
def one_at_a_time(hub: Hub) -> Iterator[bool]:
    """Whether this process is the one of all hubs on a PostgreSQL that derives what comes in, while the block runs. Without
    it nothing would be wrong, but the same work done in each of them."""
    if not hub.database.is_postgresql:
        yield True
        return
    with hub.database.asking() as connection:
        is_the_one = bool(connection.execute(select(func.pg_try_advisory_lock(_LOCK))).scalar())
        try:
            yield is_the_one
        finally:
            if is_the_one:
                connection.execute(select(func.pg_advisory_unlock(_LOCK)))


def derivation_standing(hub: Hub, shelf: Shelf) -> Standing:
    with hub.database.reading() as connection:
        return standing(connection, way_of(read_settings(connection).derivation, shelf))


def way_of(settings: Derivation, shelf: Shelf) -> Way:
    """As it would be derived here now."""
    kept = shelf.kept(Scheme.NSSEC_SOC2010, Part.TABLE)
    table, sha256 = (kept[0].label, kept[0].sha256) if kept else ("", "")
    said = {"assume_small": settings.assume_small, "medical_is_full_time": settings.medical_is_full_time}
    return Way(__version__, msgspec.json.encode(said).decode(), table, sha256)


def _run(hub: Hub, shelf: Shelf, made_by: str) -> Run:
    with hub.database.reading() as connection:
        settings = read_settings(connection).derivation
    return Run(way_of(settings, shelf), made_by, to_microseconds(hub.now()))


def _waiting(hub: Hub, way: Way, wanted: Wanted) -> Iterator[list[int]]:
    """In the order of their keys, each once: what comes in behind is for the next time."""
    last = 0
    while True:
        with hub.database.reading() as connection:
            if wanted.anew:
                keys = completed_keys(connection, last, AT_ONCE)
            else:
                its_way = None if wanted.whatever_way else way_key(connection, way) or 0
                keys = pending_keys(connection, its_way, last, AT_ONCE)
        if not keys:
            return
        yield keys
        last = keys[-1]


@dataclass(frozen=True, slots=True)
class _Done:
    lines: tuple[DerivedLine, ...]
    failed: tuple[tuple[str, str], ...]


def _derive(hub: Hub, run: Run, deriver: "Deriver", keys: Sequence[int]) -> _Done:
    cases = HubCases(hub.database, keys)
    made = _variables(hub, deriver, cases)
    ids = {cases.noted(each.id).key: each for each in _completed(cases)}
    with hub.database.writing() as connection:
        new = keep_lines(connection, run, made) if made else {}
    lines = tuple(
        DerivedLine(ids[each.noted.key].id, rows, variables, rows in new.get(each.noted.key, ()))
        for each in made
        for rows, variables in each.persons.items()
    )
    failed = (
        (ids[each.noted.key].reference, str(each.persons[""][NOT_DERIVED]))
        for each in made
        if NOT_DERIVED in each.persons.get("", {})
    )
    return _Done(lines, tuple(failed))


def _completed(cases: HubCases) -> list[Case]:
    return [each.case for each in cases.cases() if each.status is Status.COMPLETED]


def _variables(hub: Hub, deriver: "Deriver", cases: HubCases) -> list[DerivedCase]:
    """Of all of them at once. Where one of them cannot be derived, each by itself: one is to keep no other back.

    The chain of a journal is looked at when it comes in, and not whether its answers fit its instrument. So with one that was
    made by somebody else's program anything may go wrong here.
    """
    try:
        return _variables_at_once(cases, deriver)
    except (Unavailable, ImportError, MemoryError):
        raise
    except Exception as error:
        noted = [cases.noted(each.id) for each in _completed(cases)]
        if len(noted) > 1:
            return [made for each in noted for made in _variables(hub, deriver, HubCases(hub.database, [each.key]))]
        return [DerivedCase(each, {"": {NOT_DERIVED: _why(error)}}) for each in noted]


def _why(error: Exception) -> str:
    from capi.dataset.person_columns import NotPersons

    if isinstance(error, BrokenJournal | Gone | MalformedEntry | NotPersons):
        return str(error)
    return f"Its answers do not fit its instrument ({type(error).__name__})."


def _variables_at_once(cases: HubCases, deriver: "Deriver") -> list[DerivedCase]:
    from capi.dataset.persons import Chosen

    completed = _completed(cases)
    found: dict[str, dict[str, Variables]] = {each.id: {} for each in completed}
    for instrument in sorted({each.instrument for each in completed}):
        ids = {each.reference: each.id for each in completed if each.instrument == instrument}
        for person in deriver.of_cases(cases, Chosen(instrument), cases.codes()):
            rows = "" if person.person is None else str(person.person)
            found[ids[person.case]][rows] = person.variables
    return [DerivedCase(cases.noted(case_id), persons) for case_id, persons in found.items()]


def _engine(hub: Hub, shelf: Shelf, way: Way, wanted: Wanted) -> "contextlib.AbstractContextManager[Deriver]":
    if wanted.in_database:
        from capi.hub.statistics.in_postgresql import deriving_in_postgresql

        return deriving_in_postgresql(hub, _table(shelf, way), conventions_of(way))
    return _HERE.deriving(shelf, way)


def conventions_of(way: Way) -> "Conventions":
    from capi.derivation.settings import Convention
    from capi.derivation.settings import Settings as Conventions

    said = msgspec.json.decode(way.settings, type=Derivation)
    convention = Convention.SMALL_NOT_SUPERVISING if said.assume_small else Convention.NONE
    return Conventions(said.medical_is_full_time, convention)


class _Here:
    """The engine of this process: made when it is first needed, for one thread at a time, and anew for another way."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._way: Way | None = None
        self._deriver: Deriver | None = None

    @contextlib.contextmanager
    def deriving(self, shelf: Shelf, way: Way) -> "Iterator[Deriver]":
        from capi.outputs.derived_values import Deriver, DuckDbEngine

        with self._turn:
            if self._deriver is None or self._way != way:
                self._deriver = Deriver(DuckDbEngine(), _table(shelf, way), conventions_of(way))
                self._way = way
            yield self._deriver


_HERE = _Here()


def _table(shelf: Shelf, way: Way) -> "NssecTable | None":
    return shelf.nssec_table(way.nssec_sha256) if way.nssec_sha256 else None
