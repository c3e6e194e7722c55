"""What may stand in a journal, and how the rest is refused."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Migrated,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    roster_of,
)
from capi.fieldwork.values import LARGEST_NUMBER, Exact, Given, UnfitForJournal
from capi.instrument.model import Answer, Missing, Mode

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

decimals = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=6
) | st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2)
answers = st.one_of(
    st.integers(-LARGEST_NUMBER, LARGEST_NUMBER),
    decimals,
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.lists(st.integers(-5, 40), min_size=1).map(tuple),
    st.sampled_from(Missing),
)


def test_an_answer_comes_back_as_it_was_given() -> None:
    given: tuple[Answer, ...] = (3, 0, "three", "3", "", (1, 4), Decimal("12.5"), Decimal("-0.01"), Missing.REFUSED)
    again = tuple(Answered.of("SchoolType", answer, "FreeMeals").answer for answer in given)
    assert again == given
    assert [type(answer) for answer in again] == [type(answer) for answer in given]


def test_categories_are_kept_in_one_order_each_once() -> None:
    assert Answered.of("Travel", (4, 1, 4), None).value == (1, 4)


@pytest.mark.parametrize(("given", "kept"), [("12.50", "12.50"), ("1E+2", "100"), ("1E-3", "0.001"), ("-0.0", "0.0")])
def test_a_decimal_number_is_written_out_with_its_places(given: str, kept: str) -> None:
    assert msgspec.json.encode(Fixed.of("Pay", Decimal(given)).value) == b'{"decimal":"%s"}' % kept.encode()


@pytest.mark.parametrize("given", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(given: str) -> None:
    with pytest.raises(UnfitForJournal, match=r"Pay is .* no number"):
        Answered.of("Pay", Decimal(given), None)


@pytest.mark.parametrize("given", ["1E+40", "1E-40", "9" * 29, "0." + "1" * 28])
def test_a_decimal_number_of_more_digits_than_sums_are_exact_in_is_refused(given: str) -> None:
    with pytest.raises(UnfitForJournal, match="more than 28 digits"):
        Exact(Decimal(given))


def test_facts_of_a_case_may_be_decimal_numbers() -> None:
    case = Case(
        "1", "1/1", "", "seb", "1", "ab" * 32, Mode.TELEPHONE, {"Rate": Decimal("1.10"), "Age": 44, "Born": "1980"}
    )
    again = msgspec.json.decode(msgspec.json.encode(CaseCreated.of(case)), type=CaseCreated).case("1")
    assert again == case
    assert str(again.facts["Rate"]) == "1.10"


@given(st.one_of(st.none(), answers))
def test_an_answer_at_the_time_comes_back_in_normal_form(answer: Answer | None) -> None:
    again = Given.of(Given.of(answer).answer)
    assert again == Given.of(answer)
    assert type(again.answer) is type(answer)


def test_text_is_kept_in_one_form_however_it_was_typed() -> None:
    assert Answered.of("Job", "cafe\u0301 owner", None).value == "caf\u00e9 owner"
    assert Remarked("Job", "cafe\u0301") == Remarked("Job", "caf\u00e9")


@pytest.mark.parametrize(
    ("text", "named"), [("nurse\0", "NUL"), ("nurse \ud83d", "half a character"), ("\udc00", "half a character")]
)
def test_text_that_no_database_keeps_is_refused_with_what_to_do(text: str, named: str) -> None:
    for make in (
        lambda: Answered.of("Job", text, None),
        lambda: Answered.of(text, 1, None),
        lambda: Answered.of("Job", 1, text),
        lambda: Remarked("Job", text),
        lambda: Given(text),
        lambda: EditSuppressed("E1", text, {}),
        lambda: EditSuppressed("E1", "", {text: Given(1)}),
        lambda: CaseCreated("1", text, "seb", "1", "ab", Mode.TELEPHONE),
        lambda: CaseCreated("1", "", "seb", "1", "ab", Mode.TELEPHONE, {"Address": text}),
        lambda: CaseCreated("1", "", "seb", "1", "ab", Mode.TELEPHONE, {text: 1}),
        lambda: RowAdded(text, 1, "AnyoneElse", None),
        lambda: RowAdded("People", 1, text, None),
        lambda: Fixed("Day", text),
        lambda: LanguageChosen(text),
        lambda: Migrated("2", "ab", set_aside=(text,)),
        lambda: Returned(text),
        lambda: Returned("", (text,)),
        lambda: AppointmentMade("2026-11-24T17:40", text, NOON),
        lambda: AppointmentMade("2026-11-24T17:40", "Europe/London", NOON, note=text),
    ):
        with pytest.raises(UnfitForJournal, match=f"{named}.*type it again"):
            make()


@pytest.mark.parametrize("number", [LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 10**30])
def test_a_number_that_other_programs_would_change_is_refused(number: int) -> None:
    with pytest.raises(UnfitForJournal, match=r"Income.*15 digits.*write it as a text"):
        Answered.of("Income", number, None)
    with pytest.raises(UnfitForJournal, match=r"Income.*15 digits"):
        CaseCreated("1", "", "seb", "1", "ab", Mode.TELEPHONE, {"Income": number})
    with pytest.raises(UnfitForJournal, match=r"Income.*15 digits"):
        Answered.of("Income", (1, number), None)


def test_yes_and_no_of_the_program_are_no_answers() -> None:
    with pytest.raises(UnfitForJournal, match="give the value of a category"):
        Answered.of("FreeMeals", True, None)


def test_an_answer_is_a_value_or_a_state_and_never_both() -> None:
    with pytest.raises(UnfitForJournal, match="one of the two"):
        Answered(field="FreeMeals", value=1, missing=Missing.REFUSED, position=None)
    with pytest.raises(UnfitForJournal, match="one of the two"):
        Answered(field="FreeMeals", position=None)
    with pytest.raises(UnfitForJournal, match="one of the two"):
        Fixed("Day")


def test_a_list_of_no_categories_is_no_answer() -> None:
    with pytest.raises(UnfitForJournal, match="clear the answer instead"):
        Answered.of("Travel", (), None)


@pytest.mark.parametrize(
    "row", ["People", "People[0]", "People[01]", "People[]", "People[1", "People[1.]", "People[x]"]
)
def test_a_row_is_named_by_its_address(row: str) -> None:
    for make in (lambda: RowRemoved(row, None), lambda: RowRestored(row, None)):
        with pytest.raises(UnfitForJournal, match="address"):
            make()
    with pytest.raises(UnfitForJournal, match="numbered from 1"):
        RowAdded("People", 0, "AnyoneElse", None)


def test_a_row_belongs_to_the_rows_of_its_roster() -> None:
    assert roster_of("People[3]") == ("People", 3)
    assert roster_of("Jobs[3.2]") == ("Jobs[3]", 2)


@pytest.mark.parametrize(
    "local",
    [
        "",
        "tomorrow",
        "2026-11-24",
        "2026-11-24 17:40",
        "2026-11-24T17:40:00",
        "2026-11-24T25:00",
        "2026-02-30T10:00",
        "2026-11-24T17:40\n",
        "2026-11-24T17:40Z",
        "2026-11-24T17:40+01:00",
    ],
)
def test_an_appointment_is_at_a_time_a_clock_can_show(local: str) -> None:
    with pytest.raises(UnfitForJournal, match="no time on a clock"):
        AppointmentMade(local, "Europe/London", NOON)


def test_an_appointment_has_its_moment_in_utc_and_lasts_a_day_at_most() -> None:
    for utc in (NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=1)))):
        with pytest.raises(UnfitForJournal, match="in UTC"):
            AppointmentMade("2026-11-24T12:00", "Europe/London", utc)
    for minutes in (-1, 1441):
        with pytest.raises(UnfitForJournal, match="a day at most"):
            AppointmentMade("2026-11-24T12:00", "Europe/London", NOON, minutes)
    assert AppointmentMade("2026-11-24T12:00", "Europe/London", NOON, 1440).minutes == 1440
