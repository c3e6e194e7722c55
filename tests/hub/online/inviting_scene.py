"""A sample to be invited: its cases with names and addresses, and what the office does with them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from capi.fieldwork.contact import Contact
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.online.inviting import Invited, Inviting, Recipient, Whom, invite, letters_written, to_write
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.sync.messages import Role
from tests.hub.online.scene import OnlineScene
from tests.hub.scenario import NOW

SAMPLE = "wave 1"
ROSA = Contact(name="Rosa Fletcher", address=("1 Mill Lane", "Exampleton"), postcode="EX1 2PL")


@dataclass
class InvitingScene:
    """`online` is the hub whose cases are answered online; Ruth supervises."""

    online: OnlineScene
    ruth: Principal
    sample_key: int

    @classmethod
    def set_up(cls, database: HubDatabase, instrument: Snapshot | None = None) -> "InvitingScene":
        online = OnlineScene.set_up(database, instrument)
        row = {
            "name": SAMPLE,
            "instrument_key": online.scene.instrument_key,
            "added": to_microseconds(NOW),
            "added_by": "ada",
        }
        with database.writing() as connection:
            key = connection.execute(insert(tables.samples).values(row).returning(tables.samples.c.key)).scalar_one()
        return cls(online, online.scene.office(), key)

    @property
    def hub(self) -> Hub:
        return self.online.hub

    def bring(self, *references: str, contact: Contact | None = ROSA, user: str = "") -> list[str]:
        """Cases of the sample; their ids."""
        new = [NewCase(each, contact, Mode.FACE_TO_FACE, user=user) for each in references]
        ada = self.online.scene.office(Role.ADMINISTRATOR)
        with self.hub.database.writing() as connection:
            return create_cases(self.hub, connection, ada, self.sample_key, new)

    def invite(self, whom: Whom = Whom.NEW, *, days: int = 28, prolongs: bool = False) -> Invited:
        return invite(self.hub, self.ruth, self.wanted(whom, days=days, prolongs=prolongs))

    def letters(self, whom: Whom = Whom.NEW, *, written: bool = True) -> list[Recipient]:
        """Those that are to be written, and counted where they are written."""
        found = [each for some in to_write(self.hub, self.ruth, self.wanted(whom), printed=False) for each in some]
        if written:
            letters_written(self.hub, self.ruth, SAMPLE, [each.invitation for each in found])
        return found

    def invited_by_letter(self, *references: str) -> list[Recipient]:
        self.bring(*references)
        self.invite()
        return self.letters()

    def wanted(self, whom: Whom, *, days: int = 28, prolongs: bool = False) -> Inviting:
        return Inviting(SAMPLE, whom, self.online.scene.time + timedelta(days=days), prolongs)

    def change(self, reference: str, **columns: object) -> None:
        """Something has become of the case."""
        with self.hub.database.writing() as connection:
            its_own = tables.cases.c.reference == reference
            connection.execute(update(tables.cases).where(its_own).values(columns))

    def case_id(self, reference: str) -> str:
        with self.hub.database.reading() as connection:
            wanted = select(tables.cases.c.id).where(tables.cases.c.reference == reference)
            return str(connection.execute(wanted).scalar_one())

    def invitations(self, reference: str) -> list[Row[Any]]:
        with self.hub.database.reading() as connection:
            wanted = select(tables.invitations).join(tables.cases).where(tables.cases.c.reference == reference)
            return list(connection.execute(wanted.order_by(tables.invitations.c.serial)))
