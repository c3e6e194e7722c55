"""How each type of question is answered, refused, said and put."""

from decimal import Decimal

import pytest

from capi.engine.fills import plain
from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.loading import read_sources
from capi.instrument.model import SEEN, Missing, Mode
from tests.engine.scenario import Scenario

TRAVEL = """
- Age: {text: How old are you?, type: whole_number}
- Travel:
    text: How do you travel?
    type: code_all
    most: 2
    categories:
      1: Bus
      2: {text: Car, offered_if: Age >= 17}
      3: {text: Other, specify: {name: TravelOther, text: What other way?}}
      4: {text: None of these, exclusive: true}
- Licence: {text: Have you a licence?, asked_if: Travel has 2, categories: {1: "Yes", 2: "No"}}
- Public: {text: A season ticket?, asked_if: "Travel has (1, 3) and not Travel has 2", categories: {1: "Yes", 2: "No"}}
"""


def test_several_categories_are_coded_and_asked_about() -> None:
    person = Scenario(TRAVEL)
    person.gives(30, [3, 2])
    assert person.interview.answer_to("Travel") == (2, 3)
    assert person.interview.said("Travel") == "Car, Other"
    assert list(person.interview.route()) == ["Age", "Travel", "TravelOther", "Licence"]
    person.interview.answer("Travel", [1])
    assert list(person.interview.route()) == ["Age", "Travel", "Public"]
    person.interview.answer("Travel", Missing.REFUSED)
    assert list(person.interview.route()) == ["Age", "Travel"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "at least one"),
        ([1, 4], "4 is coded alone"),
        ([1, 2, 3], "at most 2"),
        ([9], "9 is no category"),
        ("bus", "no category"),
        ([True], "no category"),
        (None, "no category"),
    ],
)
def test_what_cannot_be_coded_together_is_refused(value: object, words: str) -> None:
    person = Scenario(TRAVEL)
    person.gives(30)
    assert words in person.is_refused(value)


def test_a_category_that_is_not_offered_to_this_respondent_is_neither_shown_nor_taken() -> None:
    person = Scenario(TRAVEL)
    person.gives(15)
    assert list(person.offered) == [1, 3, 4]
    assert "not offered here" in person.is_refused([2])
    person.interview.answer("Age", 17)
    assert list(person.offered) == [1, 2, 3, 4]


def test_an_answer_that_is_no_longer_offered_waits_again_and_comes_back() -> None:
    person = Scenario(TRAVEL)
    person.gives(30, [1, 2], 1)
    person.interview.answer("Age", 15)
    assert (person.interview.waiting, person.interview.answer_to("Travel")) == ("Travel", None)
    assert person.prompt.answer is None
    assert person.interview.off_route() == {"Travel": (1, 2), "Licence": 1}
    person.interview.answer("Age", 18)
    assert (person.interview.waiting, person.interview.answer_to("Travel")) == (None, (1, 2))


NUMBERS = """
- Pay: {text: How much?, type: decimal, minimum: 0, maximum: 999.99, places: 2, unit: pounds}
- Enough: {text: Is that enough?, asked_if: Pay < 12.5, categories: {1: "Yes", 2: "No"}}
"""


@pytest.mark.parametrize(
    ("given", "kept"), [(12, "12.00"), (0.1, "0.10"), ("7.5", "7.50"), (Decimal("999.99"), "999.99")]
)
def test_a_decimal_number_is_kept_exactly(given: object, kept: str) -> None:
    person = Scenario(NUMBERS)
    person.gives(given)
    assert str(person.interview.answer_to("Pay")) == kept == person.interview.said("Pay")
    assert person.is_asked("Enough") is (Decimal(kept) < Decimal("12.5"))


@pytest.mark.parametrize("given", [-1, 1000, 1.234, "1,5", "NaN", "Infinity", True, None, [1], "1e400"])
def test_what_is_no_such_number_is_refused(given: object) -> None:
    assert "Pay takes" in Scenario(NUMBERS).is_refused(given)


