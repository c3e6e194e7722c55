"""The formulas of the outcome rates, as AAPOR's Standard Definitions have them; RATES.md explains each."""

import enum
from dataclasses import dataclass

from capi.outcomes.frame import Disposition
from capi.wording import Wording

I, P, R, NC, O, UH, UO, NE = Disposition  # noqa: E741 - the letters of the formulas

ELIGIBLE = (I, P, R, NC, O)
UNKNOWN = (UH, UO)


class Unknown(enum.Enum):
    """What of the cases whose eligibility is not known counts in a denominator."""

    ALL = "all"
    SHARE = "share"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` is as the definitions have it; `known` are the letters of the denominator without those of unknown eligibility."""

    name: str
    text: str
    numerator: tuple[Disposition, ...]
    known: tuple[Disposition, ...]
    unknown: Unknown
    meaning: Wording


E_FORMULA = "e = (I + P + R + NC + O) / (I + P + R + NC + O + NE)"
"""The proportional allocation, or CASRO, method: of unknown cases as many are eligible as of those that are known."""

_I, _IP, _R, _CONTACT = (I,), (I, P), (R,), (I, P, R, O)
_COOPERATING = (I, P, R)

FORMULAS = (
    Formula(
        "RR1",
        "RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))",
        _I,
        ELIGIBLE,
        Unknown.ALL,
        Wording("Rates", "Complete interviews among all cases that are eligible or may be."),
    ),
    Formula(
        "RR2",
        "RR2 = (I + P) / ((I + P) + (R + NC + O) + (UH + UO))",
        _IP,
        ELIGIBLE,
        Unknown.ALL,
        Wording("Rates", "Complete and partial interviews among all cases that are eligible or may be."),
    ),
    Formula(
        "RR3",
        "RR3 = I / ((I + P) + (R + NC + O) + e(UH + UO))",
        _I,
        ELIGIBLE,
        Unknown.SHARE,
        Wording("Rates", "Complete interviews among the cases estimated to be eligible."),
    ),
    Formula(
        "RR4",
        "RR4 = (I + P) / ((I + P) + (R + NC + O) + e(UH + UO))",
        _IP,
        ELIGIBLE,
        Unknown.SHARE,
        Wording("Rates", "Complete and partial interviews among the cases estimated to be eligible."),
    ),
    Formula(
        "RR5",
        "RR5 = I / ((I + P) + (R + NC + O))",
        _I,
        ELIGIBLE,
        Unknown.NONE,
        Wording("Rates", "Complete interviews among the cases known to be eligible."),
    ),
    Formula(
        "RR6",
        "RR6 = (I + P) / ((I + P) + (R + NC + O))",
        _IP,
        ELIGIBLE,
        Unknown.NONE,
        Wording("Rates", "Complete and partial interviews among the cases known to be eligible."),
    ),
    Formula(
        "COOP1",
        "COOP1 = I / ((I + P) + R + O)",
        _I,
        _CONTACT,
        Unknown.NONE,
        Wording("Rates", "Complete interviews among the eligible cases that were reached."),
    ),
    Formula(
        "COOP2",
        "COOP2 = (I + P) / ((I + P) + R + O)",
        _IP,
        _CONTACT,
        Unknown.NONE,
        Wording("Rates", "Complete and partial interviews among the eligible cases that were reached."),
    ),
    Formula(
        "COOP3",
        "COOP3 = I / ((I + P) + R)",
        _I,
        _COOPERATING,
        Unknown.NONE,
        Wording("Rates", "Complete interviews among the eligible cases that were reached and able to take part."),
    ),
    Formula(
        "COOP4",
        "COOP4 = (I + P) / ((I + P) + R)",
        _IP,
        _COOPERATING,
        Unknown.NONE,
        Wording(
            "Rates", "Complete and partial interviews among the eligible cases that were reached and able to take part."
        ),
    ),
    Formula(
        "REF1",
        "REF1 = R / ((I + P) + (R + NC + O) + (UH + UO))",
        _R,
        ELIGIBLE,
        Unknown.ALL,
        Wording("Rates", "Refusals among all cases that are eligible or may be."),
    ),
    Formula(
        "REF2",
        "REF2 = R / ((I + P) + (R + NC + O) + e(UH + UO))",
        _R,
        ELIGIBLE,
        Unknown.SHARE,
        Wording("Rates", "Refusals among the cases estimated to be eligible."),
    ),
    Formula(
        "REF3",
        "REF3 = R / ((I + P) + (R + NC + O))",
        _R,
        ELIGIBLE,
        Unknown.NONE,
        Wording("Rates", "Refusals among the cases known to be eligible."),
    ),
    Formula(
        "CON1",
        "CON1 = ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO))",
        _CONTACT,
        ELIGIBLE,
        Unknown.ALL,
        Wording("Rates", "Cases that were reached among all that are eligible or may be."),
    ),
    Formula(
        "CON2",
        "CON2 = ((I + P) + R + O) / ((I + P) + R + O + NC + e(UH + UO))",
        _CONTACT,
        ELIGIBLE,
        Unknown.SHARE,
        Wording("Rates", "Cases that were reached among those estimated to be eligible."),
    ),
    Formula(
        "CON3",
        "CON3 = ((I + P) + R + O) / ((I + P) + R + O + NC)",
        _CONTACT,
        ELIGIBLE,
        Unknown.NONE,
        Wording("Rates", "Cases that were reached among those known to be eligible."),
    ),
)
"""In the order of the definitions."""
