"""The line is cut at any byte, either way: nothing is lost, nothing is doubled, and nothing is claimed that is not so.

Every byte of a whole round would take an hour, so a sample of them is cut here, other ones at each run; with CAPI_CUT_STEP=1
it is every byte.
"""

import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from capi.fieldwork.contents import AppointmentMade, Left, Opened, Remarked, Way
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.office_decisions import appoint
from capi.hub.segments import journal_bytes
from capi.sync.office_messages import OfficeAppointment
from capi.sync.round_report import Standing
from tests.hub.conftest import database_url as database_url
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.hub.conftest import postgresql_url as postgresql_url
from tests.hub.office import Office
from tests.hub.serving import serving
from tests.sync.cutting_proxy import DOWN, UP, CuttingProxy
from tests.sync.field import Field, Laptop

STEP = int(os.environ.get("CAPI_CUT_STEP", "251"))
"""Bytes between two cuts."""
SLACK = 400
"""A round is not always as long as the one that was measured."""
CASE = "1042/01"


class CutField:
    """A laptop whose line to the hub goes through the proxy, and a case it works on."""

    def __init__(self, folder: Path, database: HubDatabase, stack: contextlib.ExitStack) -> None:
        office = Office.set_up(database)
        running = stack.enter_context(serving(office.scene.hub))
        self.proxy = stack.enter_context(CuttingProxy(running.port))
        self.field = Field(folder, stack, office, running, f"http://127.0.0.1:{self.proxy.port}")
        self.laptop: Laptop = self.field.laptop()
        (self.case_id,) = self.field.bring(CASE, to="anna")
        assert self.laptop.round().all_safe
        self.remarks = 0
        self.appointments = 0

    def work(self) -> None:
        """The interviewer and the office each do something."""
        remark = Remarked("General", f"remark {self.remarks}")
        self.laptop.case_file.append(self.case_id, Opened(), self.laptop.moment(), remark, Left(Way.PAUSED))
        self.remarks += 1
        wanted = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London", note=f"call {self.appointments}")
        appoint(self.field.scene.hub, self.field.office.ruth, self.case_id, wanted)
        self.appointments += 1

    def bytes_of_a_round(self, direction: str) -> int:
        self.work()
        self.proxy.mend()
        assert self.laptop.round().all_safe
        return self.proxy.passed[direction]

    def at_hub(self) -> list[bytes]:
        with self.field.scene.hub.database.reading() as connection:
            key = connection.execute(select(tables.cases.c.key).where(tables.cases.c.id == self.case_id)).scalar_one()
            return journal_bytes(connection, key)

    def apart(self) -> int:
        with self.field.scene.hub.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(tables.quarantine)).scalar_one()


@pytest.fixture
def cut_field(database_url: str, tmp_path: Path) -> Iterator[CutField]:
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(contextlib.closing(HubDatabase(database_url)))
        yield CutField(tmp_path, database, stack)


@pytest.mark.timeout(0 if STEP < 100 else 240)
@pytest.mark.parametrize("direction", [UP, DOWN])
def test_a_cut_at_any_byte_loses_nothing_and_doubles_nothing(cut_field: CutField, direction: str) -> None:
    cuts = list(range(random.randrange(STEP), cut_field.bytes_of_a_round(direction) + SLACK, STEP))  # noqa: S311
    really_cut = 0
    for after in cuts:
        cut_field.work()
        cut_field.proxy.cut(direction, after)
        report = cut_field.laptop.round()
        really_cut += cut_field.proxy.was_cut
        here, there = cut_field.laptop.journal(CASE), cut_field.at_hub()
        acknowledged = cut_field.laptop.holding(CASE).acknowledged.number
        assert here[:acknowledged] == there[:acknowledged], (
            f"cut {direction} after {after}: acknowledged, and not there"
        )
        assert here[: len(there)] == there, f"cut {direction} after {after}: the hub has what the laptop has not"
        if report.finished and report.standing(Standing.SAFE):
            assert here == there, f"cut {direction} after {after}: called safe, and is not"
    cut_field.proxy.mend()
    assert cut_field.laptop.round().all_safe
    entries = [decode(data, "here").contents for data in cut_field.at_hub()]
    remarks = [each.text for each in entries if isinstance(each, Remarked)]
    appointments = [each.note for each in entries if isinstance(each, AppointmentMade)]
    assert cut_field.at_hub() == cut_field.laptop.journal(CASE)
    assert remarks == [f"remark {number}" for number in range(cut_field.remarks)]
    # An appointment that a later one has taken the place of is not told any more.
    assert len(set(appointments)) == len(appointments)
    assert appointments[-1] == f"call {cut_field.appointments - 1}"
    assert cut_field.apart() == 0
    assert really_cut > len(cuts) // 2, "the line was hardly ever cut: this test shows nothing"
