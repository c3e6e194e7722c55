"""Lists as commands print them: columns under their headings, or the same as JSON."""

from collections.abc import Sequence
from datetime import datetime

import msgspec


def print_list(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Nothing under the headings where there are no rows."""
    cells = [[_cell(each) for each in row] for row in (headings, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def print_json(result: object) -> None:
    print(msgspec.json.format(msgspec.json.encode(result), indent=2).decode())


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
    # One line for each row, whatever somebody has called himself: control characters are shown, not done.
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in str(value)) or "-"
