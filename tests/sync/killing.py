"""A hub and a database that are killed, and laptops that go on syncing: real processes, real case files, the real clock.

with KilledHub(folder) as hub, Laptops.at(hub, tmp_path, 4) as laptops:
    hub.kill()
    hub.start()
"""

import contextlib
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from capi.fieldwork.case import Case
from capi.fieldwork.contents import Answered, Left, Opened, Remarked, Way
from capi.fieldwork.journal import Moment
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from capi.sync.enrolment import enrol
from capi.sync.hub_client import HubClient, Patience
from capi.sync.link import Link, keep_link, link_of
from capi.sync.round_report import RoundReport, Standing
from capi.sync.sync_round import sync_round
from tests.commands.running import CHECKOUT, usual_environment
from tests.hub.serving import free_port

PASSPHRASE = "correct horse battery"
PATIENCE_SECONDS = 60
MOST_CASES = 30
"""Of one laptop."""
_COST = KeyCost(memory_kib=32, passes=1, lanes=1)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class KilledHub:
    """`capi hub serve` of a folder, with its own certificate, always at the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder.parent / "hub.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def authority(self) -> str:
        return (self.folder / "authority.pem").read_text()

    def start(self) -> None:
        """Does not wait until it answers."""
        command = [sys.executable, "-m", "capi", "hub", "serve", "--folder", str(self.folder), "--port", str(self.port)]
        environment = usual_environment() | {"CAPI_DATA_DIR": str(self.folder.parent)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=CHECKOUT, env=environment)

    def until_ready(self) -> None:
        with HubClient(self.url, self.authority, patience=Patience(tries=1)) as client:
            end = time.monotonic() + PATIENCE_SECONDS
            while True:
                with contextlib.suppress(Exception):
                    client.facts()
                    return
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text()[-3000:]
                assert time.monotonic() < end, self.log.read_text()[-3000:]
                time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut ends it: nothing is said, nothing is finished."""
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    def __enter__(self) -> "KilledHub":
        self.start()
        self.until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


@dataclass(frozen=True)
class Receipted:
    """A batch and the signed answer to it; when it was sent for the last time."""

    body: bytes
    signed: bytes
    sent: datetime


class Witness(HubClient):
    """Notes every answer to a batch, before the laptop has done anything with it."""

    receipts: list[Receipted]

    def push(self, body: bytes, digest: str) -> bytes:
        sent = datetime.now(UTC)
        signed = super().push(body, digest)
        self.receipts.append(Receipted(body, signed, sent))
        return signed


@dataclass
class Laptop:
    """An interviewer who works and syncs without a pause, each in a thread of its own.

    `failed`: why rounds were cut off, counted. `taken`: a reference
    that another case has at the hub already; where it is given, all cases made here have such ones.
    """

    user: str
    case_file: CaseFile
    instrument: Snapshot
    chance: random.Random
    taken: str = ""
    receipts: list[Receipted] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    made: int = 0
    report: RoundReport | None = None
    error: BaseException | None = None

    @classmethod
    def create(cls, folder: Path, user: str, instrument: Snapshot, *, taken: str = "") -> "Laptop":
        device = f"L-{user}"
        holder = Holder(user, device, "laptop", 1, datetime.now(UTC))
        case_file = CaseFile.create(folder / f"{device}.casefile", PASSPHRASE, holder, cost=_COST)
        case_file.keep_snapshot(instrument)
        return cls(user, case_file, instrument, random.Random(user), taken)  # noqa: S311 - what it does, not a secret

    def enrol(self, url: str, code: str, authority: str) -> None:
        enrol(self.case_file, url, code, "laptop", certificates=authority, client=HubClient)

    @property
    def link(self) -> Link:
        link = link_of(self.case_file)
        assert link is not None
        return link

    def run(self, stop: threading.Event) -> None:
        """Until it is told to stop; then until all it has is safe, by rounds alone."""
        try:
            while not stop.is_set():
                self.work()
                self.round()
            end = time.monotonic() + PATIENCE_SECONDS
            while not self.is_done:
                assert time.monotonic() < end, f"{self.user}: {self.report}"
                self.round()
        except BaseException as error:  # told in the test's own thread
            self.error = error

    @property
    def is_done(self) -> bool:
        if self.report is None:
            return False
        if not self.taken:
            return self.report.all_safe
        return self.report.finished and len(self.report.standing(Standing.SAFE, Standing.APART)) == len(
            self.report.cases
        )

    def work(self) -> None:
        """Makes a case, or goes on with one."""
        there = self.case_file.holdings()
        more = not there or (len(there) < MOST_CASES and self.chance.random() < 0.3)
        case_id = self._make() if more else self.chance.choice(there).case_id
        entries = [Remarked("General", "x" * self.chance.randrange(1, 400)) for _ in range(self.chance.randrange(1, 6))]
        answer = Answered.of("Income", self.chance.randrange(1000), None)
        self.case_file.append(case_id, Opened(), self.moment(), *entries, answer, Left(Way.PAUSED))

    def round(self) -> None:
        if self.chance.random() < 0.3:  # the access token is used up, as it is after a quarter of an hour
            tokens = msgspec.structs.replace(self.link.tokens, access_expires=_LONG_AGO)
            keep_link(self.case_file, msgspec.structs.replace(self.link, tokens=tokens))
        self.report = sync_round(self.case_file, self.moment, client_factory=self._client)
        self.rounds += 1
        if not self.report.finished:
            self.failed[self.report.failed] += 1
            time.sleep(0.05)

    def moment(self) -> Moment:
        return Moment(datetime.now(UTC), 0, int(time.monotonic() * 1000))

    def _make(self) -> str:
        self.made += 1
        case_id = f"{self.user}-{self.made}"
        reference = f"{self.taken}/{self.made}" if self.taken else case_id
        taken = self.instrument
        case = Case(case_id, reference, "", taken.name, taken.version, taken.sha256, Mode.TELEPHONE, {})
        self.case_file.add_cases([case], self.moment())
        return case_id

    def _client(self, link: Link) -> HubClient:
        # It does not keep to what the hub asks for, but comes again at once: more happens between two kills.
        patience = Patience(sleep=lambda seconds: time.sleep(min(seconds, 0.2)))
        client = Witness(link.url, link.certificates, patience=patience)
        client.receipts = self.receipts
        return client


def let_work(laptops: list[Laptop], chance: random.Random) -> None:
    """Until they have got some receipts, and a little longer: any moment in the course of a round."""
    wanted = sum(len(each.receipts) for each in laptops) + len(laptops)
    end = time.monotonic() + PATIENCE_SECONDS
    while sum(len(each.receipts) for each in laptops) < wanted:
        assert not any(each.error for each in laptops), [each.error for each in laptops]
        assert time.monotonic() < end, "nobody gets anything through"
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 0.5))


def until_kept(database: HubDatabase) -> None:
    """Until the hub has kept one more batch: its receipt is hardly on its way yet."""
    wanted = select(func.count()).select_from(tables.receipts)
    before, end = None, time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with database.reading() as connection:
            now = connection.execute(wanted).scalar_one()
        if before not in (None, now):
            return
        before = now
    raise AssertionError("nobody gets anything through")


@contextlib.contextmanager
def at_work(laptops: list[Laptop]) -> Iterator[None]:
    """All of them at once; afterwards what each has come to, or the first thing that went wrong."""
    stop = threading.Event()
    threads = [threading.Thread(target=each.run, args=(stop,), name=each.user) for each in laptops]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE_SECONDS * 2)
    assert not any(thread.is_alive() for thread in threads)
    for laptop in laptops:
        if laptop.error is not None:
            raise laptop.error
