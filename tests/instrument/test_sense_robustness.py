"""Whatever conditions and texts say in whatever place: it is told in words, or the instrument can be compiled."""

from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.plan import plan
from tests.instrument.small import head, reading

_NAMES = ["A", "Sex", "Born", "Ways", "Kept", "Name", "Age", "Title", "Who", "More", "Last", "Nope", "People", "Jobs", "row",
          "position", "today", "Help", "Shopping", "Region", "Long", "Main", "they"]  # fmt: skip
_ATOMS = [*_NAMES, "1", "2", "12.5", '"x"', '"2026-01-31"', '"17:40"']
_VALUES = [
    "count({r})", "count({r}, {a} == 1)", "sum({r}, {a})", "least({r}, {a}, {b} > 2)", "first({r}, {a})", "first({r}, row, {a} == {b})",
    "age({a}, {b})", "days_after({a}, 3)", "sunday_before({a})", "({a} + {b})", "{a} / {b}", "year({a})", "{a}", "{b}",
]  # fmt: skip
_TESTS = [
    "{v} == {w}", "{v} > {w}", "{v} != {w}", "{v} in (1, 2)", "{v} not in ('x', 'y')", "{a} has 1", "not {a} has (1, 2)",
    "{a} is answered", "{a} is not refused", "any({r}, {a} == {b})", "all({r}, any(Jobs, {a} > {b}))", "not all({r}, {a} != 1)",
]  # fmt: skip
_TEXTS = ["{{{a}}}", "{{{a}|x}}", "{{{a}:long}}", "{{{a}:nope|x}} of {{{b}}}"]


@st.composite
def _written(draw: st.DrawFn, forms: list[str]) -> str:
    rosters = st.sampled_from(["People", "Jobs", "Nope"])
    value = draw(st.sampled_from(_VALUES)), draw(st.sampled_from(_VALUES))
    text = draw(st.sampled_from(forms)).replace("{v}", value[0]).replace("{w}", value[1])
    while "{r}" in text:
        text = text.replace("{r}", draw(rosters), 1)
    if forms is _TEXTS:
        return text.format(a=draw(st.sampled_from(_NAMES)), b=draw(st.sampled_from(_NAMES)))
    for sign in ("{a}", "{b}"):
        while sign in text:
            text = text.replace(sign, draw(st.sampled_from(_ATOMS)), 1)
    return text


def _joined(draw: st.DrawFn) -> str:
    return draw(st.sampled_from([" and ", " or "])).join(draw(st.lists(_written(_TESTS), min_size=1, max_size=2)))


_CONDITION, _VALUE, _TEXT = "CONDITION", "VALUE", "TEXT"
_INSTRUMENT = (
    head("self_completion, face_to_face")
    + """facts:
  Region: {type: choice, categories: {1: North, 2: South}}
switches:
  Long: {usual: off}
fills:
  they: [{if: 'CONDITION', text: 'TEXT'}, {text: 'TEXT'}]
  words: {plural_of: 'VALUE', one: 'TEXT', other: words}
sections:
  - section: Main
    asked_if: 'CONDITION'
    ask:
      - A: {text: 'TEXT', type: whole_number}
      - Sex: {asked_if: 'CONDITION', text: 'TEXT', categories: {1: One, 2: {text: 'TEXT', offered_if: 'CONDITION'}}}
      - Born: {text: One, type: date}
      - Ways: {text: Which?, type: code_all, categories: {1: One, 2: Two, 3: {text: Other, specify: Which}}}
      - Kept: {type: TYPE, computed: [{if: 'CONDITION', value: 'VALUE'}, {value: 'VALUE'}], once: true}
      - Help: {asked_if: 'CONDITION', text: '{words} TEXT', list: yes_no, items: {Shopping: 'TEXT', Cooking: 'x'}}
  - roster: People
    asked_if: 'CONDITION'
    row_name: 'TEXT'
    ask:
      - Name: {text: 'TEXT', type: text}
      - Age: {asked_if: 'CONDITION', text: One, type: whole_number, maximum: 120}
      - roster: Jobs
        size: 'VALUE'
        row_name: 'TEXT'
        ask:
          - Title: {asked_if: 'CONDITION', text: 'TEXT', type: text}
        edits: [{check: E, fails_if: 'CONDITION', message: 'TEXT', fields: [Name]}]
    another: {More: {text: 'TEXT', categories: {1: More, 2: Enough}}}
  - section: Each
    for_each: ROSTER
    asked_if: 'CONDITION'
    ask:
      - Who: {text: 'TEXT', type: row, of: ROSTER, where: 'CONDITION'}
      - section: Inner
        asked_if: 'CONDITION'
        ask:
          - Last: {text: '{they} TEXT', type: text, face_to_face: {asked_if: 'CONDITION'}}
    edits: [{signal: F, fails_if: 'CONDITION', message: '{they}', fields: [Name]}]
lists:
  yes_no: {1: Always, 2: Never}
"""
)


@st.composite
def _instruments(draw: st.DrawFn) -> str:
    """Most places are left harmless, so that what is wrong in one does not hide the others."""
    text = _INSTRUMENT
    usual = {_CONDITION: "Region == 1", _VALUE: "1", _TEXT: "x"}
    for word, forms in ((_CONDITION, _TESTS), (_VALUE, _VALUES), (_TEXT, _TEXTS)):
        pieces = text.split(word)
        made = pieces[0]
        for piece in pieces[1:]:
            odd = draw(st.integers(0, 15)) == 7
            said = usual[word] if not odd else _joined(draw) if word == _CONDITION else draw(_written(forms))
            made += said.replace("'", "''") + piece
        text = made
    text = text.replace("ROSTER", draw(st.sampled_from(["People", "Jobs", "Nope"])))
    return text.replace("TYPE", draw(st.sampled_from(["whole_number", "date", "text", "decimal", "time"])))


@settings(deadline=None, max_examples=150)
@given(_instruments())
def test_whatever_is_read_where_it_is_told_or_can_be_compiled(text: str) -> None:
    read = reading(text)
    assert all(fault.message and fault.remedy and str(fault).isprintable() for fault in read.faults)
    if read.instrument is None:
        assert read.faults
    else:
        for mode in read.instrument.modes:
            plan(read.instrument, mode)
