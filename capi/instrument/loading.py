"""From a path to an instrument, and from an instrument to the snapshot that travels with a case."""

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from capi.instrument.faults import Fault, Faults, TooManyFaults, shown
from capi.instrument.model import Instrument, Place

if TYPE_CHECKING:
    from capi.instrument.reading import Node, Scalar

INSTRUMENT_FILE = "instrument.yaml"
COMPILED_FORMAT = 4
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
    paths: dict[str, Path] = field(default_factory=dict)
    """Where each of the files lies."""

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


def read_instrument(path: Path, shipped: Path | None = None) -> Reading:
    """Reads, assembles and validates the file at `path` and all files it names. Raises OSError where it cannot be opened.

    An instrument it uses lies in a folder beside its own, or else below `shipped`.
    """
    return _Reader(path.name, _Folders(path.parent, shipped)).reading()


def read_sources(sources: dict[str, str]) -> Reading:
    """The same from texts by file name, the instrument's own file first; those of a used one are under `its-name/`."""
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


class _Folders:
    """The files of an instrument, and of those it uses, where their authors keep them: plain files, and none outside their folder."""

    def __init__(self, folder: Path, shipped: Path | None) -> None:
        self.folders = {"": folder}
        self.shipped = shipped

    def has_instrument(self, name: str) -> bool:
        """Whether there is an instrument of that name, which is then known by it."""
        beside = self.folders[""].resolve().parent
        for folder in (beside, self.shipped) if self.shipped else (beside,):
            if (folder / name / INSTRUMENT_FILE).exists():
                self.folders.setdefault(name, folder / name)
                return True
        return False

    def path(self, name: str) -> Path:
        used, _, file = name.rpartition("/")
        return self.folders[used] / file

    def read(self, name: str, most: int) -> bytes:
        """The file, or a little more of it than `most` bytes. Raises OSError, and _NotAFile where it is something else."""
        path = self.path(name)
        if path.exists() and not path.is_file():
            raise _NotAFile
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(most + 1)

    def leads_outside(self, name: str) -> bool:
        path = self.path(name)
        return path.resolve().parent != path.parent.resolve()


class _Texts:
    """The same files as kept in a case file."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources

    def has_instrument(self, name: str) -> bool:
        return f"{name}/{INSTRUMENT_FILE}" in self.sources

    def path(self, name: str) -> Path:
        return Path(name)

    def read(self, name: str, most: int) -> bytes:  # noqa: ARG002  # it is in memory already
        if name not in self.sources:
            raise FileNotFoundError(name)
        return self.sources[name].encode()

    def leads_outside(self, name: str) -> bool:  # noqa: ARG002  # nothing leads out of a dictionary
        return False


class _NotAFile(Exception):
    """A folder, a pipe or a device."""


class _Reader:
    """One reading: the instrument's own file, and what it names, under one allowance."""

    def __init__(self, file: str, files: _Folders | _Texts) -> None:
        from capi.instrument.reading import Allowance

        self.file = file
        self.files = files
        self.contents: dict[str, bytes] = {}
        self.faults = Faults()
        self.allowance = Allowance()

    def reading(self) -> Reading:
        # A laptop opens its cases from the compiled form: the YAML reader stays out of its start.
        from capi.instrument.reading import Refused

        instrument = None
        with contextlib.suppress(TooManyFaults, Refused):
            instrument = self.instrument()
        faults = self.faults.in_order()
        fit = instrument if all(fault.warning for fault in faults) else None
        sources = {name: content.decode("utf-8", "replace") for name, content in self.contents.items()}
        return Reading(fit, faults, sources, {name: self.files.path(name) for name in self.contents})

    def instrument(self) -> Instrument | None:
        from capi.instrument.assembly import assemble
        from capi.instrument.validation import validate

        root = self.nodes(self.file, Place(self.file, 1))
        if root is None:
            return None
        assembled = assemble(root, self.faults, _Beside(self, ""))
        if assembled.complete:
            validate(assembled.instrument, assembled.lines, self.faults)
        return assembled.instrument

    def nodes(self, name: str, place: Place) -> "Node | None":
        from capi.instrument.reading import read_nodes

        content = self.content(name, place)
        return None if content is None else read_nodes(content, name, self.faults, self.allowance)

    def content(self, name: str, place: Place) -> bytes | None:
        try:
            self.contents[name] = self.files.read(name, self.allowance.size)
        except _NotAFile:
            remedy = "Name a file of text."
            self.faults.add("FILE-KIND", place, f"{name} is a folder or a device, not a file", remedy)
        except OSError as error:
            if name == self.file:
                raise
            message = f"{name} cannot be opened: {error.strerror or 'it is not there'}"
            self.faults.add("FILE-MISSING", place, message, "Put it into the folder of the instrument.")
        return self.contents.get(name)


class _Beside:
    """The files beside one of the instruments that are read; `folder` is empty, or `name/` for one that is used."""

    def __init__(self, reader: _Reader, folder: str) -> None:
        self.reader = reader
        self.folder = folder

    def section(self, path: "Scalar") -> "Node | None":
        if not _SECTION_FILE.fullmatch(path.text):
            self.tell_name(path, "people.yaml")
        elif self.may_read(path):
            return self.reader.nodes(self.folder + path.text, path.place)
        return None

    def table(self, path: "Scalar") -> tuple[str, str] | None:
        from capi.instrument.reading import read_text

        name = self.folder + path.text
        if not _TABLE_FILE.fullmatch(path.text):
            self.tell_name(path, "countries.csv")
        elif self.may_read(path) and (content := self.reader.content(name, path.place)) is not None:
            text = read_text(content, name, self.reader.faults, self.reader.allowance)
            return None if text is None else (name, text)
        return None

    def instrument(self, name: "Scalar") -> "tuple[Node, _Beside] | None":
        folder, faults = f"{name.text}/", self.reader.faults
        if not _INSTRUMENT.fullmatch(name.text):
            message = f"{shown(name.text)} cannot be the name of an instrument"
            faults.add("FILE-NAME", name.place, message, "Name it as its folder is called, such as economic-activity.")
        elif not self.reader.files.has_instrument(name.text):
            message = f"there is no instrument {name.text}"
            remedy = f"Put its folder, with its {INSTRUMENT_FILE}, beside the folder of this one."
            faults.add("FILE-MISSING", name.place, message, remedy)
        elif folder + INSTRUMENT_FILE in self.reader.contents:
            faults.add("FILE-TWICE", name.place, f"{name.text} is used a second time", "Use it in one place only.")
        else:
            root = self.reader.nodes(folder + INSTRUMENT_FILE, name.place)
            return None if root is None else (root, _Beside(self.reader, folder))
        return None

    def tell_name(self, path: "Scalar", example: str) -> None:
        message = f"{shown(path.text)} cannot be the name of a file here"
        remedy = f"Put it beside the instrument and name it alone, such as {example}."
        self.reader.faults.add("FILE-NAME", path.place, message, remedy)

    def may_read(self, path: "Scalar") -> bool:
        name, faults = self.folder + path.text, self.reader.faults
        if name in self.reader.contents:
            faults.add("FILE-TWICE", path.place, f"{name} is read a second time", "It stands in one place only.")
        elif self.reader.files.leads_outside(name):
            message = f"{name} leads out of the folder of the instrument"
            faults.add("FILE-OUTSIDE", path.place, message, "Put the file itself into the folder, not a link to it.")
        else:
            return True
        return False


_SECTION_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ -]{0,98}\.ya?ml")
_TABLE_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ -]{0,98}\.csv")
_INSTRUMENT = re.compile(r"(?=.{1,64}\Z)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
