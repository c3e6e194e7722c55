"""Upkeep: what is on the route, computed and failing, brought up to date as each answer is given.

An answer re-evaluates only the filters, computed fields, rosters and edits that read it, in the order of the page.
"""

from collections.abc import Iterator, Mapping

from capi.engine.frames import Frame, Held, found
from capi.engine.page import Far, Page
from capi.engine.plan import Plan
from capi.engine.rows import Rows
from capi.engine.walk import first_waiting
from capi.instrument.address import NoAddress, RowIds, address, parted
from capi.instrument.expression import POSITION, TODAY
from capi.instrument.model import Answer, Missing


class Upkeep:
    """The frames of one interview. `today` is an ISO date; needed where a field fixes a value when it is reached."""

    def __init__(
        self,
        plan: Plan,
        answers: Mapping[str, Answer],
        facts: Mapping[str, Answer],
        rows: Mapping[str, Rows],
        today: str | None,
    ) -> None:
        self.plan = plan
        self.root = Frame(plan.root, None, ())
        self.about = 0
        """How many questions there will be: those on the route and those that answers still to come may add."""
        self.fixed: dict[str, Answer] = {}
        """Fields whose value was fixed when they were reached, since this was last emptied."""
        self._today = today
        self._turned: list[tuple[Frame, int]] = []
        self._shown: list[Frame] = []
        """Rows that have come into sight: all their edits are judged."""
        self.failing: dict[tuple[int, RowIds], Frame] = {}
        """By the number of the edit and the rows it was judged in."""
        self._rows = dict(rows)
        self._waiting_to_be_placed: dict[tuple[int, RowIds], dict[int, Answer]] = {}
        for name, fact in plan.facts.items():
            given = facts.get(name, getattr(fact.type, "usual", None))
            self.root.seen[plan.root.index[name]] = given
        self.root.seen[plan.root.index[TODAY]] = today
        self._lay_out(answers)
        self._fill(self.root)
        self._settle(self.root, 0, plan.root.size)
        self._judge_all()
        self._fix()

    # What was given.

    def _lay_out(self, answers: Mapping[str, Answer]) -> None:
        where, root = self.plan.where, self.root
        for name, answer in answers.items():
            page, at = where.get(name, _NOWHERE)
            rows: RowIds = ()
            if page is not root.page or at >= root.page.size:
                bare, rows = _parted(name)
                page, at = where.get(bare, _NOWHERE)
                if page is None or at >= page.size or len(rows) != page.depth:
                    raise KeyError(name)
                if _is_kept(page, at):
                    self._waiting_to_be_placed.setdefault((page.number, rows), {})[at] = answer
            elif _is_kept(page, at):
                root.raw[at] = answer

    def _fill(self, frame: Frame) -> None:
        """Gives a new frame the answers and the rows it had."""
        for at, answer in self._waiting_to_be_placed.pop((frame.page.number, frame.rows), {}).items():
            frame.raw[at] = answer
        for held in frame.held:
            if held.page.roster is not None:
                held.rows = self._rows.pop(address(held.page.roster.name, frame.rows), held.rows)

    def pending(self) -> Iterator[tuple[str, Answer]]:
        """Answers in rows that have not been in sight yet."""
        for (number, rows), answers in self._waiting_to_be_placed.items():
            for at, answer in answers.items():
                question = self.plan.pages[number].questions[at]
                if question is not None:
                    yield address(question.name, rows), answer

    def kept_rows(self) -> dict[str, Rows]:
        """The rosters whose rows are not only the first ones."""
        kept = dict(self._rows)
        self._gather_rows(self.root, kept)
        return kept

    def _gather_rows(self, frame: Frame, kept: dict[str, Rows]) -> None:
        for held in frame.held:
            if held.page.roster is not None and held.rows != _NO_ROWS:
                kept[address(held.page.roster.name, frame.rows)] = held.rows
            for row in held.frames.values():
                self._gather_rows(row, kept)

    # A change.

    def set(self, frame: Frame, at: int, answer: Answer | None) -> None:
        """Keeps the answer to a question on the route and brings up to date all that reads it."""
        frame.raw[at] = frame.seen[at] = answer
        frame.waiting[at] = answer is None
        self._turned = [(frame, at)]
        readers = frame.page.dependants[at]
        for reader in readers:
            frame.due[reader] = 1
        for far in frame.page.far_dependants[at]:
            _mark(frame, far)
        if frame.outer is not None:
            frame.mark(at)
            self._settle(self.root, 0, self.root.page.size)
        elif frame.page.far_dependants[at]:
            self._settle(frame, 0, frame.page.size)
        elif readers:
            self._settle(frame, readers[0], frame.page.size)
        if self.plan.rules:
            self._judge_turned()
        if self.plan.fixes:
            self._fix()

    def set_rows(self, frame: Frame, held: Held, rows: Rows) -> None:
        """Keeps which rows there are and brings up to date all that reads them."""
        held.rows = rows
        self._turned = []
        for at, each in frame.blocks.items():
            if each.held is held:
                frame.mark(at)
        self._settle(self.root, 0, self.root.page.size)
        self._judge_turned()
        self._fix()

    def _fix(self) -> None:
        """Fixes the fields that are reached: nothing that is asked before them waits."""
        waiting = first_waiting(self.root)
        while waiting is not None and waiting[1] in waiting[0].page.computed:
            if self._today is None:
                raise ValueError("the interview needs today's date to fix a value")
            frame, at = waiting
            value = frame.page.computed[at].value(frame.seen)
            answer = Missing.NOT_APPLICABLE if value is None else value
            self.fixed[frame.address(at)] = answer
            frame.raw[at] = frame.seen[at] = answer
            frame.waiting[at] = 0
            self._turned = [(frame, at)]
            self._mark_readers(frame, at)
            frame.mark(at)
            self._settle(self.root, 0, self.root.page.size)
            self._judge_turned()
            waiting = first_waiting(self.root)

    # Working out what is due, in the order of the page.

    def _settle(self, frame: Frame, start: int, end: int) -> None:
        """Off the route a question is open while an answer that its filter reads may still come and turn it."""
        page, seen = frame.page, frame.seen
        on, waiting, open_, due = frame.on, frame.waiting, frame.open, frame.due
        filters, reads, far_reads, dependants = page.filters, page.reads, page.far_reads, page.dependants
        special = page.special
        at = due.find(1, start, end)
        while at >= 0:
            due[at] = 0
            if at in special:
                self._settle_special(frame, at)
                at = due.find(1, at, end)
                continue
            condition = filters[at]
            holds = condition is None or condition(seen)
            might = 0
            if not holds:
                for read in reads[at]:
                    might |= waiting[read] | open_[read]
                if not might and far_reads[at]:
                    might = _may_come(frame, far_reads[at])
            if holds != on[at] or might != open_[at]:
                self.about += (holds | might) - (on[at] | open_[at])
                answer = frame.raw[at] if holds else None
                seen[at] = answer
                on[at] = holds
                waiting[at] = holds and answer is None
                open_[at] = might
                self._turned.append((frame, at))
                for reader in dependants[at]:
                    due[reader] = 1
                for far in page.far_dependants[at]:
                    _mark(frame, far)
            at = due.find(1, at, end)

    def _settle_special(self, frame: Frame, at: int) -> None:
        if at in frame.page.blocks:
            self._settle_block(frame, at)
        elif at in frame.page.computed:
            self._settle_computed(frame, at)
        else:
            self._settle_taking(frame, at)

    def _settle_taking(self, frame: Frame, at: int) -> None:
        """A question whose answer goes out of sight, and waits again, while it could not be given."""
        page = frame.page
        condition, given = page.filters[at], frame.raw[at]
        holds = condition is None or condition(frame.seen)
        might = 0 if holds else _may_come(frame, self._reads(page, at))
        answer = given if holds and given is not None and page.takes[at](frame.seen, given) else None
        if holds != frame.on[at] or might != frame.open[at] or answer != frame.seen[at]:
            self.about += (holds | might) - (frame.on[at] | frame.open[at])
            frame.seen[at] = answer
            frame.on[at] = holds
            frame.waiting[at] = holds and answer is None
            frame.open[at] = might
            self._turned.append((frame, at))
            self._mark_readers(frame, at)

    @staticmethod
    def _reads(page: Page, at: int) -> tuple[Far, ...]:
        return (*(Far(0, (), read) for read in page.reads[at]), *page.far_reads[at])

    def _settle_computed(self, frame: Frame, at: int) -> None:
        page = frame.page
        condition, once = page.filters[at], page.computed[at].once
        holds = condition is None or condition(frame.seen)
        might = int(any(frame.waiting[read] | frame.open[read] for read in page.reads[at]))
        might = might or _may_come(frame, page.far_reads[at])
        value = None
        if holds:
            value = frame.raw[at] if once else page.computed[at].value(frame.seen)
        waits = once and holds and value is None
        if value != frame.seen[at] or might != frame.open[at] or waits != frame.waiting[at]:
            frame.seen[at] = value
            frame.open[at] = might
            frame.waiting[at] = waits
            self._turned.append((frame, at))
            self._mark_readers(frame, at)

    def _settle_block(self, frame: Frame, at: int) -> None:
        rows = frame.blocks[at]
        block, held = rows.block, rows.held
        if block.collects and rows.stale:
            rows.stale = False
            wanted = self._wanted(frame, at)
            if wanted != held.ids():
                self._show_rows(frame, held, wanted)
        pos = rows.due.find(1)
        while pos >= 0:
            rows.due[pos] = 0
            row = held.live[pos]
            self._settle(row, block.start, block.end)
            rows.on[pos] = row.on.find(1, block.start, block.end) >= 0
            rows.waiting[pos] = row.waiting.find(1, block.start, block.end) >= 0
            pos = rows.due.find(1, pos)
        frame.on[at] = rows.on.find(1) >= 0
        frame.waiting[at] = rows.waiting.find(1) >= 0

    def _wanted(self, frame: Frame, at: int) -> tuple[int, ...]:
        """The ids of the rows there are."""
        rows = frame.blocks[at]
        block, held, roster = rows.block, rows.held, rows.held.page.roster
        if roster is None or not (block.filter is None or block.filter(frame.seen)):
            return ()
        return held.rows.ids(roster, None if block.size is None else block.size(frame.seen))

    def _show_rows(self, frame: Frame, held: Held, ids: tuple[int, ...]) -> None:
        for row in held.live:
            if row.rows[-1] not in ids:
                self._hide(row)
        before = set(held.ids())
        for row_id in ids:
            if row_id not in held.frames:
                held.frames[row_id] = Frame(held.page, frame, (*frame.rows, row_id))
                self._fill(held.frames[row_id])
        held.live = [held.frames[row_id] for row_id in ids]
        place = held.page.index[POSITION]
        moved: list[Frame] = []
        for at, row in enumerate(held.live):
            row.at = at
            if row.seen[place] != at + 1:
                row.seen[place] = at + 1
                moved.append(row)
        slot = frame.page.slot(frame.held.index(held))
        frame.seen[slot] = [row.seen for row in held.live]
        for block_at, rows in frame.blocks.items():
            if rows.held is held:
                rows.renew()
                frame.mark(block_at)
        for row in moved:
            self._turned.append((row, place))
            self._mark_readers(row, place)
        self._shown += (row for row in held.live if row.rows[-1] not in before)
        self._turned.append((frame, slot))
        self._mark_readers(frame, slot)

    def _hide(self, frame: Frame) -> None:
        """Takes a row out of sight. All of it is worked out anew when it comes back."""
        page, size = frame.page, frame.page.size
        for at in range(size):
            if at not in page.blocks and at not in page.computed:
                self.about -= frame.on[at] | frame.open[at]
        for held in frame.held:
            for row in held.live:
                self._hide(row)
            held.live = []
            frame.seen[page.slot(frame.held.index(held))] = []
        for rows in frame.blocks.values():
            rows.renew()
            rows.stale = True
        frame.seen[:size] = [None] * size
        frame.seen[page.index[POSITION]] = None
        frame.on[:] = frame.waiting[:] = frame.open[:] = bytes(size)
        frame.due[:] = b"\1" * size
        for key in [key for key, judged_on in self.failing.items() if judged_on is frame]:
            del self.failing[key]

    def _mark_readers(self, frame: Frame, slot: int) -> None:
        for reader in frame.page.dependants[slot]:
            frame.mark(reader)
        for far in frame.page.far_dependants[slot]:
            _mark(frame, far)

    # Edits.

    def in_order(self) -> list[tuple[int, Frame]]:
        """The edits that fail, by their numbers, and the frames they were judged on; in the order of the instrument."""
        return [(key[0], self.failing[key]) for key in sorted(self.failing)]

    def reading(self, frame: Frame, slot: int) -> Iterator[tuple[int, Frame]]:
        """The edits that read or involve what stands there, and the frames they are judged on."""
        for far in self.plan.reading_rules.get((frame.page.number, slot), ()):
            for target in found(frame, far):
                yield far.place, target

    def _judge_turned(self) -> None:
        judged = {each for turned in self._turned for each in self.reading(*turned)}
        for shown in self._shown:
            judged.update(self._rules_of(shown))
        for number, frame in judged:
            self._judge(number, frame)
        self._shown.clear()

    def _judge_all(self) -> None:
        for frame in self.root.everywhere() if self.plan.rules else ():
            for number, _ in self._rules_of(frame):
                self._judge(number, frame)
        self._shown.clear()

    def _rules_of(self, frame: Frame) -> Iterator[tuple[int, Frame]]:
        return ((number, frame) for number, rule in enumerate(self.plan.rules) if rule.page is frame.page)

    def _judge(self, number: int, frame: Frame) -> None:
        """An edit is judged once every question it reads has been answered or is off the route."""
        rule = self.plan.rules[number]
        waits = any(each.waiting[far.place] for far in rule.reads for each in found(frame, far))
        if not waits and rule.fails(frame.seen):
            self.failing[number, frame.rows] = frame
        else:
            self.failing.pop((number, frame.rows), None)


def _is_kept(page: Page, at: int) -> bool:
    """Whether the field has an answer of its own, and is not worked out from others each time."""
    return at not in page.computed or page.computed[at].once


_NO_ROWS = Rows()
_NOWHERE = (None, 0)


def _parted(name: str) -> tuple[str, RowIds]:
    try:
        return parted(name)
    except NoAddress:
        raise KeyError(name) from None


def _mark(frame: Frame, far: Far) -> None:
    for target in found(frame, far):
        target.mark(far.place)


def _may_come(frame: Frame, reads: tuple[Far, ...]) -> int:
    """Whether an answer that is read may still come."""
    return int(any(each.waiting[far.place] | each.open[far.place] for far in reads for each in found(frame, far)))
