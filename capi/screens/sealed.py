"""Sealed answers: what the respondent answered alone is shown to nobody who interviews her.

A field is sealed by the journal, whether she answered on the laptop handed over to her or online.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from msgspec import structs

from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.prompt import Prompt
from capi.fieldwork.completion import Hindrance
from capi.fieldwork.journal import Entry
from capi.fieldwork.ways_answered import ways_answered
from capi.screens.language import said
from capi.screens.names import answer_said
from capi.wording import Wording

NOTHING_SEALED: frozenset[str] = frozenset()
BY_HERSELF = Wording("Sealed", "answered by the respondent alone")
_DO_NOT_FIT = Wording("Sealed", "These answers do not fit together. What the respondent answered alone is not shown.")


def sealed_fields(entries: Iterable[Entry]) -> frozenset[str]:
    """The fields whose answers were given by the respondent alone."""
    return frozenset(field for field, way in ways_answered(entries).items() if way.alone)


class Seals:
    """Which answers are sealed in one interview, and which question the interviewer asks again: then hers is not shown, and stays
    until another is given."""

    def __init__(self, fields: frozenset[str]) -> None:
        self.fields = fields
        self._again = ""

    def covers(self, prompt: Prompt) -> bool:
        """Whether the question is neither shown with its answer nor answered here."""
        return prompt.field in self.fields and prompt.field != self._again and prompt.answer is not None

    def ask_again(self, field: str) -> None:
        self._again = field

    def at(self, prompt: Prompt | None) -> Prompt | None:
        """The prompt as it is put on the screen. What was asked again is covered again once it was left."""
        if prompt is None or prompt.field != self._again:
            self._again = ""
            return prompt
        return structs.replace(prompt, answer=None)

    def answered(self, field: str) -> None:
        """By the interviewer: the answer is no longer the respondent's alone."""
        self.fields -= {field}
        self._again = ""


def answer_shown(interview: Interview, field: str, sealed: frozenset[str]) -> str:
    """The answer in a few words, or who gave it where it is sealed; empty where there is none in sight."""
    if field in sealed and interview.answer_to(field) is not None:
        return said(BY_HERSELF)
    return answer_said(interview, field)


def message_shown(failed: FailedEdit, sealed: frozenset[str]) -> str:
    """What does not fit together. Words that may say a sealed answer are not used."""
    return failed.message if sealed.isdisjoint(failed.fields) else said(_DO_NOT_FIT)


def hindrances_shown(hindrances: Sequence[Hindrance], sealed: frozenset[str]) -> list[Hindrance]:
    """The same of edits that stand in the way at the end."""
    return [
        dataclasses.replace(each, message=said(_DO_NOT_FIT))
        if each.edit and not sealed.isdisjoint(each.fields)
        else each
        for each in hindrances
    ]
