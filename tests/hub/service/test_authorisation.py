"""Who may do what at the hub: every endpoint of the application, by everybody, on their own cases and on others'.

The endpoints come from the application itself. One that has no row in the table below makes the build fail.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from capi.dataset.job_codes import JobTexts
from capi.hub import tables
from capi.hub.coding.upkeep import look_at_some
from capi.hub.hub import Principal, to_microseconds
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.online.reissuing import reissue
from capi.hub.online.rendering import assets
from capi.hub.orders.instruments import add_instrument
from capi.hub.people.accounts import change_account, create_account
from capi.hub.people.enrolment import new_code
from capi.hub.people.token_family import issue_pair, new_family
from capi.hub.policy import allowed
from capi.hub.service.app import ENDPOINTS, make_app, places_of
from capi.hub.service.endpoints import Anybody
from capi.hub.statistics.jobs import said_of
from capi.sync.messages import Refresh, Release, Role, Tally
from capi.sync.office_messages import AccountChange, Calling, NewAccount
from capi.sync.signing import Purpose, public_text, sign_text
from tests.fieldwork_scenario import instrument_of
from tests.hub.coding.scene import WORK
from tests.hub.online.scene import background
from tests.hub.scenario import EPOCH, HubScene, Journal, batch, shipped_frame
from tests.hub.service.cast import Caller, Cast
from tests.hub.service.conftest import Served

OWN, OTHERS, MISSING = "own", "somebody else's", "not there"
PASSWORD = "nine purple kettles sing"
"""Of which nobody in the cast knows anything."""


@dataclass(frozen=True)
class Request:
    """`path` as it is asked for; either a message or content."""

    path: str
    json: Any = None
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """Who may, how they ask (for what is their own, somebody else's or not there), and what they are answered."""

    may: frozenset[Caller]
    request: Callable[[Cast, Caller, str], Request]
    answers: Mapping[str, int]


ALL = frozenset(Caller)
ACTIVE = frozenset({Caller.ANNA, Caller.BEN, Caller.TOM})
SENDERS = ACTIVE | {Caller.REPLACED}
SUPERVISOR = frozenset({Caller.RUTH})
ADMINISTRATOR = frozenset({Caller.ADA})
AT_THE_TELEPHONE = frozenset({Caller.TOM})
OFFICE_PEOPLE = frozenset({Caller.CORA, Caller.RUTH, Caller.ADA})
WHO_IS_KNOWN = frozenset(Caller) - {Caller.NOBODY, Caller.REVOKED}
"""Of these the hub finds out who they are, and that they may not: 403. Of the others it does not: 401."""


# --- what they ask ---


def plain(path: str) -> Callable[[Cast, Caller, str], Request]:
    return lambda _cast, _caller, _whose: Request(path)


def holder(cast: Cast, caller: Caller, whose: str) -> Principal:
    """The laptop of this caller, or somebody else's."""
    if whose == OTHERS:
        return cast.laptops[Caller.ANNA if caller is Caller.BEN else Caller.BEN]
    return cast.laptop(caller)


def case_of(cast: Cast, caller: Caller, whose: str) -> Journal:
    """A case that is theirs or somebody else's; or one the hub has never heard of."""
    reference, laptop = cast.fresh("case"), holder(cast, caller, whose)
    return cast.scene.made_here(reference, laptop) if whose == MISSING else cast.scene.case(reference, laptop)


def a_batch(cast: Cast, caller: Caller, whose: str) -> Request:
    journal, laptop = case_of(cast, caller, whose), cast.laptop(caller)
    journal.device = laptop.device or ""
    body, digest = batch(laptop, journal.opened().part(after=1))
    return Request("/v1/batches", content=body, headers={"Capi-Digest": digest, "Content-Type": "application/json"})


def a_release(cast: Cast, caller: Caller, whose: str) -> Request:
    journal = case_of(cast, caller, whose)
    if whose != MISSING:
        with cast.scene.hub.database.writing() as connection:
            recalled = tables.cases.update().where(tables.cases.c.id == journal.case_id).values(recalled=1)
            connection.execute(recalled)
    last = hashlib.sha256(b"guessed").hexdigest() if whose == OTHERS else journal.head.hash
    release = Release(case=journal.case_id, term=1, number=1, hash=last)
    return Request("/v1/releases", json=msgspec.to_builtins(release))


def going_on(cast: Cast, caller: Caller, whose: str) -> Request:
    """With a case of the laptop's account that is answered online."""
    journal = case_of(cast, caller, whose)
    if whose != MISSING:
        answered = tables.cases.update().where(tables.cases.c.id == journal.case_id).values(online=1, holder_key=None)
        with cast.scene.hub.database.writing() as connection:
            connection.execute(answered)
    return Request(f"/v1/cases/{journal.case_id}/go-on", json={"consent": True})


def a_tally(cast: Cast, caller: Caller, _whose: str) -> Request:
    tally = Tally(epoch=EPOCH, device=cast.laptop(caller).device or "", count=0, digest=hashlib.sha256().hexdigest())
    return Request("/v1/tallies", json=msgspec.to_builtins(tally))


def an_instrument(cast: Cast, _caller: Caller, whose: str) -> Request:
    return Request(f"/v1/instruments/{'0' * 64 if whose == MISSING else cast.scene.instrument.sha256}")


def an_outcome_frame(cast: Cast, _caller: Caller, whose: str) -> Request:
    return Request(f"/v1/frames/{'0' * 64 if whose == MISSING else cast.scene.with_frame().sha256}")


def the_outcome_frame(cast: Cast, _caller: Caller, _whose: str) -> Request:
    cast.scene.with_frame()
    return Request("/v1/frame")


def the_fieldwork(cast: Cast, _caller: Caller, _whose: str) -> Request:
    cast.scene.with_frame()
    return Request("/v1/fieldwork")


def an_outcome(cast: Cast, caller: Caller, whose: str) -> Request:
    cast.scene.with_frame()
    request: Request = on_case("/outcome", {"code": "310"})(cast, caller, whose)
    return request


def at_the_telephone(cast: Cast) -> None:
    """There is a frame, nothing waits to be rung, and whoever may ring may pick by hand."""
    cast.scene.with_frame()
    may_pick = msgspec.json.encode(Calling(may_pick=True)).decode()
    with cast.scene.hub.database.writing() as connection:
        connection.execute(tables.telephone.delete())
        connection.execute(tables.users.update().values(calling=may_pick))


def a_next_case(cast: Cast, _caller: Caller, whose: str) -> Request:
    at_the_telephone(cast)
    picked = case_of(cast, Caller.ANNA, OTHERS if whose == OTHERS else MISSING).case_id.removeprefix("id-")
    return Request("/v1/telephone/next", json={} if whose == OWN else {"pick": picked})


def callable_cases(cast: Cast, _caller: Caller, _whose: str) -> Request:
    at_the_telephone(cast)
    return Request("/v1/telephone/cases?search=1042")


def a_new_frame(cast: Cast, _caller: Caller, _whose: str) -> Request:
    text = shipped_frame().text.decode()
    return Request("/v1/frames", json={"text": f"{text}\n# {cast.fresh('version')}\n"})


def an_enrolment(cast: Cast, caller: Caller, _whose: str) -> Request:
    code = new_code(cast.scene.hub, OFFICE, an_account(cast)).code
    key = public_text(Ed25519PrivateKey.generate().public_key())
    return Request("/v1/enrolments", json={"code": code, "device": cast.fresh(caller.name), "public_key": key})


def a_refresh(cast: Cast, _caller: Caller, _whose: str) -> Request:
    hub, key, laptop = cast.scene.hub, Ed25519PrivateKey.generate(), cast.scene.laptop("nina", cast.fresh("L"))
    with hub.database.writing() as connection:
        its_key = tables.devices.update().where(tables.devices.c.id == laptop.device)
        connection.execute(its_key.values(public_key=public_text(key.public_key())))
        token = issue_pair(hub, connection, new_family(laptop.user_key, laptop.device_key)).refresh
    refresh = Refresh(device=laptop.device or "", refresh=token, signature=sign_text(key, Purpose.TOKEN, token))
    return Request("/v1/tokens", json=msgspec.to_builtins(refresh))


def a_sign_in(cast: Cast, _caller: Caller, _whose: str) -> Request:
    name = cast.fresh("sophie")
    create_account(cast.scene.hub, None, NewAccount(name=name, full_name="", role=Role.CODER, password=PASSWORD))
    return Request("/v1/sessions", json={"name": name, "password": PASSWORD})


def on_case(what: str, message: Any, prepare: Callable[[Cast, Journal], None] | None = None) -> Any:
    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        journal = case_of(cast, Caller.ANNA, OWN if whose == OTHERS else whose)
        if prepare and whose != MISSING:
            prepare(cast, journal)
        return Request(f"/v1/cases/{journal.case_id}{what}", json=message)

    return request


def complete(cast: Cast, journal: Journal) -> None:
    laptop = cast.laptops[Caller.ANNA]
    cast.scene.send(laptop, journal.opened().answered("General", 1).completed().part(after=1))


def an_assignment(cast: Cast, caller: Caller, whose: str) -> Request:
    return Request("/v1/assignments", json={"to": "ben", "cases": [case_of(cast, caller, whose).case_id]})


def in_quarantine(what: str = "", message: Any = None) -> Callable[[Cast, Caller, str], Request]:
    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        if whose == MISSING:
            return Request(f"/v1/quarantine/no-such-part{what}", json=message)
        journal = cast.scene.case(cast.fresh("case"), cast.laptops[Caller.ANNA])
        late = journal.copy("L-ben").opened()
        cast.scene.send(cast.laptops[Caller.BEN], late.part(after=1))
        return Request(f"/v1/quarantine/{cast.scene.apart(journal.case_id)[0].id}{what}", json=message)

    return request


def an_account(cast: Cast) -> str:
    name = cast.fresh("nina")
    cast.scene.account(name)
    return name


def of_account(what: str, message: Any = None) -> Callable[[Cast, Caller, str], Request]:
    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        return Request(
            f"/v1/accounts/{cast.fresh('who') if whose == MISSING else an_account(cast)}{what}", json=message
        )

    return request


def an_access_code(what: str) -> Callable[[Cast, Caller, str], Request]:
    """Of a case that is answered online; to be taken back, it has one."""

    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        hub, reference = cast.scene.hub, cast.fresh("invited")
        add_instrument(hub, OFFICE, background().sources, offered=False)
        invited = HubScene(hub, background(), cast.scene.clock)
        case_id = f"id-{reference}" if whose == MISSING else invited.case(reference).case_id
        if what and whose != MISSING:
            reissue(hub, cast.scene.office(), case_id)
        return Request(f"/v1/cases/{case_id}/access-code{what}", json=None if what else {})

    return request


def a_new_account(cast: Cast, _caller: Caller, _whose: str) -> Request:
    return Request("/v1/accounts", json={"name": cast.fresh("new"), "full_name": "New", "role": "interviewer"})


def of_device(what: str, message: Any = None) -> Callable[[Cast, Caller, str], Request]:
    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        device = cast.fresh("L")
        if whose != MISSING:
            cast.scene.laptop("nina", device)
        return Request(f"/v1/devices/{device}{what}", json=message)

    return request


def a_new_instrument(cast: Cast, _caller: Caller, _whose: str) -> Request:
    return Request("/v1/instruments", json={"sources": dict(cast.scene.instrument.sources)})


def a_sample(cast: Cast, _caller: Caller, whose: str) -> Request:
    instrument = cast.fresh("instrument") if whose == MISSING else cast.scene.instrument.name
    rows = f"reference,mode\n{cast.fresh('case')},telephone\n".encode()
    path = f"/v1/samples?name={cast.fresh('sample')}&instrument={instrument}"
    return Request(path, content=rows, headers={"Content-Type": "text/csv"})


# --- coding ---

CODERS = frozenset({Caller.CORA, Caller.RUTH})
_WORK = instrument_of(WORK)


def a_job(cast: Cast, title: str = "Welder") -> Journal:
    """Somebody's job, at the hub."""
    hub, laptop = cast.scene.hub, cast.laptops[Caller.ANNA]
    add_instrument(hub, OFFICE, _WORK.sources, offered=False)
    work = HubScene(hub, _WORK, cast.scene.clock)
    journal = work.case(cast.fresh("job"), laptop).opened().answered("Wrking", 1).answered("OccT", title).completed()
    work.send(laptop, journal.part(after=1))
    return journal


def codes_for(cast: Cast, _caller: Caller, whose: str) -> Request:
    """For a job nobody holds, one that somebody else holds, one that is not there."""
    words = JobTexts("", "Welder", "")
    codes = {"rows": "", "said": said_of(words), "stage": "first", "codes": [{"scheme": "SOC2020", "code": "5215"}]}
    if whose == MISSING:
        return Request("/v1/coding/codes", json={"case": cast.fresh("no-such-case"), **codes})
    journal = a_job(cast)
    hub, somebody = cast.scene.hub, cast.scene.account(cast.fresh("coder"), Role.CODER)
    while look_at_some(hub):
        pass
    if whose == OTHERS:
        key = cast.scene.row(journal.case_id).key
        with hub.database.writing() as connection:
            held = tables.coding_taken.insert().values(case_key=key, rows="", user_key=somebody, until=2**60)
            connection.execute(held)
    return Request("/v1/coding/codes", json={"case": journal.case_id, **codes})


def of_case(path: str) -> Callable[[Cast, Caller, str], Request]:
    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        return Request(f"{path}/{cast.fresh('no-such-case') if whose == MISSING else a_job(cast).case_id}")

    return request


def asking(path: str, message: Any) -> Callable[[Cast, Caller, str], Request]:
    return lambda _cast, _caller, _whose: Request(path, json=message)


# --- tables and exports ---


def of_output(what: str = "") -> Callable[[Cast, Caller, str], Request]:
    """Of one that was made for Ruth; for another supervisor; or for nobody."""

    def request(cast: Cast, _caller: Caller, whose: str) -> Request:
        output = cast.fresh("output")
        if whose != MISSING:
            account = "ruth" if whose == OWN else cast.fresh("rhea")
            row = {
                "id": output,
                "user_key": cast.scene.account(account, Role.SUPERVISOR),
                "wanted": '{"kind":"tables"}',
                "state": "ready",
                "shown": "{}",
                "file": b"PK",
                "made": to_microseconds(cast.scene.time),
                "touched": to_microseconds(cast.scene.time),
            }
            with cast.scene.hub.database.writing() as connection:
                connection.execute(tables.outputs.insert().values(row))
        return Request(f"/v1/outputs/{output}{what}")

    return request


PAGES = {
    ("GET", "/"): ("/", 200),
    ("POST", "/"): ("/", 422),
    ("GET", "/enter/{code}"): ("/enter/7QK4-M2XD-9H3X", 200),
    ("GET", "/q"): ("/q", 303),
    ("GET", "/q/{field}"): ("/q/SchoolType", 303),
    ("POST", "/q/{field}"): ("/q/SchoolType", 303),
    ("GET", "/check"): ("/check", 303),
    ("POST", "/check"): ("/check", 303),
    ("GET", "/remove/{row}"): ("/remove/People%5B2%5D", 303),
    ("POST", "/remove/{row}"): ("/remove/People%5B2%5D", 303),
    ("POST", "/leave"): ("/leave", 303),
    ("POST", "/language"): ("/language", 303),
    ("GET", "/saved"): ("/saved", 200),
    ("GET", "/thank-you"): ("/thank-you", 200),
    ("GET", "/signed-out"): ("/signed-out", 200),
    ("GET", "/privacy"): ("/privacy", 200),
    ("GET", "/accessibility"): ("/accessibility", 200),
    ("GET", "/contact"): ("/contact", 200),
    **{("GET", asset.path): (asset.path, 200) for asset in assets().values()},
}
"""The pages of respondents: without the cookie of a visit nobody, signed in or not, gets further than to the access code."""

TABLE: Mapping[tuple[str, str], Row] = {
    ("GET", "/health/live"): Row(ALL, plain("/health/live"), {OWN: 200}),
    ("GET", "/health/ready"): Row(ALL, plain("/health/ready"), {OWN: 200}),
    ("GET", "/v1/openapi.json"): Row(ALL, plain("/v1/openapi.json"), {OWN: 200}),
    ("GET", "/v1/hub"): Row(ALL, plain("/v1/hub"), {OWN: 200}),
    ("POST", "/v1/enrolments"): Row(ALL, an_enrolment, {OWN: 201}),
    ("POST", "/v1/tokens"): Row(ALL, a_refresh, {OWN: 200}),
    ("POST", "/v1/sessions"): Row(ALL, a_sign_in, {OWN: 201}),
    ("DELETE", "/v1/sessions/current"): Row(OFFICE_PEOPLE, plain("/v1/sessions/current"), {OWN: 204}),
    ("POST", "/v1/batches"): Row(SENDERS, a_batch, {OWN: 201, OTHERS: 201, MISSING: 201}),
    ("POST", "/v1/tallies"): Row(SENDERS, a_tally, {OWN: 200}),
    ("GET", "/v1/orders"): Row(ACTIVE, plain("/v1/orders"), {OWN: 200}),
    ("GET", "/v1/instruments/{sha256}"): Row(ACTIVE, an_instrument, {OWN: 200, MISSING: 404}),
    ("GET", "/v1/frames/{sha256}"): Row(ACTIVE, an_outcome_frame, {OWN: 200, MISSING: 404}),
    ("POST", "/v1/releases"): Row(ACTIVE, a_release, {OWN: 200, OTHERS: 404, MISSING: 404}),
    ("POST", "/v1/cases/{id}/go-on"): Row(ACTIVE, going_on, {OWN: 204, OTHERS: 404, MISSING: 404}),
    ("POST", "/v1/telephone/next"): Row(AT_THE_TELEPHONE, a_next_case, {OWN: 200, OTHERS: 404, MISSING: 404}),
    ("GET", "/v1/telephone/cases"): Row(AT_THE_TELEPHONE, callable_cases, {OWN: 200}),
    ("GET", "/v1/progress"): Row(SUPERVISOR, plain("/v1/progress"), {OWN: 200}),
    ("GET", "/v1/cases"): Row(frozenset({Caller.CORA, Caller.RUTH}), plain("/v1/cases"), {OWN: 200}),
    ("GET", "/v1/cases/{id}"): Row(frozenset({Caller.CORA, Caller.RUTH}), on_case("", None), {OWN: 200, MISSING: 404}),
    ("POST", "/v1/assignments"): Row(SUPERVISOR, an_assignment, {OWN: 200, OTHERS: 200, MISSING: 404}),
    ("POST", "/v1/cases/{id}/recall"): Row(
        SUPERVISOR, on_case("/recall", {"reason": "Anna is ill."}), {OWN: 200, MISSING: 404}
    ),
    ("POST", "/v1/cases/{id}/return"): Row(
        SUPERVISOR, on_case("/return", {"note": "Look at the hours."}, complete), {OWN: 200, MISSING: 404}
    ),
    ("POST", "/v1/cases/{id}/accept"): Row(
        SUPERVISOR, on_case("/accept", {"number": 4}, complete), {OWN: 200, MISSING: 404}
    ),
    ("POST", "/v1/cases/{id}/appointments"): Row(
        SUPERVISOR,
        on_case("/appointments", {"local": "2026-11-24T17:40", "zone": "Europe/London"}),
        {OWN: 201, MISSING: 404},
    ),
    ("POST", "/v1/cases/{id}/call-off"): Row(
        SUPERVISOR, on_case("/call-off", {"reason": "Away then."}), {OWN: 200, MISSING: 404}
    ),
    ("POST", "/v1/cases/{id}/outcome"): Row(SUPERVISOR, an_outcome, {OWN: 200, MISSING: 404}),
    ("POST", "/v1/cases/{id}/access-code"): Row(SUPERVISOR, an_access_code(""), {OWN: 201, MISSING: 404}),
    ("POST", "/v1/cases/{id}/access-code/revoke"): Row(SUPERVISOR, an_access_code("/revoke"), {OWN: 200, MISSING: 404}),
    ("GET", "/v1/fieldwork"): Row(SUPERVISOR, the_fieldwork, {OWN: 200}),
    ("GET", "/v1/quarantine"): Row(SUPERVISOR, plain("/v1/quarantine?open=true"), {OWN: 200}),
    ("GET", "/v1/quarantine/{id}"): Row(SUPERVISOR, in_quarantine(), {OWN: 200, MISSING: 404}),
    ("POST", "/v1/quarantine/{id}/decision"): Row(
        SUPERVISOR, in_quarantine("/decision", {"decision": "keep_apart"}), {OWN: 200, MISSING: 404}
    ),
    ("GET", "/v1/accounts"): Row(SUPERVISOR | ADMINISTRATOR, plain("/v1/accounts"), {OWN: 200}),
    ("POST", "/v1/accounts"): Row(ADMINISTRATOR, a_new_account, {OWN: 201}),
    ("PATCH", "/v1/accounts/{name}"): Row(
        ADMINISTRATOR, of_account("", {"full_name": "Nina New"}), {OWN: 200, MISSING: 404}
    ),
    ("POST", "/v1/accounts/{name}/enrolment-codes"): Row(
        SUPERVISOR | ADMINISTRATOR, of_account("/enrolment-codes"), {OWN: 201, MISSING: 404}
    ),
    ("GET", "/v1/devices"): Row(SUPERVISOR | ADMINISTRATOR, plain("/v1/devices"), {OWN: 200}),
    ("POST", "/v1/devices/{id}/end"): Row(
        SUPERVISOR | ADMINISTRATOR, of_device("/end", {"state": "lost"}), {OWN: 200, MISSING: 404}
    ),
    ("GET", "/v1/devices/{id}/held"): Row(SUPERVISOR | ADMINISTRATOR, of_device("/held"), {OWN: 200, MISSING: 404}),
    ("GET", "/v1/audit"): Row(ADMINISTRATOR, plain("/v1/audit?limit=5"), {OWN: 200}),
    ("GET", "/v1/instruments"): Row(ADMINISTRATOR, plain("/v1/instruments"), {OWN: 200}),
    ("POST", "/v1/instruments"): Row(ADMINISTRATOR, a_new_instrument, {OWN: 201}),
    ("GET", "/v1/frames"): Row(SUPERVISOR | ADMINISTRATOR, plain("/v1/frames"), {OWN: 200}),
    ("GET", "/v1/frame"): Row(SUPERVISOR | ADMINISTRATOR, the_outcome_frame, {OWN: 200}),
    ("POST", "/v1/frames"): Row(ADMINISTRATOR, a_new_frame, {OWN: 201}),
    ("GET", "/v1/samples"): Row(SUPERVISOR | ADMINISTRATOR, plain("/v1/samples"), {OWN: 200}),
    ("POST", "/v1/samples"): Row(ADMINISTRATOR, a_sample, {OWN: 200, MISSING: 404}),
    ("GET", "/v1/coding"): Row(CODERS, plain("/v1/coding"), {OWN: 200}),
    ("POST", "/v1/coding/next"): Row(CODERS, plain("/v1/coding/next"), {OWN: 200}),
    ("POST", "/v1/coding/found"): Row(
        CODERS, asking("/v1/coding/found", {"scheme": "SOC2020", "words": "welder"}), {OWN: 200}
    ),
    ("POST", "/v1/coding/codes"): Row(CODERS, codes_for, {OWN: 200, OTHERS: 409, MISSING: 404}),
    ("GET", "/v1/coding/cases/{id}"): Row(CODERS, of_case("/v1/coding/cases"), {OWN: 200, MISSING: 404}),
    ("PUT", "/v1/coding/settings"): Row(
        SUPERVISOR, asking("/v1/coding/settings", {"threshold": 0.9, "double": 0.2}), {OWN: 200}
    ),
    ("POST", "/v1/coding/automatic"): Row(SUPERVISOR, asking("/v1/coding/automatic", {"dry_run": True}), {OWN: 200}),
    # What is ordered well is made by a process of its own, which the tests of outputs look after.
    ("POST", "/v1/outputs"): Row(SUPERVISOR, asking("/v1/outputs", {"kind": "export", "format": "doc"}), {OWN: 422}),
    ("GET", "/v1/outputs"): Row(SUPERVISOR, plain("/v1/outputs"), {OWN: 200}),
    ("GET", "/v1/outputs/{id}"): Row(SUPERVISOR, of_output(), {OWN: 200, OTHERS: 404, MISSING: 404}),
    ("GET", "/v1/outputs/{id}/shown"): Row(SUPERVISOR, of_output("/shown"), {OWN: 200, OTHERS: 404, MISSING: 404}),
    ("GET", "/v1/outputs/{id}/file"): Row(SUPERVISOR, of_output("/file"), {OWN: 200, OTHERS: 404, MISSING: 404}),
    ("DELETE", "/v1/outputs/{id}"): Row(SUPERVISOR, of_output(), {OWN: 204, OTHERS: 404, MISSING: 404}),
    **{endpoint: Row(ALL, plain(path), {OWN: status}) for endpoint, (path, status) in PAGES.items()},
}


def endpoints_of(served: Served) -> set[tuple[str, str]]:
    app = make_app(served.scene.hub)
    return {(method, place.path) for place in places_of(app) for method in place.methods}


def test_every_endpoint_of_the_application_has_a_row_and_every_row_an_endpoint(served: Served) -> None:
    assert endpoints_of(served) == set(TABLE)


def test_every_route_of_the_application_is_one_of_ours(served: Served) -> None:
    app = make_app(served.scene.hub)
    assert len(places_of(app)) == len(app.routes), "a route was added that names no action"


def test_what_the_table_says_of_roles_is_what_the_policy_says_of_actions() -> None:
    for endpoint in ENDPOINTS:
        may = TABLE[endpoint.method, endpoint.path].may
        if isinstance(endpoint.action, Anybody):
            assert may == ALL
        else:
            roles = {Caller.CORA: Role.CODER, Caller.RUTH: Role.SUPERVISOR, Caller.ADA: Role.ADMINISTRATOR}
            assert {caller for caller in roles if caller in may} == {
                caller for caller, role in roles.items() if allowed(role, endpoint.action)
            }, endpoint.path


@pytest.mark.parametrize(("method", "path"), sorted(TABLE), ids=lambda each: str(each))
def test_everybody_may_do_what_their_role_says_and_nothing_else(served: Served, method: str, path: str) -> None:
    row, cast = TABLE[method, path], served.cast
    cells = [(caller, whose) for whose in row.answers for caller in Caller]
    refused = [
        (caller, whose, row.request(cast, caller, whose), cast.headers(caller))
        for caller, whose in cells
        if caller not in row.may
    ]
    before = kept(served)
    with served.running.client() as client:
        for caller, whose, asked, headers in refused:
            answer = ask(client, method, asked, headers)
            expected = 403 if caller in WHO_IS_KNOWN else 401
            assert answer.status_code == expected, (caller.value, whose, answer.text)
        assert kept(served) == before, "somebody was refused, and yet something has changed"
        for caller, whose in cells:
            if caller in row.may:
                answer = ask(client, method, row.request(cast, caller, whose), cast.headers(caller))
                assert answer.status_code == row.answers[whose], (caller.value, whose, answer.text)


def ask(client: httpx.Client, method: str, asked: Request, headers: Mapping[str, str]) -> httpx.Response:
    return client.request(
        method, asked.path, json=asked.json, content=asked.content or None, headers={**asked.headers, **headers}
    )


def kept(served: Served) -> list[Any]:
    """Everything a request could change, but for tokens and tries and when a laptop was last seen."""
    leave_out = {tables.tokens, tables.attempts, tables.audit, tables.audit_head}
    with served.scene.hub.database.reading() as connection:
        return [
            connection.execute(select(*(each for each in table.c if each is not tables.devices.c.last_seen))).all()
            for table in tables.metadata.sorted_tables
            if table not in leave_out
        ]


def test_a_laptop_is_given_no_case_of_anybody_else(served: Served) -> None:
    cast = served.cast
    hers, his = cast.scene.case(cast.fresh("case")), cast.scene.case(cast.fresh("case"))
    with served.client(Caller.RUTH) as ruth:
        for case, to in ((hers, "anna"), (his, "ben")):
            assert ruth.post("/v1/assignments", json={"to": to, "cases": [case.case_id]}).status_code == 200
    with served.client(Caller.ANNA) as anna:
        given = anna.get("/v1/orders").text
    assert hers.case_id in given
    assert his.case_id not in given


def test_what_nobody_may_set_is_refused_and_not_passed_over(served: Served) -> None:
    with served.client(Caller.ADA) as ada:
        name = an_account(served.cast)
        for extra in ({"user_key": 1}, {"orders": 0}, {"has_password": True}, {"name": "other"}):
            answer = ada.patch(f"/v1/accounts/{name}", json={"full_name": "Nina", **extra})
            assert (answer.status_code, answer.json()["code"]) == (422, "unfit")
        for query in ("?limit=5&principal=ada", "?limit=5&limit=6", "?limit=0", "?limit=a", "?after=-1"):
            assert ada.get(f"/v1/audit{query}").status_code == 422


def test_another_role_counts_from_the_next_request_on(served: Served) -> None:
    name = served.cast.fresh("rita")
    hub = served.scene.hub
    create_account(hub, None, NewAccount(name=name, full_name="", role=Role.SUPERVISOR, password=PASSWORD))
    with served.running.client() as rita:
        session = rita.post("/v1/sessions", json={"name": name, "password": PASSWORD}).json()
        rita.headers["Authorization"] = f"Bearer {session['token']}"
        assert rita.get("/v1/progress").status_code == 200
        change_account(hub, OFFICE, name, AccountChange(role=Role.CODER))
        assert rita.get("/v1/progress").status_code in (401, 403)


def test_a_token_is_only_good_in_its_header_and_from_its_laptop(served: Served) -> None:
    headers = served.cast.headers(Caller.ANNA)
    token = headers["Authorization"].removeprefix("Bearer ")
    with served.running.client() as client:
        assert client.get("/v1/orders", headers=headers).status_code == 200
        for wrong in (
            {"Authorization": headers["Authorization"]},
            {**headers, "Capi-Device": "L-ben"},
            {**headers, "Authorization": f"Basic {token}"},
            {**headers, "Authorization": token},
            {"Cookie": f"Authorization=Bearer {token}", "Capi-Device": headers["Capi-Device"]},
            {"X-Client-Cert": "anna", "X-Forwarded-User": "anna"},
        ):
            assert client.get("/v1/orders", headers=wrong).status_code == 401, wrong
        assert client.get(f"/v1/orders?access_token={token}").status_code == 401
