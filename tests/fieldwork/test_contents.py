"""What may stand in a journal, and how the rest is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.contents import (
    LARGEST_NUMBER,
    Answered,
    CaseCreated,
    EditSuppressed,
    Given,
    Remarked,
    UnfitForJournal,
)
from capi.instrument.model import Answer, Missing, Mode

answers = st.one_of(
    st.integers(-LARGEST_NUMBER, LARGEST_NUMBER),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.sampled_from(Missing),
)


def test_an_answer_comes_back_as_it_was_given() -> None:
    given: tuple[Answer, ...] = (3, 0, "three", "3", "", Missing.REFUSED)
    assert tuple(Answered.of("SchoolType", answer, "FreeMeals").answer for answer in given) == given


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
    ):
        with pytest.raises(UnfitForJournal, match=f"{named}.*type it again"):
            make()


@pytest.mark.parametrize("number", [LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 10**30])
def test_a_number_that_other_programs_would_change_is_refused(number: int) -> None:
    with pytest.raises(UnfitForJournal, match=r"Income.*15 digits.*write it as a text"):
        Answered.of("Income", number, None)
    with pytest.raises(UnfitForJournal, match=r"Income.*15 digits"):
        CaseCreated("1", "", "seb", "1", "ab", Mode.TELEPHONE, {"Income": number})


def test_yes_and_no_of_the_program_are_no_answers() -> None:
    with pytest.raises(UnfitForJournal, match="give the value of a category"):
        Answered.of("FreeMeals", True, None)


def test_an_answer_is_a_value_or_a_state_and_never_both() -> None:
    with pytest.raises(UnfitForJournal, match="one of the two"):
        Answered(field="FreeMeals", value=1, missing=Missing.REFUSED, position=None)
    with pytest.raises(UnfitForJournal, match="one of the two"):
        Answered(field="FreeMeals", position=None)
