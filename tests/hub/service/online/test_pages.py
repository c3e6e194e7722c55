"""The respondents' pages as a browser is given them: entering, answering, going back, checking, sending, leaving."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import update

from capi.fieldwork.contents import Answered, Completed, Contents, EditSuppressed, LanguageChosen, RowAdded
from capi.hub import tables
from capi.hub.online.access_codes import in_groups
from capi.instrument.loading import read_sources, snapshot
from tests.hub.online.guessing import codes_that_are_none
from tests.hub.service.online.conftest import EVERY_ANSWER, ServedOnline, served_online
from tests.hub.service.online.respondent import OURS, Respondent

SHORTEST = (("3",), ("4",), ("not_applicable",))
HOME = "/"


def written(served: ServedOnline, kind: type[Contents]) -> int:
    return sum(isinstance(entry.contents, kind) for entry in served.scene.entries(served.reference))


def test_from_the_code_to_the_end(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert (ann.path, ann.title) == (
            "/q/SchoolType",
            "Which type of secondary school did you attend for the most time between the ages of 11 and 16? – Socio-economic background",
        )
        ann.goes_all_the_way(*SHORTEST)
        assert ann.path == "/check"
        assert written(seb, Completed) == 0
        ann.send()
        assert (ann.path, ann.question) == ("/thank-you", "Thank you")
        assert written(seb, Completed) == 1
        assert ann.token == ""


@pytest.mark.parametrize("form", ["{}", " {} ", "grouped", "lower"])
def test_a_code_is_taken_however_it_is_typed(seb: ServedOnline, form: str) -> None:
    code = seb.code()
    typed = {"grouped": in_groups(code), "lower": in_groups(code).lower()}.get(form, form.format(code))
    with Respondent(seb.running, typed) as ann:
        assert ann.path == "/q/SchoolType"


def test_a_code_from_the_address_is_filled_in_and_begins_nothing(seb: ServedOnline) -> None:
    code = seb.code()
    with Respondent(seb.running) as ann:
        ann.get(f"/enter/{code.lower()}")
        assert ann.typed["code"] == in_groups(code)
        assert seb.scene.scene.row(f"id-{seb.reference}").online is None
        ann.send()
        assert ann.path == "/q/SchoolType"


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("", 422, "Enter your access code"),
        ("   ", 422, "Enter your access code"),
        ("7QK4", 422, "not quite an access code"),
        ("<script>alert(1)</script>", 422, "not quite an access code"),
        ("none", 422, "No questionnaire has this access code"),
        ("over", 410, "no longer good"),
    ],
)
def test_a_code_that_opens_nothing_is_told_and_stays_to_be_corrected(
    seb: ServedOnline, typed: str, status: int, words: str
) -> None:
    code = seb.code(days=0) if typed == "over" else next(codes_that_are_none(1)) if typed == "none" else typed
    with Respondent(seb.running) as ann:
        ann.post("/", {"code": code, "stays": "yes"})
        assert ann.reply.status_code == status
        assert words in ann.mistakes[0]
        assert ann.title.startswith("Error: ")
        assert (ann.typed["code"], ann.chosen) == (code.strip(), ["yes"])
        assert ann.page.xpath("//input[@id='code']/@aria-describedby") == ["hint mistake"]
        assert ann.page.xpath("//p[@id='mistake']")
        assert ann.cookies == []


def test_who_guesses_is_told_how_long_to_wait(seb: ServedOnline) -> None:
    with Respondent(seb.running) as eve:
        for guess in codes_that_are_none(25):
            eve.post("/", {"code": guess})
            if eve.reply.status_code == 429:
                break
        assert eve.reply.status_code == 429
        assert int(eve.reply.headers["retry-after"]) <= 300
        assert "Wait 1 second, then try again" in eve.mistakes[0]
    seb.scene.later(hours=2)


@pytest.mark.parametrize("path", ["/q", "/q/SchoolType", "/check", "/remove/People%5B2%5D"])
def test_without_a_visit_there_is_only_the_page_for_the_code(seb: ServedOnline, path: str) -> None:
    with Respondent(seb.running) as ann:
        ann.get(path)
        assert (ann.path, ann.question) == (HOME, "Answer your questionnaire")


@pytest.mark.parametrize(
    "field", ["EarnerStatus", "ParentQual", "Nothing", "SchoolType[2]", "a b", "é", "SchoolType]["]
)
def test_a_question_that_is_not_reached_leads_to_the_one_that_waits(seb: ServedOnline, field: str) -> None:
    with seb.respondent() as ann:
        ann.get(f"/q/{quote(field, safe='')}")
        assert ann.path == "/q/SchoolType"


def test_back_shows_the_answer_and_continue_goes_on(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert ann.links("Back") == []
        ann.answer("3")
        assert ann.links("Back") == ["/q/SchoolType"]
        ann.get("/q/SchoolType")
        assert ann.chosen == ["3"]
        ann.send()
        assert ann.path == "/q/EarnerStatus"
        assert written(seb, Answered) == 1


def test_how_far_she_has_come_is_told_on_each_page(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert "Question 1 of about 8" in ann.text
        ann.goes_all_the_way(*SHORTEST[:2])
        assert "Question 3 of about 3" in ann.text


def test_a_change_from_the_check_page_comes_back_to_it(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.goes_all_the_way(*SHORTEST)
        assert ann.links("Change your answer to: When you were aged about 14, what was the highest")
        ann.get(ann.links("Change")[2])
        assert ann.links("Back") == ["/check"]
        ann.answer("1")
        assert ann.path == "/check"


def test_a_change_that_brings_new_questions_asks_them_and_comes_back(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.goes_all_the_way(*SHORTEST)
        ann.get("/q/EarnerStatus?from=check")
        ann.answer("2")
        assert ann.path == "/q/OwnBusinessSize?from=check"
        ann.answer("dont_know")
        assert ann.path == "/q/EarnerOccupation?from=check"
        ann.answer("1")
        assert ann.path == "/check"


def test_nothing_chosen_is_told_at_the_top_and_at_the_question(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.send()
        assert ann.reply.status_code == 422
        assert ann.mistakes == ["Choose an answer"]
        assert ann.page.xpath("//div[@class='mistakes'][@role='alert'][@autofocus]//a/@href") == ["#answer-1"]
        assert ann.page.xpath("//*[@id='answer-1']")
        assert ann.page.xpath("//fieldset/@aria-describedby") == ["mistake"]
        assert ann.title.startswith("Error: ")
        assert written(seb, Answered) == 0


def test_sending_before_the_end_tells_what_is_missing(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.answer("3")
        ann.get("/check")
        ann.send()
        assert ann.reply.status_code == 422
        assert ann.mistakes[0].startswith(
            "A question has no answer yet Go to: When you were aged about 14, was the main"
        )
        assert written(seb, Completed) == 0


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
        before = written(every, Answered)
        ann.send()
        assert ann.reply.status_code == 422
        assert ann.mistakes
        at = ann.page.xpath("//div[@class='mistakes']//a/@href")[0].removeprefix("#")
        assert ann.page.xpath(f"//*[@id='{at}']"), "the summary leads to an input"
        assert written(every, Answered) == before


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
        assert written(every, EditSuppressed) == 0
        ann.send(confirm="Much")
        assert ann.path == "/check"
        assert written(every, EditSuppressed) == 1


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
        assert written(every, RowAdded) == 1


def test_two_tabs_are_one_questionnaire(seb: ServedOnline) -> None:
    with seb.respondent() as ann, Respondent(seb.running) as tab:
        tab.token = ann.token
        ann.answer("1")
        tab.get("/q/FreeMeals")
        ann.get("/q/SchoolType")
        ann.answer("3")
        tab.answer("2")
        assert tab.path == "/q/EarnerStatus", "what is off the route by now is not kept"
        ann.goes_all_the_way(*SHORTEST[1:])
        ann.send()
        tab.answer("1")
        assert tab.path == "/thank-you"


def test_sending_twice_is_sending_once(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.goes_all_the_way(*SHORTEST)
        token = ann.token
        ann.send()
        ann.token = token
        ann.post("/check", {})
        assert ann.path == "/thank-you"
        assert written(seb, Completed) == 1


def test_what_was_sent_is_not_opened_again(seb: ServedOnline) -> None:
    code = seb.code()
    with Respondent(seb.running, code) as ann:
        ann.goes_all_the_way(*SHORTEST)
        ann.send()
        ann.post("/", {"code": code})
        assert (ann.reply.status_code, ann.question) == (409, "This questionnaire has been answered")


def test_who_leaves_keeps_the_page_she_leaves_and_learns_until_when_she_can_come_back(seb: ServedOnline) -> None:
    code = seb.code(days=28)
    with Respondent(seb.running, code) as ann:
        ann.send("secondary", answer="3")
        until = (seb.scene.scene.time + timedelta(days=28)).strftime("%B %Y")
        assert ann.path == "/saved"
        assert until in ann.text
        ann.get("/q")
        assert ann.path == HOME
        ann.post("/", {"code": code})
        assert ann.path == "/q/EarnerStatus"


def test_who_leaves_in_the_middle_of_an_answer_is_told_what_is_not_kept(every: ServedOnline) -> None:
    with every.comes_to("Age") as ann:
        ann.send("secondary", answer="old")
        assert "is not saved" in ann.text
    with every.comes_to("Age") as bob:
        bob.send("secondary")
        assert "not saved" not in bob.text


def test_leaving_twice_is_leaving_once(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.send("secondary")
        ann.post("/leave", {})
        assert ann.path == "/saved"


def test_after_an_idle_while_the_last_answer_is_kept_and_nothing_is_shown(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        seb.scene.later(minutes=46)
        ann.answer("3")
        assert ann.path == "/signed-out?last=kept"
        assert "You were away for more than 45 minutes" in ann.text
        assert "Your last answer is saved" in ann.text
        assert ann.token == ""
        assert written(seb, Answered) == 1
    with seb.respondent() as bob:
        seb.scene.later(minutes=46)
        bob.send()
        assert "Your last answer was not complete, so it is not saved" in bob.text
    with seb.respondent() as cat:
        seb.scene.later(minutes=46)
        cat.get("/q/SchoolType")
        assert cat.path == "/signed-out"


def test_who_asked_for_it_stays_for_a_day(seb: ServedOnline) -> None:
    with seb.respondent(stays=True) as ann:
        assert ann.cookies[-1].endswith("; Max-Age=86400")
        seb.scene.later(hours=23)
        ann.get("/q")
        assert ann.path == "/q/SchoolType"


def test_a_code_taken_back_ends_the_visit(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        case = seb.scene.scene.row(f"id-{seb.reference}").key
        with seb.scene.hub.database.writing() as connection:
            revoked = update(tables.invitations).where(tables.invitations.c.case_key == case).values(revoked=1)
            connection.execute(revoked)
        ann.answer("3")
        assert ann.path == "/signed-out?last=ended"
        assert "is not saved" in ann.text


def test_the_first_page_offers_to_go_on_with_an_open_questionnaire(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.get("/")
        assert ann.links("Go on with it") == ["/q"]
        assert "SchoolType" not in ann.reply.text


TWO_LANGUAGES = """
instrument: two
version: "1"
title: {en: Welcome, cy: Croeso}
modes: [self_completion]
languages: [en, cy]
sections:
  - section: Start
    title: {en: Start, cy: Dechrau}
    ask:
      - Language:
          text: {en: Which language do you prefer?, cy: Pa iaith sydd orau gennych?}
          categories: {1: {text: {en: English, cy: Saesneg}}, 2: {text: {en: Welsh, cy: Cymraeg}}}
