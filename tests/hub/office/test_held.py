"""What was on a laptop, for a breach notice: no case forgotten, and no answer told."""

import msgspec
import pytest

from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Cleared
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, NotThere
from capi.hub.hub import Principal
from capi.hub.office.devices import end_device, held
from capi.sync.messages import Role
from capi.sync.office_messages import DeviceEnd, DeviceState, HeldCase
from tests.hub.office_scenario import Office

ADDRESS = Contact(name="Wilhelmina Ash", telephones=("020 7946 0000",))


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


def listed(office: Office, device: str = "L-anna") -> dict[str, HeldCase]:
    """By reference, or by id where the hub does not know the case."""
    return {case.reference or case.case: case for case in held(office.scene.hub, office.ruth, device).cases}


def lose(office: Office, laptop: Principal) -> None:
    assert laptop.device is not None
    end_device(office.scene.hub, office.ruth, laptop.device, DeviceEnd(state=DeviceState.LOST))


def test_a_laptop_that_had_nothing_held_nothing(office: Office) -> None:
    office.scene.laptop("anna")
    assert held(office.scene.hub, office.ruth, "L-anna").cases == []


def test_a_case_it_holds_is_told_with_the_questions_answered_on_it(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    [case] = office.bring("1042/01", user="anna", contact=ADDRESS)
    journal = office.taken(laptop, case).opened().answered("General", 1).answered("Income", 900)
    journal.write(Cleared(field="Income", position=None)).remarked("Illness", "did not want to say")
    office.scene.send(laptop, journal.part(after=1))
    assert listed(office) == {
        "1042/01": HeldCase(
            case=case,
            reference="1042/01",
            status="in_progress",
            entries=6,
            has_contact=True,
            fields=("General", "Illness", "Income"),
            holds_now=True,
        )
    }


def test_the_list_is_the_same_after_the_laptop_was_lost_and_another_one_has_gone_on(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    [case, _] = office.bring("1", "2", user="anna")
    office.scene.send(laptop, office.taken(laptop, case).opened().answered("General", 1).part(after=1))
    before = listed(office)
    lose(office, laptop)
    assert listed(office) == before
    spare = office.scene.laptop("anna", "L-2")
    journal = office.taken(spare, case).answered("Income", 900)
    office.scene.send(spare, journal.part(after=3, term=2))
    after = listed(office)
    assert (after["1"].fields, after["1"].entries, after["1"].holds_now) == (("General",), 3, True)
    assert (after["2"].fields, after["2"].holds_now) == ((), True)
    assert listed(office, "L-2")["1"].fields == ("General", "Income")


def test_a_case_that_was_given_up_is_told_as_far_as_it_was_on_the_laptop(office: Office) -> None:
    laptop, bens = office.scene.laptop("anna"), office.scene.laptop("ben")
    [case] = office.bring("1", user="anna")
    office.scene.send(laptop, office.taken(laptop, case).opened().answered("General", 1).paused().part(after=1))
    office.assign("ben", case)
    office.release(laptop, case)
    journal = office.taken(bens, case).opened().answered("Income", 900)
    office.scene.send(bens, journal.part(after=4, term=2))
    assert (listed(office)["1"].fields, listed(office)["1"].holds_now) == (("General",), False)
    lose(office, laptop)
    assert not listed(office)["1"].holds_now


def test_a_case_that_was_taken_away_without_a_word_from_the_laptop_is_told_in_full(office: Office) -> None:
    """Nobody knows how much of it is still there."""
    laptop, bens = office.scene.laptop("anna"), office.scene.laptop("ben")
    [case] = office.bring("1", user="anna")
    office.told(laptop)
    office.assign("ben", case, now=True)
    office.completed(bens, case)
    assert (listed(office)["1"].fields, listed(office)["1"].holds_now) == (("General", "Income"), False)


def test_a_case_made_on_the_laptop_is_told(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    journal = office.scene.made_here("field/1", laptop).opened().answered("General", 2)
    office.scene.send(laptop, journal.part(term=0))
    assert (listed(office)["field/1"].fields, listed(office)["field/1"].holds_now) == (("General",), True)


def test_what_is_only_in_quarantine_is_told_too(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    journal = office.scene.made_here("field/1", laptop).opened().answered("General", 2).answered("Income", 900)
    unreadable = office.scene.made_here("field/2", laptop).opened().answered("Income", 900).part(term=0)
    broken = msgspec.structs.replace(unreadable, entries=[unreadable.entries[0], msgspec.Raw(b'{"no":"entry"}')])
    office.scene.send(laptop, journal.part(after=2, term=0), broken)
    found = listed(office)
    assert {case.reference for case in found.values()} == {""}
    assert found[journal.case_id].fields == ("General", "Income")
    assert (found[unreadable.case].fields, found[unreadable.case].entries) == ((), 2)


def test_entries_that_were_left_on_another_branch_are_told(office: Office) -> None:
    laptop, bens = office.scene.laptop("anna"), office.scene.laptop("ben")
    [case] = office.bring("1", user="anna")
    journal = office.taken(laptop, case)
    office.assign("ben", case, now=True)
    office.completed(bens, case)
    late = journal.opened().answered("Visits", 3)
    office.scene.send(laptop, late.part(after=1))
    assert "Visits" in listed(office)["1"].fields


def test_another_laptops_cases_are_not_told(office: Office) -> None:
    office.scene.laptop("anna")
    bens = office.scene.laptop("ben")
    office.bring("1", user="ben")
    office.told(bens)
    assert listed(office) == {}


def test_no_answer_and_no_name_is_told(office: Office) -> None:
    laptop = office.scene.laptop("anna")
    [case] = office.bring("1", user="anna", contact=ADDRESS)
    journal = office.taken(laptop, case).opened().answered("Income", 918_273)
    office.scene.send(laptop, journal.part(after=1))
    told = msgspec.json.encode(held(office.scene.hub, office.ruth, "L-anna")).decode()
    for secret in ("918273", "Wilhelmina", "020 7946"):
        assert secret not in told


def test_who_may_not_see_laptops_is_not_told(office: Office) -> None:
    office.scene.laptop("anna")
    for role in (Role.CODER, Role.INTERVIEWER):
        with pytest.raises(NotAllowed):
            held(office.scene.hub, Principal(9, "carl", role), "L-anna")
    with pytest.raises(NotThere):
        held(office.scene.hub, office.ruth, "L-9")
