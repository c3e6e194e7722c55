"""Rows of rosters as tables of their own: every cell is what was answered there."""

from decimal import Decimal

import pytest

from capi.dataset.cells import Absence, Cell
from capi.dataset.flatten import Dataset, datasets
from capi.instrument.model import Missing, Mode
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, FACTS, HOUSEHOLD, WELCOME, Journals, household
from tests.dataset.rows import dictionaries, table_at

PEOPLE, JOBS = ("People",), ("People", "Jobs")
NOT_ASKED = Absence.NOT_ASKED


@pytest.fixture
def journals() -> Journals:
    return Journals()


def _held(journals: Journals) -> Dataset:
    journals.hold("1042/01", [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END], facts=FACTS, remove=["People[2]"])
    (dataset,) = datasets(journals, everything=True)
    return dataset


def test_there_is_a_table_for_each_roster_told_apart_by_case_and_rows(journals: Journals) -> None:
    dataset = _held(journals)
    assert [table.level for table in dataset.tables] == [(), PEOPLE, JOBS]
    assert [table.keys for table in dataset.tables] == [("case",), ("case", "person"), ("case", "person", "jobs")]
    for table in dataset.tables[1:]:
        names = [variable.name for variable in table.variables]
        assert names[: len(table.keys) + 2] == [*table.keys, "InterviewDate", "ReferenceSunday"]


def test_the_case_has_what_is_asked_outside_the_rows(journals: Journals) -> None:
    assert dictionaries(_held(journals)) == [
        {
            "case": "1042/01",
            "InterviewDate": "2026-11-18",
            "ReferenceSunday": "2026-11-15",
            "InstrumentVersion": "1",
            "Mode": "face_to_face",
            "Modes": "face_to_face",
            "Status": "completed",
            "Region": 2,
            "DateOfBirth": "1986-05-04",
            "Weight": Decimal("0.125"),
            "AgencySet": 2,
            "AnyoneElse": 2,
            "Damp": 2,
            "Adults16": 2,
            "Held": "2026-11-18",
            "Status_": 1,
        }
    ]


def test_a_row_of_people_has_its_own_answers_and_one_that_was_removed_is_not_there(journals: Journals) -> None:
    dates: dict[str, Cell] = {"InterviewDate": "2026-11-18", "ReferenceSunday": "2026-11-15"}
    assert dictionaries(_held(journals), PEOPLE) == [
        {
            "case": "1042/01",
            "person": 1,
            **dates,
            "Name": "Ann",
            "Age": 40,
            "NumberOfJobs": 2,
            "Born": "0044",
            "Born_label": "Isle of Man",
            "Began": "17:40",
            "Moved": "2020-02-29",
            "Travel_1": 1,
            "Travel_2": 0,
            "Travel_3": 1,
            "Travel_4": 0,
            "TravelOther": "by boat",
            "Partner": 3,
            "Earnings": Decimal("12.50"),
        },
        {
            "case": "1042/01",
            "person": 3,
            **dates,
            "Name": "Cia",
            "Age": 70,
            "NumberOfJobs": 1,
            "Born": Missing.DONT_KNOW,
            "Born_label": Missing.DONT_KNOW,
            "Began": Missing.REFUSED,
            "Moved": Missing.DONT_KNOW,
            "Travel_1": Missing.REFUSED,
            "Travel_2": Missing.REFUSED,
            "Travel_3": Missing.REFUSED,
            "Travel_4": Missing.REFUSED,
            "TravelOther": NOT_ASKED,
            "Partner": Missing.DONT_KNOW,
            "Earnings": 7,
        },
    ]


def test_a_row_within_a_row_has_both_keys_and_a_partial_date_stands_completed_and_as_given(journals: Journals) -> None:
    rows = dictionaries(_held(journals), JOBS)
    assert [tuple(row.values()) for row in rows] == [
        ("1042/01", 1, 1, "2026-11-18", "2026-11-15", "Baker", Decimal("12.50"), "2024-02-15", "2024-02"),
        ("1042/01", 1, 2, "2026-11-18", "2026-11-15", "Singer", Missing.REFUSED, Missing.DONT_KNOW, Missing.DONT_KNOW),
        ("1042/01", 3, 1, "2026-11-18", "2026-11-15", "Judge", 7, "1999-06-15", "1999"),
    ]
    assert list(rows[0])[-4:] == ["JobTitle", "Pay", "Left", "Left_given"]


def test_a_size_made_smaller_takes_rows_out_of_sight(journals: Journals) -> None:
    journals.hold("1", [*WELCOME, *ANN, ("NumberOfJobs[1]", 1)])
    (dataset,) = datasets(journals, everything=True)
    assert [(row["person"], row["jobs"], row["JobTitle"]) for row in dictionaries(dataset, JOBS)] == [(1, 1, "Baker")]


def test_an_interview_under_way_says_where_it_waits_and_one_not_begun_has_no_rows(journals: Journals) -> None:
    journals.hold("begun", [*WELCOME, ("Name[1]", "Ann")])
    journals.hold("new", [], facts={"Region": 1})
    (dataset,) = datasets(journals, everything=True)
    (person,) = dictionaries(dataset, PEOPLE)
    assert (person["case"], person["Name"], person["Age"]) == ("begun", "Ann", Absence.UNANSWERED)
    assert {person[name] for name in ("NumberOfJobs", "Born", "Travel_1")} == {NOT_ASKED}
    begun, new = dictionaries(dataset)
    assert (begun["Adults16"], begun["Held"], begun["AnyoneElse"]) == (0, NOT_ASKED, NOT_ASKED)
    assert (new["Region"], new["Adults16"], new["Status_"]) == (1, NOT_ASKED, NOT_ASKED)
    assert dictionaries(dataset, JOBS) == []


