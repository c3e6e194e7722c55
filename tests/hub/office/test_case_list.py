"""The office's list of cases, and one case with its answers in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Cleared
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.office.assignment import accept, appoint, recall, return_case
from capi.hub.office.cases import CaseFilter, case_detail, case_lines
from capi.instrument.model import Missing
from capi.sync.messages import Role
from capi.sync.office_messages import Acceptance, CaseLine, FieldAnswer, OfficeAppointment, Recall, Return
from tests.hub.office_scenario import Office

ROSA = Contact(
    name="Rosa Fletcher", address=("3 Mill Lane", "Leeds"), postcode="LS1 4AP", telephones=("0113 496 0000",)
)


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


@pytest.fixture
def coder(office: Office) -> Principal:
    return Principal(office.scene.account("cora", Role.CODER), "cora", Role.CODER)


def listed(office: Office, wanted: CaseFilter | None = None, who: Principal | None = None) -> list[CaseLine]:
    return case_lines(office.scene.hub, who or office.ruth, wanted or CaseFilter()).cases


def references(office: Office, wanted: CaseFilter, who: Principal | None = None) -> list[str]:
    return [line.reference for line in listed(office, wanted, who)]


def test_a_line_says_where_the_case_stands(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (case_id,) = office.bring("1042", area="North", contact=ROSA)
    office.assign("anna", case_id)
    journal = office.completed(anna, case_id)
    return_case(office.scene.hub, office.ruth, case_id, Return(note="Again"))
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="ill"))
    (line,) = listed(office)
    assert (line.id, line.reference, line.instrument, line.version) == (case_id, "1042", "health", "1")
    assert (line.mode, line.area, line.status) == ("telephone", "North", "completed")
    assert (line.user, line.holder, line.entries) == ("anna", "L-anna", journal.head.number)
    assert line.label == "Rosa Fletcher, 3 Mill Lane, Leeds, LS1 4AP"
    assert line.completed == line.last_worked == journal.at
    assert (line.accepted, line.returned, line.recalled, line.backed_up) == (False, True, True, False)


def test_a_line_and_the_detail_say_what_came_of_calls(office: Office) -> None:
    anna = office.scene.laptop("anna")
    frame = office.scene.with_frame().frame
    (case_id,) = office.bring("1042", user="anna")
    (_,) = office.bring("1043")
    journal = office.taken(anna, case_id)
    began = datetime(2026, 11, 20, 17, 40, tzinfo=UTC)
    missed = CallMade(
        began=began, medium=Medium.TELEPHONE, result="no_answer", telephone=1, seconds=40, note="Rang 9 times"
    )
    journal.write(missed).write(CallMade(began=began + timedelta(days=1), medium=Medium.VISIT, result="odd"))
    journal.write(AppointmentMade("2026-11-24T17:40", "UTC", began + timedelta(days=4))).write(OutcomeSet("310"))
    office.scene.send(anna, journal.part(1))
    (line,) = listed(office, CaseFilter(outcome="310"))
    assert (line.calls, line.last_call, line.last_result) == (2, began + timedelta(days=1), "odd")
    assert (line.appointment, line.outcome) == (began + timedelta(days=4), "310")
    assert references(office, CaseFilter(outcome="none")) == ["1043"]
    assert references(office, CaseFilter(result="odd")) == ["1042"]
    assert references(office, CaseFilter(result="no_answer")) == []
    detail = case_detail(office.scene.hub, office.ruth, case_id)
    label = next(frame.said(each.label) for each in frame.results if each.name == "no_answer")
    first, second = detail.calls
    assert (first.began, first.medium, first.label, first.who) == (began, Medium.TELEPHONE, label, "anna")
    assert (first.seconds, first.telephone, first.note) == (40, 1, "Rang 9 times")
    assert (second.entry, second.result, second.label) == (3, "odd", "odd")
    history = "\n".join(detail.history)
    assert "20 November 2026, 17:40 UTC: Telephone call by anna: No answer, 40 seconds (“Rang 9 times”)." in history
    assert "UTC: Visit by anna: odd." in history
    assert "UTC: Appointment for 2026-11-24 17:40 in UTC made by anna." in history
    assert "UTC: Outcome 310 (No contact with anyone at the address or number) set by anna." in history


def test_a_hub_without_a_frame_shows_codes_and_results_as_they_are(office: Office) -> None:
    anna = office.scene.laptop("anna")
    journal = office.scene.case("1042", anna).write(OutcomeSet("310"))
    office.scene.send(anna, journal.part(1))
    assert any(
        "Outcome 310 set by anna." in line for line in case_detail(office.scene.hub, office.ruth, "id-1042").history
    )


def test_pages_follow_each_other_without_a_gap_in_the_order_of_the_references(office: Office) -> None:
    brought = [f"{number:02}" for number in (7, 3, 9, 1, 5)]
    office.bring(*brought)
    found, after = [], ""
    for _ in range(3):
        page = case_lines(office.scene.hub, office.ruth, CaseFilter(after=after, limit=2))
        found += [line.reference for line in page.cases]
        after = page.next
        assert page.total == 5
    assert (found, after) == (sorted(brought), "")
    with pytest.raises(Unfit):
        listed(office, CaseFilter(after="no such case"))


def test_cases_are_chosen_by_status_area_and_account(office: Office) -> None:
    anna = office.scene.laptop("anna")
    office.bring("1", area="North")
    (done,) = office.bring("2", area="South", user="anna")
    office.bring("3", user="anna")
    journal = office.completed(anna, done)
    assert references(office, CaseFilter(status="completed")) == ["2"]
    assert references(office, CaseFilter(status="not_started", user="anna")) == ["3"]
    assert references(office, CaseFilter(user="unassigned")) == ["1"]
    assert references(office, CaseFilter(area="North")) == ["1"]
    assert references(office, CaseFilter(area="")) == ["3"]
    accept(office.scene.hub, office.ruth, done, Acceptance(number=journal.head.number))
    assert references(office, CaseFilter(status="accepted")) == ["2"]
    assert references(office, CaseFilter(status="completed")) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("mill lane", ["1"]),
        ("FLETCHER", ["1"]),
        ("0113 496", ["1"]),
        ("LS1", ["1"]),
        ("name", []),
        ("telephones", []),
        ("%", ["5%"]),
        ("_", ["a_b"]),
        ("a%b", []),
        ("/", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("  1  ", ["1"]),
    ],
)
def test_a_search_finds_what_it_says_to_the_letter(office: Office, search: str, found: list[str]) -> None:
    office.bring("1", contact=ROSA)
    office.bring("5%", "a_b", "acb")
    expected = sorted({*found, *(["1"] if search.strip() == "1" else [])})
    assert references(office, CaseFilter(search=search)) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_any_text_can_be_searched_for(office: Office, search: str) -> None:
    if not case_lines(office.scene.hub, office.ruth, CaseFilter()).total:
        office.bring("1042/01", contact=ROSA)
    expected = any(
        search.strip().lower() in part.lower()
        for part in ("1042/01", ROSA.name, *ROSA.address, ROSA.postcode, *ROSA.telephones)
    )
    total = case_lines(office.scene.hub, office.ruth, CaseFilter(search=search)).total
    assert total >= int(expected and search.isascii())


def test_names_and_addresses_are_shown_to_supervisors_alone_and_searched_by_them_alone(
    office: Office, coder: Principal
) -> None:
    (case_id,) = office.bring("1042", contact=ROSA)
    assert references(office, CaseFilter(search="Rosa")) == ["1042"]
    assert references(office, CaseFilter(search="Rosa"), coder) == []
    assert [line.label for line in listed(office, who=coder)] == [""]
    assert case_detail(office.scene.hub, office.ruth, case_id).contact == ROSA
    detail = case_detail(office.scene.hub, coder, case_id)
    assert (detail.contact, detail.line.label) == (None, "")
    with pytest.raises(NotAllowed):
        case_detail(office.scene.hub, office.scene.office(Role.ADMINISTRATOR), case_id)
    with pytest.raises(NotAllowed):
        listed(office, who=office.scene.laptop("anna"))


def test_answers_are_in_the_order_of_the_route_in_words_with_missing_states_told_apart(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened()
    journal.answered("Visits", 7).answered("Illness", Missing.DONT_KNOW).answered("General", Missing.REFUSED)
    journal.remarked("General", "Was in a hurry")
    office.scene.send(anna, journal.part(after=1))
    detail = case_detail(office.scene.hub, office.ruth, case_id)
    assert detail.answers == [
        FieldAnswer(
            field="General",
            label="General health",
            text=detail.answers[0].text,
            value="",
            missing="refused",
            mode="telephone",
        ),
        FieldAnswer(
            field="Illness", label="Illness", text="Don’t know", value="", missing="dont_know", mode="telephone"
        ),
        FieldAnswer(field="Visits", label="Visits to a doctor", text="7", value="7", mode="telephone"),
        FieldAnswer(field="Income", label="Income", text="", value="", missing="unanswered"),
    ]
    assert detail.answers[0].text.endswith("Prefer not to say")
    assert detail.remarks == {"General": "Was in a hurry"}


def test_what_is_off_the_route_or_taken_back_is_not_among_the_answers(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.taken(anna, case_id).opened().answered("General", 2).answered("Illness", "A cold")
    journal.answered("Visits", 7).answered("General", 1).answered("Income", 900).write(Cleared("Income", "Income"))
    office.scene.send(anna, journal.part(after=1))
    detail = case_detail(office.scene.hub, office.ruth, case_id)
    assert [(each.field, each.value, each.missing) for each in detail.answers] == [
        ("General", "1", ""),
        ("Income", "", "unanswered"),
    ]


def test_a_case_nobody_has_opened_has_no_answers(office: Office) -> None:
    (case_id,) = office.bring("1042")
    assert case_detail(office.scene.hub, office.ruth, case_id).answers == []


def test_the_history_tells_what_was_decided_and_received_in_its_order(office: Office) -> None:
    anna = office.scene.laptop("anna")
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    wanted = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London")
    appoint(office.scene.hub, office.ruth, case_id, wanted)
    journal = office.completed(anna, case_id)
    return_case(
        office.scene.hub, office.ruth, case_id, Return(note="Ask again", fields=("Income", "General", "Income"))
    )
    history = case_detail(office.scene.hub, office.ruth, case_id).history
    assert all(line.startswith("22 November 2026, 09:00 UTC: ") for line in history)
    assert sorted(line.partition(": ")[2] for line in history) == [
        "Appointment for 2026-11-24 17:40 in Europe/London made by ruth.",
        "Assigned to anna by ruth.",
        f"Entries 2 to {journal.head.number} received from the laptop L-anna.",
        "Entry 1 written here.",
        "Returned to anna to look at Income, General (“Ask again”) by ruth.",
    ]


@pytest.mark.parametrize("unfit", ["\0", "\ud800"])
def test_what_no_database_keeps_is_asked_of_none(office: Office, unfit: str) -> None:
    for wanted in (
        CaseFilter(search=unfit),
        CaseFilter(area=unfit),
        CaseFilter(user=unfit),
        CaseFilter(status=unfit),
        CaseFilter(after=unfit),
    ):
        with pytest.raises(Unfit):
            listed(office, wanted)
    with pytest.raises(Unfit):
        case_detail(office.scene.hub, office.ruth, unfit)
    with pytest.raises(Unfit):
        recall(office.scene.hub, office.ruth, unfit, Recall(reason="x"))


def test_a_deleted_case_is_not_there(office: Office) -> None:
    (case_id,) = office.bring("1042", contact=ROSA)
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(deleted=1))
    page = case_lines(office.scene.hub, office.ruth, CaseFilter(search="Rosa"))
    assert (page.cases, page.total) == ([], 0)
    with pytest.raises(NotThere):
        case_detail(office.scene.hub, office.ruth, case_id)
