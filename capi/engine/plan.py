"""The plan: an instrument compiled for one mode, shared by all its interviews.

Fields become places in a list: the questions in the order of the page, then the facts. Filters and
edits become closures over such a list, and each field knows which of them read it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from capi.instrument.evaluation import Condition, compile_condition
from capi.instrument.expression import Expression, both, field_names
from capi.instrument.model import Category, Edit, Instrument, Mode, Presentation, Question, Showcard


@dataclass(frozen=True, slots=True)
class Plan:
    """Index `i` of every sequence is the question at place `i`; `dependants` and `edits_reading` cover the facts too."""

    instrument: Instrument
    mode: Mode
    index: dict[str, int]
    questions: tuple[Question, ...]
    presentations: tuple[Presentation, ...]
    categories: tuple[tuple[Category, ...], ...]
    """Those of each question; equal ones are one object, so that their texts are taken apart once."""
    section_of: tuple[int, ...]
    filters: tuple[Condition | None, ...]
    reads: tuple[tuple[int, ...], ...]
    """The places each filter reads, facts left out."""
    dependants: tuple[tuple[int, ...], ...]
    """The later questions whose filter reads the field, in order."""
    edits: tuple[Edit, ...]
    edit_fails: tuple[Condition, ...]
    edit_reads: tuple[tuple[int, ...], ...]
    """The places each edit's condition reads, facts left out."""
    edits_reading: dict[int, tuple[int, ...]]
    """The edits that involve each field."""
    showcards: dict[str, Showcard]

    def __len__(self) -> int:
        return len(self.questions)


def plan(instrument: Instrument, mode: Mode) -> Plan:
    """Compiles the instrument for the mode. Raises ValueError where it is not fielded in it."""
    if mode not in instrument.modes:
        offered = ", ".join(known.value for known in instrument.modes)
        raise ValueError(f"{instrument.name} is not fielded in {mode.value}. Its modes: {offered}.")
    questions = instrument.questions
    index = {question.name: at for at, question in enumerate(questions)}
    index |= {fact.name: len(questions) + at for at, fact in enumerate(instrument.facts)}
    presentations = tuple(question.presentation(mode) for question in questions)
    section_of = tuple(at for at, section in enumerate(instrument.sections) for _ in section.questions)
    conditions = [
        both(instrument.sections[section].asked_if, presentation.asked_if)
        for section, presentation in zip(section_of, presentations, strict=True)
    ]
    edits = instrument.edits
    rules = _compiled((*conditions, *(edit.fails_if for edit in edits)), index)
    asked = {rule: tuple(at for at in rules[rule].reads if at < len(questions)) for rule in rules}
    known: dict[tuple[Category, ...], tuple[Category, ...]] = {}
    return Plan(
        instrument=instrument,
        mode=mode,
        index=index,
        questions=questions,
        presentations=presentations,
        categories=tuple(
            known.setdefault(presentation.categories, presentation.categories) for presentation in presentations
        ),
        section_of=section_of,
        filters=tuple(None if condition is None else rules[condition].holds for condition in conditions),
        reads=tuple(_NONE if condition is None else asked[condition] for condition in conditions),
        dependants=_readers(
            (_NONE if condition is None else rules[condition].reads for condition in conditions), len(index)
        ),
        edits=edits,
        edit_fails=tuple(rules[edit.fails_if].holds for edit in edits),
        edit_reads=tuple(asked[edit.fails_if] for edit in edits),
        edits_reading=_edits_reading(edits, index),
        showcards={showcard.label: showcard for showcard in instrument.showcards},
    )


_NONE: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A condition compiled, and the places it reads."""

    holds: Condition
    reads: tuple[int, ...]


def _compiled(conditions: Iterable[Expression | None], index: dict[str, int]) -> dict[Expression, _Rule]:
    """Each condition once: the many questions of a section, or behind the same answer, share theirs."""
    return {
        condition: _Rule(
            compile_condition(condition, index), tuple(dict.fromkeys(index[name] for name in field_names(condition)))
        )
        for condition in dict.fromkeys(conditions)
        if condition is not None
    }


def _readers(reads: Iterable[tuple[int, ...]], fields: int) -> tuple[tuple[int, ...], ...]:
    readers: list[list[int] | None] = [None] * fields
    for reader, places in enumerate(reads):
        for place in places:
            held = readers[place]
            if held is None:
                readers[place] = [reader]
            else:
                held.append(reader)
    return tuple(tuple(held) if held else _NONE for held in readers)


def _edits_reading(edits: Sequence[Edit], index: dict[str, int]) -> dict[int, tuple[int, ...]]:
    readers: dict[int, list[int]] = {}
    for number, edit in enumerate(edits):
        for name in edit.fields:
            readers.setdefault(index[name], []).append(number)
    return {place: tuple(numbers) for place, numbers in readers.items()}
