"""What a real hub never says, and what the laptop makes of it: nothing is marked, and somebody is told what to do."""

from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.fieldwork.journal import START
from capi.hub.office.devices import end_device
from capi.sync.messages import Role
from capi.sync.office_messages import DeviceEnd, DeviceState
from capi.sync.round_report import RoundReport, Standing
from capi.sync.signing import Purpose
from tests.sync.field import Field, Laptop, said, standings
from tests.sync.tampering import (
    Change,
    Tampering,
    UnpackingProxy,
    portal,
    problem,
    resign,
    signed_anew,
    with_content,
    without_hub,
)

OTHER = "f" * 64


@pytest.fixture
def anna(field: Field) -> Laptop:
    """With one case that was interviewed, and of which the hub has the first entry only."""
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    laptop.interview("1042/01")
    return laptop


def _nothing_marked(anna: Laptop, report: RoundReport) -> None:
    assert anna.holding("1042/01").acknowledged.number == 1
    assert standings(report)["1042/01"] is not Standing.SAFE
    assert not report.all_safe
    assert report.sent_entries == 0


def _then_all_is_well(anna: Laptop) -> None:
    """The same laptop, with nothing in between any more."""
    anna.transport = None
    report = anna.round()
    assert report.all_safe, said(report)
    assert anna.field.scene.journal(anna.id("1042/01")) == anna.journal("1042/01")


def _key(anna: Laptop) -> Ed25519PrivateKey:
    return anna.field.scene.hub.keys.signing


@pytest.mark.parametrize("path", ["*", "hub", "batches", "orders", "tallies"])
def test_a_captive_portal_is_not_the_hub_wherever_it_comes_in_between(anna: Laptop, path: str) -> None:
    anna.transport = Tampering({path: portal})
    report = anna.round()
    assert not report.finished
    assert report.failed == "NotTheHub"
    assert "perhaps the sign-in page of this network" in said(report)
    assert standings(report)["1042/01"] is not Standing.SAFE
    if path in ("*", "hub", "batches"):
        _nothing_marked(anna, report)
    _then_all_is_well(anna)


def test_a_redirect_to_another_host_is_not_followed(anna: Laptop) -> None:
    line = Tampering({"*": lambda _: httpx.Response(302, headers={"location": "https://elsewhere.example/v1/hub"})})
    anna.transport = line
    report = anna.round()
    assert report.failed == "NotTheHub"
    assert line.asked == ["GET /v1/hub"]
    _nothing_marked(anna, report)


def test_even_a_redirect_in_the_name_of_the_hub_is_not_followed(anna: Laptop) -> None:
    def moved(answer: httpx.Response) -> httpx.Response:
        named = {"capi-hub": answer.headers["capi-hub"], "location": "https://elsewhere.example/v1/batches"}
        return httpx.Response(307, headers=named)

    anna.transport = Tampering({"batches": moved})
    report = anna.round()
    assert report.failed == "NotTheHub"
    _nothing_marked(anna, report)
    _then_all_is_well(anna)


def test_a_proxy_that_unpacks_gzip_changes_nothing(anna: Laptop) -> None:
    anna.transport = UnpackingProxy({})
    report = anna.round()
    assert report.all_safe, said(report)


def test_another_hub_at_the_same_address_gets_nothing(anna: Laptop) -> None:
    def other(answer: httpx.Response) -> httpx.Response:
        facts = msgspec.json.decode(answer.content) | {"hub": "hub-2"}
        headers = {**answer.headers, "capi-hub": "hub-2"}
        return httpx.Response(200, headers=headers, content=msgspec.json.encode(facts))

    line = Tampering({"hub": other})
    anna.transport = line
    report = anna.round()
    assert "there is another hub" in said(report)
    assert line.asked == ["GET /v1/hub"]
    _nothing_marked(anna, report)


def test_a_hub_with_another_key_gets_nothing(anna: Laptop) -> None:
    def other(answer: httpx.Response) -> httpx.Response:
        facts = msgspec.json.decode(answer.content) | {"public_key": "A" * 43 + "="}
        return with_content(answer, msgspec.json.encode(facts))

    anna.transport = Tampering({"hub": other})
    report = anna.round()
    assert report.failed == "NotTheHub"
    _nothing_marked(anna, report)


