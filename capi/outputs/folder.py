"""An output folder: its files appear whole or not at all, and nothing is overwritten unless that was asked for.

    with OutputFolder(Path("out"), ("seb.csv", "manifest.json"), force=False) as unfinished:
        (unfinished / "seb.csv").write_text(...)
        (unfinished / "manifest.json").write_text(...)

The files are written into a folder beside (inside, where the folder exists) and get their names when all of
them are on the disk, in the order given. The last one is the seal: where it stands, the others are whole.

What a process that was killed has left unfinished may hold what people answered, so the next one clears it away. For the same
reason a delivery is not written over one with more files: those would stay, and nothing would say whom they are for.
"""

import contextlib
import itertools
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from capi.store.to_disk import file_to_disk, folder_to_disk

_UNFINISHED = ".capi-unfinished-"
_OF_PROCESS = re.compile(rf"{re.escape(_UNFINISHED)}([0-9]+)-([0-9]+)(\.\w+)?")
_NUMBERS = itertools.count(1)
_OURS: set[str] = set()
"""Names in use by this process, which may write several at once."""


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
        left_over = [name for name in _listed_earlier(path, self.names[-1]) if name not in names]
        if left_over:
            raise AlreadyWritten(
                f"{path} holds {', '.join(left_over[:3])}{', ...' if len(left_over) > 3 else ''} of an earlier delivery, which this "
                "one does not have. Choose another folder with --out, or remove the earlier delivery first."
            )
        self._unfinished = path if path.exists() else path.absolute().parent

    def __enter__(self) -> Path:
        _clear(self._unfinished)
        self._unfinished /= _name()
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
            _OURS.discard(self._unfinished.name)

    def _finish(self) -> None:
        for name in self.names:
            file_to_disk(self._unfinished / name)
        for each in list(self._unfinished.iterdir()):
            if each.name not in self.names:  # never let out what no manifest lists
                _remove(each)
        folder_to_disk(self._unfinished)
        if not self.path.exists():
            self._unfinished.rename(self.path)
            folder_to_disk(self.path.absolute().parent)
            return
        # The seal of an earlier delivery is broken before the first of its files is replaced; what it listed stays known until the end.
        seal, broken = (self.path / name for name in (self.names[-1], _broken(self.names[-1])))
        if seal.exists():
            seal.replace(broken)
        for name in self.names:
            (self._unfinished / name).replace(self.path / name)
        broken.unlink(missing_ok=True)
        folder_to_disk(self.path)


def _broken(seal: str) -> str:
    return f".capi-replaced-{seal}"


def _listed_earlier(folder: Path, seal: str) -> list[str]:
    """The files there that an earlier delivery lists, its own seal apart; a seal that is no manifest of ours lists none."""
    found: dict[str, None] = {}
    for name in (seal, _broken(seal)):
        try:
            files = json.loads((folder / name).read_text(encoding="utf-8"))["files"]
            found |= dict.fromkeys(str(each["name"]) for each in files)
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return [name for name in found if Path(name).name == name and (folder / name).exists()]


def _name() -> str:
    name = f"{_UNFINISHED}{os.getpid()}-{next(_NUMBERS)}"
    _OURS.add(name)
    return name


def _clear(folder: Path) -> None:
    """Removes what processes that are no more have left unfinished there."""
    if not folder.is_dir():
        return
    for each in list(folder.iterdir()):
        found = _OF_PROCESS.fullmatch(each.name)
        if found and not _is_written(int(found[1]), each.name):
            with contextlib.suppress(OSError):  # of somebody else, who has to do it
                _remove(each)


def _is_written(process: int, name: str) -> bool:
    """Whether somebody is at it, as far as can be told: another machine's process may have the number of one here."""
    if process == os.getpid():
        return any(name == each or name.startswith(f"{each}.") for each in _OURS)
    if sys.platform == "win32":
        return True  # there a signal that asks after a process ends it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextlib.contextmanager
def output_file(path: Path, *, force: bool) -> Iterator[Path]:
    """The same for a file alone: gives the path to write to. Raises AlreadyWritten, before anything is written."""
    if path.is_dir():
        raise AlreadyWritten(f"{path} is a folder. Name a file with --out.")
    if path.exists() and not force:
        raise AlreadyWritten(f"{path} is there already. Choose another name with --out, or overwrite with --force.")
    folder = path.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    unfinished = folder / f"{_name()}{path.suffix}"
    try:
        yield unfinished
        file_to_disk(unfinished)
        unfinished.replace(path)
        folder_to_disk(folder)
    finally:
        unfinished.unlink(missing_ok=True)
        _OURS.discard(unfinished.stem)
