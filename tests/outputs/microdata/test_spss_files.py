from pathlib import Path

import pyreadstat
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import Described, codebook
from capi.dataset.disclosure import Profile, restrict
from capi.dataset.flatten import datasets
from capi.dataset.tally import Tally
from capi.outputs.microdata import arrow_rows
from capi.outputs.microdata.data_file import DoesNotFit
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import format_called
from capi.outputs.microdata.spss_missing import declared_missing
from tests.dataset.household import HOUSEHOLD, Journals, household
from tests.outputs.microdata.formats_scenario import ALL, CIRCUMSTANCES, export, households
from tests.outputs.microdata.sav_reader import read_sav


def test_another_reader_finds_the_values_labels_and_missing_codes(tmp_path: Path) -> None:
    files = export(households(), tmp_path / "out", "sav")
    people = read_sav(files["household-People.sav"])
    ann, cia = people.rows[:2]
    assert (ann["case"], ann["person"], ann["Name"], ann["Age"]) == ("1042/00", 1.0, "Ann", 40.0)
    assert (ann["Born"], ann["Born_state"], cia["Born"], cia["Born_state"]) == ("0044", None, "", -8.0)
    assert (ann["Began"], cia["Began"], cia["Began_state"]) == (17 * 3600 + 40 * 60, None, -9.0)
    assert (ann["Travel_1"], ann["Travel_2"], cia["Travel_1"], ann["Earnings"]) == (1.0, 0.0, -9.0, 12.5)
    assert people.missing["Travel_1"] == (-2, (-9.0, -1.0))
    assert people.missing["Earnings"] == (1, (-1.0,))
    assert "Began" not in people.missing
    assert people.values["Travel_1"][-9.0] == "Refused (prefer not to say)"
    assert people.values["Travel_1"][1.0] == "Coded"
    assert people.labels["Travel_3"] == "Travel: Other"
    cases = read_sav(files["household.sav"])
    assert [row["Damp"] for row in cases.rows] == [2.0, -2.0]
    assert cases.values["Damp"] == {
        1.0: "Yes",
        2.0: "No",
        -9.0: "Refused (prefer not to say)",
        -8.0: "Don’t know",
        -2.0: "Reached, but not answered",
        -1.0: "Not asked (off the route, or not reached)",
    }


def test_the_library_reads_it_back_with_dates_as_dates_and_missing_values_as_none(tmp_path: Path) -> None:
    files = export(households(), tmp_path / "out", "sav")
    jobs, about = pyreadstat.read_sav(files["household-Jobs.sav"])
    assert [str(day) for day in jobs["Left"][:3]] == ["2024-02-15", "nan", "1999-06-15"]
    assert jobs["Left_state"].tolist()[1] == -8.0
    assert jobs["Pay"].isna().tolist()[:3] == [False, True, False]
    assert about.column_names_to_labels["Left"] == "Left"
    assert about.file_label == "Household"
    people, _ = pyreadstat.read_sav(files["household-People.sav"])
    assert str(people["Began"][0]) == "17:40:00"


def test_files_written_in_parts_are_those_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journals = households(90)
    journals.hold("long", [(field, "Ŵ" * 25 if field == "Name[1]" else value) for field, value in ALL])
    whole = export(journals, tmp_path / "whole", "sav")
    monkeypatch.setattr(arrow_rows, "_CELLS_AT_A_TIME", 1)
    parts = export(journals, tmp_path / "parts", "sav")
    for name in ("household.sav", "household-People.sav", "household-paradata.sav"):
        one, other = whole[name].read_bytes(), parts[name].read_bytes()
        assert one[176:] == other[176:]
    assert len(read_sav(parts["household-People.sav"]).rows) == 90 * 3 - 1 + 3


def test_a_table_without_rows_is_a_file_without_rows(tmp_path: Path) -> None:
    journals = Journals()
    journals.hold("1", [])
    files = export(journals, tmp_path / "out", "sav")
    assert read_sav(files["household-People.sav"]).rows == []
    frame, _ = pyreadstat.read_sav(files["household-People.sav"])
    assert (len(frame), "Age" in frame) == (0, True)


def test_names_and_labels_that_spss_does_not_take_are_changed_and_the_codebook_says_so(tmp_path: Path) -> None:
    text = HOUSEHOLD.replace("Damp:", "With:").replace("label: Damp", f"label: {'Ŵ' * 200}")
    text = text.replace(
        '{1: "Yes", 2: "No"}}\n          - Adults16', f'{{1: "{"y" * 130}", 2: "No"}}}}\n          - Adults16'
    )
    journals = Journals()
    journals.hold("1", [*ALL[:-1], ("With", 1)], kept=household(text))
    files = export(journals, tmp_path / "out", "sav")
    sav = read_sav(files["household.sav"])
    assert sav.labels["With_2"] == "Ŵ" * 126 + "…"
    assert sav.values["With_2"][1.0] == "y" * 117 + "…"
    page = files["household-codebook.html"].read_text(encoding="utf-8")
    assert "Called With_2 in the file" in page
    assert "Its label is cut in the file, which takes 255 bytes." in page
    assert "Labels of values are cut in the file, which takes 120 bytes." in page
    assert "Ŵ" * 200 in page


