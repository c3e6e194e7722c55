"""The office and its laptops for tests of assignment: cases brought by a sample, given out, fetched and given up."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Head, digest
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Principal, to_microseconds
from capi.hub.office.assignment import assign
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.giving_up import release
from capi.hub.orders.orders import orders
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.sync.messages import Assigned, InstrumentOffered, Order, Release, Released, Role, What
from capi.sync.office_messages import Assignment, AssignmentResult
from capi.sync.signing import Purpose, verify
from tests.hub.scenario import NOW, HubScene, Journal

MOST = 500


@dataclass
class Office:
    """The hub, its sample, and Ruth who supervises."""

    scene: HubScene
    ruth: Principal
    sample_key: int

    @classmethod
    def set_up(cls, database: HubDatabase, instrument: Snapshot | None = None) -> "Office":
        scene = HubScene.set_up(database, instrument)
        row = {
            "name": "wave 1",
            "instrument_key": scene.instrument_key,
            "added": to_microseconds(NOW),
            "added_by": "ada",
        }
        with database.writing() as connection:
            made = insert(tables.samples).values(**row).returning(tables.samples.c.key)
            sample_key = connection.execute(made).scalar_one()
        return cls(scene, scene.office(), sample_key)

    def bring(self, *references: str, area: str = "", contact: Contact | None = None, user: str = "") -> list[str]:
        """Cases of the sample; their ids."""
        new = [NewCase(reference, contact, Mode.TELEPHONE, area=area, user=user) for reference in references]
        ada = self.scene.office(Role.ADMINISTRATOR)
        with self.scene.hub.database.writing() as connection:
            return create_cases(self.scene.hub, connection, ada, self.sample_key, new)

    def assign(self, to: str, *cases: str, now: bool = False) -> AssignmentResult:
        return assign(self.scene.hub, self.ruth, Assignment(to=to, cases=list(cases), now=now, reason="moved"))

    def told(self, laptop: Principal, after: int = 0) -> list[What]:
        """What the laptop is told, the offer of the instrument left out."""
        told = [order.what for order in self.fetched(laptop, after)]
        return [what for what in told if not isinstance(what, InstrumentOffered)]

    def fetched(self, laptop: Principal, after: int = 0) -> list[Order]:
        return orders(self.scene.hub, laptop, after, MOST).orders

    def cursor(self, laptop: Principal) -> int:
        """As far as the laptop has been told, once it is told everything."""
        return orders(self.scene.hub, laptop, 0, MOST).cursor

    def taken(self, laptop: Principal, case_id: str) -> Journal:
        """The case as the laptop goes on with it, once it has fetched its order."""
        given = next(each for each in self.told(laptop) if isinstance(each, Assigned) and each.case == case_id)
        assert laptop.device is not None
        return Journal(case_id, laptop.device, laptop.user, [bytes(entry) for entry in given.entries])

    def completed(self, laptop: Principal, case_id: str) -> Journal:
        """Interviewed on the laptop, and sent."""
        journal = self.taken(laptop, case_id).opened().answered("General", 1).answered("Income", 900).completed()
        self.scene.send(laptop, journal.part(after=1, term=self.scene.row(case_id).term))
        return journal

    def release(self, laptop: Principal, case_id: str, head: Head | None = None, term: int | None = None) -> Released:
        row = self.scene.row(case_id)
        number, last = (row.number, row.hash) if head is None else (head.number, head.hash)
        wanted = Release(case=case_id, term=row.term if term is None else term, number=number, hash=last)
        signed = release(self.scene.hub, laptop, wanted)
        return verify(self.scene.hub.keys.signing.public_key(), Purpose.RELEASE, signed, Released)

    def holder(self, case_id: str) -> str | None:
        """The laptop that holds the case."""
        wanted = select(tables.devices.c.id).join(tables.cases, tables.cases.c.holder_key == tables.devices.c.key)
        with self.scene.hub.database.reading() as connection:
            return connection.execute(wanted.where(tables.cases.c.id == case_id)).scalar()

    def user(self, case_id: str) -> str | None:
        """The account the case is assigned to."""
        wanted = select(tables.users.c.name).join(tables.cases, tables.cases.c.user_key == tables.users.c.key)
        with self.scene.hub.database.reading() as connection:
            return connection.execute(wanted.where(tables.cases.c.id == case_id)).scalar()


def last_of(given: Assigned) -> Head:
    return Head(len(given.entries), digest(bytes(given.entries[-1])))
