"""Bookmarks for a PDF file that Qt has written: Qt prints pages and links, but no outline, and does not say the language.

What is missing is added behind the end of the file, as the format allows (ISO 32000-1, 7.5.6, incremental updates): nothing
that Qt wrote is changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`level` from 1; `page` counts from 1; `top` in points from the lower edge of the page."""

    level: int
    title: str
    page: int
    top: float


@dataclass(slots=True)
class _Item:
    """By number: what it stands under, its neighbours, and those directly below it, of which there are `below`."""

    number: int
    bookmark: Bookmark
    parent: int
    before: int = 0
    after: int = 0
    first: int = 0
    last: int = 0
    below: int = 0


def add_outline(path: Path, bookmarks: Sequence[Bookmark], language: str) -> None:
    """Raises ValueError where the file is not as Qt writes it."""
    content = path.read_bytes()
    start = int(_found(rb"startxref\s+(\d+)\s+%%EOF\s*$", content[-200:])[1])
    trailer = _found(rb"trailer\s*<<(.*?)>>\s*startxref", content[start:])[1]
    size, root = int(_found(rb"/Size (\d+)", trailer)[1]), int(_found(rb"/Root (\d+) 0 R", trailer)[1])
    catalog = _object(content, start, root)
    pages = _object(content, start, int(_found(rb"/Pages (\d+) 0 R", catalog)[1]))
    kids = [int(number) for number in re.findall(rb"(\d+) 0 R", _found(rb"/Kids\s*\[(.*?)\]", pages)[1])]
    spoken = f"/Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >>"
    shown = f"/Outlines {size} 0 R /PageMode /UseOutlines"
    objects = {root: catalog.rstrip()[:-2] + f"{spoken} {shown}\n>>".encode()}
    objects |= _outline(bookmarks, size, kids)
    with path.open("ab") as file:
        places = {}
        for number, words in objects.items():
            places[number] = file.tell()
            file.write(b"%d 0 obj\n%s\nendobj\n" % (number, words))
        table = file.tell()
        file.write(_table(places))
        kept = re.sub(rb"/Size \d+", b"/Size %d" % (max(objects) + 1), trailer)
        file.write(b"trailer\n<<%s/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (kept, start, table))


def _outline(bookmarks: Sequence[Bookmark], root: int, kids: Sequence[int]) -> dict[int, bytes]:
    items = _linked(bookmarks, root)
    top, *rest = items
    objects = {root: f"<< /Type /Outlines /First {top.first} 0 R /Last {top.last} 0 R /Count {top.below} >>".encode()}
    for item in rest:
        mark = item.bookmark
        words = [f"<< /Title <FEFF{mark.title.encode('utf-16-be', 'replace').hex().upper()}> /Parent {item.parent} 0 R"]
        words += [f"/Dest [{kids[mark.page - 1]} 0 R /XYZ 0 {mark.top:.1f} null]"]
        words += [f"/{name} {number} 0 R" for name, number in _neighbours(item) if number]
        words += [f"/Count {-item.below}"] if item.below else []
        objects[item.number] = " ".join([*words, ">>"]).encode()
    return objects


def _linked(bookmarks: Sequence[Bookmark], root: int) -> list[_Item]:
    """The items with the outline itself first; each knows its neighbours. Items below the top are closed at first."""
    items = [_Item(root, Bookmark(0, "", 1, 0), 0)]
    above = [items[0]]
    for number, bookmark in enumerate(bookmarks, root + 1):
        while above[-1].bookmark.level >= bookmark.level:
            above.pop()
        parent = above[-1]
        item = _Item(number, bookmark, parent.number, before=parent.last)
        if parent.last:
            items[parent.last - root].after = number
        parent.first, parent.last = parent.first or number, number
        parent.below += 1
        items.append(item)
        above.append(item)
    return items


def _neighbours(item: _Item) -> Iterator[tuple[str, int]]:
    yield from (("Prev", item.before), ("Next", item.after), ("First", item.first), ("Last", item.last))


def _table(places: dict[int, int]) -> bytes:
    """A section of the cross-reference table for each run of numbers; its lines have 20 bytes."""
    words = [b"xref\n"]
    for number in sorted(places):
        if number - 1 not in places:
            run = next(at for at in range(number, number + len(places) + 1) if at not in places) - number
            words.append(b"%d %d\n" % (number, run))
        words.append(b"%010d 00000 n \n" % places[number])
    return b"".join(words)


def _object(content: bytes, table: int, number: int) -> bytes:
    """What stands between `obj` and `endobj`."""
    first = _found(rb"xref\s+0 \d+\s*?\n", content[table : table + 60])
    line = table + first.end() + 20 * number
    place = int(content[line : line + 10])
    return _found(rb"%d 0 obj\s*(.*?)\s*endobj" % number, content[place : place + 2_000_000])[1]


def _found(pattern: bytes, content: bytes) -> re.Match[bytes]:
    found = re.search(pattern, content, re.DOTALL)
    if found is None:
        raise ValueError(f"a PDF file is not as expected: no {pattern.decode()}")
    return found
