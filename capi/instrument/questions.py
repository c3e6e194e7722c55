"""Questions as they are put in each mode: the words, the categories, and the fields they are."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from capi.instrument import reading
from capi.instrument.answer_types import ALL_CODED, TYPE_KEYS, AnswerTypes, Entries
from capi.instrument.categories import MISSING, Categories, mixed, tell_unused_mode
from capi.instrument.computing import Computing
from capi.instrument.edits import Edits
from capi.instrument.expression import Compare, Expression, FieldName, Has, Is, Number
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Category,
    Choice,
    CodeAll,
    Computed,
    Edit,
    Information,
    Missing,
    Mode,
    Place,
    Presentation,
    PromptInstruction,
    Question,
    QuestionType,
    Text,
    Verbatim,
)
from capi.instrument.reading import Node, Scalar
from capi.instrument.shape import MODES, Shape, is_empty, is_none
from capi.instrument.where_asked import modes_of

PROMPTS = {prompt.value: prompt for prompt in PromptInstruction}

_BY_MODE = ("text", "guidance", "instruction", "prompt", "showcard", "asked_if")
_FOR_INTERVIEWERS = ("instruction", "prompt")
QUESTION_KEYS = (
    "label",
    *_BY_MODE,
    "modes",
    *TYPE_KEYS,
    "items",
    "computed",
    "once",
    "observation",
    "edits",
    "source",
    "note",
    "disclosive",
    *MODES,
)
_NOTED = {
    "asked_if",
    "showcard",
    "prompt",
    "categories",
    "list",
    "minimum",
    "maximum",
    "most",
    "frame",
    "of",
    "where",
    "observation",
}
"""The parts whose lines are kept for their faults."""
NOT_ASKED = Presentation(text=(), asked=False)
"""How a question is put in a mode in which it is not asked."""
SPECIFY_KEYS = ("name", "text", "longest")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is written as one question, with the edits at it: a battery is many fields, and so is one that asks to specify."""

    questions: tuple[Question, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Reads questions for an instrument with these modes; some are asked in a part of them only."""

    shape: Shape
    faults: Faults
    lines: Lines
    modes: tuple[Mode, ...]
    categories: Categories
    types: AnswerTypes
    edits: Edits
    computing: Computing

    def question(self, node: Node, modes: tuple[Mode, ...]) -> Asked | None:
        """The fields written as one question, in a section asked in these modes; None where the node cannot be one."""
        named = self.named(node)
        if named is None:
            return None
        key, body = named
        if not isinstance(body, reading.Mapping) and not is_empty(body):
            remedy = "Write its keys below it, indented, each with a colon, such as `text: ...` and `type: text`."
            self.faults.add("SHAPE", body.place, f"question {key.text[:64]} must hold keys and values", remedy)
            self.lines.lost.add(key.text)
            return None
        entries = self.shape.mapping(body, f"question {key.text}", QUESTION_KEYS).entries if not is_empty(body) else {}
        modes = modes_of(entries, key.text[:64], modes, self.shape)
        self.tell_unused_modes(body, modes)
        self.tell_no_filter(entries)
        question_type = self.types.read(entries, key.place)
        usual, by_mode = self.presentations(entries, key, modes)
        if question_type is None or not modes:
            self.lines.doubtful.add(key.text)
        question = Question(
            name=self.shape.name(key, "a question"),
            label=self.shape.text(entries.get("label"), "the label"),
            type=_at_most(question_type or Choice(), (usual, *by_mode.values())),
            usual=usual,
            place=key.place,
            by_mode=by_mode,
            source=self.shape.words(entries.get("source"), "the source"),
            note=self.shape.words(entries.get("note"), "the note"),
            disclosive=self.flag(entries, "disclosive"),
            observation=self.flag(entries, "observation"),
        )
        if "computed" in entries or "once" in entries:
            question = self.computed(question, entries)
        for value, category in self.categories.saying_more(entries):
            self.lines.note(key.place, f"offered_if {value}", category.entries.get("offered_if"))
            self.lines.note(key.place, "exclusive", category.keys.get("exclusive"))
        fields = self.items(entries, question) if "items" in entries else self.specified(entries, question)
        return Asked(tuple(fields), self.edits.read(entries.get("edits"), modes))

    def flag(self, entries: Entries, key: str) -> bool:
        return key in entries and self.shape.flag(entries[key], f"`{key}`")

    def computed(self, question: Question, entries: Entries) -> Question:
        """The question as a field that the instrument sets itself."""
        node = entries.get("computed")
        if node is None:
            message = "only a computed field is fixed `once`"
            self.faults.add("TYPE", entries["once"].place, message, "Write how it is computed, or remove `once`.")
            return question
        if isinstance(question.type, Information) or "items" in entries:
            message = "an information screen or a battery is not computed"
            self.faults.add("TYPE", node.place, message, "Remove `computed`, or make it a field of its own.")
        computed = self.computing.read(node, entries.get("once"), question.place)
        if computed is None:
            self.lines.doubtful.add(question.name)
        return msgspec.structs.replace(question, computed=computed or Computed(()))

    def items(self, entries: Entries, stem: Question) -> Iterator[Question]:
        """The questions of a battery: each is put in the same words, with its own part below them."""
        named = self.shape.named(entries["items"], "the items")
        if not named and isinstance(entries["items"], reading.Mapping | Scalar):
            remedy = "Write them below `items:`, each with its name."
            self.faults.add("SHAPE", entries["items"].place, f"the battery {stem.name[:40]} has no items", remedy)
        size = _size(stem)
        for key, node in named.values():
            self.shape.repeat(size, key.place)
            name, words = self.shape.name(key, "an item"), self.shape.text(node, "an item", fills=True)
            if not words and not is_empty(node):
                self.faults.add(
                    "TEXT-EMPTY", key.place, f"the item {name[:40]} has no words", "Write them after the colon."
                )
            if stem.name in self.lines.doubtful:
                self.lines.doubtful.add(name)
            self.lines.stands_for(key.place, stem.place)
            yield msgspec.structs.replace(stem, name=name, place=key.place, stem=stem.name, item=words)
        for _, category in self.categories.saying_more(entries):
            if "specify" in category.entries:
                place = category.keys["specify"].place
                self.faults.add("TYPE", place, "a battery cannot ask to specify", "Ask it as a question of its own.")

    def specified(self, entries: Entries, question: Question) -> Iterator[Question]:
        """The question, and those that ask for more on a category of it, such as "other"."""
        yield question
        for value, category in self.categories.saying_more(entries):
            node = category.entries.get("specify")
            if node is not None and (specifying := self.specify(node, question, value)):
                yield specifying

    def specify(self, node: Node, question: Question, value: str) -> Question | None:
        """Where it has no text of its own, the question is put again, with the words of the category below it."""
        entries: Entries = {"name": node}
        if not isinstance(node, Scalar):
            entries = self.shape.mapping(node, "`specify`", SPECIFY_KEYS, ("name",)).entries
        key = entries.get("name")
        coded = MISSING.get(value) or (int(value) if value.isdecimal() else None)
        if key is None or coded is None or self.shape.scalar(key, "a name") is None or not isinstance(key, Scalar):
            return None
        text = self.shape.text(entries.get("text"), "the text of a question", fills=True)
        self.shape.repeat(_size(question), key.place)
        asked_if = _coded(question, coded)
        by_mode = {
            mode: Presentation(text or put.text, asked_if=asked_if) if put.asked else NOT_ASKED
            for mode in self.modes
            for put in (question.presentation(mode),)
        }
        usual = next((put for put in by_mode.values() if put.asked), NOT_ASKED)
        return Question(
            name=self.shape.name(key, "a question"),
            label=(),
            type=Verbatim(self.types.longest(entries)),
            usual=usual,
            place=key.place,
            by_mode={mode: put for mode, put in by_mode.items() if put != usual},
            disclosive=question.disclosive,
            item=() if text else _words(question, coded),
            specifies=question.name,
        )

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

    def tell_unused_modes(self, body: Node, modes: tuple[Mode, ...]) -> None:
        if isinstance(body, reading.Mapping):
            for mode in MODES.keys() & body.entries.keys():
                place = body.keys[mode].place
                if MODES[mode] not in self.modes:
                    tell_unused_mode(self.faults, mode, place)
                elif MODES[mode] not in modes:
                    message = f"the question is not asked in {mode}, and what is said for it is not used"
                    self.faults.warn(
                        "MODE-UNUSED", place, message, "Add it to the `modes:` of the question, or remove it here."
                    )

    def tell_no_filter(self, entries: Entries) -> None:
        """That `asked_if: none` takes nothing away: it does not say that nobody is asked."""
        usual = entries.get("asked_if")
        if usual is not None and not is_none(usual):
            return
        own = ((mode, entries[mode]) for mode in MODES if mode in entries)
        below = [
            (f" in {mode}", node.entries.get("asked_if")) for mode, node in own if isinstance(node, reading.Mapping)
        ]
        for where, node in (("", usual), *below):
            if node is not None and is_none(node):
                message = f"there is no filter to take away, and the question is asked of everybody{where}"
                self.faults.warn(
                    "FILTER-NONE",
                    node.place,
                    message,
                    "Remove it; to leave the question out of a mode, write `modes:`.",
                )

    def presentations(
        self, entries: Entries, key: Scalar, modes: tuple[Mode, ...]
    ) -> tuple[Presentation, dict[Mode, Presentation]]:
        """The presentation of the first mode it is asked in, and those of the modes that differ from it."""
        place = key.place
        for part in entries.keys() & _NOTED:
            self.lines.note(place, part, entries[part])
        offered = self.offered(entries, key, modes) if modes else {}
        by_mode = {mode: self.presentation(entries, mode, place, categories) for mode, categories in offered.items()}
        usual = by_mode[modes[0]] if modes else NOT_ASKED
        by_mode |= {mode: NOT_ASKED for mode in self.modes if mode not in modes}
        return usual, {mode: by_mode[mode] for mode in self.modes if by_mode.get(mode, usual) != usual}

    def offered(self, entries: Entries, key: Scalar, modes: tuple[Mode, ...]) -> dict[Mode, tuple[Category, ...]]:
        """The categories in each mode, or in the first where the question is put alike in all."""
        before, listed = self.categories.unread, entries.get("list")
        varying = {*MODES, *(_FOR_INTERVIEWERS if mixed(modes) else ())}
        alike = not self.categories.vary_by_mode(entries) and entries.keys().isdisjoint(varying)
        put = (modes,) if alike else tuple((mode,) for mode in modes)
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


def _at_most(question_type: QuestionType, presentations: tuple[Presentation, ...]) -> QuestionType:
    """The type, with all categories allowed where a code-all question does not say how many."""
    if not isinstance(question_type, CodeAll) or question_type.most != ALL_CODED:
        return question_type
    return CodeAll(max(1, *(sum(isinstance(each.value, int) for each in put.categories) for put in presentations)))


def _size(question: Question) -> int:
    """How much there is of it, in characters and categories, in all modes."""
    return sum(
        sum(map(len, (*put.text, *put.guidance, *put.instruction))) + len(put.categories)
        for put in (question.usual, *question.by_mode.values())
    )


def _coded(question: Question, value: int | Missing) -> Expression:
    """The condition that the category is coded."""
    asked = FieldName(question.name)
    if isinstance(value, Missing):
        return Is(asked, value.value, negated=False)
    return Has(asked, (value,)) if isinstance(question.type, CodeAll) else Compare(asked, "==", Number(value))


def _words(question: Question, value: int | Missing) -> Text:
    put = (question.usual, *question.by_mode.values())
    return next((each.text for shown in put for each in shown.categories if each.value == value), ())
