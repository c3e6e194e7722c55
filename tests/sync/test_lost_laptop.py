"""A laptop that is lost or revoked: refused at its next word, readable for nobody, and what was on it can be told."""

import dataclasses
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
import msgspec
import pytest
from sqlalchemy import select

from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Answered, Completed, Contents, Left, Opened, Remarked, Way
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.office.devices import end_device, held
from capi.hub.service.app import ENDPOINTS
from capi.hub.service.endpoints import Anybody
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError, WrongPassphrase
from capi.store.hold import Holder
from capi.sync.errors import LaptopErased
from capi.sync.link import keep_link
from capi.sync.messages import Erasure, Refresh
from capi.sync.office_messages import DeviceEnd, DeviceState, HeldCase
from capi.sync.round_report import Standing
from capi.sync.signing import Purpose, sign_text, verify
from tests.hub.scenario import NOW
from tests.sync.field import PASSPHRASE, Field, Laptop, standings

GWEN = Contact(name="Gwendolen Quillfeather", address=("17 Zephyr Row",), telephones=("01632 960417",))
CANARIES = ("Gwendolen", "Quillfeather", "Zephyr Row", "01632 960417", "marsh fever", "REF-774411", "772913")
"""Of the contact, of answers, of the case."""
STEPS = int(os.environ.get("CAPI_STEPS", "30"))
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
QUESTIONS = ("General", "Illness", "Visits", "Income")


def end(field: Field, laptop: Laptop, state: DeviceState) -> None:
    end_device(field.scene.hub, field.office.ruth, laptop.device, DeviceEnd(state=state))


def holder(laptop: Laptop) -> Holder:
    return Holder(laptop.user, laptop.device, "laptop", 1, NOW)


@pytest.fixture
def anna(field: Field) -> Laptop:
    """Her laptop, with a case that she has worked on, and that the hub has all of."""
    anna = field.laptop()
    [case_id] = field.bring("REF-774411", to="anna", contact=GWEN)
    anna.round()
    write(anna, case_id, Answered.of("Illness", "marsh fever", None), Answered.of("Income", 772_913, None))
    assert anna.round().all_safe
    return anna


def write(laptop: Laptop, case_id: str, *contents: Contents) -> None:
    """In a sitting of its own."""
    laptop.case_file.append(case_id, Opened(), laptop.moment(), *contents, Left(Way.PAUSED))


# --- refused ---


@pytest.mark.parametrize("state", [DeviceState.LOST, DeviceState.REVOKED])
def test_from_that_moment_every_endpoint_refuses_it(field: Field, anna: Laptop, state: DeviceState) -> None:
    link = anna.link
    with field.running.client(link.tokens.access, link.device) as client:
        assert client.get("/v1/orders?after=0&limit=1").status_code == 200
        end(field, anna, state)
        guarded = [each for each in ENDPOINTS if each.action is not Anybody.MAY]
        assert len(guarded) > 25
        for each in guarded:
            path = re.sub(r"\{\w+\}", "x", each.path)
            headers = {"Content-Type": each.takes.media[0]} if each.takes.media else {}
            refused_as_ended(client.request(each.method, path, content=b"{}", headers=headers), anna, state)
        signature = sign_text(link.device_key, Purpose.TOKEN, link.tokens.refresh)
        again = Refresh(device=link.device, refresh=link.tokens.refresh, signature=signature)
        answer = client.post(
            "/v1/tokens", content=msgspec.json.encode(again), headers={"Content-Type": "application/json"}
        )
        refused_as_ended(answer, anna, state)


def refused_as_ended(answer: httpx.Response, laptop: Laptop, state: DeviceState) -> None:
    told = answer.json()
    assert (answer.status_code, told["code"]) == (401, "device_revoked"), answer.request.url
    if state is DeviceState.LOST:
        order = verify(laptop.link.hub_key, Purpose.ERASURE, told["erasure"].encode(), Erasure)
        assert order.device == laptop.device
    else:
        assert "erasure" not in told


