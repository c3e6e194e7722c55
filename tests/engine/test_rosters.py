"""Rosters: rows with an identity, by a number or by "anyone else?", nested, gone through again, removed and brought back."""

import pytest

from capi.engine.fills import plain
from capi.engine.interview import Interview
from capi.engine.whereabouts import NoRow
from capi.instrument.model import Missing
from tests.engine.scenario import Scenario

HOUSEHOLD = """
- Address: {text: Where is it?, type: text}
- roster: People
  row_name: "{Name|somebody}"
  at_most: 5
  ask:
    - Name: {text: "What is the name of person {position}?", type: text}
    - Age: {text: "How old is {Name}?", type: whole_number, maximum: 120}
    - Relation: {text: "What is {Name} to the first?", asked_if: position > 1, categories: {1: Spouse, 2: Child}}
  another:
    More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
  edits:
    - signal: YoungSpouse
      fails_if: Relation == 1 and Age < 16
      message: "{Name} is a spouse of {Age}."
- Adults: {type: whole_number, computed: "count(People, Age >= 16)"}
- Contact: {text: Whom shall I ask for?, type: row, of: People, where: Age >= 16, asked_if: Adults > 1}
- section: Work
  for_each: People
  asked_if: Age >= 16
  ask:
    - Works: {text: "Does {Name} work?", categories: {1: "Yes", 2: "No"}}
    - IsContact: {text: "So I ask for {Name}?", asked_if: row == Contact, categories: {1: "Yes", 2: "No"}}
- Bye: {text: "Thank you. How many of the {Adults} work?", type: whole_number, maximum: 9, asked_if: "any(People, Works == 1)"}
"""


def household() -> Scenario:
    """Ann, 40, Ben, 38, and Cy, 7; the next question is whom to ask for."""
    person = Scenario(HOUSEHOLD)
    person.gives("Here", "Ann", 40, 1, "Ben", 38, 1, 1, "Cy", 7, 2, 2)
    return person


def test_yes_to_anyone_else_adds_a_row_and_is_asked_again_after_it() -> None:
    person = Scenario(HOUSEHOLD)
    person.gives("Here", "Ann", 40)
    assert (person.at, person.interview.rows("People")) == ("More", (1,))
    person.gives(1)
    assert (person.at, person.interview.added) == ("Name[2]", "People[2]")
    person.gives("Ben", 38, 1)
    assert (person.at, person.interview.answer_to("More"), person.interview.added) == ("More", None, None)
    assert person.asked == [
        *("Address", "Name[1]", "Age[1]", "Name[2]", "Age[2]", "Relation[2]", "More"),
    ]


def test_a_refusal_to_say_ends_the_roster_like_a_no() -> None:
    person = Scenario(HOUSEHOLD)
    person.gives("Here", "Ann", 40, "refused")
    assert person.interview.answer_to("More") is Missing.REFUSED
    assert person.at == "Works[1]"


def test_nobody_is_added_once_the_roster_is_full() -> None:
    person = Scenario(HOUSEHOLD)
    person.gives("Here", "A", 40, 1, "B", 1, 2, 1, "C", 2, 2, 1, "D", 3, 2, 1, "E", 4, 2)
    assert person.at == "Works[1]"
    assert "More" not in person.asked
    person.interview.remove_row("People[4]")
    assert person.interview.waiting == "More"


def test_anyone_else_can_be_changed_from_no_to_yes() -> None:
    person = household()
    person.goes_to("More")
    person.gives(1)
    assert person.at == "Name[4]"
    person.gives("Di", 70, 2)
    assert (person.at, person.interview.rows("People")) == ("More", (1, 2, 3, 4))
    assert person.interview.answer_to("More") is None


def test_texts_say_the_name_and_the_place_of_their_row() -> None:
    person = Scenario(HOUSEHOLD)
    person.gives("Here")
    assert person.hears == "What is the name of person 1?"
    person.gives("Ann")
    assert person.hears == "How old is Ann?"
    assert person.prompt.rows == ("Ann",)
    person.gives(40, 1)
    assert (person.hears, person.prompt.rows) == ("What is the name of person 2?", ("somebody",))


