"""The end of a questionnaire online: the answers checked, a person taken away, sent; or left for another day."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from capi.calling.agreed_times import HOME
from capi.engine.dates_in_words import date_in_words
from capi.engine.interview import NotOnRoute
from capi.hub.online.after_visit import after_visit
from capi.hub.online.check_page import check_page, removable
from capi.hub.online.rendering import Around, ToldPage, Way, render
from capi.hub.online.texts import Words
from capi.hub.online.visit import Visit
from capi.hub.online.visits import read_visit, write_visit
from capi.hub.service.online_answered import CHECKING, kept_on_leaving
from capi.hub.service.online_asked import PageAsked
from capi.hub.service.online_drawing import drawn, drawn_check, words_of
from capi.hub.service.online_reply import NO_COOKIE, page, see_other, told_page
from capi.hub.service.reply import Reply
from capi.instrument.address import NoAddress
from capi.sitting import Hindered

THANKS, SAVED = "/thank-you", "/saved"
_DIALLED = "+0123456789"


@dataclass(frozen=True, slots=True)
class RemovePage:
    row: str
    name: str


def check(asked: PageAsked) -> Reply:
    """Her answers."""

    def look(visit: Visit) -> bytes:
        return drawn_check(asked, visit, check_page(visit, words_of(asked, visit)))

    return page(read_visit(asked.hub, asked.token, look))


def send(asked: PageAsked) -> Reply:
    """She is through; or the answers once more, with what stands in the way."""

    def step(visit: Visit) -> bytes | None:
        try:
            visit.complete()
        except Hindered as hindered:
            if visit.timed_out:
                return b""
            return drawn_check(asked, visit, check_page(visit, words_of(asked, visit), hindered.standing))
        return None

    content = write_visit(asked.hub, asked.token, step)
    if content is None:
        return see_other(THANKS)
    return page(content, 422, "unfit") if content else see_other("/signed-out")


def remove_asked(asked: PageAsked) -> Reply:
    """Whether she means it: nothing is taken away by one press."""
    row = asked.path["row"]

    def look(visit: Visit) -> bytes | None:
        if not _may_remove(visit, row):
            return None
        shown = RemovePage(row, visit.sitting.interview.row_name(row))
        title = words_of(asked, visit)("remove.title", row=shown.name)
        return drawn(asked, visit, "remove.html", title, shown)

    content = read_visit(asked.hub, asked.token, look)
    return see_other(CHECKING) if content is None else page(content)


def remove(asked: PageAsked) -> Reply:
    def step(visit: Visit) -> bool:
        if _may_remove(visit, asked.path["row"]):
            visit.remove_row(asked.path["row"])
        return visit.timed_out

    return see_other("/signed-out" if write_visit(asked.hub, asked.token, step) else CHECKING)


def _may_remove(visit: Visit, row: str) -> bool:
    try:
        return removable(visit, row)
    except (NoAddress, NotOnRoute):
        return False


def leave(asked: PageAsked) -> Reply:
    """Her visit ends; with what stands on the page kept, where it is an answer."""

    def step(visit: Visit) -> bool:
        nothing_lost = kept_on_leaving(asked, visit)
        visit.leave()
        return nothing_lost

    return see_other(SAVED if write_visit(asked.hub, asked.token, step) else f"{SAVED}?last=lost")


def saved(asked: PageAsked) -> Reply:
    """Until when her code is good: told to the browser that has left."""
    words = asked.words
    after = after_visit(asked.hub, asked.token) if asked.token else None
    lines = [words("saved.lost")] if asked.query.get("last") == "lost" else []
    good = after.good_until if after else None
    lines.append(words("saved.later") if good is None else _until(good, words))
    return _with_way_back(words, "saved", tuple(lines))


def thank_you(asked: PageAsked) -> Reply:
    return told_page(asked.words, "thank_you", cookie=NO_COOKIE)


def signed_out(asked: PageAsked) -> Reply:
    words, last = asked.words, asked.query.get("last")
    lines = [] if last == "ended" else [words("signed_out.idle")]
    lines.append(words(f"signed_out.{last}" if last in ("kept", "lost", "ended") else "signed_out.before"))
    return _with_way_back(words, "signed_out", tuple(lines), forget=True)


def privacy(asked: PageAsked) -> Reply:
    return told_page(asked.words, "privacy_page")


def contact(asked: PageAsked) -> Reply:
    """How the office is reached, as far as it says so."""
    words = asked.words
    telephone, email = words("contact_page.telephone"), words("contact_page.email")
    ways = []
    if telephone:
        dialled = "".join(each for each in telephone if each in _DIALLED)
        ways.append(Way(words("contact_page.telephone_label"), f"tel:{dialled}", telephone))
    if email:
        ways.append(Way(words("contact_page.email_label"), f"mailto:{email}", email))
    title = words("contact_page.title")
    shown = ToldPage(title, tuple(words.paragraphs("contact_page.about")), ways=tuple(ways))
    return page(render("told.html", words, Around(title), shown))


def accessibility(asked: PageAsked) -> Reply:
    return told_page(asked.words, "accessibility_page")


def _with_way_back(words: Words, name: str, paragraphs: tuple[str, ...], *, forget: bool = False) -> Reply:
    title = words(f"{name}.title")
    shown = ToldPage(title, paragraphs, link=("/", words(f"{name}.enter")))
    content = render("told.html", words, Around(title), shown)
    return page(content, cookie=NO_COOKIE if forget else None)


def _until(moment: datetime, words: Words) -> str:
    local = moment.astimezone(ZoneInfo(HOME))
    date = date_in_words(local.date().isoformat(), "long", {}, 0, words.language)
    return words("saved.until", time=f"{local:%H:%M}", date=date)
