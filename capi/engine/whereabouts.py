"""Whereabouts: from the address of a field, a row or a roster to where it stands in the interview."""

from capi.engine.frames import Frame, Held
from capi.engine.plan import Plan
from capi.engine.walk import Place
from capi.instrument.address import NoAddress, RowIds, address, parted


class NoRow(ValueError):
    """There is no such row, or it cannot be removed or restored."""


class Whereabouts:
    """Finds what is in sight: a row that was removed, or whose roster is off the route, is not."""

    def __init__(self, plan: Plan, root: Frame) -> None:
        self._plan = plan
        self._root = root

    def field(self, field: str) -> Place | None:
        """The field, fact or computed field; None where it is none, or its row is out of sight."""
        known = self._plan.where.get(field)
        if known is not None and known[0] is self._root.page:
            return self._root, known[1]
        try:
            name, rows = parted(field)
        except NoAddress:
            return None
        page, at = self._plan.where.get(name, (None, 0))
        if page is None or page.depth != len(rows):
            return None
        frame = self._frame(rows, page.number) if rows else self._root
        return None if frame is None else (frame, at)

    def rows(self, roster: str) -> tuple[Frame, Held] | None:
        """The rows of `People`, or of `Jobs[3]`, and the frame that has them; None where there is no such roster in sight."""
        name, around = parted(roster)
        for page in self._plan.pages:
            if page.roster is not None and page.roster.name == name and page.outer is not None:
                frame = self._frame(around, page.outer.number) if len(around) == page.outer.depth else None
                return None if frame is None else (frame, frame.held[page.way[-1]])
        return None

    def row(self, row: str) -> Frame:
        """The row in sight. Raises NoRow."""
        name, rows = parted(row)
        there = self.rows(address(name, rows[:-1])) if rows else None
        frame = there[1].in_sight(rows[-1]) if there else None
        if frame is None:
            raise NoRow(f"There is no row {row}.")
        return frame

    def _frame(self, rows: RowIds, number: int) -> Frame | None:
        """The row with these ids, on the page with this number."""
        frame = self._root
        for held, row in zip(self._plan.pages[number].way, rows, strict=True):
            there = frame.held[held].in_sight(row)
            if there is None:
                return None
            frame = there
        return frame


def rows_address(frame: Frame, held: Held) -> str:
    """Of the rows that the frame has of a roster: `People`, `Jobs[3]`."""
    return address(held.page.roster.name if held.page.roster else "", frame.rows)


def row_address(row: Frame) -> str:
    """Of one row: `People[3]`."""
    return address(row.page.roster.name if row.page.roster else "", row.rows)
