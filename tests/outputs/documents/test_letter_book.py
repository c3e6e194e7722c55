"""Letters on paper, read back from the file: what is on which page, what the window shows, and the QR code as it is drawn."""

from pathlib import Path

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capi.outputs.documents.letter import LetterPage, Paragraph
from capi.outputs.documents.letter_book import (
    ADDRESS_HEIGHT,
    ADDRESS_LEFT,
    ADDRESS_TOP,
    ADDRESS_WIDTH,
    QUIET,
    LetterBook,
    TooMuch,
)
from capi.settings import read_settings
from tests.outputs.documents.pdf_pages import PdfPage, pdf_pages

FONTS = read_settings().resources / "fonts"
LINK = "https://survey.example/enter/7QK4M2XD9H3P"
MM = 72 / 25.4
WINDOW = (20 * MM, 57 * MM, 110 * MM, 92 * MM)
"""What the window of a DL envelope shows (35 by 90 mm, 20 mm from the left, 18 mm from below), the sheet at the top of it."""


def letter(
    *address: str,
    words: str = "Dear Rosa,",
    beside: tuple[str, ...] = (),
    link: str = LINK,
    web: str = "survey.example",
) -> LetterPage:
    return LetterPage(
        address=address,
        beside=beside,
        paragraphs=(Paragraph("heading", "Please answer"), Paragraph("words", words), Paragraph("code")),
        web=web,
        code="7QK4-M2XD-9H3P",
        qr=[bytes(row) for row in segno.make(link, error="m", micro=False).matrix],
    )


def printed(folder: Path, *pages: LetterPage) -> list[PdfPage]:
    path = folder / "letters.pdf"
    with LetterBook(path, "letters", FONTS) as book:
        for page in pages:
            book.add(page)
    return pdf_pages(path)


def test_each_letter_is_a_page_of_its_own_with_its_own_words(tmp_path: Path) -> None:
    first, second = printed(tmp_path, letter("Rosa Fletcher", "1 Mill Lane"), letter("Al Ink", words="Dear Al,"))
    assert first.text.splitlines() == [
        "Rosa Fletcher",
        "1 Mill Lane",
        "Please answer",
        "Dear Rosa,",
        "survey.example",
        "7QK4-M2XD-9H3P",
    ]
    assert "Rosa" not in second.text
    assert "Dear Al," in second.text


def test_the_code_is_the_largest_of_all_and_in_one_line(tmp_path: Path) -> None:
    (page,) = printed(tmp_path, letter("Rosa Fletcher", web="a-rather-long-name-of-a-survey.fieldwork.example.org"))
    largest = max(page.lines, key=lambda line: line.size)
    assert (largest.text, largest.size >= 23) == ("7QK4-M2XD-9H3P", True)


LONG = ("Mrs Rosa Fletcher-Worthington", "Flat 3, The Old Mill", "1 Mill Lane", "Nether", "Exampleton", "EX1 2PL")


@pytest.mark.parametrize("lines", [("Al Ink",), LONG, (*LONG, "Exampleshire", "SCOTLAND")], ids=len)
def test_the_window_shows_the_whole_address_and_nothing_else(tmp_path: Path, lines: tuple[str, ...]) -> None:
    beside = ("Fieldwork Office, 10 Example Road, Exampleton EX1 1AA", "Monday 23 November 2026", "Reference 1042/01")
    (page,) = printed(tmp_path, letter(*lines, beside=beside))
    left, top, right, bottom = WINDOW
    shown = [each.text for each in page.lines if left < each.x < right and top < each.y < bottom + 1]
    assert shown == list(lines)
    for each in page.lines[: len(lines)]:
        assert left + 3 * MM < each.x < each.right < right - 5 * MM
        assert each.y <= ADDRESS_TOP + ADDRESS_HEIGHT < bottom
    assert right > ADDRESS_LEFT + ADDRESS_WIDTH


def test_what_is_drawn_is_the_qr_code_of_the_link_with_white_around_it(tmp_path: Path) -> None:
    (page,) = printed(tmp_path, letter("Rosa"))
    expected = [bytes(row) for row in segno.make(LINK, error="m", micro=False).matrix]
    module = page.boxes[0][3]
    left, top = min(box[0] for box in page.boxes), min(box[1] for box in page.boxes)
    drawn = [bytearray(len(expected)) for _ in expected]
    for x, y, wide, high in page.boxes:
        assert high == pytest.approx(module)
        row, first, stretch = round((y - top) / module), round((x - left) / module), round(wide / module)
        drawn[row][first : first + stretch] = b"\1" * stretch
    assert [bytes(row) for row in drawn] == expected
    assert module >= 0.6 * MM, "a telephone reads it from the length of an arm"
    size = module * len(expected)
    near = (left - QUIET * module, top - QUIET * module, left + size + QUIET * module, top + size + QUIET * module)
    for line in page.lines:
        assert not (near[0] < line.right < near[2] and near[1] < line.y < near[3])


def test_a_long_letter_is_set_smaller_and_one_longer_than_a_page_refused(tmp_path: Path) -> None:
    (page,) = printed(tmp_path, letter("Rosa", words="These are the words of a letter. " * 80))
    assert 9 <= page.lines[2].size < 15
    assert max(line.y for line in page.lines) < 280 * MM
    with pytest.raises(TooMuch, match="longer than a page"):
        printed(tmp_path, letter("Rosa", words="These are the words of a letter. " * 200))


def test_an_address_that_no_window_shows_is_refused_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(TooMuch, match="Mill Lane"):
        printed(tmp_path, letter(*["1 Mill Lane"] * 14))


_SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), max_codepoint=0x24F)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(_SIGNS, min_size=1, max_size=60), max_size=9))
def test_any_address_is_whole_inside_its_room_or_refused(tmp_path: Path, lines: list[str]) -> None:
    """Of any letters of the typeface: nothing is cut off in silence."""
    lines = [" ".join(line.split()) for line in lines if line.split()]
    try:
        (page,) = printed(tmp_path, letter(*lines))
    except TooMuch:
        return
    inside = [line for line in page.lines if line.y <= ADDRESS_TOP + ADDRESS_HEIGHT]
    assert "".join("".join(line.text.split()) for line in inside) == "".join("".join(line.split()) for line in lines)
    assert all(line.right <= ADDRESS_LEFT + ADDRESS_WIDTH for line in inside)
