"""A line that is cut anywhere, either way: the next round goes on from there, and everything is there exactly once."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.sync.cutting_proxy import DOWN, UP, CuttingProxy
from tests.sync.field import ROSA, Field, Laptop, said


@pytest.fixture
def proxy(field: Field) -> Iterator[CuttingProxy]:
    with CuttingProxy(field.running.port) as between:
        field.url = f"http://127.0.0.1:{between.port}"
        yield between


def _work(field: Field, anna: Laptop, name: str) -> None:
    """A case to come, one to take in, one to go on with; and tokens that are used up."""
    field.scene.time += timedelta(minutes=20)
    field.bring(f"{name}/new", to="anna")
    anna.make_case(f"{name}/made", ROSA)
    anna.interview(f"{name}/made")
    for reference in anna.references:
        if reference.endswith("/new") and anna.holding(reference).waiting == 0:
            anna.visit(reference, 3)
            break


def _is_whole(field: Field, anna: Laptop) -> None:
    for holding in anna.case_file.holdings():
        assert field.scene.journal(holding.case_id) == anna.journal(holding.reference)
    assert field.scene.apart() == [], "nothing came twice in two ways"


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_wherever_a_round_is_cut_nothing_is_lost_or_doubled(field: Field, proxy: CuttingProxy, direction: str) -> None:
    anna = field.laptop()
    anna.round()
    proxy.mend()
    _work(field, anna, "0")
    assert anna.round().all_safe
    whole = proxy.passed[direction]
    drawn = random.Random(20261122)  # noqa: S311 - the same cuts each time
    for number in range(1, 7):
        _work(field, anna, str(number))
        for _ in range(3):
            proxy.mend()
            proxy.cut(direction, drawn.randrange(whole))
            report = anna.round()
            assert report.finished or not report.all_safe
        proxy.mend()
        report = anna.round()
        assert report.all_safe, f"cut {number}: {said(report)}"
        _is_whole(field, anna)
