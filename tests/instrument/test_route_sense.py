"""The sense of the route: order, circles, and questions that no answers lead to."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.engine.plan import plan
from capi.engine.route import route
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Answer, Missing, Mode
from capi.instrument.parsing import parse
from capi.instrument.validation import validate
from tests.instrument.small import asking, codes, fit, head, reading

ONE_TWO = "categories: {1: One, 2: Two}"


def places(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line) for fault in reading(text).faults]


def test_a_filter_cannot_read_its_own_question() -> None:
    (fault,) = reading(asking(f"- A: {{asked_if: A == 1, text: Do you?, {ONE_TWO}}}")).faults
    assert (fault.code, fault.message) == ("FILTER-LATER", "the filter of A reads A itself")


def test_the_filter_of_a_section_cannot_read_what_is_asked_within_it_or_later() -> None:
    def sections(reads: str) -> str:
        return (
            head()
            + f"""sections:
  - section: First
    asked_if: {reads} == 1
    ask:
      - A: {{text: Do you?, {ONE_TWO}}}
  - section: Second
    ask:
      - B: {{text: Do you?, {ONE_TWO}}}
"""
        )

    (fault,) = reading(sections("A")).faults
    assert (fault.code, fault.place.line) == ("FILTER-LATER", 7)
    assert fault.message == "the filter of section First reads A, which is asked within it"
    (fault,) = reading(sections("B")).faults
    assert fault.message == "the filter of section First reads B, which is asked later"
    assert fault.remedy == "Move section First below B."


def test_a_circle_is_told_once_with_the_way_round() -> None:
    text = asking(f"""
        - A: {{asked_if: C == 1, text: Do you?, {ONE_TWO}}}
        - B: {{asked_if: A == 1, text: Do you?, {ONE_TWO}}}
        - C: {{asked_if: B == 1, text: Do you?, {ONE_TWO}}}
    """)
    (fault,) = reading(text).faults
    assert (fault.code, fault.place.line) == ("FILTER-CYCLE", 8)
    assert "A -> C -> B -> A" in fault.message


def test_each_circle_is_told() -> None:
    text = asking(f"""
        - A: {{asked_if: B == 1, text: Do you?, {ONE_TWO}}}
        - B: {{asked_if: A == 1, text: Do you?, {ONE_TWO}}}
        - C: {{asked_if: D == 1, text: Do you?, {ONE_TWO}}}
        - D: {{asked_if: C == 1, text: Do you?, {ONE_TWO}}}
    """)
    assert places(text) == [("FILTER-CYCLE", 8), ("FILTER-CYCLE", 10)]


def test_a_later_question_read_in_one_mode_is_told_in_that_line() -> None:
    text = asking(
        f"- A:\n    text: One\n    type: text\n    telephone:\n      asked_if: B == 1\n- B: {{text: Do you?, {ONE_TWO}}}"
    )
    assert places(text) == [("FILTER-LATER", 12)]


@pytest.mark.parametrize(
    "condition",
    [
        "A == 1 and A == 2",
        "A == 1 and A is refused",
        "A == 1 and B == 2",
        "B is missing and not A != 1",
        "H > 5 and H < 6",
        "H > 99",
        "H == 3 and H != 3",
        "A is not_applicable",
        "T == 'x' and T == 'y'",
        "Late == 1 and A == 2",
    ],
)
def test_a_question_that_no_answers_lead_to_is_told(condition: str) -> None:
    text = asking(f"""
        - A: {{text: Do you?, categories: {{1: One, 2: Two, 3: Three, 4: Four}}}}
        - B: {{asked_if: "A != 1", text: Do you?, categories: {{1: One, 2: Two, not_applicable: Never}}}}
        - H: {{text: How many?, type: whole_number, maximum: 99}}
        - T: {{text: Which?, type: text}}
        - Early: {{asked_if: A == 1, text: Do you?, {ONE_TWO}}}
        - Late: {{asked_if: Early == 1, text: Do you?, {ONE_TWO}}}
        - Q: {{asked_if: "{condition}", text: One, type: text}}
    """).replace("A is not_applicable", "A == 1 and B is not_applicable")  # fmt: skip
    assert codes(reading(text).faults) == ["UNREACHABLE"]


@pytest.mark.parametrize(
    "condition",
    [
        "A == 3 and B == 2",
        "A == 1 and B is unanswered",
        "A is refused and B is dont_know",
        "H > 5 and H < 7",
        "H >= 99",
        "H == G",
        "H + G > 150",
        "H - G == 98",
        "T != 'x' and T != 'y' and T is answered",
        "Age == 17",
        "Age is unanswered",
        "5 < H and 7 > H",
    ],
)
def test_a_question_that_some_answers_lead_to_is_fit(condition: str) -> None:
    fit(
        asking(
            f"""
            - A: {{text: Do you?, categories: {{1: One, 2: Two, 3: Three, 4: Four}}}}
            - B: {{asked_if: A != 1, text: Do you?, {ONE_TWO}}}
            - H: {{text: How many?, type: whole_number, maximum: 99}}
            - G: {{text: How many?, type: whole_number, minimum: 1, maximum: 60}}
            - T: {{text: Which?, type: text}}
            - Q: {{asked_if: "{condition}", text: One, type: text}}
            """,
            top="facts: {Age: {type: whole_number, minimum: 16, maximum: 20}}\n",
        )
    )


def test_what_cannot_be_reached_in_one_mode_only_names_it() -> None:
    text = asking(f"""
        - A: {{text: Do you?, categories: {{1: One, 2: Two, 3: {{text: Three, modes: [telephone]}}}}}}
        - Q: {{asked_if: A == 3, text: Do you?, {ONE_TWO}}}
    """)
    (fault,) = reading(text).faults
    assert fault.message == "no answers lead to Q in face_to_face"


def test_a_section_without_a_way_to_it_is_told_once_and_so_is_a_question() -> None:
    text = (
        head()
        + f"""sections:
  - section: First
    ask:
      - A: {{text: Do you?, {ONE_TWO}}}
      - B: {{asked_if: A == 1 and A == 2, text: Do you?, {ONE_TWO}}}
      - C: {{asked_if: B == 1, text: Do you?, {ONE_TWO}}}
  - section: Second
    asked_if: A == 2 and A == 1
    ask:
      - D: {{text: Do you?, {ONE_TWO}}}
      - E: {{asked_if: D == 1, text: Do you?, {ONE_TWO}}}
