"""Which column of a sample holds what: found by the usual headings and by the names of the instrument's facts, or as the office says."""

import enum
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from capi.calling.call_facts import DO_NOT_CALL, LANGUAGE, PRIORITY, SKILLS, ZONE
from capi.instrument.faults import nearest
from capi.instrument.model import Date, Fact, Instrument
from capi.sample.flaws import Flaw, Problems

FACT = "fact:"
"""Before the name of a fact in a mapping, where something else of a sample has that name too."""
_NUMBERED = re.compile(r"(.*?)([0-9]{1,2})")


class Holds(enum.Enum):
    """What a column may hold besides a fact. The value is its name in a mapping."""

    REFERENCE = "reference"
    TITLE = "title"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    NAME = "name"
    ADDRESS = "address"
    TOWN = "town"
    COUNTY = "county"
    POSTCODE = "postcode"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    EMAIL = "email"
    NOTE = "note"
    MODE = "mode"
    AREA = "area"
    INTERVIEWER = "interviewer"
    PRIORITY = "priority"
    LANGUAGE = "language"
    SKILLS = "skills"
    DO_NOT_CALL = "do not call"
    ZONE = "time zone"


SEVERAL = (Holds.ADDRESS, Holds.TELEPHONE, Holds.MOBILE)
"""These may stand in several columns, numbered or not: address 1, address 2."""

USUAL: Mapping[Holds, tuple[str, ...]] = {
    Holds.REFERENCE: (
        "reference", "ref", "reference number", "ref no", "case reference", "case ref", "case", "case id", "case number", "id",
        "serial", "serial number",
    ),
    Holds.TITLE: ("title",),
    Holds.FIRST_NAME: ("first name", "forename", "given name"),
    Holds.LAST_NAME: ("last name", "surname", "family name"),
    Holds.NAME: ("name", "full name", "contact name", "respondent"),
    Holds.ADDRESS: ("address", "address line", "addr", "street"),
    Holds.TOWN: ("town", "city", "post town"),
    Holds.COUNTY: ("county",),
    Holds.POSTCODE: ("postcode", "post code", "postal code", "pcode"),
    Holds.TELEPHONE: (
        "telephone", "telephone number", "tel", "tel no", "phone", "phone number", "home telephone", "home phone", "landline",
    ),
    Holds.MOBILE: ("mobile", "mobile number", "mobile phone", "mobile telephone", "cell phone"),
    Holds.EMAIL: ("email", "e-mail", "email address"),
    Holds.NOTE: ("note", "notes", "contact note"),
    Holds.MODE: ("mode", "interview mode"),
    Holds.AREA: ("area", "sampling point", "psu"),
    Holds.INTERVIEWER: ("interviewer", "assigned to"),
    Holds.PRIORITY: ("priority", "call priority"),
    Holds.LANGUAGE: ("language", "interview language", "language of interview", "lang"),
    Holds.SKILLS: ("skills", "skill", "skills needed", "interviewer skills"),
    Holds.DO_NOT_CALL: ("do not call", "do not telephone", "do not phone", "do not ring", "dnc"),
    Holds.ZONE: ("time zone", "tz", "iana time zone"),
}  # fmt: skip
"""Headings by which a column is known. Capitals, spaces, hyphens and underscores make no difference; nor does a number at the
end, where there may be several."""

CALLS: Mapping[Holds, str] = {
    Holds.PRIORITY: PRIORITY,
    Holds.LANGUAGE: LANGUAGE,
    Holds.SKILLS: SKILLS,
    Holds.DO_NOT_CALL: DO_NOT_CALL,
    Holds.ZONE: ZONE,
}
"""What such a column holds becomes a fact of the case, of this name, by which the calls know it; whatever facts the instrument
has. One that has a fact of this very name keeps it: then the column is that fact."""


