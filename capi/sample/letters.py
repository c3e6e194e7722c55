"""How the letters of a text file are written: told from its first bytes, and then from all of them."""

import codecs
import io
from collections.abc import Iterator

from capi.sample.unreadable import UnreadableSample

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""The longer mark stands first where another begins with it."""
_AT_A_TIME = 2**20
_LOOKED_AT = 4_096

WINDOWS_NOTE = (
    "The file is not in UTF-8. It was read as Windows-1252 (Western European): look at the names with accents. "
    "From Excel, save as CSV UTF-8."
)


def as_text(content: bytes) -> tuple[io.TextIOWrapper, str]:
    """The file as text, line ends kept, and a note for people or an empty text. Raises UnreadableSample."""
    encoding, called = _encoding(content)
    wrong = _first_wrong(content, encoding)
    if wrong is not None and encoding == "utf-8":
        encoding, called = "cp1252", "Windows-1252"
        wrong = _first_wrong(content, encoding)
    if wrong is not None:
        row = content.count(b"\n", 0, wrong) + 1
        raise UnreadableSample(
            f"Line {row:,} of the file holds bytes that are no letters in {called}. Save it anew as CSV UTF-8 or XLSX from where it comes."
        )
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    return text, WINDOWS_NOTE if encoding == "cp1252" else ""


def _encoding(content: bytes) -> tuple[str, str]:
    for mark, encoding, called in _MARKS:
        if content.startswith(mark):
            return encoding, called
    start = content[:_LOOKED_AT]
    if b"\0" not in start:
        return "utf-8", "UTF-8"
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 4 * even and odd > len(start) // 8:
        return "utf-16-le", "UTF-16"
    if even > 4 * odd and even > len(start) // 8:
        return "utf-16-be", "UTF-16"
    raise UnreadableSample("This is no table: neither a CSV file nor an XLSX workbook. Save it as one of the two.")


def _first_wrong(content: bytes, encoding: str) -> int | None:
    """Where the first bytes are that are no letters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    try:
        for piece in _pieces(content):
            decoder.decode(piece)
            done += len(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return min(done + error.start, len(content))
    return None


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _AT_A_TIME):
        yield content[start : start + _AT_A_TIME]
