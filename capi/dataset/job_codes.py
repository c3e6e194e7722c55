"""Codes of jobs: what was given after the interview to what somebody said of a job, as columns of the person dataset.

Occupation and industry are asked in words, and coded at the hub. A job that was asked about and has no code yet is in the state
`unanswered`, whoever was not asked about one in `not_asked`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from capi.dataset.cells import Absence, Cell
from capi.instrument.model import Missing

SOC2010, SOC2020, SIC2007 = "SOC2010", "SOC2020", "SIC2007"
SCHEMES = (SOC2010, SOC2020, SIC2007)
"""Names of the columns too, in the order they stand."""


NO_CODE = "X"
"""In place of a code: a coder has decided that none can be given, or none follows. The person is not known by this scheme."""


class JobTexts(NamedTuple):
    """What was said of one job, in the words of the respondent; empty where it was asked and nothing was said."""

    industry: str
    title: str
    did: str


FIELDS = ("IndD", "OccT", "OccD")
"""The questions they answer, in the same order."""

CodesOf: TypeAlias = Callable[[str, str, JobTexts], Mapping[str, str]]
"""Given the id of the case, the row of the person as in an address (empty without a roster) and the job: its codes by scheme."""


@dataclass(frozen=True, slots=True)
class JobCodes:
    """`schemes`: those of which there are codes at all."""

    schemes: tuple[str, ...]
    of: CodesOf

    def cells(self, case_id: str, rows: str, person: Mapping[str, Cell]) -> dict[str, Cell]:
        """The columns of one person, over those of its cells that are called the same."""
        texts = job_texts(person)
        if texts is None:
            return {scheme: person.get(scheme, Absence.NOT_ASKED) for scheme in self.schemes}
        given = self.of(case_id, rows, texts)
        return {
            scheme: _cell(scheme, given[scheme]) if scheme in given else person.get(scheme, Absence.UNANSWERED)
            for scheme in self.schemes
        }


def job_texts(person: Mapping[str, object]) -> JobTexts | None:
    """Of these answers by field; None where no job was asked about."""
    asked = [person.get(field, Absence.NOT_ASKED) for field in FIELDS]
    if all(each in (None, Absence.NOT_ASKED) for each in asked):
        return None
    return JobTexts(*(each if isinstance(each, str) else "" for each in asked))


def _cell(scheme: str, code: str) -> Cell:
    """SIC has codes that begin with zeros, so they are texts; those of SOC are numbers."""
    if code == NO_CODE:
        return Missing.DONT_KNOW
    return code if scheme == SIC2007 else int(code)
