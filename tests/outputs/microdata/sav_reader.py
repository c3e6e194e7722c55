"""A reader of .sav files of our own, from the published layout, so that no file is judged by the library that wrote it alone.

https://www.gnu.org/software/pspp/pspp-dev/html_node/System-File-Format.html; uncompressed, little-endian; a text
of more than 255 bytes is several variables, each but the last with 255 of its bytes.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sav:
    rows: list[dict[str, float | str | None]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    missing: dict[str, tuple[int, tuple[float, ...]]] = field(default_factory=dict)
    """How many are declared, negative for a range, and which."""
    values: dict[str, dict[float, str]] = field(default_factory=dict)


@dataclass
class _Variable:
    name: str
    width: int


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return found

    def text(self, length: int, padded: int) -> str:
        text = self.data[self.at : self.at + length].decode().rstrip(" ")
        self.at += padded
        return text


def read_sav(path: Path) -> Sav:
    source = _Bytes(path.read_bytes())
    assert source.data[:4] == b"$FL2"
    (compression,) = struct.unpack_from("<i", source.data, 72)
    (cases,) = struct.unpack_from("<i", source.data, 80)
    assert compression == 0
    source.at = 176
    found = Sav()
    variables: list[_Variable | None] = []
    by_short: dict[str, str] = {}
    very_long: dict[str, int] = {}
    pending: dict[float, str] = {}
    while True:
        (kind,) = source.take("i")
        if kind == 2:
            variables.append(_variable(source, found))
        elif kind == 3:
            pending = _value_labels(source)
        elif kind == 4:
            (number,) = source.take("i")
            for index in source.take(f"{number}i"):
                variable = variables[index - 1]
                assert variable is not None
                found.values[variable.name] = pending
        elif kind == 7:
            subtype, size, number = source.take("iii")
            data = source.data[source.at : source.at + size * number]
            source.at += size * number
            if subtype == 13:
                by_short = dict(pair.split("=") for pair in data.decode().split("\t"))
            elif subtype == 14:
                pairs = (pair.split("=") for pair in data.decode().split("\0\t") if pair)
                very_long = {name: int(width.strip("\0")) for name, width in pairs}
        else:
            assert kind == 999
            source.take("i")
            break
    segments = _segments(variables, very_long)
    _rename(found, variables, by_short)
    for _ in range(cases):
        found.rows.append(_row(source, variables, segments))
    assert source.at == len(source.data)
    return found


def _variable(source: _Bytes, found: Sav) -> _Variable | None:
    width, labelled, missing, _, _ = source.take("5i")
    name = source.text(8, 8)
    if labelled:
        (length,) = source.take("i")
        found.labels[name] = source.text(length, (length + 3) // 4 * 4)
    if missing:
        found.missing[name] = (missing, struct.unpack_from(f"<{abs(missing)}d", source.data, source.at))
        source.at += 8 * abs(missing)
    return None if width == -1 else _Variable(name, width)


def _value_labels(source: _Bytes) -> dict[float, str]:
    labels = {}
    for _ in range(source.take("i")[0]):
        (value,) = struct.unpack_from("<d", source.data, source.at)
        length = source.data[source.at + 8]
        source.at += 9
        labels[value] = source.text(length, (length + 1 + 7) // 8 * 8 - 1)
    return labels


def _segments(variables: list[_Variable | None], very_long: dict[str, int]) -> dict[int, int]:
    """By the place of a variable, of how many segments it is the first; 0 where it is a further one."""
    found: dict[int, int] = {}
    left = 0
    for at, variable in enumerate(variables):
        if variable is None:
            continue
        if left:
            left, found[at] = left - 1, 0
        elif variable.name in very_long:
            found[at] = (very_long[variable.name] + 251) // 252
            left = found[at] - 1
    assert left == 0
    return found


def _rename(found: Sav, variables: list[_Variable | None], by_short: dict[str, str]) -> None:
    for variable in variables:
        if variable is not None and variable.name in by_short:
            short, variable.name = variable.name, by_short[variable.name]
            if short in found.values:
                found.values[variable.name] = found.values.pop(short)
            if short in found.labels:
                found.labels[variable.name] = found.labels.pop(short)
            if short in found.missing:
                found.missing[variable.name] = found.missing.pop(short)


def _row(source: _Bytes, variables: list[_Variable | None], segments: dict[int, int]) -> dict[str, float | str | None]:
    row: dict[str, float | str | None] = {}
    for at, variable in enumerate(variables):
        if variable is None or segments.get(at) == 0:
            continue
        if at in segments:
            row[variable.name] = _very_long(source, variables, at, segments[at])
            continue
        if variable.width == 0:
            (number,) = struct.unpack_from("<d", source.data, source.at)
            row[variable.name] = None if number == -1.7976931348623157e308 else number
            source.at += 8
        else:
            row[variable.name] = source.text(variable.width, (variable.width + 7) // 8 * 8)
    return row


def _very_long(source: _Bytes, variables: list[_Variable | None], at: int, number: int) -> str:
    """Cut anywhere, in the middle of a letter too."""
    parts = [each for each in variables[at:] if each is not None][:number]
    data = b""
    for part in parts:
        data += source.data[source.at : source.at + part.width]
        source.at += (part.width + 7) // 8 * 8
    return data.decode().rstrip(" ")
