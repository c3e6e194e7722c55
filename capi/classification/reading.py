"""Which published file this is: a workbook or the NS-SEC table, known by what is in it and not by its name."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from msgspec.structs import replace

from capi.classification.classification import Classification, NotAClassification
from capi.classification.nssec_csv import read_nssec
from capi.classification.packages import LARGEST_FILE, is_workbook

LARGEST_TABLE = 4 * 2**20
_LONGEST_VERSION = 40


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises NotAClassification, OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NotAClassification(
            f"The file is larger than {LARGEST_FILE >> 20} MB, and no published classification is."
        )
    return content


def read_classification(
    content: bytes, version: str = "", unit_groups: Collection[str] | None = None
) -> Classification:
    """`version`: of a file that prints none. `unit_groups`: those of SOC2010 where they are known. Raises NotAClassification."""
    version = _one_line(version)
    sha256 = hashlib.sha256(content).hexdigest()
    if not content:
        raise NotAClassification("The file is empty. Fetch the published file once more.")
    if not is_workbook(content):
        if len(content) > LARGEST_TABLE:
            raise NotAClassification(f"The file is no workbook, and larger than {LARGEST_TABLE >> 20} MB.")
        return read_nssec(content, sha256, version, unit_groups)
    from capi.classification.workbooks import read_workbook

    found = read_workbook(content, sha256)
    if not version or found.version == version:
        return found
    if found.version:
        raise NotAClassification(f"The file says itself that it is version {found.version}. Leave --version out.")
    return replace(found, version=version)


def _one_line(version: str) -> str:
    if len(version) > _LONGEST_VERSION or not version.isprintable():
        raise NotAClassification(f"A version is one line of at most {_LONGEST_VERSION} characters.")
    return version.strip()
