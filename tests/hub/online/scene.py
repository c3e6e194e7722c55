"""A hub whose cases are answered online: the background standard, cases of a sample, and access codes."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import insert, select

from capi.fieldwork.journal import Entry, decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.online.access_codes import access_code, access_code_hash
from capi.hub.online.visits import enter, write_visit
from capi.instrument.loading import Snapshot, read_instrument, snapshot
from capi.settings import read_settings
from tests.hub.scenario import HubScene

ADDRESS = "192.0.2.7"


@cache
def background() -> Snapshot:
    """The background standard as it ships."""
    return snapshot(read_instrument(read_settings({}).questionnaires / "seb" / "instrument.yaml"))


@dataclass
class OnlineScene:
    """`scene` is the hub; its clock is moved by hand."""

    scene: HubScene

    @classmethod
    def set_up(cls, database: HubDatabase, instrument: Snapshot | None = None) -> "OnlineScene":
        return cls(HubScene.set_up(database, instrument or background()))

    @property
    def hub(self) -> Hub:
        return self.scene.hub

    def invited(self, reference: str = "1042/01", laptop: Principal | None = None, *, days: int = 28) -> str:
        """A case, held by the laptop where one is given, and its access code."""
        self.scene.case(reference, laptop)
        return self.code(reference, days=days)

    def code(self, reference: str = "1042/01", *, serial: int = 1, days: int = 28) -> str:
        """Another code of a case that is there."""
        return self.code_of(f"id-{reference}", serial=serial, days=days)

    def code_of(self, case_id: str, *, serial: int = 1, days: int = 28) -> str:
        row = self.scene.row(case_id)
        code = access_code(self.hub, row.id, serial)
        invitation = {
            "case_key": row.key,
            "serial": serial,
            "code_hash": access_code_hash(self.hub, code),
            "made": to_microseconds(self.scene.time),
            "made_by": "ruth",
            "expires": to_microseconds(self.scene.time + timedelta(days=days)),
        }
        with self.hub.database.writing() as connection:
            connection.execute(insert(tables.invitations).values(invitation))
        return code

    def enter(self, code: str, *, stays: bool = False) -> str:
        """The token of a visit."""
        return enter(self.hub, code, ADDRESS, stays=stays).token

    def answer(self, token: str, *answers: tuple[str, object]) -> None:
        """Page by page, each from a page just shown; a second passes before each."""
        for field, value in answers:
            self.later(seconds=1)
            write_visit(self.hub, token, lambda visit: visit.answer(field, value, visit.number))  # noqa: B023

    def complete(self, token: str) -> None:
        write_visit(self.hub, token, lambda visit: visit.complete())

    def later(self, **passed: float) -> None:
        self.scene.time += timedelta(**passed)

    def entries(self, reference: str = "1042/01") -> list[Entry]:
        """The journal, verified against its line."""
        return [decode(data, "an entry") for data in self.scene.journal(f"id-{reference}")]

    def orders(self, user_key: int) -> list[str]:
        """The kinds of orders of an account, in their order."""
        book = tables.orders.c
        with self.hub.database.reading() as connection:
            wanted = select(book.kind).where(book.user_key == user_key).order_by(book.number)
            return list(connection.execute(wanted).scalars())
