"""Errors of the service: every one in the same form, with a trace id that finds it in the log and nothing of what went on inside."""

import re
from pathlib import Path

import httpx
import msgspec
import pytest

import capi.sync
from capi.hub.errors import Conflict, DeviceRevoked, HubError, HubFolderError, TooManyTries, Unavailable, Unfit
from capi.hub.service.problem import CODES, told
from capi.sync.messages import Problem
from tests.hub.scenario import batch
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import Served

SECRET = "zanzibar-4711"


def problem(answer: httpx.Response) -> Problem:
    """What the answer says is wrong, after a look at its form."""
    assert answer.headers["content-type"] == "application/problem+json"
    found = msgspec.json.decode(answer.content, type=Problem)
    assert found.status == answer.status_code == CODES[found.code][0]
    assert found.trace == answer.headers["capi-trace"]
    assert (found.title, found.type) == (CODES[found.code][1], f"urn:capi:{found.code}")
    assert found.detail.endswith((".", "?")), found.detail
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    return found


def test_the_codes_are_those_of_the_protocol() -> None:
    text = (Path(capi.sync.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{3}) \| `(\w+)` \|", text, re.MULTILINE)
    assert {code: int(status) for status, code in rows} == {code: status for code, (status, _) in CODES.items()}


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "code"),
    [
        ("GET", "/v1/", b"", {}, "not_there"),
        ("GET", "/v1/hub/", b"", {}, "not_there"),
        ("GET", "/v1/docs", b"", {}, "not_there"),
        ("GET", "/health/openapi.json", b"", {}, "not_there"),
        ("GET", "/v1/%00", b"", {}, "not_there"),
        ("GET", "/v1/..%2f..%2fetc%2fpasswd", b"", {}, "not_there"),
        ("POST", "/v1/hub", b"", {}, "no_such_method"),
        ("HEAD", "/v1/hub", b"", {}, "no_such_method"),
        ("OPTIONS", "/v1/hub", b"", {}, "no_such_method"),
        ("GET", "/v1/hub?x=1", b"", {}, "unfit"),
        ("GET", "/v1/hub?=%ff", b"", {}, "unreadable"),
        ("GET", "/v1/cases", b"", {}, "not_signed_in"),
        ("POST", "/v1/sessions", b"", {}, "not_json"),
        ("POST", "/v1/sessions", b"{}", {"Content-Type": "text/plain"}, "not_json"),
        ("POST", "/v1/sessions", b"{}", {"Content-Type": "application/json; charset=utf-16"}, "not_json"),
        ("POST", "/v1/sessions", b"{}", {"Content-Encoding": "br"}, "not_json"),
        ("POST", "/v1/sessions", b"{}", {"Content-Encoding": "gzip, gzip"}, "not_json"),
        ("POST", "/v1/sessions", b"{}", {}, "unfit"),
        ("POST", "/v1/sessions", b"{", {}, "unreadable"),
        ("POST", "/v1/sessions", b" " * 70_000, {}, "too_large"),
        ("POST", "/v1/enrolments", b'{"code":"no","device":"L","public_key":"no"}', {}, "unfit"),
    ],
)
def test_whatever_is_wrong_is_told_in_the_same_form(
    served: Served, method: str, path: str, content: bytes, headers: dict[str, str], code: str
) -> None:
    usual = {"Content-Type": "application/json"} if content else {}
    with served.running.client() as client:
        answer = client.request(method, path, content=content, headers={**usual, **headers})
    if method == "HEAD":
        assert (answer.status_code, answer.content) == (405, b"")
    else:
        assert problem(answer).code == code
    assert answer.status_code != 405 or answer.headers["allow"] == "GET"
    assert answer.status_code != 401 or answer.headers["www-authenticate"] == "Bearer"


def test_every_answer_says_which_hub_and_epoch_it_is_of(served: Served) -> None:
    with served.running.client() as client:
        for path in ("/v1/hub", "/v1/cases", "/nowhere", "/health/live"):
            headers = client.get(path).headers
            assert (headers["capi-hub"], headers["capi-epoch"]) == ("hub-1", "epoch-1")
            assert headers["cache-control"] == "no-store"
            assert "date" in headers
            assert "server" not in headers
        assert len({client.get("/v1/hub").headers["capi-trace"] for _ in range(5)}) == 5


def test_a_fault_is_told_as_one_and_its_message_stays_inside(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"the answer was {SECRET}") from ValueError(SECRET)

    monkeypatch.setattr("capi.hub.service.accounts.accounts", fail)
    with served.client(Caller.ADA) as ada:
        found = problem(ada.get("/v1/accounts"))
    assert (found.status, found.code) == (500, "fault")
    log = [line for line in served.running.log.splitlines() if found.trace in line]
    assert any('"error":"RuntimeError from ValueError"' in line and "fail" in line for line in log)
    assert SECRET not in served.running.log


def test_waiting_is_asked_for_in_whole_seconds() -> None:
    assert told(TooManyTries("Wait.", 7), "t").wait == 7
    assert told(Unavailable("Wait."), "t").wait == 5
    assert told(Unavailable("Wait.", 0), "t").wait == 1
    assert told(Conflict("conflict", "No."), "t").wait is None


def test_the_order_to_erase_and_the_place_of_a_fault_are_told() -> None:
    erased = msgspec.json.decode(told(DeviceRevoked("Gone.", "signed"), "t").content, type=Problem)
    assert (erased.status, erased.erasure) == (401, "signed")
    unfit = msgspec.json.decode(told(Unfit("unfit", "No.", where="parts[3].term"), "t").content, type=Problem)
    assert (unfit.status, unfit.where) == (422, "parts[3].term")


@pytest.mark.parametrize("error", [HubError("nobody_knows_this", SECRET), KeyError(SECRET), HubFolderError(SECRET)])
def test_of_what_is_not_meant_for_the_caller_nothing_is_told(error: Exception) -> None:
    found = told(error, "t")
    assert SECRET.encode() not in found.content
    assert found.status in (500, 503)


def test_no_message_of_a_laptop_is_lost_in_an_error_page(served: Served) -> None:
    """The body of a batch that is refused is nowhere in the answer or in the log."""
    laptop = served.cast.laptops[Caller.ANNA]
    journal = served.scene.case(served.cast.fresh("case"), laptop).opened().answered("Illness", SECRET)
    body, _ = batch(laptop, journal.part(after=1))
    with served.client(Caller.ANNA) as anna:
        answer = anna.post("/v1/batches", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer).code == "unreadable", "its digest is missing"
    assert SECRET not in answer.text
    assert SECRET not in served.running.log
