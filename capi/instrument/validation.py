"""Sense: whether an instrument of the right shape can be fielded. Every fault is told, none stops the others."""

from capi.instrument.condition_sense import ConditionSense
from capi.instrument.expression import field_names
from capi.instrument.faults import Faults, FaultsByMode, nearest, shown
from capi.instrument.fields import BEFORE_ALL, Fields
from capi.instrument.fill_sense import FillSense
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Choice,
    Edit,
    Instrument,
    Mode,
    Place,
    Presentation,
    PromptInstruction,
    Question,
)
from capi.instrument.route_sense import RouteSense, presentations
from capi.instrument.surprises import Surprises


def validate(instrument: Instrument, lines: Lines, faults: Faults) -> None:
    """Adds to `faults` what keeps the instrument out of the field, and warnings of what may surprise."""
    fields = Fields(instrument, lines)
    route = RouteSense(instrument, fields, lines, faults)
    route.check()
    _Validation(instrument, fields, lines, faults).whole()
    FillSense(instrument, fields, lines, faults).whole()
    route.whole()


class _Validation:
    """Names, questions as put in each mode, showcards and edits."""

    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.by_mode = FaultsByMode(faults, instrument.modes)
        self.wordless: set[PromptInstruction] = set()

    def whole(self) -> None:
        self.names()
        for question in self.instrument.questions:
            for presentation, modes in presentations(question, self.instrument.modes):
                self.question(question, presentation, modes)
        self.showcards()
        for edit in self.instrument.edits:
            self.edit(edit)
        self.by_mode.tell()

    def names(self) -> None:
        instrument = self.instrument
        everything = [
            *((section.name, "section", section.place) for section in instrument.sections),
            *((question.name, "question", question.place) for question in instrument.questions),
            *((fact.name, "fact", fact.place) for fact in instrument.facts),
            *((fill.name, "fill", fill.place) for fill in instrument.fills),
            *((edit.name, "edit", edit.place) for edit in instrument.edits),
        ]
        first: dict[str, tuple[str, Place]] = {}
        for name, kind, place in everything:
            before = first.setdefault(name.lower(), (kind, place))
            if before[1] is not place and name:
                self.name_twice(name, kind, place, before)
        for section in instrument.sections:
            if not section.questions and not self.faults.told:
                message = f"section {section.name} asks nothing"
                self.faults.add("SECTION-EMPTY", section.place, message, "Add a question, or remove the section.")

    def name_twice(self, name: str, kind: str, place: Place, before: tuple[str, Place]) -> None:
        where = f"line {before[1].line}" + ("" if before[1].file == place.file else f" of {before[1].file}")
        message = f"the {kind} {name[:64]} has the name of the {before[0]} on {where}"
        remedy = "Give one of them another name; capitals alone do not tell names apart."
        self.faults.add("NAME-TWICE", place, message, remedy)

    def question(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        name = question.name
        if not any(presentation.text):
            remedy = "Write `text:` below it, or below the mode."
            self.by_mode.add("TEXT-MISSING", question.place, modes, f"{name} has no text", remedy)
        if presentation.prompt:
            self.prompt(question, presentation.prompt, modes[0], offers=bool(presentation.categories))
        if name not in self.lines.doubtful:
            self.categories(question, presentation, modes)

    def categories(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        lines, name = self.lines, question.name
        place = lines.place(question.place, "categories" if lines.has(question.place, "categories") else "list")
        substantive = sum(isinstance(category.value, int) for category in presentation.categories)
        if isinstance(question.type, Choice) and substantive < 2:
            remedy = "Write them below `categories:`, one on each line."
            self.by_mode.add("CATEGORIES", place, modes, f"{name} offers fewer than two answers", remedy)
        elif not isinstance(question.type, Choice) and substantive:
            message = f"{name} is not a choice, and cannot offer categories with values"
            self.faults.add("CATEGORIES", place, message, "Keep only missing states, or use `type: choice`.")

    def prompt(self, question: Question, prompt: PromptInstruction, mode: Mode, *, offers: bool) -> None:
        place = self.lines.place(question.place, "prompt", mode)
        if prompt not in self.instrument.prompts and prompt not in self.wordless:
            self.wordless.add(prompt)
            message = f"the prompt instruction `{prompt.value}` has no text"
            self.faults.add("PROMPT-TEXT", place, message, f"Write it below `prompts:` as `{prompt.value}: ...`.")
        if not offers:
            message = f"{question.name} has no categories to prompt with"
            self.faults.warn("PROMPT-EMPTY", place, message, "Take `prompt:` away.")

    def showcards(self) -> None:
        known = {showcard.label: showcard for showcard in self.instrument.showcards}
        first: dict[str, tuple[Question, Presentation]] = {}
        for question in self.instrument.questions:
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
                    message = (
                        f"card {shown(label)} would show other categories at {question.name} than at {before.name}"
                    )
                    self.faults.add("SHOWCARD-DIFFERS", place, message, "Give it a card of its own.")
        for label in known.keys() - first.keys():
            message = f"no question shows card {shown(label)}"
            self.faults.add("SHOWCARD-UNUSED", known[label].place, message, "Name it at its question, or remove it.")

    def showcard(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        label = shown(presentation.showcard or "")
        for mode in modes:
            place = self.lines.place(question.place, "showcard", mode)
            if mode is not Mode.FACE_TO_FACE:
                message = f"{question.name} shows card {label}, where nobody can be handed one,"
                self.by_mode.add(
                    "SHOWCARD-MODE", place, (mode,), message, "Write `showcard:` below `face_to_face:` only."
                )
        if not any(not category.spontaneous for category in presentation.categories):
            place = self.lines.place(question.place, "showcard", modes[0])
            message = f"card {label} would be empty at {question.name}, which has no categories to show"
            self.faults.add("SHOWCARD-EMPTY", place, message, "Take `showcard:` away.")

    def edit(self, edit: Edit) -> None:
        written = self.lines.condition(edit.place, "fails_if")
        if ConditionSense(self.fields, self.faults).check(edit.fails_if, written, "EDIT-UNKNOWN"):
            Surprises(self.fields, self.faults).in_condition(edit.fails_if, written, self.fields.modes)
        read = set(field_names(edit.fails_if))
        for field in edit.fields:
            if self.fields.is_unknown(field) and field not in read:
                place, remedy = self.lines.place(edit.place, "fields"), self.fields.remedy(field)
                self.faults.add("EDIT-UNKNOWN", place, f"{shown(field)} is not a question", remedy)
        if not any(self.fields.position.get(field, 0) > BEFORE_ALL for field in edit.fields):
            message = f"the edit {edit.name} involves no question"
            remedy = "Let it read a question, whose answer can be changed."
            self.faults.add("EDIT-FIELDS", edit.place, message, remedy)
