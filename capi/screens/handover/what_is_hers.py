"""What is hers: the questions of one section that are handed over together, and whether a field is among them.

    hers = hers_at(interview, "SchoolType")     # None where the section of the question is not handed over
    hers("FreeMeals")                           # may she see it?

Of a section that goes through rows it is the row the interview has come to: nobody sees what another person answered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from capi.engine.interview import Interview
from capi.instrument.address import RowIds, parted
from capi.instrument.model import Information, Mode, Question, Section


@dataclass(frozen=True, slots=True)
class Hers:
    """`title` is that of the section; `rows` are the ids of the rows it stands in, outermost first."""

    title: str
    names: frozenset[str]
    asked: int
    rows: RowIds = ()

    def __call__(self, field: str) -> bool:
        name, rows = parted(field)
        return name in self.names and rows[: len(self.rows)] == self.rows


def hers_at(interview: Interview, field: str | None) -> Hers | None:
    """What is handed over with the question; None at the end, and where nothing is."""
    if field is None:
        return None
    name, rows = parted(field)
    language = interview.language
    for section, depth in _with_rows(interview.plan.instrument.sections, 0):
        questions = _handed_over(section)
        names = frozenset(question.name for question in questions)
        if name in names:
            title = section.title[language] or section.title[0] if section.title else section.name
            asked = sum(_is_asked(question) for question in questions)
            return Hers(title, names, asked, rows[:depth])
    return None


def _handed_over(section: Section) -> list[Question]:
    """Its questions, without those of a section within that is left to the interviewer."""
    found: list[Question] = []
    for each in section.sections:
        if each.hand_over:
            found += (part for part in each.parts if isinstance(part, Question))
            found += [each.another] if each.another is not None else []
    return found


def _is_asked(question: Question) -> bool:
    put = question.presentation(Mode.SELF_COMPLETION)
    return put.asked and question.computed is None and not isinstance(question.type, Information)


def _with_rows(parts: Iterable[Question | Section], depth: int) -> Iterator[tuple[Section, int]]:
    """The outermost sections handed over, each with how many rows around a field of it are fixed: rows that it collects itself
    are all hers, and of rows that it goes through only the one of now."""
    for part in parts:
        if not isinstance(part, Section):
            continue
        if part.hand_over:
            yield part, depth + (1 if part.roster and not part.collects else 0)
        else:
            yield from _with_rows(part.parts, depth + (1 if part.roster else 0))
