"""Suggestions as a coder sees them: in words, by digits, and never a fault whatever was said."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.classification.classification import Scheme
from capi.classification.reading import read_classification
from capi.classification.shelf import Shelf
from capi.hub.coding import books
from capi.hub.coding.books import Book, opened, suggester
from capi.hub.coding.job_words import JobWords
from capi.hub.coding.next_job import look_up
from capi.hub.coding.suggestions import MOST, looked_up, suggested, suggestions_of
from capi.hub.errors import Conflict, NotAllowed, Unfit
from capi.hub.hub import Principal
from capi.sync.coding_messages import CodeScheme, Looking
from capi.sync.messages import Role
from tests.classification.published import SIC_INDEX, SOC2020, needs_published
from tests.hub.coding.scene import ALL, CodingScene
from tests.hub.scenario import NOW

SOC, SIC = CodeScheme.SOC2020, CodeScheme.SIC2007


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for each in ALL:
        made.add(each, NOW)
    return made


def book(shelf: Shelf, scheme: CodeScheme) -> Book:
    found = opened(shelf, scheme)
    assert found is not None
    return found


def test_what_was_said_word_for_word_is_first_and_its_group_is_named(shelf: Shelf) -> None:
    first = suggested(book(shelf, SOC), suggestions_of(book(shelf, SOC), JobWords("spot welder")))[0]
    assert (first.code, first.title, first.group, first.exact) == ("5215", "Spot welder", "Welding trades", True)
    assert (first.why, first.soc2010) == ("word for word", "5215")


def test_why_says_what_was_read_otherwise(shelf: Shelf) -> None:
    first = suggested(book(shelf, SOC), suggestions_of(book(shelf, SOC), JobWords("wedler")))[0]
    assert (first.exact, first.why) == (False, "“wedler” read as “welder”")


def test_an_industry_is_looked_for_in_what_the_firm_does(shelf: Shelf) -> None:
    words = JobWords("Welder", "Welds", "ship building")
    assert suggestions_of(book(shelf, SIC), words)[0].code == "30110"
    assert suggestions_of(book(shelf, SIC), JobWords("Ship building")) == ()


def test_who_gave_no_title_is_coded_by_what_was_done(shelf: Shelf) -> None:
    assert suggestions_of(book(shelf, SOC), JobWords("", "welder"))[0].code == "5215"


@pytest.mark.parametrize(
    ("scheme", "typed", "codes"),
    [
        (SOC, "231", ["231", "2314", "2319"]),
        (SOC, "=5215", ["5215"]),
        (SOC, " 52 ", ["5215"]),
        (SIC, "30", ["30", "30110"]),
        (SIC, "30.11", ["30110"]),
        (SIC, "C", ["C"]),
        (SOC, "7", []),
    ],
)
def test_digits_find_the_groups_that_begin_so(shelf: Shelf, scheme: CodeScheme, typed: str, codes: list[str]) -> None:
    found = looked_up(book(shelf, scheme), Looking(scheme=scheme, words=typed))
    assert [each.code for each in found] == codes
    assert [each.exact for each in found] == [each == typed.strip(" =") for each in codes]


def test_words_find_entries(shelf: Shelf) -> None:
    found = looked_up(book(shelf, SOC), Looking(scheme=SOC, words="teacher", industry="primary school"))
    assert found[0].title == "Teacher (primary school)"
    assert len(found) <= MOST


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_nothing_that_can_be_said_is_a_fault(title: str, did: str, industry: str) -> None:
    shelf = Shelf(Path("/nonexistent"))
    assert opened(shelf, SOC) is None
    for each in ALL[:2]:
        made = Book(CodeScheme(each.scheme.value), each, None, {}, {})
        suggested(made, suggestions_of(made, JobWords(title, did, industry)))
        looked_up(made, Looking(scheme=made.scheme, words=title[:200], did=did, industry=industry))


def test_a_text_of_a_megabyte_is_answered_soon(shelf: Shelf) -> None:
    began = time.monotonic()
    suggestions_of(
        book(shelf, SOC), JobWords("xylograph \U0001f469‍\U0001f52c " * 50_000, "z" * 10**6, "\u202e" * 10**6)
    )
    assert time.monotonic() - began < 2


def test_an_index_is_opened_once_however_many_ask_for_it_at_once(shelf: Shelf) -> None:
    ready = threading.Barrier(8)

    def ask() -> int:
        ready.wait(10)
        return id(suggester(book(shelf, SOC)))

    with ThreadPoolExecutor(8) as pool:
        assert len({each.result() for each in [pool.submit(ask) for _ in range(8)]}) == 1


def test_only_so_many_indexes_are_kept_open() -> None:
    assert books._open.cache_info().maxsize == books._suggester.cache_info().maxsize == 6


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestLookingUp:
    def test_a_coder_looks_words_up(self, scene: CodingScene) -> None:
        found = look_up(scene.hub, scene.cora, Looking(scheme=SOC, words="welder"))
        assert found.suggested[0].code == "5215"

    def test_what_no_database_keeps_is_refused(self, scene: CodingScene) -> None:
        for words in ("\0", "\ud800"):
            with pytest.raises(Unfit):
                look_up(scene.hub, scene.cora, Looking(scheme=SOC, words=words))

    def test_without_an_index_the_command_is_named(self, scene: CodingScene) -> None:
        with pytest.raises(Conflict, match=r"no index of SOC2010.*capi classification add FILE"):
            look_up(scene.hub, scene.cora, Looking(scheme=CodeScheme.SOC2010, words="welder"))

    def test_who_has_not_the_right_looks_nothing_up(self, scene: CodingScene) -> None:
        with pytest.raises(NotAllowed):
            look_up(scene.hub, Principal(1, "ada", Role.ADMINISTRATOR), Looking(scheme=SOC, words="welder"))


@needs_published
def test_usual_words_on_the_published_indexes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for path in (SOC2020, SIC_INDEX):
        shelf.add(read_classification(path.read_bytes(), "", None), NOW)
    assert shelf.index(Scheme.SOC2020) is not None
    soc = book(shelf, SOC)
    found = suggested(soc, suggestions_of(soc, JobWords("plummer")))
    assert (found[0].code, found[0].soc2010) == ("5315", "5314")
    assert found[0].group
    assert looked_up(soc, Looking(scheme=SOC, words="5315"))[0].exact
    sic = book(shelf, SIC)
    assert "85200" in [each.code for each in suggestions_of(sic, JobWords(industry="primary school"))[:5]]
