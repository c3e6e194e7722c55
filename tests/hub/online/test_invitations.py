"""Inviting a sample: who gets an access code and a letter, who does not, and that nothing is doubled."""

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from capi.fieldwork.contact import Contact
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, Gone, NotAllowed, NotThere, Unfit
from capi.hub.hub import from_microseconds, to_microseconds
from capi.hub.office.case_lines import CaseFilter, case_lines
from capi.hub.office.cases import case_detail
from capi.hub.office.progress import progress
from capi.hub.online.access_codes import access_code, access_code_hash, in_groups
from capi.hub.online.invitations import LeftOut
from capi.hub.online.inviting import Inviting, Whom, invite
from capi.hub.online.reissuing import case_named, reissue, revoke
from capi.hub.online.visits import NoVisit, read_visit
from capi.sync.messages import Role
from capi.sync.office_messages import AccessCode
from tests.fieldwork_scenario import HEALTH, instrument_of
from tests.hub.online.inviting_scene import InvitingScene
from tests.hub.online.test_visits import SHORTEST


@pytest.fixture
def sample(database: HubDatabase) -> InvitingScene:
    return InvitingScene.set_up(database)


def test_every_case_gets_a_code_of_its_own_that_opens_it(sample: InvitingScene) -> None:
    sample.bring("1", "2", "3")

    assert sample.invite().made == 3
    codes = [each.code for each in sample.letters()]
    assert len(set(codes)) == 3
    assert [len(sample.invitations(each)) for each in "123"] == [1, 1, 1]
    sample.online.enter(in_groups(codes[1]))
    assert [sample.online.scene.row(sample.case_id(each)).online is not None for each in "123"] == [False, True, False]


def test_inviting_twice_changes_nothing_and_writes_no_letter_twice(sample: InvitingScene) -> None:
    first = sample.invited_by_letter("1", "2")
    again = sample.invite()

    assert (again.made, again.left_out) == (0, {LeftOut.HAS_CODE: 2})
    assert sample.letters() == []
    assert [each.code for each in sample.letters(Whom.AGAIN)] == [each.code for each in first]


def test_letters_that_were_cut_off_before_they_were_counted_are_written_by_the_next_one(sample: InvitingScene) -> None:
    sample.bring("1")
    sample.invite()
    cut_off = sample.letters(written=False)
    sample.bring("2")
    sample.invite()

    assert [each.reference for each in sample.letters()] == ["1", "2"]
    assert cut_off[0].code == sample.letters(Whom.AGAIN)[0].code


CHANGES: dict[LeftOut, dict[str, object]] = {
    LeftOut.DELETED: {"deleted": 1},
    LeftOut.THROUGH: {"status": "completed"},
    LeftOut.STOPPED: {"status": "stopped"},
    LeftOut.WITH_INTERVIEWER: {"status": "in_progress"},
    LeftOut.CLOSED: {"outcome": "431"},
}


@pytest.mark.parametrize("why", CHANGES, ids=lambda why: why.name)
def test_who_cannot_or_will_not_answer_is_left_out_and_it_is_said_why(sample: InvitingScene, why: LeftOut) -> None:
    sample.online.scene.with_frame()
    sample.bring("1", "2")
    sample.change("1", **CHANGES[why])

    result = sample.invite()

    assert (result.made, result.left_out) == (1, {why: 1})
    assert [each.reference for each in sample.letters()] == ["2"]


def test_who_refused_on_the_telephone_is_left_out_and_who_was_not_in_is_not(sample: InvitingScene) -> None:
    sample.online.scene.with_frame()
    sample.bring("1", "2", "3")
    sample.change("1", calls=1, last_result="refused")
    sample.change("2", calls=1, last_result="no_answer")
    sample.change("3", outcome="310")

    assert sample.invite().left_out == {LeftOut.CLOSED: 1}
    assert [each.reference for each in sample.letters()] == ["2", "3"]


