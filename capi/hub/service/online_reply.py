"""Answers to a respondent's browser: a page, another address, a file to keep; and what goes wrong, in plain words on a page."""

from dataclasses import dataclass, replace

from capi.hub.online.rendering import Around, Asset, ToldPage, render
from capi.hub.online.texts import TextShelf, Words
from capi.hub.online.visits import STAYS
from capi.hub.service.online_asked import COOKIE, accepted_of
from capi.hub.service.place import Scope
from capi.hub.service.problem import Told, told
from capi.hub.service.reply import Reply

HTML = "text/html; charset=utf-8"
_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
_ALONE = (
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
)
_OF_PAGES = (
    (b"content-security-policy", _POLICY.encode()),
    (b"permissions-policy", _PERMISSIONS.encode()),
    (b"x-frame-options", b"DENY"),
    (b"vary", b"accept-language, cookie"),
    *_ALONE,
)
_KEPT_FOR_EVER = (b"cache-control", b"public, max-age=31536000, immutable")
_ONLY_ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")
MEANT = {400: "bad", 403: "elsewhere", 404: "not_found", 405: "not_found", 413: "too_large", 415: "bad", 422: "bad"}
"""The page, by its name in our words, that tells of a status."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """The visit's token for the browser to keep: until it is closed, or for a day; an empty one is forgotten."""

    token: str
    stays: bool = False

    @property
    def header(self) -> tuple[bytes, bytes]:
        parts = [f"{COOKIE}={self.token}", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
        if not self.token:
            parts.append("Max-Age=0")
        elif self.stays:
            parts.append(f"Max-Age={int(STAYS.total_seconds())}")
        return b"set-cookie", "; ".join(parts).encode()


NO_COOKIE = Cookie("")


def page(content: bytes, status: int = 200, code: str = "", cookie: Cookie | None = None) -> Reply:
    """`code`: of the problem, for the log."""
    return Reply(status, content, HTML, code, (*_OF_PAGES, *((cookie.header,) if cookie else ())))


def see_other(address: str, cookie: Cookie | None = None) -> Reply:
    """Another page is asked for next; what was sent is not sent again when that is reloaded."""
    headers = ((b"location", address.encode()), *_OF_PAGES, *((cookie.header,) if cookie else ()))
    return Reply(303, b"", HTML, "", headers)


def told_page(
    words: Words, name: str, *paragraphs: str, status: int = 200, code: str = "", cookie: Cookie | None = None
) -> Reply:
    """A page with a title and paragraphs of ours: those named, or else its own."""
    title = words(f"{name}.title")
    shown = ToldPage(title, paragraphs or tuple(words.paragraphs(f"{name}.about")))
    return page(render("told.html", words, Around(title), shown), status, code, cookie)


def kept_for_ever(asset: Asset) -> Reply:
    return Reply(200, asset.content, asset.media, "", (_KEPT_FOR_EVER, *_ALONE))


def encrypted(reply: Reply, scope: Scope) -> Reply:
    """With the word that this site is only ever to be asked for encrypted, where this one was."""
    return replace(reply, headers=(*reply.headers, _ONLY_ENCRYPTED)) if scope.get("scheme") == "https" else reply


def page_of_refusal(texts: TextShelf, error: Exception, scope: Scope, trace: str, methods: str) -> Reply:
    """What went wrong as a page; what it is, is told as to any program, in the status."""
    problem = told(error, trace)
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if problem.status == 405:
        headers = ((b"allow", methods.encode()),)
    if problem.wait is not None:
        headers = ((b"retry-after", str(problem.wait).encode()),)
    words = texts.words(*accepted_of(dict(scope["headers"])))
    reply = page(_explained(problem, words, trace), problem.status, problem.code)
    return encrypted(replace(reply, headers=(*reply.headers, *headers)), scope)


def _explained(problem: Told, words: Words, trace: str) -> bytes:
    name = MEANT.get(problem.status, "fault")
    start = ("/", words("not_found.start"))
    if problem.wait is not None:
        name = "too_many_tries" if problem.status == 429 else "unavailable"
        about = (words("unavailable.wait", wait=words.wait(problem.wait)), words("unavailable.saved"))
        shown = ToldPage(words(f"{name}.title"), about)
    elif name == "fault":
        shown = ToldPage(words("fault.title"), tuple(words.paragraphs("fault.about")), trace)
    else:
        link = start if name in ("not_found", "elsewhere") else None
        shown = ToldPage(words(f"{name}.title"), tuple(words.paragraphs(f"{name}.about")), link=link)
    return render("told.html", words, Around(shown.title), shown)
