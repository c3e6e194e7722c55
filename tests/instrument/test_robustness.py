"""Whatever is done to a file: it is refused in words, or what is fit can be fielded."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.loading import INSTRUMENT_FILE, read_sources
from capi.instrument.model import Instrument, Mode
from tests.instrument.small import asking

SEB = (Path(__file__).parents[2] / "questionnaires" / "seb" / INSTRUMENT_FILE).read_text("utf-8")


def field(instrument: Instrument) -> None:
    """Holds an interview in every mode, always giving the first answer there is."""
    for mode in instrument.modes:
        interview = Interview(plan(instrument, mode))
        for _ in range(3 * len(instrument.questions)):
            prompt = interview.prompt()
            if prompt is None:
                break
            answer: object = prompt.offers[0].value if prompt.offers else 1
            interview.answer(prompt.field, answer)
        assert interview.position is None


_LINES = SEB.splitlines(keepends=True)
_SCRAPS = [
    "  ", "- ", ": ", "{", "}", "[", "]", ", ", "'", '"', "|", "#", "&a", "*a", "é", "none", "~", "no", "0", "-1", "9",
    "text", "asked_if", "SchoolType", "dont_know", "telephone", "showcard", "{SchoolType}", "{ParentQual|x}",
    "== ", "in (", ")", " or ", " and ", "not ", "is ",
]  # fmt: skip


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    """The SEB instrument with lines moved, left out and doubled, and scraps of the language put in and over."""
    lines = list(_LINES)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["out", "double", "move", "indent", "scrap", "cut"])):
            case "out":
                del lines[at]
            case "double":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines[at])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "indent":
                lines[at] = draw(st.sampled_from(["  ", " ", "      "])) + lines[at].lstrip()
            case "scrap":
                column = draw(st.integers(0, len(lines[at]) - 1))
                over = draw(st.integers(0, 4))
                lines[at] = (
                    lines[at][:column] + draw(st.sampled_from(_SCRAPS)) + lines[at][column + over :].rstrip("\n") + "\n"
                )
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at]) - 1))] + "\n"
    return "".join(lines)


@settings(deadline=None, max_examples=150)
@given(_damaged())
def test_a_damaged_instrument_is_refused_in_words_or_can_be_fielded(text: str) -> None:
    read = read_sources({INSTRUMENT_FILE: text})
    assert all(1 <= fault.place.line <= text.count("\n") + 1 for fault in read.faults)
    assert all(fault.message and fault.remedy and str(fault).isprintable() for fault in read.faults)
    if read.instrument is None:
        assert read.faults
    else:
        field(read.instrument)


_KEYS = st.sampled_from(["A", "B", "text", "type", "label", "categories", "list", "asked_if", "edits", "telephone", "modes", "1", "2", "dont_know",
                         "check", "fails_if", "message", "fields", "if", "number", "showcard", "prompt", "spontaneous", "heading", "file"])  # fmt: skip
_SCALARS = st.sampled_from(["", "none", "x", "text", "choice", "whole_number", "A == 1", "B is missing", "A", "B", "1", "-1", "true", "running",
                            "'{A}'", "'{'", "telephone", "[]", "{}"])  # fmt: skip
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_KEYS, inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {entry}" for key, entry in entries.items()) + "}"
        ),
    ),
    max_leaves=15,
)
_TOP = st.dictionaries(
    st.sampled_from(["languages", "source", "facts", "lists", "missing", "prompts", "fills", "showcards"]),
    _TREES,
    max_size=3,
)


@settings(deadline=None, max_examples=300)
@given(top=_TOP, questions=st.lists(_TREES, max_size=3), sections=st.lists(_TREES, max_size=1))
def test_an_instrument_of_any_shape_is_refused_in_words_or_can_be_fielded(
    top: dict[str, str], questions: list[str], sections: list[str]
) -> None:
    text = asking(
        "\n".join(f"- {question}" for question in questions),
        top="".join(f"{key}: {entry}\n" for key, entry in top.items()),
    )
    read = read_sources({INSTRUMENT_FILE: text + "".join(f"  - {section}\n" for section in sections)})
    if read.instrument is None:
        assert read.faults
    else:
        field(read.instrument)


def test_a_file_without_interviewer_or_with_all_modes_is_fielded_to_the_end() -> None:
    for modes in ("self_completion", "self_completion, face_to_face, telephone"):
        read = read_sources({INSTRUMENT_FILE: asking("- A: {text: One, categories: {1: X, 2: Z}}", modes=modes)})
        assert Mode.SELF_COMPLETION in read.fit().modes
        field(read.fit())
