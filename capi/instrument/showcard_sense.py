"""The sense of showcards: each is there, is shown face to face only, and shows the same categories wherever it is used."""

from capi.instrument.faults import Faults, FaultsByMode, nearest, shown
from capi.instrument.fields import Fields, name_of
from capi.instrument.lines import Lines
from capi.instrument.model import Instrument, Mode, Presentation, Question
from capi.instrument.route_sense import presentations


class ShowcardSense:
    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.by_mode = FaultsByMode(faults, instrument.modes)

    def whole(self) -> None:
        known = {showcard.label: showcard for showcard in self.instrument.showcards}
        first: dict[str, tuple[Question, Presentation]] = {}
        for question, _, _ in self.fields.stands:
            for presentation, modes in presentations(question, self.instrument.modes):
                label = presentation.showcard
                if label is None:
                    continue
                if label not in known and label not in first:
                    place = self.lines.place(question.place, "showcard", modes[0])
                    message = f"card {shown(label)} is not among the showcards"
                    self.faults.add("SHOWCARD-UNKNOWN", place, message, nearest(label, known))
                before, like = first.setdefault(label, (question, presentation))
                self.showcard(question, presentation, modes)
                if before is not question and like.categories != presentation.categories:
                    place = self.lines.place(question.place, "showcard", modes[0])
                    message = f"card {shown(label)} would show other categories at {name_of(question)} than at {name_of(before)}"
                    self.faults.add("SHOWCARD-DIFFERS", place, message, "Give it a card of its own.")
        for label in known.keys() - first.keys():
            message = f"no question shows card {shown(label)}"
            self.faults.add("SHOWCARD-UNUSED", known[label].place, message, "Name it at its question, or remove it.")
        self.by_mode.tell()

    def showcard(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        label = shown(presentation.showcard or "")
        for mode in modes:
            place = self.lines.place(question.place, "showcard", mode)
            if mode is not Mode.FACE_TO_FACE:
                message = f"{name_of(question)} shows card {label}, where nobody can be handed one,"
                self.by_mode.add(
                    "SHOWCARD-MODE", place, (mode,), message, "Write `showcard:` below `face_to_face:` only."
                )
        if not any(not category.spontaneous for category in presentation.categories):
            place = self.lines.place(question.place, "showcard", modes[0])
            message = f"card {label} would be empty at {name_of(question)}, which has no categories to show"
            self.faults.add("SHOWCARD-EMPTY", place, message, "Take `showcard:` away.")
