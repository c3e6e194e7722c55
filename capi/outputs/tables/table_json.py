"""All tables as one JSON object, and the rows of a CSV for each; their shapes are in TABLES.md."""

from collections.abc import Iterable, Iterator, Mapping

from capi import __version__
from capi.outputs.manifest import Circumstances
from capi.outputs.tables.standard_tables import StandardTables
from capi.outputs.tables.table_figures import HIDDEN_WORD, Figure, FinishedTable, Treatment, persons_told, told_of
from capi.outputs.tables.table_shapes import Line, Place
from capi.outputs.tables.table_versions import Versions

SHAPE = 1
"""Rises when a key changes its meaning or goes."""
CSV_HEADER = (
    *("line", "place", "kind", "under", "number", "label"),
    *("people", "percentage", "weighted_people", "weighted_percentage"),
)
_DECIMALS = 1
_PERCENTAGE_DECIMALS = 4


def as_json(made: StandardTables, versions: Versions, circumstances: Circumstances) -> dict[str, object]:
    return {
        "format": "capi tables",
        "shape": SHAPE,
        **about(made, versions, circumstances),
        "tables": [_table(table, made.treatment) for table in made.tables],
    }


def about(made: StandardTables, versions: Versions, circumstances: Circumstances) -> dict[str, object]:
    """What is said of all tables together, in the manifest too."""
    rounds = made.treatment.base
    return {
        "made": circumstances.exported.isoformat(timespec="seconds"),
        "program": f"capi {__version__}",
        "source": circumstances.source,
        "invented_people": circumstances.invented,
        "persons": persons_told(made.everybody, made.treatment),
        "weight": made.weight,
        "protection": {
            "threshold": None if rounds is not None else made.treatment.threshold,
            "rounded_to": rounds,
            "words": made.treatment.words,
        },
        "versions": {"instruments": list(versions.instruments), "ns_sec_tables": list(versions.ns_sec_tables)},
        "not_made": [{"name": table.name, "lacks": list(lacks)} for table, lacks in made.not_made],
        "warnings": list(circumstances.warnings),
    }


def csv_rows(table: FinishedTable) -> Iterator[tuple[str | int, ...]]:
    """As in CSV_HEADER: what is hidden as [c], what there is not (a heading's figures, say) as nothing."""
    weighted = 4 if table.weighted else 2
    for each in (*_lines(table, Place.INSIDE), *_lines(table, Place.BELOW)):
        base_hidden = table.base.is_hidden and each["place"] == Place.INSIDE.value and each["kind"] != "heading"
        told = (
            HIDDEN_WORD
            if each[name] is None and (each["hidden"] or (base_hidden and name.endswith("percentage")))
            else _plain(each[name])
            for name in CSV_HEADER[-4:]
        )
        yield (
            str(each["line"]),
            str(each["place"]),
            str(each["kind"]),
            " > ".join(str(word) for word in _words(each["under"])),
            str(each["number"]),
            str(each["label"]),
            *(value if at < weighted else "" for at, value in enumerate(told)),
        )


def _words(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _plain(value: object) -> str | int:
    return "" if value is None else value if isinstance(value, int) else str(value)


def _table(table: FinishedTable, treatment: Treatment) -> dict[str, object]:
    of = table.definition
    return {
        "name": of.name,
        "title": of.title,
        "about": of.about,
        "source": of.source,
        "notes": list(of.notes),
        "protected": told_of(table, treatment),
        "base": of.base,
        "lines": [*_lines(table, Place.INSIDE), *_lines(table, Place.BELOW)],
    }


def _lines(table: FinishedTable, place: Place) -> Iterator[dict[str, object]]:
    for line in table.placed(place):
        yield {
            "line": line.name,
            "place": place.value,
            "kind": _kind(line),
            "under": [above.words for above in table.headings(line)],
            "number": line.number,
            "label": line.label,
            "mark": line.mark,
            "level": line.level,
            **_figures(table.figures.get(line.name)),
        }


def _kind(line: Line) -> str:
    return "heading" if line.is_heading else "category" if line.is_leaf else "total"


def _figures(figure: Figure | None) -> Mapping[str, object]:
    """A heading has none, and hides none."""
    shown = figure or Figure(None)
    return {
        "people": shown.number,
        "percentage": _to(shown.percentage, _PERCENTAGE_DECIMALS),
        "weighted_people": _to(shown.weighted, _DECIMALS),
        "weighted_percentage": _to(shown.weighted_percentage, _PERCENTAGE_DECIMALS),
        "hidden": figure is not None and figure.is_hidden,
    }


def _to(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
