"""The hub's gate for tests: an office that signs in, and laptops that enrol themselves with keys of their own.

gate = Gate.set_up(database)
laptop = gate.enrolled("anna")
principal = laptop.principal()              # of its access token, as every request asks
gate.passes(minutes=20)
laptop.refresh()
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Row, select

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, HubKeys, Principal
from capi.hub.keeping.setting_up import OFFICE, begin_hub
from capi.hub.office.devices import new_code
from capi.hub.people.accounts import create_account
from capi.hub.people.tokens import enrol, principal_of, refresh, sign_in
from capi.sync.messages import Enrolled, Enrolment, Refresh, Role, SignedIn, SignIn, Tokens
from capi.sync.office_messages import NewAccount
from capi.sync.signing import Purpose, public_text, sign_text
from tests.hub.conftest import NOW
from tests.hub.ready import with_tables

PASSWORD = "fjord lantern ninety"
HOME = "203.0.113.7"
STRANGER = "198.51.100.9"


@dataclass
class Gate:
    """A hub whose clock stands still until time passes."""

    hub: Hub
    clock: list[datetime]

    @classmethod
    def set_up(cls, database: HubDatabase) -> "Gate":
        clock = [NOW]
        hub = Hub(database, HubKeys.new(), lambda: clock[0], "the authority's certificate")
        with_tables(database)
        with database.writing() as connection:
            begin_hub(connection, hub.keys, "Test hub", NOW)
        return cls(hub, clock)

    def passes(self, **time: float) -> None:
        self.clock[0] += timedelta(**time)

    def account(self, name: str, role: Role = Role.INTERVIEWER, password: str = "") -> Principal:
        """Made where it is not there yet; as somebody who is signed in."""
        users = tables.users
        with self.hub.database.reading() as connection:
            key = connection.execute(select(users.c.key).where(users.c.name == name)).scalar()
        if key is None:
            create_account(self.hub, OFFICE, NewAccount(name=name, full_name="", role=role, password=password))
            return self.account(name, role)
        return Principal(key, name, role)

    def enrolled(self, user: str, device: str = "") -> "Laptop":
        """A laptop of this interviewer's."""
        self.account(user)
        laptop = Laptop(self, device or f"L-{user}")
        laptop.enrol(new_code(self.hub, OFFICE, user).code)
        return laptop

    def sign_in(self, name: str, password: str = PASSWORD, address: str = HOME) -> SignedIn:
        return sign_in(self.hub, SignIn(name=name, password=password), address)

    def audited(self) -> list[tuple[str, str, str]]:
        """Who, action and subject of all lines."""
        table = tables.audit
        return [(row.who, row.action, row.subject) for row in self.rows(table)]

    def rows(self, table: Any) -> Sequence[Row[Any]]:
        with self.hub.database.reading() as connection:
            return connection.execute(select(table).order_by(*table.primary_key.columns)).all()


@dataclass
class Laptop:
    gate: Gate
    device: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    given: list[Tokens] = field(default_factory=list)

    @property
    def tokens(self) -> Tokens:
        return self.given[-1]

    def enrol(self, code: str, address: str = HOME) -> Enrolled:
        public = public_text(self.key.public_key())
        enrolled = enrol(
            self.gate.hub, Enrolment(code=code, device=self.device, public_key=public, host="field-7"), address
        )
        self.given.append(enrolled.tokens)
        return enrolled

    def refresh(self, token: str | None = None, address: str = HOME, key: Ed25519PrivateKey | None = None) -> Tokens:
        """With its last refresh token, or another one; signed with its own key, or another one."""
        token = self.tokens.refresh if token is None else token
        signature = sign_text(key or self.key, Purpose.TOKEN, token)
        wanted = Refresh(device=self.device, refresh=token, signature=signature)
        self.given.append(refresh(self.gate.hub, wanted, address))
        return self.tokens

    def principal(self, access: str | None = None) -> Principal:
        return principal_of(self.gate.hub, access or self.tokens.access, self.device)
