"""The shades of the call patterns: how dark an hour of the week is for what is counted in it, and what each shade means."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QColor

from capi.screens.language import number
from capi.screens.look import Look
from capi.sync.calling_messages import SlotCount
from capi.wording import Wording

SHADES = 5
FEW = 10
"""A rate of fewer calls than these says little, and stands in brackets."""
_DARKNESS = (0.08, 0.20, 0.36, 0.84, 1.0)
"""From the surface to the colour of what is shown. A step in the middle is left out, on which neither dark nor light words could be read."""


class Measure(enum.Enum):
    CALLS = Wording("Office", "Calls")
    CONTACTS = Wording("Office", "Contacts")
    RATE = Wording("Office", "Contacts in 100 calls")


@dataclass(frozen=True, slots=True)
class Shade:
    """`at`: from 1, the lightest. `low` to `high` are what it stands for."""

    at: int
    low: int
    high: int

    @property
    def words(self) -> str:
        return number(self.low) if self.low == self.high else f"{number(self.low)}–{number(self.high)}"


def value_of(slot: SlotCount | None, measure: Measure) -> int | None:
    """None where nothing is to be shown: nobody called."""
    if slot is None or not slot.calls:
        return None
    match measure:
        case Measure.CALLS:
            return slot.calls
        case Measure.CONTACTS:
            return slot.contacts
        case Measure.RATE:
            return round(100 * slot.contacts / slot.calls)


def shades(slots: Mapping[tuple[int, int], SlotCount], measure: Measure) -> tuple[Shade, ...]:
    """From the lightest; those that no whole number falls into are left out. Rates always have the same five."""
    most = max((value_of(slot, measure) or 0 for slot in slots.values()), default=0)
    if measure is Measure.RATE:
        most = 100
    edges = [most * step // SHADES for step in range(SHADES + 1)]
    pairs = enumerate(pairwise(edges), start=1)
    return tuple(Shade(at, low + 1 if low else min(1, high), high) for at, (low, high) in pairs if high > low)


def shade_of(value: int, every: Sequence[Shade]) -> Shade | None:
    """None for none at all, which is left light."""
    return next((shade for shade in every if value and value <= shade.high), None)


def ground(shade: Shade | None, look: Look) -> QColor:
    if shade is None:
        return look.colour("surface")
    light, dark, part = look.colour("surface"), look.colour("instruction"), _DARKNESS[shade.at - 1]
    mixed = [a + (b - a) * part for a, b in zip(_rgb(light), _rgb(dark), strict=True)]
    return QColor.fromRgb(*(round(each) for each in mixed))


def ink(shade: Shade | None, look: Look) -> QColor:
    """What can be read on it."""
    return look.colour("surface" if shade is not None and _DARKNESS[shade.at - 1] > 0.5 else "ink")


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
