"""Creating: a new case file comes whole or not at all, and over nothing that is there."""

import contextlib
from pathlib import Path

from sqlalchemy import insert

from capi.store import encryption, tables
from capi.store.connection import HeldConnection
from capi.store.errors import AlreadyThere, NotThere
from capi.store.hold import Holder
from capi.store.recognition import log_path
from capi.store.upgrades import create_tables
from capi.wording import Wording


def refuse_if_there(path: Path) -> None:
    """Raises AlreadyThere, or NotThere where there is no folder for it."""
    if not path.parent.is_dir():
        raise NotThere(
            Wording("CaseFile", "There is no folder {folder}. Create it, or choose another one.").filled(
                folder=str(path.parent)
            )
        )
    keys_there = encryption.keys_path(path)
    if keys_there.exists() and not path.exists():
        raise AlreadyThere(
            Wording(
                "CaseFile",
                "The keys {keys} are there, but the case file {name} they belong to is not. If it held cases, put it "
                "back from a backup. If it was only being set up, and was cut off, delete the keys and begin again.",
            ).filled(keys=str(keys_there), name=path.name)
        )
    for there in (path, keys_there, log_path(path)):
        if there.exists():
            raise AlreadyThere(
                Wording(
                    "CaseFile",
                    "There is a file {file} already, and nothing is written over it. Choose another name.",
                ).filled(file=str(there))
            )


def write_empty(path: Path, data_key: bytes | None, holder: Holder) -> Path:
    """A whole new file under a name of its own, to be given the right name when its keys are safe."""
    fresh = path.with_name(f"{path.name}.new")
    for left_over in (fresh, log_path(fresh)):
        left_over.unlink(missing_ok=True)
    with contextlib.closing(HeldConnection(fresh, data_key)) as held:
        create_tables(held)
        facts = {
            "practice": "yes" if data_key is None else "no",
            "created": holder.since.isoformat(),
            "device": holder.device,
        }
        with held.writing():
            held.core.execute(insert(tables.meta), [{"name": name, "value": value} for name, value in facts.items()])
    fresh.chmod(0o600)
    return fresh
