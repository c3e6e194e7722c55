"""Any instrument the program can hold, fit or not: what hypothesis makes of each object of the model."""

import string
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from capi.instrument.expression import (
    COMPARISONS,
    DATE_FUNCTIONS,
    ROWS_FUNCTIONS,
    STATES,
    Among,
    And,
    Arithmetic,
    Compare,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    Number,
    OfDate,
    Or,
    OverRows,
    String,
)
from capi.instrument.model import (
    Category,
    Choice,
    CodeAll,
    Coded,
    CodingFrame,
    Computed,
    ComputedVariant,
    Date,
    DecimalNumber,
    Edit,
    Fact,
    Fill,
    FillVariant,
    FrameEntry,
    Information,
    Instrument,
    Missing,
    Mode,
    PartialDate,
    Place,
    Plural,
    Presentation,
    PromptInstruction,
    Question,
    Roster,
    RowChoice,
    Section,
    Showcard,
    Source,
    Switch,
    Time,
    Verbatim,
    WholeNumber,
)

_words = st.text(max_size=8)
_texts = st.one_of(st.just(()), st.tuples(_words), st.tuples(_words, _words))
_names = st.text(string.ascii_letters, min_size=1, max_size=5)
_places = st.builds(Place, _names, st.integers(1, 9_999))
_decimals = st.decimals(-1_000_000, 1_000_000, places=3).map(Decimal.normalize)
_codes = st.lists(st.integers(0, 99), min_size=1, max_size=3).map(tuple)

_fields = _names.map(FieldName)
_plain: st.SearchStrategy[Expression] = st.one_of(
    _fields, st.one_of(st.integers(-3, 3), _decimals).map(Number), _words.map(String)
)


def _more(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Arithmetic, inner, st.sampled_from(("+", "-", "*", "/")), inner),
        st.builds(Compare, inner, st.sampled_from(COMPARISONS), inner),
        st.builds(Among, inner, st.lists(st.one_of(st.integers(0, 9), _words), max_size=3).map(tuple), st.booleans()),
        st.builds(Has, _fields, _codes),
        st.builds(Is, _fields, st.sampled_from(STATES), st.booleans()),
        st.builds(OverRows, st.sampled_from(ROWS_FUNCTIONS), _names, st.none() | inner, st.none() | inner),
        st.builds(OfDate, st.sampled_from(list(DATE_FUNCTIONS)), st.lists(inner, min_size=1, max_size=2).map(tuple)),
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    )


expressions = st.recursive(_plain, _more, max_leaves=5)
"""Conditions and values, sensible or not."""

_categories = st.builds(
    Category,
    st.one_of(st.integers(0, 99), st.sampled_from(Missing)),
    st.integers(0, 99),
    _texts,
    _texts,
    _texts,
    st.booleans(),
    st.booleans(),
    st.none() | expressions,
)
_offered = st.lists(_categories, max_size=3).map(tuple)
_presentations = st.builds(
    Presentation,
    _texts,
    _offered,
    _texts,
    _texts,
    st.none() | st.sampled_from(PromptInstruction),
    st.none() | _names,
    st.none() | expressions,
)
_numbers = st.builds(WholeNumber, st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), _texts)
_decimal_numbers = st.builds(DecimalNumber, _decimals, _decimals, st.integers(1, 6), _texts)
_verbatim = st.builds(Verbatim, st.integers(1, 100_000))
_dates = st.builds(Date, _words, _words)
_types = st.one_of(
    st.builds(Choice),
    st.builds(CodeAll, st.integers(1, 9)),
    _numbers,
    _decimal_numbers,
    _verbatim,
    _dates,
    st.builds(PartialDate, st.integers(1, 12), st.integers(1, 31), _words, _words),
    st.builds(Time),
    st.builds(Coded, _names),
    st.builds(RowChoice, _names, st.none() | expressions),
    st.builds(Information),
)
_computed = st.builds(
    Computed,
    st.lists(st.builds(ComputedVariant, st.none() | expressions, st.none() | expressions), max_size=2).map(tuple),
    st.booleans(),
)
_questions = st.builds(
    Question,
    _names,
    _texts,
    _types,
    _presentations,
    _places,
    st.dictionaries(st.sampled_from(Mode), _presentations, max_size=1),
    _words,
    _words,
    st.booleans(),
    st.none() | _computed,
    st.booleans(),
    st.one_of(st.just(""), _names),
    _texts,
    st.one_of(st.just(""), _names),
)
_edits = st.builds(Edit, _names, st.booleans(), expressions, _texts, st.lists(_names, max_size=2).map(tuple), _places)
_sources = st.builds(Source, _words, _words, _words, _words, _words)


def _sections(parts: st.SearchStrategy[Question | Section]) -> st.SearchStrategy[Section]:
    return st.builds(
        Section,
        _names,
        _texts,
        st.lists(parts, max_size=3).map(tuple),
        _places,
        st.none() | expressions,
        st.lists(_edits, max_size=1).map(tuple),
        st.one_of(st.just(""), _names),
        st.booleans(),
        st.none() | _questions,
        st.none() | _sources,
    )


_facts = st.builds(
    Fact,
    _names,
    _texts,
    st.one_of(
        _numbers, _decimal_numbers, _verbatim, _dates, st.builds(Choice), st.builds(Switch, st.sampled_from((1, 2)))
    ),
    _places,
    st.booleans(),
    _offered,
)
_plurals = st.builds(Plural, expressions, st.dictionaries(st.sampled_from(("one", "other")), _texts))
_fills = st.builds(
    Fill,
    _names,
    st.lists(st.builds(FillVariant, _texts, st.none() | expressions), max_size=2).map(tuple),
    _places,
    st.none() | _plurals,
)
_rosters = st.builds(
    Roster,
    _names,
    _texts,
    _texts,
    _places,
    st.none() | expressions,
    st.integers(0, 3),
    st.integers(1, 20),
    st.one_of(st.just(""), _names),
)
_frames = st.builds(
    CodingFrame,
    _names,
    _texts,
    st.lists(st.builds(FrameEntry, _names, _words, _words), max_size=2).map(tuple),
    _places,
)


def _fielded(instrument: Instrument) -> Instrument:
    """Without what is said for modes that are not fielded: nothing reads such an instrument from a file."""

    def section(each: Section) -> Section:
        parts = tuple(section(part) if isinstance(part, Section) else question(part) for part in each.parts)
        return replace(each, parts=parts, another=None if each.another is None else question(each.another))

    def question(each: Question) -> Question:
        return replace(each, by_mode={mode: put for mode, put in each.by_mode.items() if mode in instrument.modes})

    return replace(instrument, sections=tuple(map(section, instrument.sections)))


instruments = st.builds(
    Instrument,
    _names,
    _words,
    _texts,
    st.lists(st.sampled_from(Mode), min_size=1, unique=True).map(tuple),
    st.just(("en", "cy")),
    st.lists(st.recursive(_sections(_questions), _sections, max_leaves=3), max_size=2).map(tuple),
    _sources,
    st.lists(_facts, max_size=2).map(tuple),
    st.lists(_fills, max_size=2).map(tuple),
    st.lists(st.builds(Showcard, _names, _places, _texts), max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(PromptInstruction), _texts, max_size=2),
    st.lists(_rosters, max_size=2).map(tuple),
    st.lists(_frames, max_size=1).map(tuple),
    st.dictionaries(_names, _texts, max_size=2),
).map(_fielded)
