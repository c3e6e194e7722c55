"""Looking at a whole hub: that every journal can be read, is chained to its head, and no line of the audit log is missing."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from capi.fieldwork.chain import read_chain
from capi.fieldwork.journal import START, Head, MalformedEntry, digest
from capi.hub import audit, tables
from capi.hub.hub import Hub
from capi.hub.journals.segments import journal_bytes

_MOST = 100


def check_hub(hub: Hub) -> list[str]:
    """What is wrong, each in one sentence, at most a hundred; empty for a sound hub. Raises Unavailable."""
    problems = []
    broken = audit.verify(hub)
    if broken is not None:
        problems.append(f"The audit log was changed or cut off at line {broken}.")
    with hub.database.reading() as connection:
        for problem in _journals(connection):
            problems.append(problem)
            if len(problems) == _MOST:
                break
    return problems


def _journals(connection: Connection) -> Iterator[str]:
    cases = tables.cases.c
    query = select(cases.key, cases.id, cases.number, cases.hash, cases.deleted).order_by(cases.key)
    for key, case, number, last, deleted in connection.execute(query).all():
        if deleted is not None:
            continue
        data = journal_bytes(connection, key)
        try:
            read_chain(START, case, data)
        except MalformedEntry as error:
            yield f"Case {case}: {error}."
            continue
        head = Head(len(data), digest(data[-1])) if data else START
        if head != Head(number, last):
            yield f"Case {case}: its line says entry {number}, its journal ends with entry {head.number}."
