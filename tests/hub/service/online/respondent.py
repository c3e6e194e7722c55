"""A respondent without a browser: she reads pages, sends their forms, and is led on as a browser would lead her.

ann = Respondent(served, code)
ann.answer("3")                      # the radio button with this value, and Continue
assert ann.path == "/q/EarnerStatus"
"""

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import httpx
from lxml import html

from capi.hub.service.online_asked import COOKIE
from tests.hub.serving import RunningHub

_FORM = "application/x-www-form-urlencoded"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
"""What a browser says of a form that is sent from a page of the same site, which lets no address out."""


class Respondent:
    """`answer_` is the last answer of the hub; `journey` the statuses on the way to it."""

    def __init__(self, running: RunningHub, code: str = "", *, stays: bool = False) -> None:
        self.client = running.client()
        self.token = ""
        self.path = ""
        self.cookies: list[str] = []
        self.reply = self.get("/")
        if code:
            self.post("/", {"code": code, **({"stays": "yes"} if stays else {})})

    def __enter__(self) -> "Respondent":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    # What she does.

    def get(self, path: str) -> httpx.Response:
        return self._led(self._ask("GET", path))

    def post(
        self, path: str, fields: Mapping[str, Any], headers: Mapping[str, str] = OURS, *, led: bool = True
    ) -> httpx.Response:
        content = urlencode(fields, doseq=True).encode()
        reply = self._ask("POST", path, content, {"Content-Type": _FORM, **headers})
        return self._led(reply) if led else reply

    def send(self, button: str = "primary", **fields: Any) -> httpx.Response:
        """Fills the page's main form in and presses a button; fields named None are emptied."""
        form = self.page.xpath("//form[.//button[contains(@class, 'primary')]]")[0]
        pressed = form.xpath(f".//button[contains(@class, '{button}')]")[0]
        sent = {**dict(self._filled(form)), **fields}
        path = pressed.get("formaction") or form.get("action")
        return self.post(path, {name: value for name, value in sent.items() if value is not None})

    def answer(self, *values: str) -> httpx.Response:
        return self.send(answer=values)

    def find(self, typed: str) -> httpx.Response:
        form = self.page.xpath("//form[.//button[@name='find']]")[0]
        return self.post(form.get("action"), {**dict(self._filled(form)), "search": typed, "find": "yes"})

    def goes_all_the_way(self, *answers: tuple[str, ...]) -> None:
        for each in answers:
            self.answer(*each)

    # What she sees.

    @property
    def page(self) -> Any:
        return html.document_fromstring(self.reply.text)

    @property
    def title(self) -> str:
        return str(self.page.findtext(".//title"))

    @property
    def question(self) -> str:
        return _words(self.page.xpath("//h1")[0])

    @property
    def labels(self) -> list[str]:
        """What can be chosen, in its order."""
        return [_words(each) for each in self.page.xpath("//div[@class='box']/label")]

    @property
    def examples(self) -> list[str]:
        return [_words(each) for each in self.page.xpath("//p[@class='example']")]

    @property
    def hints(self) -> list[str]:
        return [_words(each) for each in self.page.xpath("//div[@class='hint']/p")]

    @property
    def mistakes(self) -> list[str]:
        """The words of the summary at the top."""
        return [_words(each) for each in self.page.xpath("//div[@class='mistakes']/ul/li")]

    @property
    def text(self) -> str:
        return _words(self.page.xpath("//main")[0])

    def links(self, words: str) -> list[str]:
        return [each.get("href") for each in self.page.xpath("//a") if words in _words(each)]

    @property
    def chosen(self) -> list[str]:
        return [each.get("value") for each in self.page.xpath("//input[@checked]")]

    @property
    def typed(self) -> dict[str, str]:
        typed = {each.get("name"): each.get("value") for each in self.page.xpath("//input[@type='text']")}
        return {**typed, **{each.get("name"): each.text or "" for each in self.page.xpath("//textarea")}}

    # How it goes over the line.

    def _ask(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        cookie = {"Cookie": f"{COOKIE}={self.token}"} if self.token else {}
        reply = self.client.request(method, path, content=content, headers={**cookie, **(headers or {})})
        self.path = path
        if (set_cookie := reply.headers.get("set-cookie")) is not None:
            self.cookies.append(set_cookie)
            self.token = re.match(rf"{COOKIE}=([^;]*)", set_cookie)[1]  # type: ignore[index]
        return reply

    def _led(self, reply: httpx.Response) -> httpx.Response:
        while reply.status_code == 303:
            reply = self._ask("GET", reply.headers["location"])
        self.reply = reply
        return reply

    def _filled(self, form: Any) -> Iterator[tuple[str, list[str] | str]]:
        several: dict[str, list[str]] = {}
        for each in form.xpath(".//input[@name] | .//textarea[@name]"):
            if each.get("type") in ("radio", "checkbox") and each.get("checked") is None:
                continue
            several.setdefault(each.get("name"), []).append(each.get("value") or each.text or "")
        yield from several.items()


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