class Watched(httpx.HTTPTransport):
    """Notes what is answered, and lets something happen before a certain request."""

    def __init__(self, number: int = -1, happens: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.number = number
        self.happens = happens
        self.answers: list[tuple[str, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if len(self.answers) == self.number:
            self.happens()
        answer = super().handle_request(request)
        self.answers.append((request.url.path, answer.status_code))
        return answer


def test_in_the_middle_of_a_round_the_very_next_request_is_refused(field: Field) -> None:
    busy = busy_laptop(field, "busy")
    watched = Watched()
    busy.transport = watched
    assert busy.round().finished
    whole = [path for path, _ in watched.answers]
    assert {"/v1/tokens", "/v1/batches", "/v1/orders", "/v1/releases", "/v1/tallies"} <= set(whole)
    for number in range(1, len(whole)):
        laptop = busy_laptop(field, f"busy-{number}")
        before: list[list[bytes]] = []

        def lost(laptop: Laptop = laptop, before: list[list[bytes]] = before) -> None:
            end(field, laptop, DeviceState.LOST)
            before.append(everything_of(field, laptop))

        laptop.transport = watched = Watched(number, lost)
        device, user = laptop.device, laptop.user
        with pytest.raises(LaptopErased):
            laptop.round()
        assert [status for _, status in watched.answers[number:]] == [401], (number, device)
        assert before == [everything_of(field, laptop)], f"{user}: nothing was kept of what came after"


def busy_laptop(field: Field, user: str) -> Laptop:
    """With something of everything to do, and tokens that are used up."""
    laptop = field.laptop(user)
    [one, _] = field.bring(f"{user}/1", f"{user}/2", to=user)
    laptop.round()
    write(laptop, one, Answered.of("General", 1, None))
    field.recall(one)
    laptop.make_case(f"{user}/made", GWEN)
    tokens = msgspec.structs.replace(laptop.link.tokens, access_expires=NOW - timedelta(days=1))
    keep_link(laptop.case_file, msgspec.structs.replace(laptop.link, tokens=tokens))
    return laptop


def everything_of(field: Field, laptop: Laptop) -> list[bytes]:
    """All that the hub has from this laptop, in journals and apart."""
    key = select(tables.devices.c.key).where(tables.devices.c.id == laptop.device).scalar_subquery()
    journals = select(tables.segments.c.entries).where(tables.segments.c.device_key == key)
    apart = select(tables.quarantine.c.part).where(tables.quarantine.c.device_key == key)
    with field.scene.hub.database.reading() as connection:
        return [*connection.execute(journals).scalars(), *connection.execute(apart).scalars()]


# --- readable for nobody ---


def test_a_lost_laptop_can_be_read_by_nobody_not_even_with_the_passphrase(field: Field, anna: Laptop) -> None:
    path = anna.case_file.path
    end(field, anna, DeviceState.LOST)
    with pytest.raises(LaptopErased):
        anna.round()
    assert not list(path.parent.glob(f"{path.name}.keys*")), "its keys are destroyed"
    with pytest.raises(CaseFileError):
        CaseFile.open(path, PASSPHRASE, holder(anna))
    assert found_in_the_open(anna, *CANARIES) == []


def test_a_revoked_laptop_is_no_use_without_its_passphrase_and_loses_nothing_with_it(
    field: Field, anna: Laptop
) -> None:
    path, link = anna.case_file.path, anna.link
    write(anna, anna.id("REF-774411"), Remarked("General", "marsh fever again"))
    end(field, anna, DeviceState.REVOKED)
    report = anna.round()
    assert (report.failed, standings(report)) == ("DeviceRefused", {"REF-774411": Standing.WAITING})
    secrets = (*CANARIES, link.private_key, link.tokens.access, link.tokens.refresh, PASSPHRASE)
    assert found_in_the_open(anna, *secrets) == []
    journal = anna.journal("REF-774411")
    anna.case_file.close()
    assert found_in_the_open(anna, *secrets) == []
    for wrong in ("", "Correct horse battery", PASSPHRASE + " "):
        with pytest.raises(WrongPassphrase):
            CaseFile.open(path, wrong, holder(anna))
    anna.case_file = CaseFile.open(path, PASSPHRASE, holder(anna))
    assert anna.journal("REF-774411") == journal
    assert anna.case_file.contact(anna.id("REF-774411")) == GWEN
    anna.case_file.close()


def found_in_the_open(laptop: Laptop, *secrets: str) -> list[tuple[str, str]]:
    """Which of them can be read in which of the files beside the case file, without any key."""
    files = [each for each in laptop.case_file.path.parent.glob(f"{laptop.case_file.path.name}*") if each.is_file()]
    assert laptop.case_file.path in files
    found = []
    for file in files:
        data = file.read_bytes()
        found += [(file.name, secret) for secret in secrets for way in ENCODINGS if secret.encode(way) in data]
    return found


# --- what was on it, and how it goes on ---


def test_the_accounts_new_laptop_goes_on_by_a_new_term_and_the_lost_one_cannot_interfere(field: Field) -> None:
    lost = field.laptop()
    [case_id] = field.bring("1042/01", to="anna", contact=GWEN)
    lost.round()
    write(lost, case_id, Answered.of("General", 2, None))
    assert lost.round().all_safe
    stolen = lost.twin()
    write(lost, case_id, Remarked("General", "never sent"))
    end(field, lost, DeviceState.LOST)

    fresh = field.laptop()
    assert fresh.round().all_safe
    assert fresh.holding("1042/01").term == lost.holding("1042/01").term + 1
    assert fresh.journal("1042/01") == stolen.journal("1042/01"), "all that had been sent"
    assert fresh.case_file.contact(case_id) == GWEN
    write(fresh, case_id, Answered.of("Income", 900, None))
    assert fresh.round().all_safe

    there = field.scene.journal(case_id)
    write(stolen, case_id, Answered.of("Income", 1, None))
    for old in (stolen, lost):
        with pytest.raises(LaptopErased):
            old.round()
    assert field.scene.journal(case_id) == there == fresh.journal("1042/01")
    assert field.scene.apart() == []
    assert fresh.round().all_safe


@dataclass
class OnLaptop:
    """What the hub can know to have been on the laptop of one case. `sure`: nobody else can have gone on with it unseen."""

    reference: str
    fields: set[str]
    entries: int
    contact: bool
    here: bool
    sure: bool = True


@dataclass
class Course:
    """Two laptops and an office that moves cases between them, and the test's own list of what was on anna's."""

    field: Field
    chance: random.Random
    anna: Laptop
    ben: Laptop
    cases: list[str] = dataclasses.field(default_factory=list)
    model: dict[str, OnLaptop] = dataclasses.field(default_factory=dict)
    numbers: int = 0

    def begin(self) -> None:
        """One case goes on to ben, and one is accepted and leaves."""
        moved, accepted, _ = self.cases = self.field.bring("moved", "accepted", "kept", to="anna", contact=GWEN)
        self.sync()
        write(self.anna, moved, Answered.of("General", 1, None))
        answers = (Answered.of(name, 1, None) for name in QUESTIONS)
        self.anna.case_file.append(accepted, Opened(), self.anna.moment(), *answers, Completed())
        self.sync()
        self.field.office.assign("ben", moved)
        self.accept()
        self.sync()
        assert [each.here for each in self.model.values()] == [False, False, True]

    def step(self) -> None:
        actions = [self.bring, self.make, self.work, self.work, self.move, self.take, self.accept, self.sync, self.sync]
        self.chance.choice(actions)()

    def bring(self) -> None:
        contact = GWEN if self.chance.random() < 0.5 else None
        self.cases += self.field.bring(self._name(), to=self.chance.choice(("anna", "ben")), contact=contact)

    def make(self) -> None:
        laptop = self.chance.choice((self.anna, self.ben))
        self.cases.append(laptop.make_case(self._name(), GWEN if self.chance.random() < 0.5 else None))

    def work(self) -> None:
        """One of them answers some questions; now and then that is all of the interview."""
        laptop = self.chance.choice((self.anna, self.ben))
        there = [each for each in laptop.case_file.holdings() if self._is_open(each.case_id, laptop)]
        if not there:
            return
        answers = [Answered.of(name, 1, None) for name in QUESTIONS if self.chance.random() < 0.4]
        ending: Contents = Completed() if self.chance.random() < 0.4 else Left(Way.PAUSED)
        case_id = self.chance.choice(there).case_id
        laptop.case_file.append(case_id, Opened(), laptop.moment(), *answers, Remarked("Visits", "twice"), ending)

    def move(self) -> None:
        """To one of them, when the other one has given it up."""
        if known := self._known():
            self.field.office.assign(self.chance.choice(("anna", "ben")), self.chance.choice(known))

    def take(self) -> None:
        """At once, whatever is on the laptop; by then nobody knows how much of it was there."""
        if self.chance.random() < 0.3 and (known := self._known()):
            case_id = self.chance.choice(known)
            self.field.office.assign("ben", case_id, now=True)
            if case_id in self.model:
                self.model[case_id].sure = False

    def accept(self) -> None:
        """All that is completed at the hub, and a backup is made."""
        for case_id in self._known():
            row = self.field.scene.row(case_id)
            if row.status == Status.COMPLETED.value and row.user_key is not None:
                self.field.accept(case_id)
        self.field.back_up()

    def sync(self) -> None:
        """Both laptops. What is on anna's afterwards goes into the model, and what has left it is marked."""
        assert self.ben.round().finished
        assert self.anna.round().finished
        holdings = {each.case_id: each for each in self.anna.case_file.holdings()}
        for case_id, known in self.model.items():
            known.here = known.here and case_id in holdings
        for case_id, holding in holdings.items():
            before = self.model.get(case_id)
            entries = [decode(each, "here").contents for each in self.anna.journal(holding.reference)]
            self.model[case_id] = OnLaptop(
                holding.reference,
                {each.field for each in entries if isinstance(each, Answered | Remarked)},
                len(entries),
                self.anna.case_file.contact(case_id) is not None,
                not holding.given_up,
                before is None or before.sure,
            )

    def check(self) -> None:
        told = {each.case: each for each in held(self.field.scene.hub, self.field.office.ruth, self.anna.device).cases}
        assert told.keys() == self.model.keys()
        for case_id, known in self.model.items():
            self._check(told[case_id], known)

    def _check(self, told: HeldCase, known: OnLaptop) -> None:
        assert (told.reference, told.has_contact) == (known.reference, known.contact)
        if known.sure:
            assert (set(told.fields), told.entries, told.holds_now) == (known.fields, known.entries, known.here), told
        else:
            assert set(told.fields) >= known.fields, "rather too much than too little"

    def _name(self) -> str:
        self.numbers += 1
        return f"case {self.numbers}"

    def _known(self) -> list[str]:
        """To the hub."""
        with self.field.scene.hub.database.reading() as connection:
            return list(connection.execute(select(tables.cases.c.id).order_by(tables.cases.c.id)).scalars())

    def _is_open(self, case_id: str, laptop: Laptop) -> bool:
        holding = laptop.case_file.holding(case_id)
        return not holding.given_up and holding.status in (Status.NOT_STARTED, Status.IN_PROGRESS)


@pytest.mark.parametrize("seed", range(int(os.environ.get("CAPI_SEEDS", "3"))))
def test_the_list_of_what_it_held_is_what_was_on_it_however_cases_moved(field: Field, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same course each time
    course = Course(field, chance, field.laptop("anna"), field.laptop("ben"))
    course.begin()
    for _ in range(STEPS):
        course.step()
    course.sync()
    course.check()

    cases, devices = tables.cases.c, tables.devices.c
    left = select(cases.id, cases.term).join(tables.devices, cases.holder_key == devices.key)
    left = left.where(devices.id == course.anna.device, cases.recalled.is_(None), cases.accepted_number.is_(None))
    with field.scene.hub.database.reading() as connection:
        free: dict[str, int] = {row.id: row.term for row in connection.execute(left)}
    end(field, course.anna, DeviceState.LOST)
    course.check()

    fresh = field.laptop("anna")
    assert fresh.round().finished
    terms = {each.case_id: each.term for each in fresh.case_file.holdings()}
    assert {case_id: terms.get(case_id) for case_id in free} == {case_id: term + 1 for case_id, term in free.items()}
    for holding in fresh.case_file.holdings():
        if course._is_open(holding.case_id, fresh):
            write(fresh, holding.case_id, *(Answered.of(name, 2, None) for name in QUESTIONS))
    assert fresh.round().finished
    course.check()
