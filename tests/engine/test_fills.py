"""Fills: texts that take up answers, facts and named variants, and what they say without a value."""

from capi.engine.fills import Run, plain
from capi.engine.plan import plan
from capi.instrument.model import Mode
from tests.engine.scenario import Scenario, instrument

NAME = """
    - Name: {text: What is your name?, type: text}
    - Sex: {text: "Are you male or female?", categories: {1: Male, 2: Female}}
    - Age: {text: "How old are you, {Name}?", type: whole_number}
    - Next: {text: "{Name|You} ({Sex|not said}, {Age|of unknown age}): is that right?", categories: {1: "Yes", 2: "No"}}
"""


def test_a_text_takes_up_an_answer() -> None:
    person = Scenario(NAME)
    person.answers(Name="Ann", Sex=2)
    assert person.hears == "How old are you, Ann?"


def test_what_was_filled_in_is_a_run_of_its_own() -> None:
    person = Scenario(NAME)
    person.answers(Name="Ann", Sex=2)
    assert person.prompt.text == (Run("How old are you, "), Run("Ann", filled=True), Run("?"))


def test_a_category_is_filled_in_as_its_words_and_a_number_as_its_digits() -> None:
    person = Scenario(NAME)
    person.answers(Name="Ann", Sex=2, Age=40)
    assert person.hears == "Ann (Female, 40): is that right?"


def test_a_missing_answer_is_filled_in_as_what_is_said_otherwise() -> None:
    person = Scenario(NAME)
    person.answers(Name="refused", Sex="dont_know", Age="refused")
    assert person.hears == "You (not said, of unknown age): is that right?"


def test_without_other_words_a_missing_answer_leaves_a_gap_to_see() -> None:
    person = Scenario(NAME)
    person.answers(Name="refused", Sex=1)
    assert person.hears == "How old are you, …?"


def test_an_answer_off_the_route_is_not_filled_in() -> None:
    person = Scenario("""
        - Married: {text: Are you married?, categories: {1: "Yes", 2: "No"}}
        - Partner: {text: What is your partner’s name?, type: text, asked_if: Married == 1}
        - Home: {text: "Do you live with {Partner|anybody}?", categories: {1: "Yes", 2: "No"}}
    """)
    person.answers(Married=1, Partner="Bo")
    assert person.hears == "Do you live with Bo?"
    person.answers(Married=2)
    assert person.hears == "Do you live with anybody?"
    person.goes_to("Married")
    person.answers(Married=1)
    person.moves_on()
    assert person.hears == "Do you live with Bo?"


def test_a_changed_answer_is_filled_in_as_it_is_now() -> None:
    person = Scenario(NAME)
    person.answers(Name="Ann", Sex=1)
    person.answers(Name="Anna")
    person.interview.go_to_waiting()
    assert person.hears == "How old are you, Anna?"


def test_a_fact_is_filled_in() -> None:
    ask = '- Home: {text: \'Do you still live in {Town|this town}?\', categories: {1: "Yes", 2: "No"}}'
    top = "facts: {Town: {type: text}}"
    assert Scenario(ask, top=top, facts={"Town": "Hull"}).hears == "Do you still live in Hull?"
    assert Scenario(ask, top=top).hears == "Do you still live in this town?"


def test_a_category_is_filled_in_with_the_words_of_the_mode() -> None:
    ask = """
        - Job:
            text: What work?
            categories: {1: {text: Routine manual, self_completion: {text: "Routine, manual"}}, 2: Other}
        - Long: {text: "How long in {Job}?", type: whole_number}
    """
    both = instrument(ask, modes="self_completion, telephone")
    alone, called = Scenario(plan(both, Mode.SELF_COMPLETION)), Scenario(plan(both, Mode.TELEPHONE))
    alone.answers(Job=1)
    called.answers(Job=1)
    assert alone.hears == "How long in Routine, manual?"
    assert called.hears == "How long in Routine manual?"


PRONOUN = """
    fills:
      they:
        - {if: Sex == 1, text: he}
        - {if: Sex == 2, text: "she ({Name|the person})"}
        - {text: they}
      again:
        - {if: Name is answered, text: again}
        - {text: none}
"""
WORK = """
    - Name: {text: Name?, type: text}
    - Sex: {text: Sex?, categories: {1: Male, 2: Female}}
    - Work: {text: "Did {they} work{again}?", categories: {1: "Yes, {they} did", 2: "No"}, guidance: "About {they}."}
"""


def test_a_named_fill_says_the_first_variant_whose_condition_holds() -> None:
    heard = []
    for sex in (1, 2, "dont_know"):
        person = Scenario(WORK, top=PRONOUN)
        person.answers(Name="Bo", Sex=sex)
        heard.append(person.hears)
    assert heard == ["Did he workagain?", "Did she (Bo) workagain?", "Did they workagain?"]


def test_a_variant_can_say_nothing() -> None:
    person = Scenario(WORK, top=PRONOUN)
    person.answers(Name="refused", Sex=2)
    assert person.hears == "Did she (the person) work?"


def test_what_a_named_fill_says_is_marked_as_filled() -> None:
    person = Scenario(WORK, top=PRONOUN)
    person.answers(Name="Bo", Sex=2)
    filled = "".join(run.text for run in person.prompt.text if run.filled)
    assert filled == "she (Bo)again"


def test_categories_and_guidance_are_filled_too() -> None:
    person = Scenario(WORK, top=PRONOUN)
    person.answers(Name="Bo", Sex=1)
    assert person.offered == {1: "Yes, he did", 2: "No"}
    assert plain(person.prompt.guidance) == "About he."
    person.answers(Sex=2)
    assert person.offered == {1: "Yes, she (Bo) did", 2: "No"}


def test_a_category_that_is_itself_filled_is_said_and_filled_in_filled() -> None:
    ask = (
        WORK
        + """
    - Sure: {text: "You said: {Work}. Sure?", type: text}
    """
    )
    person = Scenario(ask, top=PRONOUN)
    person.answers(Name="Bo", Sex=1, Work=1)
    assert person.hears == "You said: Yes, he did. Sure?"
    assert person.interview.said("Work") == "1 · Yes, he did"


def test_doubled_braces_are_braces() -> None:
    assert Scenario("- Odd: {text: 'Braces {{like these}}?', type: text}").hears == "Braces {like these}?"
