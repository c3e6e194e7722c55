"""Suggesting: ranked, explained and scored, on an index of a few lines and on the published ones."""

import csv
import hashlib
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.classification.classification import Classification, Group, IndexEntry, Part, Scheme, SeeAlso
from capi.classification.likelihood import NOT_WORD_FOR_WORD
from capi.classification.suggesting import Suggester, automatic
from capi.classification.words import words
from capi.classification.workbooks import read_workbook
from capi.sync.coding_messages import CodingSettings

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SOC2020 = REFERENCE / "soc" / "soc2020-coding-index-2025-04-16.xlsx"
SIC2007 = REFERENCE / "sic" / "sic2007-index-2022-12.xlsx"
EVERYDAY = Path(__file__).with_name("everyday_titles.csv")
THRESHOLD = CodingSettings().threshold
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
FOREMEN = Suggester(
    replace(
        INDEX,
        entries=(
            IndexEntry("5250", "Gaffer", industry="metal trades", supervises=True),
            IndexEntry("5213", "Gaffer welder", industry="metal trades"),
        ),
    )
)


@cache
def _index(path: Path) -> Classification:
    data = path.read_bytes()
    return read_workbook(data, hashlib.sha256(data).hexdigest())


@cache
def _suggester(path: Path) -> Suggester:
    return Suggester(_index(path))


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


def test_who_does_not_supervise_is_hardly_an_entry_for_supervisors() -> None:
    """Unless the title says so: then that is believed."""

    def score(title: str, supervises: bool | None) -> float:
        found = FOREMEN.suggest(title, industry="metal trades", supervises=supervises)
        return next(each.score for each in found if each.code == "5250")

    assert score("gaffer", False) < score("gaffer", True) == score("gaffer", None)
    assert score("gaffer foreman", False) == score("gaffer foreman", True)


def test_only_what_is_said_word_for_word_is_nearly_certain() -> None:
    assert SMALL.suggest("welder")[0].score > NOT_WORD_FOR_WORD
    assert SMALL.suggest("wedler")[0].score <= NOT_WORD_FOR_WORD


def test_two_jobs_in_one_are_another_job_the_other_way_round() -> None:
    """SOC2020 codes a fitter-driver and a driver-fitter differently; one of them says nothing certain of the other."""
    index = Suggester(replace(INDEX, entries=(IndexEntry("8211", "Driver-fitter"), IndexEntry("9139", "Sorter"))))
    assert index.suggest("driver-fitter")[0].score > NOT_WORD_FOR_WORD
    assert index.suggest("fitter-driver")[0].score <= NOT_WORD_FOR_WORD


def test_a_default_entry_is_not_certain_where_more_was_said() -> None:
    entries = (IndexEntry("8232", "Boatswain", default="I"), IndexEntry("9139", "Sorter"))
    index = Suggester(replace(INDEX, entries=entries))
    assert index.suggest("boatswain")[0].score > NOT_WORD_FOR_WORD
    assert index.suggest("boatswain", industry="fishing")[0].score <= NOT_WORD_FOR_WORD


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
    assert automatic((), THRESHOLD) is None


def test_only_a_likely_suggestion_is_coded_without_a_person() -> None:
    suggestions = SMALL.suggest("manager")
    score = suggestions[0].score
    assert automatic(suggestions, score) == suggestions[0]
    assert automatic(suggestions, score + 1e-9) is None


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_any_answer_gets_the_same_suggestions_again(title: str, did: str, industry: str) -> None:
    found = SMALL.suggest(title, did, industry)
    assert found == Suggester(INDEX).suggest(title, did, industry)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


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
        ("special educational needs coordinator", "", "", "2316"),
    ],
)
def test_usual_answers_on_the_published_index(title: str, did: str, industry: str, code: str) -> None:
    assert _suggester(SOC2020).suggest(title, did, industry)[0].code == code


@published
def test_plain_answers_are_coded_without_a_person_and_vague_ones_are_not() -> None:
    soc = _suggester(SOC2020)
    for title in ("Chartered accountants", "HGV drivers", "software developer"):
        assert automatic(soc.suggest(title), THRESHOLD) is not None, title
    for title in ("engineer", "manager", "worker", "operator", "chargehand"):
        assert automatic(soc.suggest(title), THRESHOLD) is None, title


@published
def test_entries_of_the_index_are_coded_without_a_person() -> None:
    """Those whose title is of one code; every fiftieth of them."""
    index = _index(SOC2020)
    titles: dict[frozenset[str], set[str]] = {}
    for entry in index.entries:
        titles.setdefault(frozenset(words(entry.title)), set()).add(entry.code)
    alone = [
        entry for entry in index.entries if not entry.qualifiers and len(titles[frozenset(words(entry.title))]) == 1
    ][::50]
    coded = [automatic(_suggester(SOC2020).suggest(entry.title), THRESHOLD) for entry in alone]
    right = sum(one is not None and one.code == entry.code for one, entry in zip(coded, alone, strict=True))
    wrong = sum(one is not None and one.code != entry.code for one, entry in zip(coded, alone, strict=True))
    assert right >= 0.85 * len(alone) > 200
    assert wrong == 0


@published
def test_everyday_titles_are_coded_as_an_expert_would() -> None:
    """Said as respondents say them; their codes were looked up in the index by hand."""
    with EVERYDAY.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = [_suggester(SOC2020).suggest(row["title"], row["did"], row["industry"]) for row in rows]
    first = sum(each[0].code == row["soc2020"] for each, row in zip(found, rows, strict=True))
    in_five = sum(row["soc2020"] in [one.code for one in each[:5]] for each, row in zip(found, rows, strict=True))
    assert len(rows) >= 100
    assert first >= 0.85 * len(rows)
    assert in_five >= 0.93 * len(rows)


@published
@pytest.mark.parametrize(
    "said",
    [
        "x" * 100_000,
        " ".join(f"w{number}qzt" for number in range(10_000)),
        "!?.,;" * 20_000,
        "\N{GRINNING FACE}\N{WRENCH}" * 5_000,
        "\x00\x01\x7f\u202e\u200d" * 5_000,
        "סַבָּל\u200f עובד " * 5_000,
        "é\u0301\u0302" * 30_000,
        "manager worker operator assistant machine engineer " * 200,
    ],
    ids=[
        "one word",
        "unknown words",
        "signs",
        "emoji",
        "control characters",
        "right to left",
        "accents",
        "frequent words",
    ],
)
def test_whatever_is_said_is_answered_at_once(said: str) -> None:
    """A tenth of a second and not more, three times over, on a machine that does other things too."""
    suggester = _suggester(SOC2020)
    began = time.process_time()
    for each in (said, said + " a", said + " b"):
        assert len(suggester.suggest(each, each, each)) <= 10
    assert time.process_time() - began < 0.6


@published
def test_what_comes_after_the_first_words_is_not_read() -> None:
    suggester = _suggester(SOC2020)
    assert suggester.suggest("plumber " * 80 + "nurse " * 10_000) == suggester.suggest("plumber " * 80)


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