DATES = """
- Born: {text: When were you born?, type: date, earliest: "1900-01-01", latest: "2026-11-18"}
- Left: {text: When did you leave?, type: partial_date, unknown_month: 6, unknown_day: 15, earliest: "1950-03-01"}
- Long: {text: "Since {Left}?", asked_if: "days_between(Left, '2024-06-20') > 5", categories: {1: "Yes", 2: "No"}}
- At: {text: At what time?, type: time}
- Late: {text: "So {At} on {Born:long}, {Born:month}?", asked_if: At > "17:30", categories: {1: "Yes", 2: "No"}}
"""


@pytest.mark.parametrize(
    "given", ["1899-12-31", "2026-11-19", "2025-02-29", "2025-2-1", "2025-02", "20250201", 2025, None]
)
def test_what_is_no_day_within_the_bounds_is_refused(given: object) -> None:
    assert "Born takes" in Scenario(DATES).is_refused(given)


@pytest.mark.parametrize(
    ("given", "said", "long"),
    [
        ("2024", "2024", False),
        ("2024-06", "June 2024", False),
        ("2024-05", "May 2024", True),
        ("2024-06-14", "14 June 2024", True),
        ("2024-06-16", "16 June 2024", False),
    ],
)
def test_of_a_partial_date_what_was_given_is_kept_and_conditions_read_it_completed(
    given: str, said: str, long: bool
) -> None:
    person = Scenario(DATES)
    person.gives("2000-01-02", given)
    assert person.interview.answer_to("Left") == given
    assert person.interview.said("Left") == said
    assert person.is_asked("Long") is long


@pytest.mark.parametrize("given", ["1949", "1950-02", "1950-02-28", "2024-13", "24", "2024-", "2024-00-00"])
def test_what_is_no_partial_date_is_refused(given: str) -> None:
    person = Scenario(DATES)
    person.gives("2000-01-02")
    assert "Left takes" in person.is_refused(given)


def test_a_time_is_kept_with_two_digits_and_has_order() -> None:
    person = Scenario(DATES)
    person.gives("2000-01-02", "1999", 1)
    for wrong in ("24:00", "7", "7:5", "noon", 700, "17:60"):
        assert "At takes a time" in person.is_refused(wrong)
    person.gives("9:05")
    assert (person.interview.answer_to("At"), person.is_at_the_end) == ("09:05", True)
    person.interview.answer("At", "17:31")
    assert person.hears == "So 17:31 on Sunday the 2nd of January 2000, January 2000?"


def test_a_code_is_one_of_its_frame_and_is_said_in_its_words() -> None:
    sources = {
        "instrument.yaml": """
instrument: coded
version: "1"
title: Coded
modes: [telephone]
frames:
  jobs: {title: Jobs, file: jobs.csv}
sections:
  - section: All
    ask:
      - Job: {text: What is your job?, type: coded, frame: jobs}
      - Sure: {text: "{Job}?", asked_if: Job == "223", categories: {1: "Yes", 2: "No"}}
""",
        "jobs.csv": "code,text,also\n223,Nurses,sister matron\n231,Teachers,\n",
    }
    interview = Interview(plan(read_sources(sources).fit(), Mode.TELEPHONE))
    prompt = interview.prompt()
    assert prompt is not None
    assert prompt.frame is not None
    assert [entry.code for entry in prompt.frame.entries] == ["223", "231"]
    for wrong in ("999", 223, "", None):
        with pytest.raises(ValueError, match="no code of the frame"):
            interview.answer("Job", wrong)
    interview.answer("Job", "223")
    assert interview.said("Job") == "Nurses"
    following = interview.prompt()
    assert following is not None
    assert plain(following.text) == "Nurses?"


def test_information_is_shown_and_takes_no_answer() -> None:
    person = Scenario("""
        - Hello: {type: information, text: Good morning.}
        - A: {text: A?, type: whole_number}
    """)
    for wrong in (2, "yes", Missing.REFUSED, Missing.DONT_KNOW, None):
        assert "Hello" in person.is_refused(wrong)
    person.gives(SEEN)
    assert (person.at, person.interview.said("Hello")) == ("A", "")