def test_a_category_the_mode_does_not_offer_was_not_asked_about(journals: Journals) -> None:
    person = [("Name[1]", "Ann"), ("Age[1]", 40), ("NumberOfJobs[1]", 0), ("AnyoneElse", 2)]
    adult = [("Born[1]", "826"), ("Began[1]", "17:40"), ("Moved[1]", "2020-02-29"), ("Travel[1]", [4])]
    journals.hold("1", [*WELCOME, *person, *adult], mode=Mode.TELEPHONE)
    (dataset,) = datasets(journals, everything=True)
    (row,) = dictionaries(dataset, PEOPLE)
    assert [row[f"Travel_{value}"] for value in (1, 2, 3, 4)] == [0, NOT_ASKED, 0, 1]


def test_no_two_columns_of_the_dataset_share_a_name_though_questions_are_called_like_them(journals: Journals) -> None:
    clash = (
        HOUSEHOLD.replace("- Partner:", "- Person:")
        .replace("- Began:", "- Left_GIVEN:")
        .replace("- Moved:", "- Mode:")
        .replace("- Damp:", "- Travel_1:")
    )
    renamed = {"Partner": "Person", "Began": "Left_GIVEN", "Moved": "Mode", "Damp": "Travel_1"}
    answers = [
        (f"{renamed.get(name, name)}{bracket}{row}", value)
        for field, value in [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END]
        for name, bracket, row in [field.partition("[")]
    ]
    journals.hold("1", answers, kept=household(clash))
    (dataset,) = datasets(journals, everything=True)
    (case,) = dictionaries(dataset)
    ann, bob, _ = dictionaries(dataset, PEOPLE)
    job = dictionaries(dataset, JOBS)[0]
    assert (case["Mode"], case["Travel_1"]) == ("face_to_face", 2)
    assert (ann["person"], ann["Person_"], ann["Mode_"]) == (1, 3, "2020-02-29")
    assert (ann["Left_GIVEN"], ann["Travel_1_"], ann["Travel_3"]) == ("17:40", 1, 1)
    assert (job["Left"], job["Left_given_"]) == ("2024-02-15", "2024-02")
    assert bob["person"] == 2
    shared = {"case", "person", "interviewdate", "referencesunday"}
    names = [variable.name.lower() for table in dataset.tables for variable in table.variables]
    own = [name for name in names if name not in shared]
    assert len(own) == len(set(own))


def test_the_versions_of_an_instrument_share_tables_and_each_case_has_the_rosters_of_its_own(
    journals: Journals,
) -> None:
    older = HOUSEHOLD.replace('version: "1"', 'version: "0.9"').replace("- roster: Jobs", "- roster: Posts")
    older = older.replace("sum(Jobs, Pay)", "sum(Posts, Pay)")
    journals.hold("new", [*WELCOME, *ANN])
    journals.hold("old", [*WELCOME, *ANN], kept=household(older))
    (dataset,) = datasets(journals, everything=True)
    assert [table.level for table in dataset.tables] == [(), PEOPLE, JOBS, ("People", "Posts")]
    assert [row["case"] for row in dictionaries(dataset, JOBS)] == ["new", "new"]
    posts = dictionaries(dataset, ("People", "Posts"))
    assert [(row["case"], row["posts"], row["JobTitle"]) for row in posts] == [
        ("old", 1, "Baker"),
        ("old", 2, "Singer"),
    ]


def test_a_type_that_differs_between_versions_keeps_the_answers_of_both(journals: Journals) -> None:
    older = HOUSEHOLD.replace('version: "1"', 'version: "0.9"').replace(
        "type: partial_date, unknown_month: 6, unknown_day: 15", "type: text, longest: 20"
    )
    older = older.replace(
        "type: decimal, maximum: 9999.99, places: 2, unit: pounds", "type: whole_number, maximum: 9999"
    )
    journals.hold("new", [*WELCOME, *ANN])
    journals.hold("old", [*WELCOME, *ANN[:4], ("Pay[1.1]", 12), ("Left[1.1]", "last year")], kept=household(older))
    (dataset,) = datasets(journals, everything=True)
    kinds = {variable.name: variable.kind.value for variable in table_at(dataset, JOBS).variables}
    assert (kinds["Pay"], kinds["Left"], kinds["Left_given"]) == ("decimal", "text", "partial_date")
    rows = [
        (row["case"], row["jobs"], row["Pay"], row["Left"], row["Left_given"]) for row in dictionaries(dataset, JOBS)
    ]
    assert rows[0] == ("new", 1, Decimal("12.50"), "2024-02-15", "2024-02")
    assert rows[2] == ("old", 1, 12, "last year", NOT_ASKED)


def test_the_language_is_told_where_the_instrument_has_several(journals: Journals) -> None:
    two = """
        instrument: welcome
        version: "1"
        title: {en: Welcome, cy: Croeso}
        modes: [telephone]
        languages: [en, cy]
        sections:
          - section: Start
            ask:
              - Language:
                  text: {en: Which?, cy: Pa un?}
                  categories: {1: {text: {en: One, cy: Un}}, 2: {text: {en: Two, cy: Dau}}}
    """
    for reference, language in (("1", ""), ("2", "cy")):
        journals.hold(reference, [("Language", 1)], mode=Mode.TELEPHONE, kept=household(two), language=language)
    (dataset,) = datasets(journals, everything=True)
    assert [(row["InterviewLanguage"], row["Language"]) for row in dictionaries(dataset)] == [("en", 1), ("cy", 1)]
