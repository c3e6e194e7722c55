from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from capi.outputs.documents.questionnaire_contents import questionnaire
from capi.outputs.documents.questionnaire_html import write_questionnaire_page
from tests.outputs.documents.travel import TRAVEL, read, travel

VOID = {"meta", "br", "img", "link", "input", "hr"}


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data if not self.open or self.open[-1] != "style" else ""

    def values(self, name: str) -> list[str]:
        return [value for _, known, value in self.attributes if known == name]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> _Page:
    path = tmp_path_factory.mktemp("page") / "travel.html"
    write_questionnaire_page(path, questionnaire(travel(), None, 0))
    return _Page(path.read_text(encoding="utf-8"))


def test_every_tag_is_closed_and_nothing_is_loaded_or_run(page: _Page) -> None:
    assert page.open == []
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "src"]


def test_texts_of_an_instrument_are_words_and_never_tags(page: _Page) -> None:
    for words in ("<script>alert(1)</script> Welcome.", "<b>All</b> of them", "<i>a coach</i>", "Travel <& living>"):
        assert words in page.words


def test_every_link_leads_somewhere_and_no_place_is_there_twice(page: _Page) -> None:
    places = page.values("id")
    assert len(places) == len(set(places))
    inner = [address[1:] for address in page.values("href") if address.startswith("#")]
    assert set(inner) <= set(places)
    assert [address for address in page.values("href") if not address.startswith("#")] == [
        "https://example.org/a?b=1&c=2"
    ]


def test_no_address_but_one_of_the_web_becomes_a_link(tmp_path: Path) -> None:
    hostile = read(TRAVEL.replace("https://example.org/a?b=1&c=2", "javascript:alert(1)"))
    if hostile.instrument is None:
        return  # the reader refuses it already
    write_questionnaire_page(tmp_path / "page.html", questionnaire(hostile.fit(), None, 0))
    assert "javascript:" not in str(_Page((tmp_path / "page.html").read_text(encoding="utf-8")).values("href"))


def test_a_reader_who_listens_finds_headings_landmarks_and_tables(page: _Page) -> None:
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("nav") == 1
    assert {"h2", "h3", "section", "article", "header"} <= set(page.tags)
    assert page.tags.count("th") == len([1 for tag, name, _ in page.attributes if (tag, name) == ("th", "scope")])
    levels = [int(tag[1]) for tag in page.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_words_of_the_instrument_are_marked_with_their_language(page: _Page) -> None:
    assert ("html", "lang", "en") in page.attributes
    assert ("p", "lang", "en") in page.attributes
