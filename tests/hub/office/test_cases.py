"""Cases as a sample brings them to the hub."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import decode
from capi.fieldwork.replay import replay
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.journals.segments import journal_bytes
from capi.hub.office.cases import NewCase, create_cases
from capi.instrument.model import Mode
from capi.sync.messages import Assigned, Role
from tests.hub.office_scenario import Office

ROSA = Contact(name="Rosa Fletcher", address=("3 Mill Lane",))


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


def brought(office: Office, *new: NewCase) -> list[str]:
    ada = office.scene.office(Role.ADMINISTRATOR)
    with office.scene.hub.database.writing() as connection:
        return create_cases(office.scene.hub, connection, ada, office.sample_key, new)


def count(office: Office) -> int:
    with office.scene.hub.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.cases)).scalar_one()


def test_a_case_begins_with_an_entry_of_the_hub_that_has_what_is_known_and_no_name(office: Office) -> None:
    facts: dict[str, int | Decimal | str] = {"Age": 44, "Name": "Zoë", "Share": Decimal("12.50")}
    (case_id,) = brought(office, NewCase("1042", ROSA, Mode.FACE_TO_FACE, "North", facts))
    office.scene.journal(case_id)
    row = office.scene.row(case_id)
    with office.scene.hub.database.reading() as connection:
        data = journal_bytes(connection, row.key)
    assert b"Rosa" not in b"".join(data)
    assert (row.area, row.mode, row.user_key, row.holder_key, row.term) == ("North", "face_to_face", None, None, 0)
    entries = [decode(each, "entry") for each in data]
    case = replay(entries).case
    assert (case.reference, case.name, case.facts) == ("1042", "", facts)
    assert (case.sha256, entries[0].device, entries[0].who) == (office.scene.instrument.sha256, "hub", "ada")


def test_a_case_that_names_an_account_is_assigned_to_it(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (mine, _) = brought(office, NewCase("1", ROSA, Mode.TELEPHONE, user="anna"), NewCase("2", None, Mode.TELEPHONE))
    assert [(each.case, each.contact) for each in office.told(anna) if isinstance(each, Assigned)] == [(mine, ROSA)]


def test_a_reference_is_taken_once(office: Office) -> None:
    brought(office, NewCase("1042", None, Mode.TELEPHONE))
    with pytest.raises(Conflict, match="already: 1042"):
        brought(office, NewCase("1041", None, Mode.TELEPHONE), NewCase("1042", None, Mode.TELEPHONE))
    with pytest.raises(Conflict, match="7 comes twice"):
        brought(office, NewCase("7", None, Mode.TELEPHONE), NewCase("7", None, Mode.TELEPHONE))
    assert count(office) == 1


def test_what_no_journal_keeps_is_refused(office: Office) -> None:
    for new in (
        NewCase("1042", None, Mode.TELEPHONE, facts={"Age": 2**60}),
        NewCase("1042", None, Mode.TELEPHONE, area="No\0rth"),
        NewCase("10\ud80042", None, Mode.TELEPHONE),
        NewCase("1042", None, Mode.TELEPHONE, user="nobody"),
    ):
        with pytest.raises(Unfit):
            brought(office, new)
    assert count(office) == 0


def test_a_sample_that_is_not_there_brings_nothing(office: Office) -> None:
    office.sample_key = 99
    with pytest.raises(NotThere):
        brought(office, NewCase("1042", None, Mode.TELEPHONE))


def test_thousands_are_brought_at_once(office: Office) -> None:
    ids = brought(office, *(NewCase(f"{number:05}", ROSA, Mode.TELEPHONE) for number in range(2_500)))
    assert len(set(ids)) == count(office) == 2_500
    assert office.scene.row(ids[1234]).reference == "01234"
    office.scene.journal(ids[2499])
