"""Coding without a person: jobs whose words the index has, or nearly so, as surely as the office wants it.

    done = code_automatically(hub, principal, AutomaticCoding(dry_run=True))      # counts
    done = code_automatically(hub, principal, AutomaticCoding(after=done.after))  # and on from there

What is drawn to be coded twice goes to a coder after that, as any other job does, which tells how good this is. It is done in parts,
each a short transaction; a request ends after some seconds and says where the next one is to go on.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, Row, Select, func, or_, select

from capi.classification.suggesting import Suggestion, automatic
from capi.hub import audit
from capi.hub.coding.books import Book, Loaded, loaded_here, opened
from capi.hub.coding.fitting import HOW_TO_LOAD, FitCode
from capi.hub.coding.job_words import JobWords
from capi.hub.coding.keeping_codes import insert_codes
from capi.hub.coding.overview import state_of
from capi.hub.coding.standing import Codings, State
from capi.hub.coding.suggestions import suggestions_of
from capi.hub.coding.upkeep import IS_OF_NOW, IS_TO_CODE, given_to, look_at_some, note_states, words_in
from capi.hub.errors import Conflict
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.many import among
from capi.hub.people.hub_settings import read_settings
from capi.hub.policy import Action, require
from capi.hub.tables import cases, coding_taken, jobs
from capi.sync.coding_messages import AutomaticallyCoded, AutomaticCoding, CodeScheme, How, Stage

SECONDS = 15.0
"""Of one request: the office's window waits for a minute at most, and coders are at work beside it."""
_AT_ONCE = 100


def code_automatically(hub: Hub, principal: Principal, wanted: AutomaticCoding) -> AutomaticallyCoded:
    """Raises NotAllowed, Conflict where no index is loaded, Unavailable: then what was done before stays done."""
    require(principal, Action.DIRECT_CODING)
    loaded = loaded_here(hub.shelf)
    if not loaded.names:
        raise Conflict("conflict", f"The hub has no index to code with. {HOW_TO_LOAD}")
    began = time.monotonic()
    while look_at_some(hub) and time.monotonic() < began + SECONDS / 2:
        pass
    run = _Run(hub, principal, loaded.names, _books(hub, loaded), wanted.dry_run)
    coded, after = 0, wanted.after
    while lines := run.lines_after(after):
        coded += run.code(lines)
        after = lines[-1].case_key
        if time.monotonic() > began + SECONDS:
            break
    return AutomaticallyCoded(
        coded=coded, left=run.left_after(after), state=state_of(hub, loaded, with_agreement=True), after=after
    )


_Job: TypeAlias = tuple[int, str, str]
"""Its case, its rows, and the digest of what was said."""


def _job(line: Row[Any]) -> _Job:
    return line.case_key, line.rows, line.said


def _books(hub: Hub, loaded: Loaded) -> dict[str, Book]:
    schemes = {name: scheme for name in loaded.names if (scheme := loaded.scheme(name)) is not None}
    return {name: book for name, scheme in schemes.items() if (book := opened(hub.shelf, scheme)) is not None}


