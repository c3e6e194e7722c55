"""What was written is on the disk: a file's content, and the names in a folder, survive a loss of power."""

import os
import sys
from pathlib import Path


def file_to_disk(path: Path) -> None:
    """Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def folder_to_disk(path: Path) -> None:
    """The names just given in it. Raises OSError."""
    if sys.platform == "win32":
        return  # Windows keeps a name with its file and cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
