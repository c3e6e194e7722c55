"""A rate with its counts put in: what stands behind each per cent, so that it can be worked out by hand.

in_numbers(line)    # "RR3 = 612 / ((612 + 31) + (140 + 88 + 12) + 0.873 × (24 + 0))"
"""

import re

from capi.outcomes.frame import Disposition
from capi.outcomes.rate_formulas import E_FORMULA
from capi.screens.language import number
from capi.sync.calling_messages import Fieldwork, RateLine
from capi.wording import Wording

LETTERS = {
    Disposition.COMPLETE: Wording("Rates", "Complete interviews"),
    Disposition.PARTIAL: Wording("Rates", "Partial interviews"),
    Disposition.REFUSAL: Wording("Rates", "Refusals"),
    Disposition.NON_CONTACT: Wording("Rates", "Not reached"),
    Disposition.OTHER: Wording("Rates", "Eligible, not interviewed for another reason"),
    Disposition.UNKNOWN_HOUSEHOLD: Wording("Rates", "Not known whether there is a household; and no outcome yet"),
    Disposition.UNKNOWN_OTHER: Wording("Rates", "Not known whether eligible, for another reason"),
    Disposition.NOT_ELIGIBLE: Wording("Rates", "Not eligible"),
}
_LETTER = re.compile(r"\b(?:NC|UH|UO|NE|I|P|R|O)\b")
_E_TIMES = "e("


def in_numbers(line: RateLine) -> str:
    """The formula as it stands, with the numbers for its letters."""
    return _put_in(line.formula, line.counts).replace(_E_TIMES, f"{line.e or 'e'} × (")


def e_in_numbers(line: RateLine, counts: dict[str, int]) -> str:
    return f"{_put_in(E_FORMULA, counts)} = {line.e}" if line.e else E_FORMULA


def all_counts(fieldwork: Fieldwork) -> dict[str, int]:
    """By letter, of all cases: each counts as one letter, and those that are in no denominator are not eligible."""
    counts = max((rate.counts for rate in fieldwork.rates), key=len, default={})
    return {**counts, Disposition.NOT_ELIGIBLE.value: fieldwork.cases - sum(counts.values())}


def _put_in(formula: str, counts: dict[str, int]) -> str:
    name, _, letters = formula.partition(" = ")
    return f"{name} = {_LETTER.sub(lambda found: number(counts.get(found.group(), 0)), letters)}"