"""


def test_the_language_is_changed_on_the_page_and_said_to_who_listens(tmp_path_factory: pytest.TempPathFactory) -> None:
    instrument = snapshot(read_sources({"instrument.yaml": TWO_LANGUAGES}))
    with served_online(tmp_path_factory.mktemp("two"), instrument) as two, two.respondent() as ann:
        assert [each.text for each in ann.page.xpath("//form[@class='languages']/button")] == ["English", "Cymraeg"]
        ann.post("/language", {"language": "cy", "page": "Language"})
        assert (ann.path, ann.question) == ("/q/Language", "Pa iaith sydd orau gennych?")
        assert ann.page.get("lang") == "en", "our own words are in English"
        assert ann.page.xpath("//h1/@lang") == ["cy"]
        assert ann.page.xpath("//div[@class='box']/label/@lang") == ["cy", "cy"]
        ann.post("/language", {"language": "xx", "page": "//evil.example/"})
        assert ann.path == "/q/Language"
        assert written(two, LanguageChosen) == 1


def test_no_language_is_offered_where_there_is_one(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert not ann.page.xpath("//form[@class='languages']")


@pytest.mark.parametrize(("path", "words"), [("/privacy", "one cookie"), ("/accessibility", "2.2 at level AA")])
def test_what_everybody_may_read_is_there(seb: ServedOnline, path: str, words: str) -> None:
    with Respondent(seb.running) as ann:
        assert words in ann.get(path).text
        assert ann.links("Privacy") == ["/privacy"]


def test_forms_say_what_page_they_were_made_from(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert ann.page.xpath("//form//input[@name='shown']/@value") == ["2"]
        reply = ann.post("/q/SchoolType", {"answer": "3", "shown": "x" * 50}, OURS)
        assert reply.status_code == 200
        assert ann.path == "/q/EarnerStatus"
