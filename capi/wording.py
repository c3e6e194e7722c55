"""Wordings: sentences for people, kept with what fills them, so that the window can say them in its own language.

    raise WrongPassphrase(Wording("CaseFile", "{name} is encrypted. Give its passphrase.").filled(name=path.name))

The command line and the logs read the English, which is also what the window looks up among its translations.
`packaging/translations.py` finds both texts where they stand as plain strings, and only there; so what fills
them is given apart.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias, Union

Fill: TypeAlias = Union[str, int, Decimal, datetime, "Wording"]


@dataclass(frozen=True, slots=True)
class Wording:
    """`context` groups the texts of one part for translators; `text` is English with its fills in {braces}."""

    context: str
    text: str
    fills: tuple[tuple[str, Fill], ...] = ()

    def filled(self, **fills: Fill) -> "Wording":
        """A time is aware. A fill may be a wording of its own; it is then a whole sentence, never a piece of one."""
        return replace(self, fills=tuple(fills.items()))

    def __str__(self) -> str:
        """In English."""
        return self.text.format(**{name: _english(fill) for name, fill in self.fills})


def _english(fill: Fill) -> str:
    match fill:
        case int() | Decimal():
            return f"{fill:,}"
        case datetime():
            return f"{fill.astimezone():%d %B %Y, %H:%M}"
    return str(fill)
