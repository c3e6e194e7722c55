"""The background standard online: every page reads as it prints it for self-completion, to the letter, and leads where it says."""

from collections.abc import Iterator

import pytest

from capi.instrument.model import Answer, Missing, Mode
from tests.hub.service.online.conftest import ServedOnline
from tests.hub.service.online.respondent import Respondent
from tests.questionnaires.seb_standard import END, STANDARD, every_interview, next_question

ONLINE = STANDARD[Mode.SELF_COMPLETION]


def sent(answer: Answer) -> str:
    return answer.value if isinstance(answer, Missing) else str(answer)


def walks() -> Iterator[dict[str, Answer]]:
    """As few interviews as it takes to give every answer to every question once."""
    left = {(field, answer) for field, asked in ONLINE.items() for answer in asked.answers}
    everything = sorted(every_interview(Mode.SELF_COMPLETION), key=len, reverse=True)
    while left:
        best = max(everything, key=lambda answers: len(left & set(answers.items())))
        left -= set(best.items())
        yield best


@pytest.fixture(scope="module")
def came_by(seb: ServedOnline) -> Iterator[dict[str, Respondent]]:
    """For each question a respondent who has come to it, by the first walk that has it."""
    found: dict[str, Respondent] = {}
    for answers in walks():
        for field in answers:
            if field not in found:
                found[field] = seb.respondent()
                found[field].goes_all_the_way(
                    *((sent(answers[each]),) for each in list(answers)[: list(answers).index(field)])
                )
    yield found
    for ann in found.values():
        ann.client.close()


@pytest.mark.parametrize("field", ONLINE)
def test_a_page_has_the_words_of_the_standard_in_its_order_and_no_numbers(
    came_by: dict[str, Respondent], field: str
) -> None:
    ann, printed = came_by[field], ONLINE[field]
    assert ann.path == f"/q/{field}"
    assert ann.question == printed.text
    assert ann.labels == [option.text for option in printed.options]
    assert ann.examples == [option.example for option in printed.options if option.example]
    assert ann.hints == ([printed.guidance] if printed.guidance else [])
    assert ann.chosen == []
    assert ann.page.xpath("//legend/h1"), "the question is the heading, and what the radio buttons belong to"


@pytest.mark.parametrize("field", ONLINE)
def test_an_example_stands_below_its_own_category(came_by: dict[str, Respondent], field: str) -> None:
    for box, option in zip(came_by[field].page.xpath("//div[@class='box']"), ONLINE[field].options, strict=True):
        assert [each.text for each in box.xpath("p")] == ([option.example] if option.example else [])


def test_every_answer_leads_to_the_question_that_the_standard_names(seb: ServedOnline) -> None:
    given: set[tuple[str, Answer]] = set()
    for answers in walks():
        with seb.respondent() as ann:
            for field, answer in answers.items():
                assert ann.path == f"/q/{field}", answers
                ann.answer(sent(answer))
                following = next_question(Mode.SELF_COMPLETION, field, answer)
                assert ann.path == ("/check" if following == END else f"/q/{following}"), (field, answer)
            ann.send()
            assert ann.path == "/thank-you"
        given |= set(answers.items())
    assert given == {(field, answer) for field, asked in ONLINE.items() for answer in asked.answers}


def test_the_answers_are_shown_to_be_checked_in_the_words_of_the_standard(seb: ServedOnline) -> None:
    answers = max(walks(), key=len)
    with seb.respondent() as ann:
        ann.goes_all_the_way(*((sent(answer),) for answer in answers.values()))
        shown = list(
            zip(
                (each.text_content() for each in ann.page.xpath("//dt")),
                (each.text_content().strip() for each in ann.page.xpath("//dd[@class='answer']")),
                strict=True,
            )
        )
    texts = {(field, option.means): option.text for field, asked in ONLINE.items() for option in asked.options}
    assert shown == [(ONLINE[field].text, texts[field, answer]) for field, answer in answers.items()]
