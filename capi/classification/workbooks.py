"""The published workbooks that are known, by a sheet that no other of them has: SOC2010, SOC2020, SIC 2007."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from capi.classification import sic_workbooks, soc_workbooks
from capi.classification.classification import Classification, NotAClassification
from capi.classification.sheets import Book


@dataclass(frozen=True, slots=True)
class _Known:
    """`formulas`: columns that hold formulas as published, and are not read."""

    says: str
    read: Callable[[Book, str], Classification]
    formulas: frozenset[str] = frozenset()


KNOWN: Mapping[str, _Known] = {
    soc_workbooks.SOC2010_STRUCTURE: _Known("the SOC2010 coding index", soc_workbooks.soc2010_index),
    soc_workbooks.SOC2020_INDEX: _Known("the SOC2020 coding index", soc_workbooks.soc2020_index),
    soc_workbooks.SOC2020_STRUCTURE: _Known("the SOC2020 structure", soc_workbooks.soc2020_structure),
    sic_workbooks.INDEX: _Known("the SIC 2007 index", sic_workbooks.sic2007_index),
    sic_workbooks.STRUCTURE: _Known("the SIC 2007 structure", sic_workbooks.sic2007_structure, frozenset("H")),
}
"""By the name of that sheet. The structure of SIC 2007 has formulas in its last column, which says the levels in words."""


def read_workbook(content: bytes, sha256: str) -> Classification:
    """Raises NotAClassification."""
    book = Book(content)
    known = next((known for sheet, known in KNOWN.items() if sheet in book.names), None)
    if known is None:
        raise NotAClassification(
            f"This workbook is none of those that are known: {', '.join(each.says for each in KNOWN.values())}. "
            f"Its sheets are {_listed(book.names)}."
        )
    if others := book.formulas - known.formulas:
        raise NotAClassification(
            f"Columns of the workbook hold formulas ({', '.join(sorted(others))}), and what they show can change. "
            "Use the file as it was published."
        )
    return known.read(book, sha256)


def _listed(names: tuple[str, ...], most: int = 5) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")
