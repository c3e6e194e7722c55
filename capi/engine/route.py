"""The route: which questions this respondent is asked, and in what order. A pure function of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from capi.engine.page import Block, Page, row_place
from capi.engine.plan import Plan
from capi.engine.rows import Rows
from capi.instrument.address import RowIds, address
from capi.instrument.evaluation import Seen
from capi.instrument.model import Answer


@dataclass(frozen=True, slots=True)
class Route:
    """`fields` are all questions whose filters hold for these answers, in the order of the page.

    `waiting` is the first of them without an answer, or the first field whose value is still to be fixed, or None;
    `reached` are the questions up to and including it: those a respondent has been asked. `computed` are the values
    of the fields that the instrument sets itself.
    """

    fields: tuple[str, ...]
    waiting: str | None
    computed: Mapping[str, Answer]

    @property
    def reached(self) -> tuple[str, ...]:
        return self.fields if self.waiting is None else self.fields[: self.fields.index(self.waiting) + 1]


def route(
    plan: Plan, answers: Mapping[str, Answer], facts: Mapping[str, Answer], rows: Mapping[str, Rows] | None = None
) -> Route:
    """The route for these answers and rows. Answers to questions off the route are out of sight of every filter."""
    tracing = _Tracing(plan, answers, rows or {})
    seen = tracing.new_values(plan.root, ())
    for name, fact in plan.facts.items():
        seen[plan.root.index[name]] = facts.get(name, getattr(fact.type, "usual", None))
    tracing.page(plan.root, seen, (), 0, plan.root.size)
    return Route(tuple(tracing.fields), tracing.waiting, tracing.computed)


@dataclass(slots=True)
class _Tracing:
    plan: Plan
    answers: Mapping[str, Answer]
    rows: Mapping[str, Rows]
    fields: list[str] = field(default_factory=list)
    computed: dict[str, Answer] = field(default_factory=dict)
    waiting: str | None = None

    def new_values(self, page: Page, rows: RowIds) -> Seen:
        seen: Seen = [None] * page.slots
        for held in range(len(page.rosters)):
            seen[page.slot(held)] = []
        if rows:
            seen[row_place(page)] = rows[-1]
        return seen

    def page(self, page: Page, seen: Seen, rows: RowIds, start: int, end: int) -> None:
        for at in range(start, end):
            condition = page.filters[at]
            if at in page.blocks:
                self.block(page, page.blocks[at], seen, rows)
            elif condition is None or condition(seen):
                self.field(page, at, seen, address(page.names[at], rows))

    def field(self, page: Page, at: int, seen: Seen, name: str) -> None:
        computation = page.computed.get(at)
        if computation is None:
            self.fields.append(name)
        if computation is not None and not computation.once:
            seen[at] = computation.value(seen)
        else:
            answer = self.answers.get(name)
            taken = at not in page.takes or answer is None or page.takes[at](seen, answer)
            seen[at] = answer if taken else None
            if seen[at] is None and self.waiting is None:
                self.waiting = name
        if computation is not None and seen[at] is not None:
            self.computed[name] = seen[at]

    def block(self, page: Page, block: Block, seen: Seen, rows: RowIds) -> None:
        slot = page.slot(block.held)
        if block.collects:
            seen[slot] = []
            for position, row in enumerate(self.ids(block, seen, rows), 1):
                values = self.new_values(block.page, (*rows, row))
                values[row_place(block.page) + 1] = position
                seen[slot].append([*values, seen])
        for values in seen[slot]:
            self.page(block.page, values, (*rows, values[row_place(block.page)]), block.start, block.end)

    def ids(self, block: Block, seen: Seen, rows: RowIds) -> tuple[int, ...]:
        roster = block.page.roster
        if roster is None or not (block.filter is None or block.filter(seen)):
            return ()
        kept = self.rows.get(address(roster.name, rows), Rows())
        return kept.ids(roster, None if block.size is None else block.size(seen))
