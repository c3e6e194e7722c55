"""Tables and exports over the office's line: ordered, watched, looked at, and saved on this computer whole or not at all.

output = office.outputs.order(OutputOrder(kind=OutputKind.TABLES))
office.outputs.one(output.id).state
office.outputs.save(output, Path("tables.zip"))
"""

import contextlib
import os
from pathlib import Path
from urllib.parse import quote

from capi.sync.hub_client import HubClient
from capi.sync.output_messages import Output, OutputOrder, Outputs, OutputShown
from capi.wording import Wording

PIECE = 8 * 2**20
"""Bytes that are fetched at once."""


class NotSaved(Exception):
    """The file is not there, nor any part of it, and what was there before is as it was."""


class OutputClient:
    """Every method raises SyncError; HubRefused says why in words."""

    def __init__(self, line: HubClient) -> None:
        self._line = line

    def order(self, order: OutputOrder) -> Output:
        """Comes back at once; it is made at the hub."""
        return self._line.ask("POST", "outputs", Output, order, once=True)

    def all(self) -> Outputs:
        """Those of this account, and of which instruments there are cases."""
        return self._line.ask("GET", "outputs", Outputs)

    def one(self, output_id: str) -> Output:
        return self._line.ask("GET", _path(output_id), Output)

    def shown(self, output_id: str) -> OutputShown:
        return self._line.ask("GET", f"{_path(output_id)}/shown", OutputShown)

    def remove(self, output_id: str) -> None:
        """At the hub; where it is still being made, that ends."""
        self._line.send("DELETE", _path(output_id), once=True)

    def save(self, output: Output, path: Path, *, replace: bool = False) -> Path:
        """The ZIP, at `path`. Raises NotSaved for what this computer refuses; a file there too, unless it may be replaced."""
        try:
            if path.exists() and not replace:
                raise _there_already(path)
            unfinished = path.with_name(f".{path.name}.{os.getpid()}")
            try:
                self._fetch(output, unfinished)
                _give_name(unfinished, path, replace=replace)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            raise NotSaved(
                Wording(
                    "Office", "{path} was not saved: {why}. Choose another place, or make room there, and save again."
                ).filled(path=str(path), why=error.strerror or str(error))
            ) from error
        return path

    def _fetch(self, output: Output, into: Path) -> None:
        with into.open("xb") as file:
            while file.tell() < output.size:
                piece = self._line.send("GET", f"{_path(output.id)}/file?after={file.tell()}&limit={PIECE}")
                if not piece:
                    raise NotSaved(
                        Wording("Office", "The hub sent less than it said, so nothing was saved. Save it again.")
                    )
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


def _give_name(unfinished: Path, path: Path, *, replace: bool) -> None:
    """In one step. Raises NotSaved where something has got that name in the meantime."""
    if replace:
        unfinished.replace(path)
        return
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise _there_already(path) from error
    except OSError:  # a stick, say, that knows no links
        with contextlib.suppress(FileNotFoundError):
            path.stat()
            raise _there_already(path) from None
        unfinished.replace(path)


def _there_already(path: Path) -> NotSaved:
    return NotSaved(
        Wording("Office", "There is a file {path} already, and it stays as it is. Save under another name.").filled(
            path=str(path)
        )
    )


def _path(output_id: str) -> str:
    return f"outputs/{quote(output_id, safe='')}"
