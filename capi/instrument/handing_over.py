"""Handing over: an instrument as the respondent answers a part of it alone, on the laptop of a face-to-face interview.

What is handed over is put in its wording for self-completion. All around it stays as it is face to face, so that the route to it
is the same, and nothing before it waits because it would be asked otherwise in another mode.
"""

import functools
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from capi.instrument.model import Edit, Instrument, Mode, Question, Section


def outermost(within: Instrument | Section) -> Iterator[Section]:
    """The sections that are handed over, without those in them."""
    for part in within.sections if isinstance(within, Instrument) else within.parts:
        if isinstance(part, Section):
            if part.hand_over:
                yield part
            else:
                yield from outermost(part)


def as_handed_over(instrument: Instrument) -> Instrument:
    """The instrument whose self-completion is that of what is handed over; it need not be fielded so as a whole."""
    modes = instrument.modes
    if Mode.SELF_COMPLETION not in modes:
        modes = (*modes, Mode.SELF_COMPLETION)
    return replace(instrument, modes=modes, sections=tuple(_around(each) for each in instrument.sections))


def as_fielded(instrument: Instrument) -> Instrument:
    """An instrument that is not fielded in self-completion, without what a used one has for it."""
    return replace(instrument, sections=tuple(_changed(each, _without, ()) for each in instrument.sections))


def _around(section: Section) -> Section:
    """A section with all that is not handed over put as it is face to face."""
    if section.hand_over:
        parts = tuple(_around(part) if isinstance(part, Section) else part for part in section.parts)
        return replace(section, parts=parts)
    return _changed(section, _face_to_face, (Mode.SELF_COMPLETION,))


def _changed(section: Section, change: Callable[[Question], Question], with_face_to_face: tuple[Mode, ...]) -> Section:
    """Its questions changed, and its edits judged in self-completion only as they are face to face, or not at all."""
    inner = functools.partial(_changed, change=change, with_face_to_face=with_face_to_face)
    deeper = _around if with_face_to_face else inner
    return replace(
        section,
        parts=tuple(deeper(part) if isinstance(part, Section) else change(part) for part in section.parts),
        another=None if section.another is None else change(section.another),
        edits=tuple(_judged(section.edits, with_face_to_face)),
    )


def _face_to_face(question: Question) -> Question:
    """Put in self-completion as it is face to face."""
    put = question.presentation(Mode.FACE_TO_FACE)
    question = _without(question)
    if put == question.usual:
        return question
    return replace(question, by_mode={**question.by_mode, Mode.SELF_COMPLETION: put})


def _without(question: Question) -> Question:
    by_mode = {mode: put for mode, put in question.by_mode.items() if mode is not Mode.SELF_COMPLETION}
    return question if len(by_mode) == len(question.by_mode) else replace(question, by_mode=by_mode)


def _judged(edits: tuple[Edit, ...], with_face_to_face: tuple[Mode, ...]) -> Iterator[Edit]:
    for edit in edits:
        modes: tuple[Mode, ...] = tuple(mode for mode in edit.modes if mode is not Mode.SELF_COMPLETION)
        if Mode.FACE_TO_FACE in modes:
            modes = (*modes, *with_face_to_face)
        if modes or not edit.modes:
            yield replace(edit, modes=modes)
