from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.engine.answers import accept_fact
from capi.sample.cells import Cell
from capi.sample.fact_cells import FactCells, day_in
from capi.sample.flaws import Flaw, Unfit
from tests.sample.tables import INSTRUMENT, TODAY, Cells, cases, csv_of, read, xlsx_of

FACTS = {fact.name: fact for fact in INSTRUMENT.facts}


def value(name: str, cell: Cell) -> object:
    return FactCells(FACTS[name], TODAY).value(cell)


def flaw(name: str, cell: Cell) -> Flaw:
    with pytest.raises(Unfit) as refused:
        value(name, cell)
    return refused.value.flaw


@pytest.mark.parametrize(
    ("name", "cells", "kept"),
    [
        ("Age", ["44", 44, " 44 ", "44.0", "+44"], 44),
        ("Sex", ["2", 2, "2.0", "Female", "FEMALE", "benyw"], 2),
        ("Long", ["on", "Yes", 1, True, "TRUE", "1"], 1),
        ("Long", ["off", "no", 2, False], 2),
        (
            "DateOfBirth",
            ["1980-03-25", "25/03/1980", "25.3.1980", "25-03-1980", date(1980, 3, 25), "1980-03-25 00:00:00"],
            "1980-03-25",
        ),
        ("Street", ["Mill Lane ", " Mill Lane"], "Mill Lane"),
        ("Age", ["", " "], None),
        ("Sex", ["", " "], None),
        ("Long", ["", " "], None),
        ("Issued", ["", " "], None),
        ("Weight", [""], None),
        ("Street", [""], None),
    ],
)
def test_a_fact_is_kept_however_it_is_written(name: str, cells: list[Cell], kept: object) -> None:
    assert [value(name, cell) for cell in cells] == [kept] * len(cells)


@pytest.mark.parametrize(
    ("name", "cell", "told"),
    [
        ("Age", "15", Flaw.FACT),
        ("Age", 121, Flaw.FACT),
        ("Age", "44.5", Flaw.FACT),
        ("Age", "1,000", Flaw.FACT_NUMBER),
        ("Age", "44 years", Flaw.FACT_NUMBER),
        ("Age", "٤٤", Flaw.FACT_NUMBER),
        ("Age", "-8", Flaw.FACT),
        ("Age", "1e3", Flaw.FACT_NUMBER),
        ("Age", True, Flaw.LOGICAL),
        ("Age", date(1900, 2, 13), Flaw.DATE_NOT_TEXT),
        ("Sex", "0", Flaw.FACT_CATEGORY),
        ("Sex", "m", Flaw.FACT_CATEGORY),
        ("Long", "0", Flaw.FACT_CATEGORY),
        ("Weight", "70,5", Flaw.FACT_NUMBER),
        ("Weight", "70.1234", Flaw.FACT),
        ("Weight", "NaN", Flaw.FACT_NUMBER),
        ("Street", "x" * 31, Flaw.TOO_LONG),
        ("Issued", "2025-12-31", Flaw.FACT),
        ("Issued", "03/25/2026", Flaw.DATE_IMPOSSIBLE),
        ("Issued", "25/03/26", Flaw.DATE_FORM),
        ("Issued", "2026-13-01", Flaw.DATE_IMPOSSIBLE),
        ("Issued", "31/04/2026", Flaw.DATE_IMPOSSIBLE),
        ("Issued", "2026-03-01 09:30", Flaw.DATE_FORM),
        ("Issued", datetime(2026, 3, 1, 9), Flaw.DATE_WITH_TIME),  # noqa: DTZ001
        ("Issued", 46082, Flaw.DATE_NUMBER),
        ("DateOfBirth", "0001-01-01", Flaw.BIRTH_TOO_LONG_AGO),
    ],
)
def test_a_value_that_is_none_is_refused(name: str, cell: Cell, told: Flaw) -> None:
    assert flaw(name, cell) is told


def test_the_categories_are_named_where_none_of_them_was_given() -> None:
    with pytest.raises(Unfit, match=r"Sex takes one of: 1 \(Male\), 2 \(Female\)"):
        value("Sex", "x")


def test_who_is_born_today_or_120_years_ago_is_taken_and_nobody_beyond() -> None:
    assert value("DateOfBirth", "22/11/2026") == "2026-11-22"
    assert value("DateOfBirth", "22/11/1906") == "1906-11-22"
    assert flaw("DateOfBirth", "23/11/2026") is Flaw.BIRTH_IN_FUTURE
    assert flaw("DateOfBirth", "21/11/1906") is Flaw.BIRTH_TOO_LONG_AGO


def test_another_date_may_lie_in_the_future() -> None:
    assert value("Issued", "2027-01-01") == "2027-01-01"


def test_decimals_are_exact_from_a_text_and_from_a_sheet() -> None:
    table: Cells = [["Reference", "Weight"], ["1", "70.125"], ["2", 70.1], ["3", 70]]
    for content in (csv_of(table), xlsx_of(table)):
        assert [row.facts["Weight"] for row in cases(content)] == [
            Decimal("70.125"),
            Decimal("70.100"),
            Decimal("70.000"),
        ]


@given(st.dates())
def test_a_day_is_the_same_in_every_form(day: date) -> None:
    forms: list[Cell] = [
        day,
        day.isoformat(),
        f"{day.day:02}/{day.month:02}/{day.year:04}",
        f"{day.day}.{day.month}.{day.year:04}",
    ]
    assert {day_in(form) for form in forms} == {day.isoformat()}


@given(
    st.one_of(
        st.integers(-10, 200),
        st.text(max_size=6),
        st.booleans(),
        st.floats(-10, 200).filter(lambda x: not x.is_integer()),
    )
)
def test_whatever_is_taken_the_instrument_takes_too(cell: Cell) -> None:
    for name, fact in FACTS.items():
        try:
            kept = value(name, cell)
        except Unfit:
            continue
        if isinstance(kept, int | str):
            assert accept_fact(fact, kept) == kept


def test_true_is_not_taken_for_the_1_that_stood_above_it() -> None:
    found = read(xlsx_of([["Reference", "Sex"], ["a", 1], ["b", True], ["c", 1]]))
    assert [(each.row, each.value) for each in found.problems.listed] == [(3, "TRUE")]
    assert [row.facts for row in found.rows] == [{"Sex": 1}, {"Sex": 1}]
