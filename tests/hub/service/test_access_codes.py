"""Access codes of single cases over the line: given once, taken back, told of; and in no log."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from capi.hub.database import HubDatabase
from capi.hub.errors import Gone
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.online.visits import enter
from capi.hub.orders.instruments import add_instrument
from capi.hub.people.hub_settings import remembered_address
from capi.sync.office_messages import AccessCode, CaseDetail, CaseLine, NewAccessCode
from tests.hub.online.scene import ADDRESS, background
from tests.hub.scenario import HubScene
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import Served, served_from


@pytest.fixture
def case_id(served: Served) -> str:
    """A case that can be answered online."""
    hub = served.scene.hub
    add_instrument(hub, OFFICE, background().sources, offered=False)
    return HubScene(hub, background(), served.scene.clock).case(served.cast.fresh("online")).case_id


@pytest.fixture
def ruth(served: Served) -> Iterator[httpx.Client]:
    with served.client(Caller.RUTH) as client:
        yield client


def given(client: httpx.Client, case_id: str, wanted: NewAccessCode = NewAccessCode()) -> AccessCode:  # noqa: B008
    answer = client.post(f"/v1/cases/{case_id}/access-code", json=msgspec.to_builtins(wanted))
    assert answer.status_code == 201, answer.text
    return msgspec.json.decode(answer.content, type=AccessCode)


def detail(client: httpx.Client, case_id: str) -> CaseDetail:
    return msgspec.json.decode(client.get(f"/v1/cases/{case_id}").content, type=CaseDetail)


def test_a_code_is_given_once_and_told_of_ever_after(served: Served, ruth: httpx.Client, case_id: str) -> None:
    remembered_address(served.scene.hub, "https://survey.example")
    until = served.scene.time + timedelta(days=9)
    code = given(ruth, case_id, NewAccessCode(until=until))

    assert (code.serial, code.expires, code.address) == (1, until, "https://survey.example")
    found = detail(ruth, case_id)
    assert found.self_completion
    assert found.invitation is not None
    assert (found.invitation.serial, found.invitation.expires, found.invitation.made_by) == (1, until, "ruth")
    assert code.code not in ruth.get(f"/v1/cases/{case_id}").text
    assert found.line.invited == until
    assert enter(served.scene.hub, code.code, ADDRESS, stays=False).begun
    lines = ruth.get("/v1/cases?status=online").json()["cases"]
    assert case_id in [line["id"] for line in lines]


def test_a_code_is_taken_back_and_the_line_says_so(served: Served, ruth: httpx.Client, case_id: str) -> None:
    code = given(ruth, case_id)
    answer = ruth.post(f"/v1/cases/{case_id}/access-code/revoke")
    assert answer.status_code == 200
    assert msgspec.json.decode(answer.content, type=CaseLine).invited is None
    assert ruth.post(f"/v1/cases/{case_id}/access-code/revoke").status_code == 409
    with pytest.raises(Gone):
        enter(served.scene.hub, code.code, ADDRESS, stays=False)


def test_what_makes_no_sense_is_refused_with_its_place(served: Served, ruth: httpx.Client, case_id: str) -> None:
    health = served.scene.case(served.cast.fresh("telephone")).case_id
    for path, body, status, where in (
        (case_id, {"until": "2020-01-01T00:00:00Z"}, 422, "until"),
        (case_id, {"until": "2027-01-01T00:00:00"}, 422, "until"),
        (case_id, {"until": "soon"}, 422, "until"),
        (case_id, {"days": 3}, 422, ""),
        (health, {}, 409, ""),
    ):
        answer = ruth.post(f"/v1/cases/{path}/access-code", json=body)
        assert answer.status_code == status, answer.text
        assert answer.json().get("where", "") == where or where == ""
    assert detail(ruth, case_id).invitation is None


def test_a_code_is_in_no_log_and_not_in_the_files_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    with closing(HubDatabase(f"sqlite:///{path}")) as database, served_from(database, tmp_path / "data") as served:
        hub = served.scene.hub
        add_instrument(hub, OFFICE, background().sources, offered=False)
        case_id = HubScene(hub, background(), served.scene.clock).case("1042-01").case_id
        with served.client(Caller.RUTH) as ruth, served.client(Caller.ADA) as ada:
            codes = [given(ruth, case_id).code for _ in range(3)]
            ruth.post(f"/v1/cases/{case_id}/access-code/revoke")
            audit = ada.get("/v1/audit").text
        log = served.running.log
        raw = b"".join(each.read_bytes() for each in tmp_path.iterdir() if each.is_file())
    assert '"path":"/v1/cases/{id}/access-code"' in log
    assert audit.count("access_code_given") == 3
    for code in codes:
        for form in (code, code.replace("-", ""), code.lower()):
            assert form not in log
            assert form not in audit
            assert form.encode() not in raw
