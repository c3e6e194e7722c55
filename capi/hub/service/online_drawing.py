"""Pages of a visit as they go out: the question, the answers to check, with what stands around them."""

from capi.hub.online.check_page import CheckPage
from capi.hub.online.question_page import QuestionPage, address_of, language_of
from capi.hub.online.rendering import Around, render
from capi.hub.online.texts import Words, own_name
from capi.hub.online.visit import Visit
from capi.hub.service.online_asked import PageAsked


def words_of(asked: PageAsked, visit: Visit) -> Words:
    """Our own words in the language of the questions, or in English."""
    return asked.texts.words(language_of(visit))


def drawn_question(asked: PageAsked, visit: Visit, page: QuestionPage) -> bytes:
    words = words_of(asked, visit)
    title = page.title
    if page.mistakes:
        title = words("frame.error") + title
    elif page.signals:
        title = f"{words('question.signal')}: {title}"
    around = _around(asked, visit, title, back=page.back, action=address_of(page.field), page=page.field)
    return render("question.html", words, around, page)


def drawn_check(asked: PageAsked, visit: Visit, page: CheckPage) -> bytes:
    words = words_of(asked, visit)
    title = (words("frame.error") if page.mistakes else "") + words("check.title")
    return render("check.html", words, _around(asked, visit, title, back=page.back, page="check"), page)


def drawn(asked: PageAsked, visit: Visit, template: str, title: str, page: object) -> bytes:
    """Another page within the visit."""
    return render(template, words_of(asked, visit), _around(asked, visit, title, back="/check"), page)


def _around(asked: PageAsked, visit: Visit, title: str, *, back: str = "", action: str = "", page: str = "") -> Around:
    interview = visit.sitting.interview
    instrument = interview.plan.instrument
    languages = instrument.languages
    names = tuple((code, own_name(code)) for code in languages) if page and len(languages) > 1 else ()
    service = (instrument.title[interview.language] or instrument.title[0]) if instrument.title else ""
    return Around(title, service, asked.form_token, back, action, page, languages[interview.language], names)
