"""A canary: a text that is every answer, name, number, password, code and token of a whole scenario, and is found in no log and
no error of the hub."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.fieldwork.contact import Contact
from capi.hub.database import HubDatabase
from capi.hub.hub import Principal
from capi.hub.people.accounts import create_account
from capi.sync.messages import Role
from capi.sync.office_messages import NewAccount
from capi.sync.signing import Purpose, body_digest, public_text, sign_text
from tests.hub.scenario import Journal, batch
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import Served, served_from

CANARY = "zqcanary"
NAME, ADDRESS, TELEPHONE = f"Mrs {CANARY} Name", f"1 {CANARY} Street", f"+44 {CANARY} 7"
ANSWER, REMARK, NOTE = f"the {CANARY} answer", f"a {CANARY} remark", f"a {CANARY} note"
PASSWORD = f"nine-{CANARY}-kettles-sing"


def secrets_of(*texts: str) -> Iterator[str]:
    yield CANARY
    yield from (text for text in texts if text)


def scenario(served: Served) -> list[str]:
    """Every kind of request, good ones and bad ones; the codes and tokens that were given out on the way."""
    scene, given = served.scene, []
    create_account(scene.hub, None, NewAccount(name="rosa", full_name=NAME, role=Role.SUPERVISOR, password=PASSWORD))
    with served.running.client() as rosa, served.client(Caller.ADA) as ada, served.running.client() as laptop:
        for name, password in (("rosa", PASSWORD), ("rosa", f"{CANARY}-wrong"), (f"{CANARY}-nobody", PASSWORD)):
            answer = rosa.post("/v1/sessions", json={"name": name, "password": password})
            if answer.status_code == 201:
                given.append(answer.json()["token"])
        rosa.headers["Authorization"] = f"Bearer {given[0]}"
        given += an_enrolled_laptop(ada, laptop)
        an_interview(served, laptop)
        the_office(served, rosa, ada)
        things_that_go_wrong(rosa, laptop)
    return given


def an_enrolled_laptop(ada: httpx.Client, laptop: httpx.Client) -> list[str]:
    key = Ed25519PrivateKey.generate()
    ada.post("/v1/accounts", json={"name": "carla", "full_name": NAME, "role": "interviewer"})
    code = ada.post("/v1/accounts/carla/enrolment-codes").json()["code"]
    enrolment = {
        "code": code,
        "device": "L-carla",
        "public_key": public_text(key.public_key()),
        "host": f"{CANARY}-host",
    }
    tokens = laptop.post("/v1/enrolments", json=enrolment).json()["tokens"]
    assert laptop.post("/v1/enrolments", json={**enrolment, "device": "L-other"}).status_code == 410
    laptop.post("/v1/enrolments", json={**enrolment, "code": f"{CANARY}-{code}"})
    old = tokens["refresh"]
    refresh = {"device": "L-carla", "refresh": old, "signature": sign_text(key, Purpose.TOKEN, old)}
    new = laptop.post("/v1/tokens", json=refresh).json()
    laptop.post("/v1/tokens", json={**refresh, "signature": CANARY})
    laptop.headers.update({"Authorization": f"Bearer {new['access']}", "Capi-Device": "L-carla"})
    return [code, code.replace("-", ""), tokens["access"], old, new["access"], new["refresh"]]


def an_interview(served: Served, laptop: httpx.Client) -> None:
    contact = Contact(name=NAME, address=(ADDRESS,), telephones=(TELEPHONE,), note=NOTE)
    journal = Journal("id-canary", "L-carla", "carla").write(served.scene.created(f"{CANARY}/1", NAME))
    journal.opened().answered("General", 3).answered("Illness", ANSWER).remarked("General", REMARK).completed()
    part = msgspec.structs.replace(journal.part(term=0), contact=contact)
    body, _ = batch(Principal(0, "carla", Role.INTERVIEWER, 0, "L-carla"), part)
    headers = {"Content-Type": "application/json", "Capi-Digest": body_digest(body)}
    assert laptop.post("/v1/batches", content=body, headers=headers).status_code == 201
    assert laptop.get("/v1/orders").status_code == 200
    for bad in (body[:-20], body.replace(b'"device"', b'"device":1,"device"'), body + ANSWER.encode()):
        assert laptop.post("/v1/batches", content=bad, headers=headers).status_code >= 400
    other = body.replace(ANSWER.encode(), f"another {CANARY} answer".encode())
    again = {**headers, "Capi-Digest": body_digest(other)}
    assert laptop.post("/v1/batches", content=other, headers=again).status_code == 409


def the_office(served: Served, rosa: httpx.Client, ada: httpx.Client) -> None:
    for path in ("/v1/progress", f"/v1/cases?search={CANARY}", "/v1/cases/id-canary", "/v1/quarantine", "/v1/devices"):
        assert rosa.get(path).status_code == 200, path
    rosa.post("/v1/cases/id-canary/return", json={"note": NOTE, "fields": ["General"]})
    rosa.post("/v1/cases/id-canary/appointments", json={"local": "2026-11-24T17:40", "zone": CANARY, "note": NOTE})
    rosa.post("/v1/cases/id-canary/recall", json={"reason": NOTE})
    csv = f"reference,name,address,telephone\n{CANARY}/2,{NAME},{ADDRESS},{TELEPHONE}\n{CANARY}/2,{NAME},,\n"
    sample = f"/v1/samples?name={CANARY}&instrument={served.scene.instrument.name}&mode=telephone"
    for content in (csv, f'"{csv}', f"{CANARY}\n"):
        ada.post(sample, content=content.encode(), headers={"Content-Type": "text/csv"})
    ada.post("/v1/instruments", json={"sources": {f"{CANARY}.yaml": f"instrument: {CANARY}: ["}})
    ada.patch("/v1/accounts/rosa", json={"full_name": NAME, "password": CANARY})


def things_that_go_wrong(rosa: httpx.Client, laptop: httpx.Client) -> None:
    for path in (f"/v1/{CANARY}", f"/v1/cases/{CANARY}", f"/v1/cases?{CANARY}=1"):
        assert rosa.get(path).status_code >= 400, path
    assert laptop.get("/v1/orders", headers={"Authorization": f"Bearer {CANARY}"}).status_code == 401
    assert rosa.request(CANARY.upper(), "/v1/hub").status_code in (400, 405)
    for body in (f'{{"name":"{CANARY}"', f'{{"{CANARY}":1}}', f'{{"name":["{CANARY}"],"password":"{CANARY}"}}'):
        answer = rosa.post("/v1/sessions", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)


def test_what_people_say_and_what_must_stay_secret_is_in_no_log(
    database: HubDatabase, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    with served_from(database, tmp_path / "data") as served:
        given = scenario(served)
        log = served.running.log
    out, err = capfd.readouterr()
    ours = [record for record in caplog.records if record.name.split(".")[0] not in ("httpx", "httpcore", "asyncio")]
    told = "\n".join(record.getMessage() + str(record.exc_info) for record in ours)
    assert log.count('"event":"request"') > 30
    for secret in secrets_of(*given, PASSWORD):
        for where, text in (
            ("the log", log),
            ("libraries' logs", told),
            ("standard output", out),
            ("standard error", err),
        ):
            assert secret.lower() not in text.lower(), where


def test_no_id_of_a_case_a_laptop_or_an_account_is_in_the_log_of_requests(served: Served) -> None:
    journal = served.scene.case(served.cast.fresh("case"), served.cast.laptops[Caller.ANNA])
    with served.client(Caller.RUTH) as ruth:
        ruth.get(f"/v1/cases/{journal.case_id}")
        ruth.get("/v1/devices/L-anna/held")
        ruth.post("/v1/accounts/anna/enrolment-codes")
    log = served.running.log
    assert '"path":"/v1/cases/{id}"' in log
    for each in (journal.case_id, "L-anna", "anna"):
        assert each not in log


def test_passwords_codes_and_tokens_are_not_even_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    with closing(HubDatabase(f"sqlite:///{path}")) as database, served_from(database, tmp_path / "data") as served:
        given = scenario(served)
        with closing(sqlite3.connect(path)) as connection:
            dumped = "\n".join(connection.iterdump())
        raw = b"".join(each.read_bytes() for each in tmp_path.iterdir() if each.is_file())
    assert CANARY in dumped, "the names are there, so the search finds what is there"
    for secret in (*given, PASSWORD):
        assert secret not in dumped
        assert secret.encode() not in raw
