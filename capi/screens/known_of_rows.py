"""What is known of a row that is out of sight: what it is called, and what tells it from another of the same name.

The engine names rows that are in sight; of those taken out, only the answers once given are left to name them by.
"""

from collections.abc import Iterator
from decimal import Decimal

from capi.engine.answers import category_of
from capi.engine.dates_in_words import date_in_words
from capi.engine.interview import Interview
from capi.instrument.address import RowIds, address
from capi.instrument.model import Answer, Date, Information, Missing, PartialDate, Roster, RowChoice, Text
from capi.instrument.text import FillPlace, parts
from capi.screens.language import number, said
from capi.wording import Wording

_POSITION = "position"


class KnownOfRows:
    """Puts the rows of one interview into words, as they are when it is made."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._kept = interview.kept_answers()
        self._fills = {fill.name: fill for fill in interview.plan.instrument.fills}

    def name(self, roster: Roster, row: RowIds) -> str:
        """What a row taken out was called; where nothing of its name was answered, its number."""
        words = self._filled(roster.row_name, row)
        return words or said(Wording("Rows", "Row {number}").filled(number=row[-1]))

    def apart(self, roster: Roster, row: RowIds) -> str:
        """`number 4, Date of birth: 3 May 1980`: in which order it was added, and the first date or else answer of it."""
        known = next(iter(sorted(self._told(roster, row), key=lambda told: not told[0])), None)
        if known is None:
            return said(Wording("Rows", "number {number}").filled(number=row[-1]))
        return said(Wording("Rows", "number {number}, {answer}").filled(number=row[-1], answer=known[1]))

    def _told(self, roster: Roster, row: RowIds) -> Iterator[tuple[bool, str]]:
        """The answers about the row that do not make its name, and whether each is a date."""
        interview, naming = self._interview, self._naming(roster.row_name)
        for question in interview.plan.page_of(roster.name).questions:
            if question is None or question.name in naming or isinstance(question.type, Information):
                continue
            words = self._answer(question.name, row)
            if words:
                label = interview.label(address(question.name, row))
                yield isinstance(question.type, Date | PartialDate), f"{label}: {words}"

    def _naming(self, text: Text) -> set[str]:
        """The fields that a text is filled from."""
        places = {part.name for part in self._parts(text) if isinstance(part, FillPlace)}
        fills = [variant.text for name in places & self._fills.keys() for variant in self._fills[name].variants]
        return places.union(*map(self._naming, fills))

    def _parts(self, text: Text) -> tuple[str | FillPlace, ...]:
        return parts(text[self._interview.language] or text[0]) if text else ()

    def _filled(self, text: Text, row: RowIds) -> str:
        """The text with what is known of the row; empty where nothing is."""
        words, known = "", False
        for part in self._parts(text):
            if isinstance(part, str):
                words += part
                continue
            given = self._place(part.name, row)
            known = known or bool(given)
            words += given or part.otherwise
        return words.strip() if known else ""

    def _place(self, name: str, row: RowIds) -> str:
        """Of the variants of a fill the first of which anything is known, as no condition holds for what is out of sight."""
        if name == _POSITION:
            return number(row[-1])
        if name in self._fills:
            filled = (self._filled(variant.text, row) for variant in self._fills[name].variants)
            return next((words for words in filled if words), "")
        return self._answer(name, row)

    def _answer(self, name: str, row: RowIds) -> str:
        """An answer once given in the row, or around it; empty where there is none to tell."""
        interview = self._interview
        page, at = interview.plan.where[name]
        question = page.questions[at] if at < page.size else None
        answer: Answer | None = self._kept.get(address(name, row[: page.depth]))
        if answer is None or isinstance(answer, Missing) or question is None or isinstance(question.type, RowChoice):
            return ""
        if isinstance(question.type, Date | PartialDate):
            instrument, language = interview.plan.instrument, interview.language
            return date_in_words(str(answer), "date", instrument.dates, language, instrument.languages[language])
        category = category_of(page.presentations[at], answer)
        if category is not None:
            words = "".join(part for part in self._parts(category.text) if isinstance(part, str))
            return words.strip()
        if isinstance(answer, int | Decimal):
            return number(answer)
        return answer if isinstance(answer, str) else ""
