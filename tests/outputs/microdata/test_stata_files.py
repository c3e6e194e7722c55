from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from capi.outputs.microdata import arrow_rows
from tests.dataset.household import HOUSEHOLD, Journals, household
from tests.outputs.microdata.formats_scenario import ALL, export, households


def _read(path: Path) -> tuple[pd.DataFrame, dict[str, dict[Any, str]], dict[str, str]]:
    """By another library than wrote it: pandas has a reader of its own."""
    with pd.io.stata.StataReader(path, convert_categoricals=False, convert_missing=True, convert_dates=False) as reader:
        return reader.read(), reader.value_labels(), reader.variable_labels()


def test_another_reader_finds_the_values_labels_and_extended_missing_values(tmp_path: Path) -> None:
    files = export(households(), tmp_path / "out", "dta")
    people, labels, names = _read(files["household-People.dta"])
    ann, cia = people.iloc[0], people.iloc[1]
    assert (ann["case"], ann["person"], ann["Name"], ann["Age"]) == ("1042/00", 1, "Ann", 40)
    assert (ann["Born"], str(ann["Born_state"]), cia["Born"], cia["Born_state"]) == ("0044", ".", "", -8)
    assert (str(cia["Travel_1"]), str(cia["Partner"]), str(people["NumberOfJobs"][3])) == (".a", ".b", ".e")
    assert (ann["Began"], ann["Earnings"]) == ((17 * 60 + 40) * 60_000, 12.5)
    assert names["Travel_3"] == "Travel: Other"
    travel = next(each for name, each in labels.items() if name.startswith("Travel_1"))
    assert travel == {1: "Coded", 0: "Not coded", **_LETTERS}
    cases, _, _ = _read(files["household.dta"])
    assert [str(value) for value in cases["Damp"]] == ["2", ".d"]


_A = 2_147_483_622
_LETTERS = {
    _A: "Refused (prefer not to say)",
    _A + 1: "Don’t know",
    _A + 3: "Reached, but not answered",
    _A + 4: "Not asked (off the route, not reached, or the category is not offered in this mode)",
}
"""The numbers that .a, .b, .d and .e are in the file."""


def test_the_library_reads_it_back_with_dates_as_dates(tmp_path: Path) -> None:
    files = export(households(), tmp_path / "out", "dta")
    jobs, about = pyreadstat.read_dta(files["household-Jobs.dta"], user_missing=True)
    assert [str(day) for day in jobs["Left"][:3]] == ["2024-02-15", "nan", "1999-06-15"]
    assert jobs["Pay"].tolist()[:3] == [12.5, "a", 7.0]
    pay: dict[Any, str] = about.variable_value_labels["Pay"]
    assert pay["a"] == "Refused (prefer not to say)"
    assert files["household-Jobs.dta"].read_bytes().startswith(b"<stata_dta><header><release>118<")


@pytest.mark.parametrize("longest", [25, 1_300])
def test_files_written_in_parts_are_those_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    """With texts of more than 2,045 bytes too, which lie behind the rows."""
    text = HOUSEHOLD.replace("type: text, longest: 50}\n          - Age", "type: text, longest: 5000}\n          - Age")
    journals = Journals()
    for at in range(50):
        name = f"Ŵ{at}" * (longest // 2) if at % 3 else "short"
        journals.hold(
            f"{at}", [(field, name if field == "Name[1]" else value) for field, value in ALL], kept=household(text)
        )
    whole = export(journals, tmp_path / "whole", "dta")
    monkeypatch.setattr(arrow_rows, "_CELLS_AT_A_TIME", 1)
    parts = export(journals, tmp_path / "parts", "dta")
    (one, labels, names), (other, other_labels, other_names) = (
        _read(files["household-People.dta"]) for files in (whole, parts)
    )
    assert one.astype(str).equals(other.astype(str))
    assert (labels, names) == (other_labels, other_names)
    assert other["Name"].tolist()[3::3][:2] == ["Ŵ1" * (longest // 2), "Ŵ2" * (longest // 2)]
    assert len(other) == 150


def test_a_label_is_as_long_as_it_has_letters_and_any_number_of_values_have_theirs(tmp_path: Path) -> None:
    """80 letters, of up to four bytes each; more than 32 labels of values."""
    categories = ", ".join(f'{number}: "Ŵ {number}"' for number in range(1, 61))
    text = HOUSEHOLD.replace("label: Damp", f"label: {'Ŵ' * 80}").replace(
        'text: Is there damp?, categories: {1: "Yes", 2: "No"}', f"text: Is there damp?, categories: {{{categories}}}"
    )
    text = text.replace("label: Adults,", f"label: {'🏠' * 81},")
    journals = Journals()
    journals.hold("1", [*ALL[:-1], ("Damp", 60)], kept=household(text))
    files = export(journals, tmp_path / "out", "dta")
    frame, labels, names = _read(files["household.dta"])
    assert frame["Damp"].tolist() == [60]
    damp = next(each for name, each in labels.items() if name.startswith("Damp"))
    assert {number: damp[number] for number in range(1, 61)} == {number: f"Ŵ {number}" for number in range(1, 61)}
    assert (names["Damp"], names["Adults16"]) == ("Ŵ" * 80, "🏠" * 79 + "…")
    assert "Its label is cut in the file, which takes 80 letters." in files["household-codebook.html"].read_text(
        "utf-8"
    )


@pytest.mark.parametrize("name", ["If", "byte", "Str244", "strL", "float"])
def test_a_word_that_stata_keeps_for_itself_is_no_name(tmp_path: Path, name: str) -> None:
    journals = Journals()
    journals.hold("1", [*ALL[:-1], (name, 2)], kept=household(HOUSEHOLD.replace("- Damp:", f"- {name}:")))
    frame, _, _ = _read(export(journals, tmp_path / "out", "dta")["household.dta"])
    assert frame[f"{name}_2"].tolist() == [2]
    assert name not in frame


def test_a_name_longer_than_stata_takes_is_cut_and_the_codebook_says_so(tmp_path: Path) -> None:
    long = "HowManyRoomsDoesThisHouseholdHave"
    text = HOUSEHOLD.replace("Damp:", f"{long}:").replace("Held:", "Using:")
    journals = Journals()
    journals.hold("1", [*ALL[:-1], (long, 2)], kept=household(text))
    files = export(journals, tmp_path / "out", "dta")
    frame, _, _ = _read(files["household.dta"])
    assert frame[long[:28]].tolist() == [2]
    assert "Using_2" in frame
    assert f"Called {long[:28]} in the file" in files["household-codebook.html"].read_text(encoding="utf-8")
    assert f'"variable": "{long}"' in files["manifest.json"].read_text(encoding="utf-8")
