"""Books: the classifications that this machine has loaded to code with, each opened once in a process and kept open.

    loaded = loaded_here(hub.shelf)             # what there is an index for; reads no more than the headings
    book = opened(hub.shelf, CodeScheme.SOC2020)
    suggester(book).suggest("shop assistant")

When another index has been added to the shelf it is used from the next question on.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capi.classification.classification import Classification, IndexEntry, Part, Scheme
from capi.classification.kept_file import DamagedClassification, Heading, read
from capi.classification.shelf import Shelf
from capi.classification.suggesting import Suggester
from capi.hub.errors import Conflict
from capi.sync.coding_messages import UNCODABLE, CodeScheme

UNCODABLE_IN_WORDS = "Cannot be coded"
_OPENING = threading.Lock()
"""An index takes a second or two to get ready: whoever else needs it meanwhile waits for that one."""
_MOST_OPEN = 6
"""Of each scheme the one in use, and one that was just replaced."""


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """A scheme as it is loaded here. `titles`: of its groups, by code. `by_code`: the entries of the index."""

    scheme: CodeScheme
    index: Classification
    structure: Classification | None
    titles: Mapping[str, str]
    by_code: Mapping[str, tuple[IndexEntry, ...]]

    def has(self, code: str) -> bool:
        return code == UNCODABLE or code in self.titles or code in self.by_code

    def title(self, code: str) -> str:
        return UNCODABLE_IN_WORDS if code == UNCODABLE else self.titles.get(code, "")

    def source(self, code: str) -> Classification:
        """The publication in which this code stands."""
        inside = code in self.by_code or any(group.code == code for group in self.index.groups)
        return self.index if inside or self.structure is None or code == UNCODABLE else self.structure

    def soc2010_codes(self, code: str, entry: str = "") -> tuple[str, ...]:
        """Those that the entries of a code of SOC2020 have there; of the entry with this title alone, where there is one that has."""
        entries = self.by_code.get(code, ())
        chosen = {each.soc2010 for each in entries if each.shown == entry} - {""}
        return tuple(sorted(chosen if len(chosen) == 1 else {each.soc2010 for each in entries} - {""}))


@dataclass(frozen=True, slots=True)
class Loaded:
    """`occupation` and `industry`: the scheme that is chosen from; None where no index is loaded. `labels`: of all schemes."""

    occupation: CodeScheme | None
    industry: CodeScheme | None
    labels: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        both = {"occupation": self.occupation, "industry": self.industry}
        return tuple(name for name, scheme in both.items() if scheme is not None)

    def scheme(self, name: str) -> CodeScheme | None:
        return self.occupation if name == "occupation" else self.industry


def loaded_here(shelf: Shelf) -> Loaded:
    """Raises Conflict where a file of the shelf is damaged."""
    found = {scheme: _in_use(shelf, scheme, Part.INDEX) for scheme in CodeScheme}
    occupations = [scheme for scheme in (CodeScheme.SOC2020, CodeScheme.SOC2010) if found[scheme]]
    return Loaded(
        occupations[0] if occupations else None,
        CodeScheme.SIC2007 if found[CodeScheme.SIC2007] else None,
        {scheme.value: heading.label if heading else "" for scheme, heading in found.items()},
    )


def opened(shelf: Shelf, scheme: CodeScheme) -> Book | None:
    """None where no index of the scheme is loaded. Raises Conflict where its file is damaged."""
    index, structure = _in_use(shelf, scheme, Part.INDEX), _in_use(shelf, scheme, Part.STRUCTURE)
    if index is None:
        return None
    with _OPENING:
        try:
            return _open(shelf.folder, index.file_name, structure.file_name if structure else "")
        except (DamagedClassification, OSError) as error:
            raise _damaged(error) from error


def suggester(book: Book) -> Suggester:
    with _OPENING:
        return _suggester(book)


def _in_use(shelf: Shelf, scheme: CodeScheme, part: Part) -> Heading | None:
    try:
        kept = shelf.kept(Scheme(scheme.value), part)
    except (DamagedClassification, OSError) as error:
        raise _damaged(error) from error
    return kept[0] if kept else None


def _damaged(error: Exception) -> Conflict:
    return Conflict("conflict", f"A classification of the hub cannot be read, so nothing can be coded with it. {error}")


@lru_cache(maxsize=_MOST_OPEN)
def _open(folder: Path, index_file: str, structure_file: str) -> Book:
    index = read(folder / index_file)
    structure = read(folder / structure_file) if structure_file else None
    by_code: dict[str, list[IndexEntry]] = {}
    for entry in index.entries:
        by_code.setdefault(entry.code, []).append(entry)
    groups = (*index.groups, *(structure.groups if structure else ()))
    return Book(
        CodeScheme(index.scheme.value),
        index,
        structure,
        {group.code: group.title for group in groups},
        {code: tuple(entries) for code, entries in by_code.items()},
    )


@lru_cache(maxsize=_MOST_OPEN)
def _suggester(book: Book) -> Suggester:
    return Suggester(book.index)