def test_a_later_section_goes_through_the_rows_that_its_filter_admits() -> None:
    person = household()
    person.gives(2)
    assert person.asked[-1] == "Works[1]"
    person.gives(1, 2, 1)
    assert [field for field in person.asked if "Cy" in person.interview.row_name("People[3]") and "[3]" in field] == [
        *("Name[3]", "Age[3]", "Relation[3]")
    ]
    assert person.asked[-4:] == ["Works[1]", "Works[2]", "IsContact[2]", "Bye"]
    assert person.hears == "Thank you. How many of the 2 work?"


def test_a_choice_among_rows_offers_their_names_and_takes_only_those_there_are() -> None:
    person = household()
    assert person.offered == {1: "Ann", 2: "Ben"}
    assert "one of the rows there are: 1, 2" in person.is_refused(3)
    person.gives(2)
    assert person.interview.said("Contact") == "Ben"


def test_a_choice_of_a_row_that_goes_away_waits_again_and_comes_back_with_it() -> None:
    person = household()
    person.gives(2, 1, 2, 1)
    person.interview.remove_row("People[2]")
    person.goes_to("More")
    assert person.interview.answer_to("Contact") is None
    assert person.interview.off_route()["Contact"] == 2
    person.interview.restore_row("People[2]")
    assert person.interview.answer_to("Contact") == 2
    person.interview.answer("Age[2]", 15)
    assert person.interview.answer_to("Contact") is None, "a child is not asked for"


def test_removing_a_row_moves_nobodys_answers() -> None:
    person = household()
    person.gives(2, 1, 2, 1)
    person.interview.remove_row("People[1]")
    assert person.interview.rows("People") == (2, 3)
    assert person.interview.answer_to("Name[2]") == "Ben"
    assert person.interview.answer_to("Name[1]") is None
    assert person.interview.answer_to("Relation[2]") is None, "the first person is no relation of himself"
    assert person.interview.off_route()["Name[1]"] == "Ann"
    assert person.asked == [
        *("Address", "Name[2]", "Age[2]", "Name[3]", "Age[3]", "Relation[3]", "More", "Works[2]"),
    ]


def test_a_removed_row_comes_back_with_all_its_answers() -> None:
    person = household()
    person.gives(2, 1, 2, 1)
    before = person.interview.answers()
    person.interview.remove_row("People[1]")
    assert person.interview.removed("People") == (1,)
    person.interview.restore_row("People[1]")
    assert (person.interview.answers(), person.interview.removed("People")) == (before, ())


def test_the_id_of_a_removed_row_is_never_given_again() -> None:
    person = household()
    person.interview.remove_row("People[3]")
    person.goes_to("More")
    person.gives(1)
    assert person.interview.rows("People") == (1, 2, 4)


@pytest.mark.parametrize("row", ["People[9]", "People", "Nobody[1]", "People[1.1]"])
def test_only_a_row_there_is_can_be_removed_and_only_a_removed_one_restored(row: str) -> None:
    person = household()
    assert not person.interview.can_remove(row)
    with pytest.raises(NoRow):
        person.interview.remove_row(row)
    with pytest.raises(NoRow):
        person.interview.restore_row(row)


def test_an_edit_is_judged_in_each_row_and_named_after_it() -> None:
    person = Scenario(HOUSEHOLD)
    failed = person.gives("Here", "Ann", 40, 1, "Ben", 12, 1)
    assert [(each.name, each.message, each.fields) for each in failed] == [
        ("YoungSpouse[2]", "Ben is a spouse of 12.", ("Relation[2]", "Age[2]"))
    ]
    person.suppresses("YoungSpouse[2]", "He is")
    assert person.failing == []
    person.interview.answer("Age[2]", 13)
    assert person.failing == ["YoungSpouse[2]"]


def test_an_interview_with_rows_resumes_as_it_was() -> None:
    person = household()
    person.gives(2, 1)
    person.interview.remove_row("People[3]")
    again = person.resumed("Age[2]")
    assert (again.at, again.asked) == ("Age[2]", person.asked)
    assert again.interview.answers() == person.interview.answers()
    assert again.interview.off_route() == person.interview.off_route()
    assert again.interview.removed("People") == (3,)


