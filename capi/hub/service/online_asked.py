"""A request for a page of a respondent: her cookie, her form, and whether it comes from a page of ours.

Nothing is taken that was sent from elsewhere: the browser says where a form was sent from, or, where it does not say, the form has
a token that only a page of ours can have.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from capi.hub.errors import NotAllowed
from capi.hub.hub import Hub
from capi.hub.online.form import NO_FORM, Form
from capi.hub.online.texts import TextShelf, Words, preferred
from capi.hub.service.place import Scope, Service

COOKIE = "__Host-capi-respondent"
TOKEN_FIELD = "token"  # noqa: S105 - the name of an input
_LONGEST_TOKEN = 100
_MOST_QUERY = 1_000

Headers = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True)
class PageAsked:
    """`token` is that of the visit, empty where the browser has none; `path` are the parts of the path that differ."""

    hub: Hub
    texts: TextShelf
    method: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    token: str
    address: str
    accepted: tuple[str, ...]
    form: Form = NO_FORM

    @property
    def words(self) -> Words:
        """Our own, in a language that the browser asks for."""
        return self.texts.words(*self.accepted)

    @property
    def form_token(self) -> str:
        return form_token(self.token) if self.token else ""


def asked_of(service: Service, scope: Scope, headers: Headers, form: Form = NO_FORM) -> PageAsked:
    client = scope.get("client")
    return PageAsked(
        hub=service.hub,
        texts=service.texts,
        method=scope["method"],
        path=scope["path_params"],
        query=_query(scope["query_string"]),
        token=cookie_of(headers),
        address=client[0] if client else "",
        accepted=accepted_of(headers),
        form=form,
    )


def accepted_of(headers: Headers) -> tuple[str, ...]:
    """The languages that the browser asks for, the most wanted first."""
    return preferred(headers.get(b"accept-language", b"").decode("latin-1"))


def cookie_of(headers: Headers) -> str:
    """The token of the visit; empty where there is none, or something that cannot be one."""
    for each in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        name, _, value = each.strip().partition("=")
        if name == COOKIE and len(value) <= _LONGEST_TOKEN and value.replace("-", "").replace("_", "").isalnum():
            return value
    return ""


def form_token(token: str) -> str:
    """What the forms of a visit carry: it follows from the visit's own token, which no other site can read."""
    return hmac.digest(token.encode(), b"capi form 1", "sha256").hex()


def refuse_elsewhere(headers: Headers, form: Form) -> None:
    """Raises NotAllowed for what was not sent from a page of ours."""
    if not _is_ours(headers, form):
        raise NotAllowed("not_allowed", "This was not sent from a page of this hub.")


def _is_ours(headers: Headers, form: Form) -> bool:
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site == b"same-origin":
        return True
    if site is not None and site != b"none":
        return False
    if origin is not None and origin != b"null":
        return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")
    token = cookie_of(headers)
    sent = form.values.get(TOKEN_FIELD, ())
    # Without a visit there is nothing to be gained: what is sent is a code, and the browser that sends it gets the cookie.
    return not token or any(hmac.compare_digest(each.encode(), form_token(token).encode()) for each in sent)


def _query(text: bytes) -> Mapping[str, str]:
    """Links of ours have nothing in them that must be told apart; what cannot be read is not there."""
    try:
        return dict(parse_qsl(text[:_MOST_QUERY].decode("ascii"), errors="strict", max_num_fields=10))
    except ValueError:
        return {}