def test_a_receipt_with_another_signature_proves_nothing_and_the_same_batch_goes_again(anna: Laptop) -> None:
    anna.transport = Tampering({"batches": signed_anew(Ed25519PrivateKey.generate(), Purpose.RECEIPT)})
    report = anna.round()
    assert report.failed == "NotTheHub"
    assert "is not signed by your hub" in said(report)
    _nothing_marked(anna, report)
    kept = anna.case_file.kept("hub_batch")
    assert kept is not None
    _then_all_is_well(anna)
    assert anna.case_file.kept("hub_batch") is None


def test_a_lease_cannot_pass_for_a_receipt(anna: Laptop) -> None:
    anna.transport = Tampering({"batches": signed_anew(_key(anna), Purpose.LEASE)})
    report = anna.round()
    assert report.failed == "NotTheHub"
    _nothing_marked(anna, report)


def _more_cases(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*parts, {**parts[0], "case": "another"}]


@pytest.mark.parametrize(
    "news",
    [
        {"batch": "01890a5d-ac96-774b-bcce-b302099a8057"},
        {"digest": OTHER},
        {"device": "L-other"},
        {"hub": "hub-2"},
        {"epoch": "epoch-0"},
        {"parts": []},
        {"parts": _more_cases},
        {"parts": lambda parts: [{**parts[0], "case": "another"}]},
        {"parts": lambda parts: [*parts, *parts]},
    ],
    ids=["batch", "digest", "device", "hub", "epoch", "no case", "one more", "another case", "twice"],
)
def test_a_receipt_of_something_else_proves_nothing(anna: Laptop, news: dict[str, object]) -> None:
    anna.transport = Tampering({"batches": signed_anew(_key(anna), Purpose.RECEIPT, **news)})
    report = anna.round()
    assert report.failed == "NotProven"
    assert "does not prove what was asked" in said(report)
    _nothing_marked(anna, report)
    _then_all_is_well(anna)


def _of_part(**news: object) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda parts: [{**parts[0], **news}]


@pytest.mark.parametrize(
    "news",
    [
        _of_part(number=40, hash=OTHER),
        lambda parts: [{**parts[0], "number": parts[0]["number"] + 1}],
        lambda parts: [{**parts[0], "number": parts[0]["number"] - 1}],
        _of_part(hash=OTHER),
        _of_part(outcome="quarantined", reason="fork", hash=OTHER),
        _of_part(outcome="quarantined"),
    ],
    ids=["far more", "one more", "one less", "another entry", "apart, another entry", "apart without a reason"],
)
def test_a_receipt_that_claims_more_or_other_than_was_sent_marks_nothing(anna: Laptop, news: object) -> None:
    change = signed_anew(_key(anna), Purpose.RECEIPT, parts=news)
    anna.transport = Tampering({"batches": change})
    report = anna.round()
    _nothing_marked(anna, report)
    assert standings(report) == {"1042/01": Standing.DIFFERS}
    assert "Call your office before you go on with them" in said(report)
    _then_all_is_well(anna)


def test_a_hub_that_says_it_is_behind_again_and_again_does_not_hold_the_laptop_for_ever(anna: Laptop) -> None:
    line = Tampering(
        {
            "batches": signed_anew(
                _key(anna), Purpose.RECEIPT, parts=_of_part(outcome="behind", number=0, hash=START.hash)
            )
        }
    )
    anna.transport = line
    report = anna.round()
    assert line.asked.count("POST /v1/batches") < 10
    assert standings(report) == {"1042/01": Standing.DIFFERS}
    assert not report.all_safe
    _then_all_is_well(anna)


