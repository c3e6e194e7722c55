"""The sense of questions as put in each mode: they have words, and offer what goes with the way they are answered."""

from capi.instrument.comparison_sense import places_of
from capi.instrument.faults import Faults, FaultsByMode
from capi.instrument.fields import Fields, name_of
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Choice,
    CodeAll,
    DecimalNumber,
    Information,
    Instrument,
    Mode,
    Presentation,
    PromptInstruction,
    Question,
)
from capi.instrument.route_sense import presentations


class QuestionSense:
    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.by_mode = FaultsByMode(faults, instrument.modes)
        self.wordless: set[PromptInstruction] = set()

    def whole(self) -> None:
        for question, _, _ in self.fields.stands:
            for presentation, modes in presentations(question, self.instrument.modes):
                self.question(question, presentation, modes)
            if question.observation:
                self.observation(question)
            if question.specifies:
                self.specifies(question)
            if isinstance(question.type, DecimalNumber):
                self.bounds(question, question.type)
        self.by_mode.tell()

    def question(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        name = question.name
        if not any(presentation.text) and question.computed is None and name not in self.lines.doubtful:
            remedy = "Write `text:` below it, or below the mode."
            place = self.lines.place(question.place, "text")
            self.by_mode.add("TEXT-MISSING", place, modes, f"{name_of(question)} has no text", remedy)
        if presentation.prompt:
            self.prompt(question, presentation.prompt, modes[0], offers=bool(presentation.categories))
        if name not in self.lines.doubtful:
            self.categories(question, presentation, modes)

    def categories(self, question: Question, presentation: Presentation, modes: tuple[Mode, ...]) -> None:
        lines, name, offered = self.lines, name_of(question), presentation.categories
        if not offered and not isinstance(question.type, Choice | CodeAll):
            return
        place = lines.place(question.place, "categories" if lines.has(question.place, "categories") else "list")
        substantive = sum(isinstance(category.value, int) for category in offered)
        if isinstance(question.type, Choice | CodeAll):
            if substantive < 2:
                remedy = "Write them below `categories:`, one on each line."
                self.by_mode.add("CATEGORIES", place, modes, f"{name} offers fewer than two answers", remedy)
        elif substantive and not isinstance(question.type, Information):
            message = f"{name} is not a choice, and cannot offer categories with values"
            self.faults.add("CATEGORIES", place, message, "Keep only missing states, or use `type: choice`.")
        if isinstance(question.type, CodeAll):
            self.most(question, question.type, substantive, modes)
        elif any(category.exclusive for category in offered):
            message = f"{name} takes one answer, so that each of its categories is exclusive"
            own = lines.place(question.place, "exclusive")
            self.faults.add("TYPE", own, message, "Remove `exclusive`, or use `type: code_all`.")
        if not any(category.offered_if is None for category in offered) and substantive:
            message = f"{name} may have nothing to offer: each of its categories has an `offered_if`"
            self.by_mode.add("CATEGORIES", place, modes, message, "Leave one without it.")

    def most(self, question: Question, type_: CodeAll, offered: int, modes: tuple[Mode, ...]) -> None:
        if offered >= 2 and type_.most > offered and self.lines.has(question.place, "most"):
            message = f"{name_of(question)} lets {type_.most:,} categories be coded, and offers {offered}"
            place = self.lines.place(question.place, "most")
            self.by_mode.add("RANGE", place, modes, message, "Lower `most`, or leave it out.")

    def prompt(self, question: Question, prompt: PromptInstruction, mode: Mode, *, offers: bool) -> None:
        place = self.lines.place(question.place, "prompt", mode)
        if prompt not in self.instrument.prompts and prompt not in self.wordless:
            self.wordless.add(prompt)
            message = f"the prompt instruction `{prompt.value}` has no text"
            self.faults.add("PROMPT-TEXT", place, message, f"Write it below `prompts:` as `{prompt.value}: ...`.")
        if not offers:
            message = f"{name_of(question)} has no categories to prompt with"
            self.faults.warn("PROMPT-EMPTY", place, message, "Take `prompt:` away.")

    def observation(self, question: Question) -> None:
        place = self.lines.place(question.place, "observation")
        asked_in = self.fields.asked_in(question)
        if Mode.SELF_COMPLETION in asked_in:
            message = f"{name_of(question)} is observed by an interviewer, and there is none in self_completion"
            others = ", ".join(mode.value for mode in asked_in if mode.has_interviewer)
            remedy = f"Write `modes: [{others}]` below it, or ask the respondent." if others else "Ask the respondent."
            self.faults.add("OBSERVATION", place, message, remedy)
        elif question.computed is not None:
            message = f"{question.name} is computed, and nobody observes it"
            self.faults.add("OBSERVATION", place, message, "Remove `observation` or `computed`.")

    def specifies(self, question: Question) -> None:
        asked = self.fields.asked.get(question.specifies)
        if asked is not None and asked.name in self.lines.doubtful:
            return
        if asked is None or not isinstance(asked.type, Choice | CodeAll):
            message = f"{question.name} specifies a category of {question.specifies}, which is not a choice"
            self.faults.add("TYPE", question.place, message, "Ask it as a question of its own.")

    def bounds(self, question: Question, type_: DecimalNumber) -> None:
        for part, bound in (("minimum", type_.minimum), ("maximum", type_.maximum)):
            if places_of(bound) > type_.places:
                message = f"the {part} {bound} of {question.name} has more than {type_.places} decimal{'s' * (type_.places != 1)}"
                place = self.lines.place(question.place, part)
                self.faults.add("RANGE", place, message, "Round it, or raise `places`.")
