"""Matching: entries that have the words of an answer, misspelt or apart, and what their qualifiers do."""

import pytest

from capi.classification.classification import IndexEntry
from capi.classification.matching import Answer, Match, Matcher
from capi.classification.vocabulary import RELATIVE, Vocabulary
from capi.classification.words import words

ENTRIES = (
    IndexEntry("1131", "Manager", industry="banking", default="M"),
    IndexEntry("1190", "Manager", industry="retail trade", default="O"),
    IndexEntry("1222", "Manager", additional="catering"),
    IndexEntry("6221", "Hairdresser"),
    IndexEntry("8221", "Crane driver"),
    IndexEntry("8131", "Cutter", industry="metal trades"),
    IndexEntry("5250", "Gaffer", industry="metal trades", supervises=True),
    IndexEntry("10110", "Abattoir (manufacture)"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(ENTRIES)


def _best(
    matcher: Matcher, title: str, did: str = "", industry: str = "", supervises: bool | None = None
) -> dict[str, Match]:
    together = matcher.vocabulary.together
    return matcher.best_of_each_code(Answer(together(words(title)), words(did), words(industry), supervises))


def _first(found: dict[str, Match]) -> str:
    return max(found, key=lambda code: found[code].fit)


def test_the_order_of_words_does_not_matter(matcher: Matcher) -> None:
    assert _best(matcher, "driver, crane")["8221"].title == _best(matcher, "crane driver")["8221"].title == 1


def test_a_misspelt_word_is_worth_less_than_the_word(matcher: Matcher) -> None:
    assert 0.5 < _best(matcher, "crane drivr")["8221"].title < 1


def test_words_apart_are_put_together_and_parted_where_the_index_does_so(matcher: Matcher) -> None:
    assert _best(matcher, "hair dresser")["6221"].title == 1
    assert _best(matcher, "cranedriver")["8221"].title == 1


def test_a_qualifier_that_was_said_decides(matcher: Matcher) -> None:
    assert _first(_best(matcher, "manager", industry="retail trade")) == "1190"
    assert _first(_best(matcher, "manager", did="catering for weddings")) == "1222"
    assert _first(_best(matcher, "bank manager")) == "1131"


def test_where_no_qualifier_is_said_the_default_comes_first(matcher: Matcher) -> None:
    found = _best(matcher, "manager")
    assert _first(found) == "1131"
    assert found["1131"].qualified == 0


def test_who_does_not_supervise_is_hardly_an_entry_for_supervisors(matcher: Matcher) -> None:
    asked, denied = (_best(matcher, "gaffer", supervises=each)["5250"].fit for each in (True, False))
    assert denied < asked == _best(matcher, "gaffer")["5250"].fit


def test_a_title_that_says_foreman_is_believed(matcher: Matcher) -> None:
    asked, denied = (_best(matcher, "gaffer foreman", supervises=each)["5250"].fit for each in (True, False))
    assert denied == asked


def test_brackets_of_an_industry_are_its_qualifiers(matcher: Matcher) -> None:
    found = _best(matcher, "abattoir")["10110"]
    assert found.line.qualifiers == ("manufacture",)
    assert found.title == 1


def test_words_that_nothing_has_find_nothing(matcher: Matcher) -> None:
    assert _best(matcher, "xylograph") == {}
    assert _best(matcher, "") == {}


def test_meanings_come_best_first_and_always_in_one_order() -> None:
    vocabulary = Vocabulary([frozenset({"printer", "printing", "painter"})])
    assert vocabulary.meanings("printer")[0] == ("printer", 1.0)
    assert ("printing", RELATIVE) in vocabulary.meanings("printer")
    assert vocabulary.meanings("prniter")[0][0] == "printer"
