"""Words of job titles and industries: what is written in different ways is one word, what is another job is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.classification.abbreviations import ABBREVIATIONS
from capi.classification.said_words import ALIKE, SELDOM_CODES
from capi.classification.words import root, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café owner", "cafe owners"),
        ("Asst. mgr", "assistant manager"),
        ("H.G.V. driver", "heavy goods vehicle driver"),
        ("HGV drivers", "Heavy goods vehicle driver"),
        ("chairwoman", "chairperson"),
        ("Salespersons", "salesman"),
        ("waitress", "waiter"),
        ("Postwomen", "postman"),
        ("colour organizer", "color organiser"),
        ("labor adviser", "labour advisor"),
        ("jeweler", "jeweller"),
        ("draftsman", "draughtswoman"),
        ("co-ordinator", "coordinators"),
        ("children's nurse", "child nurse"),
        ("nurse (part-time)", "self-employed nurse"),
        ("butcher & baker", "butcher and baker"),
        ("boxes mfr", "box manufacture"),
    ],
)
def test_one_word_however_it_is_written(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tiler", "tiller"),
        ("baker", "maker"),
        ("laboratory", "labour"),
        ("filer", "filler"),
        ("senior nurse", "nurse"),
        ("glass", "glaze"),
    ],
)
def test_another_job_is_another_word(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_what_never_codes_stays_where_there_is_nothing_else() -> None:
    assert words("part time") == ("part", "time")
    assert words("A") == ("a",)


def test_relatives_have_one_root() -> None:
    assert root("printer") == root("printing") == root("printed")
    assert root("manager") == root("management")
    assert root("printer") != root("painter")
    assert root("bus") == "bus"


@pytest.mark.parametrize("word", sorted({*SELDOM_CODES, *(word for group in ALIKE for word in group)}))
def test_words_of_the_tables_are_as_words_are_compared(word: str) -> None:
    """A word that is written otherwise in a table is never met."""
    assert words(word) == (word,)


@pytest.mark.parametrize("short", sorted(ABBREVIATIONS))
def test_an_abbreviation_is_written_out_once_and_for_all(short: str) -> None:
    full = words(short)
    assert words(" ".join(full)) == full or not ABBREVIATIONS[short]


@given(st.text(max_size=40))
def test_any_text_has_words_of_letters_and_figures(text: str) -> None:
    assert all(word and word.isascii() and word.isalnum() for word in words(text))


@given(st.text(alphabet="abcdeginorst -'", max_size=30))
def test_signs_and_capitals_do_not_matter(text: str) -> None:
    assert words(text.upper()) == words(text)
