"""Texts with places to fill: `How old is {Name|this person}?` names a field or a fill, and what to say without a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SIGNS = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|[{}])")
_NAMED = re.compile(r"\{\s*([A-Za-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class FillPlace:
    """`{name:form|otherwise}`: `otherwise` is said where the field has no value, `form` says how a date is said."""

    name: str
    otherwise: str = "…"
    form: str = ""


class TextFault(ValueError):
    """The braces of a text do not fit together."""


def parts(text: str) -> tuple[str | FillPlace, ...]:
    """The text cut at its places to fill; `{{` and `}}` stand for the signs themselves.

    >>> parts("Is {Name|this person} in?")
    ('Is ', FillPlace(name='Name', otherwise='this person', form=''), ' in?')
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
    named, bar, otherwise = inside.partition("|")
    name, colon, form = named.partition(":")
    for word in (name, form) if colon else (name,):
        if not word.strip().replace("_", "a").isalnum():
            raise TextFault(f"`{{{inside[:40]}}}` does not name a field or a fill")
    place = FillPlace(name.strip(), form=form.strip())
    return FillPlace(place.name, otherwise, place.form) if bar else place


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with other names in its places to fill.

    >>> renamed("Is {Name|this person} in?", {"Name": "FirstName"})
    'Is {FirstName|this person} in?'
    """
    return "".join(_renamed_place(stretch, names) for stretch in _SIGNS.split(text))


def _renamed_place(stretch: str, names: Mapping[str, str]) -> str:
    found = _NAMED.match(stretch)
    return f"{{{names[found[1]]}{stretch[found.end() :]}" if found and found[1] in names else stretch
