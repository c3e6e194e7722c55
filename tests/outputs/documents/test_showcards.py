import re
from pathlib import Path

import pytest

from capi.engine.fills import plain
from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.loading import read_sources
from capi.instrument.model import Instrument, Mode
from capi.outputs.documents.paper import Size
from capi.outputs.documents.showcard_booklet import Marks, write_showcard_booklet
from capi.outputs.documents.showcards import booklet
from capi.settings import read_settings
from tests.outputs.documents.travel import travel
from tests.questionnaires.seb import seb

FONTS = read_settings().resources / "fonts"


def pages_in(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def with_cards(questions: str) -> Instrument:
    text = (
        f'instrument: cards\nversion: "1"\ntitle: Cards\nmodes: [face_to_face]\nshowcards:\n  A:\n'
        f"sections:\n  - section: One\n    ask:\n{questions}"
    )
    return read_sources({"instrument.yaml": text}).fit()


def asked(name: str, card: str, categories: str) -> str:
    return f"      - {name}: {{label: About {name}, text: Which?, showcard: {card}, categories: {{{categories}}}}}\n"


def test_the_cards_are_those_of_the_window_in_order_of_use() -> None:
    cards = booklet(seb(), 0).cards
    assert [(printed.card.label, [use.name for use in printed.uses]) for printed in cards] == [
        ("A", ["SchoolType"]),
        ("B", ["EarnerOccupation"]),
    ]
    interview = Interview(plan(seb(), Mode.FACE_TO_FACE))
    assert interview.prompt_of("SchoolType").card == cards[0].card


def test_no_spontaneous_category_is_on_a_card_and_every_other_one_is() -> None:
    (printed,) = booklet(travel(), 0).cards
    assert [plain(text) for text, _ in printed.card.lines] == ["Bus", "Car", "Other", "None of these"]
    assert plain(printed.card.heading) == "Ways to <travel>"
    assert printed.numbers == (1, 2, 3, 4)


def test_the_interviewer_is_told_which_lines_are_not_for_everybody() -> None:
    (printed,) = booklet(travel(), 0).cards
    assert printed.uses[0].conditional == ("Car",)


def test_a_card_of_several_questions_is_printed_once() -> None:
    same = booklet(with_cards(asked("First", "A", "1: one, 2: two") + asked("Second", "A", "1: one, 2: two")), 0).cards
    assert [[use.name for use in printed.uses] for printed in same] == [["First", "Second"]]


def test_where_no_question_hands_over_a_card_or_nobody_comes_face_to_face_there_is_none() -> None:
    for mode in ("face_to_face", "telephone"):
        text = f'instrument: none\nversion: "1"\ntitle: None\nmodes: [{mode}]\nsections:\n  - section: One\n    ask:\n'
        none = read_sources({"instrument.yaml": text + "      - Why: {text: Why?, type: text}\n"}).fit()
        assert booklet(none, 0).cards == ()


@pytest.mark.parametrize("size", ["A4", "A5"])
@pytest.mark.parametrize("marks", ["bullets", "letters", "numbers"])
def test_there_is_a_cover_a_page_for_each_card_and_a_list_at_the_end(tmp_path: Path, size: Size, marks: Marks) -> None:
    path = tmp_path / "cards.pdf"
    assert write_showcard_booklet(path, booklet(seb(), 0), size, marks, FONTS) == 4
    assert pages_in(path) == 4


def test_a_card_too_long_for_type_that_can_be_read_goes_on_overleaf(tmp_path: Path) -> None:
    many = ", ".join(f"{at}: A rather long line of a showcard with the number {at}" for at in range(1, 61))
    path = tmp_path / "cards.pdf"
    assert write_showcard_booklet(path, booklet(with_cards(asked("First", "A", many)), 0), "A5", "bullets", FONTS) > 4


def test_the_longest_word_and_label_do_not_stop_it(tmp_path: Path) -> None:
    card = booklet(with_cards(asked("N" * 60, "A", f"1: {'x' * 900}, 2: two")), 0)
    assert write_showcard_booklet(tmp_path / "cards.pdf", card, "A5", "letters", FONTS) == 3


FILLED = """\
instrument: cards
version: "1"
title: Cards
modes: [face_to_face]
facts:
  Town: {type: text, label: Town of the sample, longest: 40}
fills:
  place: [{if: Here == 1, text: "{Town}"}, {text: "anywhere in {Town|town}"}]
  only: [{if: Here == 1, text: here}, {text: none}]
showcards: {A: {heading: "In {Town}"}, B: {}}
sections:
  - section: One
    ask:
      - Here: {text: Here?, categories: {1: "Yes", 2: "No"}}
      - Where: {text: Where?, showcard: A, categories: {1: "At {Town|home}", 2: "{place}", 3: {text: "So {only}", offered_if: Here == 1}}}
      - When: {text: When?, showcard: B, categories: {1: Now, 2: Later}}
"""


def filled() -> Instrument:
    return read_sources({"instrument.yaml": FILLED}).fit()


def test_a_place_to_fill_says_what_it_says_without_an_answer_or_its_label_and_is_marked() -> None:
    first = booklet(filled(), 0).cards[0]
    assert [plain(text) for text, _ in first.card.lines] == ["At home", "anywhere in town", "So ‹only›"]
    assert [[run.filled for run in text] for text, _ in first.card.lines] == [[False, True], [True], [False, True]]
    assert plain(first.card.heading) == "In ‹Town of the sample›"
    assert first.uses[0].conditional == ("So ‹only›",)


def test_the_interviewer_is_told_what_on_which_card_depends_on_the_answers(tmp_path: Path) -> None:
    cards = booklet(filled(), 0)
    assert [printed.filled for printed in cards.cards] == [("Town of the sample", "place", "only"), ()]
    assert write_showcard_booklet(tmp_path / "cards.pdf", cards, "A5", "letters", FONTS) == 4
