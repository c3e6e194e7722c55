"""Versions: the instruments a dataset was collected with, the oldest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from capi.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class Version:
    """One instrument as it was fielded. `label` tells it from every other version in the dataset."""

    label: str
    sha256: str
    instrument: Instrument


def versions(snapshots: Iterable[tuple[str, Instrument]]) -> tuple[Version, ...]:
    """The versions, the oldest first, from pairs of SHA-256 and instrument."""
    ordered = sorted(snapshots, key=lambda each: (_numbers_in(each[1].version), each[0]))
    numbers = [instrument.version for _, instrument in ordered]
    return tuple(
        Version(
            instrument.version if numbers.count(instrument.version) == 1 else f"{instrument.version}+{sha256[:8]}",
            sha256,
            instrument,
        )
        for sha256, instrument in ordered
    )


def _numbers_in(version: str) -> list[tuple[int, str]]:
    """2023.10 comes after 2023.9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9.]+", version)]
