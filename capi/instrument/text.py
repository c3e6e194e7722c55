"""Texts with places to fill: `How old is {Name|this person}?` names a field or a fill, and what to say without a value."""

import re
from dataclasses import dataclass

_SIGNS = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|[{}])")


@dataclass(frozen=True, slots=True)
class FillPlace:
    """`{name|otherwise}`; `otherwise` is said where the field has no value."""

    name: str
    otherwise: str = "…"


class TextFault(ValueError):
    """The braces of a text do not fit together."""


def parts(text: str) -> tuple[str | FillPlace, ...]:
    """The text cut at its places to fill; `{{` and `}}` stand for the signs themselves.

    >>> parts("Is {Name|this person} in?")
    ('Is ', FillPlace(name='Name', otherwise='this person'), ' in?')
    """
    found: list[str | FillPlace] = []
    said = ""
    for stretch in _SIGNS.split(text):
        if stretch in ("{", "}"):
            raise TextFault(f"a single `{stretch}` opens or closes nothing")
        if stretch in ("{{", "}}"):
            said += stretch[0]
        elif stretch[:1] == "{":
            found += [said, _place(stretch[1:-1])] if said else [_place(stretch[1:-1])]
            said = ""
        else:
            said += stretch
    return (*found, said) if said else tuple(found)


def _place(inside: str) -> FillPlace:
    name, bar, otherwise = inside.partition("|")
    if not name.strip().replace("_", "a").isalnum():
        raise TextFault(f"`{{{inside[:40]}}}` does not name a field or a fill")
    return FillPlace(name.strip(), otherwise) if bar else FillPlace(name.strip())
