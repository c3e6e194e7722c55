"""A telephone centre for tests: its pool of cases, and those who ring, each at a laptop."""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import select, update

from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.contact import Contact
from capi.hub import tables
from capi.hub.hub import Principal
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.delivering import next_case
from capi.hub.orders.giving_up import release
from capi.instrument.model import Mode
from capi.sync.calling_messages import NextCase, NextWanted
from capi.sync.messages import Release, Role
from capi.sync.office_messages import Calling
from tests.hub.office_scenario import Office
from tests.hub.scenario import Journal

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Calling hours in London."""


class Centre(Office):
    """A telephone centre: its pool, and those who ring."""

    def caller(self, user: str, calling: Calling = Calling()) -> Principal:  # noqa: B008 - a Struct is frozen
        self.scene.account(user, Role.TELEPHONE_INTERVIEWER)
        laptop = self.scene.laptop(user)
        with self.scene.hub.database.writing() as connection:
            told = msgspec.json.encode(calling).decode()
            connection.execute(update(tables.users).where(tables.users.c.name == user).values(calling=told))
        return telephone_laptop(laptop)

    def new(self, reference: str, **facts: int | str) -> str:
        ada = self.scene.office(Role.ADMINISTRATOR)
        with self.scene.hub.database.writing() as connection:
            made = NewCase(reference, Contact(name=f"Name {reference}"), Mode.TELEPHONE, facts=facts)
            return create_cases(self.scene.hub, connection, ada, self.sample_key, [made])[0]

    def ask(self, caller: Principal, pick: str = "") -> NextCase:
        return next_case(self.scene.hub, caller, NextWanted(pick=pick))

    def given(self, caller: Principal, pick: str = "") -> str:
        told = self.ask(caller, pick)
        assert told.case, told.because.wording
        return told.case

    def rung(self, caller: Principal, case_id: str, *contents: object, result: str = "no_answer") -> Journal:
        """The case is fetched, rung, sent and given back."""
        journal = self.taken(caller, case_id)
        before = len(journal.entries)
        journal.at = self.scene.time
        if not contents:
            contents = (CallMade(began=self.scene.time, medium=Medium.TELEPHONE, result=result),)
        for each in contents:
            journal.write(each)  # type: ignore[arg-type]
        term = self.scene.row(case_id).term
        self.scene.send(caller, journal.part(after=before, term=term))
        self.give_back(caller, journal, term)
        return journal

    def give_back(self, caller: Principal, journal: Journal, term: int) -> None:
        head = journal.head
        release(self.scene.hub, caller, Release(case=journal.case_id, term=term, number=head.number, hash=head.hash))

    def lines(self) -> dict[str, object]:
        """Who has a lease of which case."""
        with self.scene.hub.database.reading() as connection:
            joined = select(tables.cases.c.id, tables.users.c.name).join_from(tables.telephone, tables.cases)
            joined = joined.outerjoin(tables.users, tables.users.c.key == tables.telephone.c.leased_to)
            return dict(connection.execute(joined).all())


def telephone_laptop(laptop: Principal) -> Principal:
    return Principal(laptop.user_key, laptop.user, Role.TELEPHONE_INTERVIEWER, laptop.device_key, laptop.device)
