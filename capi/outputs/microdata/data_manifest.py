"""The manifest of an export: what was written, from what, for whom, and what was left out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from capi import __version__
from capi.dataset.codebook import Codebook
from capi.dataset.disclosure import Profile
from capi.dataset.levels import Level
from capi.outputs.manifest import MANIFEST, Circumstances, listed_file
from capi.outputs.microdata.data_file import FileFormat
from capi.outputs.microdata.file_names import Files

PARADATA = ("paradata",)
ANSWER_MODES = ("answer modes",)
"""In place of a level, as is that of the paradata."""
TEXTS_IN_CSV = (
    "to the letter, in the codebook for programs too: not made harmless for spreadsheets, which take a text that begins like a "
    "formula for one. Read such files with a statistics program."
)


def write_manifest(
    folder: Path,
    listed: Mapping[str, str],
    books: Sequence[tuple[Codebook, Files]],
    circumstances: Circumstances,
    file_format: FileFormat,
) -> None:
    """Last of all: `listed` are the files already in the folder, with what each is."""
    first, _ = books[0]
    profile, codes = first.profile, first.codes
    content = {
        "format": file_format.name,
        "exported": circumstances.exported.isoformat(timespec="seconds"),
        "program": f"capi {__version__}",
        "source": circumstances.source,
        "invented_people": circumstances.invented,
        "selection": "every case, whatever its status" if circumstances.everything else "completed cases",
        "profile": profile.value,
        "case_numbers": _case_numbers(profile),
        "missing_codes": asdict(codes),
        "missing_values": {
            "how": file_format.reading,
            **{str(state.value): mark for state, mark in file_format.marks(codes).items()},
        },
        file_format.name: dict(file_format.limits),
        "instruments": [_instrument(book, files) for book, files in books],
        "paradata": _paradata(profile),
        "answer_modes": _answer_modes(profile),
        "texts_in_csv": TEXTS_IN_CSV,
        "never_exported": [
            "names of cases",
            "remarks",
            "answers off the route",
            "rows that were removed",
            "reasons of suppressed signals",
        ],
        "files": [listed_file(folder / name, what) for name, what in listed.items()],
        "warnings": list(circumstances.warnings),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _case_numbers(profile: Profile) -> str:
    if profile.keeps_reference:
        return "the references of the office"
    return "made for this export; not the references of the office, nor in the order of the sample"


def _paradata(profile: Profile) -> str:
    if profile is Profile.END_USER:
        return "left out: how and when somebody was interviewed may identify them"
    if profile is Profile.SPECIAL:
        return "without the clock, the interviewer and the device; days and times are counted from the beginning"
    return "complete, but for remarks and reasons"


def _answer_modes(profile: Profile) -> str:
    if profile is Profile.END_USER:
        return "left out; the table of the cases says in which modes each was answered"
    return "those answers that were not given to an interviewer in the mode of the case; any other was"


def _instrument(book: Codebook, files: Files) -> dict[str, object]:
    of_level = file_of_level(book, files.tables)
    return {
        "instrument": book.instrument,
        "title": book.title,
        "versions": [
            {"version": version.instrument.version, "label": version.label, "sha256": version.sha256}
            for version in book.versions
        ],
        "cases": book.cases,
        "variables": sum(len(table.variables) for table in book.tables if table.of_answers),
        "tables": [
            {
                "file": name,
                "one_row_for_each": table.each,
                "rosters": list(table.level) if table.of_answers else [],
                "keys": list(table.keys),
                "rows": table.rows,
                "variables": len(table.variables),
            }
            for name, table in zip(files.tables, book.tables, strict=True)
        ],
        "other_names": _other_names(book, files),
        "left_out": [
            {
                "file": of_level.get(each.level, ""),
                "variable": each.name,
                "label": each.label,
                "reason": each.reason,
            }
            for each in book.left_out
        ],
    }


def file_of_level(book: Codebook, files: Sequence[str]) -> dict[Level, str]:
    """By what a variable was left out of; of what the process leaves none is. Nothing where the whole file was left out."""
    return {
        table.level: name
        for name, table in zip(files, book.tables, strict=True)
        if table.of_answers or table.level not in (PARADATA, ANSWER_MODES)
    }


def _other_names(book: Codebook, files: Files) -> list[dict[str, object]]:
    """Of the variables that the format has under another name, or in more columns than one."""
    return [
        {"file": name, "variable": variable.name, "columns": list(variable.columns)}
        for name, table in zip(files.tables, book.tables, strict=True)
        for variable in table.variables
        if variable.columns not in ((), (variable.name,))
    ]
