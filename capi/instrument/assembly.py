"""Assembly: the nodes of the files become the instrument with its sections, facts, fills and showcards."""

from collections.abc import Callable
from dataclasses import dataclass

from capi.instrument.categories import MISSING, Categories
from capi.instrument.faults import Faults, FaultsByMode, shown
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Choice,
    Edit,
    Fact,
    Fill,
    FillVariant,
    Instrument,
    Mode,
    PromptInstruction,
    Question,
    Section,
    Showcard,
    Source,
    Text,
)
from capi.instrument.questions import PROMPTS, Questions
from capi.instrument.reading import Mapping, Node, Scalar, Sequence
from capi.instrument.shape import Shape

INSTRUMENT_KEYS = (
    "instrument",
    "version",
    "title",
    "modes",
    "languages",
    "source",
    "facts",
    "lists",
    "missing",
    "prompts",
    "fills",
    "showcards",
    "sections",
)
_REQUIRED = ("instrument", "version", "title", "modes", "sections")
SOURCE_KEYS = Source.__struct_fields__
SECTION_KEYS = ("section", "title", "asked_if", "ask", "edits")
FACT_KEYS = ("label", "type", "minimum", "maximum", "unit", "longest", "disclosive")
VARIANT_KEYS = ("if", "text")
SHOWCARD_KEYS = ("heading",)

