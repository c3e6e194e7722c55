"""Outcome rates: response, cooperation, refusal and contact, to the formulas of AAPOR's Standard Definitions (10th edition, 2023).

    counts = counted(frame, {"110": 612, "431": 140, "310": 88, "730": 31}, not_final=24)
    for rate in rates(counts):
        print(rate.name, rate.formula, rate.words)

RATES.md beside this file has each formula in words and letters, and says where `e` comes from. Everything is exact: a rate
is a fraction, and only its words round it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeAlias

from capi.outcomes.frame import Disposition, OutcomeFrame
from capi.outcomes.rate_formulas import E_FORMULA, ELIGIBLE, FORMULAS, NE, UH, UNKNOWN, Formula, Unknown
from capi.wording import Wording

Counts: TypeAlias = Mapping[Disposition, int]
"""How many cases count as each; 0 for those that are not there."""


class Unfit(ValueError):
    """No rates come of this; `wording` says why."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        super().__init__(str(wording))


@dataclass(frozen=True, slots=True)
class Share:
    """`e`: how many of the cases of unknown eligibility are taken to be eligible, from 0 to 1; None where it cannot be estimated.
    `counts` are those it was estimated from, none where it was given."""

    value: Fraction | None
    formula: str
    counts: tuple[tuple[Disposition, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """`counts` are those put into the formula, `e` the share where it has one. `denominator` is None where `e` has no value, and
    `value` then too, and where the denominator is 0."""

    name: str
    formula: str
    meaning: Wording
    counts: tuple[tuple[Disposition, int], ...]
    e: Share | None
    numerator: int
    denominator: Fraction | None
    value: Fraction | None

    @property
    def percent(self) -> Decimal | None:
        """With one decimal, half rounded up."""
        return None if self.value is None else _rounded(self.value * 100)

    @property
    def words(self) -> Wording:
        """What the rate is, or why there is none."""
        if self.denominator is None:
            told = Wording(
                "Rates", "There is no {name}: no case is known to be eligible or not, so that e cannot be estimated."
            )
            return told.filled(name=self.name)
        percent = self.percent
        if percent is None:
            return Wording("Rates", "There is no {name}: no case counts in its denominator.").filled(name=self.name)
        of = self.denominator
        return Wording("Rates", "{name} is {percent} %: {cases} of {of} cases.").filled(
            name=self.name, percent=percent, cases=self.numerator, of=int(of) if of.denominator == 1 else _rounded(of)
        )


def rates(counts: Counts, e: Fraction | Decimal | None = None) -> tuple[Rate, ...]:
    """Every rate of these counts. `e` is estimated where it is not given. Raises Unfit for counts below 0, and an `e` not from 0 to 1."""
    for disposition, count in counts.items():
        if count < 0:
            told = Wording("Rates", "The cases that count as {letters} cannot be fewer than none.")
            raise Unfit(told.filled(letters=disposition.value))
    share = estimated(counts) if e is None else _given(e)
    return tuple(_rate(formula, counts, share) for formula in FORMULAS)


def estimated(counts: Counts) -> Share:
    """`e` by proportional allocation; without a value where no case is known to be eligible or not."""
    eligible = _sum(counts, ELIGIBLE)
    known = eligible + _sum(counts, (NE,))
    return Share(Fraction(eligible, known) if known else None, E_FORMULA, _put_in(counts, (*ELIGIBLE, NE)))


def counted(frame: OutcomeFrame, codes: Mapping[str, int], not_final: int = 0) -> dict[Disposition, int]:
    """How many cases count as each, from how many have each outcome code. A case without one (`not_final`) may yet prove to be
    anything, and counts as UH. Raises Unfit for a code that the frame does not have."""
    counts = dict.fromkeys(Disposition, 0)
    for code, cases in codes.items():
        outcome = frame.outcome(code)
        if outcome is None:
            told = Wording(
                "Rates",
                "The outcome code {code} is not in the frame {name} {version}. Add it there, or give these cases another.",
            )
            raise Unfit(told.filled(code=code, name=frame.name, version=frame.version))
        counts[outcome.disposition] += cases
    counts[UH] += not_final
    return counts


def _rate(formula: Formula, counts: Counts, share: Share) -> Rate:
    letters = formula.known if formula.unknown is Unknown.NONE else (*formula.known, *UNKNOWN)
    numerator = _sum(counts, formula.numerator)
    denominator = _denominator(formula, counts, share)
    return Rate(
        name=formula.name,
        formula=formula.text,
        meaning=formula.meaning,
        counts=_put_in(counts, letters),
        e=share if formula.unknown is Unknown.SHARE else None,
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator if denominator else None,
    )


def _denominator(formula: Formula, counts: Counts, share: Share) -> Fraction | None:
    known, unknown = Fraction(_sum(counts, formula.known)), _sum(counts, UNKNOWN)
    match formula.unknown:
        case Unknown.NONE:
            return known
        case Unknown.ALL:
            return known + unknown
        case Unknown.SHARE:
            if share.value is None:
                return None if unknown else known
            return known + share.value * unknown


def _given(e: Fraction | Decimal) -> Share:
    if not (isinstance(e, Fraction) or e.is_finite()) or not 0 <= e <= 1:
        told = Wording("Rates", "{e} is no share of the cases of unknown eligibility. Give one from 0 to 1.")
        raise Unfit(told.filled(e=str(e)))
    return Share(Fraction(e), f"e = {e}")


def _put_in(counts: Counts, letters: tuple[Disposition, ...]) -> tuple[tuple[Disposition, int], ...]:
    return tuple((letter, counts.get(letter, 0)) for letter in letters)


def _sum(counts: Counts, letters: tuple[Disposition, ...]) -> int:
    return sum(counts.get(letter, 0) for letter in letters)


def _rounded(number: Fraction) -> Decimal:
    return (Decimal(floor(number * 10 + Fraction(1, 2))) / 10).quantize(Decimal("0.1"))