"""
    )
    assert places(text) == [("UNREACHABLE", 9), ("UNREACHABLE", 12)]


def test_a_long_chain_of_filters_is_followed_without_end() -> None:
    chain = "".join(f"- A{n}: {{asked_if: A{n - 1} == 1, text: Do you?, {ONE_TWO}}}\n" for n in range(1, 400))
    fit(asking(f"- A0: {{text: Do you?, {ONE_TWO}}}\n{chain}"))


_ASKED = [
    "== 1",
    "== 2",
    "!= 1",
    "in (1, 2)",
    "not in (1, 2)",
    "is missing",
    "is refused",
    "is unanswered",
    "is answered",
]
_TOGETHER = ["== A", "!= A", "== B", "!= B"]


@st.composite
def _conditions(draw: st.DrawFn, names: str, asked: list[str] = _ASKED) -> str:
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(["", "not "]), st.sampled_from(names), st.sampled_from(asked)),
            min_size=1,
            max_size=4,
        )
    )
    words = [draw(st.sampled_from(["and", "or"])) for _ in parts[1:]]
    return " ".join(f"{word} {no}{name} {asked}" for word, (no, name, asked) in zip(["", *words], parts, strict=True))


def unreachable(*filters: str) -> tuple[set[str], set[str]]:
    """Of questions A, B, C and D with these filters of the last three: those that are told, and those that no
    answers lead to when every combination of answers is tried out with the route itself."""
    conditions = dict(zip("BCD", map(parse, filters), strict=True))
    free = fit(asking("\n".join(f"- {name}: {{text: Do you?, categories: {{1: X, 2: Z, 3: W}}}}" for name in "ABCD")))
    (section,) = free.sections
    questions = tuple(
        replace(question, usual=replace(question.usual, asked_if=conditions.get(question.name)))
        for question in section.questions
    )
    instrument = replace(free, sections=(replace(section, parts=questions),))
    faults = Faults()
    validate(instrument, Lines(), faults)
    made = plan(instrument, Mode.TELEPHONE)
    values: tuple[Answer | None, ...] = (1, 2, 3, Missing.REFUSED, Missing.DONT_KNOW, None)
    reached: set[str] = set()
    for answers in product(values, repeat=3):
        given_ = {name: answer for name, answer in zip("ABC", answers, strict=True) if answer is not None}
        reached.update(route(made, given_, {}).fields)
    told = {fault.message.split()[-1] for fault in faults if fault.code == "UNREACHABLE"}
    return told, set("ABCD") - reached


@settings(deadline=None)
@given(of_b=_conditions("A"), of_c=_conditions("AB"), of_d=_conditions("ABC"))
def test_it_is_told_exactly_where_no_answers_at_all_lead_to_a_question(of_b: str, of_c: str, of_d: str) -> None:
    told, missed = unreachable(of_b, of_c, of_d)
    assert told <= missed
    assert bool(told) is bool(missed)


@settings(deadline=None)
@given(of_b=_conditions("A", [*_ASKED, "== A", "!= A"]), of_c=_conditions("AB", [*_ASKED, *_TOGETHER]),
       of_d=_conditions("ABC", [*_ASKED, *_TOGETHER]))  # fmt: skip
def test_where_answers_are_compared_with_each_other_none_is_told_wrongly(of_b: str, of_c: str, of_d: str) -> None:
    told, missed = unreachable(of_b, of_c, of_d)
    assert told <= missed
