"""The office's line to a hub that serves: every endpoint once, typed, and its refusals in words."""

from collections.abc import Iterator

import pytest

from capi.hub.people.accounts import create_account
from capi.sync.errors import HubRefused, NotSignedIn
from capi.sync.hub_client import Patience
from capi.sync.messages import Role
from capi.sync.office_client import OfficeClient, SampleFile, WhichCases, WhichFieldwork
from capi.sync.office_messages import (
    Acceptance,
    AccountChange,
    Assignment,
    CallingOff,
    Deciding,
    Decision,
    DeviceEnd,
    DeviceState,
    NewAccount,
    OfficeAppointment,
    OfficeOutcome,
    Recall,
    Return,
)
from tests.sync.field import Field

PASSWORD = "nine white herons at dusk"


def _signed_in(field: Field, role: Role) -> Iterator[OfficeClient]:
    principal = field.scene.office(Role.ADMINISTRATOR)
    wanted = NewAccount(name=f"vera.{role.value}", full_name="Vera Lane", role=role, password=PASSWORD)
    create_account(field.scene.hub, principal, wanted)
    with OfficeClient(field.url, patience=Patience(tries=1)) as client:
        client.sign_in(wanted.name, PASSWORD)
        yield client


@pytest.fixture
def administrator(field: Field) -> Iterator[OfficeClient]:
    yield from _signed_in(field, Role.ADMINISTRATOR)


@pytest.fixture
def supervisor(field: Field) -> Iterator[OfficeClient]:
    yield from _signed_in(field, Role.SUPERVISOR)


def test_a_wrong_password_is_refused(field: Field) -> None:
    with OfficeClient(field.url, patience=Patience(tries=1)) as client, pytest.raises(NotSignedIn, match="not right"):
        client.sign_in("vera", "wrong")


def test_whoever_has_signed_out_sees_nothing_more(supervisor: OfficeClient) -> None:
    assert supervisor.progress().whole.total == 0
    supervisor.sign_out()
    with pytest.raises(NotSignedIn):
        supervisor.progress()


def test_accounts_codes_and_laptops(field: Field, administrator: OfficeClient) -> None:
    administrator.create_account(NewAccount(name="anna", full_name="Anna", role=Role.INTERVIEWER))
    administrator.change_account("anna", AccountChange(full_name="Anna Hall"))
    assert {account.name: account.full_name for account in administrator.accounts()}["anna"] == "Anna Hall"
    anna = field.laptop("anna", enrolled=False)
    anna.enrol(administrator.new_code("anna").code)
    assert [line.device for line in administrator.devices()] == [anna.device]
    assert administrator.held(anna.device).device.device == anna.device
    assert administrator.end_device(anna.device, DeviceEnd(state=DeviceState.REPLACED)).state is DeviceState.REPLACED
    assert administrator.audit(limit=1000)[-1].subject == anna.device


def test_a_sample_is_brought_given_out_and_followed(
    field: Field, administrator: OfficeClient, supervisor: OfficeClient
) -> None:
    field.account("anna")
    [instrument] = administrator.instruments()
    rows = b"reference,name,area\n1042/01,Rosa Fletcher,Leeds 3\n1042/02,Imran Qureshi,Leeds 3\n"
    sample = SampleFile(name="wave 2", instrument=instrument.name, mode="telephone")
    result = administrator.add_sample(sample, rows)
    assert (result.added, result.problems) == (2, [])
    assert "wave 2" in [line.name for line in administrator.samples()]
    assert supervisor.assign(Assignment(to="anna", area="Leeds 3")).assigned == 2
    page = supervisor.cases(WhichCases(user="anna", limit=1))
    assert (page.total, len(page.cases)) == (2, 1)
    assert supervisor.cases(WhichCases(user="anna", limit=1, after=page.next)).cases != page.cases
    assert supervisor.case(page.cases[0].id).line.reference == page.cases[0].reference
    with pytest.raises(HubRefused) as refused:
        supervisor.case("no/such case?")
    assert refused.value.code == "not_there"


def test_decisions_on_a_case(field: Field, supervisor: OfficeClient) -> None:
    anna = field.laptop()
    [first, second] = field.bring("1042/01", "1042/02", to="anna")
    anna.round()
    appointment = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London")
    assert supervisor.appoint(second, appointment).id == second
    assert supervisor.call_off(second, CallingOff(reason="Away then")).id == second
    field.scene.with_frame()
    assert supervisor.set_outcome(second, OfficeOutcome(code="310")).id == second
    anna.interview("1042/01")
    anna.round()
    assert supervisor.return_case(first, Return(note="Again")).returned
    anna.round()
    anna.interview("1042/01")
    anna.round()
    number = supervisor.case(first).line.entries
    assert supervisor.accept(first, Acceptance(number=number)).accepted
    assert supervisor.recall(second, Recall(reason="Another team")).recalled


def test_the_fieldwork_is_counted_and_cases_are_found_by_their_outcome(field: Field, supervisor: OfficeClient) -> None:
    field.scene.with_frame()
    [first, _] = field.bring("1042/01", "1042/02")
    supervisor.set_outcome(first, OfficeOutcome(code="310"))
    found = supervisor.fieldwork()
    assert [(each.code, each.cases) for each in found.outcomes] == [("310", 1), ("", 1)]
    assert supervisor.fieldwork(WhichFieldwork(sample="wave 1", area="")).cases == 2
    assert supervisor.fieldwork(WhichFieldwork(area="West")).cases == 0
    assert [line.reference for line in supervisor.cases(WhichCases(outcome="310")).cases] == ["1042/01"]
    assert [line.reference for line in supervisor.cases(WhichCases(outcome="none")).cases] == ["1042/02"]
    assert supervisor.cases(WhichCases(result="no_answer")).total == 0


def test_what_is_kept_apart_is_seen_and_decided_on(field: Field, supervisor: OfficeClient) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.interview("1042/01")
    anna.round()
    twin.enrol(supervisor.new_code("anna").code)
    twin.visit("1042/01", 3)
    twin.round()
    [line] = supervisor.quarantined()
    assert supervisor.quarantine_detail(line.id).differences
    decided = supervisor.decide(line.id, Deciding(decision=Decision.KEEP_APART, note="An old copy"))
    assert decided.note == "An old copy"
    assert supervisor.quarantined() == []
    assert [each.id for each in supervisor.quarantined(open_only=False)] == [line.id]


def test_an_instrument_is_brought_with_its_files(field: Field, administrator: OfficeClient) -> None:
    sources = dict(field.scene.instrument.sources)
    sources["instrument.yaml"] = sources["instrument.yaml"].replace('version: "1"', 'version: "2"')
    assert administrator.add_instrument(sources).version == "2"
    assert {line.version for line in administrator.instruments()} == {"1", "2"}
