"""Sealed answers: what the respondent answered alone is shown to nobody who interviews her.

A field is sealed by the journal, whether she answered on the laptop handed over to her or online.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
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
