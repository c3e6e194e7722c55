"""Leaving a question with something typed and not entered: an answer is kept, of anything else it is asked."""

from collections.abc import Callable

from capi.engine.answers import NotAccepted
from capi.fieldwork.contents import UnfitForJournal
from capi.screens.answer_entry import AnswerEntry
from capi.screens.language import said
from capi.screens.sheet_desk import SheetDesk
from capi.screens.steps import Steps
from capi.screens.typed import NotUnderstood


def leave(entry: AnswerEntry, steps: Steps, desk: SheetDesk, onward: Callable[[], object]) -> None:
    """Goes onward when nothing typed is lost by it, or the interviewer says that it may be."""
    if not entry.is_changed:
        onward()
        return
    try:
        kept = steps.keep_typed(entry.value_left())
    except (NotUnderstood, NotAccepted, UnfitForJournal) as fault:
        desk.no_answer(said(fault), onward)
        return
    if kept:
        onward()