def test_going_back_and_on_passes_from_row_to_row() -> None:
    person = household()
    person.gives(2)
    places = [person.at]
    while person.at != "Address":
        person.goes_back()
        places.append(person.at)
    assert places == list(reversed(person.asked))
    numbers = [person.prompt.number]
    while person.at != "Works[1]":
        person.moves_on()
        numbers.append(person.prompt.number)
    assert numbers == list(range(1, len(places) + 1))


JOBS = """
- roster: People
  row_name: "{Name}"
  at_least: 0
  at_most: 3
  ask:
    - Name: {text: Name?, type: text}
    - Many: {text: How many jobs?, type: whole_number, maximum: 5}
    - roster: Jobs
      size: Many
      at_most: 3
      row_name: "job {position} of {Name}"
      ask:
        - Title: {text: "What is {Name}’s job {position}?", type: text}
        - Hours: {text: Hours?, type: whole_number, maximum: 100}
    - Total: {type: whole_number, computed: "sum(Jobs, Hours)"}
  another:
    More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
- Longest: {type: whole_number, computed: "most(People, Total)"}
- Jobbers: {type: text, computed: "first(People, Name, any(Jobs, Hours > 30))"}
- Which: {text: "Is it {Jobbers|nobody}, {Longest} hours?", categories: {1: "Yes", 2: "No"}}
"""


def test_a_roster_in_a_roster_has_rows_of_its_own_in_each_row() -> None:
    person = Scenario(JOBS)
    assert person.at == "More"
    person.gives(1, "Ann", 2, "Cook", 10, "Clerk", 5, 1, "Ben", 1, "Smith", 40, 2)
    assert person.interview.rows("Jobs[1]") == (1, 2)
    assert person.interview.rows("Jobs[2]") == (1,)
    assert person.interview.row_name("Jobs[1.2]") == "job 2 of Ann"
    assert person.interview.rows_of("Hours[1.2]") == ("People[1]", "Jobs[1.2]")
    assert (person.interview.answer_to("Total[1]"), person.interview.answer_to("Longest")) == (15, 40)
    assert person.hears == "Is it Ben, 40 hours?"


def test_a_smaller_number_hides_the_last_rows_and_a_larger_one_brings_them_back() -> None:
    person = Scenario(JOBS)
    person.gives(1, "Ann", 2, "Cook", 10, "Clerk", 5, 2)
    person.interview.answer("Many[1]", 1)
    assert person.interview.rows("Jobs[1]") == (1,)
    assert person.interview.answer_to("Total[1]") == 10
    assert person.interview.off_route() == {"Title[1.2]": "Clerk", "Hours[1.2]": 5}
    person.interview.answer("Many[1]", 3)
    assert (person.interview.answer_to("Total[1]"), person.interview.waiting) == (15, "Title[1.3]")


def test_with_a_number_of_rows_a_removed_one_is_made_up_for_by_the_next() -> None:
    person = Scenario(JOBS)
    person.gives(1, "Ann", 2, "Cook", 10, "Clerk", 5, 2)
    person.interview.remove_row("Jobs[1.1]")
    assert (person.interview.rows("Jobs[1]"), person.at) == ((2, 3), "Title[1.3]")
    person.interview.answer("Many[1]", 1)
    assert (person.interview.rows("Jobs[1]"), person.interview.answer_to("Total[1]")) == ((2,), 5)


def test_removing_an_outer_row_hides_the_inner_ones_too() -> None:
    person = Scenario(JOBS)
    person.gives(1, "Ann", 2, "Cook", 10, "Clerk", 5, 1, "Ben", 1, "Smith", 40, 2)
    about = person.interview.about
    person.interview.remove_row("People[1]")
    assert person.interview.rows("Jobs[1]") == ()
    assert person.interview.about == about - 6
    assert set(person.interview.off_route()) == {
        *("Name[1]", "Many[1]", "Title[1.1]", "Hours[1.1]", "Title[1.2]", "Hours[1.2]")
    }


