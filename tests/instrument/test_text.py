"""Texts cut at the places to fill."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.text import FillPlace, TextFault, parts, renamed

_names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True)
_otherwise = st.text(st.characters(exclude_characters="{}"), max_size=10)
_pieces = st.lists(
    st.one_of(st.text(min_size=1, max_size=20), st.builds(FillPlace, _names, _otherwise, st.just("") | _names)),
    max_size=8,
)


def written(pieces: list[str | FillPlace]) -> str:
    return "".join(
        piece.replace("{", "{{").replace("}", "}}") if isinstance(piece, str) else in_braces(piece) for piece in pieces
    )


def in_braces(place: FillPlace) -> str:
    form = f":{place.form}" if place.form else ""
    return f"{{{place.name}{form}|{place.otherwise}}}"


def joined(pieces: list[str | FillPlace]) -> tuple[str | FillPlace, ...]:
    """The pieces with texts side by side made one."""
    found: list[str | FillPlace] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return tuple(found)


@settings(deadline=None)
@given(_pieces)
def test_a_text_is_cut_into_what_it_was_made_of(pieces: list[str | FillPlace]) -> None:
    assert parts(written(pieces)) == joined(pieces)


@settings(deadline=None)
@given(st.text(st.sampled_from("{}|_ aA1\n'"), max_size=30))
def test_any_text_is_cut_or_has_a_text_fault(text: str) -> None:
    try:
        cut = parts(text)
    except TextFault:
        return
    assert all(isinstance(part, FillPlace) or part for part in cut)
    assert parts(written(list(cut))) == cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ()),
        ("Plain", ("Plain",)),
        ("{Name}", (FillPlace("Name"),)),
        ("{ Name }", (FillPlace("Name"),)),
        ("Is {Name|this person} in?", ("Is ", FillPlace("Name", "this person"), " in?")),
        ("{Name|}", (FillPlace("Name", ""),)),
        ("{Name:long}", (FillPlace("Name", form="long"),)),
        ("{ Name : long |then: so}", (FillPlace("Name", "then: so", "long"),)),
        ("{Name|x:y}", (FillPlace("Name", "x:y"),)),
        ("{Name}{Name}", (FillPlace("Name"), FillPlace("Name"))),
        ("{{Name}}", ("{Name}",)),
        ("{{{Name}}}", ("{", FillPlace("Name"), "}")),
    ],
)
def test_a_text_is_cut_at_its_places_to_fill(text: str, cut: tuple[str | FillPlace, ...]) -> None:
    assert parts(text) == cut


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{Name",
        "Name}",
        "{}",
        "{|x}",
        "{Na me}",
        "{{Name}",
        "{Name}}",
        "{a.b}",
        "{Name:}",
        "{:long}",
        "{Name:a:b}",
        "{Name:a b}",
    ],
)
def test_braces_that_do_not_fit_are_a_text_fault(text: str) -> None:
    with pytest.raises(TextFault):
        parts(text)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Plain", "Plain"),
        ("{A}, {B} and {A|that one}", "{X}, {B} and {X|that one}"),
        ("{ A :long|A}", "{X :long|A}"),
        ("{{A}} {AA} {A", "{{A}} {AA} {A"),
    ],
)
def test_places_to_fill_are_renamed_and_nothing_else(text: str, again: str) -> None:
    assert renamed(text, {"A": "X"}) == again
