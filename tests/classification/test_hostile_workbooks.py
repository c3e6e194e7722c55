"""Whatever a workbook is, it is refused in words, at once and in little memory; it never ends the program."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.classification.classification import NotAClassification
from capi.classification.packages import LARGEST_FILE, LARGEST_UNPACKED
from capi.classification.reading import read_classification, read_file
from tests.classification.published import as_bytes, sic_index_book


def refused(content: bytes) -> str:
    with pytest.raises(NotAClassification) as told:
        read_classification(content)
    return str(told.value)


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            made.writestr(name, change(name, package.read(name)))
    return file.getvalue()


def in_sheets(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, part: part.replace(old, new, 1) if "worksheets/" in name else part


def understated(content: bytes) -> bytes:
    """Its parts say that they are smaller than they are."""
    made = bytearray(content)
    for at in (found.start() for found in re.finditer(rb"PK\x01\x02", content)):
        struct.pack_into("<I", made, at + 24, 10)
    return bytes(made)


def bomb(size: int) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_bytes(sic_index_book()))) as package,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in package.namelist():
            made.writestr(name, package.read(name))
        with made.open("xl/media/large.bin", "w") as part:
            for _ in range(size >> 20):
                part.write(bytes(2**20))
    return file.getvalue()


FAR_CELL = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "a cell at the far end": lambda good: repacked(good, in_sheets(b"<sheetData>", FAR_CELL)),
    "a row at the far end": lambda good: repacked(good, in_sheets(b"<sheetData>", b'<sheetData><row r="1048576"><c><v>1</v></c></row>')),
    "a far cell in other quotation marks": lambda good: repacked(good, in_sheets(b"<sheetData>", FAR_CELL.replace(b'"', b"'"))),
    "a far cell with spaces": lambda good: repacked(good, in_sheets(b"<sheetData>", FAR_CELL.replace(b"r=", b"r\n="))),
    "a document type": lambda good: repacked(good, in_sheets(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')),
    "a hidden formula": lambda good: repacked(good, in_sheets(b"<v>", b"<x:f>1+1</x:f><v>")),
    "parts larger than they say": understated,
    "a bomb": lambda _: bomb(3 * LARGEST_UNPACKED),
    "an understated bomb": lambda _: understated(bomb(3 * LARGEST_UNPACKED)),
    "another kind within": lambda good: good.replace(b"xl/workbook.xml", b"xl/workbook.bin"),
    "half of it": lambda good: good[: len(good) // 2],
    "no more than a beginning": lambda good: good[:30],
    "the old kind, cut": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "the old kind, of noise": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40,
    "nothing": lambda _: b"",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(5_000),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words_at_once_and_in_little_memory(what: str) -> None:
    content = HOSTILE[what](as_bytes(sic_index_book()))
    tracemalloc.start()
    start = time.process_time()
    told = refused(content)
    took = time.process_time() - start
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert re.fullmatch(r"[A-Z][^\n]+[.]", told)
    assert took < 1, took
    assert most < 200 * 2**20, most


def test_a_bomb_is_called_too_large() -> None:
    assert refused(bomb(2 * LARGEST_UNPACKED)).startswith("The workbook is larger inside than")


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "large.xlsx"
    with file.open("wb") as large:
        large.truncate(100 * LARGEST_FILE)
    with pytest.raises(NotAClassification, match="larger than 32 MB"):
        read_file(file)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_and_never_ends_the_program(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    try:
        read_classification(bytes(content[: cut or None]))
    except NotAClassification as error:
        told = str(error)
    else:
        told = "It is read all the same."
    assert told.endswith(".")


GOOD = as_bytes(sic_index_book())
