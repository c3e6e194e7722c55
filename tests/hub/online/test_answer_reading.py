"""What is sent from a page: every type of question with what people type, and with what is no answer."""

import contextlib
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.engine.answers import NotAccepted
from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.engine.prompt import Prompt
from capi.hub.errors import Unreadable
from capi.hub.online.answer_reading import read_answer
from capi.hub.online.answer_words import answer_in_words, typed_again
from capi.hub.online.form import Form, read_form
from capi.hub.online.mistakes import Mistaken
from capi.hub.online.texts import shipped_texts
from capi.hub.online.typed_times import month_number
from capi.instrument.model import SEEN, Missing, Mode
from tests.hub.online.every_kind import every_kind

INTERVIEW = Interview(plan(every_kind().instrument(), Mode.SELF_COMPLETION), today="2026-11-18")
ENGLISH = shipped_texts().words("en")


def prompt(name: str) -> Prompt:
    return INTERVIEW.prompt_of(name)


def form(sent: Mapping[str, str | tuple[str, ...]]) -> Form:
    return Form({name: (value,) if isinstance(value, str) else value for name, value in sent.items()})


def read(name: str, **sent: str | tuple[str, ...]) -> object:
    return read_answer(prompt(name), form(sent), ENGLISH)


@pytest.mark.parametrize(
    ("name", "sent", "value"),
    [
        ("Welcome", {}, SEEN),
        ("Happy", {"answer": "2"}, 2),
        ("Happy", {"answer": "dont_know"}, Missing.DONT_KNOW),
        ("Uses", {"answer": ("3", "1")}, (1, 3)),
        ("Uses", {"answer": ("1", "1")}, (1,)),
        ("Uses", {"answer": "4"}, (4,)),
        ("Uses", {"answer": "refused"}, Missing.REFUSED),
        ("Age", {"answer": " 42 "}, 42),
        ("Age", {"answer": "42 years"}, 42),
        ("Age", {"answer": "42Years"}, 42),
        ("Age", {"answer": "042"}, 42),
        ("Age", {"answer": "42.0"}, 42),
        ("Age", {"state": "refused"}, Missing.REFUSED),
        ("Age", {"answer": "  ", "state": "refused"}, Missing.REFUSED),
        ("Height", {"answer": "1.75"}, Decimal("1.75")),
        ("Height", {"answer": "1.750"}, Decimal("1.75")),
        ("Height", {"answer": "2"}, Decimal(2)),
        ("Height", {"answer": ".5"}, Decimal("0.5")),
        ("Height", {"answer": "1.8 metres"}, Decimal("1.8")),
        ("Job", {"answer": "  Baker\r\n"}, "Baker"),
        ("Job", {"state": "dont_know"}, Missing.DONT_KNOW),
        ("Story", {"answer": "one\r\ntwo"}, "one\ntwo"),
        ("Born", {"day": "7", "month": "3", "year": "1984"}, "1984-03-07"),
        ("Born", {"day": "07", "month": "March", "year": "1984"}, "1984-03-07"),
        ("Born", {"day": "29", "month": "feb.", "year": "1984"}, "1984-02-29"),
        ("Born", {"state": "refused"}, Missing.REFUSED),
        ("LeftSchool", {"day": "7", "month": "3", "year": "2004"}, "2004-03-07"),
        ("LeftSchool", {"day": "", "month": "9", "year": "2004"}, "2004-09"),
        ("LeftSchool", {"year": "2004"}, "2004"),
        ("Up", {"answer": "7:05"}, "07:05"),
        ("Up", {"answer": "17.45"}, "17:45"),
        ("Up", {"answer": "0000"}, "00:00"),
        ("Up", {"answer": "5pm"}, "17:00"),
        ("Up", {"answer": "12:30 a.m."}, "00:30"),
        ("Up", {"answer": "12 PM"}, "12:00"),
        ("Country", {"answer": "GB"}, "GB"),
        ("Country", {"state": "dont_know"}, Missing.DONT_KNOW),
        ("Oldest", {"answer": "1"}, 1),
    ],
)
def test_what_people_send_is_their_answer_and_the_interview_takes_it(
    name: str, sent: Mapping[str, str | tuple[str, ...]], value: object
) -> None:
    found = read(name, **sent)
    assert found == value
    assert INTERVIEW.accepted(name, found) == value


