"""The shelf: the classifications that an office has added, the latest of each in use, earlier ones kept and found by name.

shelf = Shelf(settings.data)
shelf.add(classification, now)          # False where it is there already
shelf.index(Scheme.SOC2020)             # the latest, or None
shelf.nssec_table("2016")               # an earlier one, by its version or the beginning of its SHA-256
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from capi.classification.classification import Classification, Group, IndexEntry, Part, Scheme
from capi.classification.kept_file import SUFFIX, DamagedClassification, Heading, heading_of, read, read_heading, write

if TYPE_CHECKING:
    from capi.derivation.full_nssec import NssecTable

FOLDER = "classifications"
_FILE_NAME = re.compile(
    rf"({'|'.join(re.escape(scheme.value) for scheme in Scheme)})-({'|'.join(part.value for part in Part)})-[0-9a-f]{{64}}{re.escape(SUFFIX)}"
)
_SHORTEST_BEGINNING = 6


class NotOnTheShelf(LookupError):
    """No classification of this name was added. The message says which were."""


class Shelf:
    """`data` is the data folder; the shelf is a folder in it, made when the first classification is added."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def add(self, classification: Classification, now: datetime) -> bool:
        """False where the same published file is kept already; a damaged one is replaced. Raises OSError."""
        heading = heading_of(classification, now)
        path = self.folder / heading.file_name
        if path.exists() and _is_whole(path):
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        write(path, heading, classification)
        return True

    def kept(self, scheme: Scheme | None = None, part: Part | None = None) -> tuple[Heading, ...]:
        """By scheme and part, the one in use first and then the earlier ones. Raises DamagedClassification, OSError."""
        return _in_order(read_heading(path) for path in self._paths(scheme, part))

    def looked_through(self) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
        """What is kept and can be read to its end, and in words what cannot. Raises OSError."""
        whole, damaged = [], []
        for path in self._paths(None, None):
            try:
                read(path)
                whole.append(read_heading(path))
            except DamagedClassification as error:
                damaged.append(str(error))
        return _in_order(whole), tuple(damaged)

    def find(self, scheme: Scheme, part: Part, named: str = "") -> Classification | None:
        """The latest, or the one with this version, or whose SHA-256 begins so. None where nothing of the kind was added.

        Raises NotOnTheShelf where others were, DamagedClassification, OSError.
        """
        kept = self.kept(scheme, part)
        chosen = [each for each in kept if _is_named(each, named)]
        if chosen:
            return read(self.folder / chosen[0].file_name)
        if kept:
            raise NotOnTheShelf(
                f"There is no {named!r} on this machine, only: {'; '.join(each.label for each in kept)}."
            )
        return None

    def index(self, scheme: Scheme, named: str = "") -> Classification | None:
        return self.find(scheme, Part.INDEX, named)

    def groups(self, scheme: Scheme) -> tuple[Group, ...]:
        """Of the structure, where one was added, or of the index; () where neither was, or the index has no groups."""
        found = self.find(scheme, Part.STRUCTURE) or self.find(scheme, Part.INDEX)
        return found.groups if found else ()

    def nssec_table(self, named: str = "") -> NssecTable | None:
        """Its version is the label that every derived value is to name."""
        found = self.find(Scheme.NSSEC_SOC2010, Part.TABLE, named)
        if found is None:
            return None
        from capi.derivation.full_nssec import NssecTable  # with table expressions, which cost a second

        return NssecTable(found.label, {(int(cell.unit_group), cell.column): cell.category for cell in found.cells})

    def _paths(self, scheme: Scheme | None, part: Part | None) -> list[Path]:
        if not self.folder.is_dir():
            return []
        found = []
        for path in sorted(self.folder.iterdir()):
            match = _FILE_NAME.fullmatch(path.name)
            if match and scheme in (None, Scheme(match[1])) and part in (None, Part(match[2])):
                found.append(path)
        return found


def soc2010_of(entry: IndexEntry) -> str | None:
    """The SOC2010 unit group of an entry of SOC2020, through which NS-SEC is derived; None where it has none."""
    return entry.soc2010 or None


def _in_order(found: Iterable[Heading]) -> tuple[Heading, ...]:
    schemes, parts = list(Scheme), list(Part)
    latest_first = sorted(found, key=_lateness, reverse=True)
    return tuple(sorted(latest_first, key=lambda each: (schemes.index(each.scheme), parts.index(each.part))))


def _is_whole(path: Path) -> bool:
    try:
        read(path)
    except DamagedClassification:
        return False
    return True


def _is_named(heading: Heading, named: str) -> bool:
    return (
        not named
        or named in (heading.version, heading.label)
        or (len(named) >= _SHORTEST_BEGINNING and heading.sha256.startswith(named.lower()))
    )


def _lateness(heading: Heading) -> tuple[tuple[int, ...], datetime]:
    """By the numbers of its version, then by when it was added; one without a version is before all that have one."""
    return tuple(int(number) for number in re.findall(r"\d+", heading.version)), heading.added