@pytest.mark.parametrize("news", [{"device": "L-other"}, {"case": "another"}, {"term": 7}, {"hub": "hub-2"}])
def test_a_case_whose_lease_is_another_one_is_not_taken(field: Field, news: dict[str, object]) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    key = _key(anna)

    def change(answer: httpx.Response) -> httpx.Response:
        orders = msgspec.json.decode(answer.content)
        for order in orders["orders"]:
            if order["what"]["type"] == "assigned":
                lease = order["what"]["lease"].encode()
                order["what"]["lease"] = resign(key, Purpose.LEASE, lease, **news).decode()
        return with_content(answer, msgspec.json.encode(orders))

    anna.transport = Tampering({"orders": change})
    report = anna.round()
    assert anna.references == []
    assert report.undone
    assert not report.all_safe
    anna.transport = None
    assert anna.round().received == ("1042/01",), "the order is still to be done"


def test_the_entries_of_another_case_under_a_good_lease_are_not_taken(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", "1042/02", to="anna")

    def change(answer: httpx.Response) -> httpx.Response:
        orders = msgspec.json.decode(answer.content)
        given = [order["what"] for order in orders["orders"] if order["what"]["type"] == "assigned"]
        if len(given) == 2:
            given[0]["entries"] = given[1]["entries"]
        return with_content(answer, msgspec.json.encode(orders))

    anna.transport = Tampering({"orders": change})
    anna.round()
    assert anna.references == ["1042/02"]


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {name: f"{text}\n# a line more" for name, text in files.items()},
        lambda files: {name: text.replace("How is your health", "How was your health") for name, text in files.items()},
        lambda _files: {},
        lambda _files: {"instrument.yaml": "use: other.csv\n"},
    ],
    ids=["a line more", "a word", "nothing", "nonsense"],
)
def test_an_instrument_that_is_not_to_the_letter_is_not_kept(field: Field, change: object) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.transport = Tampering({"instruments": signed_anew(_key(anna), Purpose.INSTRUMENT, sources=change)})
    report = anna.round()
    assert anna.references == []
    assert report.undone
    anna.transport = None
    assert anna.round().received == ("1042/01",)


@pytest.mark.parametrize(
    "news", [{"digest": OTHER}, {"count": 9}, {"device": "L-other"}, {"epoch": "epoch-0"}, {"hub": "hub-2"}]
)
def test_a_tally_of_something_else_makes_nothing_safe(anna: Laptop, news: dict[str, object]) -> None:
    anna.transport = Tampering({"tallies": signed_anew(_key(anna), Purpose.TALLY, **news)})
    report = anna.round()
    assert report.failed == "NotProven"
    assert standings(report) == {"1042/01": Standing.RECEIVED}, "it has its receipt, and no more than that"
    _then_all_is_well(anna)


@pytest.mark.parametrize("news", [{"hash": OTHER}, {"number": 3}, {"case": "another"}, {"term": 9}, {"epoch": "e"}])
def test_a_release_of_something_else_removes_nothing(anna: Laptop, news: dict[str, object]) -> None:
    anna.round()
    anna.field.recall(anna.id("1042/01"))
    anna.transport = Tampering({"releases": signed_anew(_key(anna), Purpose.RELEASE, **news)})
    report = anna.round()
    assert report.failed == "NotProven"
    assert anna.references == ["1042/01"]
    anna.transport = None
    assert anna.round().given_up == ("1042/01",), "the hub gives the same answer again"
    assert anna.case_file.cases() == [], "its bytes stay until a backup of the hub holds them"


@pytest.mark.parametrize(
    ("key", "news"), [("other", {}), ("own", {"device": "L-other"}), ("own", {"hub": "hub-2"})], ids=str
)
def test_only_the_hub_and_only_for_this_laptop_can_order_an_erasure(
    anna: Laptop, key: str, news: dict[str, object]
) -> None:
    administrator = anna.field.scene.office(Role.ADMINISTRATOR)
    end_device(anna.field.scene.hub, administrator, anna.device, DeviceEnd(state=DeviceState.LOST))
    signer = _key(anna) if key == "own" else Ed25519PrivateKey.generate()

    def change(answer: httpx.Response) -> httpx.Response:
        told = msgspec.json.decode(answer.content)
        if "erasure" in told:
            told["erasure"] = resign(signer, Purpose.ERASURE, told["erasure"].encode(), **news).decode()
        return with_content(answer, msgspec.json.encode(told))

    anna.transport = Tampering({"*": change})
    report = anna.round()
    assert report.failed == "DeviceRefused"
    keys = anna.case_file.path.with_name(f"{anna.case_file.path.name}.keys")
    assert keys.exists()
    assert anna.journal("1042/01")


