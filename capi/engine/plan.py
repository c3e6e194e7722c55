"""The plan: an instrument compiled for one mode, shared by all its interviews. The reader has made sure that it makes sense."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from capi.engine.gates import is_among, is_offered, lifted, never, while_fewer
from capi.engine.page import NEAR, NOTHING_FAR, Block, Computation, Far, Page, Rule, around, row_place
from capi.engine.reads import Read, reads, seen_from, way_down
from capi.instrument.evaluation import Condition, Scope, Seen, compile_condition, compile_value
from capi.instrument.expression import (
    POSITION,
    ROW,
    TODAY,
    Expression,
    OverRows,
    both,
)
from capi.instrument.model import (
    Answer,
    Category,
    Choice,
    CodingFrame,
    DecimalNumber,
    Edit,
    Fact,
    FrameEntry,
    Instrument,
    Mode,
    PartialDate,
    Presentation,
    Question,
    Roster,
    RowChoice,
    Section,
    Showcard,
    WholeNumber,
)

_NOTHING, _NOT_ASKED = Presentation(text=()), Presentation(text=(), asked=False)
_Filters: TypeAlias = tuple[tuple[Page, Expression], ...]
"""Conditions that must all hold, each with the page it is read on: that of the reader, or one around it."""


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    instrument: Instrument
    mode: Mode
    root: Page
    pages: tuple[Page, ...]
    """The root first; the pages of rows in the order in which their rosters are collected."""
    where: Mapping[str, tuple[Page, int]]
    """The page and place of every question, computed field and fact."""
    rules: tuple[Rule, ...]
    reading_rules: Mapping[tuple[int, int], tuple[Far, ...]]
    """By the number of the page and the place there: the edits that read or involve what stands there. `Far.place` is the edit's number."""
    facts: Mapping[str, Fact]
    fixes: bool
    """Whether any field's value is fixed when it is reached."""
    showcards: Mapping[str, Showcard]
    frames: Mapping[str, CodingFrame]
    codes: Mapping[str, Mapping[str, FrameEntry]]
    """The entries of each coding frame by their codes."""

    def __repr__(self) -> str:
        return f"plan({self.instrument!r}, {self.mode})"

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions and computed fields, in the order of the instrument."""
        return self.instrument.questions

    def question(self, name: str) -> Question:
        """The question or computed field. Raises KeyError where the name is not one."""
        page, at = self.where[name]
        found = page.questions[at] if at < page.size else None
        if found is None:
            raise KeyError(name)
        return found

    def page_of(self, roster: str) -> Page:
        """The page of a roster's rows. Raises KeyError."""
        for page in self.pages:
            if page.roster is not None and page.roster.name == roster:
                return page
        raise KeyError(roster)


def plan(instrument: Instrument, mode: Mode) -> Plan:
    """Compiles the instrument for the mode. Raises ValueError where it is not fielded in it."""
    if mode not in instrument.modes:
        offered = ", ".join(known.value for known in instrument.modes)
        raise ValueError(f"{instrument.name} is not fielded in {mode.value}. Its modes: {offered}.")
    return _Compiling(instrument, mode).plan()


class _Offering(NamedTuple):
    """Categories, one object for equal ones; and their values, none where some are not offered to everybody (`conditional`)."""

    categories: tuple[Category, ...]
    values: frozenset[object]
    conditional: bool


