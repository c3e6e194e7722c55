"""Appointments and outcomes by the office's word: written by the laptop that has the case, and by the hub where nobody has it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from capi.calling.agreed_times import Agreed, Skipped, agree
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, Medium, OutcomeSet
from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, Unfit
from capi.hub.hub import Principal
from capi.hub.journals.own_entries import HUB_DEVICE
from capi.hub.office.assignment import accept, recall
from capi.hub.office.calling_decisions import _agreed, appoint, call_off, set_outcome
from capi.hub.office.case_detail import case_detail
from capi.hub.office.cases import NewCase, create_cases
from capi.instrument.model import Mode
from capi.sync.messages import Appointed, Assigned, CalledOff, FrameTaken, OutcomeGiven, Role, What
from capi.sync.office_messages import Acceptance, CallingOff, OfficeAppointment, OfficeOutcome, Recall
from tests.hub.office_scenario import Office

TUESDAY = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London", minutes=20, hard=True, note="Ring twice")
THURSDAY = OfficeAppointment(local="2026-11-26T09:00", zone="Europe/London")
LATER = datetime(2026, 11, 24, 17, 40, tzinfo=UTC)
OFF = CallingOff(reason="The daughter rang")
NO_CONTACT, REFUSED = "310", "431"


@pytest.fixture
def office(database: HubDatabase) -> Office:
    made = Office.set_up(database)
    made.scene.with_frame()
    return made


@pytest.fixture
def anna(office: Office) -> Principal:
    return office.scene.laptop("anna")


def own_entries(office: Office, case_id: str) -> list[object]:
    """What the hub has written after entry 1."""
    entries = [decode(data, "it") for data in office.scene.journal(case_id)]
    return [entry.contents for entry in entries[1:] if entry.device == HUB_DEVICE]


def told(office: Office, laptop: Principal) -> list[What]:
    """What the laptop is told of cases."""
    return [each for each in office.told(laptop) if not isinstance(each, FrameTaken)]


def visited(office: Office, reference: str) -> str:
    """A case that is called on at the door, and nobody's."""
    ada = office.scene.office(Role.ADMINISTRATOR)
    with office.scene.hub.database.writing() as connection:
        new = [NewCase(reference, None, Mode.FACE_TO_FACE)]
        (case_id,) = create_cases(office.scene.hub, connection, ada, office.sample_key, new)
    return case_id


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (OfficeAppointment(local="2026-11-21T10:00", zone="Europe/London"), "local"),
        (OfficeAppointment(local="2026-13-01T10:00", zone="Europe/London"), "local"),
        (OfficeAppointment(local="2027-03-28T01:30", zone="Europe/London"), "local"),
        (OfficeAppointment(local="2027-10-31T01:30", zone="Europe/London"), "fold"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="Europe/Atlantis"), "zone"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="../../etc/passwd"), "zone"),
        (OfficeAppointment(local="2026-12-01T10:00", zone=""), "zone"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="Europe/London", note="\0"), "note"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="UTC", owner="nobody"), "owner"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="UTC", owner="ruth"), "owner"),
        (OfficeAppointment(local="2026-12-01T10:00", zone="UTC", telephone=1), "telephone"),
        (
            OfficeAppointment(local="2026-12-01T10:00", zone="UTC", lapses=datetime(2026, 12, 1, 10, tzinfo=UTC)),
            "lapses",
        ),
        (OfficeAppointment(local="2026-12-01T10:00", zone="UTC", lapses=datetime(2026, 12, 2)), "lapses"),  # noqa: DTZ001
    ],
)
def test_an_appointment_that_nobody_can_keep_is_refused(office: Office, wanted: OfficeAppointment, where: str) -> None:
    office.scene.account("anna")
    (case_id,) = office.bring("1042", user="anna")
    with pytest.raises(Unfit) as refused:
        appoint(office.scene.hub, office.ruth, case_id, wanted)
    assert refused.value.where == where


