"""One row of a sample, read: a case to be, or all that is wrong with it."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from capi.fieldwork.contact import Contact
from capi.instrument.faults import nearest
from capi.instrument.model import Instrument, Mode
from capi.sample.call_cells import CALL_CELLS, LONGEST_LANGUAGE, LONGEST_SKILLS, LONGEST_ZONE
from capi.sample.cells import Cell, fit_length, line_in, lines_in, refuse_controls, refuse_shortened, shown, text_in
from capi.sample.columns import CALLS, Column, Columns, Holds
from capi.sample.contact_cells import email_in, postcode_in, telephone_in
from capi.sample.fact_cells import FactCells
from capi.sample.flaws import Flaw, Problems, Unfit
from capi.sample.modes import in_words, mode_meant
from capi.sample.rows import SampleRow
from capi.sample.table import Row

LONGEST = {
    Holds.REFERENCE: 100,
    Holds.TITLE: 40,
    Holds.FIRST_NAME: 100,
    Holds.LAST_NAME: 100,
    Holds.NAME: 200,
    Holds.ADDRESS: 200,
    Holds.TOWN: 100,
    Holds.COUNTY: 100,
    Holds.NOTE: 2_000,
    Holds.MODE: 40,
    Holds.AREA: 100,
    Holds.INTERVIEWER: 64,
    Holds.LANGUAGE: LONGEST_LANGUAGE,
    Holds.SKILLS: LONGEST_SKILLS,
    Holds.ZONE: LONGEST_ZONE,
}
"""Characters; of an address and a note, of each line."""

_MOST_REMEMBERED = 10_000

_Take: TypeAlias = Callable[[Cell], object]


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """What a table is read for.

    `mode` is that of rows that say none. `mapping` says by what a column holds (or `fact:Age`) under which heading it is;
    an empty heading: under none. `interviewers` are the accounts that cases can go to; None where there are no accounts.
    """

    instrument: Instrument
    today: date
    mode: Mode | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    interviewers: Collection[str] | None = None


class RowReader:
    """Reads rows one after another. `references` are those so far, each with the number of its first row."""

    def __init__(self, order: SampleOrder, columns: Columns, problems: Problems) -> None:
        self.references: dict[str, int] = {}
        self._order = order
        self._problems = problems
        self._modes = order.instrument.modes
        self._usual_mode = self._modes[0] if len(self._modes) == 1 else order.mode
        self._near: dict[str, str] = {}
        self._taken = [
            column
            for column in columns.taken
            if order.interviewers is not None or column.holds is not Holds.INTERVIEWER
        ]
        self._takes = [(column.at, self._take(column)) for column in self._taken]
        self._places = _Places.of(self._taken)

    def read(self, row: Row) -> SampleRow | None:
        """The case to be; None where something is wrong with it, which has then been told."""
        if row.short is not None:
            self._problems.tell(row.number, Flaw.ROW_SHORT, cells=row.short, headings=len(row.cells))
            return None
        before = self._problems.count
        if row.beyond:
            self._problems.tell(row.number, Flaw.ROW_LONG, "", row.beyond)
        found = self._cells(row)
        self._check_reference(row, found)
        mode = self._mode_of(row, found)
        if self._problems.count > before or mode is None:
            return None
        return self._case(row.number, found, mode)

    def _cells(self, row: Row) -> list[Any]:
        """What each column gives, and an empty text after the last; None is of a cell that cannot be taken."""
        found: list[Any] = [""] * (len(self._takes) + 1)
        cells = row.cells
        for place, (at, take) in enumerate(self._takes):
            cell = cells[at]
            if cell != "":
                try:
                    found[place] = take(cell)
                except Unfit as unfit:
                    found[place] = None
                    self._problems.add(row.number, self._taken[place].heading, shown(cell), str(unfit))
        return found

    def _check_reference(self, row: Row, found: list[Any]) -> None:
        place = self._places.reference
        reference = found[place]
        if reference == "":
            self._problems.tell(row.number, Flaw.REFERENCE_MISSING, self._taken[place].heading)
        elif reference is not None:
            first = self.references.setdefault(reference, row.number)
            if first != row.number:
                heading = self._taken[place].heading
                self._problems.tell(row.number, Flaw.REFERENCE_TWICE, heading, reference, row=first)

    def _mode_of(self, row: Row, found: list[Any]) -> Mode | None:
        place = self._places.mode
        mode: Mode | str | None = found[place]
        if mode is None or isinstance(mode, Mode):
            return mode
        if self._usual_mode is None:
            heading = self._taken[place].heading if place < len(self._taken) else ""
            self._problems.tell(row.number, Flaw.MODE_MISSING, heading, modes=in_words(self._modes))
        return self._usual_mode

    def _case(self, number: int, found: list[Any], mode: Mode) -> SampleRow:
        places = self._places
        contact = Contact(
            name=found[places.name] or " ".join([found[place] for place in places.names if found[place]]),
            address=tuple([line for place in places.address for line in found[place]]),
            postcode=found[places.postcode],
            telephones=tuple(dict.fromkeys([found[place] for place in places.telephones if found[place]])),
            email=found[places.email],
            note="\n".join(found[places.note]),
        )
        return SampleRow(
            row=number,
            reference=found[places.reference],
            mode=mode,
            contact=contact,
            area=found[places.area],
            user=found[places.user],
            given={name: found[place] for name, place in places.facts if found[place] not in ("", None)},
        )

    def _take(self, column: Column) -> _Take:
        """How the cells of the column are taken."""
        if column.fact is not None:
            return _remembering(FactCells(column.fact, self._order.today).value)
        match column.holds:
            case Holds.REFERENCE:
                return _reference
            case Holds.POSTCODE:
                return postcode_in
            case Holds.TELEPHONE | Holds.MOBILE:
                return telephone_in
            case Holds.EMAIL:
                return email_in
            case Holds.MODE:
                return _remembering(self._mode)
            case Holds.INTERVIEWER:
                return _remembering(self._interviewer)
            case Holds.PRIORITY | Holds.LANGUAGE | Holds.SKILLS | Holds.DO_NOT_CALL | Holds.ZONE as holds:
                return _remembering(CALL_CELLS[holds])
            case Holds.ADDRESS | Holds.TOWN | Holds.COUNTY | Holds.NOTE as holds:
                return partial(lines_in, most=LONGEST[holds])
            case holds:
                assert holds is not None  # noqa: S101 - a column holds a fact or one of these
                return partial(line_in, most=LONGEST[holds])

    def _mode(self, cell: Cell) -> Mode | str:
        text = line_in(cell, LONGEST[Holds.MODE])
        return mode_meant(text, self._modes, self._order.instrument.name) if text else ""

    def _interviewer(self, cell: Cell) -> str:
        name = line_in(cell, LONGEST[Holds.INTERVIEWER]).lower()
        known = self._order.interviewers or ()
        if name and name not in known:
            if name not in self._near:
                self._near[name] = nearest(name, known)
            raise Unfit(Flaw.INTERVIEWER_UNKNOWN, remedy=self._near[name])
        return name


@dataclass(frozen=True, slots=True)
class _Places:
    """Where among the columns taken each part of a case is found; after the last where no column has it."""

    reference: int
    mode: int
    name: int
    names: tuple[int, ...]
    address: tuple[int, ...]
    postcode: int
    telephones: tuple[int, ...]
    email: int
    note: int
    area: int
    user: int
    facts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, taken: list[Column]) -> "_Places":
        def one(holds: Holds) -> int:
            return next((place for place, column in enumerate(taken) if column.holds is holds), len(taken))

        def several(*holds: Holds) -> list[int]:
            return [place for place, column in enumerate(taken) if column.holds in holds]

        return cls(
            reference=one(Holds.REFERENCE),
            mode=one(Holds.MODE),
            name=one(Holds.NAME),
            names=tuple(one(holds) for holds in (Holds.TITLE, Holds.FIRST_NAME, Holds.LAST_NAME)),
            address=tuple(sorted(several(Holds.ADDRESS), key=lambda place: (taken[place].number, place)))
            + tuple(several(Holds.TOWN) + several(Holds.COUNTY)),
            postcode=one(Holds.POSTCODE),
            telephones=tuple(several(Holds.TELEPHONE, Holds.MOBILE)),
            email=one(Holds.EMAIL),
            note=one(Holds.NOTE),
            area=one(Holds.AREA),
            user=one(Holds.INTERVIEWER),
            facts=tuple((name, place) for place, column in enumerate(taken) if (name := _fact_of(column))),
        )


def _fact_of(column: Column) -> str:
    """The name of the fact that it becomes, of the instrument or for the calls; empty where it becomes none."""
    if column.fact is not None:
        return column.fact.name
    return CALLS.get(column.holds, "") if column.holds is not None else ""


def _remembering(take: _Take) -> _Take:
    """The same for a column where few values come again and again. True is not taken for the 1 that it equals."""
    known: dict[Cell, object] = {}

    def taken(cell: Cell) -> object:
        if type(cell) is not str and type(cell) is not int:
            return take(cell)
        if cell not in known:
            value = take(cell)
            if len(known) >= _MOST_REMEMBERED:
                return value
            known[cell] = value
        return known[cell]

    return taken


def _reference(cell: Cell) -> str:
    """As it is written. A sign that looks like another or like nothing would make two references of one."""
    text = unicodedata.normalize("NFC", text_in(cell))
    refuse_shortened(text)
    if text.isascii() and text.isprintable():
        return fit_length(text, LONGEST[Holds.REFERENCE])
    if not text.isprintable() or any(unicodedata.category(sign) in ("Zs", "Cf") for sign in text.replace(" ", "")):
        refuse_controls(text)
        raise Unfit(Flaw.REFERENCE_SPACES)
    return fit_length(text, LONGEST[Holds.REFERENCE])
