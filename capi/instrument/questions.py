"""Questions as they are put in each mode, how they are answered, and the edits on their answers."""

from dataclasses import dataclass
from typing import TypeAlias

from capi.instrument import reading
from capi.instrument.categories import Categories, mixed, tell_unused_mode
from capi.instrument.expression import field_names
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Category,
    Choice,
    Edit,
    Mode,
    Place,
    Presentation,
    PromptInstruction,
    Question,
    QuestionType,
    Verbatim,
    WholeNumber,
)
from capi.instrument.reading import Node, Scalar
from capi.instrument.shape import MODES, Shape, is_empty, is_none

PROMPTS = {prompt.value: prompt for prompt in PromptInstruction}
TYPES = ("choice", "whole_number", "text")
LARGEST_ANSWER = 10**12
LONGEST_ANSWER = 100_000
USUAL_LONGEST = 2_000

_BY_MODE = ("text", "guidance", "instruction", "prompt", "showcard", "asked_if")
_FOR_INTERVIEWERS = ("instruction", "prompt")
_ANSWERED_BY = ("type", "categories", "list", "minimum", "maximum", "unit", "longest")
_NOT_OF = {
    "choice": ("minimum", "maximum", "unit", "longest"),
    "whole_number": ("longest",),
    "text": ("minimum", "maximum", "unit"),
}
QUESTION_KEYS = ("label", *_BY_MODE, *_ANSWERED_BY, "edits", "source", "note", "disclosive", *MODES)
EDIT_KEYS = ("check", "signal", "fails_if", "message", "fields")

Entries: TypeAlias = dict[str, Node]


