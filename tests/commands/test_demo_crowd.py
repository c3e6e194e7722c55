"""The crowd of the demonstration: invented people whose interviews come to their end, whatever day it is."""

from datetime import UTC, date, datetime
from pathlib import Path

import ibis
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from capi.commands.classification import add
from capi.demonstration.crowd import ADULT, WORK, crowd
from capi.demonstration.crowd_interviews import interview_crowd
from capi.demonstration.statistics import loaded, of_the_crowd
from capi.fieldwork.contents import Completed
from capi.settings import Settings, read_settings
from tests.classification.published import NSSEC, SOC2010, needs_published

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return read_settings({"CAPI_DATA_DIR": str(tmp_path / "data")})


@examples(deadline=None, max_examples=40)
@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers())
def test_everybody_is_as_old_as_is_said_and_some_adult_is_in_each_household(today: date, seed: int) -> None:
    for household in crowd(8, today, seed):
        assert household.lives[0].age >= ADULT
        for life in household.lives:
            born = date.fromisoformat(str(life.answers["DateOfBirth"]))
            had_birthday = (born.month, born.day) <= (today.month, today.day)
            assert today.year - born.year - (not had_birthday) == life.age
            assert (born.month, born.day) != (today.month, today.day)
            left = str(life.answers["DtJbL"])
            assert int(left[:4]) <= today.year
            assert life.age < ADULT or int(left[:4]) >= born.year + 14


def test_the_same_draw_makes_the_same_people() -> None:
    one, other = (crowd(20, date(2026, 11, 22), 1) for _ in range(2))
    assert one == other
    assert one != crowd(20, date(2026, 11, 22), 2)


def test_every_interview_is_completed_and_nobody_is_named_in_a_journal(empty: Settings) -> None:
    people = crowd(25, datetime.now(UTC).astimezone().date(), 7)
    cases = interview_crowd(people, empty)
    assert len(cases.cases()) == 25
    for summary in cases.cases():
        entries = cases.entries(summary.case.id)
        assert isinstance(entries[-1].contents, Completed)
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert cases.answers > 25 * 12


def test_without_classifications_the_tables_of_ns_sec_are_not_made(tmp_path: Path, empty: Settings) -> None:
    made = of_the_crowd(tmp_path, empty, loaded(empty), datetime.now(UTC).astimezone(), 30)
    assert (made.households, made.coded) == (30, 0)
    assert made.jobs > 20
    assert {table.name for table, _ in made.made.not_made} == {"ns-sec-8", "ns-sec-5", "ns-sec-3", "ns-sec-priority"}
    assert made.made.everybody.persons == made.persons


@needs_published
@pytest.mark.timeout(400)
def test_with_what_an_office_loads_codes_and_full_ns_sec_come_out(
    tmp_path: Path, empty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (SOC2010, NSSEC):
        add(file, "", empty, as_json=False)
    capsys.readouterr()
    made = of_the_crowd(tmp_path, empty, loaded(empty), datetime.now(UTC).astimezone(), 60)
    assert made.made.not_made == ()
    assert 0.7 * made.jobs < made.coded <= made.jobs
    persons = ibis.duckdb.connect().read_parquet(made.persons_file).to_pyarrow().to_pylist()
    nurses = {
        (person["SOC2010"], person["Supvis"], person["nssec8"]) for person in persons if person["OccT"] == "Nurse"
    }
    assert nurses
    assert {code for code, _, _ in nurses} == {2231}
    assert {each for _, _, each in nurses if each not in (None, "8")} == {"2"}, (
        "nurses are in lower professional occupations"
    )
    titles = {work.title for work in WORK}
    assert {person["OccT"] for person in persons if person["OccT"]} <= titles
