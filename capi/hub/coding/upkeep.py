"""Upkeep: the table of jobs, kept in step with the journals of completed cases and with the codes that are given.

    while look_at_some(hub): ...        # until every completed case has been looked at as it stands

A case is looked at once in each state of its journal. It is read in a transaction of its own, and what was found is written in
another, short one: somebody may give a code in between, so what a job waits for is worked out when its line is held.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from capi.fieldwork.case import Status
from capi.hub.coding.job_words import JobWords, words_of
from capi.hub.coding.standing import SUBJECTS, Codings, Given, State
from capi.hub.hub import Hub
from capi.hub.many import among
from capi.hub.statistics.jobs import draw_of
from capi.hub.tables import cases, codes, jobs
from capi.sync.coding_messages import CodeScheme, How, Stage

AT_ONCE = 100
"""Cases of one transaction."""

_WORDS: msgspec.json.Decoder[JobWords] = msgspec.json.Decoder(JobWords)
IS_OF_NOW = and_(jobs.c.case_key == cases.c.key, jobs.c.branch == cases.c.branch, jobs.c.number == cases.c.number)
"""The line speaks of its case as that stands."""
IS_TO_CODE = and_(cases.c.status == Status.COMPLETED.value, cases.c.deleted.is_(None))


@dataclass(frozen=True, slots=True)
class _Read:
    """A case as it was looked at."""

    key: int
    id: str
    branch: int
    number: int
    words: Mapping[str, JobWords]


def look_at_some(hub: Hub, most: int = AT_ONCE) -> int:
    """How many completed cases were looked at; 0 when all have been. Raises Unavailable."""
    wanted = (
        select(cases.c.key, cases.c.id, cases.c.branch, cases.c.number)
        .outerjoin(jobs, IS_OF_NOW)
        .where(IS_TO_CODE, jobs.c.case_key.is_(None))
        .order_by(cases.c.key)
        .limit(most)
    )
    with hub.database.reading() as connection:
        found = [_Read(*row, words_of(connection, row.key)) for row in connection.execute(wanted).all()]
    if found:
        with hub.database.writing() as connection:
            _write(connection, found)
    return len(found)


def look_at(connection: Connection, case_key: int) -> None:
    """One case, in the transaction of the caller."""
    wanted = select(cases.c.key, cases.c.id, cases.c.branch, cases.c.number).where(cases.c.key == case_key)
    _write(connection, [_Read(*row, words_of(connection, row.key)) for row in connection.execute(wanted)])


def words_in(line: Row[Any]) -> JobWords:
    """What was said of the job of this line."""
    return _WORDS.decode(line.words)


def given_to(connection: Connection, case_keys: Sequence[int]) -> dict[tuple[int, str, str], list[Given]]:
    """All codes of these cases in the order of the giving, by case, rows and the digest of what was said."""
    wanted = select(codes).where(among(connection, codes.c.case_key, case_keys)).order_by(codes.c.key)
    found: dict[tuple[int, str, str], list[Given]] = {}
    for row in connection.execute(wanted):
        found.setdefault((row.case_key, row.rows, row.said), []).append(given(row))
    return found


def given(row: Row[Any]) -> Given:
    return Given(row.key, CodeScheme(row.scheme), row.code, Stage(row.stage), How(row.how), row.user_key)


def note_states(connection: Connection, line: Row[Any], codings: Codings) -> None:
    """What the job of this line, which is held, waits for from now on."""
    connection.execute(_NOTE, [_states(line.case_key, line.rows, words_in(line), codings)])


_NOTE = (
    update(jobs)
    .where(jobs.c.case_key == bindparam("its_case"), jobs.c.rows == bindparam("its_rows"))
    .values({name: bindparam(f"new_{name}") for name in (*SUBJECTS, "automatic")})
)


def _states(case_key: int, rows: str, words: JobWords, codings: Codings) -> dict[str, object]:
    states = {name: state.value for name, state in states_of(words, codings).items()}
    new = {f"new_{name}": value for name, value in {**states, "automatic": codings.automatic}.items()}
    return {"its_case": case_key, "its_rows": rows, **new}


def states_of(words: JobWords, codings: Codings) -> dict[str, State]:
    """Of occupation and industry."""
    said = {"occupation": words.names_occupation, "industry": words.names_industry}
    return {name: codings.state(schemes) if said[name] else State.NOTHING for name, schemes in SUBJECTS.items()}


def _write(connection: Connection, found: Iterable[_Read]) -> None:
    by_key = {each.key: each for each in sorted(found, key=lambda each: each.key)}
    lines = {(each.key, rows): words for each in by_key.values() for rows, words in _lines(each)}
    there = select(jobs.c.case_key, jobs.c.rows).where(among(connection, jobs.c.case_key, list(by_key)))
    gone = sorted(tuple(row) for row in connection.execute(there) if tuple(row) not in lines)
    if gone:
        own = jobs.c.case_key == bindparam("its_case"), jobs.c.rows == bindparam("its_rows")
        connection.execute(delete(jobs).where(*own), [{"its_case": key, "its_rows": rows} for key, rows in gone])
    if not lines:
        return
    # In one order by everybody, so that no two wait for each other.
    rows = [_row(by_key[key], rows, words) for (key, rows), words in sorted(lines.items(), key=lambda each: each[0])]
    _keep(connection, rows)
    coded = given_to(connection, list(by_key))
    changed = [
        _states(key, rows, words, Codings.of(coded[key, rows, words.said]))
        for (key, rows), words in lines.items()
        if (key, rows, words.said) in coded
    ]
    if changed:
        connection.execute(_NOTE, changed)


def _lines(read: _Read) -> list[tuple[str, JobWords]]:
    """One without words where there is nothing to code, so that the case is not looked at again."""
    return sorted(read.words.items()) or [("", JobWords())]


def _row(read: _Read, rows: str, words: JobWords) -> dict[str, object]:
    states = {name: state.value for name, state in states_of(words, Codings.of(())).items()}
    return {
        "case_key": read.key,
        "rows": rows,
        "branch": read.branch,
        "number": read.number,
        "said": words.said,
        "words": msgspec.json.encode(words).decode(),
        "draw": draw_of(read.id, rows),
        **states,
        "automatic": False,
    }


def _keep(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """New lines, and those that are there as they are now; all of them are held from here on."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(jobs)
    other = {each.name: adding.excluded[each.name] for each in jobs.c if not each.primary_key}
    connection.execute(adding.on_conflict_do_update(index_elements=["case_key", "rows"], set_=other), list(rows))
