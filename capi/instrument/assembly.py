"""Assembly: the nodes of the files become the instrument, with all that it uses of others."""

from collections.abc import Mapping as Names
from dataclasses import dataclass

from capi.instrument.answer_types import AnswerTypes, Entries
from capi.instrument.categories import MISSING, Categories, is_category
from capi.instrument.computing import Computing
from capi.instrument.date_patterns import DatePatterns
from capi.instrument.edits import Edits
from capi.instrument.facts import Facts
from capi.instrument.faults import Faults, FaultsByMode, shown
from capi.instrument.fill_reading import FillReading
from capi.instrument.frames import Frames
from capi.instrument.lines import Lines
from capi.instrument.model import (
    Instrument,
    Mode,
    Place,
    PromptInstruction,
    Question,
    Section,
    Showcard,
    Source,
    Text,
)
from capi.instrument.questions import PROMPTS, Questions
from capi.instrument.reading import Mapping, Node, Scalar, Sequence
from capi.instrument.reuse import DEEPEST_USE, Parts, Reuse, Used
from capi.instrument.sections import USE_KEYS, Files, Sections, Within
from capi.instrument.shape import Budget, Hosted, Shape
from capi.instrument.where_asked import modes_of

INSTRUMENT_KEYS = (
    "instrument",
    "version",
    "title",
    "modes",
    "languages",
    "source",
    "facts",
    "switches",
    "lists",
    "missing",
    "prompts",
    "fills",
    "dates",
    "showcards",
    "frames",
    "sections",
)
_REQUIRED = ("instrument", "version", "title", "modes", "sections")
SOURCE_KEYS = Source.__struct_fields__
SHOWCARD_KEYS = ("heading",)


@dataclass(frozen=True, slots=True)
class Assembled:
    """An instrument as far as the nodes give one, to be used only when no fault was told.

    `complete` is False where a section could not be read at all: then much would seem to be missing.
    """

    instrument: Instrument
    lines: Lines
    complete: bool


@dataclass(frozen=True, slots=True)
class _User:
    """What an instrument that is used must know of the one that uses it."""

    modes: tuple[Mode, ...]
    languages: tuple[str, ...]
    names: Names[str, str]
    using: tuple[str, ...]
    within: Within
    place: Place


def assemble(root: Node, faults: Faults, files: Files) -> Assembled:
    """Raises TooManyFaults, and Refused where the instrument is too large."""
    assembly = _Assembly(root, faults, Lines(), Budget(), files)
    parts = assembly.parts()
    instrument = Instrument(
        name=assembly.name,
        version=assembly.shape.words(assembly.top.get("version"), "the version"),
        title=parts.title,
        modes=assembly.modes,
        languages=assembly.shape.languages,
        sections=parts.sections,
        source=parts.source,
        facts=tuple(parts.facts.values()),
        fills=tuple(parts.fills.values()),
        showcards=tuple(parts.showcards.values()),
        prompts=parts.prompts,
        rosters=tuple(parts.rosters),
        frames=tuple(parts.frames.values()),
        dates=parts.dates,
    )
    return Assembled(instrument, assembly.lines, assembly.sections.complete)


