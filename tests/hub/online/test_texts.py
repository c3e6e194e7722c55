"""Our own words: every one that a page says is there, and every one that is there is said."""

import re
from pathlib import Path
from string import Formatter

import pytest

import capi.hub.online
import capi.hub.service
from capi.hub.online.access_codes import LENGTH, SYMBOLS
from capi.hub.online.beginning import Closed
from capi.hub.online.texts import TextShelf, Words, direction, own_name, preferred, read_texts, shipped_texts
from capi.hub.service.online_reply import MEANT
from capi.settings import read_settings

FOLDER = read_settings({}).resources / "online"
ENGLISH = read_texts(FOLDER / "texts" / "en.toml")
_NAMED = re.compile(r"""["']([a-z_]+\.[a-z_]+)["']""")
_FORMS = re.compile(r"\.(?:zero|one|two|few|many|other)$")
_WHOLE_PAGES = {
    *MEANT.values(),
    "thank_you",
    "privacy_page",
    "accessibility_page",
    "contact_page",
    *(f"closed_{why.value}" for why in Closed),
}
_PUT_TOGETHER = {
    *(f"question.{part}" for part in ("day", "month", "year")),
    *(f"signed_out.{part}" for part in ("title", "enter", "kept", "lost", "ended", "before")),
    *(f"saved.{part}" for part in ("title", "enter")),
    *(f"{page}.title" for page in ("unavailable", "too_many_tries")),
    *(f"{page}.{part}" for page in _WHOLE_PAGES for part in ("title", "about")),
}
"""Names that no page has as they are, but in two parts."""


def said() -> set[str]:
    """The names that pages and templates ask for."""
    sources = [
        *Path(capi.hub.online.__file__).parent.glob("*.py"),
        *Path(capi.hub.service.__file__).parent.glob("online*.py"),
        *(FOLDER / "templates").glob("*.html"),
    ]
    named = {name for file in sources for name in _NAMED.findall(file.read_text(encoding="utf-8"))}
    sections = {name.partition(".")[0] for name in ENGLISH}
    return {each for each in named if each.partition(".")[0] in sections and not each.endswith(".html")}


def test_every_text_that_is_asked_for_is_there_and_every_one_that_is_there_is_asked_for() -> None:
    there = {_FORMS.sub("", name) for name in ENGLISH}
    assert said() | _PUT_TOGETHER == there


@pytest.mark.parametrize("file", sorted((FOLDER / "texts").glob("*.toml")), ids=lambda file: file.stem)
def test_a_language_has_all_texts_with_the_same_fills(file: Path) -> None:
    texts = read_texts(file)
    plain = {_FORMS.sub("", name) for name in texts}
    assert plain == {_FORMS.sub("", name) for name in ENGLISH}
    for name, text in texts.items():
        if name in ENGLISH:
            assert fills(text) == fills(ENGLISH[name]), name


def fills(text: object) -> set[str]:
    lines = [text] if isinstance(text, str) else list(text) if isinstance(text, tuple) else []
    return {name for line in lines for _, name, _, _ in Formatter().parse(line) if name}


def test_the_code_of_the_hint_has_the_form_of_codes() -> None:
    shown = re.search(r"\w{4}-\w{4}-\w{4}", str(ENGLISH["code.hint"]))
    assert shown is not None
    assert set(shown[0]) <= {*SYMBOLS, "-"}
    assert len(shown[0].replace("-", "")) == LENGTH


def test_a_wait_is_told_in_seconds_or_where_it_is_long_in_minutes() -> None:
    words = shipped_texts().words("en")
    assert [words.wait(seconds) for seconds in (1, 40, 120, 121, 300)] == [
        "1 second",
        "40 seconds",
        "120 seconds",
        "3 minutes",
        "5 minutes",
    ]


def test_another_language_is_a_file_more(tmp_path: Path) -> None:
    for language in ("en", "cy"):
        (tmp_path / f"{language}.toml").write_text(f'[code]\ntitle = "{language}"\n', encoding="utf-8")
    shelf = TextShelf.of_folder(tmp_path)
    assert shelf.languages == ("cy", "en")
    assert [shelf.words(*wanted).language for wanted in (("cy-GB", "en"), ("de",), (), ("de", "cy"))] == [
        "cy",
        "en",
        "en",
        "cy",
    ]


def test_what_a_browser_wants_is_read_and_what_it_babbles_is_not() -> None:
    assert preferred("de;q=0.5, cy-GB, *;q=0.1, en;q=0") == ("cy-GB", "de")
    assert preferred(",;;q=x,<script>") == ()


def test_languages_have_their_own_names_and_direction() -> None:
    assert own_name("cy") == "Cymraeg"
    assert (direction("cy"), direction("ar"), direction("??")) == ("ltr", "rtl", "ltr")


def test_a_text_that_is_not_there_is_a_fault_and_no_empty_page() -> None:
    with pytest.raises(KeyError):
        Words("en", {})("code.title")
