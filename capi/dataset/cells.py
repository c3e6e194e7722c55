"""Cells: what can stand in a dataset. States stay states; numeric codes for them exist only in what is written out."""

import enum
from collections.abc import Container
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import TypeAlias

from capi.instrument.model import Missing


class Absence(enum.Enum):
    """Why there is no answer at all, apart from the three missing states a respondent can give."""

    UNANSWERED = "unanswered"
    """The question was reached, and is waiting for its answer."""
    NOT_ASKED = "not_asked"
    """Off the route, or not reached; of a fact: not known; of a computed field: without a value."""


State: TypeAlias = Missing | Absence
Cell: TypeAlias = int | Decimal | str | State | None
"""A value, a state, or None where a column has nothing to say, such as the date of an interview not begun."""


class CodesCollide(ValueError):
    """A code for a missing state is also a real value. The message says where and what to do."""


@dataclass(frozen=True, slots=True)
class MissingCodes:
    """The numbers that stand for the states in a file. A project can choose others."""

    refused: int = -9
    dont_know: int = -8
    not_applicable: int = -7
    unanswered: int = -2
    not_asked: int = -1

    def __post_init__(self) -> None:
        if len(set(asdict(self).values())) < len(fields(self)):
            raise CodesCollide("Two missing states have the same code. Give each a code of its own.")

    def of(self, state: State) -> int:
        code: int = getattr(self, state.value)
        return code

    def refuse_among(self, name: str, values: Container[int]) -> None:
        """Raises CodesCollide where a code is among the values the variable may have."""
        for state in STATES:
            if self.of(state) in values:
                raise collision(name, str(self.of(state)), state)


STATES: tuple[State, ...] = (
    Missing.REFUSED,
    Missing.DONT_KNOW,
    Missing.NOT_APPLICABLE,
    Absence.UNANSWERED,
    Absence.NOT_ASKED,
)


def collision(where: str, code: str, state: State) -> CodesCollide:
    return CodesCollide(
        f"{where} can have the value {code}, which stands for {state.value} in this export. "
        f"Choose other codes, for example --missing {state.value}=-999."
    )
