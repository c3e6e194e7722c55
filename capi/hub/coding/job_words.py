"""What was said of a job: the three texts that are coded, and the answers that help to code them. Without a name or an address."""

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection

from capi.dataset.job_codes import JobTexts
from capi.fieldwork.case import Status
from capi.fieldwork.in_modes import InModes
from capi.fieldwork.journal import MalformedEntry
from capi.fieldwork.replay import BrokenJournal, replay
from capi.fieldwork.ways_answered import ways_of
from capi.hub.errors import NotThere
from capi.hub.office.answers_in_words import interview_of
from capi.hub.office.case_detail import entries_of
from capi.hub.statistics.jobs import jobs_in, said_of
from capi.instrument.address import address
from capi.instrument.model import Missing

HELPING = ("Stat", "Supvis", "EmpNo", "Solo", "SNEmpl")
"""Employment status, supervising, and the size of the workplace."""
_SUPERVISES = "Supvis"
_YES = 1


class JobWords(Struct, frozen=True, omit_defaults=True):
    """`facts`: answers that help, as label and words. `supervises`: None where nobody knows."""

    title: str = ""
    did: str = ""
    industry: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    supervises: bool | None = None

    @property
    def said(self) -> str:
        """By which a code knows what it was given to; empty where there is nothing to code."""
        if not (self.names_occupation or self.names_industry):
            return ""
        return said_of(JobTexts(self.industry, self.title, self.did))

    @property
    def names_occupation(self) -> bool:
        return bool(self.title.strip() or self.did.strip())

    @property
    def names_industry(self) -> bool:
        return bool(self.industry.strip())


def words_of(connection: Connection, case_key: int) -> dict[str, JobWords]:
    """By rows, of each job of which anything was said. None of a case that cannot be read here: its codes wait until it can."""
    try:
        entries = entries_of(connection, case_key)
        record = replay(entries)
        if record.status is Status.NOT_STARTED:
            return {}
        interview = interview_of(connection, record, ways_of(entries, record.case.mode))
    except (NotThere, BrokenJournal, MalformedEntry):
        return {}
    found = {rows: _words(interview, rows, texts) for rows, texts in jobs_in(interview.answers()).items()}
    return {rows: words for rows, words in found.items() if words.said}


def _words(interview: InModes, rows: str, texts: JobTexts) -> JobWords:
    supervises = _answer(interview, _SUPERVISES, rows)
    return JobWords(
        texts.title,
        texts.did,
        texts.industry,
        tuple(_facts(interview, rows)),
        supervises == _YES if isinstance(supervises, int) else None,
    )


def _facts(interview: InModes, rows: str) -> Iterator[tuple[str, str]]:
    """The label is the question's alone: that of its row may be somebody's name."""
    for name in HELPING:
        answer = _answer(interview, name, rows)
        if answer is not None and not isinstance(answer, Missing):
            field = _field(name, rows)
            its_own = interview.interview_at(field)
            yield its_own.label(field), its_own.said(field)


def _answer(interview: InModes, name: str, rows: str) -> object:
    if name not in interview.standing.plan.where:
        return None
    field = _field(name, rows)
    return interview.interview_at(field).answer_to(field)


def _field(name: str, rows: str) -> str:
    return address(name, tuple(map(int, rows.split(".")))) if rows else name
