"""A hub that serves and laptops that call it: real case files, real HTTP, one clock that is moved by hand.

    anna = field.laptop("anna")
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    assert anna.round().all_safe

`field` is a fixture of this folder.
"""

import contextlib
import dataclasses
import itertools
import shutil
import socket
import sqlite3
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import update

from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Moment
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub
from capi.hub.office.assignment import accept, recall, return_case
from capi.hub.people.enrolment import new_code
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer, Mode
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from capi.store.holdings import Holding
from capi.sync.course import NOT_CALLING, Calling, Step
from capi.sync.enrolment import enrol
from capi.sync.hub_client import HubClient, Patience
from capi.sync.link import Link, keep_link, link_of
from capi.sync.messages import Role
from capi.sync.office_messages import Acceptance, Recall, Return
from capi.sync.round_report import RoundReport, Standing
from capi.sync.sync_round import sync_round
from tests.hub.office_scenario import Office
from tests.hub.scenario import NOW, HubScene
from tests.hub.serving import RunningHub, serving

PASSPHRASE = "correct horse battery"
ROSA = Contact(name="Rosa Fletcher", address=("3 Mill Lane",), telephones=("01632 960001",))
_COST = KeyCost(memory_kib=32, passes=1, lanes=1)
_NUMBERS = itertools.count(1)


