"""The line is cut at any byte, either way: nothing is lost, nothing is doubled, and nothing is claimed that is not so.

Each cut is made in a round that has something of everything to do: used-up tokens, a case to come, one that was worked on
and gets an appointment, one made in the field, one to give back and one that was accepted. Every byte of such a round takes
hours, so some of them are cut here, other ones at each run; with CAPI_CUT_STEP=1 it is every byte, in a drawn order, so that
a sweep that is stopped early has been everywhere, and with CAPI_CUT_DONE it goes on where it was stopped.
"""

import contextlib
import logging
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select, update

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case
from capi.fieldwork.contents import Answered, Completed, Left, Opened, Remarked, Way
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.journals.segments import journal_bytes
from capi.hub.keeping.certificates import new_authority
from capi.hub.office.calling_decisions import appoint
from capi.instrument.model import Mode
from capi.sync.link import keep_link
from capi.sync.office_messages import OfficeAppointment
from capi.sync.round_report import RoundReport, Standing
from tests.hub.conftest import database_url as database_url
from tests.hub.conftest import like as like
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.hub.conftest import postgresql_template as postgresql_template
from tests.hub.conftest import postgresql_url as postgresql_url
from tests.hub.office_scenario import Office
from tests.hub.scenario import NOW
from tests.hub.serving import serving
from tests.sync.cutting_proxy import DOWN, UP, CuttingProxy
from tests.sync.field import ROSA, Field, said

STEP = int(os.environ.get("CAPI_CUT_STEP", "797"))
"""Bytes between two cuts."""
FIRST = os.environ.get("CAPI_CUT_FIRST", "")
"""Where the first cut is, drawn where it is not said: so that several processes can share a sweep."""
DONE = os.environ.get("CAPI_CUT_DONE", "")
"""A file of the places where a sweep has been, one a line with its engine and direction: they are not cut again."""
PLAIN = os.environ.get("CAPI_CUT_ROUND", "") == "plain"
"""Rounds of an ordinary evening: one case was worked on and gets an appointment; all else in every twentieth only. They are
shorter, so that every byte of them takes minutes and not hours."""
_FULL_ONE_IN = 20
SLACK = 200
"""A round is not always as long as those that were measured."""
MEASURED = 4
_TOLD = 100
"""Cuts after which a long sweep says how far it is."""
_log = logging.getLogger(__name__)


class CutField:
    """A laptop whose line to the hub goes through the proxy, and what it works on, a little more before each round.

    `journals`: of each case that is in play, as the laptop had it last.
    """

    def __init__(self, folder: Path, database: HubDatabase, stack: contextlib.ExitStack) -> None:
        office = Office.set_up(database)
        self.running = stack.enter_context(serving(office.scene.hub))
        self.proxy = stack.enter_context(CuttingProxy(self.running.port))
        self.field = Field(folder, stack, office, self.running, f"http://127.0.0.1:{self.proxy.port}")
        self.hub = office.scene.hub
        self.laptop = self.field.laptop()
        # It trusts one authority: to load all those of the system takes longer than the rest of a round.
        authority = new_authority("Test", NOW).certificate.decode()
        keep_link(self.laptop.case_file, msgspec.structs.replace(self.laptop.link, certificates=authority))
        assert self.laptop.round().all_safe
        self.worked = 0
        self.visits: Counter[str] = Counter()
        self.brought: list[str] = []
        self.made: list[str] = []
        self.journals: dict[str, list[bytes]] = {}

    def work(self) -> None:
        """The interviewer and the office each do something; the laptop's access is used up meanwhile."""
        self.worked += 1
        plain = PLAIN and len(self.brought) > 1 and self.worked % _FULL_ONE_IN > 0
        self.field.scene.time += timedelta(minutes=1 if plain else 20)
        if self.brought:
            self._visit(self.brought[-1])
        if plain:
            return
        if len(self.brought) > 1:
            self._back_up(self.brought[-2])
            self.field.recall(self.brought[-2])
        if self.made:
            self._back_up(self.made[-1])
            self.field.accept(self.made[-1])
        self.brought = [*self.brought[-1:], *self.field.bring(f"new {self.worked}", to="anna", contact=ROSA)]
        self.made = [*self.made[-1:], self._interview()]

    def round(self) -> RoundReport:
        """With whatever becomes of it. What the laptop has afterwards, or had last, is remembered."""
        report = self.laptop.round()
        for holding in self.laptop.case_file.holdings():
            self.journals[holding.case_id] = self.laptop.case_file.bytes_after(holding.case_id, 0, 10_000, 10**9)
        return report

    def settle(self) -> None:
        """The line is whole again, and one round later all is as if it had never been cut."""
        self.proxy.mend()
        report = self.round()
        assert report.all_safe, said(report)
        here = {each.case_id for each in self.laptop.case_file.holdings()}
        assert here == {*self.brought, self.made[-1]}
        assert self.journals.keys() >= here
        for case_id, journal in self.journals.items():
            assert self.at_hub(case_id) == journal
        if len(self.brought) > 1:
            contents = [decode(entry, "here").contents for entry in self.journals[self.brought[-2]]]
            kinds = [type(each) for each in contents]
            visit = [Opened, Remarked, Left, AppointmentMade]
            assert kinds[1:] == visit * self.visits[self.brought[-2]], "each once, and in their order"
        assert self.apart() == 0
        self.journals = {case_id: self.journals[case_id] for case_id in here}
        self.running.lines.clear()
        self.laptop.steps.clear()

    def length(self, direction: str) -> int:
        """Bytes of one whole round."""
        self.work()
        self.settle()
        return self.proxy.passed[direction]

    def check(self, report: RoundReport) -> None:
        """Whatever was cut: the hub has the beginning of what is here, and what was acknowledged is a part of it."""
        holdings = {each.case_id: each for each in self.laptop.case_file.holdings()}
        for case_id, here in self.journals.items():
            there, holding = self.at_hub(case_id), holdings.get(case_id)
            if holding is None:
                assert here == there, "it has left the laptop, and the hub has not all of it"
                continue
            assert here[: len(there)] == there, "the hub has what the laptop has not"
            acknowledged = holding.acknowledged.number
            assert here[:acknowledged] == there[:acknowledged], "acknowledged, and not there"
        assert report.finished or not report.all_safe
        for case in report.standing(Standing.SAFE) if report.finished else ():
            assert self.at_hub(case.case) == self.journals[case.case], "called safe, and is not"

    def at_hub(self, case_id: str) -> list[bytes]:
        """Empty where it does not know the case."""
        with self.hub.database.reading() as connection:
            key = connection.execute(select(tables.cases.c.key).where(tables.cases.c.id == case_id)).scalar()
            return [] if key is None else journal_bytes(connection, key)

    def apart(self) -> int:
        with self.hub.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(tables.quarantine)).scalar_one()

    def _visit(self, case_id: str) -> None:
        self.visits[case_id] += 1
        remark, left = Remarked("General", f"remark {self.worked}"), Left(Way.PAUSED)
        self.laptop.case_file.append(case_id, Opened(), self.laptop.moment(), remark, left)
        time = self.field.scene.time + timedelta(days=2)
        wanted = OfficeAppointment(local=f"{time:%Y-%m-%dT%H:%M}", zone="UTC", note=f"call {self.worked}")
        appoint(self.hub, self.field.office.ruth, case_id, wanted)

    def _interview(self) -> str:
        """A case made in the field, and completed there; its id."""
        taken, case_id, laptop = self.field.scene.instrument, f"made {self.worked}", self.laptop
        if self.worked == 1:
            laptop.case_file.keep_snapshot(taken)
        case = Case(case_id, case_id, "", taken.name, taken.version, taken.sha256, Mode.TELEPHONE, {})
        laptop.case_file.add_cases([case], laptop.moment(), {case_id: ROSA})
        answers = (Answered.of("General", 1, "General"), Answered.of("Income", self.worked, "Income"))
        laptop.case_file.append(case_id, Opened(), laptop.moment(), *answers, Completed())
        return case_id

    def _back_up(self, case_id: str) -> None:
        """As a backup marks the case: it holds all of it."""
        marked = update(tables.cases).where(tables.cases.c.id == case_id)
        with self.hub.database.writing() as connection:
            connection.execute(marked.values(backed_up=tables.cases.c.number))


