"""Fields: what an instrument asks or knows before, where each stands on the page and in whose rows, and what its filter is in each mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from capi.instrument.expression import POSITION, ROW, STATES, TODAY, Expression, both, field_names
from capi.instrument.faults import nearest
from capi.instrument.lines import Lines
from capi.instrument.model import Fact, Instrument, Mode, Question, Roster, RowChoice, Section
from capi.instrument.reachability import Effort, Possible
from capi.instrument.reads import UNSURE, Known, Read, Rosters, paths

BEFORE_ALL = -1
"""The place of a fact, which is known before the first question."""
MOST_SUGGESTIONS = 20

WORDS = frozenset((ROW, POSITION, TODAY))


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands: its questions are those from `begins` up to `ends`.

    `around` are the rosters in whose rows it stands, `rows` those in whose rows its parts stand. `filter` is its own with
    those of the sections around it. `levels` are the sections by which the rows of each of `rows` are gone through.
    """

    section: Section
    around: Rosters
    rows: Rosters
    begins: int
    ends: int
    filter: Expression | None
    outer: "Part | None"

    @property
    def levels(self) -> "tuple[Part, ...]":
        outer = self.outer.levels if self.outer else ()
        return (*outer, self) if self.section.roster else outer

    @property
    def filtered_in(self) -> Rosters:
        """Where its own filter is read: that of a roster says whether there are any rows, any other is read in each row."""
        return self.around if self.section.collects else self.rows


Stands: TypeAlias = tuple[Question, Part, Rosters]
"""A question, the section it stands in, and the rosters in whose rows it is asked."""


def name_of(question: Question) -> str:
    """What it is called in a message; an item like its battery, whose words and filter it shares."""
    return question.stem or question.name


