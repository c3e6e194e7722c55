"""The settings of a derivation: where a project may decide, and what the standards say where it does not."""

import enum
from dataclasses import dataclass


class Convention(enum.Enum):
    """What self-coded NS-SEC makes of a size or a supervision that nobody said."""

    NONE = "none"
    """Nothing: the standard has no such rule."""
    SMALL_NOT_SUPERVISING = "small_not_supervising"
    """A small establishment, and not supervising."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`medical_is_full_time`: whether training in nursing and the like counts as full-time study. The standard's definition,
    taken literally, says no."""

    medical_is_full_time: bool = False
    convention: Convention = Convention.NONE


STANDARD = Settings()
"""As the standards have it."""
