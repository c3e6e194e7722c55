"""SPSS missing values: how the codes of the states are declared, as SPSS takes three of them, or a range and one more."""

from typing import TypeAlias

from capi.dataset.answer_cells import possible_values
from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import Described
from capi.dataset.variables import Variable
from capi.outputs.microdata.data_file import DoesNotFit

Declared: TypeAlias = list[float | dict[str, float]]
_WIDEST_RANGE = 100_000


def declared_missing(variable: Variable | None, described: Described, codes: MissingCodes) -> Declared:
    """The codes of the states it can be in; without a variable, as of a code given after the interview, there are no other values
    to be mistaken for them. Raises DoesNotFit where SPSS has no way to say them all."""
    numbers = sorted(codes.of(value.state) for value in described.values if value.state is not None)
    if len(numbers) <= 3:
        return [float(number) for number in numbers]
    for within, beside in ((numbers, []), (numbers[:-1], numbers[-1:]), (numbers[1:], numbers[:1])):
        if not _holds_values(within[0], within[-1], variable, described):
            return [{"lo": float(within[0]), "hi": float(within[-1])}, *(float(number) for number in beside)]
    raise DoesNotFit(
        f"{described.name}: SPSS takes three missing values, or a range and one more, and between the codes "
        f"{', '.join(map(str, numbers))} lie real values. Choose codes that lie together, for example with --missing "
        "refused=-99,dont_know=-98,not_applicable=-97,unanswered=-92,not_asked=-91, or export as dta or parquet."
    )


def _holds_values(lowest: int, highest: int, variable: Variable | None, described: Described) -> bool:
    if highest - lowest > _WIDEST_RANGE:
        return True
    spread = described.spread
    if spread is not None and spread.lowest <= highest and spread.highest >= lowest:
        return True
    possible = () if variable is None else possible_values(variable)
    return any(number in values for values in possible for number in range(lowest, highest + 1))