def test_without_contact_details_there_is_no_letter_and_no_code(sample: InvitingScene) -> None:
    sample.bring("1", contact=None)
    sample.bring("2", contact=Contact(name="Rosa", telephones=("01632 960001",)))
    sample.bring("3", contact=Contact(email="rosa@example.org"))

    assert sample.invite().left_out == {LeftOut.NO_CONTACT: 2}
    assert [each.reference for each in sample.letters()] == ["3"]


def test_contact_details_that_were_deleted_meanwhile_are_in_no_letter(sample: InvitingScene) -> None:
    sample.invited_by_letter("1")
    with sample.hub.database.writing() as connection:
        connection.execute(delete(tables.contacts))

    assert sample.invite(Whom.REMINDERS).left_out == {LeftOut.NO_CONTACT: 1}
    assert sample.letters(Whom.REMINDERS) == []


def test_an_instrument_that_is_not_for_self_completion_has_no_codes(database: HubDatabase) -> None:
    health = InvitingScene.set_up(database, instrument_of(HEALTH))
    health.bring("1")
    assert health.invite().left_out == {LeftOut.NOT_ONLINE: 1}


def test_a_reminder_has_the_same_code_and_counts_up(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    sample.online.later(days=10)
    sample.invite(Whom.REMINDERS)
    (second,) = sample.letters(Whom.REMINDERS)

    assert (second.code, second.serial, second.letters) == (first.code, 1, 1)
    (line,) = sample.invitations("1")
    assert (line.letters, line.last_letter) == (2, to_microseconds(sample.online.scene.time))


def test_who_is_through_or_was_interviewed_otherwise_is_not_reminded(sample: InvitingScene) -> None:
    letters = sample.invited_by_letter("1", "2", "3", "4")
    through, begun = sample.online.enter(letters[0].code), sample.online.enter(letters[1].code)
    sample.online.answer(through, *SHORTEST)
    sample.online.complete(through)
    sample.online.answer(begun, SHORTEST[0])
    sample.change("3", status="in_progress")

    result = sample.invite(Whom.REMINDERS)
    found = sample.letters(Whom.REMINDERS)

    assert result.left_out == {LeftOut.THROUGH: 1, LeftOut.WITH_INTERVIEWER: 1}
    assert [(each.reference, each.online is not None, each.seen is not None) for each in found] == [
        ("2", True, True),
        ("4", False, False),
    ]


def test_who_has_had_no_letter_is_not_reminded_of_it(sample: InvitingScene) -> None:
    sample.bring("1")
    sample.invite()

    assert sample.invite(Whom.REMINDERS).left_out == {LeftOut.NO_LETTER_YET: 1}
    assert sample.letters(Whom.REMINDERS) == []


def test_a_code_that_has_run_out_is_not_reminded_of_unless_it_is_prolonged(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    sample.online.later(days=29)

    assert sample.invite(Whom.REMINDERS).left_out == {LeftOut.RUN_OUT: 1}
    assert sample.letters(Whom.REMINDERS, written=False) == []
    assert sample.invite(Whom.REMINDERS, days=14, prolongs=True).prolonged == 1
    (again,) = sample.letters(Whom.REMINDERS)
    assert again.code == first.code
    assert sample.online.enter(first.code)


def test_prolonging_never_makes_it_shorter(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    assert sample.invite(Whom.REMINDERS, days=2, prolongs=True).prolonged == 0
    assert sample.letters(Whom.REMINDERS)[0].expires == first.expires


def test_inviting_again_after_it_has_run_out_gives_another_code(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    sample.online.later(days=29)
    sample.invite()
    (second,) = sample.letters()

    assert (second.serial, second.code == first.code) == (2, False)
    with pytest.raises(Gone):
        sample.online.enter(first.code)
    assert sample.online.enter(second.code)


def test_two_who_invite_at_the_same_moment_make_each_code_once(sample: InvitingScene) -> None:
    sample.bring(*(str(number) for number in range(40)))
    both, made = threading.Barrier(2), []

    def run() -> None:
        both.wait()
        made.append(sample.invite().made)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 40]
    assert len(sample.letters()) == 40


def test_codes_are_given_entered_and_made_at_the_same_moment_and_nobody_is_in_anothers_way(
    sample: InvitingScene,
) -> None:
    sample.bring(*(str(number) for number in range(6)))
    codes = {"0": reissue(sample.hub, sample.ruth, sample.case_id("0")).code}
    together, failed = threading.Barrier(3), list[Exception]()

    def enters() -> None:
        with contextlib.suppress(Gone):  # it was taken back a moment before
            sample.online.enter(codes["0"])

    def gives() -> None:
        codes["0"] = reissue(sample.hub, sample.ruth, sample.case_id("0")).code
        reissue(sample.hub, sample.ruth, sample.case_id("1"))

    def run(step: Callable[[], object]) -> None:
        for _ in range(8):
            together.wait()
            try:
                step()
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in (enters, gives, sample.invite)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [repr(each.__cause__ or each) for each in failed] == []
    for each in "01":
        assert [line.revoked is None for line in sample.invitations(each)].count(True) == 1
    assert all(len(sample.invitations(each)) == 1 for each in "2345")


def test_a_case_whose_code_another_case_has_already_gets_its_next_one(sample: InvitingScene) -> None:
    case_id, _ = sample.bring("1", "2")
    taken = access_code_hash(sample.hub, access_code(sample.hub, case_id, 1))
    other = sample.online.scene.row(sample.case_id("2")).key
    with sample.hub.database.writing() as connection:
        row = {"case_key": other, "serial": 7, "code_hash": taken, "made": 1, "made_by": "chance", "expires": 2**60}
        connection.execute(insert(tables.invitations).values(row))

    sample.invite()
    assert [line.serial for line in sample.invitations("1")] == [2]


def test_letters_on_their_way_work_at_a_hub_restored_from_before_them(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    with sample.hub.database.writing() as connection:
        connection.execute(delete(tables.invitations))
    with pytest.raises(NotThere):
        sample.online.enter(first.code)

    sample.invite()
    assert sample.online.enter(first.code)


def test_a_new_code_ends_the_one_before_and_its_visit_at_once(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    token = sample.online.enter(first.code)

    given = reissue(sample.hub, sample.ruth, sample.case_id("1"))

    with pytest.raises(NoVisit):
        read_visit(sample.hub, token, lambda visit: visit.alone.waiting)
    with pytest.raises(Gone):
        sample.online.enter(first.code)
    assert sample.online.enter(given.code)
    assert (given.serial, given.reference) == (2, "1")
    assert given.code.replace("-", "") not in repr(given)


def test_a_code_can_be_given_on_the_telephone_to_who_was_never_written_to(sample: InvitingScene) -> None:
    sample.bring("1", contact=None)
    given = reissue(sample.hub, sample.ruth, sample.case_id("1"))
    assert given.serial == 1
    assert sample.online.enter(given.code)
    assert given.expires - sample.online.scene.time > timedelta(days=28)


def test_a_code_taken_back_stays_so_when_the_sample_is_invited_again(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    revoke(sample.hub, sample.ruth, sample.case_id("1"))

    with pytest.raises(Gone):
        sample.online.enter(first.code)
    assert sample.invite().left_out == {LeftOut.RUN_OUT: 1}
    assert sample.invite(Whom.AGAIN).left_out == {LeftOut.RUN_OUT: 1}
    assert sample.invite(Whom.REMINDERS, prolongs=True).prolonged == 0
    with pytest.raises(Conflict):
        revoke(sample.hub, sample.ruth, sample.case_id("1"))


@pytest.mark.parametrize("status", ["completed", "stopped", "in_progress"])
def test_there_is_no_new_code_where_nobody_can_answer_any_more(sample: InvitingScene, status: str) -> None:
    sample.bring("1")
    sample.change("1", status=status)
    with pytest.raises(Conflict):
        reissue(sample.hub, sample.ruth, sample.case_id("1"))
    assert sample.invitations("1") == []


def test_a_day_that_makes_no_sense_is_refused(sample: InvitingScene) -> None:
    sample.bring("1")
    now = sample.online.scene.time
    with pytest.raises(Unfit):
        sample.invite(days=0)
    for until in (now, now + timedelta(days=800), now.replace(tzinfo=None) + timedelta(days=3)):
        with pytest.raises(Unfit):
            reissue(sample.hub, sample.ruth, sample.case_id("1"), until)


def test_a_deleted_case_has_no_code_and_one_that_never_was_neither(sample: InvitingScene) -> None:
    sample.bring("1")
    case_id = sample.case_id("1")
    sample.change("1", deleted=1)
    given: list[Callable[[], AccessCode | None]] = [
        lambda: reissue(sample.hub, sample.ruth, case_id),
        lambda: revoke(sample.hub, sample.ruth, case_id),
        lambda: reissue(sample.hub, sample.ruth, "no-such-case"),
    ]
    for each in given:
        with pytest.raises(NotThere):
            each()
    with pytest.raises(NotThere):
        case_named(sample.hub, "1")


def test_who_may_see_no_names_invites_nobody(sample: InvitingScene) -> None:
    sample.bring("1")
    ada = sample.online.scene.office(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        invite(sample.hub, ada, sample.wanted(Whom.NEW))
    with pytest.raises(NotAllowed):
        reissue(sample.hub, ada, sample.case_id("1"))


def test_a_sample_that_is_not_there_is_named(sample: InvitingScene) -> None:
    wanted = sample.wanted(Whom.NEW)
    with pytest.raises(NotThere, match="wave 9"):
        invite(sample.hub, sample.ruth, Inviting("wave 9", wanted.whom, wanted.expires))


def test_the_office_sees_who_is_invited_who_answers_and_who_is_through(sample: InvitingScene) -> None:
    letters = sample.invited_by_letter("1", "2", "3")
    sample.bring("4")
    sample.online.enter(letters[0].code)
    token = sample.online.enter(letters[1].code)
    sample.online.answer(token, *SHORTEST)
    sample.online.complete(token)

    found = progress(sample.hub, sample.ruth)
    assert (found.invited, found.online, found.through_online) == (3, 1, 1)
    (line,) = case_lines(sample.hub, sample.ruth, CaseFilter(status="online")).cases
    began = from_microseconds(sample.online.scene.row(line.id).online)
    assert (line.reference, line.online, line.invited) == ("1", began, letters[0].expires)
    uninvited = case_lines(sample.hub, sample.ruth, CaseFilter(search="4")).cases[0]
    assert (uninvited.online, uninvited.invited) == (None, None)
    told = case_detail(sample.hub, sample.ruth, sample.case_id("1")).invitation
    assert told is not None
    assert (told.serial, told.letters, told.revoked, told.entered, told.seen) == (1, 1, False, line.online, line.online)
    assert case_detail(sample.hub, sample.ruth, sample.case_id("4")).invitation is None


def test_the_audit_log_has_every_code_that_was_given_and_none_of_the_codes(sample: InvitingScene) -> None:
    (first,) = sample.invited_by_letter("1")
    given = reissue(sample.hub, sample.ruth, sample.case_id("1"))
    revoke(sample.hub, sample.ruth, sample.case_id("1"))
    with sample.hub.database.reading() as connection:
        lines = connection.execute(select(tables.audit.c.action, tables.audit.c.details)).all()
    told = [line.action for line in lines]
    assert told[-4:] == ["access_codes_made", "letters_written", "access_code_given", "access_code_revoked"]
    for line in lines:
        assert first.code not in line.details
        assert given.code.replace("-", "") not in line.details.replace("-", "")


def test_nothing_is_left_of_a_portion_that_fails(sample: InvitingScene, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.bring("1", "2")
    monkeypatch.setattr("capi.hub.audit.record", _fails)
    with pytest.raises(RuntimeError):
        sample.invite()
    monkeypatch.undo()
    assert sample.invitations("1") == []
    assert sample.invite().made == 2


def _fails(*_given: object, **_details: str) -> None:
    raise RuntimeError("the power went")
