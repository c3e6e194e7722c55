"""Assignment: which cases go to whom, what is recalled first, and what the office decides of a case."""

import contextlib

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from capi.hub import audit, tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.office.assignment import Recalling, TakenBack, accept, appoint, assign, recall, recall_all, return_case
from capi.sync.messages import Assigned, Recalled, Role
from capi.sync.office_messages import (
    Acceptance,
    Assignment,
    AssignmentResult,
    OfficeAppointment,
    Recall,
    Return,
)
from tests.hub.office_scenario import Office


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


@pytest.fixture
def anna(office: Office) -> Principal:
    return office.scene.laptop("anna")


@pytest.fixture
def ben(office: Office) -> Principal:
    return office.scene.laptop("ben")


def result(assigned: int = 0, recalled: int = 0, unchanged: int = 0) -> AssignmentResult:
    return AssignmentResult(assigned=assigned, recalled=recalled, unchanged=unchanged)


def test_all_unassigned_cases_of_an_area_are_assigned_and_no_others(office: Office, anna: Principal) -> None:
    north = office.bring("1", "2", area="North")
    (others,) = office.bring("3", area="North", user="anna")
    (south,) = office.bring("4", area="South")
    office.scene.account("ben")
    assert assign(office.scene.hub, office.ruth, Assignment(to="ben", area="North")) == result(assigned=2)
    assert [office.user(case) for case in north] == ["ben", "ben"]
    assert (office.user(others), office.user(south)) == ("anna", None)
    assert len(office.told(anna)) == 1


def test_cases_are_assigned_by_their_references(office: Office, anna: Principal) -> None:
    ids = office.bring("1042", "1043", "1044")
    wanted = Assignment(to="anna", references=["1042", "1044", "1042"])
    assert assign(office.scene.hub, office.ruth, wanted) == result(assigned=2)
    assert [office.user(case) for case in ids] == ["anna", None, "anna"]
    assert [each.case for each in office.told(anna) if isinstance(each, Assigned)] == sorted([ids[0], ids[2]])


def test_a_case_that_is_not_known_stops_all_of_them(office: Office) -> None:
    office.scene.account("anna")
    (case_id,) = office.bring("1042")
    with pytest.raises(NotThere, match=r"2 of 3 cases are not known: 9, x\. Nothing was changed") as refused:
        assign(office.scene.hub, office.ruth, Assignment(to="anna", references=["9", "1042", "x"]))
    assert refused.value.where == "references"
    assert office.user(case_id) is None


def test_a_reference_in_two_instruments_is_not_guessed(office: Office) -> None:
    office.scene.account("anna")
    office.bring("1042")
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(instrument_name="another"))
    office.bring("1042")
    with pytest.raises(Unfit, match="more than one instrument"):
        assign(office.scene.hub, office.ruth, Assignment(to="anna", references=["1042"]))


@pytest.mark.parametrize(
    "wanted",
    [
        Assignment(to="anna"),
        Assignment(to="anna", area="North", references=["1"]),
        Assignment(to="anna", cases=["x"], references=["1"]),
        Assignment(to="nobody", area="North"),
        Assignment(to="ruth", area="North"),
        Assignment(to="anna", area="North", reason="half a \ud800 letter"),
        Assignment(to="anna", area="\0"),
        Assignment(to="\0", area="North"),
        Assignment(to="anna", cases=["\ud800"]),
    ],
)
def test_an_assignment_that_makes_no_sense_is_refused(office: Office, wanted: Assignment) -> None:
    office.scene.account("anna")
    with pytest.raises(Unfit):
        assign(office.scene.hub, office.ruth, wanted)


def test_an_account_that_is_closed_gets_no_cases(office: Office) -> None:
    office.scene.account("anna")
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.users).where(tables.users.c.name == "anna").values(active=False))
    with pytest.raises(Unfit, match="not any more"):
        office.assign("anna", *office.bring("1"))


