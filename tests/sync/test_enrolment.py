"""A laptop becomes known to its hub, and to no other."""

import ssl
from datetime import timedelta

import httpx
import msgspec
import pytest

from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from capi.sync.enrolment import enrol
from capi.sync.errors import (
    EnrolmentRefused,
    HubBusy,
    HubUnreachable,
    NotTheHub,
    NotTrusted,
    PracticeFile,
    UnfitCertificates,
)
from capi.sync.hub_client import HubClient
from capi.sync.link import ENROLLING, link_of
from tests.hub.scenario import NOW
from tests.sync.field import Field, said
from tests.sync.tampering import Tampering, portal, problem, with_content


def test_an_enrolled_laptop_knows_its_hub_and_its_user(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    link = anna.enrol(field.code())
    assert (link.hub, link.user, link.device) == ("hub-1", "anna", anna.device)
    assert link.public_key == field.scene.hub.keys.public
    assert link_of(anna.case_file) == link


def test_neither_keys_nor_tokens_are_shown_where_a_link_is_printed(field: Field) -> None:
    link = field.laptop().link
    for secret in (link.private_key, link.tokens.access, link.tokens.refresh):
        assert secret not in repr(link)


def test_a_code_works_once_and_the_second_time_says_what_to_do(field: Field) -> None:
    code = field.code()
    field.laptop(enrolled=False).enrol(code)
    late = field.laptop(enrolled=False)
    with pytest.raises(EnrolmentRefused, match=r"used already, or is too old. The office makes a new one.$"):
        late.enrol(code)
    assert link_of(late.case_file) is None


def _cut(_answer: httpx.Response) -> httpx.Response:
    raise httpx.ReadError("cut off")


def test_an_enrolment_whose_answer_was_lost_is_done_with_the_same_code_and_the_same_key(field: Field) -> None:
    anna, code = field.laptop(enrolled=False), field.code()
    anna.transport = Tampering({"enrolments": _cut})
    with pytest.raises(EnrolmentRefused, match="Try the same code once more"):
        anna.enrol(code)
    assert link_of(anna.case_file) is None
    kept = anna.case_file.kept(ENROLLING)
    assert kept is not None
    anna.transport = None
    link = anna.enrol(code)
    assert link.private_key in kept, "else the hub takes it for another laptop"
    assert anna.case_file.kept(ENROLLING) is None
    assert anna.round().finished


def test_a_code_is_not_shown_again_by_another_laptop_that_has_seen_it(field: Field) -> None:
    anna, other, code = field.laptop(enrolled=False), field.laptop(enrolled=False), field.code()
    anna.transport = Tampering({"enrolments": _cut})
    with pytest.raises(EnrolmentRefused):
        anna.enrol(code)
    with pytest.raises(EnrolmentRefused, match=r"used already, or is too old. The office makes a new one.$"):
        other.enrol(code)


def test_a_laptop_that_is_enrolled_again_makes_a_new_key(field: Field) -> None:
    anna = field.laptop()
    before = anna.link.private_key
    assert anna.enrol(field.code()).private_key != before


def test_a_laptop_cut_off_in_the_exchange_of_its_tokens_and_shut_until_evening_goes_on(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    field.scene.time += timedelta(hours=1)
    anna.transport = Tampering({"tokens": _cut})
    before = anna.link.tokens
    assert not anna.round().finished
    assert anna.link.tokens == before
    field.scene.time += timedelta(hours=9)
    anna.transport = None
    report = anna.round()
    assert report.finished, said(report)


def test_a_code_typed_carelessly_is_understood(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    assert anna.enrol(f"  {field.code().lower()} ").user == "anna"


def test_no_code_is_refused_before_anything_is_asked(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    line = Tampering({})
    anna.transport = line
    with pytest.raises(EnrolmentRefused, match="no enrolment code"):
        anna.enrol("  ")
    assert line.asked == []


def test_a_practice_file_is_never_enrolled(field: Field) -> None:
    with CaseFile.create(field.folder / "p.casefile", None, Holder("anna", "L-p", "laptop", 1, NOW)) as practice:
        with pytest.raises(PracticeFile, match="invented people are never sent to a hub"):
            enrol(practice, field.url, field.code(), "laptop")
        assert link_of(practice) is None


def test_a_portal_gets_no_code(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    line = Tampering({"*": portal})
    anna.transport = line
    with pytest.raises(NotTheHub):
        anna.enrol(field.code())
    assert line.asked == ["GET /v1/hub"]


def test_cases_of_one_hub_are_never_enrolled_with_another_and_the_code_is_not_used(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    before = anna.link

    def other(answer: httpx.Response) -> httpx.Response:
        facts = msgspec.json.decode(answer.content) | {"hub": "hub-2"}
        headers = {**answer.headers, "capi-hub": "hub-2"}
        return httpx.Response(200, headers=headers, content=msgspec.json.encode(facts))

    line = Tampering({"hub": other})
    anna.transport = line
    with pytest.raises(EnrolmentRefused, match="belong to the hub Test hub"):
        anna.enrol(field.code())
    assert line.asked == ["GET /v1/hub"]
    assert anna.link == before


def test_a_laptop_enrolled_again_goes_on_with_its_cases(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.enrol(field.code())
    report = anna.round()
    assert report.all_safe
    assert field.scene.journal(anna.id("1042/01")) == anna.journal("1042/01")


def test_a_hub_that_contradicts_itself_is_not_enrolled_with(field: Field) -> None:
    anna = field.laptop(enrolled=False)

    def other(answer: httpx.Response) -> httpx.Response:
        told = msgspec.json.decode(answer.content) | {"public_key": "A" * 43 + "="}
        return with_content(answer, msgspec.json.encode(told))

    anna.transport = Tampering({"enrolments": other})
    with pytest.raises(NotTheHub, match="contradicts itself"):
        anna.enrol(field.code())
    assert link_of(anna.case_file) is None


def test_certificates_that_are_none_are_refused_in_words(field: Field) -> None:
    with pytest.raises(UnfitCertificates, match="BEGIN CERTIFICATE"):
        HubClient(field.url, "not a certificate")


def test_a_code_with_a_typing_mistake_is_to_be_looked_at_again_and_no_other_is_asked_for(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    with pytest.raises(EnrolmentRefused) as refused:
        anna.enrol("ABCD-EFGH")
    assert str(refused.value) == (
        "The hub does not take this code: There is a typing mistake in this code. Look at it again, group by group."
    )


def test_a_hub_that_is_away_or_busy_leaves_the_code_good_and_nothing_is_enrolled(field: Field) -> None:
    anna, code = field.laptop(enrolled=False), field.code()
    anna.transport = Tampering({"hub": _cut})
    with pytest.raises(HubUnreachable, match="Enrol again when there is a connection; the code is still good"):
        anna.enrol(code)
    for path in ("hub", "enrolments"):
        anna.transport = Tampering({path: problem(503, "unavailable")})
        with pytest.raises(HubBusy, match=r"not enrolled yet. Enrol again in a few minutes, with the same code"):
            anna.enrol(code)
    assert link_of(anna.case_file) is None
    anna.transport = None
    assert anna.enrol(code).user == "anna"


class _Untrusted(httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no line to {request.url.host}") from ssl.SSLCertVerificationError(
            "unable to get local issuer certificate"
        )


def test_a_hub_whose_certificate_nobody_knows_asks_for_the_offices_file(field: Field) -> None:
    anna, code = field.laptop(enrolled=False), field.code()
    anna.transport = _Untrusted()
    with pytest.raises(NotTrusted, match=r"authority.pem, enrol again with this file"):
        anna.enrol(code)
    anna.transport = None
    assert anna.enrol(code).user == "anna"


def test_an_enrolled_laptop_that_shows_a_used_code_is_told_that_it_works_for_this_hub_already(field: Field) -> None:
    anna = field.laptop(enrolled=False)
    code = field.code()
    anna.enrol(code)
    anna.round()
    before = anna.link
    with pytest.raises(EnrolmentRefused, match=r"used already.*works for anna at Test hub already.*sync as usual"):
        anna.enrol(code)
    assert anna.link == before
    assert anna.round().finished
