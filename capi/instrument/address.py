"""Addresses: how one field, row or edit is named: `Name`, `Name[3]` in row 3, `JobTitle[3.2]` in row 2 of what row 3 has."""

from typing import TypeAlias

RowIds: TypeAlias = tuple[int, ...]
"""The ids of the rows around something, outermost first; () outside all rosters."""


class NoAddress(ValueError):
    """The text is not the address of anything."""


def address(name: str, rows: RowIds) -> str:
    """
    >>> address("JobTitle", (3, 2))
    'JobTitle[3.2]'
    """
    return f"{name}[{'.'.join(map(str, rows))}]" if rows else name


def parted(text: str) -> tuple[str, RowIds]:
    """The name and the rows of an address. Raises NoAddress.

    >>> parted("JobTitle[3.2]")
    ('JobTitle', (3, 2))
    """
    name, bracket, rest = text.partition("[")
    if not bracket:
        return name, ()
    ids = rest.removesuffix("]").split(".")
    rows = tuple(int(each) for each in ids if each.isascii() and each.isdigit() and len(each) < 10)
    if address(name, rows) != text or not all(rows):
        raise NoAddress(f"{text[:80]!r} is not the address of a field; write it as Name, Name[3] or Name[3.2].")
    return name, rows
