"""Manifests: what every delivery lists of its files, and of where they come from."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the cases themselves do not say. `source` is a name without folders; `warnings` are for whoever uses the data."""

    exported: datetime
    source: str
    invented: bool
    everything: bool
    warnings: tuple[str, ...] = ()


def listed_file(path: Path, what: str) -> dict[str, object]:
    """As a manifest lists it."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "what": what, "bytes": path.stat().st_size, "sha256": sha256}