@pytest.fixture
def cut_field(database_url: str, tmp_path: Path) -> Iterator[CutField]:
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(contextlib.closing(HubDatabase(database_url)))
        yield CutField(tmp_path, database, stack)


@pytest.mark.timeout(0 if STEP < 400 else 240)
@pytest.mark.parametrize("direction", [UP, DOWN])
def test_a_cut_at_any_byte_loses_nothing_and_doubles_nothing(cut_field: CutField, direction: str) -> None:
    drawn = random.Random()  # noqa: S311 - other cuts each time; the message says which
    for _ in range(2):
        cut_field.work()
        cut_field.settle()
    lengths = [cut_field.length(direction) for _ in range(MEASURED)]
    engine = cut_field.hub.database.url.get_backend_name()
    first = int(FIRST) if FIRST else drawn.randrange(STEP)
    been = _been(engine, direction)
    cuts = [after for after in range(first, max(lengths) + SLACK, STEP) if after not in been]
    drawn.shuffle(cuts)
    really_cut = 0
    for number, after in enumerate(cuts):
        # Every fourth round is cut once more, anywhere, before it comes through.
        where = [after, drawn.randrange(max(lengths))] if number % 4 == 3 else [after]
        try:
            really_cut += _cut(cut_field, direction, where)
        except AssertionError as error:
            raise AssertionError(f"cut {direction} after {where} bytes of {lengths}: {error}") from error
        if DONE:
            with Path(DONE).open("a", encoding="ascii") as places:
                places.write(f"{engine} {direction} {after}\n")
        if number % _TOLD == _TOLD - 1:
            _log.info("%s %s: %d of %d places, cut in %d rounds", engine, direction, number + 1, len(cuts), really_cut)
    assert really_cut >= sum(after < min(lengths) - SLACK for after in cuts), "this test shows less than it says"


def _been(engine: str, direction: str) -> frozenset[int]:
    if not DONE or not Path(DONE).exists():
        return frozenset()
    lines = (line.split() for line in Path(DONE).read_text(encoding="ascii").splitlines())
    return frozenset(int(after) for *whither, after in lines if whither == [engine, direction])


def _cut(cut_field: CutField, direction: str, where: Sequence[int]) -> bool:
    """Whether the first of the rounds was cut; all checked, and the last one came through."""
    cut_field.work()
    was_cut = []
    for after in where:
        cut_field.proxy.cut(direction, after)
        report = cut_field.round()
        was_cut.append(cut_field.proxy.was_cut)
        cut_field.check(report)
    cut_field.settle()
    return was_cut[0]
