"""The count of saves, kept beside the case file: how a lost tail of the write-ahead log is noticed.

SQLite opens on the last whole transaction it can find. If somebody deletes or cuts the -wal file, that is an
earlier one, and nothing says so. So after each commit the number of entries in the whole file is written here
(<name>.count). It is not synced: it may fall behind after a power loss, and is never ahead of what was durable.
"""

import os
import zlib
from pathlib import Path

_SIZE = 12


def count_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.count")


class SaveCount:
    """The file, held open. Raises OSError only when it is opened."""

    def __init__(self, path: Path) -> None:
        binary = getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(count_path(path), os.O_RDWR | os.O_CREAT | binary, 0o600)

    def read(self) -> int:
        """0, which claims nothing, where there is none or a damaged one."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        data = os.read(self._descriptor, _SIZE)
        if len(data) < _SIZE or zlib.crc32(data[:8]) != int.from_bytes(data[8:], "big"):
            return 0
        return int.from_bytes(data[:8], "big")

    def write(self, count: int) -> None:
        """Never fails: what it counts is saved already."""
        data = count.to_bytes(8, "big")
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, data + zlib.crc32(data).to_bytes(4, "big"))
        except OSError:
            return

    def close(self) -> None:
        os.close(self._descriptor)
