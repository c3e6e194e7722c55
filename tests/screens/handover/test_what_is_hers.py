"""What is handed over from a question: its section, and of a section that goes through rows the row of now."""

from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.engine.rows import Rows
from capi.instrument.loading import find_instrument, read_instrument
from capi.instrument.model import Mode
from capi.screens.handover.what_is_hers import hers_at
from capi.settings import Settings
from tests.instrument.small import asking, fit

PEOPLE = """
- roster: People
  row_name: "{Name}"
  ask:
    - Name: {text: Name?, type: text}
  another:
    More: {text: More?, categories: {1: "Yes", 2: "No"}}
- section: Each
  title: For each
  for_each: People
  hand_over: true
  ask:
    - Mood: {text: Mood?, type: text}
    - Shown: {text: Look., type: information}
- section: All
  hand_over: true
  ask:
    - roster: Pets
      size: 2
      row_name: pet
      ask:
        - Pet: {text: Pet?, type: text}
"""


def test_of_a_section_for_each_person_only_the_row_of_now_is_handed_over() -> None:
    instrument = fit(asking(PEOPLE, modes="face_to_face, self_completion"))
    interview = Interview(
        plan(instrument, Mode.FACE_TO_FACE),
        {"Name[1]": "Ann", "Name[2]": "Bo", "More": 2, "Mood[1]": "Well", "Shown[1]": 1},
        rows={"People": Rows(2, frozenset())},
    )
    assert interview.position == "Mood[2]"
    hers = hers_at(interview, "Mood[2]")
    assert hers is not None
    assert (hers.title, hers.asked) == ("For each", 1)
    assert hers("Mood[2]")
    assert hers("Shown[2]")
    assert not hers("Mood[1]"), "nobody sees what another person answered"
    assert not hers("Name[2]")


def test_of_a_section_with_rows_in_it_all_rows_are_hers() -> None:
    instrument = fit(asking(PEOPLE, modes="face_to_face, self_completion"))
    interview = Interview(plan(instrument, Mode.FACE_TO_FACE))
    hers = hers_at(interview, "Pet[1]")
    assert hers is not None
    assert hers("Pet[1]")
    assert hers("Pet[2]")


def test_nothing_is_handed_over_from_elsewhere() -> None:
    instrument = fit(asking(PEOPLE, modes="face_to_face, self_completion"))
    interview = Interview(plan(instrument, Mode.FACE_TO_FACE))
    assert hers_at(interview, "Name[1]") is None
    assert hers_at(interview, None) is None


def test_in_a_household_the_background_of_the_one_person_is_handed_over(settings: Settings) -> None:
    household = read_instrument(find_instrument("household", settings.questionnaires)).fit()
    hers = hers_at(Interview(plan(household, Mode.FACE_TO_FACE), today="2026-11-18"), "SchoolType[2]")
    assert hers is not None
    assert (hers.title, hers.asked, hers.rows) == ("Socio-economic background", 8, (2,))
