"""A published workbook as sheets of texts, read row by row with the number of each; opened only after it was looked into."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from capi.classification.classification import NotAClassification
from capi.classification.packages import look_into

_Row: TypeAlias = Sequence[object]
_ROWS_LOOKED_AT = 20
_DAMAGED = "The workbook is damaged, or no workbook at all. Fetch the published file once more."
_PASSWORD = "The workbook has a password. Use the file as it was published."  # noqa: S105 - words
_PUBLISHED = "Use the file as it was published."


class Sheet:
    """`headings` stand in the row above the first one read. Its rows can be gone through once."""

    def __init__(self, name: str, headings: tuple[str, ...], rows: Iterator[_Row], first: int) -> None:
        self.name = name
        self.headings = headings
        self._rows = rows
        self._first = first

    def read(self, *headings: str) -> Iterator[tuple[int, list[str]]]:
        """The number of each row, as a spreadsheet counts, and its texts under these headings; rows without any are left out."""
        missing = [heading for heading in headings if heading not in self.headings]
        if missing:
            raise NotAClassification(f"The sheet {self.name!r} has no column {', '.join(missing)}. {_PUBLISHED}")
        at = [self.headings.index(heading) for heading in headings]
        for number, row in enumerate(self._rows, start=self._first):
            texts = [text_of(row[each]) if each < len(row) else "" for each in at]
            if any(texts):
                yield number, texts

    def place(self, row: int, heading: str = "") -> str:
        return f"sheet {self.name!r}, row {row:,}" + (f", {heading}" if heading else "")


class Book:
    """`names`: its sheets, in their order. `formulas`: letters of the columns that hold any, in whichever sheet."""

    def __init__(self, content: bytes) -> None:
        """Raises NotAClassification."""
        self.formulas = look_into(content)
        try:
            self._book = CalamineWorkbook.from_filelike(BytesIO(content))
        except PasswordError as error:
            raise NotAClassification(_PASSWORD) from error
        except (CalamineError, ValueError, OSError) as error:
            raise NotAClassification(_DAMAGED) from error
        self.names = tuple(self._book.sheet_names)

    def rows(self, name: str) -> Iterator[_Row]:
        """From the first row of the sheet on, also where it is empty. Raises NotAClassification."""
        if name not in self.names:
            raise NotAClassification(f"The workbook has no sheet {name!r}. {_PUBLISHED}")
        try:
            return iter(self._book.get_sheet_by_name(name).iter_rows())
        except (CalamineError, ValueError, OSError) as error:
            raise NotAClassification(_DAMAGED) from error

    def sheet(self, name: str, heading: str) -> Sheet:
        """Its headings stand in the row that has this one."""
        rows = self.rows(name)
        for at in range(1, _ROWS_LOOKED_AT + 1):
            row = next(rows, None)
            if row is None:
                break
            headings = tuple(" ".join(text_of(each).split()) for each in row)
            if heading in headings:
                return Sheet(name, headings, rows, at + 1)
        raise NotAClassification(f"The sheet {name!r} has no column {heading}. {_PUBLISHED}")

    def texts(self, name: str) -> Iterator[str]:
        """All that a sheet says, cell by cell; nothing where there is none of this name."""
        if name in self.names:
            yield from (text for row in self.rows(name) for text in texts_of(row) if text)


def texts_of(row: Iterable[object]) -> list[str]:
    return [text_of(each) for each in row]


def text_of(cell: object) -> str:
    """Numbers without a fraction as whole ones: a workbook knows no others."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
