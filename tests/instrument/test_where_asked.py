"""`modes:` of a question, a section or an edit: where it is asked at all, and what follows for the rest."""

import pytest

from capi.engine.plan import plan
from capi.engine.route import route
from capi.instrument.model import Answer, Instrument, Mode
from tests.instrument.small import asking, codes, fit, reading

ALL = "self_completion, face_to_face, telephone"
YES_NO = 'categories: {1: "Yes", 2: "No"}'
_OBSERVED = f"""
    - Stairs: {{text: Are there stairs?, observation: true, modes: [face_to_face], {YES_NO}}}
    - Steep: {{text: Are they steep?, asked_if: Stairs == 1, type: text}}
    - Flat: {{text: Is it flat?, asked_if: Stairs is unanswered, type: text}}
"""


def asked(instrument: Instrument, mode: Mode, **answers: Answer) -> tuple[str, ...]:
    return tuple(route(plan(instrument, mode), answers, {}).fields)


def test_a_question_is_on_the_route_of_its_modes_only() -> None:
    instrument = fit(asking(_OBSERVED, modes=ALL))
    assert asked(instrument, Mode.FACE_TO_FACE, Stairs=1) == ("Stairs", "Steep")
    assert asked(instrument, Mode.TELEPHONE, Stairs=1) == ("Flat",)
    assert asked(instrument, Mode.SELF_COMPLETION) == ("Flat",)


def test_a_question_needs_words_in_its_modes_only() -> None:
    question = fit(asking("- A: {type: text, modes: [telephone], telephone: {text: One}}", modes=ALL)).questions[0]
    assert question.usual.text == ("One",)
    assert [question.presentation(mode).asked for mode in Mode] == [False, False, True]
    read = reading(asking("- A: {type: text, modes: [telephone], face_to_face: {text: One}}", modes=ALL))
    assert codes(read.faults) == ["MODE-UNUSED", "TEXT-MISSING"]


def test_what_reads_a_question_where_it_is_not_asked_is_not_told_to_be_out_of_reach() -> None:
    section = "- section: More\n  asked_if: Stairs == 2\n  ask:\n    - B: {text: One, type: text}\n"
    fit(asking(_OBSERVED + "    " + section.replace("\n", "\n    "), modes=ALL))
    unasked = '- A: {text: One, type: text, modes: [telephone]}\n- B: {asked_if: A != "x", text: Two, type: text}'
    assert codes(reading(asking(unasked)).faults) == ["NEGATIVE-UNASKED"]


def test_a_question_that_nobody_reaches_is_told_in_its_modes() -> None:
    text = (
        f"- A: {{text: One, {YES_NO}}}\n- B: {{asked_if: A == 1 and A == 2, text: Two, type: text, modes: [telephone]}}"
    )
    faults = reading(asking(text)).faults
    assert codes(faults) == ["UNREACHABLE"]
    assert faults[0].message == "no answers lead to B in telephone"


_SECTION = f"""
    - A: {{text: One, type: whole_number, maximum: 9}}
    - section: Inner
      modes: [face_to_face, telephone]
      ask:
        - B: {{text: Two, type: text, modes: [telephone]}}
        - roster: Pets
          modes: [face_to_face]
          row_name: pet
          ask:
            - Kind: {{text: Which?, type: text}}
          another: {{More: {{text: More?, {YES_NO}}}}}
      edits:
        - {{signal: Inside, fails_if: A > 7, message: Seven}}
    - Last: {{text: Three, asked_if: count(Pets) == 1, type: text}}
"""


def test_all_that_stands_in_a_section_is_asked_in_its_modes_only() -> None:
    instrument = fit(asking(_SECTION, modes=ALL))
    assert asked(instrument, Mode.TELEPHONE) == ("A", "B")
    assert asked(instrument, Mode.SELF_COMPLETION) == ("A",)
    assert asked(instrument, Mode.FACE_TO_FACE) == ("A", "Kind[1]", "More", "Last")
    for mode, rules in ((Mode.SELF_COMPLETION, 0), (Mode.FACE_TO_FACE, 1), (Mode.TELEPHONE, 1)):
        assert len(plan(instrument, mode).rules) == rules


def test_an_edit_is_judged_in_its_modes_only() -> None:
    edit = "{check: Few, fails_if: A < 2, message: Too few, modes: [telephone]}"
    instrument = fit(asking(f"- A: {{text: One, type: whole_number, maximum: 9, edits: [{edit}]}}"))
    assert instrument.edits[0].modes == (Mode.TELEPHONE,)
    assert [len(plan(instrument, mode).rules) for mode in instrument.modes] == [0, 1]


def test_an_observation_is_made_where_an_interviewer_is() -> None:
    text = f"- A: {{text: Is it damp?, observation: true, {YES_NO}}}"
    assert reading(asking(text, modes=ALL)).faults[0].remedy == (
        "Write `modes: [face_to_face, telephone]` below it, or ask the respondent."
    )


@pytest.mark.parametrize(
    ("modes", "told"),
    [
        ("[phone]", ["WORD-UNKNOWN"]),
        ("telephone", ["SHAPE"]),
        ("[]", ["SHAPE"]),
        ("[self_completion]", ["MODE-NOWHERE"]),
        ("[self_completion, telephone]", ["MODE-UNUSED"]),
    ],
)
def test_modes_that_cannot_be_are_told(modes: str, told: list[str]) -> None:
    assert codes(reading(asking(f"- A: {{text: One, type: text, modes: {modes}}}")).faults) == told


def test_a_category_that_is_specified_and_a_battery_are_asked_where_their_question_is() -> None:
    text = """
        - A: {text: One, modes: [telephone], categories: {1: Own, 2: {text: Other, specify: B}}}
        - C: {text: Two, modes: [telephone], categories: {1: Own, 2: Rent}, items: {D: first, E: second}}
    """
    instrument = fit(asking(text))
    assert asked(instrument, Mode.TELEPHONE, A=2) == ("A", "B", "D", "E")
    assert asked(instrument, Mode.FACE_TO_FACE, A=2) == ()


def test_an_instrument_that_is_used_in_one_mode_is_made_for_that_one() -> None:
    used = (
        'instrument: jobs\nversion: "1"\ntitle: Jobs\nmodes: [telephone]\nsections:\n'
        "  - section: Work\n    ask:\n      - Works: {text: Do you work?, type: text}\n"
    )
    text = asking("- A: {text: One, type: text}\n- use: jobs\n  section: Jobs\n  modes: [telephone]")
    instrument = fit(text, beside={"jobs/instrument.yaml": used})
    assert asked(instrument, Mode.FACE_TO_FACE) == ("A",)
    assert asked(instrument, Mode.TELEPHONE) == ("A", "Works")
