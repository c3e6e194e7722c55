"""The respondents' pages as a browser is given them: answering, going back, checking, sending, and other languages."""

from urllib.parse import quote

import pytest

from capi.fieldwork.contents import Answered, Completed, LanguageChosen
from capi.hub.database import HubDatabase
from capi.instrument.loading import read_sources, snapshot
from tests.hub.online.scene import OnlineScene
from tests.hub.service.online.conftest import ServedOnline, served_online
from tests.hub.service.online.respondent import OURS, Respondent
from tests.hub.serving import serving

SHORTEST = (("3",), ("4",), ("not_applicable",))


def test_from_the_code_to_the_end(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert (ann.path, ann.title) == (
            "/q/SchoolType",
            "Which type of secondary school did you attend for the most time between the ages of 11 and 16? – Socio-economic background",
        )
        ann.goes_all_the_way(*SHORTEST)
        assert ann.path == "/check"
        assert seb.written(Completed) == 0
        ann.send()
        assert (ann.path, ann.question) == ("/thank-you", "Thank you")
        assert seb.written(Completed) == 1
        assert ann.token == ""


def test_a_questionnaire_is_answered_on_each_kind_of_database(database: HubDatabase) -> None:
    scene = OnlineScene.set_up(database)
    with serving(scene.hub) as running:
        served = ServedOnline(scene, running)
        with served.respondent() as ann:
            ann.goes_all_the_way(*SHORTEST)
            ann.send()
            assert ann.path == "/thank-you"
        assert served.written(Completed) == 1


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
        assert seb.written(Answered) == 1


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
        assert seb.written(Answered) == 0


def test_sending_before_the_end_tells_what_is_missing(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        ann.answer("3")
        ann.get("/check")
        ann.send()
        assert ann.reply.status_code == 422
        assert ann.mistakes[0].startswith(
            "A question has no answer yet Go to: When you were aged about 14, was the main"
        )
        assert seb.written(Completed) == 0


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
        assert seb.written(Completed) == 1


def test_forms_say_what_page_they_were_made_from(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert ann.page.xpath("//form//input[@name='shown']/@value") == ["2"]
        reply = ann.post("/q/SchoolType", {"answer": "3", "shown": "x" * 50}, OURS)
        assert reply.status_code == 200
        assert ann.path == "/q/EarnerStatus"


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
        assert two.written(LanguageChosen) == 1


def test_no_language_is_offered_where_there_is_one(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        assert not ann.page.xpath("//form[@class='languages']")