class _Compiling:
    def __init__(self, instrument: Instrument, mode: Mode) -> None:
        self.instrument = instrument
        self.mode = mode
        self.rosters = {roster.name: roster for roster in instrument.rosters}
        self.pages: list[Page] = []
        self.filters: dict[tuple[int, int], _Filters] = {}
        """Those of each part, by the number of its page and its place."""
        self.pages_of: dict[str, Page] = {}
        """The pages of rows by the names of their rosters."""
        self.edits: list[tuple[Page, Edit]] = []
        self.known_categories: dict[tuple[Category, ...], tuple[Category, ...]] = {}
        self.known_values: dict[frozenset[object], frozenset[object]] = {}
        self.offerings: dict[int, _Offering] = {}
        self.compiled: dict[tuple[int, Expression], Condition] = {}
        self.found: dict[tuple[int, Expression], tuple[Read, ...]] = {}
        self.near_readers: dict[tuple[int, int], list[int]] = {}
        self.far_readers: dict[tuple[int, int], list[Far]] = {}
        """The parts that read what stands at a place of a page."""

    def plan(self) -> Plan:
        root = self.new_page(None, None)
        for section in self.instrument.sections:
            self.lay(section, root, ())
        for page in self.pages:
            self.place_the_rest(page)
        for page in self.pages:
            self.compile_page(page)
        for page in self.pages:
            self.connect(page)
        for number, page in enumerate(self.pages):
            slots = range(page.slots)
            page.dependants += (tuple(self.near_readers.get((number, slot), NEAR)) for slot in slots)
            page.far_dependants += (tuple(self.far_readers.get((number, slot), NOTHING_FAR)) for slot in slots)
        rules = tuple(self.rule(page, edit) for page, edit in self.edits)
        return Plan(
            instrument=self.instrument,
            mode=self.mode,
            root=root,
            pages=tuple(self.pages),
            where={name: (page, at) for page in reversed(self.pages) for name, at in page.index.items()},
            rules=rules,
            reading_rules=self.reading_rules(rules),
            facts={fact.name: fact for fact in self.instrument.facts},
            fixes=any(computation.once for page in self.pages for computation in page.computed.values()),
            showcards={showcard.label: showcard for showcard in self.instrument.showcards},
            frames={frame.name: frame for frame in self.instrument.frames},
            codes={frame.name: {entry.code: entry for entry in frame.entries} for frame in self.instrument.frames},
        )

    # First every part gets its place.

    def new_page(self, outer: Page | None, roster: Roster | None) -> Page:
        index: dict[str, int] = {}
        completed: dict[str, tuple[int, int]] = {}
        scope = Scope(index, outer.scope if outer else None, {}, completed)
        page = Page(len(self.pages), outer, roster, scope, index)
        self.pages.append(page)
        if outer is not None and roster is not None:
            page.way = (*outer.way, len(outer.rosters))
            outer.rosters.append(page)
            outer.scope.rosters[roster.name] = scope
            self.pages_of[roster.name] = page
        return page

    def lay(self, section: Section, page: Page, outer: _Filters) -> None:
        if section.roster:
            self.lay_block(section, page, outer)
            return
        inner = _with(outer, page, section.asked_if)
        self.edits += ((page, edit) for edit in self.judged(section))
        self.lay_parts(section, page, inner)

    def lay_parts(self, section: Section, page: Page, inner: _Filters) -> None:
        for part in section.parts:
            if isinstance(part, Section):
                self.lay(part, page, inner)
            else:
                own = part.presentation(self.mode).asked_if
                self.lay_part(page, section, part, _with(inner, page, own))

    def judged(self, section: Section) -> Iterator[Edit]:
        """The edits of the section that are judged in the mode."""
        return (edit for edit in section.edits if self.mode in edit.modes or not edit.modes)

    def lay_block(self, section: Section, page: Page, outer: _Filters) -> None:
        if section.collects:
            rows = self.new_page(page, self.rosters[section.roster])
            filters = _with(outer, page, section.asked_if)
            inner: _Filters = ()
        else:
            rows = next(known for known in page.rosters if known.roster and known.roster.name == section.roster)
            filters, inner = (), _with(outer, rows, section.asked_if)
        at = self.lay_part(page, section, None, filters)
        start = rows.size
        self.edits += ((rows, edit) for edit in self.judged(section))
        self.lay_parts(section, rows, inner)
        rows.block_of += [at] * (rows.size - start)
        held = page.rosters.index(rows)
        page.blocks[at] = Block(rows, held, start, rows.size, section.collects)
        if section.collects and section.another is not None:
            place = self.lay_part(page, section, section.another, filters)
            page.another[place] = held

    def lay_part(self, page: Page, section: Section, question: Question | None, filters: _Filters) -> int:
        at = page.size
        page.size += 1
        page.questions.append(question)
        page.sections.append(section)
        presentation = question.presentation(self.mode) if question else self.block(section)
        page.presentations.append(presentation)
        offering = self.offering(presentation.categories)
        page.categories.append(offering.categories)
        simple = question is not None and type(question.type) is Choice and question.computed is None
        page.values.append(offering.values if simple else frozenset())
        self.filters[page.number, at] = filters
        if question is not None:
            page.index[question.name] = at
            if question.computed is None:
                page.asked[question.name] = at
            if isinstance(question.type, RowChoice):
                page.scope.chosen[question.name] = question.type.roster
            if isinstance(question.type, PartialDate):
                page.scope.completed[question.name] = (question.type.unknown_month, question.type.unknown_day)
        return at

    def block(self, section: Section) -> Presentation:
        """What stands for a section in rows: it is not gone through where nothing in it is asked in the mode."""
        asked = any(question.presentation(self.mode).asked for question in section.questions)
        return _NOTHING if asked else _NOT_ASKED

    def offering(self, categories: tuple[Category, ...]) -> "_Offering":
        """What is to be known of these categories, once for all questions that have the same; the instrument keeps them alive."""
        known = self.offerings.get(id(categories))
        if known is None:
            conditional = any(category.offered_if is not None for category in categories)
            values = frozenset(category.value for category in categories if not conditional)
            same = self.known_categories.setdefault(categories, categories)
            same_values = self.known_values.setdefault(values, values)
            known = self.offerings[id(categories)] = _Offering(same, same_values, conditional)
        return known

    def place_the_rest(self, page: Page) -> None:
        """The places behind the parts: rosters, then what is known before the interview, or of the row."""
        slot = page.size
        names = [rows.roster.name for rows in page.rosters if rows.roster]
        names += [*(fact.name for fact in self.instrument.facts), TODAY] if page.outer is None else [ROW, POSITION]
        for name in names:
            page.index[name] = slot
            slot += 1
        page.slots = slot
        page.names += [""] * slot
        known = {fact.name for fact in self.instrument.facts}
        for name, at in page.index.items():
            if at < page.size or (page.outer is None and name in known):
                page.names[at] = name

    # Then conditions and values become closures.

    def compile_page(self, page: Page) -> None:
        number = page.number
        for at, question in enumerate(page.questions):
            filters = self.filters[number, at]
            page.filters.append(self.all_of(filters, page) if page.presentations[at].asked else never)
            if question is not None and self.is_particular(page, at):
                page.takes[at] = self.taking(page, question, page.presentations[at])
            if question is not None and question.computed is not None:
                page.computed[at] = Computation(
                    tuple(
                        (
                            None if each.condition is None else compile_condition(each.condition, page.scope),
                            None if each.value is None else compile_value(each.value, page.scope),
                        )
                        for each in question.computed.variants
                    ),
                    question.computed.once,
                    _places(question),
                )
        for at, block in page.blocks.items():
            roster = block.page.roster
            size = roster.size if roster and block.collects else None
            page.blocks[at] = Block(
                block.page,
                block.held,
                block.start,
                block.end,
                block.collects,
                page.filters[at],
                None if size is None else compile_value(size, page.scope),
            )
        page.special = frozenset((*page.blocks, *page.computed, *page.takes))
        for at, held in page.another.items():
            roster = page.rosters[held].roster
            page.filters[at] = while_fewer(page.filters[at], page.slot(held), roster.at_most if roster else 0)

    def is_particular(self, page: Page, at: int) -> bool:
        """Whether the question is asked, and does not take the same answers at all times."""
        question = page.questions[at]
        if question is None or question.computed is not None:
            return False
        return type(question.type) is RowChoice or self.offering(page.presentations[at].categories).conditional

    def taking(self, page: Page, question: Question, presentation: Presentation) -> Callable[[Seen, Answer], bool]:
        """What decides whether an answer can be given now."""
        if isinstance(question.type, RowChoice):
            rows = self.pages_of[question.type.roster]
            holds = None if question.type.condition is None else compile_condition(question.type.condition, rows.scope)
            ups, slot = page.scope.place(question.type.roster)
            return is_among(ups, slot, row_place(rows), holds)
        offered = {
            each.value: compile_condition(each.offered_if, page.scope)
            for each in presentation.categories
            if each.offered_if is not None
        }
        return is_offered(offered)

    def all_of(self, filters: _Filters, page: Page) -> Condition | None:
        near: Expression | None = None
        conditions: list[Condition] = []
        for read_on, expression in filters:
            if read_on is page:
                near = both(near, expression)
            else:
                conditions.append(lifted(self.condition(expression, read_on), page.depth - read_on.depth))
        if near is not None:
            conditions.append(self.condition(near, page))
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        return lambda seen: all(condition(seen) for condition in conditions)

    def condition(self, expression: Expression, page: Page) -> Condition:
        """Each condition once: the many questions of a section, or behind the same answer, share theirs."""
        key = page.number, expression
        if key not in self.compiled:
            self.compiled[key] = compile_condition(expression, page.scope)
        return self.compiled[key]

    # Then who reads what.

    def connect(self, page: Page) -> None:
        """What each part reads, and for each field the parts that read it."""
        for at in range(page.size):
            near: list[int] = []
            far: list[Far] = []
            for read in self.read_by(page, at):
                if read.slot < read.page.size:
                    if read.page is page is read.found_from:
                        near.append(read.slot)
                    else:
                        far.append(seen_from(page, read))
                self.add_reader(read, page, at)
            page.reads.append(tuple(dict.fromkeys(near)) if near else NEAR)
            page.far_reads.append(tuple(dict.fromkeys(far)) if far else NOTHING_FAR)

    def read_by(self, page: Page, at: int) -> Iterator[Read]:
        """All that the filter, the computation or the size reads."""
        found: list[Read] = []
        for read_on, expression in self.filters[page.number, at]:
            found += self.read_in(expression, read_on)
        question = page.questions[at]
        if question is not None and question.computed is not None:
            for variant in question.computed.variants:
                for part in (variant.condition, variant.value):
                    if part is not None:
                        found += self.read_in(part, page)
        if at in page.takes:
            for condition in self.read_by_answers(page, at):
                found += self.read_in(condition, page)
        block = page.blocks.get(at)
        if block is not None and block.collects and block.page.roster is not None:
            size = block.page.roster.size
            found += self.read_in(size, page) if size is not None else ()
        if at in page.another:
            found.append(Read(page, page.slot(page.another[at]), page))
        return iter(dict.fromkeys(found)) if len(found) > 1 else iter(found)

    def read_by_answers(self, page: Page, at: int) -> Iterator[Expression]:
        """What decides which answers the question takes."""
        question = page.questions[at]
        if question is not None and isinstance(question.type, RowChoice):
            yield OverRows("count", question.type.roster, None, question.type.condition)
        for category in page.categories[at]:
            if category.offered_if is not None:
                yield category.offered_if

    def read_in(self, expression: Expression, page: Page) -> tuple[Read, ...]:
        key = page.number, expression
        if key not in self.found:
            self.found[key] = tuple(dict.fromkeys(reads(expression, page)))
        return self.found[key]

    def add_reader(self, read: Read, page: Page, at: int) -> None:
        field = read.page
        place = field.number, read.slot
        together = not page.block_of or page.block_of[at] == _block(page, read.slot)
        if field is page is read.found_from and together and at not in page.blocks:
            self.near_readers.setdefault(place, []).append(at)
        else:
            reader = Far(field.depth - read.found_from.depth, way_down(read.found_from, page), at)
            self.far_readers.setdefault(place, []).append(reader)

    # And the edits.

    def rule(self, page: Page, edit: Edit) -> Rule:
        reads = [read for read in self.read_in(edit.fails_if, page) if read.slot < read.page.size]
        return Rule(
            edit=edit,
            page=page,
            fails=compile_condition(edit.fails_if, page.scope),
            reads=tuple(seen_from(page, read) for read in reads),
            involved=tuple(seen_from(page, read) for read in self.involved(page, edit)),
        )

    def involved(self, page: Page, edit: Edit) -> Iterator[Read]:
        """The fields in the order of the edit; what is in no page around is that of every row."""
        within = {name: outer for outer in reversed(tuple(around(page))) for name in outer.index}
        for name in edit.fields:
            if name in self.rosters or name in (ROW, POSITION, TODAY):
                continue
            holder = within.get(name) or next(each for each in self.pages if name in each.index)
            found_from = next(outer for outer in around(holder) if outer in tuple(around(page)))
            yield Read(holder, holder.index[name], found_from)

    def reading_rules(self, rules: Sequence[Rule]) -> dict[tuple[int, int], tuple[Far, ...]]:
        found: dict[tuple[int, int], list[Far]] = {}
        for number, rule in enumerate(rules):
            reads = (*self.read_in(rule.edit.fails_if, rule.page), *self.involved(rule.page, rule.edit))
            for read in dict.fromkeys(reads):
                reader = Far(read.page.depth - read.found_from.depth, way_down(read.found_from, rule.page), number)
                found.setdefault((read.page.number, read.slot), []).append(reader)
        return {place: tuple(readers) for place, readers in found.items()}


def _places(question: Question) -> int | None:
    if isinstance(question.type, WholeNumber):
        return 0
    return question.type.places if isinstance(question.type, DecimalNumber) else None


def _with(filters: _Filters, page: Page, condition: Expression | None) -> _Filters:
    return filters if condition is None else (*filters, (page, condition))


def _block(page: Page, slot: int) -> int | None:
    return page.block_of[slot] if slot < page.size else None
