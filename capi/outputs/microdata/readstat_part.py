"""A part of a file for SPSS or Stata, as the library writes one: into a file of its own, which is read and removed."""

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

_NOT_WRITTEN = "Unable to write data"
"""All that the library says of a disk that is full."""


def written_part(write: Callable[..., None], frame: pd.DataFrame, path: Path, options: Mapping[str, Any]) -> bytes:
    """Raises OSError where the disk does not take it."""
    try:
        write(frame, path, **options)
    except pyreadstat.ReadstatError as error:
        if str(error) == _NOT_WRITTEN:
            raise OSError(errno.EIO, "It could not be written. Is the disk full?", str(path)) from error
        raise
    data = path.read_bytes()
    path.unlink()
    return data