def test_no_appointment_is_made_where_nobody_would_call_or_the_interview_is_over(
    office: Office, anna: Principal
) -> None:
    case_id = visited(office, "1042")
    with pytest.raises(Conflict, match="nobody's"):
        appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    office.assign("anna", case_id)
    office.completed(anna, case_id)
    with pytest.raises(Conflict, match="over: completed"):
        appoint(office.scene.hub, office.ruth, case_id, TUESDAY)


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (OfficeOutcome(code="999"), "code"),
        (OfficeOutcome(code="\0"), "code"),
        (OfficeOutcome(code=NO_CONTACT, reason="\0"), "reason"),
    ],
)
def test_an_outcome_that_the_frame_does_not_have_is_refused(office: Office, wanted: OfficeOutcome, where: str) -> None:
    (case_id,) = office.bring("1042")
    with pytest.raises(Unfit) as refused:
        set_outcome(office.scene.hub, office.ruth, case_id, wanted)
    assert refused.value.where == where
    assert office.scene.row(case_id).number == 1


def test_a_code_that_needs_a_reason_is_not_set_without_one(office: Office) -> None:
    frame = office.scene.with_frame().frame
    code = next(each.code for each in frame.outcomes if each.needs_reason)
    (case_id,) = office.bring("1042")
    with pytest.raises(Unfit, match="needs a reason"):
        set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=code, reason=" "))
    assert set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=code, reason="So")).outcome == code


def test_a_hub_without_a_frame_sets_no_outcome(database: HubDatabase) -> None:
    office = Office.set_up(database)
    (case_id,) = office.bring("1042")
    with pytest.raises(Conflict, match="no outcome frame"):
        set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))


def test_where_nothing_stands_nothing_is_called_off_or_taken_back(office: Office) -> None:
    (case_id,) = office.bring("1042")
    with pytest.raises(Conflict, match="no appointment"):
        call_off(office.scene.hub, office.ruth, case_id, OFF)
    with pytest.raises(Conflict, match="no outcome"):
        set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=""))
    assert own_entries(office, case_id) == []


