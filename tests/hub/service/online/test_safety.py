"""What keeps a respondent's answers safe on the way: the cookie, where forms come from, headers, escaping, and what the log has."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capi.fieldwork.contents import Answered
from capi.hub.errors import NotThere, TooManyTries, Unavailable
from capi.hub.online.rendering import assets
from capi.hub.online.texts import shipped_texts
from capi.hub.service.online_asked import COOKIE, form_token
from capi.hub.service.online_reply import page_of_refusal
from capi.instrument.loading import read_sources, snapshot
from tests.hub.service.online.conftest import ServedOnline, served_online
from tests.hub.service.online.respondent import OURS, Respondent
from tests.hub.serving import serving

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def written(served: ServedOnline) -> int:
    return sum(isinstance(entry.contents, Answered) for entry in served.scene.entries(served.reference))


def test_the_cookie_is_the_browsers_alone_and_goes_with_it(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        (cookie,) = ann.cookies
        assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; Path=/; Secure; HttpOnly; SameSite=Lax", cookie)
        assert COOKIE.startswith("__Host-")


def test_there_is_no_other_cookie_on_any_page(seb: ServedOnline) -> None:
    with seb.respondent() as ann:
        for path in ("/", "/q", "/check", "/privacy", "/saved", "/thank-you", "/signed-out"):
            ann.get(path)
        assert {each.partition("=")[0] for each in ann.cookies} == {COOKIE}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "HOST"}, 403),
        ({"Sec-Fetch-Site": "none", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "none", "Origin": "HOST"}, 303),
        ({"Origin": "HOST"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_what_is_sent_from_elsewhere_is_not_taken(seb: ServedOnline, headers: dict[str, str], status: int) -> None:
    with seb.respondent() as ann:
        own = {name: seb.running.url if value == "HOST" else value for name, value in headers.items()}
        reply = ann.post("/q/SchoolType", {"answer": "3"}, own, led=False)
        assert reply.status_code == status
        assert written(seb) == (1 if status == 303 else 0)
        if status == 403:
            assert "not sent from our own page" in reply.text


def test_a_browser_that_does_not_say_where_from_is_believed_by_the_token_of_the_form(seb: ServedOnline) -> None:
    with seb.respondent() as ann, seb.respondent() as eve:
        token = ann.page.xpath("//form//input[@name='token']/@value")[0]
        assert token == form_token(ann.token)
        assert (
            ann.post("/q/SchoolType", {"answer": "3", "token": form_token(eve.token)}, {}, led=False).status_code == 403
        )
        assert ann.post("/q/SchoolType", {"answer": "3", "token": token}, {}, led=False).status_code == 303


def test_the_token_of_a_form_does_not_open_the_visit(seb: ServedOnline) -> None:
    with seb.respondent() as ann, Respondent(seb.running) as eve:
        eve.token = form_token(ann.token)
        eve.get("/q/SchoolType")
        assert eve.path == "/"


@pytest.mark.parametrize("token", ["x" * 43, "x" * 5_000, "é", "' or 1=1 --", "a;b", '"quoted"', "%00"])
def test_a_cookie_that_is_none_of_ours_opens_nothing(seb: ServedOnline, token: str) -> None:
    with seb.running.client() as client:
        reply = client.get("/q/SchoolType", headers={b"cookie": f"{COOKIE}={token}".encode()})
        assert (reply.status_code, reply.headers["location"]) == (303, "/")


PAGES = ["/", "/q/SchoolType", "/check", "/privacy", "/nowhere", "/saved", "/enter/ABC"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_a_browser_may_do_with_it(seb: ServedOnline, path: str) -> None:
    with seb.respondent() as ann:
        headers = ann.get(path).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers, "over a line without encryption it would be no use"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_anything_of_another_site_or_has_a_script_or_style_in_it(seb: ServedOnline, path: str) -> None:
    with seb.respondent() as ann:
        ann.get(path)
        page = ann.page
        for address in page.xpath("//@href | //@src | //@action | //@formaction"):
            assert address.startswith(("/", "#")), address
            assert not address.startswith("//"), address
        assert not page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")


def test_files_beside_the_pages_are_kept_for_ever_under_the_hash_of_their_content(seb: ServedOnline) -> None:
    with seb.running.client() as client:
        for asset in assets().values():
            reply = client.get(asset.path)
            assert reply.content == asset.content
            assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert reply.headers["content-type"] == asset.media
        style = assets()["style.css"].content.decode()
        loaded = set(re.findall(r'url\("([^"]+)"\)', style))
        assert loaded == {asset.path for name, asset in assets().items() if name.endswith(".woff2")}
        assert client.get("/static/style-0000000000000000.css").status_code == 404


def test_over_an_encrypted_line_it_is_to_stay_encrypted(seb: ServedOnline) -> None:
    encrypted = {"X-Forwarded-Proto": "https"}
    with serving(seb.scene.hub, proxies=("127.0.0.1",)) as behind_a_proxy, behind_a_proxy.client() as client:
        for path in ("/", "/q", "/nowhere", assets()["icon.svg"].path):
            assert client.get(path, headers=encrypted).headers["strict-transport-security"] == "max-age=31536000"
    with seb.running.client() as client:
        reply = client.get("/", headers=encrypted)
        assert "strict-transport-security" not in reply.headers, "only a proxy's word is taken for it"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"answer=3&answer=4", FORM, 400),
        (b"answer=%ff", FORM, 400),
        (b"answer=%ed%a0%80", FORM, 400),
        (b"&".join([b"a=1"] * 3_000), FORM, 400),
        (b'{"answer":3}', {"Content-Type": "application/json"}, 415),
        (b"--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"answer=3", {}, 415),
        (b"answer=" + b"3" * 70_000, FORM, 413),
        (b"answer=3%00", FORM, 422),
        (b"answer=%F0%9F%98%80", FORM, 422),
        (b"unknown=1&answer=3", FORM, 303),
    ],
)
def test_what_no_browser_sends_is_refused_in_plain_words(
    seb: ServedOnline, content: bytes, headers: dict[str, str], status: int
) -> None:
    with seb.respondent() as ann:
        cookie = {"Cookie": f"{COOKIE}={ann.token}"}
        reply = ann.client.post("/q/SchoolType", content=content, headers={**OURS, **cookie, **headers})
        assert reply.status_code == status
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert written(seb) == (1 if status == 303 else 0)


def test_a_long_text_may_be_as_long_as_its_question_says(every: ServedOnline) -> None:
    with every.comes_to("Story") as ann:
        text = "𝄞" * 30_000
        ann.send(answer=text)
        assert ann.path == "/q/Born"
        ann.get("/q/Story")
        assert ann.typed["answer"] == text
        cookie = {"Cookie": f"{COOKIE}={ann.token}"}
        reply = ann.client.post("/q/Story", content=b"answer=" + b"x" * 600_000, headers={**OURS, **FORM, **cookie})
        assert reply.status_code == 413
        assert ann.client.post("/q/Story", content=b"a=" + b"x" * 70_000, headers={**OURS, **FORM}).status_code == 413


def test_a_character_that_cannot_be_kept_is_told(every: ServedOnline) -> None:
    with every.comes_to("Job") as ann:
        ann.send(answer="a\0b")
        assert "cannot be saved" in ann.mistakes[0]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS"])
def test_another_method_is_refused(seb: ServedOnline, method: str) -> None:
    with seb.running.client() as client:
        reply = client.request(method, "/q/SchoolType")
        assert (reply.status_code, reply.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("path", ["/v1/nowhere", "/health/nowhere"])
def test_programs_are_told_in_their_own_form_that_there_is_nothing(seb: ServedOnline, path: str) -> None:
    with seb.running.client() as client:
        assert client.get(path).headers["content-type"] == "application/problem+json"


def test_no_code_answer_name_or_token_is_in_the_log_or_in_an_address(every: ServedOnline) -> None:
    code = every.code()
    said = "Zanzibar-4711"
    with Respondent(every.running) as ann:
        asked: list[httpx.URL] = []
        ann.client.event_hooks["request"] = [lambda request: asked.append(request.url)]
        ann.post("/", {"code": code})
        token = ann.token
        for name in ("Welcome", "Happy", "Uses", "Age", "Height"):
            ann.send(
                **{
                    "Happy": {"answer": "1"},
                    "Uses": {"answer": "1"},
                    "Age": {"answer": "42"},
                    "Height": {"answer": "2"},
                }.get(name, {})
            )
        ann.send(answer=said)
        assert ann.path == "/q/Story"
        ann.get(f"/enter/{code}")
        ann.get(f"/{said}?code={code}")
        addresses = [str(url) for url in asked]
    for secret in (code, said, token):
        assert secret not in every.running.log
    assert not [each for each in addresses[:-2] if code in each or said in each or token in each]
    assert '"path":"/enter/{code}"' in every.running.log
    assert '"path":"/q/{field}"' in every.running.log


HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_characters="\0{}", exclude_categories=("Cs", "Cc")), min_size=1, max_size=25
) | st.sampled_from(
    [
        '"><script>alert(1)</script>',
        "'--><img src=x onerror=alert(1)>",
        "{{ 7*7 }}",
        "</title></textarea>",
        "{% raw %}",
        "&amp;",
        "javascript:1",
    ]
)


@contextlib.contextmanager
def hostile(folder: Path, text: str) -> Iterator[ServedOnline]:
    """A questionnaire all of whose texts are this one."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}") + '"'
    source = f"""
instrument: hostile
version: "1"
title: {quoted}
modes: [self_completion]
languages: [en]
sections:
  - section: Part
    title: {quoted}
    ask:
      - First:
          label: {quoted}
          text: {quoted}
          guidance: {quoted}
          categories: {{1: {{text: {quoted}, example: {quoted}}}, 2: Other}}
      - Second:
          text: {quoted}
          type: text
          longest: 200
"""
    with served_online(folder, snapshot(read_sources({"instrument.yaml": source}))) as served:
        yield served


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=HOSTILE, typed=HOSTILE)
def test_whatever_an_instrument_says_or_somebody_types_is_text_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, text: str, typed: str
) -> None:
    with hostile(tmp_path_factory.mktemp("hostile"), text.strip() or "x") as served, served.respondent() as ann:
        plain = " ".join((text.strip() or "x").split())
        _is_plain(ann)
        assert ann.question == plain
        assert ann.labels == [plain, "Other"]
        ann.answer("1")
        ann.send(answer=typed * 30)
        _is_plain(ann)
        ann.send(answer=typed)
        _is_plain(ann)
        if ann.path == "/check":
            assert [" ".join(each.text_content().split()) for each in ann.page.xpath("//dd[@class='answer']")] == [
                plain,
                " ".join(typed.split()),
            ]


