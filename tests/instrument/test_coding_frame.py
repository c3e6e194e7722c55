"""Search in a coding frame: what comes first, what is still found, and how long it may take."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.instrument.coding_frame import FrameIndex, words_of
from capi.instrument.model import CodingFrame, FrameEntry, Place
from tests.instrument.timing import within

ENTRIES = (
    ("5314", "Plumbers and heating and ventilating engineers", "gas fitter"),
    ("5241", "Electricians and electrical fitters", ""),
    ("2231", "Nurses", "staff nurse; sister"),
    ("6121", "Nursery nurses and assistants", ""),
    ("1211", "Managers in agriculture", ""),
    ("9272", "Kitchen and catering assistants", ""),
    ("5435", "Cooks", "chef"),
    ("5434", "Chefs", "head cook"),
    ("53.1", "Building finishing trades", ""),
    ("6126", "Educational support assistants", ""),
    ("7111", "Café owners", ""),
)


def frame(entries: tuple[tuple[str, str, str], ...]) -> CodingFrame:
    return CodingFrame("f", (), tuple(FrameEntry(*entry) for entry in entries), Place("f.csv", 1))


@pytest.fixture(scope="module")
def index() -> FrameIndex:
    return FrameIndex(frame(ENTRIES))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("5434", "5434"),
        ("53.1", "53.1"),
        ("531", "53.1"),
        ("plumber", "5314"),
        ("plumbers heating", "5314"),
        ("heat plumb", "5314"),
        ("nurse", "2231"),
        ("nurses", "2231"),
        ("nursery", "6121"),
        ("gas fitter", "5314"),
        ("CAFE", "7111"),
        ("café owner", "7111"),
        ("plumbre", "5314"),
        ("electrican", "5241"),
        ("electrisian", "5241"),
        ("agricultures", "1211"),
        ("assistant kitchen", "9272"),
        ("chef", "5434"),
        ("self employed plumber", "5314"),
    ],
)
def test_the_entry_meant_comes_first(index: FrameIndex, typed: str, first: str) -> None:
    assert index.search(typed)[0].code == first


@pytest.mark.parametrize("typed", ["", "   ", "---", "qqqqqq", "x"])
def test_what_is_nowhere_near_finds_nothing(index: FrameIndex, typed: str) -> None:
    assert index.search(typed) == ()


def test_the_code_comes_before_codes_that_begin_so_and_those_before_the_words() -> None:
    made = FrameIndex(frame((("12", "b", ""), ("1", "a", ""), ("9", "1 more", ""), ("123", "c", ""))))
    assert [entry.code for entry in made.search("1")][:1] == ["1"]
    assert {entry.code for entry in made.search("1")} == {"1", "12", "123", "9"}
    assert [entry.code for entry in made.search("12")] == ["12", "123"]


def test_words_as_typed_come_before_words_that_begin_so(index: FrameIndex) -> None:
    assert [entry.code for entry in index.search("nurse")][:2] == ["2231", "6121"]
    assert [entry.code for entry in index.search("cook")] == ["5435", "5434"], "cooks in the text, cook in other words"


def test_only_so_many_are_given_the_best_of_them(index: FrameIndex) -> None:
    assert [entry.code for entry in index.search("a", most=2)] == [entry.code for entry in index.search("a", most=100)][
        :2
    ]


def test_a_code_is_found_only_as_it_is(index: FrameIndex) -> None:
    entry = index.entry("53.1")
    assert entry is not None
    assert entry.text == "Building finishing trades"
    assert index.entry("531") is None
    assert index.entry("") is None


@given(st.text(max_size=30))
def test_nothing_typed_is_ever_too_much(typed: str) -> None:
    found = FrameIndex(frame(ENTRIES)).search(typed)
    assert len(set(found)) == len(found)


@given(st.sampled_from(ENTRIES), st.data())
def test_every_entry_is_found_by_its_words_and_their_beginnings(
    entry: tuple[str, str, str], data: st.DataObject
) -> None:
    words = words_of(entry[1])
    length = data.draw(st.integers(1, 12))
    for typed in (entry[1], " ".join(words), " ".join(word[:length] for word in words), entry[0]):
        assert entry[0] in [found.code for found in FrameIndex(frame(ENTRIES)).search(typed)]


def test_thirty_thousand_entries_are_searched_in_ten_milliseconds() -> None:
    draw = random.Random(5)  # noqa: S311  # the same frame every time
    syllables = [first + second for first in "bdfgklmnprstvw" for second in ("a", "e", "i", "o", "an", "er", "ist")]
    known = ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(15_000)]
    made = FrameIndex(
        frame(tuple((f"{at:05}", " ".join(draw.choices(known, k=draw.randint(2, 8))), "") for at in range(30_000)))
    )
    within(0.01, lambda: made.search("b"))
    within(0.01, lambda: made.search("ba"))
    within(0.01, lambda: made.search("bane kor"))
    within(0.01, lambda: made.search("1"))
    for number in range(10):
        misspelt = known[number][:-1] + "q"
        within(0.01, lambda misspelt=misspelt: made.search(misspelt))  # type: ignore[misc]
