"""The first page: a respondent types the access code of her letter, and is let in."""

from dataclasses import dataclass

from capi.hub.errors import Gone, NotThere, TooManyTries
from capi.hub.online.access_codes import in_groups, read_access_code
from capi.hub.online.mistakes import Mistake
from capi.hub.online.rendering import Around, render
from capi.hub.online.visits import CannotAnswer, NoVisit, enter, read_visit
from capi.hub.service.online_asked import PageAsked
from capi.hub.service.online_reply import Cookie, page, see_other
from capi.hub.service.reply import Reply

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CodePage:
    """`open`: this browser has a visit that can be gone on with."""

    typed: str = ""
    stays: bool = False
    open: bool = False
    mistakes: tuple[Mistake, ...] = ()


def code_page(asked: PageAsked) -> Reply:
    """The page alone; with a code in the path, as a QR code brings it, that is filled in. Nothing begins yet."""
    typed = asked.path.get("code", "")[:_LONGEST_SHOWN]
    code = read_access_code(typed)
    return _drawn(asked, CodePage(in_groups(code) if code else typed, open=_is_open(asked)))


def let_in(asked: PageAsked) -> Reply:
    """To the first page that waits. Raises CannotAnswer, Unavailable."""
    typed, stays = asked.form.typed("code"), asked.form.has("stays")
    words = asked.words
    if not typed:
        return _again(asked, typed, stays, (422, "unfit", words("code_wrong.empty")))
    try:
        entered = enter(asked.hub, typed, asked.address, stays=stays)
    except NotThere as error:
        told = words("code_wrong.mistyped" if error.where == "code" else "code_wrong.unknown")
        return _again(asked, typed, stays, (422, error.code, told))
    except Gone as error:
        return _again(asked, typed, stays, (410, error.code, words("code_wrong.over")))
    except TooManyTries as error:
        told = words("code_wrong.tries", wait=words.wait(error.seconds))
        return _again(asked, typed, stays, (429, error.code, told), error.seconds)
    return see_other("/q", Cookie(entered.token, stays))


def _again(asked: PageAsked, typed: str, stays: bool, refusal: tuple[int, str, str], wait: int | None = None) -> Reply:
    status, code, told = refusal
    mistake = Mistake("code", told)
    return _drawn(asked, CodePage(typed[:_LONGEST_SHOWN], stays, mistakes=(mistake,)), status, code, wait)


def _drawn(asked: PageAsked, shown: CodePage, status: int = 200, code: str = "", wait: int | None = None) -> Reply:
    words = asked.words
    title = (words("frame.error") if shown.mistakes else "") + words("code.title")
    reply = page(render("code.html", words, Around(title, token=asked.form_token), shown), status, code)
    if wait is None:
        return reply
    retry = (b"retry-after", str(max(wait, 1)).encode())
    return Reply(reply.status, reply.content, reply.media, reply.code, (*reply.headers, retry))


def _is_open(asked: PageAsked) -> bool:
    if not asked.token:
        return False
    try:
        return read_visit(asked.hub, asked.token, lambda visit: bool(visit.alone.fields))
    except (NoVisit, CannotAnswer):
        return False