def _is_plain(ann: Respondent) -> None:
    """Every tag of the page is one of the templates', and nothing runs."""
    page = ann.page
    tags = {str(each.tag) for each in page.iter() if isinstance(each.tag, str)}
    assert not tags & {"script", "img", "style", "iframe", "svg", "object", "base", "meta-refresh"}
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert len(page.xpath("//title")) == len(page.xpath("//h1")) == 1
    assert all(each.startswith(("/", "#")) for each in page.xpath("//@href | //@action"))


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Unavailable("The database sleeps.", 40), 503, "Wait 40 seconds, then try again."),
        (TooManyTries("Too many.", 300), 429, "Wait 5 minutes, then try again."),
        (RuntimeError("zanzibar-4711"), 500, "trace-1"),
        (NotThere("not_there", "No."), 404, "If you typed the address"),
    ],
)
def test_what_goes_wrong_is_a_page_in_plain_words(error: Exception, status: int, words: str) -> None:
    reply = page_of_refusal(
        shipped_texts(), error, {"type": "http", "scheme": "https", "headers": []}, "trace-1", "GET"
    )
    text = reply.content.decode()
    headers = dict(reply.headers)
    assert (reply.status, words in text) == (status, True)
    assert "zanzibar" not in text
    assert headers[b"strict-transport-security"]
    assert (b"retry-after" in headers) is (status in (429, 503))
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_a_hub_that_cannot_use_its_database_says_so_on_a_page(tmp_path: Path) -> None:
    with served_online(tmp_path) as served, served.respondent() as ann:
        served.scene.hub.database.close()
        (tmp_path / "hub.sqlite").write_bytes(b"no database" * 1_000)
        ann.get("/q/SchoolType")
        assert ann.reply.status_code in (500, 503)
        assert ann.question.startswith("Sorry, ")
        assert "All answers you had continued from are saved." in ann.text
