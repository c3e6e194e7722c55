"""Levels: what is collected once for a case, and what once for each row of a roster; each level is a table of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from capi.dataset.versions import Version
from capi.instrument.model import Fact, Instrument, Mode, Question, Roster, Section

Level: TypeAlias = tuple[str, ...]
"""The rosters whose rows a table has one row for, outermost first; () for the cases."""
CASES: Level = ()

Asked: TypeAlias = Question | Fact


@dataclass(frozen=True, slots=True)
class Definition:
    """A field as one version has it; `sections` are those around it, outermost first, none of a fact."""

    version: Version
    asked: Asked
    sections: tuple[Section, ...] = ()

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Those of the instrument, and where a question is put in another besides, that one too."""
        modes = self.version.instrument.modes
        if isinstance(self.asked, Fact):
            return modes
        return (*modes, *(mode for mode in self.asked.by_mode if mode not in modes))


Fields: TypeAlias = dict[str, tuple[Definition, ...]]
"""By name, in the order of the questionnaire; the definition of the newest version last."""


def fields_by_level(fielded: Sequence[Version]) -> dict[Level, Fields]:
    """The fields of all versions at each level; the cases first, then rosters in the order of the newest version."""
    orders: list[dict[Level, list[str]]] = []
    defined: dict[tuple[Level, str], list[Definition]] = {}
    for version in fielded:
        order: dict[Level, list[str]] = {CASES: [], **{level: [] for level in levels_of(version.instrument)}}
        for level, definition in _definitions(version):
            name = definition.asked.name
            order[level].append(name)
            defined.setdefault((level, name), []).append(definition)
        orders.append(order)
    levels = dict.fromkeys(level for order in reversed(orders) for level in order)
    return {
        level: {
            name: tuple(defined[level, name]) for name in _merged([order[level] for order in orders if level in order])
        }
        for level in levels
    }


def levels_of(instrument: Instrument) -> list[Level]:
    """One for each roster, in the order of the instrument."""
    chains = _chains(instrument.rosters)
    return [chains[roster.name] for roster in instrument.rosters]


def roster_of(level: Level, fielded: Iterable[Version]) -> Roster | None:
    """The roster whose rows the table has, as the newest version has it; None for the cases."""
    found = [
        roster
        for version in fielded
        for roster in version.instrument.rosters
        if level and roster.name == level[-1] and _chains(version.instrument.rosters)[roster.name] == level
    ]
    return found[-1] if found else None


def _chains(rosters: Iterable[Roster]) -> dict[str, Level]:
    within = {roster.name: roster.within for roster in rosters}
    chains: dict[str, Level] = {}
    for name in within:
        chain: Level = (name,)
        at = within[name]
        while at:
            chain, at = (at, *chain), within[at]
        chains[name] = chain
    return chains


def _definitions(version: Version) -> Iterator[tuple[Level, Definition]]:
    instrument = version.instrument
    for fact in instrument.facts:
        yield CASES, Definition(version, fact)
    chains = _chains(instrument.rosters)
    for level, question, sections in _walk(instrument.sections, CASES, (), chains):
        yield level, Definition(version, question, sections)


def _walk(
    parts: Iterable[Question | Section], level: Level, around: tuple[Section, ...], chains: Mapping[str, Level]
) -> Iterator[tuple[Level, Question, tuple[Section, ...]]]:
    for part in parts:
        if isinstance(part, Question):
            yield level, part, around
            continue
        inside = (*around, part)
        yield from _walk(part.parts, chains[part.roster] if part.roster else level, inside, chains)
        if part.another is not None:
            yield level, part.another, inside


def _merged(orders: Sequence[list[str]]) -> list[str]:
    """The order of the newest; what only an older one has stands after its neighbour there."""
    merged = list(orders[-1])
    for order in reversed(orders[:-1]):
        for at, name in enumerate(order):
            if name not in merged:
                before = merged.index(order[at - 1]) + 1 if at else 0
                merged.insert(before, name)
    return merged
