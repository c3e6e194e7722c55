"""Sections: the parts of an instrument, within each other, for each row of a roster, from files and from other instruments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from capi.instrument.answer_types import Entries
from capi.instrument.edits import Edits
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Choice, Edit, Mode, Place, Question, Roster, Section
from capi.instrument.questions import Asked, Questions
from capi.instrument.reading import Mapping, Node, Scalar, Sequence
from capi.instrument.shape import Shape
from capi.instrument.where_asked import modes_of

SECTION_KEYS = ("section", "title", "asked_if", "modes", "for_each", "hand_over", "ask", "edits")
ROSTER_KEYS = (
    "roster",
    "title",
    "row_name",
    "asked_if",
    "modes",
    "size",
    "another",
    "at_least",
    "at_most",
    "hand_over",
    "ask",
    "edits",
)
USE_KEYS = ("use", "section", "title", "asked_if", "modes", "for_each", "hand_over", "facts")
DEEPEST_SECTION = 10
"""Sections in sections, those of used instruments among them."""
MOST_ROWS = 1_000
USUAL_MOST_ROWS = 20

HANDED_OVER = (Mode.FACE_TO_FACE, Mode.SELF_COMPLETION)
"""The modes of a section that is handed over: an interviewer is there, and the respondent answers it alone."""

_KINDS = ("file", "use", "roster", "section")


class Files(Protocol):
    """The files beside one instrument. Each gives None where it cannot be read, the fault being told."""

    def section(self, path: Scalar) -> Node | None: ...

    def table(self, path: Scalar) -> tuple[str, str] | None: ...

    def instrument(self, name: Scalar) -> "tuple[Node, Files] | None": ...


@dataclass(frozen=True, slots=True)
class Within:
    """Where a section stands: asked in which modes, how deep, in the rows of which roster, if any, and whether it is handed over."""

    modes: tuple[Mode, ...]
    roster: str = ""
    depth: int = 0
    hand_over: bool = False


Use: TypeAlias = Callable[[Mapping, Within], Section | None]
"""Reads another instrument as a section; None when it cannot, the fault being told."""


@dataclass(slots=True)
class Sections:
    """Reads sections, and gathers the rosters in them. `complete` becomes False where one could not be read at all.

    `written`: the modes of the instrument as it says them itself, whichever instrument uses it.
    """

    shape: Shape
    faults: Faults
    lines: Lines
    questions: Questions
    edits: Edits
    files: Files
    use: Use
    written: tuple[Mode, ...]
    rosters: list[Roster] = field(default_factory=list)
    complete: bool = True

    def all(self, node: Node | None, within: Within) -> tuple[Section, ...]:
        items = self.shape.items(node, "the sections")
        if isinstance(node, Sequence) and not items:
            self.faults.add("SECTION-EMPTY", node.place, "the instrument asks nothing", "Add a section with questions.")
        return tuple(self.section(item, within) for item in items)

    def section(self, node: Node, within: Within) -> Section:
        if within.depth == DEEPEST_SECTION:
            message = f"sections stand in sections more than {DEEPEST_SECTION} deep"
            self.faults.add("FILE-DEPTH", node.place, message, "Write it flatter.")
            return self.unread(node)
        if isinstance(node, Mapping) and "file" in node.entries:
            included = self.included(node)
            if included is None:
                return self.unread(node)
            node = included
        if isinstance(node, Mapping) and "use" in node.entries:
            return self.use(node, within) or self.unread(node)
        if isinstance(node, Mapping) and "roster" in node.entries:
            return self.roster(node, within)
        return self.plain(node, within)

    def unread(self, node: Node) -> Section:
        self.complete = False
        return Section("", (), (), node.place)

    def included(self, node: Mapping) -> Node | None:
        """The section in the file that is named instead of it."""
        for key in node.entries.keys() - {"file"}:
            message = f"`{key[:40]}` stands beside `file:`"
            remedy = "The whole section stands in its own file."
            self.faults.add("KEY-UNKNOWN", node.keys[key].place, message, remedy)
        path = node.entries["file"]
        return self.files.section(path) if self.shape.scalar(path, "`file`") is not None else None  # type: ignore[arg-type]  # a scalar, then

    def plain(self, node: Node, within: Within) -> Section:
        entries = self.shape.mapping(node, "a section", SECTION_KEYS, ("section", "ask")).entries
        roster = self.for_each(entries.get("for_each"), node.place)
        name = self.name(entries.get("section"), "a section")
        modes = modes_of(entries, f"section {name[:64]}", within.modes, self.shape)
        hand_over = self.hand_over(entries, modes, within)
        inner = Within(modes, roster or within.roster, within.depth + 1, hand_over)
        parts, edits = self.parts(entries.get("ask"), inner)
        self.lines.note(node.place, "asked_if", entries.get("asked_if"))
        return Section(
            name=name,
            title=self.shape.text(entries.get("title"), "the title"),
            parts=parts,
            place=node.place,
            asked_if=self.shape.condition(entries.get("asked_if"), "`asked_if`"),
            edits=(*edits, *self.edits.read(entries.get("edits"), modes)),
            roster=roster,
            hand_over=hand_over,
        )

    def hand_over(self, entries: Entries, modes: tuple[Mode, ...], within: Within) -> bool:
        """Whether the respondent may answer it alone: what is around it says so, where it does not itself."""
        node = entries.get("hand_over")
        wanted = within.hand_over if node is None else self.shape.flag(node, "`hand_over`")
        if node is not None and wanted:
            own = self.shape.modes(entries.get("modes"), "`modes`") or self.written
            used = self.shape.hosted is not None
            lacking = [
                each.value
                for each in HANDED_OVER
                if each not in own or each not in self.written or (each not in modes and not used)
            ]
            self.tell_not_asked(node, lacking)
        return wanted and all(each in modes for each in HANDED_OVER)

    def tell_not_asked(self, node: Node, lacking: list[str]) -> None:
        """That what is to be handed over is not asked in both of the modes it takes."""
        if lacking:
            message = f"what is handed over is not asked in {' and '.join(lacking)}"
            remedy = f"Add {' and '.join(lacking)} to `modes:`, or remove `hand_over`."
            self.faults.add("HAND-OVER", node.place, message, remedy)

    def name(self, node: Node | None, what: str) -> str:
        if isinstance(node, Scalar):
            return self.shape.name(node, what)
        if node is not None:
            self.shape.scalar(node, f"the name of {what}")
        return ""

    def for_each(self, node: Node | None, owner: Place) -> str:
        self.lines.note(owner, "for_each", node)
        return self.name(node, "a roster")

    def parts(self, node: Node | None, within: Within) -> tuple[tuple[Question | Section, ...], list[Edit]]:
        """What stands below `ask`, in its order, with the edits at its questions."""
        parts: list[Question | Section] = []
        edits: list[Edit] = []
        for item in self.shape.items(node, "`ask`"):
            if is_section(item):
                parts.append(self.section(item, within))
            elif asked := self.questions.question(item, within.modes):
                parts += asked.questions
                edits += asked.edits
        return tuple(parts), edits

    def roster(self, node: Mapping, within: Within) -> Section:
        """The section that collects the rows. The roster itself is gathered."""
        entries = self.shape.mapping(node, "a roster", ROSTER_KEYS, ("roster", "row_name", "ask")).entries
        for part in ("asked_if", "size", "another", "row_name", "at_least", "at_most"):
            self.lines.note(node.place, part, entries.get(part))
        name = self.name(entries.get("roster"), "a roster")
        title = self.shape.text(entries.get("title"), "the title")
        self.rosters.append(self.rows(node, name, within))
        modes = modes_of(entries, f"the roster {name[:64]}", within.modes, self.shape)
        hand_over = self.hand_over(entries, modes, within)
        parts, edits = self.parts(entries.get("ask"), Within(modes, name, within.depth + 1, hand_over))
        return Section(
            name=name,
            title=title,
            parts=parts,
            place=node.place,
            asked_if=self.shape.condition(entries.get("asked_if"), "`asked_if`"),
            edits=(*edits, *self.edits.read(entries.get("edits"), modes)),
            roster=name,
            collects=True,
            another=self.another(entries["another"], modes) if "another" in entries else None,
            hand_over=hand_over,
        )

    def rows(self, node: Mapping, name: str, within: Within) -> Roster:
        entries = node.entries
        if ("size" in entries) is ("another" in entries):
            remedy = "Write `size:` with a number, or `another:` with the question that adds a row."
            message = f"the roster {name[:64]} does not say how many rows it has"
            if "size" in entries:
                message = (
                    f"the roster {name[:64]} has both a `size` and `another`, and each says how many rows there are"
                )
                remedy = "Keep one: `size:` with a number, or `another:` with the question that adds a row."
            self.faults.add("ROSTER", node.place, message, remedy)
        if "size" in entries and "at_least" in entries:
            message = "the size alone says how many rows there are"
            self.faults.add("ROSTER", entries["at_least"].place, message, "Remove `at_least`.")
        at_least = self.questions.types.bounded(entries, "at_least", 1, (0, MOST_ROWS))
        at_most = self.questions.types.bounded(entries, "at_most", max(at_least, USUAL_MOST_ROWS), (1, MOST_ROWS))
        if at_least > at_most:
            message = f"there are at least {at_least} rows and at most {at_most}"
            self.faults.add("RANGE", entries["at_least"].place, message, "Exchange them.")
        return Roster(
            name=name,
            title=self.shape.text(entries.get("title"), "the title"),
            row_name=self.shape.text(entries.get("row_name"), "`row_name`", fills=True),
            place=node.place,
            size=self.shape.value(entries.get("size"), "`size`"),
            at_least=0 if "size" in entries else at_least,
            at_most=at_most,
            within=within.roster,
        )

    def another(self, node: Node, modes: tuple[Mode, ...]) -> Question | None:
        """The question whose first category adds a row."""
        asked = self.questions.question(node, modes)
        if asked is None:
            return None
        for edit in asked.edits:
            message = f"the edit {edit.name[:64]} stands at the question that adds rows"
            self.faults.add("ROSTER", edit.place, message, "Write it below `edits` of a section after the roster.")
        if len(asked.questions) != 1 or not _adds_a_row(asked):
            message = "rows are added by one question whose category 1 says that there is another"
            self.faults.add("ROSTER", node.place, message, 'Give it `categories: {1: "Yes", 2: "No"}`.')
            return None
        return asked.questions[0]


def _adds_a_row(asked: Asked) -> bool:
    question = asked.questions[0]
    return (
        isinstance(question.type, Choice)
        and question.computed is None
        and all(
            any(category.value == 1 for category in put.categories)
            for put in (question.usual, *question.by_mode.values())
            if put.asked
        )
    )


def is_section(node: Node) -> bool:
    """Whether what stands below `ask` is a section, and not a question that is called so."""
    return isinstance(node, Mapping) and any(isinstance(node.entries.get(kind), Scalar) for kind in _KINDS)
