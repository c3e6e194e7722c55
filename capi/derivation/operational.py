"""The operational categories of NS-SEC, L1 to L17, and the classes they make: 8 with 1 in two parts, 5 and 3.

Source: the harmonised standard "Economic activity, NS-SEC and employment", and the ONS NS-SEC user manual (SOC2010, section 7).
"""

from collections.abc import Mapping
from typing import NamedTuple

NEVER_WORKED, LONG_TERM_UNEMPLOYED = "L14.1", "L14.2"
STUDENT, INADEQUATE, OTHER = "L15", "L16", "L17"
NEVER_WORKED_OR_LONG_TERM_UNEMPLOYED = "NWLTU"


class Classes(NamedTuple):
    """`not_classified` says why where there is no class."""

    eight: str | None
    five: str | None
    three: str | None
    not_classified: str | None = None


_BY_LEVEL = {
    1: Classes("1.1", "1", "1"),
    2: Classes("1.1", "1", "1"),
    3: Classes("1.2", "1", "1"),
    4: Classes("2", "1", "1"),
    5: Classes("2", "1", "1"),
    6: Classes("2", "1", "1"),
    7: Classes("3", "2", "2"),
    8: Classes("4", "3", "2"),
    9: Classes("4", "3", "2"),
    10: Classes("5", "4", "3"),
    11: Classes("5", "4", "3"),
    12: Classes("6", "5", "3"),
    13: Classes("7", "5", "3"),
    14: Classes("8", NEVER_WORKED_OR_LONG_TERM_UNEMPLOYED, NEVER_WORKED_OR_LONG_TERM_UNEMPLOYED),
    15: Classes(None, None, None, "student"),
    16: Classes(None, None, None, "inadequate"),
    17: Classes(None, None, None, "other"),
}
_PARTS = {3: 4, 4: 4, 7: 4, 8: 2, 9: 2, 11: 2, 12: 7, 13: 5, 14: 2}
"""How many parts a level has, where it has any."""

CATEGORIES: Mapping[str, Classes] = {
    name: classes
    for level, classes in _BY_LEVEL.items()
    for name in ([f"L{level}.{part + 1}" for part in range(_PARTS[level])] if level in _PARTS else [f"L{level}"])
}

NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(CATEGORIES, 1)}
"""Of the categories, while it is being found out which one it is; 0 is none."""
