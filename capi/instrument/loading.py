"""From a path to an instrument, and from an instrument to the snapshot that travels with a case."""

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from capi.instrument.faults import Fault, Faults, TooManyFaults, shown
from capi.instrument.model import Instrument, Place

INSTRUMENT_FILE = "instrument.yaml"
COMPILED_FORMAT = 1
"""Raised whenever the objects of `model` change shape: an older compiled form is then read anew from its sources."""


class UnfitInstrument(Exception):
    """The instrument has faults and cannot be fielded."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults if not fault.warning))
        self.faults = faults


class NoSuchInstrument(Exception):
    """There is no instrument of that name or at that path."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: an instrument where no fault (but perhaps warnings) was found, and the exact text of its files."""

    instrument: Instrument | None
    faults: tuple[Fault, ...]
    sources: dict[str, str]

    def fit(self) -> Instrument:
        """The instrument; raises UnfitInstrument with all faults where it cannot be fielded."""
        if self.instrument is None:
            raise UnfitInstrument(self.faults)
        return self.instrument


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An instrument as kept in a case file: its files to the letter, known by their hash, and its compiled form."""

    sha256: str
    name: str
    version: str
    sources: dict[str, str]
    compiled: bytes

    def instrument(self) -> Instrument:
        """The instrument, from the compiled form where this program can read it, else from the sources."""
        number, _, body = self.compiled.partition(b"\n")
        if number == str(COMPILED_FORMAT).encode():
            with contextlib.suppress(msgspec.MsgspecError):
                return msgspec.json.decode(body, type=Instrument)
        return read_sources(self.sources).fit()


def find_instrument(given: str, folder: Path) -> Path:
    """The file of an instrument given by path, by its folder, or by its name below `folder`."""
    path = Path(given)
    for candidate in (path, path / INSTRUMENT_FILE, folder / given / INSTRUMENT_FILE):
        if candidate.is_file():
            return candidate
    there = ", ".join(sorted(found.parent.name for found in folder.glob(f"*/{INSTRUMENT_FILE}")))
    raise NoSuchInstrument(
        f"There is no instrument {given!r}. Give the path of its file, or one of these names: {there or '(none installed)'}."
    )


def read_instrument(path: Path) -> Reading:
    """Reads, assembles and validates the file at `path` and the section files it names. Raises OSError where it cannot be opened."""
    return _Reader(path.name, _Folder(path.parent)).reading()


def read_sources(sources: dict[str, str]) -> Reading:
    """The same from texts by file name, the instrument's own file first."""
    return _Reader(next(iter(sources)), _Texts(sources)).reading()


def snapshot(reading: Reading) -> Snapshot:
    """What a case file keeps of the instrument. Raises UnfitInstrument."""
    instrument = reading.fit()
    digest = hashlib.sha256()
    for name, text in reading.sources.items():
        content = text.encode()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    compiled = f"{COMPILED_FORMAT}\n".encode() + msgspec.json.encode(instrument)
    return Snapshot(digest.hexdigest(), instrument.name, instrument.version, reading.sources, compiled)


class _Folder:
    """The files of an instrument where its author keeps them: plain files, and none outside the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, most: int) -> bytes:
        """The file, or a little more of it than `most` bytes. Raises OSError, and _NotAFile where it is something else."""
        path = self.folder / name
        if path.exists() and not path.is_file():
            raise _NotAFile
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(most + 1)

    def leads_outside(self, name: str) -> bool:
        return (self.folder / name).resolve().parent != self.folder.resolve()


class _Texts:
    """The same files as kept in a case file."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources

    def read(self, name: str, most: int) -> bytes:  # noqa: ARG002  # it is in memory already
        if name not in self.sources:
            raise FileNotFoundError(name)
        return self.sources[name].encode()

    def leads_outside(self, name: str) -> bool:  # noqa: ARG002  # nothing leads out of a dictionary
        return False


class _NotAFile(Exception):
    """A folder, a pipe or a device."""


class _Reader:
    def __init__(self, file: str, files: _Folder | _Texts) -> None:
        self.file = file
        self.files = files
        self.contents: dict[str, bytes] = {}
        self.faults = Faults()

    def reading(self) -> Reading:
        # A laptop opens its cases from the compiled form: the YAML reader stays out of its start.
        from capi.instrument.reading import Refused

        instrument = None
        with contextlib.suppress(TooManyFaults, Refused):
            instrument = self.instrument()
        faults = self.faults.in_order()
        fit = instrument if all(fault.warning for fault in faults) else None
        sources = {name: content.decode("utf-8", "replace") for name, content in self.contents.items()}
        return Reading(fit, faults, sources)

    def instrument(self) -> Instrument | None:
        from capi.instrument.assembly import assemble
        from capi.instrument.reading import Allowance, Node, Scalar, read_nodes
        from capi.instrument.validation import validate

        allowance = Allowance()

        def include(path: Scalar) -> Node | None:
            if not self.may_include(path.text, path.place):
                return None
            content = self.content(path.text, path.place, allowance.size)
            return None if content is None else read_nodes(content, path.text, self.faults, allowance)

        content = self.content(self.file, Place(self.file, 1), allowance.size)
        root = None if content is None else read_nodes(content, self.file, self.faults, allowance)
        if root is None:
            return None
        assembled = assemble(root, self.faults, include)
        if assembled.complete:
            validate(assembled.instrument, assembled.lines, self.faults)
        return assembled.instrument

    def may_include(self, name: str, place: Place) -> bool:
        if not _SECTION_FILE.fullmatch(name):
            message = f"{shown(name)} cannot be the name of a section file"
            remedy = "Put it beside the instrument and name it alone, such as people.yaml."
            self.faults.add("FILE-NAME", place, message, remedy)
        elif name in self.contents:
            remedy = "A section stands in one place only."
            self.faults.add("FILE-TWICE", place, f"{name} is read a second time", remedy)
        elif self.files.leads_outside(name):
            message = f"{name} leads out of the folder of the instrument"
            self.faults.add("FILE-OUTSIDE", place, message, "Put the file itself into the folder, not a link to it.")
        else:
            return True
        return False

    def content(self, name: str, place: Place, most: int) -> bytes | None:
        try:
            self.contents[name] = self.files.read(name, most)
        except _NotAFile:
            remedy = "Name a file in YAML."
            self.faults.add("FILE-KIND", place, f"{name} is a folder or a device, not a file", remedy)
        except OSError as error:
            if name == self.file:
                raise
            message = f"{name} cannot be opened: {error.strerror or 'it is not there'}"
            self.faults.add("FILE-MISSING", place, message, "Put it into the folder of the instrument.")
        return self.contents.get(name)


_SECTION_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ -]{0,98}\.ya?ml")
