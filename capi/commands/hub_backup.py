"""`capi hub backup` and `capi hub restore`: the hub in one sealed file, and the hub out of it."""

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.commands.ending import DONE, Refused, tell
from capi.commands.hub_opening import ADMINISTRATOR, hub_folder, opened_hub, refusals, secret_from
from capi.commands.listing import print_json
from capi.hub.errors import HubFolderError, Unavailable
from capi.hub.keeping.backup import SUFFIX, Backup, backup_name, mark_rehearsed, take_backup
from capi.hub.keeping.folder import read_folder
from capi.hub.keeping.offline import read_offline_keys
from capi.hub.keeping.restoring import Restored, RestoreOrder, rehearse, restore
from capi.hub.keeping.sealing import Opening, OpenWithKey, OpenWithPassphrase, SealToKey, SealToPassphrase
from capi.hub.keeping.setting_up import open_hub
from capi.hub.people.texts import counted
from capi.settings import Settings

_SLASHES = tuple(each for each in (os.sep, os.altsep) if each)


@dataclass(frozen=True, slots=True)
class BackupCommand:
    """`out` is a file, or a folder in which the file gets a name made of the time: as it was typed, with its last slash."""

    out: str
    folder: Path | None = None
    passphrase_file: Path | None = None
    force: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class RestoreCommand:
    file: Path
    folder: Path | None = None
    database: str = ""
    key: Path | None = None
    passphrase_file: Path | None = None
    force: bool = False
    rehearse: bool = False
    as_json: bool = False


def back_up(order: BackupCommand, settings: Settings) -> int:
    """Raises Refused and WorldFailed; a file that is there is whole then."""
    passphrase = secret_from(order.passphrase_file, "") if order.passphrase_file else None
    with opened_hub(order.folder, settings) as hub:
        folder = read_folder(hub_folder(order.folder, settings))
        out = _file_at(order.out, backup_name(hub, hub.now()))
        sealing = SealToPassphrase(passphrase) if passphrase else SealToKey(folder.settings.backup_key)
        made = take_backup(hub, folder, out, sealing, by=ADMINISTRATOR.user, force=order.force)
    if order.as_json:
        print_json(_plain(made))
        return DONE
    print(made.path)
    print(f"  {_size_of(made.cases, made.entries)}, {made.size:,} bytes, SHA-256 {made.sha256}")
    more = "has" if made.marked == 1 else "have"
    print(f"  {counted(made.marked, 'case')} {more} more in a backup than before; head of the audit log {made.audit}")
    return DONE


def _size_of(cases: int, entries: int) -> str:
    return f"{counted(cases, 'case')} with {counted(entries, 'entry', 'entries')}"


def _file_at(out: str, name: str) -> Path:
    """The file that is meant. Raises Refused where a folder is meant that there is not: it may be another machine's."""
    path, is_folder = Path(out), out.endswith(_SLASHES)
    if path.is_dir():
        return path / name
    folder = path if is_folder else path.parent
    if not folder.is_dir():
        raise Refused(
            f"There is no folder {folder}. Is the other machine's folder mounted? Mount it, or make the folder first."
        )
    if path.suffix != SUFFIX and not path.exists():
        raise Refused(f"There is no folder {path}. Make it first; or name a file, which ends with {SUFFIX}.")
    return path


def _plain(made: Backup) -> dict[str, object]:
    return {
        "file": str(made.path),
        "made": made.made,
        "bytes": made.size,
        "sha256": made.sha256,
        "cases": made.cases,
        "entries": made.entries,
        "marked": made.marked,
        "audit": made.audit,
    }


def bring_back(order: RestoreCommand, settings: Settings) -> int:
    """Raises Refused and WorldFailed; what was there is as it was then."""
    folder = hub_folder(order.folder, settings)
    now = datetime.now(UTC)
    noted, digest = False, ""
    with refusals():
        opening = _opening(order)
        if order.rehearse:
            done, noted, digest = _rehearsed(order, opening, folder, now)
        else:
            by = ADMINISTRATOR.user
            done = restore(RestoreOrder(order.file, folder, order.database, order.force, by), opening, now)
    if order.as_json:
        print_json(
            {"hub": done.facts.hub, "made": done.facts.made, "cases": done.cases, "entries": done.entries}
            | ({"sha256": digest, "noted": noted} if order.rehearse else {"epoch": done.epoch, "folder": str(folder)})
        )
        return DONE
    print(f"The hub {done.facts.name}, as it was on {done.facts.made:%d %B %Y, %H:%M} UTC.")
    print(f"  {_size_of(done.cases, done.entries)}, every table as it was saved")
    if order.rehearse:
        print(
            "  every journal is whole and chained, no line of the audit log is missing; nothing was kept of this rehearsal"
        )
        if noted:
            print("  the hub has noted that this backup was rehearsed")
        else:
            print("Note this and say it to the hub, on its own machine, for it does not know of this rehearsal:")
            print(f"  capi hub rehearsed {digest}")
        return DONE
    print(f"  in {folder}, under the new epoch {done.epoch}: laptops send again what it lacks")
    if done.aside:
        print(f"  what was there before lies in {done.aside}")
    _warn(done)
    return DONE


def _warn(done: Restored) -> None:
    """What a backup cannot know, and nobody else will say."""
    tell(
        f"What the office did after {done.facts.made:%d %B %Y, %H:%M} UTC is not in it: end again the laptops and accounts that were "
        "ended since, enrol again those enrolled since, and look through what was assigned. Then: capi hub serve"
    )


def _opening(order: RestoreCommand) -> Opening:
    if order.key is not None:
        return OpenWithKey(read_offline_keys(order.key).backup)
    if order.passphrase_file is not None:
        return OpenWithPassphrase(secret_from(order.passphrase_file, "") or "")
    raise Refused(
        "A backup is sealed. Give the file of offline keys with --key, or its passphrase with --passphrase-file."
    )


def note_rehearsed(folder: Path | None, settings: Settings, sha256: str) -> int:
    """What was rehearsed on another machine. Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        file = mark_rehearsed(hub, sha256, by=ADMINISTRATOR.user)
    if file is None:
        raise Refused(
            "This hub made no backup with that SHA-256. Give the one that `capi hub restore --rehearse` printed, of a backup "
            "of this hub; a hub that was restored does not know of the backup it came from."
        )
    print(f"{file} was rehearsed: the hub has noted it.")
    return DONE


def _rehearsed(order: RestoreCommand, opening: Opening, folder: Path, now: datetime) -> tuple[Restored, bool, str]:
    """Notes it in the hub that the backup is of, where that is on this machine: whether it was, and the backup's SHA-256."""
    scratch = folder if folder.is_dir() else order.file.absolute().parent
    done = rehearse(order.file, opening, scratch, now)
    digest = _sha256(order.file)
    try:
        hub = open_hub(folder)
    except (HubFolderError, Unavailable):
        return done, False, digest
    with contextlib.closing(hub.database):
        return done, mark_rehearsed(hub, digest, by=ADMINISTRATOR.user) is not None, digest


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