@dataclass
class Field:
    """`url` is where laptops call: the hub's own, or that of a proxy in between."""

    folder: Path
    stack: contextlib.ExitStack
    office: Office
    running: RunningHub
    url: str

    @classmethod
    def begin(cls, folder: Path, stack: contextlib.ExitStack, instrument: Snapshot | None = None) -> "Field":
        database = stack.enter_context(contextlib.closing(HubDatabase(f"sqlite:///{folder / 'hub.sqlite'}")))
        office = Office.set_up(database, instrument)
        running = stack.enter_context(serving(office.scene.hub))
        return cls(folder, stack, office, running, running.url)

    @property
    def scene(self) -> HubScene:
        return self.office.scene

    def account(self, user: str) -> None:
        self.scene.account(user, Role.INTERVIEWER)

    def caller(self, user: str) -> "Laptop":
        """That of a telephone interviewer."""
        self.scene.account(user, Role.TELEPHONE_INTERVIEWER)
        return self.laptop(user)

    def code(self, user: str = "anna") -> str:
        self.account(user)
        return new_code(self.scene.hub, self.scene.office(Role.ADMINISTRATOR), user).code

    def bring(self, *references: str, to: str = "", contact: Contact | None = None) -> list[str]:
        if to:
            self.account(to)
        return self.office.bring(*references, user=to, contact=contact)

    def laptop(self, user: str = "anna", *, enrolled: bool = True) -> "Laptop":
        """A new one, with an empty case file of its own."""
        device = f"L-{user}-{next(_NUMBERS)}"
        holder = Holder(user, device, "laptop", 1, NOW)
        case_file = CaseFile.create(self.folder / f"{device}.casefile", PASSPHRASE, holder, cost=_COST)
        self.stack.callback(case_file.close)
        laptop = Laptop(self, case_file, user, device)
        if enrolled:
            laptop.enrol(self.code(user))
        return laptop

    def recall(self, case_id: str, *, now: bool = False) -> None:
        recall(self.scene.hub, self.office.ruth, case_id, Recall(reason="Another team", now=now))

    def return_case(self, case_id: str, note: str = "Ask the income again", *fields: str) -> None:
        return_case(self.scene.hub, self.office.ruth, case_id, Return(note=note, fields=fields))

    def accept(self, case_id: str) -> None:
        accept(self.scene.hub, self.office.ruth, case_id, Acceptance(number=self.scene.row(case_id).number))

    def back_up(self) -> None:
        """As a backup marks it: it holds everything there is now."""
        with self.scene.hub.database.writing() as connection:
            connection.execute(update(tables.cases).values(backed_up=tables.cases.c.number))

    def stop(self) -> None:
        """The hub is down when this returns: nobody takes a call any more."""
        self.running.server.should_exit = True
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.running.port), timeout=1).close()
            except OSError:
                return
            time.sleep(0.02)

    def copy_of_hub(self) -> Path:
        """Its database as it is now, as a backup would have it."""
        copy = self.folder / f"backup-{next(_NUMBERS)}.sqlite"
        with (
            contextlib.closing(sqlite3.connect(self.folder / "hub.sqlite")) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return copy

    def restore(self, copy: Path) -> None:
        """The hub again, as it was then, under a new epoch."""
        fresh = self.folder / f"restored-{next(_NUMBERS)}.sqlite"
        shutil.copyfile(copy, fresh)
        database = self.stack.enter_context(contextlib.closing(HubDatabase(f"sqlite:///{fresh}")))
        with database.writing() as connection:
            connection.execute(update(tables.hub).values(epoch=f"epoch-{next(_NUMBERS)}"))
        scene = self.scene
        scene.hub = Hub(database, scene.hub.keys, now=scene.hub.now)
        self.running = self.stack.enter_context(serving(scene.hub))
        self.url = self.running.url


@dataclass
class Laptop:
    """`fast`: how much its clock is ahead of the hub's. `transport`: what its line goes through. `waits`: seconds it has slept."""

    field: Field
    case_file: CaseFile
    user: str
    device: str
    fast: timedelta = timedelta(0)
    transport: httpx.BaseTransport | None = None
    waits: list[float] = dataclasses.field(default_factory=list)
    steps: list[Step] = dataclasses.field(default_factory=list)
    _ticks: "itertools.count[int]" = dataclasses.field(default_factory=itertools.count)

    def moment(self) -> Moment:
        return Moment(self.field.scene.time + self.fast, 0, next(self._ticks))

    def client(self, link: Link) -> HubClient:
        return self.client_at(self.field.url, link.certificates)

    def client_at(self, url: str, certificates: str) -> HubClient:
        patience = Patience(sleep=self.waits.append, chance=lambda: 0.5)
        return HubClient(url, certificates, self.transport, patience=patience)

    def enrol(self, code: str) -> Link:
        return enrol(self.case_file, self.field.url, code, "laptop", client=self.client_at)

    def round(self, calling: Calling = NOT_CALLING) -> RoundReport:
        return sync_round(self.case_file, self.moment, self.steps.append, self.client, calling)

    @property
    def link(self) -> Link:
        link = link_of(self.case_file)
        assert link is not None
        return link

    def forget_cursor(self) -> None:
        """Every order comes again."""
        keep_link(self.case_file, msgspec.structs.replace(self.link, cursor=0, done=()))

    def expect_longer_access(self) -> None:
        """The laptop thinks its access token is good for a year."""
        tokens = msgspec.structs.replace(self.link.tokens, access_expires=self.field.scene.time + timedelta(days=365))
        keep_link(self.case_file, msgspec.structs.replace(self.link, tokens=tokens))

    # What is in its case file.

    def make_case(self, reference: str, contact: Contact | None = None) -> str:
        """In the field, with the hub's instrument; its id."""
        taken, case_id = self.field.scene.instrument, f"made-{reference}"
        self.case_file.keep_snapshot(taken)
        case = Case(case_id, reference, "", taken.name, taken.version, taken.sha256, Mode.TELEPHONE, {})
        self.case_file.add_cases([case], self.moment(), {case_id: contact} if contact else {})
        return case_id

    def holding(self, reference: str) -> Holding:
        return next(each for each in self.case_file.holdings() if each.reference == reference)

    def id(self, reference: str) -> str:
        return self.holding(reference).case_id

    @property
    def references(self) -> list[str]:
        return [each.reference for each in self.case_file.holdings()]

    def journal(self, reference: str) -> list[bytes]:
        return self.case_file.bytes_after(self.id(reference), 0, 10_000, 10**9)

    def sit(self, reference: str) -> Sitting:
        record = self.case_file.record(self.id(reference))
        compiled = plan(self.case_file.snapshot(record.case.sha256).instrument(), record.case.mode)
        return Sitting(self.case_file, record, compiled, self.moment)

    def interview(self, reference: str, general: Answer = 1, income: int = 900) -> None:
        """Completes it."""
        sitting = self.sit(reference)
        sitting.answer("General", general)
        if general != 1:
            sitting.answer("Illness", "a cold")
            sitting.answer("Visits", 2)
        sitting.answer("Income", income)
        sitting.complete()

    def visit(self, reference: str, general: Answer = 1) -> None:
        """One answer, then leaves it."""
        sitting = self.sit(reference)
        sitting.answer("General", general)
        sitting.pause()

    def twin(self, name: str = "copy") -> "Laptop":
        """The same laptop's disk copied as it is now, and opened as the same laptop: a restored image."""
        fresh = self.field.folder / f"{name}-{next(_NUMBERS)}.casefile"
        self.case_file.close()
        for suffix in ("", ".keys"):
            shutil.copyfile(Path(f"{self.case_file.path}{suffix}"), Path(f"{fresh}{suffix}"))
        self.case_file = self._opened(self.case_file.path)
        return Laptop(self.field, self._opened(fresh), self.user, self.device)

    def _opened(self, path: Path) -> CaseFile:
        case_file = CaseFile.open(path, PASSPHRASE, Holder(self.user, self.device, "laptop", 1, NOW))
        self.field.stack.callback(case_file.close)
        return case_file


def standings(report: RoundReport) -> dict[str, Standing]:
    return {case.reference: case.standing for case in report.cases}


def said(report: RoundReport) -> str:
    return "\n".join(str(sentence) for sentence in report.sentences)
