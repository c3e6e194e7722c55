import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from capi.instrument.loading import read_sources
from capi.outputs.documents.pagination import Block, Cell, Pages, Row
from capi.outputs.documents.paper import Paper, Style
from capi.outputs.documents.questionnaire import said
from capi.outputs.documents.questionnaire_contents import questionnaire
from capi.outputs.documents.questionnaire_pdf import write_questionnaire_pdf
from capi.settings import read_settings
from tests.outputs.documents.travel import travel

FONTS = read_settings().resources / "fonts"


def pages_in(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_it_is_a_whole_pdf_with_the_typeface_and_links_in_it(tmp_path: Path) -> None:
    path = tmp_path / "travel.pdf"
    write_questionnaire_pdf(path, questionnaire(travel(), None, 0), FONTS)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"AtkinsonHyperlegible" in content
    assert b"/FontFile2" in content
    assert b"https://example.org/a?b=1&c=2" in content
    assert content.count(b"/Dest") > 20
    assert pages_in(path) > 5


def test_bookmarks_are_added_behind_what_qt_wrote_and_found_where_the_table_says(tmp_path: Path) -> None:
    path = tmp_path / "travel.pdf"
    write_questionnaire_pdf(path, questionnaire(travel(), None, 0), FONTS)
    content = path.read_bytes()
    assert content.count(b"%%EOF") == 2
    table = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    numbers: dict[int, int] = {}
    at = 0
    for line in content[table : content.rindex(b"trailer")].splitlines()[1:]:
        if line.endswith(b"n "):
            numbers[at] = int(line[:10])
            at += 1
        else:
            at = int(line.split()[0])
    for number, place in numbers.items():
        assert content[place:].startswith(b"%d 0 obj" % number)
    titles = [
        bytes.fromhex(each.decode()).decode("utf-16-be") for each in re.findall(rb"/Title <FEFF([0-9A-F]+)>", content)
    ]
    assert titles[:4] == ["Contents", "1 Opening", "Welcome", "Ways  Ways of travel"]
    assert "HelpShop to HelpCook  Help" in titles
    assert b"/Lang (en)" in content[table - 20_000 :]


def test_a_thousand_questions_take_seconds(tmp_path: Path) -> None:
    asked = "".join(
        f'      - Q{at}:\n          text: "Question {at}: which of these applies to you?"\n          list: five\n'
        for at in range(1000)
    )
    text = (
        'instrument: large\nversion: "1"\ntitle: Large\nmodes: [telephone]\nlists:\n  five: {1: a, 2: b, 3: c, 4: d, 5: e}\n'
        f"sections:\n  - section: All\n    ask:\n{asked}"
    )
    made = questionnaire(read_sources({"instrument.yaml": text}).fit(), None, 0)
    begun = time.process_time()
    write_questionnaire_pdf(tmp_path / "large.pdf", made, FONTS)
    assert time.process_time() - begun < 10


@pytest.fixture
def placed(tmp_path: Path) -> Callable[..., Pages]:
    """Blocks placed on pages with room for 100 lines of a point size that has been measured."""

    def place(*blocks: Block) -> Pages:
        with Paper(tmp_path / "pages.pdf", "Pages", "A4", FONTS) as paper:
            line = paper.laid(said("A"), STYLE, 300).height
            pages = Pages(paper, 50, 50 + 100.5 * line)
            pages.place(blocks)
            for number in range(len(pages.pages)):
                if number:
                    paper.new_page()
                pages.draw(number)
            return pages

    return place


STYLE = Style(6)


def block(count: int, name: str = "row", *, core: int = 0, sticks: bool = False) -> Block:
    rows = tuple(
        Row((Cell(said(f"{name} {at}"), STYLE, 50, 300, f"{name}-{at}"),), sticks=sticks) for at in range(count)
    )
    return Block(rows, core, again=Row((Cell(said(f"{name}, continued"), STYLE, 50, 300),)))


def on_page(pages: Pages, number: int) -> list[str]:
    return [placed.row.cells[0].spans[0].text for placed in pages.pages[number].placed]


def test_a_short_block_is_never_split(placed: Callable[..., Pages]) -> None:
    pages = placed(block(80, "first"), block(30, "second"))
    assert [len(page.placed) for page in pages.pages] == [80, 30]


def test_of_a_longer_one_the_core_stays_together_and_the_rest_says_whose_it_is(placed: Callable[..., Pages]) -> None:
    pages = placed(block(50, "first"), block(60, "second", core=40))
    assert [len(page.placed) for page in pages.pages] == [100, 11]
    assert on_page(pages, 1)[0] == "second, continued"


def test_a_core_that_would_be_split_begins_overleaf(placed: Callable[..., Pages]) -> None:
    pages = placed(block(70, "first"), block(60, "second", core=40))
    assert [len(page.placed) for page in pages.pages] == [70, 60]


def test_a_heading_stays_with_what_it_heads(placed: Callable[..., Pages]) -> None:
    heading = Block((Row((Cell(said("Heading"), STYLE, 50, 300, "heading"),), sticks=True),), joins=True)
    pages = placed(block(90, "first"), heading, block(30, "second"))
    assert on_page(pages, 1)[0] == "Heading"
    assert pages.page_of["heading"] == pages.page_of["second-0"] == 2


def test_what_no_page_can_hold_goes_over_several(placed: Callable[..., Pages]) -> None:
    pages = placed(block(250, "first", sticks=True))
    assert sum(len(page.placed) for page in pages.pages) >= 250
    assert len(pages.pages) == 3


def test_a_text_longer_than_a_page_is_split_between_lines(placed: Callable[..., Pages]) -> None:
    long = "\n".join(f"line {at}" for at in range(230))
    pages = placed(Block((Row((Cell(said(long), STYLE, 50, 300),)),)))
    slices = [placed.lines for page in pages.pages for placed in page.placed]
    assert [(each.start, each.stop) for each in slices if each is not None] == [(0, 100), (100, 200), (200, 230)]


@pytest.mark.parametrize("text", ["", "\u202eleft", "\ud83d\ude00 smile", "日本語", "a" * 5000, "\x00\x07", "tab\tin"])
def test_any_text_can_be_set(tmp_path: Path, text: str) -> None:
    with Paper(tmp_path / "text.pdf", text, "A4", FONTS) as paper:
        paper.text(paper.laid(said(text), STYLE, 100), 50, 50)
    assert pages_in(tmp_path / "text.pdf") == 1


def test_the_height_of_a_short_text_is_known_without_setting_it(tmp_path: Path) -> None:
    with Paper(tmp_path / "text.pdf", "Text", "A4", FONTS) as paper:
        for words in ("W" * 10, "‹Name›’s", "“ÅÉŁ”", "", "日本", "g\ny", "W" * 60):
            for style in (Style(9.4), Style(11.6, 600), Style(18, 700, lead=1.05)):
                assert paper.height_of(said(words), style, 200) == paper.laid(said(words), style, 200).height
