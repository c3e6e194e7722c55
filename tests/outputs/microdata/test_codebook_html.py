from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.export import Delivery, export_data
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of


class _Page(HTMLParser):
    """The words, the tags, and everything the page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.loaded += [
            str(value) for name, value in attrs if name in ("src", "href") and not str(value).startswith("#")
        ]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


HOSTILE = HEALTH.replace("label: General health", 'label: "<script>alert(1)</script>"').replace(
    "1: Good", "1: \"<img src=x onerror=alert(2)> & 'good'\""
)


@pytest.fixture
def page(tmp_path: Path) -> _Page:
    fieldwork = Fieldwork(tmp_path / "cases.casefile")
    fieldwork.interview("1", instrument_of(HOSTILE), {"General": 2, "Illness": "x", "Visits": 3, "Income": 5})
    newer = HOSTILE.replace('version: "1"', 'version: "2"').replace("How often did you see", "How often have you seen")
    fieldwork.interview("2", instrument_of(newer), {"General": 1, "Income": 5})
    circumstances = Circumstances(datetime(2026, 11, 20, tzinfo=UTC), "cases", invented=True, everything=False)
    delivery = Delivery(Profile.SPECIAL, MissingCodes(), tmp_path / "out")
    export_data(datasets(fieldwork.case_file, everything=False), delivery, circumstances)
    return _Page((tmp_path / "out" / "health-codebook.html").read_text(encoding="utf-8"))


def test_every_tag_is_closed_and_the_page_loads_nothing(page: _Page) -> None:
    assert page.open == []
    assert page.loaded == []
    assert not {"script", "img", "link", "iframe"} & set(page.tags)


def test_texts_of_an_instrument_are_words_and_never_tags(page: _Page) -> None:
    assert "<script>alert(1)</script>" in page.words
    assert "<img src=x onerror=alert(2)> & 'good'" in page.words
    assert "Health <& wellbeing>" in page.words


@pytest.mark.parametrize(
    "words",
    [
        "How is your health in general?",
        "General != 1",
        "Not so good",
        "telephone",
        "How often have you seen a doctor?",
        "How often did you see a doctor?",
        "version 1",
        "a text in the respondent's own words",
        "A whole number from 0 to 99. In these data from 3 to 3, mean 3.00.",
        "A number made for this export",
        "20 November 2026",
    ],
)
def test_it_says_what_a_reader_needs(page: _Page, words: str) -> None:
    assert words in " ".join(page.words.split())
