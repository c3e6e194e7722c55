"""Suggesting: ranked, explained and scored, on an index of a few lines and on the published ones."""

import hashlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.classification.classification import Classification, Group, IndexEntry, Part, Scheme, SeeAlso
from capi.classification.suggesting import DEFAULT_THRESHOLD, Suggester, automatic
from capi.classification.workbooks import read_workbook

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SOC2020 = REFERENCE / "soc" / "soc2020-coding-index-2025-04-16.xlsx"
SIC2007 = REFERENCE / "sic" / "sic2007-index-2022-12.xlsx"
published = pytest.mark.skipif(not REFERENCE.exists(), reason=f"the published classifications are not at {REFERENCE}")

INDEX = Classification(
    Scheme.SOC2020,
    Part.INDEX,
    "small index",
    "1",
    "",
    groups=(Group("1131", "Financial managers"), Group("5245", "Welding trades")),
    entries=(
        IndexEntry("1131", "Manager", industry="banking", default="M"),
        IndexEntry("1190", "Manager", industry="retail trade"),
        IndexEntry("5215", "Welder"),
        IndexEntry("5250", "Foreman", industry="metal trades", supervises=True),
        IndexEntry("8111", "Malt roaster"),
        IndexEntry("8111", "Coffee roaster"),
        IndexEntry("8139", "Coffee pot maker"),
        IndexEntry("9139", "Baler", industry="waste merchants"),
    ),
    see=(SeeAlso("Chargehand", "Foreman"), SeeAlso("Notes only", "")),
)
SMALL = Suggester(INDEX)


@cache
def _suggester(path: Path) -> Suggester:
    data = path.read_bytes()
    return Suggester(read_workbook(data, hashlib.sha256(data).hexdigest()))


def test_an_entry_word_for_word_is_exact_and_first() -> None:
    first, *_ = SMALL.suggest("Welders")
    assert (first.code, first.exact, first.why.read_as) == ("5215", True, ())


def test_qualifiers_must_be_said_for_an_entry_to_be_exact() -> None:
    said, unsaid = SMALL.suggest("manager", industry="retail trade")[0], SMALL.suggest("manager")[0]
    assert (said.code, said.exact, said.why.qualifiers) == ("1190", True, ("retail", "trade"))
    assert (unsaid.code, unsaid.exact, unsaid.why.default) == ("1131", False, "M")
    assert said.title == "Manager (retail trade)"


def test_what_was_misspelt_is_said() -> None:
    first, *_ = SMALL.suggest("wedler")
    assert (first.code, first.exact, first.why.read_as) == ("5215", False, (("wedler", "welder"),))


def test_a_see_reference_is_followed_and_named() -> None:
    first, *_ = SMALL.suggest("chargehand", industry="metal trades")
    assert (first.code, first.why.see, first.exact) == ("5250", "Chargehand", False)


def test_other_entries_with_the_word_speak_for_a_code() -> None:
    """No entry has barley; roasters are of one code, coffee is of two."""
    assert SMALL.suggest("barley roaster")[0].code == "8111"
    assert SMALL.suggest("coffee stirrer")[0].code in {"8111", "8139"}


def test_one_suggestion_of_each_code_and_no_more_than_asked() -> None:
    codes = [each.code for each in SMALL.suggest("coffee roaster manager")]
    assert len(codes) == len(set(codes)) > 2
    assert [each.code for each in SMALL.suggest("coffee roaster manager", most=2)] == codes[:2]


def test_nothing_is_suggested_where_no_word_is_known() -> None:
    assert SMALL.suggest("xylograph") == ()
    assert automatic(()) is None


def test_only_a_likely_suggestion_is_coded_without_a_person() -> None:
    suggestions = SMALL.suggest("manager")
    score = suggestions[0].score
    assert automatic(suggestions, score) == suggestions[0]
    assert automatic(suggestions, score + 1e-9) is None


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_any_answer_gets_the_same_suggestions_again(title: str, did: str, industry: str) -> None:
    found = SMALL.suggest(title, did, industry)
    assert found == Suggester(INDEX).suggest(title, did, industry)
    assert all(0 <= each.score <= 1 for each in found)


@published
@pytest.mark.parametrize(
    ("title", "did", "industry", "code"),
    [
        ("Software developer", "", "", "2134"),
        ("senior primary school teacher", "teach 7 year olds", "primary school", "2314"),
        ("HGV driver", "drives a lorry", "haulage", "8211"),
        ("lorry drivers", "", "", "8211"),
        ("plummer", "", "", "5315"),
        ("Hair dresser", "", "", "6221"),
        ("carpentor", "", "", "5316"),
        ("shop asst.", "served customers", "shop", "7111"),
        ("Chartered accountant", "", "", "2421"),
        ("brick layer", "", "building site", "5313"),
    ],
)
def test_usual_answers_on_the_published_index(title: str, did: str, industry: str, code: str) -> None:
    assert _suggester(SOC2020).suggest(title, did, industry)[0].code == code


@published
def test_plain_answers_are_coded_without_a_person_and_vague_ones_are_not() -> None:
    soc = _suggester(SOC2020)
    for title in ("Chartered accountants", "HGV drivers", "software developer"):
        assert automatic(soc.suggest(title)) is not None, title
    for title in ("engineer", "manager", "worker", "operator"):
        assert automatic(soc.suggest(title)) is None, title
    assert 0.8 < DEFAULT_THRESHOLD < 1


@published
@pytest.mark.parametrize(
    ("industry", "made", "code"),
    [
        ("abattoir", "", "10110"),
        ("factory making abrasive wheels", "", "23910"),
        ("hairdresser's", "cutting hair", "96020"),
        ("primary school", "", "85200"),
    ],
)
def test_industries_are_suggested_likewise(industry: str, made: str, code: str) -> None:
    assert code in [each.code for each in _suggester(SIC2007).suggest(industry, made)[:5]]