class _Assembly:
    """Reads one instrument; those it uses are read by assemblies of their own."""

    def __init__(
        self, root: Node, faults: Faults, lines: Lines, budget: Budget, files: Files, user: _User | None = None
    ) -> None:
        self.faults = faults
        self.lines = lines
        self.budget = budget
        self.user = user
        self.used: list[Used] = []
        self.shape = shape = Shape(faults, lines, budget)
        self.top = shape.mapping(root, "an instrument", INSTRUMENT_KEYS, _REQUIRED).entries
        self.top_place = root.place
        self.name = self.instrument_name()
        shape.languages = self.languages()
        self.spoken = user.languages if user else shape.languages
        self.modes = self.instrument_modes()
        if user:
            shape.hosted = Hosted(user.names, self.places_of(user.languages))
        self.by_mode = FaultsByMode(faults, self.modes)
        self.lists = shape.named(self.top.get("lists"), "the lists")
        written = {name: shape.named(node, f"list {name[:40]}", is_category) for name, (_, node) in self.lists.items()}
        defaults = shape.mapping(self.top.get("missing", Mapping(root.place)), "`missing`", tuple(MISSING))
        self.categories = Categories(shape, faults, self.by_mode, self.modes, written, defaults)
        self.frames = shape.named(self.top.get("frames"), "the frames")
        self.files = files
        self.types = AnswerTypes(shape, faults, self.frames)
        edits = Edits(shape, faults, lines, self.modes)
        computing = Computing(shape, faults, lines)
        questions = Questions(shape, faults, lines, self.modes, self.categories, self.types, edits, computing)
        self.sections = Sections(shape, faults, lines, questions, edits, files, self.use, self.written)

    def parts(self) -> Parts:
        """All the instrument has, with what it uses of others."""
        get, shape = self.top.get, self.shape
        sections = self.sections.all(get("sections"), self.user.within if self.user else Within(self.modes))
        facts = Facts(shape, self.faults, self.lines, self.modes, self.categories, self.types)
        known = {key: facts.fact(*named) for key, named in shape.named(get("facts"), "the facts").items()}
        switches = {key: facts.switch(*named) for key, named in shape.named(get("switches"), "the switches").items()}
        fills = FillReading(shape, self.faults, self.lines)
        said = {key: fills.fill(*named) for key, named in shape.named(get("fills"), "the fills").items()}
        cards = [self.showcard(*named) for named in shape.named(get("showcards"), "the showcards").values()]
        frames = Frames(shape, self.faults, self.files.table)
        parts = Parts(
            sections=sections,
            title=shape.text(get("title"), "the title"),
            source=self.source(get("source")),
            facts={key: fact for key, fact in known.items() if fact} | switches,
            fills={key: fill for key, fill in said.items() if fill},
            showcards={card.label: card for card in cards},
            prompts=self.prompts(get("prompts"), [question for section in sections for question in section.questions]),
            rosters=self.sections.rosters,
            frames={key: frames.frame(*named) for key, named in self.frames.items()},
            dates=DatePatterns(shape, self.faults).read(get("dates")),
        )
        for key in known.keys() & switches.keys():
            self.tell_fact_twice(key)
        if self.sections.complete:
            self.categories.tell_unused(self.lists)
        self.by_mode.tell()
        languages = get("languages")
        shape.tell_untranslated(languages.place if languages else self.top_place)
        reuse = Reuse(parts, self.faults, self.lines)
        for used in self.used:
            reuse.join(used)
        return parts

    def tell_fact_twice(self, key: str) -> None:
        node = self.shape.named(self.top.get("switches"), "the switches")[key][0]
        message = f"the switch {key[:64]} has the name of a fact"
        self.faults.add("NAME-TWICE", node.place, message, "Give one of them another name.")

    def instrument_name(self) -> str:
        node = self.top.get("instrument")
        name = self.shape.words(node, "the name of the instrument")
        if node and not all(part.isalnum() and part.isascii() for part in name.split("-")):
            message = f"{shown(name)} cannot be the name of an instrument"
            self.faults.add("NAME", node.place, message, "Use letters, digits and hyphens.")
        return name

    def instrument_modes(self) -> tuple[Mode, ...]:
        """Those of the instrument that is fielded, all of which a used one must have."""
        node = self.top.get("modes")
        modes = self.shape.modes(node, "the modes of the instrument")
        if isinstance(node, Sequence) and not node.items:
            remedy = f"Write one or more of: {', '.join(mode.value for mode in Mode)}."
            self.faults.add("SHAPE", node.place, "the instrument has no mode", remedy)
        self.written = modes = modes or tuple(Mode)
        if self.user is None:
            return modes
        for mode in self.user.within.modes:
            if mode not in modes:
                message = f"{self.name[:64]} is not made for {mode.value}"
                self.faults.add("USE-MODE", self.user.place, message, "Add the mode there, or remove it here.")
        return self.user.modes

    def languages(self) -> tuple[str, ...]:
        languages: dict[str, None] = {}
        before = self.faults.told
        for node in self.shape.items(self.top.get("languages"), "the languages"):
            code = self.shape.words(node, "a language")
            if not code or not all(part.isalnum() and part.isascii() for part in code.split("-")):
                remedy = "Use its code, such as en, cy or en-GB."
                self.faults.add("LANGUAGE-UNKNOWN", node.place, f"{shown(code)} is not a language", remedy)
            languages[code or "en"] = None
        self.shape.knows_languages = self.faults.told == before
        return tuple(languages) or ("en",)

    def places_of(self, languages: tuple[str, ...]) -> tuple[int, ...]:
        """Where the languages of the instrument that is fielded stand among those of this one."""
        known = self.shape.languages
        for language in languages:
            if language not in known and self.user:
                message = f"{self.name[:64]} is not written in {shown(language)}"
                self.faults.add("USE-LANGUAGE", self.user.place, message, "Translate it, or remove the language here.")
        return tuple(known.index(language) if language in known else 0 for language in languages)

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
            if prompt not in used and self.sections.complete:
                message = f"no question uses the prompt instruction `{word}`"
                self.faults.warn("PROMPT-UNUSED", written.keys[word].place, message, "Use it, or remove it.")
        return prompts

    def showcard(self, key: Scalar, node: Node) -> Showcard:
        entries = self.shape.mapping(node, "a showcard", SHOWCARD_KEYS).entries
        heading = self.shape.text(entries.get("heading"), "the heading", fills=True)
        return Showcard(self.shape.label(key, "the label of a showcard"), key.place, heading)

    def use(self, node: Mapping, within: Within) -> Section | None:
        """Another instrument as a section of this one."""
        entries = self.shape.mapping(node, "a used instrument", USE_KEYS, ("use", "section")).entries
        name = entries["use"]
        using = (*(self.user.using if self.user else ()), self.name)
        found = self.other(name, using) if isinstance(name, Scalar) else self.shape.scalar(name, "`use`")
        if not isinstance(found, tuple) or not isinstance(name, Scalar):
            return None
        bound = self.bound(entries.get("facts"))
        roster = self.sections.for_each(entries.get("for_each"), node.place)
        modes = modes_of(entries, f"the instrument {name.text[:64]}", within.modes, self.shape)
        hand_over = self.hand_over(entries, modes, within)
        also = (Mode.SELF_COMPLETION,) if hand_over and Mode.SELF_COMPLETION not in modes else ()
        user = _User(
            modes=(*self.modes, *(mode for mode in also if mode not in self.modes)),
            languages=self.spoken,
            names={**(self.user.names if self.user else {}), **{theirs: ours for theirs, (ours, _) in bound.items()}},
            using=using,
            within=Within((*modes, *also), roster or within.roster, within.depth + 1, hand_over),
            place=node.place,
        )
        with self.faults.without_warnings():
            assembly = _Assembly(found[0], self.faults, self.lines, self.budget, found[1], user)
            parts = assembly.parts()
        self.sections.complete = self.sections.complete and assembly.sections.complete
        self.lines.note(node.place, "asked_if", entries.get("asked_if"))
        section = Section(
            name=self.sections.name(entries.get("section"), "a section"),
            title=self.shape.text(entries["title"], "the title") if "title" in entries else parts.title,
            parts=parts.sections,
            place=node.place,
            asked_if=self.shape.condition(entries.get("asked_if"), "`asked_if`"),
            roster=roster,
            source=parts.source,
            hand_over=hand_over,
        )
        self.used.append(Used(name.text, node.place, section, parts, bound))
        return section

    def hand_over(self, entries: Entries, modes: tuple[Mode, ...], within: Within) -> bool:
        """Whether a used instrument is handed over: it has the wording for it, whether or not ours is fielded so."""
        node = entries.get("hand_over")
        wanted = within.hand_over if node is None else self.shape.flag(node, "`hand_over`")
        if node is not None and wanted and Mode.FACE_TO_FACE not in modes:
            self.sections.tell_not_asked(node, [Mode.FACE_TO_FACE.value])
        return wanted and Mode.FACE_TO_FACE in modes

    def other(self, name: Scalar, using: tuple[str, ...]) -> tuple[Node, Files] | None:
        if name.text in using:
            way = " -> ".join((*using[using.index(name.text) :], name.text))
            message = f"instruments use each other in a circle: {way}"
            self.faults.add("USE-CYCLE", name.place, message, "Take one of them away.")
            return None
        if len(using) > DEEPEST_USE:
            message = f"instruments use each other more than {DEEPEST_USE} deep"
            self.faults.add("FILE-DEPTH", name.place, message, "Use it at the top.")
            return None
        return self.files.instrument(name)

    def bound(self, node: Node | None) -> dict[str, tuple[str, Place]]:
        """What each fact of the used instrument is, in the instrument that is fielded."""
        bound: dict[str, tuple[str, Place]] = {}
        for theirs, (key, entry) in self.shape.named(node, "the facts of a used instrument").items():
            ours = self.shape.scalar(entry, "what a fact is here")
            if ours is not None:
                bound[theirs] = self.shape.name_there(ours), key.place
        return bound
