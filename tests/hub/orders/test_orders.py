"""Orders: who is given a case, what a laptop is told of it, and how it gives a case up."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, insert, select, update

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.chain import read_chain
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Returned
from capi.fieldwork.journal import START, Head
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal, to_microseconds
from capi.hub.keeping.retention import delete_case
from capi.hub.office.assignment import accept, appoint, recall, return_case
from capi.hub.office.devices import end_device
from capi.hub.orders.giving_up import release
from capi.hub.orders.orders import orders
from capi.sync.messages import (
    Accepted,
    Appointed,
    Assigned,
    InstrumentOffered,
    Lease,
    Reason,
    Recalled,
    Release,
)
from capi.sync.messages import Returned as ToldReturned
from capi.sync.office_messages import Acceptance, DeviceEnd, DeviceState, OfficeAppointment, Recall, Return
from capi.sync.signing import Purpose, verify
from tests.hub.office_scenario import Office, last_of
from tests.hub.scenario import EPOCH, HUB_ID, NOW

ROSA = Contact(name="Rosa Fletcher", address=("3 Mill Lane",), telephones=("0113 496 0000",))


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


@pytest.fixture
def anna(office: Office) -> Principal:
    return office.scene.laptop("anna")


@pytest.fixture
def ben(office: Office) -> Principal:
    return office.scene.laptop("ben")


def given(office: Office, laptop: Principal, after: int = 0) -> list[Assigned]:
    return [each for each in office.told(laptop, after) if isinstance(each, Assigned)]


def test_the_first_laptop_that_asks_takes_the_case_with_its_journal_its_contact_and_a_signed_lease(
    office: Office, anna: Principal
) -> None:
    (case_id,) = office.bring("1042", contact=ROSA)
    office.assign("anna", case_id)
    assert office.holder(case_id) is None
    (told,) = given(office, anna)
    lease = verify(office.scene.hub.keys.signing.public_key(), Purpose.LEASE, told.lease.encode(), Lease)
    assert lease == Lease(hub=HUB_ID, case=case_id, device="L-anna", term=1, given=NOW)
    assert (told.term, told.contact, told.instrument) == (1, ROSA, office.scene.instrument.sha256)
    (created,) = read_chain(START, case_id, [bytes(entry) for entry in told.entries])
    assert created.device == "hub"
    assert office.holder(case_id) == "L-anna"


def test_a_laptop_whose_line_was_cut_is_given_the_same_to_the_letter(office: Office, anna: Principal) -> None:
    office.assign("anna", *office.bring("1", "2", "3"))
    first = orders(office.scene.hub, anna, 0, 100)
    office.scene.time += timedelta(hours=5)
    assert msgspec.json.encode(orders(office.scene.hub, anna, 0, 100)) == msgspec.json.encode(first)
    assert [each.term for each in given(office, anna)] == [1, 1, 1]


def test_another_laptop_of_the_account_is_not_given_what_one_has_taken(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    second = office.scene.laptop("anna", "L-anna-2")
    assert len(given(office, anna)) == 1
    assert given(office, second) == []
    assert office.holder(case_id) == "L-anna"


def test_no_other_account_hears_of_a_case(office: Office, anna: Principal, ben: Principal) -> None:
    office.assign("anna", *office.bring("1042"))
    assert office.told(ben) == []
    assert len(given(office, anna)) == 1


def test_a_page_ends_where_it_is_asked_to_and_the_next_one_goes_on(office: Office, anna: Principal) -> None:
    ids = office.bring(*(f"{number:03}" for number in range(7)))
    office.assign("anna", *ids)
    found, cursor, more = [], 0, True
    while more:
        page = orders(office.scene.hub, anna, cursor, 3)
        found += [order.what.case for order in page.orders if isinstance(order.what, Assigned)]
        cursor, more = page.cursor, page.more
    assert sorted(found) == sorted(ids)
    assert len(found) == 7
    assert orders(office.scene.hub, anna, cursor, 3).cursor == cursor


def test_a_page_ends_before_its_journals_are_too_long(
    office: Office, anna: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capi.hub.orders.orders.MOST_ENTRIES_AT_ONCE", 2)
    office.assign("anna", *office.bring("1", "2", "3", "4", "5"))
    page = orders(office.scene.hub, anna, 0, 100)
    assert (len(page.orders), page.more, page.cursor) == (2, True, 2)
    with office.scene.hub.database.reading() as connection:
        held = select(func.count()).where(tables.cases.c.holder_key.is_not(None))
        assert connection.execute(held).scalar_one() == 2


def test_a_case_that_goes_to_another_account_is_recalled_first_and_goes_on_when_it_is_given_up(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id)
    result = office.assign("ben", case_id)
    assert (result.assigned, result.recalled, result.unchanged) == (0, 1, 0)
    assert given(office, ben) == []
    told = [each for each in office.told(anna) if isinstance(each, Recalled)]
    assert told == [Recalled(case=case_id, term=1, reason="moved", by="ruth")]
    journal.opened().answered("General", 1).paused()
    office.scene.send(anna, journal.part(after=1))
    released = office.release(anna, case_id)
    assert (released.number, released.hash, released.term) == (4, journal.head.hash, 1)
    (now_his,) = given(office, ben)
    assert (now_his.term, last_of(now_his)) == (2, journal.head)
    assert office.user(case_id) == "ben"
    assert office.told(anna) == []


def test_nothing_is_given_up_that_the_hub_does_not_have(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened()
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="ill"))
    with pytest.raises(Conflict, match="up to entry 1, and this laptop up to entry 2"):
        office.release(anna, case_id, journal.head)
    with pytest.raises(Conflict):
        office.release(anna, case_id, Head(1, "0" * 64))
    assert office.holder(case_id) == "L-anna"


def test_nothing_is_given_up_that_nobody_wants_back(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    with pytest.raises(Conflict, match="Nobody has asked"):
        office.release(anna, case_id)
    assert office.holder(case_id) == "L-anna"


def test_a_release_asked_for_again_is_answered_again_and_changes_nothing(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    office.assign("ben", case_id)
    first = office.release(anna, case_id)
    assert len(given(office, ben)) == 1
    assert office.release(anna, case_id, term=1) == first
    assert office.holder(case_id) == "L-ben"


def _backed_up(office: Office, case_id: str, upto: int) -> None:
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).where(tables.cases.c.id == case_id).values(backed_up=upto))


def test_a_release_says_whether_a_backup_holds_the_case_up_to_there_whatever_came_later(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened().paused()
    office.scene.send(anna, journal.part(after=1))
    office.assign("ben", case_id)
    assert not office.release(anna, case_id).backed_up
    his = office.taken(ben, case_id).opened()
    office.scene.send(ben, his.part(after=3, term=2))
    for upto, held in ((2, False), (3, True), (4, True)):
        _backed_up(office, case_id, upto)
        assert office.release(anna, case_id, journal.head, term=1).backed_up is held


def test_what_is_kept_apart_counts_as_backed_up_by_a_backup_that_began_after_it_was_there(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened().paused()
    office.assign("ben", case_id, now=True)
    office.told(ben)
    received = office.scene.time
    office.scene.send(anna, journal.part(after=1))
    _backed_up(office, case_id, 3)
    for minutes, held in ((-60, False), (5, False), (11, True)):
        made = to_microseconds(received + timedelta(minutes=minutes))
        with office.scene.hub.database.writing() as connection:
            row = {"made": made, "made_by": "office@hub", "file": f"{minutes}", "sha256": "0" * 64, "cases": 1}
            connection.execute(insert(tables.backups).values(**row))
        assert office.release(anna, case_id, journal.head, term=1).backed_up is held


def test_a_laptop_that_has_the_case_again_is_told_of_its_earlier_term_too(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    head = office.taken(anna, case_id).head
    for user, laptop in (("ben", anna), ("anna", ben)):
        office.assign(user, case_id)
        office.release(laptop, case_id)
        office.told(ben if user == "ben" else anna)
    assert office.release(anna, case_id, head, term=1).term == 1
    assert office.holder(case_id) == "L-anna", "nothing was given up by that"
    with pytest.raises(NotThere):
        office.release(anna, case_id, head, term=9)


def test_a_case_that_was_deleted_may_be_removed_wherever_it_is_kept(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="ill"))
    assert not office.release(anna, case_id).backed_up
    delete_case(office.scene.hub, case_id, "withdrawn", by="ruth")
    assert office.release(anna, case_id).backed_up


def test_a_laptop_cannot_give_up_what_another_one_holds(office: Office, anna: Principal, ben: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened()
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="ill"))
    with pytest.raises(NotThere):
        office.release(ben, case_id, journal.head)
    of_none = Release(case="no-such-case", term=1, number=1, hash="0" * 64)
    with pytest.raises(NotThere):
        release(office.scene.hub, ben, of_none)
    assert office.holder(case_id) == "L-anna"


def test_a_case_taken_at_once_is_given_up_later_by_the_laptop_that_had_it_when_the_hub_has_it_all(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened().paused()
    result = office.assign("ben", case_id, now=True)
    assert (result.assigned, result.recalled) == (1, 0)
    assert [each.term for each in given(office, ben)] == [2]
    assert [each for each in office.told(anna) if isinstance(each, Recalled)] != []
    with pytest.raises(NotThere):
        office.release(anna, case_id, journal.head, term=1)
    receipt = office.scene.send(anna, journal.part(after=1))
    assert receipt.parts[0].reason is Reason.NOT_HOLDER
    assert office.release(anna, case_id, journal.head, term=1).number == 3
    assert office.holder(case_id) == "L-ben"


def test_a_recalled_case_goes_to_nobody_where_nobody_was_named(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    line = recall(office.scene.hub, office.ruth, case_id, Recall(reason="wrong area"))
    assert (line.recalled, line.user, line.holder) == (True, "anna", "L-anna")
    office.release(anna, case_id)
    assert (office.user(case_id), office.holder(case_id)) == (None, None)
    assert office.told(anna) == []


def test_a_recall_that_is_taken_back_leaves_the_case_where_it_is_and_tells_the_laptop_so(
    office: Office, anna: Principal
) -> None:
    office.scene.account("ben")
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    office.assign("ben", case_id)
    cursor = office.cursor(anna)
    office.assign("anna", case_id)
    told = given(office, anna, cursor)
    assert [(each.case, each.term) for each in told] == [(case_id, 1)]
    assert not any(isinstance(each, Recalled) for each in office.told(anna))
    with pytest.raises(Conflict, match="Nobody has asked"):
        office.release(anna, case_id)


def test_a_returned_case_is_told_of_until_it_stands_in_the_journal(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.completed(anna, case_id)
    line = return_case(office.scene.hub, office.ruth, case_id, Return(note="Ask again.", fields=("Income",)))
    assert line.returned
    told = ToldReturned(case=case_id, term=1, note="Ask again.", fields=("Income",), by="ruth")
    assert told in office.told(anna)
    journal.write(Returned("Ask again.", ("Income",), by="ruth"))
    office.scene.send(anna, journal.part(after=len(journal.entries) - 1))
    assert told not in office.told(anna)


def test_what_an_account_was_to_be_told_goes_along_with_the_case(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.completed(anna, case_id)
    return_case(office.scene.hub, office.ruth, case_id, Return(note="Ask again."))
    office.assign("ben", case_id, now=True)
    kinds = [type(each) for each in office.told(ben)]
    assert kinds == [Assigned, ToldReturned]
    assert office.told(ben)[1] == ToldReturned(case=case_id, term=2, note="Ask again.", fields=(), by="ruth")


def test_an_appointment_is_told_of_with_its_moment_and_only_the_latest_one(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    first = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London")
    appoint(office.scene.hub, office.ruth, case_id, first)
    second = OfficeAppointment(local="2026-12-01T09:00", zone="America/New_York", hard=True, note="At work till then")
    appoint(office.scene.hub, office.ruth, case_id, second)
    told = [each for each in office.told(anna) if isinstance(each, Appointed)]
    assert [(each.local, each.utc.isoformat(), each.hard) for each in told] == [
        ("2026-12-01T09:00", "2026-12-01T14:00:00+00:00", True)
    ]
    journal = office.taken(anna, case_id)
    note = "At work till then"
    journal.write(AppointmentMade("2026-12-01T09:00", "America/New_York", told[0].utc, 30, True, note, "ruth"))
    office.scene.send(anna, journal.part(after=1))
    assert not any(isinstance(each, Appointed) for each in office.told(anna))


def test_an_accepted_case_is_told_of_and_may_be_given_up_and_stays_the_interviewers(
    office: Office, anna: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.completed(anna, case_id)
    line = accept(office.scene.hub, office.ruth, case_id, Acceptance(number=len(journal.entries)))
    assert line.accepted
    told = [each for each in office.told(anna) if isinstance(each, Accepted)]
    assert [(each.number, each.hash) for each in told] == [(journal.head.number, journal.head.hash)]
    office.release(anna, case_id)
    assert (office.user(case_id), office.holder(case_id)) == ("anna", None)
    assert office.told(anna) == []


def test_what_a_lost_laptop_held_is_given_to_the_accounts_other_laptop(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    second = office.scene.laptop("anna", "L-anna-2")
    cursor = office.cursor(second)
    end_device(office.scene.hub, office.ruth, "L-anna", DeviceEnd(state=DeviceState.LOST))
    assert [each.term for each in given(office, second, cursor)] == [2]
    assert office.holder(case_id) == "L-anna-2"


def test_what_a_lost_laptop_was_to_give_up_goes_on_to_the_next_account(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    office.assign("ben", case_id)
    end_device(office.scene.hub, office.ruth, "L-anna", DeviceEnd(state=DeviceState.LOST))
    assert [each.term for each in given(office, ben)] == [2]


def test_a_replaced_laptop_gets_nothing_new(office: Office, anna: Principal) -> None:
    office.assign("anna", *office.bring("1042"))
    with pytest.raises(NotAllowed):
        office.fetched(office.scene.end(anna))


def test_the_office_fetches_no_orders(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.fetched(office.ruth)


@pytest.mark.parametrize(("after", "limit"), [(-1, 10), (0, 0)])
def test_a_cursor_that_is_none_is_refused(office: Office, anna: Principal, after: int, limit: int) -> None:
    with pytest.raises(Unfit):
        orders(office.scene.hub, anna, after, limit)


def test_a_deleted_case_is_told_to_nobody(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).where(tables.cases.c.id == case_id).values(deleted=1))
    assert office.told(anna) == []
    assert office.holder(case_id) is None


def test_a_new_account_hears_of_the_instruments_on_offer_once(office: Office) -> None:
    carl = office.scene.laptop("carl")
    first = orders(office.scene.hub, carl, 0, 10)
    assert [type(order.what) for order in first.orders] == [InstrumentOffered]
    assert orders(office.scene.hub, carl, 0, 10) == first
    assert first.epoch == EPOCH
    assert orders(office.scene.hub, carl, first.cursor, 10).orders == []


def test_which_laptop_had_which_case_is_in_the_audit_log(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    with office.scene.hub.database.reading() as connection:
        wanted = select(tables.audit.c.subject, tables.audit.c.details).where(tables.audit.c.action == "cases_taken")
        (line,) = connection.execute(wanted).all()
    assert (line.subject, msgspec.json.decode(line.details)) == ("L-anna", {"cases": f"{case_id}:1"})
