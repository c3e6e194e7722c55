"""Every kind of question on its page: answered, shown again, sent empty, and what edits say of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from capi.fieldwork.contents import Answered, EditSuppressed, RowAdded
from tests.hub.service.online.conftest import EVERY_ANSWER, ServedOnline


def test_searching_a_list_keeps_nothing(every: ServedOnline) -> None:
    with every.comes_to("Country") as ann:
        before = len(every.scene.entries(every.reference))
        ann.find("fran")
        ann.find("")
        assert ann.mistakes == ["Search the list, then choose one of the matches"]
        assert len(every.scene.entries(every.reference)) == before
        every.scene.later(minutes=46)
        ann.find("fran")
        assert ann.path == "/signed-out?last=ended"


def test_every_kind_of_question_is_answered_and_checked(every: ServedOnline) -> None:
    with every.comes_to("check") as ann:
        lines = {
            each.xpath("string(dt)"): [line.strip() for line in each.xpath("dd[@class='answer']/span/text()")]
            for each in ann.page.xpath("//dl/div")
        }
        assert lines == {
            "Are you happy?": ["Yes"],
            "Which of these do you use?": ["A car", "A bicycle"],
            "How old are you?": ["42 years"],
            "How tall are you?": ["1.75 metres"],
            "What is your job?": ["a <b>baker</b>"],
            "What do you do there?": ["I bake", "and sell"],
            "When were you born?": ["7 March 1984"],
            "When did you leave school?": ["July 2002"],
            "At what time did you get up?": ["06:30"],
            "In which country were you born?": ["France"],
            "What is the name of person 1?": ["Ann"],
            "How old is Ann?": ["42"],
            "Is there anybody else?": ["No"],
            "Who is the oldest?": ["Ann 1"],
            "How many hours did you work?": ["30"],
            "On how many days?": ["5"],
        }
        ann.send()
        assert ann.path == "/thank-you"


@pytest.mark.parametrize("field", list(EVERY_ANSWER)[1:])
def test_an_answered_page_shows_what_was_answered(every: ServedOnline, field: str) -> None:
    with every.comes_to("check") as ann:
        ann.get(next(each for each in ann.links("Change") if each.startswith(f"/q/{field}")))
        wanted = dict(EVERY_ANSWER[field])
        if field == "Up":
            wanted["answer"] = "06:30"
        chosen = wanted.get("answer")
        if ann.chosen:
            assert ann.chosen == (chosen if isinstance(chosen, list) else [chosen])
        else:
            assert {name: text for name, text in ann.typed.items() if text and name != "search"} == wanted
        ann.send()
        assert ann.path == "/check"


@pytest.mark.parametrize("field", [name for name in EVERY_ANSWER if name != "Welcome"])
def test_a_page_sent_empty_says_what_to_do_and_keeps_nothing(every: ServedOnline, field: str) -> None:
    with every.comes_to(field) as ann:
        before = every.written(Answered)
        ann.send()
        assert ann.reply.status_code == 422
        assert ann.mistakes
        at = ann.page.xpath("//div[@class='mistakes']//a/@href")[0].removeprefix("#")
        assert ann.page.xpath(f"//*[@id='{at}']"), "the summary leads to an input"
        assert every.written(Answered) == before


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("Age", {"answer": "130", "state": "refused"}),
        ("Height", {"answer": "tall"}),
        ("Job", {"answer": "<i>" * 50}),
        ("Story", {"answer": "\nfirst\n" + "x" * 30_000}),
        ("Born", {"day": "31", "month": "feb", "year": "1990"}),
        ("Up", {"answer": "25:00"}),
    ],
)
def test_what_was_typed_stays_where_it_is_no_answer(every: ServedOnline, field: str, sent: dict[str, str]) -> None:
    with every.comes_to(field) as ann:
        ann.send(**sent)
        assert ann.reply.status_code == 422
        shown = {**ann.typed, **({"state": ann.chosen[0]} if ann.chosen else {})}
        assert {name: text.strip() for name, text in shown.items()} == {
            name: text.strip() for name, text in sent.items()
        }


def test_a_list_is_searched_on_the_page_itself(every: ServedOnline) -> None:
    with every.comes_to("Country") as ann:
        ann.find("zzzz")
        assert "Nothing in the list is like “zzzz”" in ann.mistakes[0]
        ann.find("england")
        assert (ann.reply.status_code, ann.labels[0]) == (200, "United Kingdom")
        assert "1 match" in ann.text
        assert "england" not in ann.path
        ann.send()
        assert ann.labels[0] == "United Kingdom", "what was found stays where nothing was chosen"
        ann.send(answer="XX")
        assert ann.mistakes == ["This answer cannot be taken here. Choose or enter another one"]
        ann.send(answer="GB")
        ann.get("/q/Country")
        assert ann.labels[0] == "United Kingdom"
        assert ann.chosen == ["GB"]


def test_people_are_added_and_taken_away_again_after_a_question(every: ServedOnline) -> None:
    with every.comes_to("AnyoneElse") as ann:
        assert "Ann" not in ann.links("Remove")
        ann.answer("1")
        assert (ann.path, ann.question) == ("/q/Name%5B2%5D", "What is the name of person 2?")
        for text in ("Bob", "40"):
            ann.send(answer=text)
        ann.goes_all_the_way(("2",), ("2",))
        for text in ("30", "5"):
            ann.send(answer=text)
        assert ann.path == "/check"
        assert ann.links("Remove Bob 2") == ["/remove/People%5B2%5D"]
        ann.get("/remove/People%5B2%5D")
        assert ann.question == "Remove Bob 2?"
        ann.send()
        assert ann.path == "/check"
        assert "Bob" not in ann.text
        assert ann.links("Remove") == []
        ann.send()
        assert "A question has no answer yet Go to: Who is the oldest?" in ann.mistakes[0]


@pytest.mark.parametrize("row", ["People%5B1%5D", "People%5B7%5D", "People", "Nobody%5B1%5D", "%00", "People%5Bx%5D"])
def test_no_row_is_taken_away_that_she_has_not_added(every: ServedOnline, row: str) -> None:
    with every.comes_to("check") as ann:
        for reply in (ann.get(f"/remove/{row}"), ann.post(f"/remove/{row}", {})):
            assert (reply.status_code, ann.path) == (200, "/check")
        assert "Ann" in ann.text


def test_a_check_that_fails_keeps_her_and_leads_to_the_questions_it_is_about(every: ServedOnline) -> None:
    with every.comes_to("Days") as ann:
        ann.send(answer="1")
        assert ann.reply.status_code == 422
        assert "That is more than 24 hours a day." in ann.mistakes[0]
        assert ann.links("Change your answer to: How many hours") == ["/q/Hours?from=check"]
        ann.get("/check")
        ann.send()
        assert "more than 24 hours" in ann.mistakes[0]
        ann.get("/q/Hours?from=check")
        assert "more than 24 hours" in ann.mistakes[0], "the page says why she was led to it"
        ann.send(answer="8")
        assert ann.path == "/check"


def test_a_signal_is_confirmed_by_a_tick_and_by_nothing_else(every: ServedOnline) -> None:
    with every.comes_to("Days") as ann:
        ann.send(answer="2")
        assert ann.reply.status_code == 422
        assert ann.title.startswith("Please check your answer: ")
        assert ann.mistakes == []
        assert "That is more than 12 hours a day." in ann.text
        ann.send()
        assert ann.mistakes == ["Change your answer, or tick “My answers are right”"]
        ann.send(confirm="Another")
        assert ann.reply.status_code == 422
        assert every.written(EditSuppressed) == 0
        ann.send(confirm="Much")
        assert ann.path == "/check"
        assert every.written(EditSuppressed) == 1


def test_a_page_sent_twice_or_at_the_same_moment_is_kept_once(every: ServedOnline) -> None:
    with every.comes_to("AnyoneElse") as ann:
        form = {"answer": "1", "shown": ann.page.xpath("//input[@name='shown']/@value")[0]}
        both = threading.Barrier(2)

        def press() -> int:
            both.wait()
            return ann.post("/q/AnyoneElse", form, led=False).status_code

        with ThreadPoolExecutor(2) as pool:
            assert [each.result() for each in (pool.submit(press), pool.submit(press))] == [303, 303]
        ann.post("/q/AnyoneElse", form)
        assert ann.path == "/q/Name%5B2%5D"
        assert every.written(RowAdded) == 1
