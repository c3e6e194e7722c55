"""Cases answered in several modes, as rows: nothing that was answered is missing, and each row says in which modes it was."""

import pytest

from capi.dataset.cells import Absence, Cell
from capi.dataset.flatten import datasets
from capi.dataset.phrasings import Phrasing, category_phrasings, phrasings, question_text
from capi.fieldwork.ways_answered import WayAnswered
from capi.instrument.loading import read_sources, snapshot
from capi.instrument.model import Mode
from tests.dataset.household import Journals, household
from tests.dataset.in_turns import Turn, alone, by_telephone, face_to_face, hold_in_turns
from tests.dataset.rows import dictionaries

VISITED = """
    instrument: visited
    version: "1"
    title: Visited
    modes: [self_completion, face_to_face, telephone]
    sections:
      - section: Start
        ask:
          - First: {text: First?, categories: {1: "Yes", 2: "No"}}
          - OnlineAlone: {modes: [self_completion], text: Online?, categories: {1: "Yes", 2: "No"}}
          - Why: {asked_if: OnlineAlone == 1, text: Why?, type: text, longest: 50}
          - Rung: {modes: [telephone], text: Rung?, categories: {1: "Yes", 2: "No"}}
          - Ways:
              text: Which?
              type: code_all
              categories: {1: Bus, 2: {text: Tram, modes: [self_completion]}, 3: Boat}
          - Day: {label: Day, type: date, computed: today, once: true}
      - roster: Pets
        at_least: 0
        at_most: 3
        row_name: pet
        ask:
          - Fed: {modes: [self_completion], text: Fed?, categories: {1: "Yes", 2: "No"}}
          - Kind: {text: Kind?, type: text, longest: 20}
        another:
          More: {text: More?, categories: {1: "Yes", 2: "No"}}
      - section: End
        ask:
          - Last: {text: Last?, categories: {1: "Yes", 2: "No"}}
"""
BEGUN = (("First", 1), ("OnlineAlone", 1), ("Why", "so"), ("Ways", [2]))
PETS = (("More", 1), ("Fed[1]", 2), ("Kind[1]", "cat"), ("More", 2))


def row(own: Mode, *turns: Turn) -> dict[str, Cell]:
    journals = Journals()
    hold_in_turns(journals, "1", own, turns, household(VISITED))
    (dataset,) = datasets(journals, everything=True)
    (found,) = dictionaries(dataset)
    return found


def test_a_case_in_one_mode_names_that_mode() -> None:
    found = row(Mode.TELEPHONE, by_telephone(("First", 1), ("Rung", 2), ("Ways", [1]), ("More", 2), ("Last", 1)))

    assert (found["Mode"], found["Modes"], found["Status"]) == ("telephone", "telephone", "completed")


@pytest.mark.parametrize("own", Mode)
def test_the_modes_of_the_answers_always_stand_in_the_same_order(own: Mode) -> None:
    begun_by_telephone = by_telephone(("First", 1), ("Rung", 2), ("Ways", [1]))
    found = row(own, begun_by_telephone, face_to_face(("More", 2)), alone(("OnlineAlone", 2), ("Last", 1)))

    assert found["Modes"] == "self_completion+face_to_face+telephone"
    assert found["Mode"] == own.value


@pytest.mark.parametrize("turns", [(), (alone(),)])
def test_a_case_without_an_answer_was_answered_in_no_mode(turns: tuple[Turn, ...]) -> None:
    assert row(Mode.TELEPHONE, *turns)["Modes"] is None


def test_what_was_asked_online_alone_is_there_when_the_rest_was_asked_by_telephone() -> None:
    found = row(Mode.TELEPHONE, alone(*BEGUN), by_telephone(("Rung", 1), ("More", 2), ("Last", 2)))

    assert found["Status"] == "completed"
    assert (found["First"], found["OnlineAlone"], found["Why"], found["Rung"], found["Last"]) == (1, 1, "so", 1, 2)
    assert found["Modes"] == "self_completion+telephone"


def test_what_the_mode_of_the_case_alone_asks_does_not_wait_where_all_was_answered_online() -> None:
    found = row(Mode.TELEPHONE, alone(*BEGUN, ("More", 2), ("Last", 2)))

    assert (found["Status"], found["Rung"], found["Last"]) == ("completed", Absence.NOT_ASKED, 2)
    assert found["Modes"] == "self_completion"


def test_a_computed_field_was_answered_in_no_mode() -> None:
    found = row(Mode.TELEPHONE, alone(*BEGUN))

    assert (found["Day"], found["Modes"]) == ("2026-11-18", "self_completion")


def test_what_waits_does_so_in_the_mode_the_interview_stands_in() -> None:
    begun = alone(("First", 1))
    online, rung = row(Mode.TELEPHONE, begun), row(Mode.TELEPHONE, begun, by_telephone(("First", 2)))

    assert (online["OnlineAlone"], online["Rung"]) == (Absence.UNANSWERED, Absence.NOT_ASKED)
    assert (rung["OnlineAlone"], rung["Rung"]) == (Absence.NOT_ASKED, Absence.UNANSWERED)


def test_who_only_looks_at_an_interview_does_not_change_how_it_stands() -> None:
    found = row(Mode.TELEPHONE, alone(("First", 1)), by_telephone())

    assert found["OnlineAlone"] is Absence.UNANSWERED


