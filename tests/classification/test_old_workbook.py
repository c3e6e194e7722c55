"""A workbook of the old kind is looked into before it is believed: its chains of sectors, its cells, its formulas."""

import struct

import pytest

from capi.classification.classification import NotAClassification
from capi.classification.old_workbook import look_into_old
from capi.classification.packages import is_workbook
from tests.classification.published import SOC2010, needs_published

END, TABLE, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, STREAM = 512, 8
"""Bytes of a sector, and sectors of the stream: the least that does not lie in small ones."""
NUMBER, FORMULA, LOGICAL_OR_ERROR, NUMBERS, PASSWORD = 0x0203, 0x0006, 0x0205, 0x00BD, 0x002F


def record(kind: int, *words: int) -> bytes:
    return struct.pack(f"<HH{len(words)}H", kind, 2 * len(words), *words)


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<64sHBx12x36xIII", encoded, len(encoded) + 2, kind, start, size, 0)


def workbook(*records: bytes, name: str = "Workbook", after_last: int = END) -> bytes:
    """Sector 0 is the table of sectors, 1 the directory, the next ones are the stream; `after_last` follows its last sector."""
    stream = b"".join(records)
    stream += record(0x0000) * ((STREAM * SECTOR - len(stream)) // 4)
    table = [TABLE, END, *range(3, 2 + STREAM), after_last]
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = entry("Root Entry", 5, END, 0) + entry(name, 2, 2, STREAM * SECTOR) + bytes(256)
    numbers = (1, 1, 0, SECTOR * 8, END, 0, END, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(44 - len(header)) + struct.pack("<8I", *numbers) + struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack(f"<{SECTOR // 4}I", *table) + directory + stream


def refused(content: bytes) -> str:
    with pytest.raises(NotAClassification) as told:
        look_into_old(content)
    return str(told.value)


def test_one_with_values_in_near_cells_is_taken() -> None:
    good = workbook(
        record(NUMBER, 3, 51, 0, 0), record(NUMBERS, 4, 0, 0, 0, 0, 51), record(LOGICAL_OR_ERROR, 1, 1, 0, 1)
    )
    assert is_workbook(good)
    assert look_into_old(good) == frozenset()


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (record(NUMBER, 3, 52, 0, 0), "a cell as far away as column 53 of row 4"),
        (record(NUMBERS, 4, 0, 0, 0, 0, 255), "a cell as far away as column 256 of row 5"),
        (record(FORMULA, 3, 5, 0, 0), "it has formulas"),
        (record(LOGICAL_OR_ERROR, 1, 1, 0, 0x0117), "an error in place of a value"),
        (record(PASSWORD, 1, 1), "has a password"),
    ],
)
def test_what_is_not_as_published_is_refused(records: bytes, told: str) -> None:
    assert told in refused(workbook(records))


@pytest.mark.parametrize("after_last", [2, 5, 9])
def test_a_chain_of_sectors_that_runs_in_a_circle_is_refused(after_last: int) -> None:
    assert "damaged" in refused(workbook(after_last=after_last))


@pytest.mark.parametrize("after_last", [60, 5_000, 0x00FFFFFF])
def test_a_chain_of_sectors_that_leads_out_of_the_file_is_refused(after_last: int) -> None:
    assert "damaged" in refused(workbook(after_last=after_last))


def test_one_without_a_workbook_in_it_is_refused() -> None:
    assert "no XLS workbook, or it has a password" in refused(workbook(name="EncryptedPackage"))


@needs_published
def test_the_published_one_is_taken() -> None:
    assert look_into_old(SOC2010.read_bytes()) == frozenset()
