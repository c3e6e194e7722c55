"""Handing over: which sections the respondent may answer alone, and how the rest is put then."""

from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.handing_over import as_handed_over, outermost
from capi.instrument.model import Instrument, Mode
from tests.instrument.small import asking, fit, told

BOTH = "face_to_face, self_completion"
ALONE = """
- Before:
    text: How are you?
    type: text
    modes: [face_to_face]
- section: Feelings
  hand_over: true
  ask:
    - Lonely: {text: How often does the respondent feel lonely?, type: text, self_completion: {text: How often do you feel lonely?}}
    - section: Deeper
      ask:
        - Why: {text: Why?, type: text}
    - section: Seen
      hand_over: false
      ask:
        - Watched: {text: Was anybody looking on?, type: text}
- After: {text: Anything else?, type: text, self_completion: {text: Else?}}
"""
JOBS = """
instrument: jobs
version: "1"
title: Jobs
modes: [face_to_face, self_completion, telephone]
sections:
  - section: Work
    hand_over: true
    ask:
      - Job: {text: What does the respondent do?, type: text, self_completion: {text: What do you do?}}
"""
USE = "- use: jobs\n  section: Jobs\n"


def handed(instrument: Instrument) -> dict[str, bool]:
    return {section.name: section.hand_over for section in instrument.all_sections}


def test_what_stands_within_is_handed_over_too_unless_it_says_otherwise() -> None:
    instrument = fit(asking(ALONE, modes=BOTH))
    assert handed(instrument) == {"Main": False, "Feelings": True, "Deeper": True, "Seen": False}
    assert [section.name for section in outermost(instrument)] == ["Feelings"]


def test_only_what_is_asked_in_both_modes_is_handed_over() -> None:
    section = "- section: Alone\n  hand_over: true\n  ask:\n    - A: {text: One, type: text}"
    assert told(asking(section, modes="face_to_face, telephone")) == [("HAND-OVER", 9)]
    assert told(asking(section, modes="self_completion, telephone")) == [("HAND-OVER", 9)]
    narrowed = section.replace("hand_over", "modes: [self_completion]\n  hand_over")
    assert told(asking(narrowed, modes=BOTH)) == [("HAND-OVER", 10)]


def test_a_used_instrument_is_handed_over_though_ours_is_not_fielded_in_self_completion() -> None:
    instrument = fit(asking(USE + "  hand_over: true\n"), beside={"jobs/instrument.yaml": JOBS})
    assert instrument.modes == (Mode.FACE_TO_FACE, Mode.TELEPHONE)
    assert handed(instrument) == {"Main": False, "Jobs": True, "Work": True}
    job = next(question for question in instrument.questions if question.name == "Job")
    assert job.presentation(Mode.SELF_COMPLETION).text == ("What do you do?",)
    assert job.presentation(Mode.TELEPHONE).text == ("What does the respondent do?",)


def test_a_used_instrument_is_not_handed_over_where_ours_says_nothing_and_is_not_fielded_so() -> None:
    assert handed(fit(asking(USE), beside={"jobs/instrument.yaml": JOBS})) == {
        "Main": False,
        "Jobs": False,
        "Work": False,
    }
    fielded = fit(asking(USE, modes=BOTH), beside={"jobs/instrument.yaml": JOBS})
    assert handed(fielded) == {"Main": False, "Jobs": False, "Work": True}


def test_a_used_instrument_without_the_wording_is_not_handed_over() -> None:
    jobs = JOBS.replace(", self_completion, telephone]", ", telephone]").replace("    hand_over: true\n", "")
    told_of = told(asking(USE + "  hand_over: true\n"), beside={"jobs/instrument.yaml": jobs})
    assert told_of == [("USE-MODE", 8)]


def test_around_what_is_handed_over_all_is_put_as_it_is_face_to_face() -> None:
    instrument = fit(asking(ALONE, modes=BOTH))
    hers = plan(as_handed_over(instrument), Mode.SELF_COMPLETION)
    words = {
        name: hers.question(name).presentation(Mode.SELF_COMPLETION).text[0] for name in ("Before", "Lonely", "After")
    }
    assert words == {"Before": "How are you?", "Lonely": "How often do you feel lonely?", "After": "Anything else?"}
    interview = Interview(hers, {"Before": "Well"})
    assert interview.position == "Lonely", "what is not asked in self-completion was asked by the interviewer"
