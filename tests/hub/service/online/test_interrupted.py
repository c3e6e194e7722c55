"""A respondent whose line is cut, or whose hub is killed, in the middle: what she had continued from is there, once."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, select

from capi.fieldwork.contents import Answered, Completed, RowAdded
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.hub import Hub, to_microseconds
from capi.hub.journals.segments import journal_bytes
from capi.hub.keeping.setting_up import OFFICE, open_hub, set_up
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.online.access_codes import access_code, access_code_hash
from capi.hub.orders.instruments import add_instrument
from capi.instrument.model import Mode
from tests.hub.online.scene import background
from tests.hub.service.online.conftest import ServedOnline
from tests.hub.service.online.respondent import Respondent
from tests.hub.serving import RunningHub
from tests.sync.cutting_proxy import DOWN, UP, CuttingProxy
from tests.sync.killing import KilledHub


@contextlib.contextmanager
def on_a_bad_line(served: ServedOnline) -> Iterator[tuple[Respondent, CuttingProxy]]:
    with (
        CuttingProxy(served.running.port) as line,
        Respondent(replace(served.running, port=line.port), served.code()) as ann,
    ):
        yield ann, line


def entries(served: ServedOnline, kind: type) -> int:
    return sum(isinstance(entry.contents, kind) for entry in served.scene.entries(served.reference))


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_a_page_sent_again_after_the_line_was_cut_is_kept_once(seb: ServedOnline, direction: str) -> None:
    with on_a_bad_line(seb) as (ann, line):
        line.cut(direction, 0)
        with pytest.raises(httpx.TransportError):
            ann.answer("3")
        line.mend()
        assert entries(seb, Answered) <= (1 if direction == DOWN else 0)
        ann.get("/q/SchoolType")
        ann.answer("3")
        assert ann.path == "/q/EarnerStatus"
        assert entries(seb, Answered) == 1


def test_a_person_is_added_once_though_the_page_was_sent_again(every: ServedOnline) -> None:
    with every.comes_to("AnyoneElse") as ann:
        form = {"answer": "1", "shown": ann.page.xpath("//input[@name='shown']/@value")[0]}
        token = ann.token
    with CuttingProxy(every.running.port) as line, Respondent(replace(every.running, port=line.port)) as cut:
        cut.token = token
        line.cut(DOWN, 0)
        with pytest.raises(httpx.TransportError):
            cut.post("/q/AnyoneElse", form)
        line.mend()
        cut.post("/q/AnyoneElse", form)
        assert cut.path == "/q/Name%5B2%5D"
    assert entries(every, RowAdded) == 1


def test_sending_the_answers_is_done_once_though_nobody_heard_the_thanks(seb: ServedOnline) -> None:
    with on_a_bad_line(seb) as (ann, line):
        for value in ("3", "4", "3"):
            ann.answer(value)
        line.cut(DOWN, 0)
        with pytest.raises(httpx.TransportError):
            ann.send()
        line.mend()
        ann.post("/check", {})
        assert ann.path == "/thank-you"
        assert entries(seb, Completed) == 1


@pytest.mark.timeout(180)
def test_a_hub_that_is_killed_between_two_pages_goes_on_where_she_was(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "hub"
    set_up(folder, "Fieldwork", "", ["localhost", "127.0.0.1"])
    hub = open_hub(folder)
    with contextlib.closing(hub.database) as database:
        case_id, code = _invited(hub)
        with KilledHub(folder) as killed:
            running = RunningHub(hub, killed.port, None, folder / "authority.pem")  # type: ignore[arg-type]
            with Respondent(running, code) as ann:
                ann.answer("1")
                killed.kill()
                with pytest.raises(httpx.TransportError):
                    ann.answer("2")
                killed.start()
                killed.until_ready()
                ann.get("/q")
                assert ann.path == "/q/FreeMeals"
                assert ann.reply.headers["strict-transport-security"]
                for value in ("2", "4", "3"):
                    ann.answer(value)
                killed.kill()
                killed.start()
                killed.until_ready()
                ann.send()
                assert ann.path == "/thank-you"
        with database.reading() as connection:
            key = connection.execute(select(tables.cases.c.key).where(tables.cases.c.id == case_id)).scalar_one()
            kinds = [type(decode(data, "an entry").contents) for data in journal_bytes(connection, key)]
    assert (kinds.count(Answered), kinds.count(Completed)) == (4, 1)


def _invited(hub: Hub) -> tuple[str, str]:
    """A case of the standard, and its access code."""
    add_instrument(hub, OFFICE, background().sources)
    with hub.database.writing() as connection:
        instrument = connection.execute(select(tables.instruments.c.key)).scalar_one()
        row = {"name": "wave 1", "instrument_key": instrument, "added": 0, "added_by": "office"}
        sample = connection.execute(insert(tables.samples).values(row).returning(tables.samples.c.key)).scalar_one()
        create_cases(hub, connection, OFFICE, sample, [NewCase("1042/01", None, Mode.FACE_TO_FACE)])
        case = connection.execute(select(tables.cases.c.key, tables.cases.c.id)).one()
        code, made = access_code(hub, case.id, 1), to_microseconds(hub.now())
        invitation = {
            "case_key": case.key,
            "serial": 1,
            "code_hash": access_code_hash(hub, code),
            "made": made,
            "made_by": "office",
            "expires": made + 86_400_000_000,
        }
        connection.execute(insert(tables.invitations).values(invitation))
    return case.id, code
