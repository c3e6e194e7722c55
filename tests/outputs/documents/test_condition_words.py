import pytest

from capi.instrument.model import Mode
from capi.instrument.parsing import parse, parse_value
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.questionnaire import plain
from tests.outputs.documents.travel import travel


@pytest.fixture(scope="module")
def words() -> ConditionWords:
    return ConditionWords(travel(), 0, Mode.FACE_TO_FACE)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("More == 1", "Anyone else [More] is “Yes”"),
        ("More != 1", "Anyone else [More] is not “Yes” (or has no answer)"),
        ("More in (1, 2)", "Anyone else [More] is “Yes” or “No”"),
        ("More not in (1, 2)", "Anyone else [More] is not “Yes” or “No” (or has no answer)"),
        ("Ways has 1", "Ways of travel [Ways] includes “Bus”"),
        ("not Ways has (1, 2)", "Ways of travel [Ways] does not include “Bus” or “Car” (or has no answer)"),
        ("Ways is dont_know", "Ways of travel [Ways] is “Don’t know”"),
        ("Ways is not missing", "Ways of travel [Ways] is not don’t know, refused or not applicable"),
        ("Trips is unanswered", "[Trips] was not asked or not answered"),
        ("Trips >= 3 and Trips < 9", "[Trips] is 3 or more, and is less than 9"),
        ("Trips >= Age", "[Trips] is at least Age from the sample [Age]"),
        ("Cost / 2 > 1.5", "[Cost] ÷ 2 is more than 1.5"),
        ("Left < '08:30'", "Left home [Left] is before “08:30”"),
        ("Born >= '2000-01-01'", "Date of birth [Born] is not before “2000-01-01”"),
        ("position == 1", "this row is the first"),
        ("position > 1", "this row is not the first"),
        ("row == Parent", "this row is [Parent]"),
        ("MoneySet == 1", "Questions on money [MoneySet] is on"),
        ("MoneySet != 1", "Questions on money [MoneySet] is off"),
        ("Welcome == 1", "[Welcome] has been shown"),
        ("any(People, Born is missing)", "for at least one row of “People here”, Date of birth [Born] is don’t know, refused or not applicable"),
        ("count(People) > 2", "the number of rows of “People here” is more than 2"),
        ("MoneySet is on", "Questions on money [MoneySet] is on"),
        ("MoneySet is not on", "Questions on money [MoneySet] is off"),
        ("not MoneySet is off", "Questions on money [MoneySet] is on"),
        ("of(Parent, Trips) > 2", "[Trips] of the row chosen at [Parent] is more than 2"),
        ("of(Parent, More) == 1", "Anyone else [More] of the row chosen at [Parent] is “Yes”"),
        ("of(Parent, Born) < '2000-01-01'", "Date of birth [Born] of the row chosen at [Parent] is before “2000-01-01”"),
        ("days_between(Born, today) < 0", "the number of whole days from Date of birth [Born] to the day of the interview is less than 0"),
        ("More == 1 and (Trips > 1 or Cost > 1)", "Anyone else [More] is “Yes” and ([Trips] is more than 1 or [Cost] is more than 1)"),
    ],
)  # fmt: skip
def test_a_condition_is_said_as_a_reader_would_say_it(words: ConditionWords, condition: str, said: str) -> None:
    assert plain(words.condition(parse(condition))) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("not Trips is answered and Cost * 1 != 1", "[Trips] has no answer and [Cost] × 1 is not 1 (or has no answer)"),
        ("not (Trips == 3 or Cost == 2)", "[Trips] is not 3 (or has no answer) and [Cost] is not 2 (or has no answer)"),
        ("not (Trips > 1 and Cost > 1)", "[Trips] is 1 or less (or has no answer), or [Cost] is 1 or less (or has no answer)"),
        ("not Left < '08:30'", "Left home [Left] is not before “08:30” (or has no answer)"),
        ("not (Ways is answered and not (Trips > 1 or Cost > 1))", "Ways of travel [Ways] has no answer or [Trips] is more than 1 or [Cost] is more than 1"),
        ("not not More == 1", "Anyone else [More] is “Yes”"),
        ("not More != 1", "Anyone else [More] is “Yes”"),
        ("not More in (1, 2)", "Anyone else [More] is not “Yes” or “No” (or has no answer)"),
        ("not any(People, More == 1) and Cost == 1", "(for no row of “People here”, Anyone else [More] is “Yes”), and [Cost] is 1"),
        ("not all(People, More == 1)", "not for every row of “People here”, Anyone else [More] is “Yes”"),
        ("Trips != Age", "[Trips] is not Age from the sample [Age] (or one of them has no answer)"),
        ("row != Parent", "this row is not [Parent] (or the latter has no answer)"),
        ("count(People) != 2", "the number of rows of “People here” is not 2"),
        ("not position > 1", "the place of this row is 1 or less"),
    ],
)  # fmt: skip
def test_a_denial_says_what_it_denies_and_that_it_holds_without_an_answer(
    words: ConditionWords, condition: str, said: str
) -> None:
    assert plain(words.condition(parse(condition))) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("age(Born, today)", "the age on the day of the interview of someone born on Date of birth [Born]"),
        (
            "months_between(Born, today)",
            "the number of whole months from Date of birth [Born] to the day of the interview",
        ),
        ("days_after(Born, 14)", "14 days after Date of birth [Born]"),
        ("days_after(Born, 1)", "1 day after Date of birth [Born]"),
        ("of(Parent, Trips + 1)", "([Trips] + 1) of the row chosen at [Parent]"),
        ("sunday_before(today)", "the last Sunday before the day of the interview"),
        ("(Trips + 1) * 2", "([Trips] + 1) × 2"),
        ("first(People, Name)", "First name [Name] in the first of the rows of “People here”"),
        ("sum(People, year(Born))", "the sum of the year of Date of birth [Born] over the rows of “People here”"),
        (
            "most(People, year(Born), Name is answered)",
            "the largest value of the year of Date of birth [Born] over the rows of “People here” for which First name [Name] has an answer",
        ),
    ],
)
def test_so_is_a_value(words: ConditionWords, value: str, said: str) -> None:
    assert plain(words.value(parse_value(value))) == said


def test_a_long_condition_is_a_list_and_a_short_one_a_sentence(words: ConditionWords) -> None:
    lead, parts = words.routing(parse("More == 1 and Trips > 1 and (Cost > 1 or Left > '08:30')"))
    assert lead == "all of these hold:"
    assert [plain(part) for part in parts] == [
        "Anyone else [More] is “Yes”",
        "[Trips] is more than 1",
        "[Cost] is more than 1 or Left home [Left] is after “08:30”",
    ]
    assert words.routing(parse("Trips > 1 or Cost > 1"))[0] == ""


def test_every_variable_named_leads_to_its_place(words: ConditionWords) -> None:
    spans = words.condition(parse("More == 1 or Trips > Age"))
    assert [span.to for span in spans if span.kind == "name"] == ["More", "Trips", "Age"]
