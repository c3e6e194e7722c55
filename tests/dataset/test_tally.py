from decimal import Decimal

from capi.dataset.cells import Absence, Cell
from capi.dataset.flatten import datasets
from capi.dataset.tally import Count, Tally
from capi.instrument.model import Missing
from tests.dataset.household import Journals


def _counted(name: str, *cells: Cell) -> Count:
    """The count of a column of the household after these cells."""
    journals = Journals()
    journals.hold("1", [("Welcome", 1)])
    (dataset,) = datasets(journals, everything=True)
    (variable,) = (each for table in dataset.tables for each in table.variables if each.name == name)
    tally = Tally((variable,))
    assert [cell for (cell,) in tally.passing((cell,) for cell in cells)] == list(cells)
    assert tally.rows == len(cells)
    return tally.counts[0]


def test_decimal_numbers_are_summed_exactly_and_not_kept() -> None:
    count = _counted("Pay", Decimal("0.10"), Decimal("0.20"), 3, Missing.REFUSED)
    assert (count.n, count.lowest, count.highest, count.total) == (3, Decimal("0.10"), 3, Decimal("3.30"))
    assert dict(count.each) == {Missing.REFUSED: 1}


def test_of_dates_and_times_the_first_and_last_are_kept() -> None:
    count = _counted("Moved", "2020-02-29", "1999-12-31", Absence.NOT_ASKED, "2001-01-01")
    assert (count.n, count.first, count.last, dict(count.each)) == (
        3,
        "1999-12-31",
        "2020-02-29",
        {Absence.NOT_ASKED: 1},
    )


def test_categories_and_codes_are_counted_one_by_one() -> None:
    assert dict(_counted("Travel_1", 1, 0, 1, Missing.DONT_KNOW).each) == {1: 2, 0: 1, Missing.DONT_KNOW: 1}
    assert dict(_counted("Born", "826", "0044", "826").each) == {"826": 2, "0044": 1}


def test_texts_and_ids_of_rows_are_only_counted_however_many_there_are() -> None:
    for name in ("Name", "TravelOther", "Born_label", "Left_given"):
        count = _counted(name, *(f"text {number}" for number in range(1000)))
        assert (count.n, len(count.each), count.first) == (1000, 0, "")
    for name in ("Partner", "jobs"):
        count = _counted(name, *range(1, 1001))
        assert (count.n, len(count.each), count.lowest) == (1000, 0, None)