@dataclass(frozen=True, slots=True)
class Questions:
    """Reads questions and their edits for an instrument with these modes."""

    shape: Shape
    faults: Faults
    lines: Lines
    modes: tuple[Mode, ...]
    categories: Categories

    def question(self, node: Node) -> tuple[Question, tuple[Edit, ...]] | None:
        """The question with the edits written at it; None where the node cannot be one."""
        named = self.named(node)
        if named is None:
            return None
        key, body = named
        entries = self.shape.mapping(body, f"question {key.text}", QUESTION_KEYS).entries if not is_empty(body) else {}
        self.tell_unused_modes(body)
        question_type = self.question_type(entries, key.place)
        usual, by_mode = self.presentations(entries, key)
        if question_type is None:
            self.lines.doubtful.add(key.text)
        question = Question(
            name=self.shape.name(key, "a question"),
            label=self.shape.text(entries.get("label"), "the label"),
            type=question_type or Choice(),
            usual=usual,
            place=key.place,
            by_mode=by_mode,
            source=self.shape.words(entries.get("source"), "the source"),
            note=self.shape.words(entries.get("note"), "the note"),
            disclosive=self.disclosive(entries),
        )
        return question, self.edits(entries.get("edits"))

    def named(self, node: Node) -> tuple[Scalar, Node] | None:
        """The question's name and what stands below it, or beside it where it was not indented."""
        if isinstance(node, reading.Mapping) and node.entries:
            name, body = next(iter(node.entries.items()))
            if len(node.entries) == 1:
                return node.keys[name], body
            if is_empty(body):
                remedy = "Indent them by two more blanks than the name."
                self.faults.add("SHAPE", node.place, f"the keys of {name[:40]} stand beside it, not below it", remedy)
                rest = {key: entry for key, entry in node.entries.items() if key != name}
                return node.keys[name], reading.Mapping(node.place, rest, node.keys)
            self.lines.lost.update(node.entries)
        remedy = "Write `- Name:` and indent the keys under it; begin each question with a dash."
        self.faults.add("SHAPE", node.place, "each question is one name with its keys below it", remedy)
        return None

    def tell_unused_modes(self, body: Node) -> None:
        if isinstance(body, reading.Mapping):
            for mode in MODES.keys() & body.entries.keys():
                if MODES[mode] not in self.modes:
                    tell_unused_mode(self.faults, mode, body.keys[mode].place)

    def disclosive(self, entries: Entries) -> bool:
        return "disclosive" in entries and self.shape.flag(entries["disclosive"], "`disclosive`")

    def question_type(self, entries: Entries, place: Place) -> QuestionType | None:
        """How it is answered; None where a fault had to be told."""
        node = entries.get("type")
        usual = "choice" if "categories" in entries or "list" in entries else ""
        kind = self.shape.scalar(node, "the type") if node else usual
        for key in _NOT_OF.get(kind or "", ()):
            if key in entries:
                self.faults.add("TYPE", entries[key].place, f"a {kind} has no `{key}`", f"Remove `{key}`.")
        match kind:
            case "choice":
                return Choice()
            case "whole_number":
                return self.whole_number(entries, place)
            case "text":
                return Verbatim(self.bounded(entries, "longest", USUAL_LONGEST, (1, LONGEST_ANSWER)))
        remedy = f"Give it `categories:`, or `type:` {', '.join(TYPES[:-1])} or {TYPES[-1]}."
        self.faults.add("TYPE", node.place if node else place, "nothing says how this is answered", remedy)
        return None

    def whole_number(self, entries: Entries, place: Place) -> WholeNumber:
        minimum = self.bounded(entries, "minimum", 0, (-LARGEST_ANSWER, LARGEST_ANSWER))
        maximum = self.bounded(entries, "maximum", LARGEST_ANSWER, (-LARGEST_ANSWER, LARGEST_ANSWER))
        if minimum > maximum:
            where = entries["minimum"].place if "minimum" in entries else place
            self.faults.add("RANGE", where, f"the minimum {minimum} is above the maximum {maximum}", "Exchange them.")
        return WholeNumber(minimum, maximum, self.shape.text(entries.get("unit"), "the unit"))

    def bounded(self, entries: Entries, key: str, usual: int, bounds: tuple[int, int]) -> int:
        value = self.shape.integer(entries[key], f"`{key}`", usual) if key in entries else usual
        least, most = bounds
        if not least <= value <= most:
            remedy = f"Choose one from {least:,} to {most:,}."
            self.faults.add("RANGE", entries[key].place, f"`{key}` is {value:,}", remedy)
        return min(max(value, least), most)

    def presentations(self, entries: Entries, key: Scalar) -> tuple[Presentation, dict[Mode, Presentation]]:
        """The presentation of the first mode, and those of the modes that differ from it."""
        place, first = key.place, self.modes[0]
        for part in ("asked_if", "showcard", "prompt", "categories", "list"):
            self.lines.note(place, part, entries.get(part))
        offered = self.offered(entries, key)
        by_mode = {mode: self.presentation(entries, mode, place, categories) for mode, categories in offered.items()}
        usual = by_mode[first]
        return usual, {mode: presentation for mode, presentation in by_mode.items() if presentation != usual}

    def offered(self, entries: Entries, key: Scalar) -> dict[Mode, tuple[Category, ...]]:
        """The categories in each mode, or in the first where the question is put alike in all."""
        before, listed = self.categories.unread, entries.get("list")
        varying = {*MODES, *(_FOR_INTERVIEWERS if mixed(self.modes) else ())}
        alike = not self.categories.vary_by_mode(entries) and entries.keys().isdisjoint(varying)
        put = (self.modes,) if alike else tuple((mode,) for mode in self.modes)
        offered = {modes[0]: self.categories.offered(entries, modes, key.place) for modes in put}
        if self.categories.unread > before or (isinstance(listed, Scalar) and listed.text in self.categories.doubtful):
            self.lines.doubtful.add(key.text)
        return offered

    def presentation(
        self, entries: Entries, mode: Mode, place: Place, categories: tuple[Category, ...]
    ) -> Presentation:
        here = entries
        if not mode.has_interviewer:
            here = {key: node for key, node in here.items() if key not in _FOR_INTERVIEWERS}
        own = entries.get(mode.value)
        if own:
            here = {**here, **self.own(own, mode, place)}
        prompt, showcard = here.get("prompt"), here.get("showcard")
        return Presentation(
            text=self.shape.text(here.get("text"), "the text of a question", fills=True),
            categories=categories,
            guidance=self.shape.text(here.get("guidance"), "the guidance", fills=True),
            instruction=self.shape.text(here.get("instruction"), "the instruction", fills=True),
            prompt=self.shape.one_of(prompt, "a prompt instruction", PROMPTS)
            if prompt and not is_none(prompt)
            else None,
            showcard=self.shape.label(showcard, "the showcard") if showcard and not is_none(showcard) else None,
            asked_if=self.shape.condition(here.get("asked_if"), "`asked_if`"),
        )

    def own(self, node: Node, mode: Mode, place: Place) -> Entries:
        """What differs in the mode."""
        own = self.shape.mapping(node, f"what differs in {mode.value}", _BY_MODE)
        for part in ("asked_if", "showcard", "prompt"):
            self.lines.note(place, part, own.entries.get(part), mode)
        if mode.has_interviewer:
            return own.entries
        for part in _FOR_INTERVIEWERS:
            if part in own.entries and not is_none(own.entries[part]):
                message = f"there is no {part} in {mode.value}, where nobody but the respondent reads"
                self.faults.add("MODE-KEY", own.keys[part].place, message, "Remove it, or write it as guidance.")
        return {key: entry for key, entry in own.entries.items() if key not in _FOR_INTERVIEWERS}

    def edits(self, node: Node | None) -> tuple[Edit, ...]:
        edits = (self.edit(item) for item in self.shape.items(node, "`edits`"))
        return tuple(edit for edit in edits if edit)

    def edit(self, node: Node) -> Edit | None:
        """The edit; None where it cannot be known when it fails."""
        entries = self.shape.mapping(node, "an edit", EDIT_KEYS, ("fails_if", "message")).entries
        kinds = [key for key in ("check", "signal") if key in entries]
        if isinstance(node, reading.Mapping) and len(kinds) != 1:
            remedy = "Write `check: Name` (hard) or `signal: Name` (soft)."
            self.faults.add("EDIT-KIND", node.place, "an edit is either a check or a signal", remedy)
        name = entries[kinds[0]] if kinds else None
        fails_if = self.shape.condition(entries.get("fails_if"), "`fails_if`")
        message = self.shape.text(entries.get("message"), "the message", fills=True)
        fields = [
            self.shape.scalar(item, "a field") or "" for item in self.shape.items(entries.get("fields"), "`fields`")
        ]
        named = self.shape.name(name, "an edit") if isinstance(name, Scalar) else ""
        for part in ("fails_if", "fields"):
            self.lines.note(node.place, part, entries.get(part))
        if fails_if is None:
            return None
        return Edit(
            name=named,
            hard=kinds[:1] == ["check"],
            fails_if=fails_if,
            message=message,
            fields=tuple(dict.fromkeys([*field_names(fails_if), *fields])),
            place=node.place,
        )
