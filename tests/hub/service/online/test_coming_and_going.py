"""A respondent comes with her code, leaves and comes back, stays away for too long, and is told what she may read."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from capi.fieldwork.contents import Answered
from capi.hub import tables
from capi.hub.online.access_codes import in_groups
from tests.hub.online.guessing import codes_that_are_none
from tests.hub.service.online.conftest import ServedOnline
from tests.hub.service.online.respondent import Respondent

SHORTEST = (("3",), ("4",), ("not_applicable",))
HOME = "/"


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
        assert seb.written(Answered) == 1
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


@pytest.mark.parametrize(("path", "words"), [("/privacy", "one cookie"), ("/accessibility", "2.2 at level AA")])
def test_what_everybody_may_read_is_there(seb: ServedOnline, path: str, words: str) -> None:
    with Respondent(seb.running) as ann:
        assert words in ann.get(path).text
        assert ann.links("Privacy") == ["/privacy"]