Include = Callable[[Scalar], Node | None]
"""Reads the file a section lies in; None when it cannot, the fault being told."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """An instrument as far as the nodes give one, to be used only when no fault was told.

    `complete` is False where a section could not be read at all: then much would seem to be missing.
    """

    instrument: Instrument
    lines: Lines
    complete: bool


def assemble(root: Node, faults: Faults, include: Include) -> Assembled:
    """Raises TooManyFaults, and Refused where the instrument is too large."""
    return _Assembly(root, faults, include).assembled()


class _Assembly:
    def __init__(self, root: Node, faults: Faults, include: Include) -> None:
        self.faults = faults
        self.include = include
        self.lines = Lines()
        self.complete = True
        self.shape = Shape(faults, self.lines)
        self.top = self.shape.mapping(root, "an instrument", INSTRUMENT_KEYS, _REQUIRED).entries
        self.shape.languages = self.languages()
        self.modes = self.instrument_modes()
        self.by_mode = FaultsByMode(faults, self.modes)
        self.lists = self.shape.named(self.top.get("lists"), "the lists")
        written = {name: self.shape.named(node, f"list {name[:40]}") for name, (_, node) in self.lists.items()}
        defaults = self.shape.mapping(self.top.get("missing", Mapping(root.place)), "`missing`", tuple(MISSING))
        self.categories = Categories(self.shape, faults, self.by_mode, self.modes, written, defaults)
        self.questions = Questions(self.shape, faults, self.lines, self.modes, self.categories)

    def assembled(self) -> Assembled:
        get, shape = self.top.get, self.shape
        sections = self.sections(get("sections"))
        facts = [self.fact(key, node) for key, node in shape.named(get("facts"), "the facts").values()]
        fills = [self.fill(key, node) for key, node in shape.named(get("fills"), "the fills").values()]
        cards = [self.showcard(key, node) for key, node in shape.named(get("showcards"), "the showcards").values()]
        instrument = Instrument(
            name=self.instrument_name(),
            version=shape.words(get("version"), "the version"),
            title=shape.text(get("title"), "the title"),
            modes=self.modes,
            languages=shape.languages,
            sections=tuple(sections),
            source=self.source(get("source")),
            facts=tuple(fact for fact in facts if fact),
            fills=tuple(fill for fill in fills if fill),
            showcards=tuple(cards),
            prompts=self.prompts(get("prompts"), [question for section in sections for question in section.questions]),
        )
        if self.complete:
            self.categories.tell_unused(self.lists)
        self.by_mode.tell()
        return Assembled(instrument, self.lines, self.complete)

    def instrument_name(self) -> str:
        node = self.top.get("instrument")
        name = self.shape.words(node, "the name of the instrument")
        if node and not all(part.isalnum() and part.isascii() for part in name.split("-")):
            message = f"{shown(name)} cannot be the name of an instrument"
            self.faults.add("NAME", node.place, message, "Use letters, digits and hyphens.")
        return name

    def instrument_modes(self) -> tuple[Mode, ...]:
        node = self.top.get("modes")
        modes = self.shape.modes(node, "the modes of the instrument")
        if isinstance(node, Sequence) and not node.items:
            remedy = f"Write one or more of: {', '.join(mode.value for mode in Mode)}."
            self.faults.add("SHAPE", node.place, "the instrument has no mode", remedy)
        return modes or tuple(Mode)

    def languages(self) -> tuple[str, ...]:
        languages: dict[str, None] = {}
        for node in self.shape.items(self.top.get("languages"), "the languages"):
            code = self.shape.words(node, "a language")
            if not code or not all(part.isalnum() and part.isascii() for part in code.split("-")):
                remedy = "Use its code, such as en, cy or en-GB."
                self.faults.add("LANGUAGE-UNKNOWN", node.place, f"{shown(code)} is not a language", remedy)
            languages[code or "en"] = None
        return tuple(languages) or ("en",)

    def source(self, node: Node | None) -> Source:
        entries = self.shape.mapping(node, "the source", SOURCE_KEYS).entries if node else {}
        words = {key: self.shape.words(entry, f"`{key}`") for key, entry in entries.items() if key in SOURCE_KEYS}
        return Source(**words)

    def prompts(self, node: Node | None, questions: list[Question]) -> dict[PromptInstruction, Text]:
        """The wording of the prompt instructions; warns of those that no question uses."""
        if node is None:
            return {}
        written = self.shape.mapping(node, "`prompts`", tuple(PROMPTS))
        used = {
            presentation.prompt
            for question in questions
            for presentation in (question.usual, *question.by_mode.values())
        }
        prompts: dict[PromptInstruction, Text] = {}
        for word, prompt in PROMPTS.items():
            if word not in written.entries:
                continue
            prompts[prompt] = self.shape.text(written.entries[word], "a prompt instruction")
            if prompt not in used and self.complete:
                message = f"no question uses the prompt instruction `{word}`"
                self.faults.warn("PROMPT-UNUSED", written.keys[word].place, message, "Use it, or remove it.")
        return prompts

    def fact(self, key: Scalar, node: Node) -> Fact | None:
        entries = self.shape.mapping(node, "a fact", FACT_KEYS, ("type",)).entries
        kind = self.questions.question_type(entries, node.place) if "type" in entries else None
        if isinstance(kind, Choice):
            remedy = "Use `type: whole_number` or `type: text`."
            self.faults.add("TYPE", entries["type"].place, "a fact cannot be a choice", remedy)
            kind = None
        label = self.shape.text(entries.get("label"), "the label")
        name = self.shape.name(key, "a fact")
        if kind is None:
            self.lines.doubtful.add(name)
            self.lines.lost.add(name)
            return None
        return Fact(name, label, kind, key.place, self.questions.disclosive(entries))

    def fill(self, key: Scalar, node: Node) -> Fill | None:
        """The fill; None where a variant could not be read, so that nothing is concluded from what is left."""
        name = self.shape.name(key, "a fill")
        items = self.shape.items(node, f"the fill {name[:40]}")
        variants = [self.variant(item, key, at) for at, item in enumerate(items)]
        whole = [variant for variant in variants if variant]
        if not isinstance(node, Sequence) or len(whole) < len(variants):
            self.lines.lost.add(name)
            return None
        return Fill(name, tuple(whole), key.place)

    def variant(self, node: Node, fill: Scalar, at: int) -> FillVariant | None:
        entries = self.shape.mapping(node, "a variant of a fill", VARIANT_KEYS, ("text",)).entries
        self.lines.note(fill.place, f"if {at}", entries.get("if"))
        condition = self.shape.condition(entries.get("if"), "`if`")
        text = self.shape.text(entries.get("text"), "the text of a fill", fills=True)
        if "text" not in entries or ("if" in entries and condition is None):
            return None
        return FillVariant(text, condition)

    def showcard(self, key: Scalar, node: Node) -> Showcard:
        entries = self.shape.mapping(node, "a showcard", SHOWCARD_KEYS).entries
        heading = self.shape.text(entries.get("heading"), "the heading", fills=True)
        return Showcard(self.shape.label(key, "the label of a showcard"), key.place, heading)

    def sections(self, node: Node | None) -> list[Section]:
        items = self.shape.items(node, "the sections")
        if isinstance(node, Sequence) and not items:
            self.faults.add("SECTION-EMPTY", node.place, "the instrument asks nothing", "Add a section with questions.")
        return [self.section(item) for item in items]

    def section(self, node: Node) -> Section:
        if isinstance(node, Mapping) and "file" in node.entries:
            included = self.included(node)
            if included is None:
                self.complete = False
                return Section("", (), (), node.place)
            node = included
        entries = self.shape.mapping(node, "a section", SECTION_KEYS, ("section", "ask")).entries
        asked = [self.questions.question(item) for item in self.shape.items(entries.get("ask"), "`ask`")]
        self.lines.note(node.place, "asked_if", entries.get("asked_if"))
        name = entries.get("section")
        edits: list[Edit] = [edit for question in asked if question for edit in question[1]]
        return Section(
            name=self.shape.name(name, "a section") if isinstance(name, Scalar) else "",
            title=self.shape.text(entries.get("title"), "the title"),
            questions=tuple(question[0] for question in asked if question),
            place=node.place,
            asked_if=self.shape.condition(entries.get("asked_if"), "`asked_if`"),
            edits=(*edits, *self.questions.edits(entries.get("edits"))),
        )

    def included(self, node: Mapping) -> Node | None:
        """The section in the file that is named instead of it."""
        for key in node.entries.keys() - {"file"}:
            message = f"`{key[:40]}` stands beside `file:`"
            remedy = "The whole section stands in its own file."
            self.faults.add("KEY-UNKNOWN", node.keys[key].place, message, remedy)
        path = self.shape.scalar(node.entries["file"], "`file`")
        return None if path is None else self.include(node.entries["file"])  # type: ignore[arg-type]  # a scalar, then
