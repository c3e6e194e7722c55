"""The mapping file: which column of a supplier's tables holds what, saved once and given again with each of them.

{"format": 1, "columns": {"reference": "SERIAL", "postcode": "PCODE", "fact:Age": "AGE_YRS"}}
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

FORMAT = 1


class _MappingFile(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    columns: dict[str, str]


class UnreadableMapping(Exception):
    """Says what is wrong with it."""


def mapping_text(columns: Mapping[str, str]) -> str:
    """The file for these columns, by what they hold."""
    data = msgspec.json.encode(_MappingFile(FORMAT, dict(columns)))
    return msgspec.json.format(data, indent=2).decode() + "\n"


def read_mapping(text: str) -> dict[str, str]:
    """The inverse. Raises UnreadableMapping."""
    try:
        read = msgspec.json.decode(text.removeprefix("\ufeff"), type=_MappingFile)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UnreadableMapping(
            f"This is no mapping file: {error}. Make one with --save-map, or see SAMPLE.md."
        ) from error
    if read.format != FORMAT:
        raise UnreadableMapping(
            f"The mapping file has format {read.format}, and this version of capi reads format {FORMAT}. Save it anew with --save-map."
        )
    return read.columns


def columns_of(given: Mapping[str, str], words: Iterable[str]) -> dict[str, str]:
    """What stands in a mapping file, and over it what was typed as Postcode=PCODE. Raises UnreadableMapping."""
    columns = dict(given)
    for word in words:
        target, equals, heading = word.partition("=")
        if not equals or not target.strip():
            raise UnreadableMapping(
                f"{word!r} maps nothing. Write what the column holds, and its heading: Postcode=PCODE."
            )
        columns[target.strip()] = heading.strip()
    return columns
