"""Whatever is done to a file: it is refused in words, or what is fit can be fielded."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.loading import INSTRUMENT_FILE, read_sources, snapshot
from capi.instrument.model import Instrument, Mode
from tests.instrument.small import asking, head
from tests.instrument.whole_language import BESIDE, HOUSEHOLD, WORK

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


_SCRAPS = [
    "  ", "- ", ": ", "{", "}", "[", "]", ", ", "'", '"', "|", "#", "&a", "*a", "é", "none", "~", "no", "0", "-1", "9",
    "text", "asked_if", "SchoolType", "dont_know", "telephone", "showcard", "{SchoolType}", "{ParentQual|x}",
    "== ", "in (", ")", " or ", " and ", "not ", "is ", "has ", "count(", "People", "row", "2.5", "today", ":long", "on",
]  # fmt: skip


@st.composite
def _damaged(draw: st.DrawFn, text: str) -> str:
    """The instrument with lines moved, left out and doubled, and scraps of the language put in and over."""
    lines = text.splitlines(keepends=True)
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
@given(_damaged(SEB))
def test_a_damaged_instrument_is_refused_in_words_or_can_be_fielded(text: str) -> None:
    read = read_sources({INSTRUMENT_FILE: text})
    assert all(1 <= fault.place.line <= text.count("\n") + 1 for fault in read.faults)
    assert all(fault.message and fault.remedy and str(fault).isprintable() for fault in read.faults)
    if read.instrument is None:
        assert read.faults
    else:
        field(read.instrument)


def test_an_instrument_with_every_feature_has_no_fault() -> None:
    read = read_sources({INSTRUMENT_FILE: HOUSEHOLD, **BESIDE})
    assert [str(fault) for fault in read.faults] == []
    assert snapshot(read).instrument() == read.instrument
    for mode in read.fit().modes:
        plan(read.fit(), mode)


@settings(deadline=None, max_examples=300)
@given(_damaged(HOUSEHOLD), _damaged(WORK), _damaged(BESIDE["countries.csv"]))
def test_a_damaged_instrument_with_every_feature_is_refused_in_words_or_read(
    household: str, work: str, countries: str
) -> None:
    for sources in (
        {INSTRUMENT_FILE: household, **BESIDE},
        {INSTRUMENT_FILE: HOUSEHOLD, **BESIDE, "work/instrument.yaml": work},
        {INSTRUMENT_FILE: HOUSEHOLD, **BESIDE, "countries.csv": countries},
    ):
        read = read_sources(sources)
        assert all(1 <= fault.place.line <= sources[fault.place.file].count("\n") + 1 for fault in read.faults)
        assert all(fault.message and fault.remedy and str(fault).isprintable() for fault in read.faults)
        assert (read.instrument is None) is any(not fault.warning for fault in read.faults)


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
_MORE_KEYS = st.sampled_from(["A", "B", "C", "1", "2", "text", "type", "categories", "specify", "offered_if", "exclusive", "items", "computed", "value", "if",
                              "once", "observation", "of", "where", "frame", "places", "most", "earliest", "section", "roster", "use", "for_each", "ask",
                              "row_name", "size", "another", "at_least", "at_most", "facts", "title", "asked_if", "edits", "name", "plural_of", "one",
                              "other", "usual", "file", "label", "en"])  # fmt: skip
_MORE_SCALARS = st.sampled_from(["", "none", "x", "A", "B", "C", "1", "2", "2.5", "true", "on", "code_all", "decimal", "date", "partial_date", "time", "coded",
                                 "row", "information", "whole_number", "count(C) > 1", "'count(C, A == 1)'", "A has 1", "A is on", "today", "A + 1",
                                 "'{A:long}'", "'{position}'", "'2026-01-31'", "x.csv", "jobs"])  # fmt: skip
_MORE_TREES = st.recursive(
    _MORE_SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_MORE_KEYS, inner, max_size=6).map(
            lambda entries: "{" + ", ".join(f"{key}: {entry}" for key, entry in entries.items()) + "}"
        ),
    ),
    max_leaves=25,
)
_MORE_TOP = st.dictionaries(
    st.sampled_from(["facts", "switches", "lists", "fills", "frames", "dates", "missing", "prompts"]),
    _MORE_TREES,
    max_size=3,
)
_JOBS = head().replace("small", "jobs") + "sections:\n  - section: S\n    ask: [{Q: {text: '{A}?', type: text}}]\n"


@settings(deadline=None, max_examples=500)
@given(top=_MORE_TOP, asked=st.lists(_MORE_TREES, max_size=3), body=_MORE_TREES)
def test_the_whole_language_in_any_shape_is_refused_in_words_or_read(
    top: dict[str, str], asked: list[str], body: str
) -> None:
    kinds = (
        "{section: S, ask: [{Q1: BODY}]}",
        "{roster: C, row_name: c, size: A, ask: [{Q2: BODY}]}",
        "{A: BODY}",
        "{use: jobs, section: D, facts: BODY}",
    )
    text = asking(
        "\n".join(f"- {each}" for each in (*asked, *(kind.replace("BODY", body) for kind in kinds))),
        top="".join(f"{key}: {entry}\n" for key, entry in top.items()),
    )
    read = read_sources({INSTRUMENT_FILE: text, "x.csv": "code,text\n1,One\n2,Two\n", "jobs/instrument.yaml": _JOBS})
    assert all(fault.message and fault.remedy and str(fault).isprintable() for fault in read.faults)
    if read.instrument is None:
        assert any(not fault.warning for fault in read.faults)
    else:
        assert snapshot(read).instrument() == read.instrument


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
