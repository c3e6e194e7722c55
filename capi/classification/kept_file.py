"""One classification as a file of ours: a line that says what it is, a line that holds it, compressed; whole or not at all.

    SOC2020-index-<SHA-256 of the published file>.json.gz

The first line can be read without the rest. See CLASSIFICATION.md.
"""

import gzip
import os
import zlib
from datetime import datetime
from pathlib import Path

import msgspec

from capi.classification.classification import Classification, Part, Scheme, label
from capi.store.to_disk import folder_to_disk

FORMAT = 1
SUFFIX = ".json.gz"
LARGEST_KEPT = 16 * 2**20
LARGEST_UNPACKED = 96 * 2**20
_LONGEST_HEADING = 2**12
_GZIP = zlib.MAX_WBITS | 16


class DamagedClassification(Exception):
    """A file that holds a classification cannot be read. The message says which and what to do."""


class Heading(msgspec.Struct, frozen=True):
    """What is kept, without the whole of it. The numbers are of its groups, index entries and cells."""

    format: int
    scheme: Scheme
    part: Part
    name: str
    version: str
    published: str
    sha256: str
    added: datetime
    groups: int
    entries: int
    cells: int

    @property
    def label(self) -> str:
        return label(self.name, self.version, self.sha256)

    @property
    def file_name(self) -> str:
        return file_name(self.scheme, self.part, self.sha256)


def file_name(scheme: Scheme, part: Part, sha256: str) -> str:
    return f"{scheme.value}-{part.value}-{sha256}{SUFFIX}"


def heading_of(classification: Classification, added: datetime) -> Heading:
    return Heading(
        FORMAT,
        classification.scheme,
        classification.part,
        classification.name,
        classification.version,
        classification.published,
        classification.sha256,
        added,
        len(classification.groups),
        len(classification.entries),
        len(classification.cells),
    )


def write(path: Path, heading: Heading, classification: Classification) -> None:
    """Over a file of this name, if there is one. Raises OSError."""
    lines = msgspec.json.encode(heading) + b"\n" + msgspec.json.encode(classification) + b"\n"
    unfinished = path.with_name(f".unfinished-{os.getpid()}-{path.name}")
    try:
        with unfinished.open("wb") as file:
            file.write(gzip.compress(lines, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        folder_to_disk(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def read_heading(path: Path) -> Heading:
    """Raises DamagedClassification, OSError."""
    with path.open("rb") as file:
        start = file.read(_LONGEST_HEADING)
    try:
        line, end, _ = zlib.decompressobj(_GZIP).decompress(start, _LONGEST_HEADING).partition(b"\n")
        heading = _heading(line, path) if end else None
    except zlib.error:
        heading = None
    if heading is None:
        raise _damaged(path)
    return heading


def read(path: Path) -> Classification:
    """Raises DamagedClassification, OSError."""
    with path.open("rb") as file:
        packed = file.read(LARGEST_KEPT + 1)
    unpacking = zlib.decompressobj(_GZIP)
    try:
        lines = unpacking.decompress(packed, LARGEST_UNPACKED) if len(packed) <= LARGEST_KEPT else b""
    except zlib.error as error:
        raise _damaged(path) from error
    line, _, body = lines.partition(b"\n")
    if not unpacking.eof or unpacking.unused_data or _heading(line, path) is None:
        raise _damaged(path)
    try:
        classification = msgspec.json.decode(body, type=Classification)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(path) from error
    if file_name(classification.scheme, classification.part, classification.sha256) != path.name:
        raise _damaged(path)
    return classification


def _heading(line: bytes, path: Path) -> Heading | None:
    """None where it is none, or that of another file. Raises DamagedClassification for one of a later capi."""
    try:
        if msgspec.json.decode(line, type=_AnyFormat).format > FORMAT:
            raise DamagedClassification(
                f"{path} was kept by a later version of capi. Install that version, or add the published file here."
            )
        heading = msgspec.json.decode(line, type=Heading)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return heading if heading.file_name == path.name and heading.added.tzinfo is not None else None


class _AnyFormat(msgspec.Struct, frozen=True):
    format: int


def _damaged(path: Path) -> DamagedClassification:
    return DamagedClassification(
        f"{path} is damaged. Add the published file again with: capi classification add FILE. Or delete this one."
    )
