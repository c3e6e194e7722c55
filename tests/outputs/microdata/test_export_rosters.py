"""A delivery of an instrument with rosters: a file for each level, and one codebook and manifest over all of them."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.dataset.cells import CodesCollide, MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.csv_files import open_table
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.file_names import file_names
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, FACTS, HOUSEHOLD, WELCOME, Journals, household

CIRCUMSTANCES = Circumstances(datetime(2026, 11, 20, tzinfo=UTC), "cases.casefile", invented=False, everything=False)
CANARIES = ("Ann", "Baker", "boat", "1986-05-04", "1042/01")
"""A name, a job title, the words to "other", the date of birth and the reference."""


@pytest.fixture
def journals() -> Journals:
    journals = Journals()
    answers = [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END]
    journals.hold("1042/01", answers, facts=FACTS, remove=["People[2]"])
    journals.hold("1042/02", [*answers[:-1], ("Damp", "dont_know")], facts={})
    return journals


def _export(journals: Journals, out: Path, profile: Profile) -> tuple[Path, ...]:
    made = datasets(journals, everything=False)
    return export_data(made, Delivery(profile, MissingCodes(), out), CIRCUMSTANCES)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_each_level_has_a_file_and_the_cases_keep_the_name_of_the_instrument(
    journals: Journals, tmp_path: Path
) -> None:
    files = _export(journals, tmp_path / "out", Profile.SECURE)
    assert [file.name for file in files] == [
        "household.csv",
        "household-People.csv",
        "household-Jobs.csv",
        "household-answer-modes.csv",
        "household-paradata.csv",
        "household-codebook.html",
        "household-codebook.csv",
        "household-codebook.xml",
        "manifest.json",
    ]
    lines = (tmp_path / "out" / "household-Jobs.csv").read_bytes().decode().splitlines()
    assert lines[:3] == [
        "case,person,jobs,InterviewDate,ReferenceSunday,JobTitle,Pay,Left,Left_given",
        "1042/01,1,1,2026-11-18,2026-11-15,Baker,12.50,2024-02-15,2024-02",
        "1042/01,1,2,2026-11-18,2026-11-15,Singer,-9,-8,-8",
    ]


def test_the_numbers_of_cases_are_the_same_in_every_table(journals: Journals, tmp_path: Path) -> None:
    _export(journals, tmp_path / "out", Profile.END_USER)
    people = Counter(row["case"] for row in _rows(tmp_path / "out" / "household-People.csv"))
    damp = {row["case"]: row["Damp"] for row in _rows(tmp_path / "out" / "household.csv")}
    assert sorted(people.values()) == [2, 3]
    assert [people[case] for case, answer in damp.items() if answer == "2"] == [2]


def test_names_words_and_dates_of_birth_are_in_no_file_for_end_users(journals: Journals, tmp_path: Path) -> None:
    files = _export(journals, tmp_path / "out", Profile.END_USER)
    everything = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [canary for canary in CANARIES if re.search(rf"\b{canary}\b", everything)] == []
    secure = "".join(file.read_text(encoding="utf-8") for file in _export(journals, tmp_path / "2", Profile.SECURE))
    assert [canary for canary in CANARIES if canary not in secure] == []
    special = _export(journals, tmp_path / "3", Profile.SPECIAL)
    assert "1986-05-04" in special[0].read_text(encoding="utf-8")


def test_the_manifest_tells_the_levels_their_keys_and_what_was_left_out_of_each(
    journals: Journals, tmp_path: Path
) -> None:
    *_, last = _export(journals, tmp_path / "out", Profile.END_USER)
    (manifest,) = json.loads(last.read_text(encoding="utf-8"))["instruments"]
    assert [(each["file"], each["rosters"], each["keys"], each["rows"]) for each in manifest["tables"]] == [
        ("household.csv", [], ["case"], 2),
        ("household-People.csv", ["People"], ["case", "person"], 5),
        ("household-Jobs.csv", ["People", "Jobs"], ["case", "person", "jobs"], 6),
    ]
    assert [(each["file"], each["variable"]) for each in manifest["left_out"]] == [
        ("household.csv", "DateOfBirth"),
        ("household-People.csv", "Name"),
        ("household-People.csv", "TravelOther"),
        ("household-Jobs.csv", "JobTitle"),
    ]
    for each in manifest["tables"]:
        assert len(_rows(tmp_path / "out" / each["file"])) == each["rows"]


@pytest.mark.parametrize("profile", Profile)
def test_the_codebook_for_programs_counts_what_is_in_each_file(
    journals: Journals, tmp_path: Path, profile: Profile
) -> None:
    _export(journals, tmp_path / "out", profile)
    book = _rows(tmp_path / "out" / "household-codebook.csv")
    for file in ("household.csv", "household-People.csv", "household-Jobs.csv"):
        data = _rows(tmp_path / "out" / file)
        about = [row for row in book if row["file"] == file]
        assert [row["variable"] for row in about if not row["value"]] == list(data[0])
        for row in about:
            if row["value"]:
                assert int(row["n"]) == sum(each[row["variable"]] == row["value"] for each in data), row


def test_the_codebook_for_programs_labels_every_kind_of_column(journals: Journals, tmp_path: Path) -> None:
    _export(journals, tmp_path / "out", Profile.SECURE)
    book = _rows(tmp_path / "out" / "household-codebook.csv")
    variables = {row["variable"]: row for row in book if not row["value"] and "paradata" not in row["file"]}
    told = {
        name: (variables[name]["label"], variables[name]["kind"])
        for name in ("person", "Born", "Born_label", "Travel_3", "Left", "Left_given", "Pay", "Began", "Partner")
    }
    assert told == {
        "person": ("The row of People", "row"),
        "Born": ("Born", "code"),
        "Born_label": ("Born, in words", "code_label"),
        "Travel_3": ("Travel: Other", "coded_or_not"),
        "Left": ("Left", "date"),
        "Left_given": ("Left, as given", "partial_date"),
        "Pay": ("Pay", "decimal"),
        "Began": ("Began", "time"),
        "Partner": ("Partner", "row"),
    }
    assert (variables["Pay"]["unit"], variables["Travel_3"]["field"]) == ("pounds", "Travel")
    assert [name for name, row in variables.items() if row["disclosive"]] == ["DateOfBirth", "JobTitle"]
    codes = {row["value"]: row["label"] for row in book if row["variable"] == "Born" and row["kind"] == "value"}
    assert codes == {"0044": "Isle of Man"}


@pytest.mark.parametrize(
    "words",
    [
        "household-Jobs.csv : one row for each row of Jobs, within People, 6 in all.",
        "As many rows as NumberOfJobs says, at most 3.",
        "At least 1, and one more each time there was said to be another, at most 6.",
        "Yes adds a row of People, and the question is put again: this is the last answer to it.",
        "The id of the row. An id is never another row’s: where one is left out, that row was removed.",
        "A number from 0 to 9,999.99 pounds, with at most 2 decimal places. In these data from 7.00 to 12.50",
        "Completed to a day: where only the year is known, month 6 is taken, and where the day is not known, day 15.",
        "What was given stands in Left_given.",
        "One of the 3 codes of Countries.",
        "The row of People that was chosen: person in the table of People.",
        "Computed: count(People, Age >= 16)",
        "Computed: 1 (Working) if sum(People, NumberOfJobs) > 0; otherwise 2 (Not working)",
        "Set once, when the interview first reached it, and not changed afterwards.",
        "interviewer’s observation",
        "The words to the “other” of Travel.",
        "Travel_4 None of these",
        "A date from 1900-01-01.",
        "Called Status in the instrument; every dataset has a column of that name already.",
        "The instrument has a Status of its own: it is in Status_, and may differ from this.",
        "People in the household › Jobs",
        "Asked if Age >= 16",
        "Asked in every row",
        "Asked of everyone",
        "Computed for everyone",
    ],
)
def test_the_page_says_what_a_reader_needs(words: str, page_words: str) -> None:
    assert words in page_words


@pytest.fixture(scope="module")
def page_words(tmp_path_factory: pytest.TempPathFactory) -> str:
    journals = Journals()
    journals.hold("1", [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END], facts=FACTS)
    journals.hold("2", [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END], facts=FACTS)
    files = _export(journals, tmp_path_factory.mktemp("page") / "out", Profile.SECURE)
    page = files[5].read_text(encoding="utf-8")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    words = re.sub(r"<[^>]+>", " ", page.partition("<main>")[2])
    words = words.replace("&gt;", ">").replace("&#39;", "'")
    return re.sub(r" ([.,;])(?= )", r"\1", " ".join(words.split()))


def _write(journals: Journals, out: Path, level: int, names: Sequence[str], codes: MissingCodes) -> list[str]:
    """The lines of a file with only these columns."""
    (dataset,) = datasets(journals, everything=False)
    table = dataset.tables[level]
    at = [[variable.name for variable in table.variables].index(name) for name in names]
    with open_table(out, [table.variables[each] for each in at], codes) as write:
        for of_case in dataset.rows():
            write(tuple(row[each] for each in at) for row in of_case[level])
    return out.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "code"), [("Partner", 5), ("Born", 826), ("Travel_1", 0), ("Age", 120)])
def test_a_code_that_may_be_an_answer_is_refused_before_anything_is_written(
    journals: Journals, tmp_path: Path, name: str, code: int
) -> None:
    with pytest.raises(CodesCollide, match=f"^{name} can have the value {code}, which stands for refused"):
        _write(journals, tmp_path / "out.csv", 1, ("case", "person", name), MissingCodes(refused=code))
    assert not (tmp_path / "out.csv").exists()


def test_a_number_computed_is_bound_by_nothing_and_refused_where_it_is_a_code(
    journals: Journals, tmp_path: Path
) -> None:
    assert _write(journals, tmp_path / "out.csv", 1, ("case", "person", "Earnings"), MissingCodes(refused=8))
    with pytest.raises(CodesCollide, match=r"Earnings of case 1042/01, person 3 can have the value 7\b"):
        _write(journals, tmp_path / "out.csv", 1, ("case", "person", "Earnings"), MissingCodes(refused=7))


def test_a_code_may_be_the_number_of_a_row_as_that_is_never_missing(journals: Journals, tmp_path: Path) -> None:
    lines = _write(journals, tmp_path / "out.csv", 1, ("case", "person", "Name"), MissingCodes(refused=3, dont_know=2))
    assert lines[1:3] == ["1042/01,1,Ann", "1042/01,3,Cia"]


def test_no_file_takes_the_name_of_another() -> None:
    journals = Journals()
    for name, roster in (("a", "b"), ("a-b", "codebook"), ("a-b-codebook", "PEOPLES")):
        text = HOUSEHOLD.replace("instrument: household", f"instrument: {name}")
        text = re.sub(r"\bJobs\b", roster, text)
        journals.hold(name, [*WELCOME, ("Name[1]", "Ann")], kept=household(text))
    assert [files.data for files in file_names(datasets(journals, everything=True))] == [
        ("a.csv", "a-People.csv", "a-b-2.csv"),
        ("a-b.csv", "a-b-People.csv", "a-b-codebook-2-2.csv"),
        ("a-b-codebook-2.csv", "a-b-codebook-2-People.csv", "a-b-codebook-2-PEOPLES.csv"),
    ]
