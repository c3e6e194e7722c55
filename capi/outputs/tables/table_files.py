"""The files of the output tables in one folder: a page, a workbook, CSV, JSON, and the manifest that seals them."""

import json
from dataclasses import dataclass
from pathlib import Path

from capi.outputs.csv_rows import write_rows
from capi.outputs.folder import OutputFolder
from capi.outputs.manifest import MANIFEST, Circumstances, listed_file
from capi.outputs.tables.chart_bars import bars_of, chart_file, chart_words
from capi.outputs.tables.standard_tables import StandardTables
from capi.outputs.tables.table_html import write_tables_page
from capi.outputs.tables.table_json import CSV_HEADER, about, as_json, csv_rows
from capi.outputs.tables.table_versions import Versions
from capi.outputs.tables.table_xlsx import write_workbook

PAGE, WORKBOOK, JSON = "tables.html", "tables.xlsx", "tables.json"


@dataclass(frozen=True, slots=True)
class Delivered:
    """`paths` in the order written; `content` is what stands in tables.json."""

    paths: tuple[Path, ...]
    content: dict[str, object]


def write_tables(
    folder: Path, made: StandardTables, versions: Versions, circumstances: Circumstances, *, force: bool = False
) -> Delivered:
    """Whole or not at all. Raises AlreadyWritten."""
    listed = {
        PAGE: "all tables to read, with charts",
        WORKBOOK: "all tables as a workbook, one sheet each",
        JSON: "all tables for programs",
        **{f"{table.definition.name}.csv": table.definition.title for table in made.tables},
        **{f"{table.definition.name}.svg": f"{table.definition.title}, the chart" for table in made.tables},
    }
    names = (*listed, MANIFEST)
    content = as_json(made, versions, circumstances)
    with OutputFolder(folder, names, force=force) as unfinished:
        write_tables_page(unfinished / PAGE, made, versions, circumstances)
        write_workbook(unfinished / WORKBOOK, made, circumstances)
        _write_json(unfinished / JSON, content)
        for table in made.tables:
            write_rows(unfinished / f"{table.definition.name}.csv", CSV_HEADER, csv_rows(table))
            picture = chart_file(bars_of(table), table.definition.title, chart_words(table))
            (unfinished / f"{table.definition.name}.svg").write_text(picture, encoding="utf-8", newline="\n")
        manifest = {
            "format": "tables",
            **about(made, versions, circumstances),
            "files": [listed_file(unfinished / name, what) for name, what in listed.items()],
        }
        _write_json(unfinished / MANIFEST, manifest)
    return Delivered(tuple(folder / name for name in names), content)


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
