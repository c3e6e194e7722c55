from pathlib import Path

import pytest

from capi.dataset.disclosure import Profile, restrict
from capi.dataset.flatten import Dataset, datasets
from tests.dataset.rows import rows_at, table_at
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    fieldwork = Fieldwork(tmp_path / "cases.casefile")
    for number in range(12):
        fieldwork.interview(f"{1000 + number}/01", instrument_of(HEALTH), {"General": 1, "Income": number})
    (made,) = datasets(fieldwork.case_file, everything=False)
    return made


@pytest.mark.parametrize(
    ("profile", "left_out"),
    [
        (Profile.END_USER, {"Name", "Postcode", "Illness", "Income"}),
        (Profile.SPECIAL, {"Name", "Illness"}),
        (Profile.SECURE, set()),
    ],
)
def test_each_profile_leaves_out_what_it_must_and_says_why(
    dataset: Dataset, profile: Profile, left_out: set[str]
) -> None:
    restricted = restrict(dataset, profile)
    assert {each.variable.name for each in restricted.left_out} == left_out
    assert all(each.reason for each in restricted.left_out)
    kept = {variable.name for variable in table_at(restricted.dataset).variables}
    assert kept == {variable.name for variable in table_at(dataset).variables} - left_out
    assert all(len(row) == len(kept) for row in rows_at(restricted.dataset))


def test_only_the_secure_file_holds_the_references_and_the_order_of_the_sample(dataset: Dataset) -> None:
    references = [f"{1000 + number}/01" for number in range(12)]
    assert [row[0] for row in rows_at(restrict(dataset, Profile.SECURE).dataset)] == references
    for profile in (Profile.END_USER, Profile.SPECIAL):
        rows = rows_at(restrict(dataset, profile).dataset)
        assert [row[0] for row in rows] == list(range(1, 13))
        assert rows == rows_at(restrict(dataset, profile).dataset)
    incomes = [row[-1] for row in rows_at(restrict(dataset, Profile.SPECIAL).dataset)]
    assert sorted(map(int, map(str, incomes))) == list(range(12))
    assert incomes != list(range(12))


def test_a_field_that_is_disclosive_in_one_version_is_so_in_the_dataset(tmp_path: Path) -> None:
    fieldwork = Fieldwork(tmp_path / "cases.casefile")
    careless = HEALTH.replace("maximum: 1000000\n              disclosive: true", "maximum: 1000000")
    assert careless != HEALTH
    for reference, text in (("1", HEALTH), ("2", careless.replace('version: "1"', 'version: "2"'))):
        fieldwork.interview(reference, instrument_of(text), {"General": 1, "Income": 10})
    (dataset,) = datasets(fieldwork.case_file, everything=False)
    assert "Income" in {each.variable.name for each in restrict(dataset, Profile.END_USER).left_out}
