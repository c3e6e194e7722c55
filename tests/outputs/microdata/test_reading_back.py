"""Whatever a household answers, its CSV files read back as the answers on the route, no more and no less."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from capi.dataset.cells import STATES, Absence, MissingCodes
from capi.dataset.flatten import Dataset, Table, datasets
from capi.dataset.variables import Kind, Part, Variable
from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.address import address, parted
from capi.instrument.model import (
    Answer,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Missing,
    Mode,
    PartialDate,
    Question,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.outputs.microdata.csv_files import open_table
from tests.dataset.household import Journals, household

CODES = MissingCodes()
_STATE_OF = {str(CODES.of(state)): state for state in STATES}
_QUESTIONS = {question.name: question for question in household().instrument().questions}
_Held = tuple[Mode, list[tuple[str, object]], tuple[str, ...]]
_days = st.dates(min_value=datetime(1900, 1, 1, tzinfo=UTC).date()).map(lambda day: day.isoformat())


def _values(question: Question, mode: Mode, interview: Interview) -> st.SearchStrategy[object]:
    categories = [each.value for each in question.presentation(mode).categories]
    match question.type:
        case Choice():
            return st.sampled_from(categories)
        case CodeAll():
            together = st.lists(st.sampled_from([each for each in categories if each != 4]), min_size=1, unique=True)
            return st.just([4]) | together
        case WholeNumber(minimum, maximum):
            return st.integers(minimum, maximum)
        case DecimalNumber(minimum, maximum, places):
            return st.decimals(minimum, maximum, places=places)
        case Verbatim(longest):
            letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
            return st.text(letters, min_size=1, max_size=longest // 4).filter(lambda text: _is_text(text))
        case Date():
            return _days
        case PartialDate():
            return _days.flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
        case Time():
            return st.times().map(lambda time: f"{time:%H:%M}")
        case Coded():
            return st.sampled_from(["826", "250", "0044"])
        case RowChoice(roster):
            return st.sampled_from(interview.rows(roster))
    return st.just(1)


def _is_text(text: str) -> bool:
    return bool(text.strip()) and text.strip() not in _STATE_OF and text not in {state.value for state in Missing}


@st.composite
def _households(draw: st.DrawFn) -> _Held:
    """An interview as far as it came, and the rows removed in the end."""
    mode = draw(st.sampled_from(household().instrument().modes))
    interview = Interview(plan(household().instrument(), mode), today="2026-11-18")
    answers: list[tuple[str, object]] = []
    for _ in range(draw(st.integers(0, 45))):
        field = interview.position
        if field is None:
            break
        question = _QUESTIONS[parted(field)[0]]
        states = st.sampled_from([Missing.DONT_KNOW, Missing.REFUSED])
        usual = _values(question, mode, interview)
        value = draw(usual if field == "Welcome" else st.one_of(usual, usual, usual, states))
        interview.answer(field, value)
        answers.append((field, value))
    there = [f"People[{row}]" for row in interview.rows("People")] if answers else []
    return mode, answers, tuple(draw(st.sets(st.sampled_from(there)))) if there else ()


@given(st.lists(_households(), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40)
def test_the_files_read_back_as_the_answers(held: list[_Held]) -> None:
    journals = Journals()
    for number, (mode, answers, remove) in enumerate(held):
        journals.hold(str(number), answers, mode=mode, remove=remove)
    (dataset,) = datasets(journals, everything=True)
    read, waiting, rows = _read_back(dataset)
    for reference, interview in journals.interviews.items():
        begun = len(journals.entries(reference)) > 1
        expected = {field: answer for field, answer in interview.answers().items() if parted(field)[0] != "Welcome"}
        assert read.get(reference, {}) == (expected if begun else {})
        asked = begun and interview.waiting not in (None, "Welcome")
        assert waiting.get(reference, set()) == ({interview.waiting} if asked else set())
        people = {(row,) for row in interview.rows("People")} if begun else set()
        assert rows.get(reference, {("People",): set()})[("People",)] == people


_Read = tuple[dict[str, dict[str, Answer]], dict[str, set[str]], dict[str, dict[tuple[str, ...], set[tuple[int, ...]]]]]


def _read_back(dataset: Dataset) -> _Read:
    """Of each case its answers, the fields that wait, and the rows of its rosters."""
    answers: dict[str, dict[str, Answer]] = {}
    waiting: dict[str, set[str]] = {}
    there: dict[str, dict[tuple[str, ...], set[tuple[int, ...]]]] = {}
    with TemporaryDirectory() as folder:
        for at, table in enumerate(dataset.tables):
            file = Path(folder) / f"{at}.csv"
            with open_table(file, table.variables, CODES) as write:
                for of_case in dataset.rows():
                    write(of_case[at])
            with file.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    rows = tuple(int(row[key]) for key in table.keys[1:])
                    there.setdefault(row["case"], {("People",): set()}).setdefault(table.level, set()).add(rows)
                    _take(table, row, answers.setdefault(row["case"], {}), waiting.setdefault(row["case"], set()))
    return answers, waiting, there


def _take(table: Table, row: Mapping[str, str], answers: dict[str, Answer], waiting: set[str]) -> None:
    rows = tuple(int(row[key]) for key in table.keys[1:])
    for variable in table.variables:
        written, field = row[variable.name], address(variable.field, rows)
        state = _STATE_OF.get(written)
        if not variable.definitions or variable.is_fact or state is Absence.NOT_ASKED:
            continue
        if state is Absence.UNANSWERED:
            waiting.add(field)
        elif isinstance(state, Missing):
            answers[field] = state
        elif isinstance(variable.part, int):
            before = answers.get(field, ())
            assert isinstance(before, tuple)
            answers[field] = (*before, variable.part) if written == "1" else before
        elif _is_the_answer(table, variable):
            answers[field] = _value(variable, written)


def _is_the_answer(table: Table, variable: Variable) -> bool:
    """Of a partial date what was given is the answer; the text of a code never is."""
    given = any(each.field == variable.field and each.part is Part.GIVEN for each in table.variables)
    return variable.part is (Part.GIVEN if given else Part.VALUE)


def _value(variable: Variable, written: str) -> Answer:
    match variable.kind:
        case Kind.CATEGORY | Kind.WHOLE_NUMBER | Kind.ROW:
            return int(written)
        case Kind.DECIMAL:
            return Decimal(written)
    return written