def test_an_observation_says_so_and_a_battery_has_its_items() -> None:
    person = Scenario("""
        - Damp: {observation: true, text: Is there damp?, categories: {1: "Yes", 2: "No"}}
        - Help:
            text: Does anyone help you with these?
            categories: {1: "Yes", 2: "No"}
            items: {Shopping: Shopping, Cooking: Cooking}
    """)
    assert person.prompt.observation
    person.gives(1)
    assert (person.at, person.hears, plain(person.prompt.item)) == (
        "Shopping",
        "Does anyone help you with these?",
        "Shopping",
    )
    person.gives(1, 2)
    assert person.interview.answers() == {"Damp": 1, "Shopping": 1, "Cooking": 2}


def test_a_switch_turns_a_part_on_and_is_off_where_nothing_is_said() -> None:
    ask = '- More: {text: More?, asked_if: Extra is on, categories: {1: "Yes", 2: "No"}}'
    top = "switches: {Extra: {label: Extra questions, usual: off}}"
    assert Scenario(ask, top=top).is_at_the_end
    assert Scenario(ask, top=top, facts={"Extra": 1}).is_asked("More")
    assert Scenario(ask, top=top.replace("usual: off", "usual: on")).is_asked("More")


def test_a_plural_goes_with_its_number() -> None:
    top = 'fills: {children: {plural_of: Many, one: "{Many} child", other: "{Many} children"}}'
    person = Scenario("""
        - Many: {text: How many?, type: whole_number}
        - Ok: {type: information, text: "So {children}."}
    """, top=top)  # fmt: skip
    for number, words in ((0, "So 0 children."), (1, "So 1 child."), (2, "So 2 children.")):
        person.interview.answer("Many", number)
        assert person.hears == words


def test_dates_and_plurals_are_those_of_the_language_and_it_can_be_changed_in_the_middle() -> None:
    sources = {
        "instrument.yaml": """
instrument: tongues
version: "1"
title: {en: Tongues, cy: Ieithoedd}
modes: [telephone]
languages: [en, cy]
dates:
  day: {en: "{weekday} the {nth} of {month}", cy: "{weekday}, {day} {month}"}
fills:
  animals:
    plural_of: Cats
    zero: {cy: dim cathod}
    one: {en: one cat, cy: un gath}
    two: {cy: dwy gath}
    few: {cy: tair cath}
    many: {cy: chwe chath}
    other: {en: "{Cats} cats", cy: "{Cats} cath"}
sections:
  - section: All
    ask:
      - Day: {type: date, text: {en: "Which day?", cy: "Pa ddiwrnod?"}}
      - Cats: {type: whole_number, text: {en: "How many cats on {Day}?", cy: "Faint o gathod ar {Day}?"}}
      - Sure: {type: information, text: {en: "So {animals}, {Day:long}.", cy: "Felly {animals}, {Day:long}."}}
"""
    }
    interview = Interview(plan(read_sources(sources).fit(), Mode.TELEPHONE))

    def hears() -> str:
        prompt = interview.prompt()
        assert prompt is not None
        return plain(prompt.text)

    assert hears() == "Which day?"
    interview.speak(1)
    assert hears() == "Pa ddiwrnod?"
    interview.answer("Day", "2026-11-15")
    assert hears() == "Faint o gathod ar Dydd Sul, 15 Tachwedd?"
    interview.speak(0)
    assert hears() == "How many cats on Sunday the 15th of November?"
    said = []
    for number in (0, 1, 2, 3, 6, 10):
        interview.answer("Cats", number)
        interview.speak(1)
        said.append(hears())
        interview.speak(0)
    assert said == [
        "Felly dim cathod, Dydd Sul 15 Tachwedd 2026.",
        "Felly un gath, Dydd Sul 15 Tachwedd 2026.",
        "Felly dwy gath, Dydd Sul 15 Tachwedd 2026.",
        "Felly tair cath, Dydd Sul 15 Tachwedd 2026.",
        "Felly chwe chath, Dydd Sul 15 Tachwedd 2026.",
        "Felly 10 cath, Dydd Sul 15 Tachwedd 2026.",
    ]
    assert hears() == "So 10 cats, Sunday the 15th of November 2026."
    with pytest.raises(ValueError, match="no language number"):
        interview.speak(2)