def bare(heading: str) -> str:
    """What two spellings of a heading have in common.

    >>> bare("Post_Code"), bare(" Address-line 1 ")
    ('postcode', 'addressline1')
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum())


_BY_HEADING = {bare(heading): holds for holds, headings in USUAL.items() for heading in headings}
_BIRTH_HEADINGS = ("dateofbirth", "birthdate", "dob", "born")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """`at` is its place in the row. It holds one of the two; `number` is that in its heading, 0 where there is none."""

    at: int
    heading: str
    holds: Holds | None = None
    fact: Fact | None = None
    number: int = 0

    @property
    def target(self) -> str:
        """What a mapping calls it."""
        if self.fact is not None:
            return f"{FACT}{self.fact.name}"
        assert self.holds is not None  # noqa: S101 - one of the two
        return f"{self.holds.value} {self.number}" if self.number else self.holds.value


@dataclass(frozen=True, slots=True)
class Columns:
    """Those that are taken, in the order of the sheet, and the headings of those that are not.

    `not_for_calls`: headings that are usual for what the calls want to know, but have been taken as another fact of the instrument.
    """

    taken: tuple[Column, ...]
    not_taken: tuple[str, ...]
    not_for_calls: tuple[str, ...] = ()

    def mapping(self) -> dict[str, str]:
        """What finds the same columns again."""
        found: dict[str, str] = {}
        for column in self.taken:
            target, number = column.target, 2
            while target in found:
                target, number = f"{column.target} {number}", number + 1
            found[target] = column.heading
        return found


_Target: TypeAlias = tuple[Holds | None, Fact | None, int]
"""What a column may be taken for: one of the first two, with the number of the one of several."""


@dataclass(slots=True)
class _Finding:
    """The work of `find_columns`. `named` are the targets that the mapping speaks of: they are looked for by no heading."""

    headings: Sequence[str]
    facts: Mapping[str, Fact]
    row: int
    problems: Problems
    taken: list[Column] = field(default_factory=list)
    named: set[_Target] = field(default_factory=set)
    kept: list[tuple[str, _Target]] = field(default_factory=list)
    """Headings of facts of the instrument that are usual for something of the calls too, each with what that is."""

    def by_mapping(self, mapping: Mapping[str, str]) -> None:
        for given, heading in mapping.items():
            target = self.target(given)
            if target is None:
                known = [*(holds.value for holds in Holds), *(fact.name for fact in self.facts.values())]
                self.problems.tell(self.row, Flaw.TARGET_UNKNOWN, "", given, remedy=nearest(given, known))
                continue
            self.named.add(target)
            if heading.strip():
                self.take(given, heading.strip(), target)

    def target(self, given: str) -> _Target | None:
        """What a mapping means by this name."""
        name = given.strip()
        if name.casefold().startswith(FACT):
            name = name[len(FACT) :]
        else:
            usual = self.usual(name)
            if usual is not None:
                return usual
        fact = self.facts.get(bare(name))
        return None if fact is None else (None, fact, 0)

    def usual(self, heading: str) -> _Target | None:
        """What is usually below this heading, facts of the instrument left out; but one that has the name of what it is comes first."""
        holds, number = known_heading(heading)
        if holds is None:
            return None
        own = next((fact for fact in self.facts.values() if fact.name == CALLS.get(holds)), None)
        return (holds, None, number) if own is None else (None, own, 0)

    def take(self, given: str, heading: str, target: _Target) -> None:
        exact = [at for at, each in enumerate(self.headings) if each == heading]
        places = exact or [at for at, each in enumerate(self.headings) if each and bare(each) == bare(heading)]
        if len(places) == 1:
            self.taken.append(Column(places[0], self.headings[places[0]], *target))
        elif places:
            self.problems.tell(self.row, Flaw.COLUMN_TWICE, heading)
        else:
            remedy = nearest(heading, [each for each in self.headings if each])
            self.problems.tell(self.row, Flaw.COLUMN_UNKNOWN, "", heading, what=given, remedy=remedy)

    def by_heading(self) -> None:
        mapped = {column.at for column in self.taken}
        for at, heading in enumerate(self.headings):
            usual, own = self.usual(heading), self.facts.get(bare(heading))
            fact: _Target | None = None if own is None or (None, own, 0) in self.named else (None, own, 0)
            if usual is not None and at not in mapped and usual not in self.named:
                if fact is None or known_heading(heading)[0] not in CALLS:
                    self.taken.append(Column(at, heading, *usual))
                else:
                    self.kept.append((heading, usual))
            if fact is not None:
                self.taken.append(Column(at, heading, *fact))

    def refuse_unsure(self) -> None:
        first: dict[_Target, Column] = {}
        places: dict[str, int] = {}
        for column in self.taken:
            target = column.holds, column.fact, column.number
            before = first.setdefault(target, column)
            if places.setdefault(column.heading, column.at) != column.at:
                self.problems.tell(self.row, Flaw.COLUMN_TWICE, column.heading)
            elif before is not column and (column.holds not in SEVERAL or column.number):
                fills = {"other": before.heading, "what": column.target}
                self.problems.tell(self.row, Flaw.COLUMN_UNSURE, column.heading, "", **fills)


def find_columns(
    headings: Sequence[str], instrument: Instrument, mapping: Mapping[str, str], row: int, problems: Problems
) -> Columns:
    """The columns that are taken. What the mapping says comes first; a name with nothing behind it is looked for no more."""
    finding = _Finding(headings, dict(_by_name(instrument)), row, problems)
    finding.by_mapping(mapping)
    finding.by_heading()
    finding.refuse_unsure()
    if not any(column.holds is Holds.REFERENCE for column in finding.taken) and not problems.count:
        problems.tell(row, Flaw.NO_REFERENCES)
    taken = tuple(sorted(finding.taken, key=lambda column: column.at))
    places = {column.at for column in taken}
    there = {(column.holds, column.fact, column.number) for column in taken}
    return Columns(
        taken,
        tuple(heading for at, heading in enumerate(headings) if heading and at not in places),
        tuple(heading for heading, target in finding.kept if target not in there),
    )


def known_heading(heading: str) -> tuple[Holds | None, int]:
    """What is usually below this heading, and the number it ends with.

    >>> known_heading("Address line 2"), known_heading("Area 2")
    ((<Holds.ADDRESS: 'address'>, 2), (None, 0))
    """
    name = bare(heading)
    if name in _BY_HEADING:
        return _BY_HEADING[name], 0
    numbered = _NUMBERED.fullmatch(name)
    holds = _BY_HEADING.get(numbered[1]) if numbered else None
    return (holds, int(numbered[2])) if numbered and holds in SEVERAL else (None, 0)


def is_birth(fact: Fact) -> bool:
    """Whether it is the date somebody was born, by its name or label."""
    words = [fact.name, *fact.label]
    return isinstance(fact.type, Date) and any(bare(word) in _BIRTH_HEADINGS for word in words)


def _by_name(instrument: Instrument) -> Iterator[tuple[str, Fact]]:
    """By name and by label; a name before any label."""
    for fact in instrument.facts:
        for label in fact.label:
            yield bare(label), fact
    births = [fact for fact in instrument.facts if is_birth(fact)]
    if len(births) == 1:
        for heading in _BIRTH_HEADINGS:
            yield heading, births[0]
    for fact in instrument.facts:
        yield bare(fact.name), fact