@pytest.mark.parametrize(
    ("name", "sent", "at", "words"),
    [
        ("Happy", {}, "answer-1", "Choose an answer"),
        ("Happy", {"answer": "9"}, "answer-1", "one of the answers on this page"),
        ("Happy", {"answer": "refused"}, "answer-1", "one of the answers on this page"),
        ("Uses", {}, "answer-1", "at least one"),
        ("Uses", {"answer": ("1", "2", "3")}, "answer-1", "no more than 2"),
        ("Uses", {"answer": ("1", "4")}, "answer-4", "either “None of these” or other"),
        ("Uses", {"answer": ("1", "refused")}, "answer-refused", "either “Prefer not to say” or other"),
        ("Uses", {"answer": ("4", "refused")}, "answer-4", "but not both"),
        ("Age", {}, "answer", "Enter an answer, or choose “Prefer not to say”"),
        ("Age", {"answer": "42", "state": "refused"}, "answer", "but not both"),
        ("Age", {"answer": "forty"}, "answer", "figures, such as 12"),
        ("Age", {"answer": "4e1"}, "answer", "figures"),
        ("Age", {"answer": "٤٢"}, "answer", "figures"),
        ("Age", {"answer": "1,00"}, "answer", "figures"),
        ("Age", {"answer": "9" * 40}, "answer", "figures"),
        ("Age", {"answer": "42.5"}, "answer", "whole number"),
        ("Age", {"answer": "121"}, "answer", "from 0 to 120"),
        ("Age", {"answer": "−1"}, "answer", "from 0 to 120"),
        ("Height", {"answer": "1.755"}, "answer", "no more than 2 figures"),
        ("Height", {"answer": "3"}, "answer", "from 0.5 to 2.5"),
        ("Height", {"answer": "."}, "answer", "such as 2.50"),
        ("Height", {}, "answer", "Enter an answer"),
        ("Job", {"answer": " \n "}, "answer", "“I don’t know”, “Prefer not to say”"),
        ("Job", {"state": ("dont_know", "refused")}, "state-dont_know", "only one of"),
        ("Job", {"answer": "x" * 101}, "answer", "101 characters. Shorten it to 100"),
        ("Job", {"answer": "a\0b"}, "answer", "cannot be saved"),
        ("Born", {}, "day", "Enter an answer, or choose"),
        ("Born", {"day": "7"}, "month", "such as 27 3 2007"),
        ("Born", {"month": "3", "year": "1984"}, "day", "such as 27 3 2007"),
        ("Born", {"day": "7", "month": "3", "year": "84"}, "year", "4 figures"),
        ("Born", {"day": "32", "month": "3", "year": "1984"}, "day", "such as"),
        ("Born", {"day": "7", "month": "13", "year": "1984"}, "month", "such as"),
        ("Born", {"day": "7", "month": "ma", "year": "1984"}, "month", "such as"),
        ("Born", {"day": "30", "month": "2", "year": "1984"}, "day", "no such day"),
        ("Born", {"day": "7", "month": "3", "year": "1884"}, "year", "after 1 January 1900"),
        ("Born", {"day": "2", "month": "11", "year": "2026"}, "year", "before 1 November 2026"),
        ("LeftSchool", {"day": "7", "year": "2004"}, "month", "month too"),
        ("LeftSchool", {"month": "7"}, "year", "the year, and the month"),
        ("LeftSchool", {"year": "2004", "state": "dont_know"}, "day", "but not both"),
        ("Up", {}, "answer", "Enter an answer"),
        ("Up", {"answer": "25:00"}, "answer", "such as 9:30"),
        ("Up", {"answer": "13pm"}, "answer", "such as 9:30"),
        ("Up", {"answer": "7"}, "answer", "such as 9:30"),
        ("Country", {}, "search", "Search the list"),
        ("Oldest", {"answer": "2"}, "answer-1", "one of the answers on this page"),
    ],
)
def test_what_is_no_answer_is_said_in_words_and_at_its_input(
    name: str, sent: Mapping[str, str | tuple[str, ...]], at: str, words: str
) -> None:
    with pytest.raises(Mistaken) as mistaken:
        read(name, **sent)
    assert [mistake.at for mistake in mistaken.value.mistakes] == [at]
    assert words in mistaken.value.mistakes[0].words


