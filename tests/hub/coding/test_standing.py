"""Standing: what a job waits for after each sequence of codes; and that the database decides the same."""

import itertools
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from capi.dataset.job_codes import NO_CODE
from capi.hub.coding.queue import counted, is_waiting
from capi.hub.coding.standing import INDUSTRY, OCCUPATION, SUBJECTS, Codings, Given, State, waits_for
from capi.hub.database import HubDatabase
from capi.hub.tables import cases, jobs
from capi.sync.coding_messages import UNCODABLE, CodeScheme, How, Stage
from tests.hub.coding.scene import CodingScene

SOC, OLD, SIC = CodeScheme.SOC2020, CodeScheme.SOC2010, CodeScheme.SIC2007
FIRST, SECOND, SETTLED = Stage


def codings(*given: tuple[Stage, CodeScheme, str, int | None]) -> Codings:
    return Codings.of(
        Given(key, scheme, code, stage, How.TYPED, user) for key, (stage, scheme, code, user) in enumerate(given, 1)
    )


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((), State.UNCODED),
        (((FIRST, SIC, "30110", 1),), State.UNCODED),
        (((FIRST, SOC, "5215", 1), (FIRST, OLD, "5215", 1)), State.ONCE),
        (((FIRST, OLD, "5215", 1),), State.ONCE),
        (((FIRST, SOC, "5215", 1), (SECOND, SOC, "5215", 2)), State.AGREED),
        (((FIRST, SOC, "5215", 1), (SECOND, SOC, "2314", 2)), State.DIFFERING),
        # They chose the same group, and entries of it that lead to other groups of SOC2010.
        (((FIRST, SOC, "2314", 1), (FIRST, OLD, "2315", 1), (SECOND, SOC, "2314", 2), (SECOND, OLD, "2319", 2)), State.DIFFERING),
        (((FIRST, SOC, "2314", 1), (FIRST, OLD, "2315", 1), (SECOND, SOC, "2314", 2)), State.DIFFERING),
        (((FIRST, SOC, "5215", 1), (SECOND, SOC, "2314", 2), (SETTLED, SOC, "2319", 3)), State.AGREED),
        # A correction takes the place of what was there.
        (((FIRST, SOC, "5215", 1), (FIRST, SOC, "2314", 1), (SECOND, SOC, "2314", 2)), State.AGREED),
    ],
)  # fmt: skip
def test_an_occupation_stands_by_the_latest_codes_of_each_stage(
    given: tuple[tuple[Stage, CodeScheme, str, int | None], ...], state: State
) -> None:
    assert codings(*given).state(OCCUPATION) is state


def test_occupation_and_industry_stand_each_for_itself() -> None:
    both = codings((FIRST, SOC, "5215", None), (FIRST, SIC, "30110", 1), (SECOND, SIC, "30110", 2))
    assert (both.state(OCCUPATION), both.state(INDUSTRY)) == (State.ONCE, State.AGREED)
    assert both.automatic
    assert not codings((FIRST, SOC, "5215", 1)).automatic


def test_what_was_replaced_does_not_count_any_more() -> None:
    early = Given(1, SOC, "5215", FIRST, How.TYPED, 1)
    late = Given(2, SOC, "2314", FIRST, How.TYPED, 1)
    assert [Codings.of((early, late)).counts(each) for each in (early, late)] == [False, True]


def test_all_is_coded_once_before_anything_is_coded_twice_and_twice_before_it_is_settled() -> None:
    states = {"occupation": State.DIFFERING, "industry": State.UNCODED}
    both = tuple(SUBJECTS)
    assert waits_for(states, drawn=True, loaded=both) is FIRST
    assert waits_for({**states, "industry": State.ONCE}, drawn=True, loaded=both) is SECOND
    assert waits_for({**states, "industry": State.ONCE}, drawn=False, loaded=both) is SETTLED
    assert waits_for(states, drawn=True, loaded=("occupation",)) is SETTLED
    assert waits_for({"occupation": State.AGREED, "industry": State.ONCE}, drawn=False, loaded=both) is None


def test_the_word_for_no_code_is_the_same_in_messages_and_in_datasets() -> None:
    assert UNCODABLE == NO_CODE


def test_the_database_finds_the_same_jobs_waiting_as_are_counted(database: HubDatabase, tmp_path: Path) -> None:
    """Every pair of states, drawn and not, for each set of indexes."""
    scene = CodingScene.set_up(database, tmp_path)
    combined = list(itertools.product(State, State, (True, False)))
    for at, (occupation, industry, drawn) in enumerate(combined):
        row = scene.scene.row(scene.says(f"{at}/1", "Welder").case_id)
        line = {
            "case_key": row.key, "rows": "", "branch": row.branch, "number": row.number, "said": "s", "words": "{}",
            "draw": 0 if drawn else 2**61, "occupation": occupation.value, "industry": industry.value, "automatic": False,
        }  # fmt: skip
        with database.writing() as connection:
            connection.execute(insert(jobs).values(line))
    for loaded in (("occupation", "industry"), ("occupation",), ("industry",)):
        expected = [
            waits_for({"occupation": one, "industry": other}, drawn=drawn, loaded=loaded)
            for one, other, drawn in combined
        ]
        with database.reading() as connection:
            for stage in Stage:
                waiting = select(jobs.c.case_key).where(is_waiting(stage, loaded, 0.1))
                assert len(connection.execute(waiting).all()) == expected.count(stage), (stage, loaded)
            numbers = counted(connection, loaded, 0.1)
            assert connection.execute(select(cases.c.key)).all()
        assert (numbers.to_code, numbers.to_code_again, numbers.to_settle) == tuple(map(expected.count, Stage))
        assert 0 < numbers.coded <= expected.count(None)
