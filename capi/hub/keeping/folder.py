"""The hub's folder: its keys, where its database is, and what laptops trust. Everything that is never in the database.

    hub.json         which hub this is, its database, the names it is reached by, to whom backups are sealed
    keys.json        the key that signs, and the key of the audit log
    authority.pem    the certificates laptops trust for this hub: its own authority, and a spare one
    authority.key    what the hub's own certificate is made with
    server.pem, server.key     the certificate it shows, made anew here when it runs out
    hub.sqlite       the database, unless it is in PostgreSQL

A copy of the folder (without hub.sqlite) serves the same hub from another machine. Files are readable for their owner
alone and are written whole or not at all.
"""

import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from capi.hub.database import sqlite_url
from capi.hub.errors import HubFolderError
from capi.hub.hub import HubKeys
from capi.store.to_disk import folder_to_disk

SETTINGS = "hub.json"
KEYS = "keys.json"
AUTHORITY = "authority.pem"
AUTHORITY_KEY = "authority.key"
SERVER = "server.pem"
SERVER_KEY = "server.key"
DATABASE = "hub.sqlite"

PRIVATE = (SETTINGS, KEYS, AUTHORITY_KEY, SERVER_KEY)
"""What nobody else on the machine may read; the settings too, for a database URL may hold a password."""

_FORMAT = 1
_PUT_BACK = "Put it back from a copy of the folder, or restore the hub: capi hub restore"
_Shape = TypeVar("_Shape", bound=Struct)


class FolderSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`database` is a URL, or empty for hub.sqlite in the folder itself. `hosts` are the names and addresses laptops use.

    `backup_key` is the public half of the key that backups are sealed to; the office keeps the other half offline.
    `url` is the address laptops are told to use, where the office has set one; `served` where the hub last listened on this
    machine, such as https://0.0.0.0:8443.
    """

    format: int
    hub: str
    database: str
    hosts: tuple[str, ...]
    backup_key: bytes
    url: str = ""
    served: str = ""


class _KeyFile(Struct, frozen=True, forbid_unknown_fields=True):
    signing: bytes
    audit: bytes


@dataclass(frozen=True, slots=True)
class HubFolder:
    """What was read from the folder at `path`. `authority`: PEM of the certificates laptops trust."""

    path: Path
    settings: FolderSettings
    keys: HubKeys
    authority: str

    @property
    def database_url(self) -> str:
        return self.settings.database or sqlite_url(self.path / DATABASE)


def new_settings(hub: str, database: str, hosts: tuple[str, ...], backup_key: bytes) -> FolderSettings:
    return FolderSettings(format=_FORMAT, hub=hub, database=database, hosts=hosts, backup_key=backup_key)


def is_hub_folder(path: Path) -> bool:
    return (path / SETTINGS).exists()


def read_folder(path: Path) -> HubFolder:
    """Raises HubFolderError, with what is missing and what to do."""
    if not is_hub_folder(path):
        raise HubFolderError(
            f"There is no hub in {path}. Make one with: capi hub init, or name its folder with --folder."
        )
    settings = _read(path / SETTINGS, FolderSettings)
    if settings.format != _FORMAT:
        raise HubFolderError(
            f"{path} was written by a later version of capi (format {settings.format}). Install that version here too."
        )
    keys = _read(path / KEYS, _KeyFile)
    return HubFolder(
        path,
        settings,
        HubKeys(_signing_key(keys.signing, path / KEYS), keys.audit),
        _bytes_of(path / AUTHORITY).decode(),
    )


def key_file(keys: HubKeys) -> bytes:
    """The content of keys.json."""
    return msgspec.json.encode(_KeyFile(keys.signing.private_bytes_raw(), keys.audit))


def keys_of(data: bytes) -> HubKeys:
    """The inverse of `key_file`. Raises ValueError."""
    read = msgspec.json.decode(data, type=_KeyFile)
    return HubKeys(Ed25519PrivateKey.from_private_bytes(read.signing), read.audit)


def settings_of(data: bytes) -> FolderSettings:
    """The inverse of `settings_file`. Raises ValueError."""
    return msgspec.json.decode(data, type=FolderSettings)


def settings_file(settings: FolderSettings) -> bytes:
    return msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n"


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files, hub.json last: only where it stands is the folder a hub's. Raises HubFolderError."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in sorted(files, key=lambda name: name == SETTINGS):
            write_private(path / name, files[name])
    except OSError as error:
        raise HubFolderError(f"{error.filename or path}: {error.strerror}. The hub keeps its keys there.") from error


def write_private(path: Path, content: bytes) -> None:
    """A file for its owner alone, whole or not at all. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder_to_disk(path.parent)


def _read(path: Path, shape: type[_Shape]) -> _Shape:
    try:
        return msgspec.json.decode(_bytes_of(path), type=shape)
    except msgspec.MsgspecError as error:
        raise HubFolderError(f"{path} is damaged: {_in_words(error)}. {_PUT_BACK}") from error


def _in_words(error: msgspec.MsgspecError) -> str:
    """Whether it can be read at all, or holds something else than it should."""
    if isinstance(error, msgspec.ValidationError):
        return "something in it is missing, or is not as it should be"
    return "it is cut off, or something else was written into it"


def _bytes_of(path: Path) -> bytes:
    try:
        if sys.platform != "win32" and path.stat().st_mode & stat.S_IROTH and path.name in PRIVATE:
            raise HubFolderError(f"Anybody on this machine can read {path}. Shut them out first: chmod 600 {path}")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise HubFolderError(f"{path} is missing. {_PUT_BACK}") from error
    except OSError as error:
        raise HubFolderError(
            f"{path} cannot be read: {error.strerror}. Run this as the account that owns it."
        ) from error


def _signing_key(data: bytes, path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(data)
    except ValueError as error:
        raise HubFolderError(f"{path} is damaged: a key in it is not as long as a key is. {_PUT_BACK}") from error