@dataclass(frozen=True, slots=True)
class _Run:
    hub: Hub
    principal: Principal
    loaded: Sequence[str]
    books: Mapping[str, Book]
    dry_run: bool

    def lines_after(self, after: int) -> Sequence[Row[Any]]:
        """Jobs to code, whole cases, in the order of the cases."""
        with self.hub.database.reading() as connection:
            some = self._to_code(jobs.c.case_key).where(jobs.c.case_key > after).order_by(jobs.c.case_key)
            keys = list(connection.execute(some.limit(_AT_ONCE)).scalars())
            if not keys:
                return []
            whole = self._to_code(*_COLUMNS).where(jobs.c.case_key > after, jobs.c.case_key <= keys[-1])
            return connection.execute(whole.order_by(jobs.c.case_key, jobs.c.rows)).all()

    def left_after(self, after: int) -> int:
        """Jobs this run has not come to, and cases that nobody has looked at yet."""
        unread = select(func.count()).select_from(cases).outerjoin(jobs, IS_OF_NOW)
        with self.hub.database.reading() as connection:
            beyond = self._to_code(func.count()).where(jobs.c.case_key > after)
            jobs_left = connection.execute(beyond).scalar_one()
            return int(jobs_left + connection.execute(unread.where(IS_TO_CODE, jobs.c.case_key.is_(None))).scalar_one())

    def code(self, lines: Sequence[Row[Any]]) -> int:
        """How many of these jobs got a code, or would."""
        with self.hub.database.reading() as connection:
            threshold = read_settings(connection).coding.threshold
        chosen = {_job(line): codes for line in lines if (codes := self._chosen(line, threshold))}
        if self.dry_run or not chosen:
            return len(chosen)
        with self.hub.database.writing() as connection:
            done = sum(self._keep(connection, line, chosen) for line in self._held(connection, chosen))
            if done:
                about = {"jobs": str(done), "threshold": str(threshold)}
                audit.record(self.hub, connection, self.principal.user, "coded_automatically", "", **about)
        return done

    def _chosen(self, line: Row[Any], threshold: float) -> list[FitCode]:
        """The codes that are likely enough, of what is not coded yet."""
        words = words_in(line)
        found: list[FitCode] = []
        for name, book in self.books.items():
            if State(getattr(line, name)) is State.UNCODED:
                first = automatic(_suggestions(book, msgspec.structs.replace(words, facts=())), threshold)
                found += _fit(book, first) if first else ()
        return found

    def _held(self, connection: Connection, wanted: Iterable[_Job]) -> Sequence[Row[Any]]:
        """Those of the jobs that are still as they were, and that nobody is at; held for this transaction."""
        keys = sorted({key for key, _, _ in wanted})
        held = select(coding_taken.c.user_key).where(
            coding_taken.c.case_key == jobs.c.case_key,
            coding_taken.c.rows == jobs.c.rows,
            coding_taken.c.until > to_microseconds(self.hub.now()),
        )
        mine = self._to_code(*_COLUMNS).where(among(connection, jobs.c.case_key, keys), ~held.exists())
        ordered = mine.order_by(jobs.c.case_key, jobs.c.rows)
        return connection.execute(ordered.with_for_update(of=jobs, skip_locked=True)).all()

    def _keep(self, connection: Connection, line: Row[Any], chosen: Mapping[_Job, Sequence[FitCode]]) -> bool:
        """Looked at once more now that the line is held: somebody may have coded a part of it."""
        codings = self._codings(connection, line)
        there = codings.by_stage[Stage.FIRST]
        codes = [each for each in chosen.get(_job(line), ()) if each.scheme not in there]
        if not codes:
            return False
        insert_codes(connection, line, Stage.FIRST, codes, None, self.hub)
        note_states(connection, line, self._codings(connection, line))
        return True

    def _codings(self, connection: Connection, line: Row[Any]) -> Codings:
        its = given_to(connection, [line.case_key])
        return Codings.of(its.get((line.case_key, line.rows, line.said), ()))

    def _to_code(self, *columns: Any) -> Select[Any]:
        uncoded = or_(*(jobs.c[name] == State.UNCODED.value for name in self.loaded))
        return select(*columns).select_from(jobs).join(cases, IS_OF_NOW).where(IS_TO_CODE, uncoded)


_COLUMNS = (*jobs.c, cases.c.id.label("case_id"))


@lru_cache(maxsize=50_000)
def _suggestions(book: Book, words: JobWords) -> tuple[Suggestion, ...]:
    """The first alone. Many people say the same, and what was counted is soon asked again."""
    return suggestions_of(book, words, 1)


def _fit(book: Book, chosen: Suggestion) -> Iterator[FitCode]:
    """Nothing where it is open to which code of SOC2010 it belongs: then a person decides."""
    if book.scheme is not CodeScheme.SOC2020:
        yield FitCode.of(book.scheme, chosen.code, How.AUTOMATIC, book.index)
        return
    through = book.soc2010_codes(chosen.code, chosen.title)
    if len(through) == 1:
        yield FitCode.of(book.scheme, chosen.code, How.AUTOMATIC, book.index)
        yield FitCode.of(CodeScheme.SOC2010, through[0], How.THROUGH, book.index)
