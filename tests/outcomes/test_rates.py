"""The outcome rates: published worked examples, what must hold between them, and the document."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import capi.outcomes
from capi.fieldwork.calls import Medium
from capi.outcomes.frame import CallingRules, CallResult, Disposition, OutcomeCode, OutcomeFrame
from capi.outcomes.rate_formulas import E_FORMULA, FORMULAS
from capi.outcomes.rates import Rate, Unfit, counted, estimated, rates

DOCUMENT = Path(next(iter(capi.outcomes.__path__)), "RATES.md").read_text("utf-8")
NAMES = (
    *("RR1", "RR2", "RR3", "RR4", "RR5", "RR6"),
    *("COOP1", "COOP2", "COOP3", "COOP4"),
    *("REF1", "REF2", "REF3", "CON1", "CON2", "CON3"),
)
some_counts = st.dictionaries(st.sampled_from(Disposition), st.integers(0, 10_000))
some_e = st.fractions(0, 1)


def counts_of(**letters: int) -> dict[Disposition, int]:
    return {Disposition(name): count for name, count in letters.items()}


def by_name(counts: Mapping[Disposition, int], e: Fraction | Decimal | None = None) -> dict[str, Rate]:
    return {rate.name: rate for rate in rates(counts, e)}


def values(counts: Mapping[Disposition, int], e: Fraction | None = None) -> dict[str, Fraction]:
    return {name: rate.value for name, rate in by_name(counts, e).items() if rate.value is not None}


def test_the_worked_example_of_outcomerate() -> None:
    """Pilliard Hellwig (2018), outcomerate 1.0.1 (R), README, "Example": 12 people, and e estimated.

    By hand: known to be eligible 4 + 2 + 1 + 1 + 1 = 9, with the one not eligible 10, so e = 9/10. Denominators: all that may be
    eligible 9 + 2 = 11; estimated to be 9 + 0.9 x 2 = 10.8; known to be 9; reached 4 + 2 + 1 + 1 = 8, without the other one 7.
    RR1 4/11 = .3636, RR2 6/11 = .5455, RR3 4/10.8 = .3704, RR4 6/10.8 = .5556, RR5 4/9 = .4444, RR6 6/9 = .6667; COOP1 4/8, COOP2 6/8,
    COOP3 4/7 = .5714, COOP4 6/7 = .8571; REF1 1/11 = .0909, REF2 1/10.8 = .0926, REF3 1/9 = .1111; CON1 8/11 = .7273,
    CON2 8/10.8 = .7407, CON3 8/9 = .8889.
    """
    counts = counts_of(I=4, P=2, R=1, NC=1, O=1, UH=1, UO=1, NE=1)
    printed = (
        *(0.364, 0.545, 0.370, 0.556, 0.444, 0.667),
        *(0.500, 0.750, 0.571, 0.857),
        *(0.091, 0.093, 0.111, 0.727, 0.741, 0.889),
    )
    found = by_name(counts)
    assert found["RR3"].e == estimated(counts)
    assert estimated(counts).value == Fraction(9, 10)
    assert tuple(found) == NAMES
    assert tuple(round(float(rate.value or 0), 3) for rate in found.values()) == printed
    assert found["RR3"].denominator == Fraction("10.8")


def test_the_known_results_of_outcomerate() -> None:
    """The same package, tests/testthat/test-rate.R, "Outcome rates produce known expected results", with e = 0.5.

    By hand: known 5 + 3 + 2 + 1 + 2 = 13, all 15, estimated 13 + 0.5 x 2 = 14, reached 12, without the other two 10.
    """
    counts = counts_of(I=5, P=3, R=2, NC=1, O=2, UH=1, UO=1, NE=1)
    printed = "1/3 8/15 5/14 4/7 5/13 8/13 5/12 2/3 1/2 4/5 2/15 1/7 2/13 4/5 6/7 12/13"
    assert values(counts, Fraction(1, 2)) == dict(zip(NAMES, map(Fraction, printed.split()), strict=True))


def test_the_worked_example_of_responserates() -> None:
    """Leeper, responserates (R), README: 100 complete interviews, 20 non-contacts, 100 unknown, e = .25.

    By hand: all 220, estimated 120 + 25 = 145, known 120: 100/220 = 45.45 %, 100/145 = 68.97 %, 100/120 = 83.33 %.
    """
    found = by_name(counts_of(I=100, NC=20, UO=100), Decimal("0.25"))
    printed = "45.5 45.5 69.0 69.0 83.3 83.3 100.0 100.0 100.0 100.0 0.0 0.0 0.0 45.5 69.0 83.3"
    assert [str(rate.percent) for rate in found.values()] == printed.split()


@given(counts=some_counts, e=some_e)
def test_each_rate_is_what_its_formula_says(counts: dict[Disposition, int], e: Fraction) -> None:
    """The text is computed as it stands, and held against the numbers."""
    for rate in rates(counts, e):
        numbers = {each.value: Fraction(counts.get(each, 0)) for each in Disposition} | {"e": e}
        numerator, denominator = (_computed(side, numbers) for side in rate.formula.split(" = ")[1].split(" / "))
        assert rate.numerator == numerator
        assert rate.denominator == denominator
        assert rate.value == (numerator / denominator if denominator else None)


def _computed(side: str, numbers: dict[str, Fraction]) -> Fraction:
    return Fraction(eval(side.replace("e(", "e * ("), {"__builtins__": {}}, numbers))  # noqa: S307 - a formula of ours


@given(counts=some_counts, e=st.none() | some_e)
def test_the_more_is_taken_to_be_eligible_the_smaller_the_rate(
    counts: dict[Disposition, int], e: Fraction | None
) -> None:
    found = values(counts, e)
    for least, middle, greatest in (
        ("RR1", "RR3", "RR5"),
        ("RR2", "RR4", "RR6"),
        ("REF1", "REF2", "REF3"),
        ("CON1", "CON2", "CON3"),
    ):
        if greatest in found:
            assert 0 <= found[least] <= found[middle] <= found[greatest] <= 1
    for less, more in (
        ("RR1", "RR2"),
        ("RR3", "RR4"),
        ("RR5", "RR6"),
        ("COOP1", "COOP2"),
        ("COOP3", "COOP4"),
        ("COOP1", "COOP3"),
    ):
        if less in found and more in found:
            assert found[less] <= found[more]


@given(counts=some_counts)
def test_all_are_eligible_with_one_and_none_of_the_unknown_with_nought(counts: dict[Disposition, int]) -> None:
    for e, same in ((Fraction(1), "RR1 RR2 REF1 CON1"), (Fraction(0), "RR5 RR6 REF3 CON3")):
        found = by_name(counts, e)
        for name, like in zip(("RR3", "RR4", "REF2", "CON2"), same.split(), strict=True):
            assert found[name].value == found[like].value


@given(counts=some_counts)
def test_the_rates_of_one_sample_fit_together(counts: dict[Disposition, int]) -> None:
    found = values(counts)
    all_cases = sum(count for letter, count in counts.items() if letter is not Disposition.NOT_ELIGIBLE)
    if "COOP1" in found:
        assert found["CON1"] * found["COOP1"] == found["RR1"]
        assert found["CON3"] * found["COOP2"] == found["RR6"]
    if all_cases:
        others = sum(counts.get(Disposition(letters), 0) for letters in ("NC", "O", "UH", "UO"))
        assert found["RR2"] + found["REF1"] + Fraction(others, all_cases) == 1


def test_a_rate_says_what_was_put_in() -> None:
    rate = by_name(counts_of(I=612, R=140, NC=88, UH=24, NE=31))["RR3"]
    assert rate.counts == tuple(counts_of(I=612, P=0, R=140, NC=88, O=0, UH=24, UO=0).items())
    assert rate.e is not None
    assert rate.e.counts == tuple(counts_of(I=612, P=0, R=140, NC=88, O=0, NE=31).items())
    assert (rate.e.value, rate.e.formula) == (Fraction(840, 871), E_FORMULA)
    assert str(rate.words) == "RR3 is 70.9 %: 612 of 863.1 cases."  # 840 + 24 x 840/871 = 863.15
    assert str(by_name(counts_of(I=1_612, NC=400))["RR1"].words) == "RR1 is 80.1 %: 1,612 of 2,012 cases."
    cooperation = by_name(counts_of(I=3, UH=9))["COOP4"]
    assert (cooperation.e, cooperation.counts) == (None, tuple(counts_of(I=3, P=0, R=0).items()))


def test_where_a_denominator_is_nought_there_is_no_rate_and_it_is_told() -> None:
    found = by_name(counts_of(UO=3), Fraction(3, 10))
    assert found["RR1"].value == found["RR3"].value == 0
    assert found["RR5"].denominator == 0
    assert (found["RR5"].value, found["RR5"].percent) == (None, None)
    assert str(found["RR5"].words) == "There is no RR5: no case counts in its denominator."
    assert {rate.value for rate in rates({})} == {None}


def test_where_no_case_is_known_there_is_no_e_and_it_is_told() -> None:
    found = by_name(counts_of(UH=3))
    assert estimated(counts_of(UH=3)).value is None
    assert (found["CON2"].value, found["CON2"].denominator) == (None, None)
    assert str(found["CON2"].words) == (
        "There is no CON2: no case is known to be eligible or not, so that e cannot be estimated."
    )
    assert found["CON1"].value == 0


@pytest.mark.parametrize("e", [Decimal("1.01"), Decimal("-0.1"), Decimal("NaN"), Decimal("Infinity"), Fraction(3, 2)])
def test_what_is_no_share_is_refused_in_words(e: Decimal | Fraction) -> None:
    with pytest.raises(Unfit, match=r"is no share of the cases .*Give one from 0 to 1\.$") as refused:
        rates(counts_of(I=1), e)
    assert str(refused.value.wording).startswith(str(e))


def test_fewer_cases_than_none_are_refused() -> None:
    with pytest.raises(Unfit, match=r"count as NC cannot be fewer than none"):
        rates(counts_of(I=1, NC=-1))


@pytest.mark.parametrize(
    ("third", "percent"), [(Fraction(1, 3), "33.3"), (Fraction(1, 2), "50.0"), (Fraction(5, 80), "6.3")]
)
def test_half_is_rounded_up(third: Fraction, percent: str) -> None:
    rate = by_name(counts_of(I=third.numerator, NC=third.denominator - third.numerator))["RR1"]
    assert str(rate.percent) == percent


def frame() -> OutcomeFrame:
    letters = {
        "110": "I",
        "210": "P",
        "310": "NC",
        "431": "R",
        "440": "R",
        "540": "O",
        "610": "UH",
        "650": "UO",
        "730": "NE",
    }
    outcomes = tuple(
        OutcomeCode(code=code, label=(code,), disposition=Disposition(letter), aapor="1.10")
        for code, letter in letters.items()
    )
    results = (CallResult(name="interview", label=("Interview",), media=(Medium.VISIT,)),)
    calling = CallingRules(zone="Europe/London", hours=())
    return OutcomeFrame(
        name="test",
        version="1.0",
        title=("Test",),
        languages=("en",),
        outcomes=outcomes,
        results=results,
        calling=calling,
    )


def test_cases_are_counted_by_what_their_codes_count_as_and_unfinished_ones_as_unknown() -> None:
    codes = {"110": 612, "431": 100, "440": 40, "310": 88, "650": 2, "610": 5, "730": 31}
    found = counted(frame(), codes, not_final=24)
    assert found == counts_of(I=612, P=0, R=140, NC=88, O=0, UH=29, UO=2, NE=31)
    assert sum(found.values()) == sum(codes.values()) + 24
    assert counted(frame(), {}) == dict.fromkeys(Disposition, 0)


def test_a_code_that_the_frame_does_not_have_is_never_left_out_silently() -> None:
    with pytest.raises(Unfit, match=r"^The outcome code 999 is not in the frame test 1\.0\. Add it there"):
        counted(frame(), {"110": 1, "999": 1})


@given(
    st.dictionaries(st.sampled_from([each.code for each in frame().outcomes]), st.integers(0, 500)), st.integers(0, 500)
)
def test_no_case_is_lost_in_counting_and_a_finished_one_never_lowers_rr1(codes: dict[str, int], not_final: int) -> None:
    before = counted(frame(), codes, not_final + 1)
    assert sum(before.values()) == sum(codes.values()) + not_final + 1
    for code in frame().outcomes:
        after = counted(frame(), codes | {code.code: codes.get(code.code, 0) + 1}, not_final)
        assert sum(after.values()) == sum(before.values())
        if (value := by_name(after)["RR1"].value) is not None:
            assert value >= (by_name(before)["RR1"].value or 0)


def table(heading: str) -> dict[str, list[str]]:
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip(" `") for cell in cells[1:]] for cells in lines}


def test_the_document_has_every_rate_with_its_formula_and_its_meaning() -> None:
    assert tuple(table("The rates")) == NAMES
    assert table("The rates") == {each.name: [each.text.partition(" = ")[2], str(each.meaning)] for each in FORMULAS}
    assert all(each.text.startswith(f"{each.name} = ") for each in FORMULAS)


def test_the_document_has_every_letter_and_the_formula_of_e() -> None:
    assert list(table("The letters")) == [each.value for each in Disposition]
    assert f"`{E_FORMULA}`" in DOCUMENT


def test_the_worked_examples_of_the_document_are_right() -> None:
    section = DOCUMENT.split("## Worked examples\n")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("| I ")
    ]
    assert len(rows) == 3
    for counts_text, e_text, rates_text, _ in rows:
        counts = counts_of(**{name: int(count) for name, count in re.findall(r"([A-Z]+) (\d+)", counts_text)})
        found = values(counts, None if "estimated" in e_text else Fraction(e_text.partition(",")[0]))
        for name, shown in re.findall(r"([A-Z]+\d) (\d[\d/.]*)", rates_text):
            places = len(shown.partition(".")[2])
            value = found[name] * (100 if "%" in rates_text else 1)
            assert value == Fraction(shown) if "/" in shown else round(float(value), places) == float(shown)
