"""`capi classification`: loads a published file after looking at every row of it, and shows what is loaded."""

from datetime import UTC, datetime
from pathlib import Path

from capi.classification.classification import NotAClassification, Scheme
from capi.classification.kept_file import DamagedClassification, Heading
from capi.classification.packages import is_workbook
from capi.classification.reading import read_classification, read_file
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, REFUSED, WORLD_FAILED, Refused, WorldFailed, tell
from capi.commands.listing import print_json, print_list
from capi.settings import Settings

_LENGTH_OF_UNIT_GROUP = 4


def add(file: Path, version: str, settings: Settings, *, as_json: bool) -> int:
    """Loads it and says what it is, or what is wrong in it. Raises Refused and WorldFailed."""
    shelf = Shelf(settings.data)
    try:
        content = read_file(file)
        found = read_classification(content, version, None if is_workbook(content) else _unit_groups(shelf))
        is_new = shelf.add(found, datetime.now(UTC))
        kept = shelf.kept(found.scheme, found.part)
    except NotAClassification as error:
        return _refused(file, error, as_json=as_json)
    except (FileNotFoundError, IsADirectoryError) as error:
        if error.filename != str(file):
            raise
        raise Refused(f"There is no file {file}. Name the file that is meant.") from None
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error
    heading = next(each for each in kept if each.sha256 == found.sha256)
    if as_json:
        print_json({"added": is_new, **_plain(heading, kept), "faults": []})
        return DONE
    print(f"{file.name}: {heading.label}{_of(heading)}, {_counts(heading)}.")
    print(f"SHA-256 {heading.sha256}")
    print("It was added." if is_new else f"It is there already, since {heading.added:%Y-%m-%d}. Nothing was changed.")
    if heading is not kept[0]:
        print(f"In use stays a later one: {kept[0].label}{_of(kept[0])}.")
    elif is_new and len(kept) > 1:
        print(f"It is used from now on. The one before is kept: {kept[1].label}{_of(kept[1])}.")
    return DONE


def list_kept(settings: Settings, *, as_json: bool) -> int:
    """Prints what is loaded. A file that is damaged is told, and makes the exit code 3."""
    kept, damaged = Shelf(settings.data).looked_through()
    if as_json:
        print_json([_plain(each, kept) for each in kept])
    else:
        headings = (
            "scheme",
            "part",
            "version",
            "published",
            "groups",
            "entries",
            "cells",
            "added",
            "in use",
            "SHA-256",
        )
        print_list(headings, [_row(each, kept) for each in kept])
    if not kept and not damaged:
        tell("Nothing is loaded yet. Load a published file with: capi classification add FILE")
    for each in damaged:
        tell(each)
    return WORLD_FAILED if damaged else DONE


def _refused(file: Path, error: NotAClassification, *, as_json: bool) -> int:
    """Raises Refused where there is nothing to list."""
    if not error.faults and not as_json:
        raise Refused(f"{file}: {error}") from None
    if as_json:
        count = len(error.faults) + error.more
        print_json({"added": False, "error": str(error), "faults": list(error.faults), "fault_count": count})
        return REFUSED
    for fault in error.faults:
        print(f"{file.name}: {fault}")
    if error.more:
        print(f"... and {error.more:,} more.")
    print(f"{error} Nothing was added.")
    return REFUSED


def _unit_groups(shelf: Shelf) -> frozenset[str] | None:
    """Those of SOC2010, where an index of it is loaded."""
    codes = frozenset(each.code for each in shelf.groups(Scheme.SOC2010) if len(each.code) == _LENGTH_OF_UNIT_GROUP)
    return codes or None


def _plain(heading: Heading, kept: tuple[Heading, ...]) -> dict[str, object]:
    return {
        "scheme": heading.scheme.value,
        "part": heading.part.value,
        "name": heading.name,
        "version": heading.version,
        "published": heading.published,
        "label": heading.label,
        "sha256": heading.sha256,
        "groups": heading.groups,
        "entries": heading.entries,
        "cells": heading.cells,
        "loaded": heading.added.isoformat(),
        "in_use": _in_use(heading, kept),
    }


def _row(heading: Heading, kept: tuple[Heading, ...]) -> tuple[object, ...]:
    counts = (each or None for each in (heading.groups, heading.entries, heading.cells))
    return (
        heading.scheme.value,
        heading.part.value,
        heading.version or None,
        heading.published or None,
        *counts,
        heading.added,
        _in_use(heading, kept),
        heading.sha256,
    )


def _in_use(heading: Heading, kept: tuple[Heading, ...]) -> bool:
    """`kept` are in order: of each scheme and part the one in use first."""
    return heading is next(each for each in kept if (each.scheme, each.part) == (heading.scheme, heading.part))


def _of(heading: Heading) -> str:
    return f" of {heading.published}" if heading.published else ""


def _counts(heading: Heading) -> str:
    counts = ((heading.groups, "groups"), (heading.entries, "index entries"), (heading.cells, "cells"))
    return ", ".join(f"{count:,} {what}" for count, what in counts if count)
