"""Making an output: the standards' tables or an export of the hub's cases, as one ZIP, and what the window shows of it.

made = make(cases, order, Surroundings(shelf, hub_name, now), folder, step)
made.file                    # the ZIP, in the folder
made.shown                   # for the window, before anything is saved
"""

import csv
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from capi.classification.shelf import Shelf
from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.dataset.persons import Chosen, person_connection, persons_of_cases
from capi.dataset.variables import Kind
from capi.hub.statistics.hub_cases import HubCases
from capi.outputs.manifest import MANIFEST, Circumstances
from capi.outputs.microdata.deriving import deriving_with
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import format_called
from capi.outputs.microdata.paradata import has_paradata
from capi.outputs.tables.standard_tables import standard_tables
from capi.outputs.tables.table_counts import everybody
from capi.outputs.tables.table_figures import Treatment
from capi.outputs.tables.table_files import write_tables
from capi.outputs.tables.table_persons import derived_once
from capi.outputs.tables.table_versions import versions_of
from capi.sync.output_messages import OutputKind, OutputOrder

LARGEST = 64 * 2**20
"""Bytes of a ZIP that the hub keeps and hands out."""

_CODEBOOK = "codebook for programs"
"""What the manifest says of it."""
_PARADATA = "-paradata."
_KINDS = frozenset(kind.value for kind in Kind)

Step: TypeAlias = Callable[[int, int], None]
"""Told how many of how many cases are read."""


class CannotMake(Exception):
    """The cases are there, but this cannot be made of them. The message says what to ask for instead."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`source`: the name of the hub."""

    shelf: Shelf
    source: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """`shown` is JSON."""

    file: Path
    shown: str


def make(cases: HubCases, order: OutputOrder, around: Surroundings, folder: Path, step: Step) -> Made:
    """Writes into the folder, which is nobody else's. Raises CannotMake, and what reading and writing raise."""
    written = folder / "written"
    circumstances = Circumstances(around.now, around.source, False, order.everything, tuple(_warnings(cases)))
    if order.kind is OutputKind.TABLES:
        shown = _tables(cases, order, around.shelf, circumstances, written, step)
    else:
        shown = _export(cases, order, around.shelf, circumstances, written, step)
    return Made(_packed(written, folder / "output.zip"), json.dumps(shown, ensure_ascii=False))


def _warnings(cases: HubCases) -> Iterator[str]:
    if cases.left_out:
        number = "1 case" if cases.left_out == 1 else f"{cases.left_out:,} cases"
        yield f"{number} of the hub left out: deleted there, or without an instrument or a journal to read."


def _tables(
    cases: HubCases, order: OutputOrder, shelf: Shelf, circumstances: Circumstances, folder: Path, step: Step
) -> Mapping[str, object]:
    with person_connection() as connection:
        read = persons_of_cases(
            cases, connection, Chosen(order.instrument, order.everything), step, codes=cases.codes()
        )
        persons = derived_once(read.table, shelf.nssec_table(), connection)
        treatment, weight = Treatment(order.threshold, order.rounds or None), order.weight or None
        number = everybody(persons, weight).persons
        if treatment.base is None and number < treatment.threshold:
            raise CannotMake(
                f"There are {number} persons, and numbers below {treatment.threshold} are hidden: nothing would be left. Wait "
                "for more cases, take cases of every status, or round instead."
            )
        made = standard_tables(persons, treatment, weight)
        return write_tables(folder, made, versions_of(persons), circumstances).content


def _export(
    cases: HubCases, order: OutputOrder, shelf: Shelf, circumstances: Circumstances, folder: Path, step: Step
) -> Mapping[str, object]:
    chosen = [
        each for each in datasets(cases, everything=order.everything) if order.instrument in ("", each.instrument)
    ]
    if not chosen:
        raise CannotMake("There are no such cases any more. Look at the list of cases, and ask again.")
    profile = Profile(order.profile)
    total = sum(len(each) for each in chosen)
    read = _Passes(frozenset(each.instrument for each in chosen), 2 if has_paradata(profile) else 1)
    delivery = Delivery(
        profile,
        MissingCodes(),
        folder,
        file_format=format_called(order.format),
        deriving=deriving_with(shelf, cases.codes()),
    )
    export_data(chosen, delivery, circumstances, lambda what, done, _of: step(read.cases(what, done), total))
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {**manifest, "columns": list(_columns(folder, manifest))}


class _Passes:
    """How many cases are done, where each is read as often as there are passes: for the answers, and for the paradata."""

    def __init__(self, instruments: frozenset[str], passes: int) -> None:
        self._instruments = instruments
        self._passes = passes
        self._read: dict[str, int] = {}

    def cases(self, what: str, done: int) -> int:
        """What is written in a second go is told too, but reads no case."""
        if what in self._instruments or _PARADATA in what:
            self._read[what] = done
        return sum(self._read.values()) // self._passes


def _columns(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """What the codebooks say of each column: its file, name, label and kind."""
    for each in manifest["files"]:
        if each["what"] != _CODEBOOK:
            continue
        with (folder / each["name"]).open(encoding="utf-8", newline="") as book:
            for row in csv.DictReader(book):
                if row["kind"] in _KINDS:  # every other row is one of its values
                    yield {name: row[name] for name in ("file", "variable", "label", "kind")}


def _packed(folder: Path, into: Path) -> Path:
    """Raises CannotMake where it is more than the hub keeps."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, path.name)
            path.unlink()
    if into.stat().st_size > LARGEST:
        raise CannotMake(
            f"It came to more than {LARGEST // 2**20} MB, which is more than the hub hands out. Ask for one instrument, or for a "
            "narrower profile."
        )
    return into
