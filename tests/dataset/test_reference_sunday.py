"""The end of the reference week: that which the instrument fixed where it fixes one, else that of the day of the interview."""

from pathlib import Path

import pytest

from capi.dataset.variables import Column, Variable, variables_by_level
from capi.dataset.versions import versions
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"


def reference_columns(name: str) -> dict[tuple[str, ...], Variable]:
    kept = read_instrument(QUESTIONNAIRES / name / INSTRUMENT_FILE).fit()
    fielded = versions([("", kept)])
    return {
        tuple(level): variable
        for level, variables in variables_by_level(fielded).items()
        for variable in variables
        if variable.name.startswith("ReferenceSunday")
    }


@pytest.mark.parametrize(
    ("name", "fixed"),
    [("seb", {(): False}), ("economic-activity", {(): True}), ("household", {(): False, ("People",): True})],
)
def test_there_is_one_column_of_this_name_in_each_table(name: str, fixed: dict[tuple[str, ...], bool]) -> None:
    columns = reference_columns(name)
    assert {variable.name for variable in columns.values()} == {"ReferenceSunday"}
    assert {level: variable.of is not Column.REFERENCE_SUNDAY for level, variable in columns.items()} == fixed
