"""The respondents' side of the service: every path of it, and how a request for one of its pages is read and answered.

A page is a plain function from what was asked to the reply, done in a worker's thread; see `online_entering` and its neighbours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from capi.hub.errors import HubError, Unreadable
from capi.hub.online.after_visit import after_visit
from capi.hub.online.form import MEDIA_TYPE, NO_FORM, Form, read_form
from capi.hub.online.rendering import assets
from capi.hub.online.visit import Visit
from capi.hub.online.visits import CannotAnswer, NoVisit, read_visit
from capi.hub.service.bodies import Receive, read_body
from capi.hub.service.endpoints import SMALL_BODY, Anybody
from capi.hub.service.online_asked import Headers, PageAsked, asked_of, refuse_elsewhere
from capi.hub.service.online_ending import (
    SAVED,
    THANKS,
    accessibility,
    check,
    contact,
    leave,
    privacy,
    remove,
    remove_asked,
    saved,
    send,
    signed_out,
    thank_you,
)
from capi.hub.service.online_entering import code_page, let_in
from capi.hub.service.online_questions import answer, question, speak, waiting
from capi.hub.service.online_reply import encrypted, kept_for_ever, page_of_refusal, see_other, told_page
from capi.hub.service.place import Answers, Place, Refuse, Scope, Service
from capi.hub.service.problem import Refused
from capi.hub.service.reply import Reply
from capi.instrument.answer_types import LONGEST_ANSWER
from capi.instrument.model import Verbatim

Work = Callable[[PageAsked], Reply]
_BYTES_OF_A_SIGN = 12
"""The most that a sign takes in a form: four bytes, each in three letters."""
_ENDED = "/signed-out?last=ended"

PAGES: Mapping[str, Mapping[str, Work]] = {
    "/": {"GET": code_page, "POST": let_in},
    "/enter/{code}": {"GET": code_page},
    "/q": {"GET": waiting},
    "/q/{field}": {"GET": question, "POST": answer},
    "/check": {"GET": check, "POST": send},
    "/remove/{row}": {"GET": remove_asked, "POST": remove},
    "/leave": {"POST": leave},
    SAVED: {"GET": saved},
    THANKS: {"GET": thank_you},
    "/signed-out": {"GET": signed_out},
    "/language": {"POST": speak},
    "/privacy": {"GET": privacy},
    "/accessibility": {"GET": accessibility},
    "/contact": {"GET": contact},
}


def online_places(service: Service) -> list[Place]:
    """The pages, and what they load beside themselves."""
    pages: dict[str, dict[str, Answers]] = {
        path: {method: PageAnswering(work, service, path) for method, work in works.items()}
        for path, works in PAGES.items()
    }
    for asset in assets().values():
        pages[asset.path] = {"GET": Kept(kept_for_ever(asset))}
    return [Place(path, methods, service, _refuse(service)) for path, methods in pages.items()]


def nothing_there(service: Service) -> Place:
    """Every path that no other place has."""
    return Place("", {}, service, _refuse(service))


def _refuse(service: Service) -> Refuse:
    return partial(page_of_refusal, service.texts)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is the same for everybody and for ever."""

    reply: Reply
    action = Anybody.MAY

    async def answer(self, scope: Scope, _receive: Receive) -> Reply:
        return encrypted(self.reply, scope)


class PageAnswering:
    """One page at work. Anybody may ask for it; what there is to see is told by the access code, or the visit it began."""

    action = Anybody.MAY

    def __init__(self, work: Work, service: Service, path: str) -> None:
        self._work = work
        self._service = service
        self._path = path

    async def answer(self, scope: Scope, receive: Receive) -> Reply:
        headers: Headers = dict(scope["headers"])
        asked = asked_of(self._service, scope, headers)
        if asked.method == "POST":
            asked = replace(asked, form=await self._form(asked, headers, receive))
        return encrypted(await self._service.workers.run(lambda: self._reply(asked)), scope)

    async def _form(self, asked: PageAsked, headers: Headers, receive: Receive) -> Form:
        """Raises NotAllowed for one from elsewhere, Refused, TooLarge, Unreadable."""
        media = headers.get(b"content-type", b"").decode("latin-1").lower().partition(";")[0].strip()
        length = headers.get(b"content-length", b"")
        announced = int(length) if length.isdigit() and len(length) < 12 else None
        if media != MEDIA_TYPE and announced != 0:
            raise Refused("not_json", "Send this as a form.")
        if announced is None and not length:
            raise Unreadable("unreadable", "Say how long this is.")
        most = SMALL_BODY
        if (announced or 0) > most and asked.token and self._path in ("/q/{field}", "/leave"):
            most = await self._service.workers.run(lambda: _most(asked))
        form = read_form(await read_body(receive, announced, most)) if announced else NO_FORM
        refuse_elsewhere(headers, form)
        return form

    def _reply(self, asked: PageAsked) -> Reply:
        try:
            return self._work(asked)
        except NoVisit as error:
            return see_other(self._without_visit(asked, error))
        except CannotAnswer as error:
            return _cannot(asked, error)

    def _without_visit(self, asked: PageAsked, error: NoVisit) -> str:
        """Where somebody is led whose visit has ended, or who has none."""
        after = after_visit(asked.hub, asked.token) if asked.token else None
        if after is not None and after.through:
            return THANKS
        if asked.method == "GET":
            return "/signed-out" if error.timed_out else "/"
        if after is not None and self._path == "/leave":
            return SAVED
        return _ENDED if asked.token else "/"


def _most(asked: PageAsked) -> int:
    """The most bytes that a form may have: more where the question takes many words."""

    def look(visit: Visit) -> int:
        questions = visit.sitting.interview.plan.instrument.questions
        longest = [each.type.longest for each in questions if isinstance(each.type, Verbatim)]
        return min(max(longest, default=0), LONGEST_ANSWER)

    try:
        return SMALL_BODY + _BYTES_OF_A_SIGN * read_visit(asked.hub, asked.token, look)
    except HubError:
        return SMALL_BODY


def _cannot(asked: PageAsked, error: CannotAnswer) -> Reply:
    name = f"closed_{error.closed.value}"
    return told_page(asked.words, name, status=409, code=error.code)
