"""What a workbook is before anybody believes it: how large it really is, how far its cells reach, where it holds formulas.

The library that reads workbooks takes them at their word: it makes room for every cell up to the farthest, and unpacks whatever is
packed. So a file is looked into first, and one that cannot be as published is refused.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from capi.classification.classification import NotAClassification
from capi.classification.old_workbook import look_into_old

LARGEST_FILE = 32 * 2**20
LARGEST_UNPACKED = 96 * 2**20
"""Bytes, of all parts; the largest published workbook has 26 million."""
_MOST_PARTS = 500
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<26xHH")

_TOO_FAR = re.compile(rb'r="(?:(?:[A-Za-z]{3,}|[B-Zb-z][A-Za-z])\d+|[A-Za-z]*0*[1-9]\d{5,})"')
"""A place beyond column AZ or row 99,999."""
_ODDLY_WRITTEN = (re.compile(rb"<!"), re.compile(rb"\0"), re.compile(rb"r\s+="), re.compile(rb'r=[^"]'))
"""What no spreadsheet program writes, and what would hide the rest. Apart, because each is found by its first letter."""
_FORMULA = re.compile(rb"<f[\s/>]")
_FORMULA_WITH_PREFIX = re.compile(rb":f[\s/>]")
_FORMULA_IN_COLUMN = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*><f[\s/>]')
_ERROR = b' t="e"'

_TOO_LARGE = "The workbook is larger inside than a published classification can be. Fetch the published file once more."
_DAMAGED = "The workbook is damaged. Fetch the published file once more."
_NOT_AS_PUBLISHED = "The workbook is not as it was published: {what}. Fetch the published file once more."


def is_workbook(content: bytes) -> bool:
    return content.startswith((_OLD, _ZIP))


def look_into(content: bytes) -> frozenset[str]:
    """The letters of the columns that hold formulas, in whichever sheet. Raises NotAClassification."""
    if content.startswith(_OLD):
        return look_into_old(content)
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotAClassification(_DAMAGED) from error
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > _MOST_PARTS or len(set(names)) != len(names):
        raise NotAClassification(_TOO_LARGE)
    if "xl/workbook.xml" not in names or {"xl/workbook.bin", "content.xml", "mimetype"} & set(names):
        raise NotAClassification("This is no XLSX workbook. Fetch the published file once more.")
    formulas: set[str] = set()
    left = LARGEST_UNPACKED
    for part in parts:
        unpacked = _unpacked(content, part, left)
        left -= len(unpacked)
        if b"<!DOCTYPE" in unpacked[: 2**12]:
            raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{part.filename} has a document type"))
        if "worksheets/" in part.filename.lower() and part.filename.lower().endswith(".xml"):
            formulas |= _formulas_of(unpacked, part.filename)
    return frozenset(formulas)


def _unpacked(content: bytes, part: zipfile.ZipInfo, most: int) -> bytes:
    """By what is really packed, not by what the package says of it."""
    start = part.header_offset
    if part.flag_bits & 1 or start + _LOCAL_HEADER.size > len(content):
        raise NotAClassification(_DAMAGED)
    name, extra = _LOCAL_HEADER.unpack_from(content, start)
    packed = memoryview(content)[start + _LOCAL_HEADER.size + name + extra :][: part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED and len(packed) <= most:
        return bytes(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotAClassification(_TOO_LARGE if part.compress_type == zipfile.ZIP_STORED else _DAMAGED)
    try:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = unpacking.decompress(packed, most + 1)
    except zlib.error as error:
        raise NotAClassification(_DAMAGED) from error
    if len(unpacked) > most:
        raise NotAClassification(_TOO_LARGE)
    if not unpacking.eof or len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
        raise NotAClassification(_DAMAGED)
    return unpacked


def _formulas_of(sheet: bytes, name: str) -> set[str]:
    if any(odd.search(sheet) for odd in _ODDLY_WRITTEN):
        raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{name} is written in an unusual way"))
    if found := _TOO_FAR.search(sheet):
        place = found[0].decode("ascii", "replace")[3:-1]
        raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{name} has a cell as far away as {place}"))
    if _ERROR in sheet:
        raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{name} has a cell with an error in place of a value"))
    if _FORMULA_WITH_PREFIX.search(sheet):
        raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{name} has formulas"))
    columns = _FORMULA_IN_COLUMN.findall(sheet)
    if len(columns) != len(_FORMULA.findall(sheet)):
        raise NotAClassification(_NOT_AS_PUBLISHED.format(what=f"{name} has formulas in odd places"))
    return {column.decode() for column in columns}