def test_what_is_the_accounts_already_is_unchanged_and_not_told_again(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    cursor = office.cursor(anna)
    assert office.assign("anna", case_id) == result(unchanged=1)
    assert office.told(anna, cursor) == []


def test_the_next_account_may_change_while_the_laptop_has_not_given_up_yet(
    office: Office, anna: Principal, ben: Principal
) -> None:
    carl = office.scene.laptop("carl")
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.taken(anna, case_id)
    assert office.assign("ben", case_id) == result(recalled=1)
    assert office.assign("carl", case_id) == result(recalled=1)
    assert office.assign("carl", case_id) == result(unchanged=1)
    assert len([each for each in office.told(anna) if isinstance(each, Recalled)]) == 1
    office.release(anna, case_id)
    assert (office.told(ben), len(office.told(carl))) == ([], 1)


def test_a_case_that_no_laptop_has_taken_yet_changes_hands_at_once(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    assert office.assign("ben", case_id) == result(assigned=1)
    assert (office.told(anna), len(office.told(ben))) == ([], 1)


def test_a_recall_of_what_no_laptop_holds_makes_it_nobodys_at_once(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    line = recall(office.scene.hub, office.ruth, case_id, Recall(reason="wrong area"))
    assert (line.user, line.recalled) == ("", False)
    assert office.told(anna) == []


def test_an_accepted_case_that_is_assigned_anew_is_worked_on_again(
    office: Office, anna: Principal, ben: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    journal = office.completed(anna, case_id)
    accept(office.scene.hub, office.ruth, case_id, Acceptance(number=journal.head.number))
    office.assign("ben", case_id)
    office.release(anna, case_id)
    assert [each.term for each in office.told(ben) if isinstance(each, Assigned)] == [2]
    assert office.scene.row(case_id).accepted_number is None


def test_only_what_was_seen_can_be_accepted(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    with pytest.raises(Conflict, match="not completed"):
        accept(office.scene.hub, office.ruth, case_id, Acceptance(number=1))
    journal = office.completed(anna, case_id)
    with pytest.raises(Conflict, match="you have seen it with 4"):
        accept(office.scene.hub, office.ruth, case_id, Acceptance(number=4))
    seen = Acceptance(number=journal.head.number)
    first = accept(office.scene.hub, office.ruth, case_id, seen)
    cursor = office.cursor(anna)
    assert accept(office.scene.hub, office.ruth, case_id, seen) == first
    assert office.told(anna, cursor) == []


def test_a_case_is_returned_only_where_that_can_be_done(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    with pytest.raises(Conflict, match="not completed"):
        return_case(office.scene.hub, office.ruth, case_id, Return(note="Again"))
    office.assign("anna", case_id)
    with pytest.raises(Conflict, match="not completed"):
        return_case(office.scene.hub, office.ruth, case_id, Return(note="Again"))
    journal = office.completed(anna, case_id)
    for field in ("Shoes", "Income[", ""):
        with pytest.raises(Unfit) as refused:
            return_case(office.scene.hub, office.ruth, case_id, Return(note="Again", fields=("Income", field)))
        assert refused.value.where == "fields[1]"
    for field in ("Illness", "Income[3]"):
        with pytest.raises(Unfit, match="not asked in this interview"):
            return_case(office.scene.hub, office.ruth, case_id, Return(note="Again", fields=(field,)))
    accept(office.scene.hub, office.ruth, case_id, Acceptance(number=journal.head.number))
    with pytest.raises(Conflict, match="accepted"):
        return_case(office.scene.hub, office.ruth, case_id, Return(note="Again"))


def test_nobody_but_a_supervisor_decides_about_cases(office: Office, anna: Principal) -> None:
    (case_id,) = office.bring("1042")
    hub = office.scene.hub
    coder = Principal(office.scene.account("cora", Role.CODER), "cora", Role.CODER)
    for principal in (anna, coder, office.scene.office(Role.ADMINISTRATOR)):
        for decide in (
            lambda who: assign(hub, who, Assignment(to="anna", cases=[case_id])),
            lambda who: recall(hub, who, case_id, Recall(reason="x")),
            lambda who: return_case(hub, who, case_id, Return(note="x")),
            lambda who: accept(hub, who, case_id, Acceptance(number=1)),
            lambda who: appoint(hub, who, case_id, OfficeAppointment(local="2026-12-01T10:00", zone="UTC")),
        ):
            with pytest.raises(NotAllowed):
                decide(principal)
    assert office.user(case_id) is None


def test_a_deleted_case_is_not_there_for_any_decision(office: Office) -> None:
    office.scene.account("anna")
    (case_id,) = office.bring("1042")
    with office.scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(deleted=1))
    with pytest.raises(NotThere):
        office.assign("anna", case_id)
    with pytest.raises(NotThere):
        recall(office.scene.hub, office.ruth, case_id, Recall(reason="x"))
    with pytest.raises(NotThere):
        accept(office.scene.hub, office.ruth, case_id, Acceptance(number=1))


def test_every_decision_is_in_the_audit_log_with_its_reason_and_without_notes_to_interviewers(
    office: Office, anna: Principal
) -> None:
    (case_id,) = office.bring("1042")
    office.assign("anna", case_id)
    office.completed(anna, case_id)
    return_case(office.scene.hub, office.ruth, case_id, Return(note="Ask Rosa again."))
    recall(office.scene.hub, office.ruth, case_id, Recall(reason="anna is ill"))
    with office.scene.hub.database.reading() as connection:
        lines = connection.execute(select(tables.audit).where(tables.audit.c.who == "ruth")).all()
    assert [line.action for line in lines] == ["cases_assigned", "case_returned", "case_recalled"]
    assert "Rosa" not in "".join(line.details for line in lines)
    assert msgspec.json.decode(lines[0].details)["cases"] == case_id
    assert msgspec.json.decode(lines[2].details) == {"now": "false", "reason": "anna is ill"}


def test_the_audit_log_names_the_cases_assigned_in_as_many_lines_as_they_take(
    office: Office, anna: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capi.hub.office.assignment._IDS_IN_A_LINE", 2)
    ids = office.bring("1", "2", "3")
    office.assign("anna", ids[0])
    office.told(anna)
    office.scene.account("ben")
    assign(office.scene.hub, office.ruth, Assignment(to="ben", cases=list(ids), reason="anna is ill"))
    found = audit.last_lines(office.scene.hub, office.scene.office(Role.ADMINISTRATOR), 2)
    assert [(line.subject, line.details["part"]) for line in found] == [("ben", "1 of 2"), ("ben", "2 of 2")]
    named = [each for line in found for each in audit.cases_in(line)[1:]]
    assert sorted(named) == sorted(ids)
    assert [line.details.get("recalled_cases") for line in found] == [None, ids[0]]
    assert {line.details["reason"] for line in found} == {"anna is ill"}
    assert audit.verify(office.scene.hub) is None
    assert audit.references_of(office.scene.hub, found) == dict(zip(ids, "123", strict=True))


def test_an_area_that_there_is_not_is_refused_and_those_there_are_named(office: Office) -> None:
    office.scene.account("anna")
    office.bring("1", area="North", user="anna")
    office.bring("2", area="South")
    with pytest.raises(NotThere, match=r"in the area Nowhere\. Areas are: North, South\."):
        assign(office.scene.hub, office.ruth, Assignment(to="anna", area="Nowhere"))
    assert assign(office.scene.hub, office.ruth, Assignment(to="anna", area="North")) == result()


def test_cases_are_recalled_together_all_or_none(office: Office, anna: Principal) -> None:
    held, idle, free = office.bring("1", "2", "3")
    office.assign("anna", held)
    office.told(anna)
    office.assign("anna", idle)
    with pytest.raises(NotThere):
        recall_all(office.scene.hub, office.ruth, Recalling("anna is ill", references=["1", "9"]))
    done = recall_all(office.scene.hub, office.ruth, Recalling("anna is ill", references=["1", "2", "3"]))
    assert done == TakenBack(freed=1, waiting=1, unchanged=1)
    lines = audit.last_lines(office.scene.hub, office.scene.office(Role.ADMINISTRATOR), 2)
    assert sorted((line.action, line.subject) for line in lines) == [
        ("case_recalled", each) for each in sorted((held, idle))
    ]
    assert free not in {line.subject for line in lines}
    again = recall_all(office.scene.hub, office.ruth, Recalling("a lost laptop", cases=[held], now=True))
    assert again == TakenBack(freed=1, waiting=0, unchanged=0)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "assign now", "recall", "recall now", "fetch", "release", "send"]),
        st.sampled_from(["anna", "ben"]),
        st.integers(0, 2),
    ),
    max_size=25,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_the_office_and_the_laptops_do_a_case_has_one_holder_and_terms_only_grow(
    office: Office, anna: Principal, ben: Principal, steps: list[tuple[str, str, int]]
) -> None:
    laptops = {"anna": anna, "ben": ben}
    ids = _brought_once(office, ["1", "2", "3"])
    terms = {case_id: office.scene.row(case_id).term for case_id in ids}
    for step, who, place in steps:
        case_id = ids[place]
        with contextlib.suppress(Conflict, NotThere):
            _do(office, laptops[who], step, case_id)
        row = office.scene.row(case_id)
        assert row.term - terms[case_id] in (0, 1)
        terms[case_id] = row.term
        assert row.holder_key in (None, {"anna": anna, "ben": ben}[office.user(case_id) or "anna"].device_key)
        assert (row.recalled is None) or (row.holder_key is not None)
        assert (row.next_user_key is None) or (row.recalled is not None)


def _brought_once(office: Office, references: list[str]) -> list[str]:
    with office.scene.hub.database.reading() as connection:
        wanted = select(tables.cases.c.id).order_by(tables.cases.c.key)
        there = list(connection.execute(wanted).scalars())
    return there or office.bring(*references)


def _do(office: Office, laptop: Principal, step: str, case_id: str) -> None:
    match step:
        case "assign" | "assign now":
            office.assign(laptop.user, case_id, now=step.endswith("now"))
        case "recall" | "recall now":
            recall(office.scene.hub, office.ruth, case_id, Recall(reason="x", now=step.endswith("now")))
        case "fetch":
            for given_now in office.told(laptop):
                if isinstance(given_now, Assigned):
                    assert office.holder(given_now.case) == laptop.device
        case "release":
            office.release(laptop, case_id)
        case "send":
            if office.holder(case_id) == laptop.device:
                journal = office.taken(laptop, case_id).opened().paused()
                term = office.scene.row(case_id).term
                receipt = office.scene.send(laptop, journal.part(after=len(journal.entries) - 2, term=term))
                assert receipt.parts[0].number == journal.head.number