class Fields:
    """`position` counts questions in the order of the page; of two with the same name, the first counts."""

    def __init__(self, instrument: Instrument, lines: Lines) -> None:
        self.lines = lines
        self.modes = instrument.modes
        self.rosters: dict[str, Roster] = {}
        for roster in instrument.rosters:
            self.rosters.setdefault(roster.name, roster)
        self.paths = paths(self.rosters)
        self.chosen: dict[str, str] = {}
        """The questions that are answered with a row, and the roster each chooses from."""
        self.known = Known(self.paths, self.chosen)
        self.asked: dict[str, Question | Fact] = {fact.name: fact for fact in instrument.facts}
        self.position = {fact.name: BEFORE_ALL for fact in instrument.facts}
        self.rows: dict[str, Rosters] = {}
        """Of the fields asked in rows, the rosters; those of the rosters are `paths`."""
        self.parts: list[Part] = []
        self.stands: list[Stands] = []
        self.collected: dict[str, Part] = {}
        """The section that collects the rows of each roster."""
        self.frames = {frame.name: frame for frame in instrument.frames}
        self._codes: dict[str, frozenset[str]] = {}
        self.stems: dict[str, list[str]] = {}
        """The items of each battery."""
        self._levels: dict[str, tuple[Part, ...]] = {}
        self._filters: dict[Mode, dict[str, Expression]] = {mode: {} for mode in instrument.modes}
        self.unasked: dict[Mode, set[str]] = {mode: set() for mode in instrument.modes}
        """The questions that are not asked in the mode at all."""
        self.unsound: set[str] = set()
        """Questions whose filter makes no sense, so that nothing follows from it."""
        self._possible: dict[Mode, Possible] = {}
        self._effort = Effort()
        self._suggestions = 0
        for section in instrument.sections:
            self._lay(section, None)

    def _lay(self, section: Section, outer: Part | None) -> None:
        around: Rosters = outer.rows if outer else ()
        begins = len(self.stands)
        part = Part(
            section,
            around,
            (*around, self._gone_through(section, around)) if section.roster else around,
            begins,
            begins + len(section.questions),
            both(outer.filter if outer else None, section.asked_if),
            outer,
        )
        self.parts.append(part)
        if section.collects:
            self.collected.setdefault(section.roster, part)
        levels = part.levels
        for inner in section.parts:
            if isinstance(inner, Section):
                self._lay(inner, part)
            else:
                self._place(inner, part, part.rows, levels)
        if section.another is not None:
            self._place(section.another, part, around, levels[:-1])

    def _gone_through(self, section: Section, around: Rosters) -> str:
        """The roster; where it does not exist or has no rows here, nothing is concluded from what is in sight."""
        path = self.paths.get(section.roster, ())
        return section.roster if path == (*around, section.roster) else UNSURE

    def _place(self, question: Question, part: Part, rows: Rosters, levels: tuple[Part, ...]) -> None:
        name, at = question.name, len(self.stands)
        self.stands.append((question, part, rows))
        if question.stem:
            self.stems.setdefault(question.stem, []).append(name)
        if name in self.asked:
            return
        self.asked[name] = question
        self.position[name] = at
        if isinstance(question.type, RowChoice):
            self.chosen[name] = question.type.roster
        if rows:
            self.rows[name] = rows
            self._levels[name] = levels
        for mode, filters in self._filters.items():
            put = question.presentation(mode)
            if not put.asked:
                self.unasked[mode].add(name)
                continue
            condition = both(part.filter, put.asked_if)
            if condition is not None:
                filters[name] = condition

    def asked_in(self, question: Question) -> tuple[Mode, ...]:
        """The modes in which it is asked, or computed."""
        return tuple(mode for mode in self.modes if question.presentation(mode).asked)

    def asks(self, part: Part, mode: Mode) -> bool:
        """Whether anything in it is asked in the mode."""
        return any(question.presentation(mode).asked for question, _, _ in self.stands[part.begins : part.ends])

    def codes(self, frame: str) -> frozenset[str]:
        """All codes of a frame there is."""
        if frame not in self._codes:
            self._codes[frame] = frozenset(entry.code for entry in self.frames[frame].entries)
        return self._codes[frame]

    def filter_of(self, name: str, mode: Mode) -> Expression | None:
        return self._filters[mode].get(name)

    def filters(self, mode: Mode) -> Mapping[str, Expression]:
        """The filters of the questions that have one, those of their sections included."""
        return self._filters[mode]

    def holds_in_rows(self, rows: Rosters) -> Expression | None:
        """What holds wherever there are such rows: the filters of the sections that collect them."""
        condition = None
        for roster in rows:
            if roster in self.collected:
                condition = both(condition, self.collected[roster].filter)
        return condition

    def in_sight(self, read: Read) -> bool:
        """Whether what is read has one value there, or the roster one set of rows."""
        if UNSURE in read.rows:
            return True
        if read.is_roster:
            path = self.paths.get(read.name, ())[:-1]
        elif read.name in (ROW, POSITION):
            return bool(read.rows)
        else:
            path = self.rows.get(read.name, ())
        return read.rows[: len(path)] == path

    def known_from(self, read: Read) -> int:
        """The place from which on it is known: below the question, or below the rows that are gone through."""
        levels = self._levels_of(read)
        if read.own < len(levels):
            return levels[read.own].ends
        return self.position.get(read.name, BEFORE_ALL) + 1

    def begins_at(self, read: Read) -> int:
        """The place from which on some of it may be known."""
        levels = self._levels_of(read)
        if read.own < len(levels):
            return levels[-1].begins if read.is_roster else self.position.get(read.name, BEFORE_ALL)
        return self.position.get(read.name, BEFORE_ALL) + 1

    def rows_read(self, read: Read) -> str:
        """The roster whose rows must be over before it is known; "" where it is the answer in the row in sight."""
        levels = self._levels_of(read)
        return levels[read.own].section.roster if read.own < len(levels) else ""

    def _levels_of(self, read: Read) -> tuple[Part, ...]:
        if read.is_roster:
            part = self.collected.get(read.name)
            return part.levels if part else ()
        return self._levels.get(read.name, ())

    def certain(self, expression: Expression) -> bool:
        """Whether all that it reads is known, and was read without fault."""
        return all(
            name not in self.lines.doubtful if name in self.asked else name in self.rosters or name in WORDS
            for name in field_names(expression)
        )

    def possible(self, mode: Mode) -> Possible:
        """What answers are possible in the mode; filters with faults filter nothing there."""
        if mode not in self._possible:
            filters = {
                name: condition
                for name, condition in self._filters[mode].items()
                if name not in self.unsound and self.certain(condition)
            }
            self._possible[mode] = Possible(self.asked, filters, mode, self._effort)
        return self._possible[mode]

    def is_unknown(self, name: str) -> bool:
        return name not in self.asked and name not in self.lines.lost and name not in WORDS

    def remedy(self, name: str, *more: str) -> str:
        """What an unknown name may have meant; `more` are names that can stand there too."""
        if name in STATES:
            return f"Write `... is {name}` to ask for that state."
        if name in self.rosters:
            return f"{name} is a roster: write count({name}), any({name}, ...) or the like."
        if name in self.stems:
            items = self.stems[name]
            return f"{name} is a battery: name one of its items, such as {items[0]}."
        self._suggestions += 1
        if self._suggestions > MOST_SUGGESTIONS:
            return "Correct it, or add the question."
        return nearest(name, (*self.asked, *more))
