"""What of an instrument is asked in a mode: a document of telephone interviews tells nothing that is not asked by telephone."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from capi.instrument.model import Edit, Instrument, Mode, Question, Section


def asked_in(modes: Sequence[Mode], instrument: Instrument) -> Instrument:
    """Without the questions asked in none of the modes, the sections where none is left, and the edits judged in none."""
    cutting = _Cutting(modes, instrument)
    return replace(instrument, sections=tuple(cutting.sections(instrument.sections)))


class _Cutting:
    def __init__(self, modes: Sequence[Mode], instrument: Instrument) -> None:
        self._modes = modes
        self._left = {question.name for question in instrument.questions if self._is_asked(question)}
        self._gone = {question.name for question in instrument.questions} - self._left

    def sections(self, sections: Sequence[Section]) -> Iterator[Section]:
        for section in sections:
            parts = tuple(self._parts(section))
            if parts:
                another = section.another if section.another and self._is_asked(section.another) else None
                edits = tuple(edit for edit in section.edits if self._is_judged(edit))
                yield replace(section, parts=parts, another=another, edits=edits)

    def _parts(self, section: Section) -> Iterator[Question | Section]:
        for part in section.parts:
            if isinstance(part, Section):
                yield from self.sections((part,))
            elif self._is_asked(part):
                yield part

    def _is_asked(self, question: Question) -> bool:
        return any(question.presentation(mode).asked for mode in self._modes)

    def _is_judged(self, edit: Edit) -> bool:
        """In one of the modes, and not over questions alone that are gone."""
        judged = not edit.modes or any(mode in self._modes for mode in edit.modes)
        return judged and (not self._gone.intersection(edit.fields) or bool(self._left.intersection(edit.fields)))
