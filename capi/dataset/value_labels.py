"""Value labels: what each value and each code for a missing state stands for, and how often it occurs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from capi.dataset.answer_cells import frame_texts
from capi.dataset.cells import STATES, Absence, State
from capi.dataset.phrasings import MODE_WORDS, Phrasing, category_phrasings, modes_in_words
from capi.dataset.tally import Count
from capi.dataset.variables import Column, Kind, Variable, first_words
from capi.dataset.versions import Version
from capi.fieldwork.case import Status
from capi.instrument.model import Missing, Switch

STATE_WORDS: dict[State, str] = {
    Missing.REFUSED: "Refused (prefer not to say)",
    Missing.DONT_KNOW: "Don’t know",
    Missing.NOT_APPLICABLE: "Not applicable",
    Absence.UNANSWERED: "Reached, but not answered",
    Absence.NOT_ASKED: "Not asked (off the route, or not reached)",
}
_STATUS_WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.STOPPED: "Stopped for good before the end",
    Status.COMPLETED: "Completed",
}


Mark: TypeAlias = Callable[[Variable, State], str]
"""What stands in a file for a state of a variable: a code, a letter, or a word beside it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in the file; `state` is None for a real one. `phrasings` only where there are several."""

    value: str
    label: str
    n: int
    state: State | None = None
    phrasings: tuple[Phrasing, ...] = ()


def values_of(variable: Variable, count: Count, versions: tuple[Version, ...], mark: Mark) -> Iterator[Value]:
    """The values that are categories or codes, then the states it can be in."""
    if isinstance(variable.of, Column):
        for given, words in _own_labels(variable.of, count, versions).items():
            yield Value(given, words, count.each[given])
        if count.each[None]:
            yield Value("", "Empty: the interview has not begun", count.each[None])
        return
    match variable.kind:
        case Kind.CODED_OR_NOT:
            yield Value("1", "Coded", count.each[1])
            yield Value("0", "Not coded", count.each[0])
        case Kind.CODE:
            yield from _codes(variable, count)
        case _:
            yield from _categories(variable, count)
    if variable.definitions:
        yield from _states(variable, count, mark)


def _own_labels(column: Column, count: Count, versions: tuple[Version, ...]) -> dict[str, str]:
    match column:
        case Column.MODE:
            return {mode.value: MODE_WORDS[mode].capitalize() for each in versions for mode in each.instrument.modes}
        case Column.MODES:
            single = [mode.value for each in versions for mode in each.instrument.modes]
            several = sorted(given for given in count.each if isinstance(given, str) and given not in single)
            return {given: modes_in_words(given).capitalize() for given in (*single, *several)}
        case Column.LANGUAGE:
            return {language: language for each in versions for language in each.instrument.languages}
        case Column.STATUS:
            return {status.value: words for status, words in _STATUS_WORDS.items() if count.each[status.value]}
        case Column.INSTRUMENT_VERSION:
            return {version.label: first_words(version.instrument.title) for version in versions}
    return {}


def _categories(variable: Variable, count: Count) -> Iterator[Value]:
    """Those nobody gave included."""
    for value, phrased in category_phrasings(variable.definitions).items():
        if isinstance(value, int):
            yield Value(str(value), phrased[0].text, count.each[value], None, phrased[1:] and phrased)


def _codes(variable: Variable, count: Count) -> Iterator[Value]:
    """Those that occur; a frame may have tens of thousands."""
    texts: dict[str, str] = {}
    for definition in variable.definitions:
        texts |= frame_texts(definition)
    for code in sorted(each for each in count.each if isinstance(each, str)):
        yield Value(code, texts.get(code, "Not in the frame"), count.each[code])


def _states(variable: Variable, count: Count, mark: Mark) -> Iterator[Value]:
    """The states the variable can be in. A respondent can refuse or not know whether or not a category says so."""
    printed = category_phrasings(variable.definitions)
    for state in STATES:
        phrased = printed.get(state, ()) if isinstance(state, Missing) else ()
        if _is_possible(variable, state, printed=bool(phrased)) or count.each[state]:
            words = phrased[0].text if phrased else _state_words(variable, state)
            yield Value(mark(variable, state), words, count.each[state], state, phrased[1:] and phrased)


def _is_possible(variable: Variable, state: State, *, printed: bool) -> bool:
    """What is not asked of anybody can only be without a value; a switch is always on or off, as it usually is."""
    if variable.is_fact or variable.is_computed:
        is_switch = all(isinstance(definition.asked.type, Switch) for definition in variable.definitions)
        return state is Absence.NOT_ASKED and not is_switch
    return state is not Missing.NOT_APPLICABLE or printed


def _state_words(variable: Variable, state: State) -> str:
    if state is Absence.NOT_ASKED and variable.is_fact:
        return "Not known"
    if state is Absence.NOT_ASKED and variable.is_computed:
        return "No value (off the route, or something it is computed from has none)"
    if state is Absence.NOT_ASKED and variable.kind is Kind.CODED_OR_NOT:
        return "Not asked (off the route, not reached, or the category is not offered in this mode)"
    return STATE_WORDS[state]
