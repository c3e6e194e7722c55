"""Agreement of two coders: per cent by digits, and kappa as published examples have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.classification.agreement import agreement, kappa

CODES = st.sampled_from(["2136", "2139", "2211", "5241", "9"])
PAIRS = st.lists(st.tuples(CODES, CODES), min_size=1, max_size=60)


def _pairs(table: tuple[tuple[int, ...], ...]) -> list[tuple[str, str]]:
    return [
        (str(one), str(other)) for one, row in enumerate(table) for other, count in enumerate(row) for _ in range(count)
    ]


def test_kappa_of_the_carcinoma_slides() -> None:
    """Agresti, Categorical Data Analysis (2002), table 10.8 and section 10.5.4: kappa 0.493, error 0.057, interval 0.38 to 0.60."""
    found = kappa(_pairs(((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10))))
    assert found.kappa == pytest.approx(0.493, abs=5e-4)
    assert found.error == pytest.approx(0.057, abs=5e-4)
    assert found.low == pytest.approx(0.38, abs=5e-3)
    assert found.high == pytest.approx(0.60, abs=5e-3)


def test_kappa_of_a_table_with_an_empty_column() -> None:
    """SAS PROC FREQ on this table, as statsmodels' tests print it: kappa 0.4842, ASE 0.1380, interval 0.2137 to 0.7547."""
    found = kappa(_pairs(((0, 4, 1), (0, 8, 0), (0, 1, 5))))
    figures = (found.kappa, found.error, found.low, found.high)
    assert figures == pytest.approx((0.4842, 0.1380, 0.2137, 0.7547), abs=5e-5)


def test_agreement_grows_as_digits_go() -> None:
    pairs = [("2136", "2136"), ("2136", "2139"), ("2136", "2211"), ("2136", "5241")]
    found = agreement(pairs)
    assert [(each.digits, each.agreed, each.per_cent) for each in found] == [
        (4, 1, 25.0),
        (3, 2, 50.0),
        (2, 2, 50.0),
        (1, 3, 75.0),
    ]


def test_a_code_that_stops_short_agrees_with_itself_only() -> None:
    assert [each.agreed for each in agreement([("21", "2136")], digits=(4, 2))] == [0, 1]


def test_one_code_for_all_has_no_kappa() -> None:
    (found,) = agreement([("2136", "2136")] * 5, digits=(4,))
    assert found.per_cent == 100
    assert found.kappa.kappa is None


def test_no_pairs_have_no_agreement() -> None:
    assert agreement([]) == ()
    with pytest.raises(ValueError, match="at least one answer"):
        kappa([])


@given(PAIRS)
def test_who_is_the_first_coder_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    one, other = kappa(pairs), kappa([(second, first) for first, second in pairs])
    if one.kappa is None:
        assert other.kappa is None
    else:
        assert (one.kappa, one.error) == pytest.approx((other.kappa, other.error), abs=1e-9)


@given(PAIRS)
def test_kappa_lies_in_its_interval_and_full_agreement_is_one(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    if found.kappa is None or found.low is None or found.high is None:
        assert len({code for pair in pairs for code in pair}) == 1
        return
    assert -1 <= found.low <= found.kappa + 1e-12
    assert found.kappa - 1e-12 <= found.high <= 1
    if all(one == other for one, other in pairs):
        assert found.kappa == pytest.approx(1)


@given(PAIRS)
def test_fewer_digits_never_agree_less(pairs: list[tuple[str, str]]) -> None:
    agreed = [each.agreed for each in agreement(pairs)]
    assert agreed == sorted(agreed)