def test_nobody_but_a_supervisor_decides_of_calls(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    hub = office.scene.hub
    for principal in (anna, office.scene.office(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            appoint(hub, principal, case_id, TUESDAY)
        with pytest.raises(NotAllowed):
            call_off(hub, principal, case_id, OFF)
        with pytest.raises(NotAllowed):
            set_outcome(hub, principal, case_id, OfficeOutcome(code=NO_CONTACT))


# --- the clock ----------------------------------------------------------------------------------------------------


def test_an_hour_that_the_clock_shows_twice_is_the_one_that_was_said() -> None:
    twice = OfficeAppointment(local="2026-10-25T01:30", zone="Europe/London", fold=0)
    assert _agreed(twice).utc == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = OfficeAppointment(local="2026-10-25T01:30", zone="Europe/London", fold=1)
    assert _agreed(again).utc == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(
    minute=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 - a respondent's wall clock
    zone=st.sampled_from(
        ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"]
    ),
)
def test_an_agreed_time_is_the_diarys_or_is_refused(minute: datetime, zone: str) -> None:
    local = minute.isoformat(timespec="minutes")
    match agree(local, zone):
        case Agreed(utc=utc):
            assert _agreed(OfficeAppointment(local=local, zone=zone)).utc == utc
        case other:
            never = isinstance(other, Skipped)
            with pytest.raises(Unfit, match="never show" if never else "twice"):
                _agreed(OfficeAppointment(local=local, zone=zone))


# --- a case that an account has -----------------------------------------------------------------------------------


def test_an_appointment_comes_to_the_laptop_with_all_that_was_said_of_it(office: Office, anna: Principal) -> None:
    contact = Contact(name="Rosa Fletcher", telephones=("01632 960001", "01632 960002"))
    (case_id,) = office.bring("1042", contact=contact, user="anna")
    lapses = datetime(2026, 12, 1, tzinfo=UTC)
    said = {"medium": Medium.TELEPHONE, "telephone": 2, "owner": "anna", "lapses": lapses}
    appoint(office.scene.hub, office.ruth, case_id, OfficeAppointment(local=TUESDAY.local, zone="UTC", **said))  # type: ignore[arg-type]
    (made,) = [each for each in told(office, anna) if isinstance(each, Appointed)]
    assert (made.medium, made.telephone, made.owner, made.lapses) == tuple(said.values())
    assert own_entries(office, case_id) == []


def test_what_is_decided_is_told_in_its_order_until_it_stands_in_the_journal(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042", user="anna")
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    call_off(office.scene.hub, office.ruth, case_id, OFF)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    given, made, off, outcome = told(office, anna)
    assert isinstance(given, Assigned)
    assert isinstance(made, Appointed)
    assert isinstance(off, CalledOff)
    assert isinstance(outcome, OutcomeGiven)
    assert (off.reason, off.by, outcome.code, outcome.reason) == (OFF.reason, "ruth", REFUSED, "By letter")
    assert outcome.frame == office.scene.with_frame().sha256
    journal = office.taken(anna, case_id)
    journal.write(AppointmentCancelled(OFF.reason, "ruth"))
    office.scene.send(anna, journal.part(1))
    assert not any(isinstance(each, CalledOff) for each in told(office, anna))
    journal.write(OutcomeSet(REFUSED, outcome.frame, "By letter", by="ruth"))
    office.scene.send(anna, journal.part(2))
    assert not any(isinstance(each, OutcomeGiven) for each in told(office, anna))
    assert office.scene.row(case_id).outcome == REFUSED


def test_an_outcome_that_an_interviewer_set_alike_is_not_the_offices(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042", user="anna")
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    journal = office.taken(anna, case_id).write(OutcomeSet(REFUSED, reason="By letter"))
    office.scene.send(anna, journal.part(1))
    assert any(isinstance(each, OutcomeGiven) for each in told(office, anna))


def test_what_waits_goes_along_when_the_case_changes_hands_the_latest_decision_last(
    office: Office, anna: Principal
) -> None:
    ben = office.scene.laptop("ben")
    (case_id,) = office.bring("1042", user="anna")
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    call_off(office.scene.hub, office.ruth, case_id, OFF)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))
    appoint(office.scene.hub, office.ruth, case_id, THURSDAY)
    office.assign("ben", case_id)
    assert told(office, anna) == []
    kinds = [type(each) for each in told(office, ben)]
    assert kinds == [Assigned, CalledOff, OutcomeGiven, Appointed]
    assert [each.local for each in told(office, ben) if isinstance(each, Appointed)] == [THURSDAY.local]


# --- a case nobody has --------------------------------------------------------------------------------------------


def test_the_hub_writes_what_is_decided_of_a_case_nobody_has(office: Office) -> None:
    (case_id,) = office.bring("1042")
    line = appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    assert (line.appointment, line.entries) == (LATER, 2)
    line = call_off(office.scene.hub, office.ruth, case_id, OFF)
    assert (line.appointment, line.entries) == (None, 3)
    line = set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    assert (line.outcome, line.entries) == (REFUSED, 4)
    line = set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=""))
    assert line.outcome == ""
    frame = office.scene.with_frame().sha256
    assert own_entries(office, case_id) == [
        AppointmentMade(TUESDAY.local, TUESDAY.zone, LATER, 20, True, "Ring twice", "ruth"),
        AppointmentCancelled(OFF.reason, "ruth"),
        OutcomeSet(REFUSED, frame, "By letter", by="ruth"),
        OutcomeSet("", frame, by="ruth"),
    ]
    assert {decode(data, "it").who for data in office.scene.journal(case_id)} == {"ada", "ruth"}


def test_whoever_gets_the_case_then_gets_it_with_what_the_hub_wrote_and_goes_on_from_there(
    office: Office, anna: Principal
) -> None:
    (case_id,) = office.bring("1042")
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    office.assign("anna", case_id)
    (given,) = told(office, anna)
    assert isinstance(given, Assigned)
    assert len(given.entries) == 2
    journal = office.taken(anna, case_id).opened().answered("General", 1)
    office.scene.send(anna, journal.part(2))
    assert office.scene.journal(case_id) == journal.entries


def test_the_hub_writes_nothing_while_a_laptop_holds_the_case(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042", user="anna")
    office.taken(anna, case_id)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="moved"))
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    assert own_entries(office, case_id) == []
    office.release(anna, case_id)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))
    assert [type(each) for each in own_entries(office, case_id)] == [OutcomeSet]


