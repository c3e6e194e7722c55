import pytest

from capi.instrument.model import Mode
from capi.instrument.parsing import parse, parse_value
from capi.outputs.condition_words import ConditionWords
from capi.outputs.questionnaire import plain
from tests.outputs.travel import travel


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
        ("not Ways has (1, 2)", "Ways of travel [Ways] does not include “Bus” or “Car”"),
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
        ("not (Trips > 1 or Cost > 1)", "it is not so that ([Trips] is more than 1 or [Cost] is more than 1)"),
        ("More == 1 and (Trips > 1 or Cost > 1)", "Anyone else [More] is “Yes” and ([Trips] is more than 1 or [Cost] is more than 1)"),
    ],
)  # fmt: skip
def test_a_condition_is_said_as_a_reader_would_say_it(words: ConditionWords, condition: str, said: str) -> None:
    assert plain(words.condition(parse(condition))) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("age(Born, today)", "the age on the day of the interview of someone born on Date of birth [Born]"),
        ("months_between(Born, today)", "the whole months from Date of birth [Born] to the day of the interview"),
        ("days_after(Born, 14)", "14 days after Date of birth [Born]"),
        ("sunday_before(today)", "the last Sunday before the day of the interview"),
        ("(Trips + 1) * 2", "([Trips] + 1) × 2"),
        ("first(People, Name)", "First name [Name] in the first of the rows of “People here”"),
        ("sum(People, year(Born))", "the sum of the year of Date of birth [Born] over the rows of “People here”"),
        (
            "most(People, year(Born), Name is answered)",
            "the largest the year of Date of birth [Born] over the rows of “People here” for which First name [Name] has an answer",
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
