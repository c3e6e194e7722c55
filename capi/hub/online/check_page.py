"""The page on which a respondent checks her answers: by section and row, each with a way to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from capi.engine.prompt import Prompt
from capi.fieldwork.completion import Hindrance, Kind, Level
from capi.hub.online.answer_words import answer_in_words
from capi.hub.online.mistakes import Mistake
from capi.hub.online.question_page import address_of, heading, language_of
from capi.hub.online.texts import Words
from capi.hub.online.visit import Visit
from capi.instrument.address import address, parted
from capi.instrument.model import Answer


@dataclass(frozen=True, slots=True)
class Checked:
    """One question: its words, its answer in lines, and the page where it is changed."""

    id: str
    question: str
    lines: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """A section, or what it asks of one row. `remove`: the row as it can be taken away, empty where it cannot."""

    title: str
    rows: str
    remove: str
    answers: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    language: str
    shown: int
    parts: tuple[CheckedPart, ...]
    back: str
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    field: str
    prompt: Prompt
    answer: Answer | None
    rows: tuple[str, ...]

    @property
    def part(self) -> tuple[str, tuple[str, ...]]:
        return self.prompt.section, self.rows


def check_page(visit: Visit, words: Words, standing: tuple[Hindrance, ...] = ()) -> CheckPage:
    """`standing`: what stood in the way when she wanted to send."""
    fields = visit.alone.fields
    return CheckPage(
        language=language_of(visit),
        shown=visit.number,
        parts=tuple(_parts(visit, words)),
        back=address_of(fields[-1]) if fields else "",
        mistakes=tuple(_mistakes(visit, standing, words)),
    )


def removable(visit: Visit, row: str) -> bool:
    """Whether she may take the row away: it is one of those she has added herself."""
    interview = visit.sitting.interview
    name, rows = parted(row)
    rosters = {roster.name: roster for roster in interview.plan.instrument.rosters}
    roster = rosters.get(name)
    if roster is None or roster.size is not None or not rows or not interview.can_remove(row):
        return False
    return len(interview.rows(address(name, rows[:-1]))) > roster.at_least


def _parts(visit: Visit, words: Words) -> Iterator[CheckedPart]:
    interview, offered = visit.sitting.interview, set[str]()
    asked = [
        _Asked(name, visit.alone.prompt(name), answer, interview.rows_of(name)) for name, answer in visit.answered()
    ]
    for (title, rows), those in groupby(asked, key=lambda each: each.part):
        row = rows[-1] if rows and rows[-1] not in offered and removable(visit, rows[-1]) else ""
        offered.add(row)
        members = list(those)
        answers = tuple(
            Checked(
                each.field,
                heading(each.prompt),
                answer_in_words(each.prompt, each.answer, words.language),
                address_of(each.field, from_check=True),
            )
            for each in members
        )
        yield CheckedPart(title, " · ".join(members[0].prompt.rows), row, answers)


def _mistakes(visit: Visit, standing: tuple[Hindrance, ...], words: Words) -> Iterator[Mistake]:
    reached = set(visit.alone.fields)
    for each in standing:
        if each.level is not Level.BLOCK:
            continue
        fields = [name for name in each.fields if name in reached]
        told = words("check.waiting") if each.kind is Kind.UNANSWERED else str(each.message)
        links = tuple(
            (
                address_of(name, from_check=True),
                words("check.look", question=heading(visit.alone.prompt(name))),
            )
            for name in fields
        )
        yield Mistake("", told, links)