def test_what_the_hub_wrote_later_stands_for_what_waited(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042", user="anna")
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="moved"))
    call_off(office.scene.hub, office.ruth, case_id, OFF)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    office.assign("anna", case_id)
    assert {type(each) for each in told(office, anna)} == {Assigned}
    assert (office.scene.row(case_id).appointment, office.scene.row(case_id).outcome) == (None, REFUSED)


def test_an_accepted_case_gets_its_outcome_and_stays_accepted(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042", user="anna")
    journal = office.completed(anna, case_id)
    accept(office.scene.hub, office.ruth, case_id, Acceptance(number=journal.head.number))
    office.release(anna, case_id)
    line = set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code="110"))
    assert (line.outcome, line.accepted, line.status) == ("110", True, "completed")
    row = office.scene.row(case_id)
    assert (row.accepted_number, row.number) == (journal.head.number + 1,) * 2
    assert office.scene.journal(case_id)[:-1] == journal.entries


def test_what_the_hub_writes_follows_the_course_that_stands(office: Office, anna: Principal) -> None:
    """A branch that a decision on quarantine has made is gone on with."""
    (case_id,) = office.bring("1042", user="anna")
    journal = office.taken(anna, case_id)
    office.scene.send(anna, journal.opened().part(1))
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(holder_key=None, user_key=None))
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=NO_CONTACT))
    assert office.scene.journal(case_id)[:-1] == journal.entries
    assert office.scene.row(case_id).status == "in_progress"


# --- what is kept of it -------------------------------------------------------------------------------------------


def test_each_decision_is_in_the_audit_log_without_its_words(office: Office) -> None:
    (case_id,) = office.bring("1042")
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    call_off(office.scene.hub, office.ruth, case_id, OFF)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    with office.scene.hub.database.reading() as connection:
        log = tables.audit.c
        lines = connection.execute(select(log.who, log.action, log.details).where(log.subject == case_id)).all()
    logged = [(line.who, line.action) for line in lines if line.who == "ruth"]
    assert logged == [("ruth", "appointment_made"), ("ruth", "appointment_called_off"), ("ruth", "outcome_set")]
    assert "letter" not in str(lines)
    assert "daughter" not in str(lines)


def test_the_history_tells_of_calls_and_decisions_with_the_labels_of_the_frame(office: Office) -> None:
    (case_id,) = office.bring("1042")
    label = office.scene.with_frame().frame
    refused = label.outcome(REFUSED)
    assert refused is not None
    appoint(office.scene.hub, office.ruth, case_id, TUESDAY)
    call_off(office.scene.hub, office.ruth, case_id, OFF)
    set_outcome(office.scene.hub, office.ruth, case_id, OfficeOutcome(code=REFUSED, reason="By letter"))
    history = [line.partition(": ")[2] for line in case_detail(office.scene.hub, office.ruth, case_id).history]
    assert "Appointment for 2026-11-24 17:40 in Europe/London made by ruth." in history
    assert "Appointment called off (“The daughter rang”) by ruth." in history
    assert f"Outcome 431 ({label.said(refused.label)}) set (“By letter”) by ruth." in history
