"""Jobs: what was said of the work of each person of a case, and the digest by which a code knows what it was given to.

A job is a case and the row part of the address of its fields: empty without a roster, `3` for the person in row 3. The
instrument decides who is asked about one; here only its route is looked at.
"""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from capi.dataset.job_codes import FIELDS, JobTexts, job_texts
from capi.fieldwork.case import Status
from capi.fieldwork.journal import Entry
from capi.fieldwork.replay import replay
from capi.fieldwork.ways_answered import ways_of
from capi.hub.office.answers_in_words import interview_of
from capi.instrument.address import address, parted
from capi.instrument.model import Answer

_DRAWN_OF = 2**62


def said_of(job: JobTexts) -> str:
    """SHA-256 of the texts: a code counts only while they are the same.

    >>> said_of(JobTexts("School", "Teacher", ""))[:12]
    'f052ede56bba'
    """
    return hashlib.sha256(msgspec.json.encode(tuple(job))).hexdigest()


def jobs_in(answers: Mapping[str, Answer]) -> dict[str, JobTexts]:
    """The jobs among these answers on the route, by the rows they belong to."""
    by_rows: dict[str, dict[str, Answer]] = {}
    for field, answer in answers.items():
        name, rows = parted(field)
        if name in FIELDS:
            by_rows.setdefault(rows_part(rows), {})[name] = answer
    return {rows: texts for rows, said in by_rows.items() if (texts := job_texts(said)) is not None}


def jobs_of(connection: Connection, entries: Sequence[Entry]) -> dict[str, JobTexts]:
    """The jobs of a case as its journal has it. Raises NotThere where the hub has not its instrument."""
    record = replay(entries)
    if record.status is Status.NOT_STARTED:
        return {}
    return jobs_in(interview_of(connection, record, ways_of(entries, record.case.mode)).answers())


def rows_part(rows: tuple[int, ...]) -> str:
    """
    >>> rows_part((3, 2))
    '3.2'
    """
    return address("", rows).removeprefix("[").removesuffix("]")


def is_drawn(case_id: str, rows: str, share: float) -> bool:
    """Whether the job is among those that are coded twice: the same in every process, and in no order of the sample."""
    return draw_of(case_id, rows) < drawn_below(share)


def draw_of(case_id: str, rows: str) -> int:
    """The lot of the job."""
    digest = hashlib.sha256(f"{case_id}\n{rows}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def drawn_below(share: float) -> int:
    """Jobs with a lot below this are coded twice."""
    return int(share * _DRAWN_OF)
