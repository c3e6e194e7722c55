"""The NS-SEC table as the CSV that CLASSIFICATION.md describes: operational categories by SOC2010 unit group and employment status."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from capi.classification.classification import Cell, Classification, Group, NotAClassification, Part, Scheme
from capi.classification.faults import Faults, some_of
from capi.derivation.operational import CATEGORIES

CODE, TITLE = "soc2010", "title"
CATEGORY_COLUMNS: Mapping[str, int] = {
    "op_simplified": 0,
    **{f"op_{status}": status for status in range(1, 8)},
    "op_reduced_employers": 8,
    "op_reduced_managers": 9,
}
"""The headings of the categories, and the column of `derivation.full_nssec` that each is."""
UNIT_GROUPS = 369
NAME = "NS-SEC by SOC2010"
_SEPARATORS = (",", ";", "\t")
_LONGEST_CELL = 1_000
_MOST_ROWS = 2_000


def read_nssec(
    content: bytes, sha256: str, version: str = "", unit_groups: Collection[str] | None = None
) -> Classification:
    """`version` as its office names it, for the file prints none. `unit_groups`: those of SOC2010, where an index of it is loaded;
    else only their number is known. Raises NotAClassification."""
    rows = _rows(_text(content))
    headings = [heading.strip().lower() for heading in next(rows, (1, []))[1]]
    at = _columns(headings)
    faults = Faults()
    groups: dict[str, tuple[int, str]] = {}
    cells: list[Cell] = []
    for number, texts in rows:
        if not any(text.strip() for text in texts):
            continue
        found = {heading: texts[place].strip() if place < len(texts) else "" for heading, place in at.items()}
        code = _code(found[CODE])
        if code is None:
            faults.tell(_place(number, CODE), f"{found[CODE]!r} is no unit group of SOC2010: four digits.")
            continue
        if code in groups:
            faults.tell(_place(number, CODE), f"{code} is in row {groups[code][0]:,} already.")
            continue
        groups[code] = (number, found[TITLE])
        if not found[TITLE]:
            faults.tell(_place(number, TITLE), "The title is missing.")
        cells += _cells(code, found, number, faults)
    _tell_gaps(groups, unit_groups, faults)
    faults.refuse_any()
    return Classification(
        Scheme.NSSEC_SOC2010, Part.TABLE, NAME, version, sha256,
        tuple(Group(code, title) for code, (_, title) in groups.items()), cells=tuple(cells),
    )  # fmt: skip


def _cells(code: str, found: Mapping[str, str], number: int, faults: Faults) -> Iterator[Cell]:
    for heading, column in CATEGORY_COLUMNS.items():
        category = "L" + found[heading].upper().removeprefix("L")
        if category in CATEGORIES:
            yield Cell(code, column, category)
        elif not found[heading]:
            faults.tell(_place(number, heading), "The operational category is missing.")
        else:
            faults.tell(
                _place(number, heading), f"{found[heading][:20]!r} is no operational category, such as 4.1 or L4.1."
            )


def _tell_gaps(groups: Mapping[str, tuple[int, str]], unit_groups: Collection[str] | None, faults: Faults) -> None:
    """Codes below 1000 (students, not stated, ...) are no unit groups, and may be there or not."""
    there = {code for code in groups if code >= "1000"}
    if unit_groups is not None:
        for code in sorted(there - set(unit_groups)):
            faults.tell(_place(groups[code][0], CODE), f"{code} is no unit group of the SOC2010 that is loaded.")
        if missing := set(unit_groups) - there:
            faults.tell("", f"Unit groups that are not there: {some_of(missing)}.")
    elif len(there) != UNIT_GROUPS:
        faults.tell("", f"There are {len(there):,} unit groups, and SOC2010 has {UNIT_GROUPS}.")


def _columns(headings: Sequence[str]) -> dict[str, int]:
    wanted = (CODE, TITLE, *CATEGORY_COLUMNS)
    missing = [heading for heading in wanted if heading not in headings]
    if missing:
        if CODE not in headings:
            raise NotAClassification(
                "This is neither a published workbook nor the table of NS-SEC, a CSV file whose first row has the headings "
                f"{', '.join(wanted)}."
            )
        raise NotAClassification(
            f"The table of NS-SEC has no column {', '.join(missing)}. Its headings are in the first row."
        )
    twice = [heading for heading, times in Counter(headings).items() if times > 1 and heading in wanted]
    if twice:
        raise NotAClassification(f"The table of NS-SEC has the column {', '.join(twice)} more than once.")
    return {heading: headings.index(heading) for heading in wanted}


def _code(text: str) -> str | None:
    """A spreadsheet drops the zeros that a code below 1000 begins with."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) > 0):
        return None
    return text.zfill(4)


def _text(content: bytes) -> str:
    """UTF-8, or Windows-1252 as spreadsheet programs write it."""
    if b"\0" in content:
        raise NotAClassification("The file is neither a workbook nor a CSV file in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text[: text.find("\n") if "\n" in text else None][:_LONGEST_CELL]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotAClassification(
                f"Row {number:,} cannot be read: a quotation mark is not closed, or its text is too long."
            ) from error
        if number > _MOST_ROWS:
            raise NotAClassification(
                f"The file has more than {_MOST_ROWS:,} rows, and the table of NS-SEC has some 400."
            )
        yield number, row


def _place(number: int, heading: str) -> str:
    return f"row {number:,}, {heading}"
