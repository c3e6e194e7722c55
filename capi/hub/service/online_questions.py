"""The pages of the questions: shown, answered, and put in another language."""

from capi.engine.interview import NotOnRoute
from capi.hub.online.question_page import CHECK, Sent, address_of, question_page
from capi.hub.online.visit import Visit
from capi.hub.online.visits import read_visit, write_visit
from capi.hub.service.online_answered import CHECKING, WAITING, Answered
from capi.hub.service.online_asked import PageAsked
from capi.hub.service.online_drawing import drawn_question, words_of
from capi.hub.service.online_reply import page, see_other
from capi.hub.service.reply import Reply


def waiting(asked: PageAsked) -> Reply:
    """To the first question without an answer; or to check them all."""
    return see_other(read_visit(asked.hub, asked.token, _waiting_address))


def question(asked: PageAsked) -> Reply:
    """The page of a question that she has reached; for any other, the way to the one that waits."""
    name, from_check = asked.path["field"], asked.query.get("from") == CHECK

    def look(visit: Visit) -> bytes | None:
        try:
            shown = question_page(visit, name, words_of(asked, visit), Sent(from_check))
        except NotOnRoute:
            return None
        return drawn_question(asked, visit, shown)

    content = read_visit(asked.hub, asked.token, look)
    return see_other(WAITING) if content is None else page(content)


def answer(asked: PageAsked) -> Reply:
    """Keeps the answer and leads on; or the same page again, with what is wrong or is to be confirmed."""
    if asked.form.has(
        "find"
    ):  # making a long list ready to be searched takes a moment, in which nobody should wait to write
        given = read_visit(asked.hub, asked.token, lambda visit: Answered(asked, visit).found())
    else:
        given = write_visit(asked.hub, asked.token, lambda visit: Answered(asked, visit).outcome())
    if isinstance(given, str):
        return see_other(given)
    return page(given.content, 422, "unfit") if given.wrong else page(given.content)


def speak(asked: PageAsked) -> Reply:
    """The same page in another language of the questionnaire."""
    language, name = asked.form.one("language"), asked.form.one("page")

    def change(visit: Visit) -> str:
        if language in visit.sitting.interview.plan.instrument.languages:
            visit.sitting.speak(language)
        return address_of(name) if name in visit.alone.fields else CHECKING if name == CHECK else WAITING

    return see_other(write_visit(asked.hub, asked.token, change))


def _waiting_address(visit: Visit) -> str:
    field = visit.alone.waiting
    return CHECKING if field is None else address_of(field)
