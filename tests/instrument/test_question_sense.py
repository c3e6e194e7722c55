"""The sense of questions: they offer what goes with the way they are answered, and can be put in every mode."""

import pytest

from tests.instrument.small import asking, codes, fit, reading

THREE = "1: Bus, 2: Car, 3: {text: Neither, exclusive: true}"


def told(keys: str, *, modes: str = "face_to_face", top: str = "") -> list[str]:
    text = asking(f"- H: {{text: How old?, type: whole_number}}\n- Q: {{{keys}}}", modes=modes, top=top)
    return codes(reading(text).faults)


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        (f"text: Which?, type: code_all, categories: {{{THREE}}}", []),
        (f"text: Which?, type: code_all, most: 2, categories: {{{THREE}}}", []),
        (f"text: Which?, type: code_all, most: 4, categories: {{{THREE}}}", ["RANGE"]),
        ("text: Which?, type: code_all, categories: {1: Bus}", ["CATEGORIES"]),
        (f"text: Which?, categories: {{{THREE}}}", ["TYPE"]),
        ("text: Which?, categories: {1: Bus, 2: {text: Car, offered_if: H > 16}}", []),
        ("text: Which?, categories: {1: {text: Bus, offered_if: H < 3}, 2: {text: Car, offered_if: H > 16}}", ["CATEGORIES"]),
        ("text: Which?, categories: {1: Bus, 2: {text: Car, offered_if: Nope == 1}}", ["FILTER-UNKNOWN"]),
        ("text: Which?, categories: {1: Bus, 2: {text: Car, offered_if: Q == 1}}", ["FILTER-LATER"]),
        ("text: Which?, type: date, categories: {1: Never, dont_know: }", ["CATEGORIES"]),
        ("text: How much?, type: decimal, minimum: 0.125, places: 2", ["RANGE"]),
        ("text: How much?, type: decimal, maximum: 99.999, places: 2", ["RANGE"]),
        ("text: How much?, type: decimal, maximum: 99.990, places: 2", []),
        ("type: whole_number", ["TEXT-MISSING"]),
        ("type: information", ["TEXT-MISSING"]),
        ("type: whole_number, computed: H + 1", []),
    ],
)  # fmt: skip
def test_a_question_offers_what_goes_with_its_type(keys: str, codes: list[str]) -> None:
    told_of = [code for code in told(keys, top="missing: {dont_know: Do not know}\n") if code != "MISSING-UNUSED"]
    assert told_of == codes


def test_an_observation_needs_an_interviewer() -> None:
    damp = 'text: Is it damp?, observation: true, categories: {1: "Yes", 2: "No"}'
    assert told(damp, modes="face_to_face, telephone") == []
    assert told(damp, modes="self_completion, face_to_face") == ["OBSERVATION"]
    assert told("type: whole_number, observation: true, computed: H") == ["OBSERVATION"]


def test_the_category_of_a_choice_can_be_specified() -> None:
    fit(asking("- Q: {text: Which?, categories: {1: Bus, 2: {text: Other, specify: Which}}}"))
    fit(asking("- Q: {text: Which?, type: code_all, categories: {1: Bus, 2: {text: Other, specify: Which}}}"))


def test_a_frame_that_nobody_is_coded_to_is_warned_of() -> None:
    from capi.instrument.loading import read_sources

    text = asking("- A: {text: One, type: text}", top="frames: {places: {title: Places, file: places.csv}}\n")
    faults = read_sources({"instrument.yaml": text, "places.csv": "code,text\n1,One\n2,Two\n"}).faults
    assert [(fault.code, fault.warning) for fault in faults] == [("FRAME-UNUSED", True)]


def test_what_is_wrong_with_a_battery_is_told_once() -> None:
    items = "items: {Shopping: shopping, Cooking: cooking, Washing: washing}"
    later = "- Z: {text: One, type: text}"
    for keys, code in (
        ("text: 'Do you {Z}?', categories: {1: Always, 2: Never}", "FILL-LATER"),
        ("asked_if: Z is answered, text: Do you?, categories: {1: Always, 2: Never}", "FILTER-LATER"),
        ("categories: {1: Always, 2: Never}", "TEXT-MISSING"),
        ("text: Do you?, categories: {1: Always}", "CATEGORIES"),
    ):
        assert codes(reading(asking(f"- Help: {{{keys}, {items}}}\n{later}")).faults) == [code]


def test_a_category_that_one_mode_does_not_offer_can_be_specified() -> None:
    fit(
        asking(
            "- Q: {text: Which?, categories: {1: Bus, 2: Car, 3: {text: Other, modes: [telephone], specify: Which}}}"
        )
    )


def test_a_condition_of_a_category_is_looked_at_where_the_question_is_asked() -> None:
    text = """
        - A: {text: Which?, categories: {1: Bus, 2: Car}}
        - B: {asked_if: A == 1, text: Which?, categories: {1: Bus, 2: Car}}
        - C: {FILTERtext: Which?, categories: {1: Bus, 2: Car, 3: {text: Boat, offered_if: B != 1}}}
    """
    assert codes(reading(asking(text.replace("FILTER", ""))).faults) == ["NEGATIVE-UNASKED"]
    assert codes(reading(asking(text.replace("FILTER", "asked_if: A == 1, "))).faults) == []