def test_a_busy_hub_is_asked_again_after_the_time_it_names_and_then_left_in_peace(anna: Laptop) -> None:
    anna.transport = Tampering({"batches": problem(503, "unavailable", **{"retry-after": "7"})})
    report = anna.round()
    assert anna.waits == [7.5, 8.0], "what it asked for, and a little by chance"
    assert (report.failed, report.retry_after) == ("HubBusy", 7.0)
    assert "busy now" in said(report)
    _nothing_marked(anna, report)
    _then_all_is_well(anna)


def test_a_hub_that_names_a_long_time_is_not_waited_for(anna: Laptop) -> None:
    anna.transport = Tampering({"batches": problem(429, "too_many_tries", **{"retry-after": "600"})})
    report = anna.round()
    assert anna.waits == []
    assert report.retry_after == 600.0
    _nothing_marked(anna, report)


def test_what_stands_before_a_hub_that_is_down_is_a_busy_hub(anna: Laptop) -> None:
    anna.transport = Tampering({"*": without_hub(502)})
    assert anna.round().failed == "HubBusy"


@pytest.mark.parametrize(("status", "code"), [(400, "unreadable"), (413, "too_large"), (422, "unfit")])
def test_a_case_the_hub_refuses_is_found_and_the_others_go_on(field: Field, status: int, code: str) -> None:
    anna = field.laptop()
    references = [f"1042/{number:02}" for number in range(1, 8)]
    field.bring(*references, to="anna")
    anna.round()
    for reference in references:
        anna.visit(reference)
    poison = anna.id("1042/04")

    class Refusing(Tampering):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("batches") and poison.encode() in _unpacked(request):
                answer = super().handle_request(httpx.Request("GET", request.url.join("hub")))
                return problem(status, code)(answer)
            return super().handle_request(request)

    anna.transport = Refusing({})
    report = anna.round()
    assert report.finished
    assert [case.reference for case in report.standing(Standing.REFUSED)] == ["1042/04"]
    assert len(report.standing(Standing.SAFE)) == 6
    assert "1042/04: the hub refuses this: No. It is kept on this laptop. Tell your office." in said(report)
    anna.transport = None
    assert anna.round().all_safe


def _unpacked(request: httpx.Request) -> bytes:
    import gzip

    return gzip.decompress(request.read())


def test_a_hub_restored_in_the_middle_of_a_round_is_noticed_and_the_round_begins_anew(anna: Laptop) -> None:
    told = []

    def change(answer: httpx.Response) -> httpx.Response:
        told.append(answer)
        if len(told) > 1:
            return answer
        return httpx.Response(200, headers={**answer.headers, "capi-epoch": "epoch-2"}, content=answer.content)

    anna.transport = Tampering({"batches": change})
    report = anna.round()
    assert report.finished
    assert report.all_safe, said(report)


@pytest.mark.parametrize("length", [0, 1, 40])
def test_an_answer_that_is_cut_short_marks_nothing(anna: Laptop, length: int) -> None:
    anna.transport = Tampering({"batches": lambda answer: with_content(answer, answer.content[:length])})
    report = anna.round()
    assert not report.finished
    _nothing_marked(anna, report)
    _then_all_is_well(anna)


def test_an_endless_page_is_not_read_to_its_end(anna: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capi.sync.hub_client.LARGEST_ANSWER", 10_000)
    change: Change = lambda answer: with_content(answer, answer.content + b" " * 20_000)  # noqa: E731
    anna.transport = Tampering({"batches": change})
    report = anna.round()
    assert report.failed == "NotTheHub"
    _nothing_marked(anna, report)
