"""An output folder: its files appear whole or not at all, and nothing is overwritten unless that was asked for.

    with OutputFolder(Path("out"), ("seb.csv", "manifest.json"), force=False) as unfinished:
        (unfinished / "seb.csv").write_text(...)
        (unfinished / "manifest.json").write_text(...)

The files are written into a folder beside (inside, where the folder exists) and get their names when all of
them are on the disk, in the order given. The last one is the seal: where it stands, the others are whole.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType


class AlreadyWritten(Exception):
    """Something of these names exists, and is not to be overwritten. The message says what to do."""


class OutputFolder:
    """`names` are all the files there will be, the seal last; they are made by us, never by a user's text."""

    def __init__(self, path: Path, names: Sequence[str], *, force: bool) -> None:
        """Raises AlreadyWritten, before anything is written."""
        self.path = path
        self.names = tuple(names)
        if path.exists() and not path.is_dir():
            raise AlreadyWritten(f"{path} is a file, not a folder. Choose another folder with --out.")
        there = [name for name in names if (path / name).exists()]
        if there and not force:
            shown = ", ".join(there[:3]) + (", ..." if len(there) > 3 else "")
            raise AlreadyWritten(
                f"{path} holds {shown} already. Choose another folder with --out, or overwrite with --force."
            )
        self._unfinished = (path if path.exists() else path.absolute().parent) / f".capi-unfinished-{os.getpid()}"

    def __enter__(self) -> Path:
        self._unfinished.mkdir(parents=True)
        return self._unfinished

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            shutil.rmtree(self._unfinished, ignore_errors=True)

    def _finish(self) -> None:
        for name in self.names:
            _file_to_disk(self._unfinished / name)
        _folder_to_disk(self._unfinished)
        if not self.path.exists():
            self._unfinished.rename(self.path)
            _folder_to_disk(self.path.absolute().parent)
            return
        # The seal of an earlier delivery is broken before the first of its files is replaced.
        (self.path / self.names[-1]).unlink(missing_ok=True)
        for name in self.names:
            (self._unfinished / name).replace(self.path / name)
        _folder_to_disk(self.path)


def _file_to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _folder_to_disk(path: Path) -> None:
    if sys.platform == "win32":
        return  # Windows keeps a name with its file and cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def output_file(path: Path, *, force: bool) -> Iterator[Path]:
    """The same for a file alone: gives the path to write to. Raises AlreadyWritten, before anything is written."""
    if path.is_dir():
        raise AlreadyWritten(f"{path} is a folder. Name a file with --out.")
    if path.exists() and not force:
        raise AlreadyWritten(f"{path} is there already. Choose another name with --out, or overwrite with --force.")
    folder = path.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".capi-unfinished-{os.getpid()}{path.suffix}"
    try:
        yield unfinished
        _file_to_disk(unfinished)
        unfinished.replace(path)
        _folder_to_disk(folder)
    finally:
        unfinished.unlink(missing_ok=True)