def test_codes_that_spss_cannot_declare_are_refused_with_the_way_on(tmp_path: Path) -> None:
    apart = MissingCodes(refused=20_001, dont_know=-8, not_applicable=20_002, unanswered=-2, not_asked=20_003)
    with pytest.raises(DoesNotFit, match=r"AnyoneElse: SPSS takes three missing values.*--missing"):
        export(households(), tmp_path / "out", "sav", codes=apart)
    assert not (tmp_path / "out").exists()
    together = MissingCodes(refused=-99, dont_know=-98, not_applicable=-97, unanswered=-92, not_asked=-91)
    files = export(households(), tmp_path / "out", "sav", codes=together)
    assert read_sav(files["household.sav"]).missing["Damp"] == (-2, (-99.0, -91.0))


def test_a_range_with_a_number_on_either_side_is_declared_where_it_holds_no_value() -> None:
    (dataset,) = datasets(households(), everything=True)
    damp = next(each for each in dataset.tables[0].variables if each.name == "Damp")
    described = _described(damp.name, MissingCodes(refused=-9, dont_know=-8, unanswered=-2, not_asked=9))
    assert declared_missing(damp, described, MissingCodes(refused=-9, dont_know=-8, unanswered=-2, not_asked=9)) == [
        {"lo": -9.0, "hi": -2.0},
        9.0,
    ]


def _described(name: str, codes: MissingCodes) -> Described:
    (dataset,) = datasets(households(), everything=True)
    tallies = [Tally(table.variables) for table in dataset.tables]
    book = codebook(restrict(dataset, Profile.SECURE), Profile.SECURE, tallies, codes)
    return next(each for each in book.tables[0].variables if each.name == name)


def test_a_text_longer_than_spss_takes_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    text = HOUSEHOLD.replace(
        "type: text, longest: 50}\n          - Age", "type: text, longest: 50000}\n          - Age"
    )
    journals = Journals()
    answers = [(field, "é" * 20_000 if field == "Name[1]" else value) for field, value in ALL]
    journals.hold("1", answers, kept=household(text))
    with pytest.raises(DoesNotFit, match=r"Name of household-People.sav has a text of 40,000 bytes"):
        export(journals, tmp_path / "out", "sav")
    assert not (tmp_path / "out").exists()
    assert export(journals, tmp_path / "out", "parquet")


@pytest.mark.parametrize("length", [127, 128, 504, 16_383])
def test_long_texts_are_whole_to_any_reader_whatever_they_are_cut_into(tmp_path: Path, length: int) -> None:
    """Of more than 255 bytes they lie in several pieces, that end in the middle of a letter; the last is as long as SPSS takes."""
    text = HOUSEHOLD.replace(
        "type: text, longest: 50}\n          - Age", "type: text, longest: 50000}\n          - Age"
    )
    words = ("Ŵ" * length)[:-2] + "z!"
    journals = Journals()
    journals.hold("1", [(field, words if field == "Name[1]" else value) for field, value in ALL], kept=household(text))
    files = export(journals, tmp_path / "out", "sav")
    mine = read_sav(files["household-People.sav"])
    assert (mine.rows[0]["Name"], mine.rows[0]["Age"], mine.rows[1]["Name"]) == (words, 40, "Bob")
    theirs, _ = pyreadstat.read_sav(files["household-People.sav"])
    assert theirs["Name"].tolist()[:2] == [words, "Bob"]


def test_names_that_are_alike_in_their_first_eight_letters_or_as_long_as_spss_takes_stay_apart(tmp_path: Path) -> None:
    long = "HouseholdRoomsWithoutKitchensAndBathroomsThatNobodyEverSleepsIn_"
    text = HOUSEHOLD.replace("- Damp:", f"- {long}:").replace("- Held:", "- HouseholdHeld:")
    journals = Journals()
    journals.hold("1", [*ALL[:-1], (long, 2)], kept=household(text))
    sav = read_sav(export(journals, tmp_path / "out", "sav")["household.sav"])
    assert (len(long), sav.rows[0][long], sav.labels[long]) == (64, 2, "Damp")
    assert "HouseholdHeld" in sav.rows[0]


def test_it_is_told_how_far_the_second_go_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    delivery = Delivery(Profile.END_USER, MissingCodes(), tmp_path / "out", file_format=format_called("sav"))
    export_data(
        datasets(households(), everything=True),
        delivery,
        CIRCUMSTANCES,
        lambda what, done, of: told.append((what, done, of)),
    )
    assert told[:2] == [("household", 1, 2), ("household", 2, 2)]
    assert ("household-People.sav", 5, 5) in told
    assert len(told) == 5
