"""Matching: entries that have the words of an answer, misspelt or apart, and how much of their qualifiers was said."""

from dataclasses import dataclass

import pytest

from capi.classification.classification import Abbreviation, IndexEntry
from capi.classification.lines import lines, reading
from capi.classification.matching import Answer, Matcher, Matches, joined
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


@dataclass(frozen=True)
class Found:
    """One row of the matches."""

    title: str
    asked: float
    had: float
    met: bool
    qualified: float
    heard: float


class Matching:
    def __init__(self, entries: tuple[IndexEntry, ...] = ENTRIES) -> None:
        self.lines = lines(entries, words)
        self.vocabulary = Vocabulary(frozenset((*line.title, *line.qualifiers)) for line in self.lines)
        self.matcher = Matcher(self.lines, self.vocabulary)

    def matches(self, title: str, did: str = "", industry: str = "") -> Matches:
        return self.matcher.matches(Answer(self.vocabulary.together(words(title)), words(did), words(industry)))

    def found(self, title: str, did: str = "", industry: str = "") -> dict[str, Found]:
        """By code."""
        each = self.matches(title, did, industry)
        columns = zip(each.asked, each.had, each.met, each.qualified, each.heard, strict=True)
        entries = [self.lines[at].entry for at in each.at.tolist()]
        return {entry.code: Found(entry.title, *row) for entry, row in zip(entries, columns, strict=True)}


@pytest.fixture(scope="module")
def index() -> Matching:
    return Matching()


def test_the_order_of_words_does_not_matter(index: Matching) -> None:
    found = index.found("driver, crane")["8221"]
    assert found == index.found("crane driver")["8221"]
    assert (found.asked, found.had, found.met) == (1, 1, True)


def test_a_misspelt_word_stands_for_the_word_and_is_worth_less(index: Matching) -> None:
    found = index.found("crane drivr")["8221"]
    assert found.met
    assert 0.5 < found.asked < 1
    assert 0.5 < found.had < 1


def test_a_word_too_many_and_one_too_few_count_on_their_own_side(index: Matching) -> None:
    more, less = index.found("mobile crane driver")["8221"], index.found("crane")["8221"]
    assert (more.met, less.met) == (False, False)
    assert more.asked < 1 == pytest.approx(more.had)
    assert less.had < 1 == pytest.approx(less.asked)


def test_words_apart_are_put_together_and_parted_where_the_index_does_so(index: Matching) -> None:
    assert index.found("hair dresser")["6221"].met
    assert index.found("cranedriver")["8221"].met


@pytest.mark.parametrize(
    ("title", "did", "industry", "code"),
    [
        ("manager", "", "retail trade", "1190"),
        ("manager", "catering for weddings", "", "1222"),
        ("bank manager", "", "", "1131"),
    ],
)
def test_a_qualifier_counts_wherever_it_was_said(
    index: Matching, title: str, did: str, industry: str, code: str
) -> None:
    found = index.found(title, did, industry)
    assert max(found, key=lambda each: found[each].qualified) == code
    assert found[code].qualified > 0.6


def test_what_was_said_besides_is_heard_where_the_entry_has_it(index: Matching) -> None:
    found = index.found("manager", industry="retail trade")
    assert (found["1190"].heard, found["1131"].heard) == (1, 0)
    assert {each.heard for each in index.found("manager").values()} == {1}


def test_brackets_of_an_industry_are_its_qualifiers(index: Matching) -> None:
    found = index.found("abattoir", "manufacture")["10110"]
    assert (found.met, found.heard) == (True, 1)
    assert found.qualified > 0.9


def test_words_that_nothing_has_find_nothing(index: Matching) -> None:
    assert index.found("xylograph") == {}
    assert index.found("") == {}


def test_two_readings_of_an_answer_are_one_table(index: Matching) -> None:
    one, other = index.matches("crane driver"), index.matches("manager")
    both = joined([one, other])
    assert both.at.tolist() == [*one.at.tolist(), *other.at.tolist()]
    assert both.met.tolist() == [*one.met.tolist(), *other.met.tolist()]


def test_meanings_come_best_first_and_always_in_one_order() -> None:
    vocabulary = Vocabulary([frozenset({"printer", "printing", "painter"})])
    assert vocabulary.meanings("printer")[0] == ("printer", 1.0)
    assert ("printing", RELATIVE) in vocabulary.meanings("printer")
    assert vocabulary.meanings("prniter")[0][0] == "printer"


def test_initials_of_a_name_are_not_small_words() -> None:
    """IN engineer is of telecoms; who is in engineering is not."""
    (line,) = lines([IndexEntry("5242", "IN engineer")], words)
    assert line.title == ("in", "engineer")


def test_abbreviations_of_the_index_are_written_out_where_they_mean_one_thing() -> None:
    read = reading(
        (
            Abbreviation("SENco", "Special Educational Needs Coordinator"),
            Abbreviation("SEN", "Special Educational Needs"),
            Abbreviation("SEN", "State Enrolled Nurse"),
            Abbreviation("EO", "Entirely Otherwise"),
            Abbreviation("RA1/2", "Registration Assistant – Grades as used in Land Registry Department"),
        )
    )
    assert read("SENCO") == read("special educational needs coordinator")
    assert read("SEN nurse") == ("sen", "nurse")
    assert read("EO") == words("EO")