def test_a_category_of_another_mode_is_coded_and_one_not_offered_there_was_not_asked_about() -> None:
    online = row(Mode.TELEPHONE, alone(*BEGUN))
    rung = row(Mode.SELF_COMPLETION, by_telephone(("First", 1), ("Rung", 2), ("Ways", [1])))

    assert (online["Ways_1"], online["Ways_2"], online["Ways_3"]) == (0, 1, 0)
    assert (rung["Ways_1"], rung["Ways_2"], rung["Ways_3"]) == (1, Absence.NOT_ASKED, 0)


def test_rows_answered_online_are_there_with_what_only_they_were_asked() -> None:
    journals = Journals()
    turns = (alone(*BEGUN, *PETS), by_telephone(("Rung", 1), ("Last", 1)))
    hold_in_turns(journals, "1", Mode.TELEPHONE, turns, household(VISITED))
    (dataset,) = datasets(journals, everything=False)

    (pet,) = dictionaries(dataset, ("Pets",))
    assert (pet["Fed"], pet["Kind"]) == (2, "cat")


def test_a_listener_is_told_what_was_not_given_to_an_interviewer_in_the_mode_of_the_case() -> None:
    journals, told = Journals(), dict[Cell, dict[str, WayAnswered]]()
    turns = (
        alone(("First", 1), ("OnlineAlone", 2), ("Ways", [1])),
        by_telephone(("Rung", 1), ("More", 2), ("Last", 1)),
    )
    hold_in_turns(journals, "mixed", Mode.TELEPHONE, turns, household(VISITED))
    rung = (by_telephone(("First", 1), ("Rung", 1)),)
    hold_in_turns(journals, "rung", Mode.TELEPHONE, rung, household(VISITED))
    (dataset,) = datasets(journals, everything=True)

    list(dataset.rows(lambda case, ways: told.update({case: dict(ways)})))

    online = WayAnswered(Mode.SELF_COMPLETION, alone=True)
    assert told == {"mixed": dict.fromkeys(("First", "OnlineAlone", "Ways"), online)}


def test_alone_in_the_mode_of_the_case_is_told_too() -> None:
    journals, told = Journals(), list[WayAnswered]()
    hold_in_turns(journals, "1", Mode.SELF_COMPLETION, [alone(("First", 1))], household(VISITED))
    beside = Turn(Mode.SELF_COMPLETION, [("First", 2)], "anna")
    hold_in_turns(journals, "2", Mode.SELF_COMPLETION, [beside], household(VISITED))
    (dataset,) = datasets(journals, everything=True)

    list(dataset.rows(lambda _, ways: told.extend(ways.values())))

    assert told == [WayAnswered(Mode.SELF_COMPLETION, alone=True)]


FEELINGS = """
instrument: feelings
version: "1"
title: Feelings
modes: [face_to_face, self_completion]
sections:
  - section: Feelings
    hand_over: true
    ask:
      - Feels:
          text: How does the respondent feel?
          type: code_all
          categories: {1: Well, 2: {text: Ill, self_completion: {text: Not well}}, 3: {text: Prefer a sign, modes: [self_completion]}}
          self_completion: {text: How do you feel?}
"""
VISIT = """
instrument: visit
version: "1"
title: Visit
modes: [face_to_face]
sections:
  - section: Main
    ask:
      - use: feelings
        section: Part
        hand_over: true
      - section: End
        ask:
          - Last: {text: Last?, categories: {1: "Yes", 2: "No"}}
"""


def handed_over() -> Journals:
    """Each way once, with an instrument that is fielded face to face alone."""
    kept = snapshot(read_sources({"instrument.yaml": VISIT, "feelings/instrument.yaml": FEELINGS}))
    journals = Journals()
    hold_in_turns(journals, "1", Mode.FACE_TO_FACE, [alone(("Feels", [2, 3])), face_to_face(("Last", 1))], kept)
    hold_in_turns(journals, "2", Mode.FACE_TO_FACE, [face_to_face(("Feels", [1]), ("Last", 1))], kept)
    return journals


def test_a_part_that_was_handed_over_keeps_what_only_the_respondent_alone_is_offered() -> None:
    (dataset,) = datasets(handed_over(), everything=False)
    hers, asked = dictionaries(dataset)

    assert [hers[f"Feels_{value}"] for value in (1, 2, 3)] == [0, 1, 1]
    assert [asked[f"Feels_{value}"] for value in (1, 2, 3)] == [1, 0, Absence.NOT_ASKED]
    assert (hers["Modes"], asked["Modes"]) == ("self_completion+face_to_face", "face_to_face")


def test_the_wording_of_a_part_that_is_handed_over_is_told_apart() -> None:
    (dataset,) = datasets(handed_over(), everything=False)
    second = next(variable for variable in dataset.tables[0].variables if variable.name == "Feels_2")

    assert phrasings(second.definitions, question_text) == (
        Phrasing("How does the respondent feel?", "face to face"),
        Phrasing("How do you feel?", "self-completion"),
    )
    words = category_phrasings(second.definitions)[2]
    assert words == (Phrasing("Ill", "face to face"), Phrasing("Not well", "self-completion"))