def test_rows_off_the_route_are_out_of_sight_and_come_back() -> None:
    person = Scenario("""
        - Any: {text: Are there any?, categories: {1: "Yes", 2: "No"}}
        - roster: Pets
          asked_if: Any == 1
          row_name: pet {position}
          ask: [{Kind: {text: Which?, type: text}}]
          another: {Other: {text: Another?, categories: {1: "Yes", 2: "No"}}}
        - Many: {type: whole_number, computed: count(Pets)}
    """)
    person.gives(1, "Cat", 1, "Dog", 2)
    assert person.interview.answer_to("Many") == 2
    person.interview.answer("Any", 2)
    assert (person.interview.rows("Pets"), person.interview.answer_to("Many")) == ((), 0)
    assert person.is_at_the_end
    person.interview.answer("Any", 1)
    assert (person.interview.rows("Pets"), person.interview.answer_to("Kind[2]")) == ((1, 2), "Dog")


def test_an_address_that_does_not_exist_is_on_no_route() -> None:
    person = household()
    for field in ("Name", "Name[9]", "Name[1.1]", "Address[1]", "Name[", "Name[01]", "Nothing[1]"):
        assert "not on the route" in person.cannot_go_to(field)
        assert person.interview.answer_to(field) is None


def test_an_answer_in_a_row_nobody_has_is_refused_when_the_interview_is_opened() -> None:
    with pytest.raises(KeyError):
        Interview(household().plan, {"Address[1]": "Here"})


def test_a_row_without_a_name_goes_by_its_place() -> None:
    person = Scenario("""
        - roster: Pets
          row_name: "{Kind|}"
          ask: [{Kind: {text: Which?, type: text}}]
          another: {Other: {text: Another?, categories: {1: "Yes", 2: "No"}}}
    """)
    assert person.interview.row_name("Pets[1]") == "1"
    person.gives("Cat")
    assert person.interview.row_name("Pets[1]") == "Cat"
    assert plain(person.prompt.text) == "Another?"


MOTHERS = """
- roster: People
  row_name: "{Name|somebody}"
  ask:
    - Name: {text: Who is it?, type: text}
    - Age: {text: "How old is {Name}?", type: whole_number, maximum: 120}
  another: {More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}}
- section: Parents
  for_each: People
  asked_if: Age < 18
  ask:
    - Mother: {text: Who is the mother?, type: row, of: People, where: Age >= 16}
    - MotherAge: {type: whole_number, maximum: 120, computed: "of(Mother, Age)"}
    - Young: {text: So young?, asked_if: "of(Mother, Age) - Age < 16", categories: {1: "Yes", 2: "No"}}
- roster: Vehicles
  row_name: car
  ask:
    - Driver: {text: Who drives it?, type: row, of: People}
    - Licence: {text: Still a licence?, asked_if: "of(Driver, Age) > 70", categories: {1: "Yes", 2: "No"}}
  another: {MoreCars: {text: Another car?, categories: {1: "Yes", 2: "No"}}}
"""


def test_a_row_is_read_through_the_question_that_chose_it() -> None:
    person = Scenario(MOTHERS)
    person.gives("Ann", 30, 1, "Ben", 15, 1, "Cy", 80, 2)
    assert person.at == "Mother[2]"
    person.gives(1)
    assert (person.at, person.interview.answer_to("MotherAge[2]")) == ("Young[2]", 30)
    person.interview.answer("Age[1]", 45)
    assert person.interview.answer_to("MotherAge[2]") == 45
    assert not person.is_asked("Young[2]")
    person.goes_to("Driver[1]")
    person.gives(3)
    assert person.at == "Licence[1]"
    person.gives(1, 1, 1)
    assert person.at == "MoreCars"
    person.interview.answer("Driver[2]", 3)
    assert person.is_asked("Licence[2]")


def test_nothing_is_read_of_a_row_that_was_not_chosen_or_is_gone() -> None:
    person = Scenario(MOTHERS)
    person.gives("Ann", 30, 1, "Ben", 15, 2, "refused")
    assert person.interview.answer_to("MotherAge[2]") is None
    person.interview.answer("Mother[2]", 1)
    assert person.interview.answer_to("MotherAge[2]") == 30
    person.interview.remove_row("People[1]")
    assert person.interview.answer_to("MotherAge[2]") is None