def test_an_input_that_has_one_value_and_comes_with_two_is_no_form_of_ours() -> None:
    with pytest.raises(Unreadable):
        read("Happy", answer=("1", "2"))


@given(st.sampled_from([name for name in INTERVIEW.route() if name != "Oldest"]), st.data())
def test_whatever_is_typed_is_an_answer_that_the_interview_takes_or_a_mistake(name: str, data: st.DataObject) -> None:
    signs = st.text(max_size=30) | st.from_regex(r"[-0-9.,: ]{0,12}", fullmatch=True)
    names = st.sampled_from(["answer", "state", "day", "month", "year", "search"])
    sent = data.draw(st.dictionaries(names, signs | st.sampled_from(["1", "refused", "dont_know", "FR"])))
    with contextlib.suppress(Mistaken):
        value = read_answer(prompt(name), form(sent), ENGLISH)
        try:
            INTERVIEW.accepted(name, value)
        except NotAccepted:
            assert name == "Country", "only a code is left to the interview to know"


@pytest.mark.parametrize(
    ("name", "answer", "lines"),
    [
        ("Happy", 1, ("Yes",)),
        ("Happy", Missing.DONT_KNOW, ("I don’t know",)),
        ("Uses", (1, 3), ("A car", "A bicycle")),
        ("Age", 42, ("42 years",)),
        ("Height", Decimal("1.75"), ("1.75 metres",)),
        ("Story", "one\ntwo", ("one", "two")),
        ("Born", "1984-03-07", ("7 March 1984",)),
        ("LeftSchool", "2004-09", ("September 2004",)),
        ("LeftSchool", "2004", ("2004",)),
        ("Country", "GB", ("United Kingdom",)),
        ("Up", "07:05", ("07:05",)),
        ("Happy", None, ()),
    ],
)
def test_an_answer_is_shown_in_the_words_of_its_question(name: str, answer: int, lines: tuple[str, ...]) -> None:
    assert answer_in_words(prompt(name), answer, "en") == lines


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Age", 42),
        ("Height", Decimal("1.75")),
        ("Story", "one\ntwo"),
        ("Born", "1984-03-07"),
        ("LeftSchool", "2004-09"),
        ("LeftSchool", "2004"),
        ("Up", "07:05"),
    ],
)
def test_what_stands_in_the_inputs_of_an_answered_page_gives_the_same_answer_again(name: str, answer: int) -> None:
    assert read_answer(prompt(name), form(typed_again(prompt(name), answer)), ENGLISH) == answer


@pytest.mark.parametrize("body", [b"answer=%ff", b"a=%ed%a0%80", "answer=é".encode(), b"&".join([b"a=1"] * 2_001)])
def test_bytes_that_no_browser_sends_are_no_form(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_form(body)


def test_a_form_has_its_values_in_their_order() -> None:
    sent = read_form(b"answer=2&answer=1&answer=2&text=a+b%0D%0Ac&empty=")
    assert sent.all("answer") == ("2", "1")
    assert sent.typed("text") == "a b\nc"
    assert sent.has("empty")
    assert sent.one("other") == ""


def test_months_are_known_by_their_names_in_the_language_of_the_page() -> None:
    assert [month_number(each, "cy") for each in ("mawrth", "Maw", "march")] == [3, 3, None]
