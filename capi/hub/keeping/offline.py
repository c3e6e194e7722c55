"""Offline keys: what leaves the hub's machine when the hub is made, and is needed again when that machine is lost.

The private half of the backup key, without which no backup can be opened, and the spare authority, which every laptop
trusts from its enrolment on. They are written once, to one file, which the office takes away and keeps locked up.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec import Struct

from capi.hub.errors import HubFolderError
from capi.hub.keeping.certificates import Certified, new_authority
from capi.hub.keeping.folder import write_private

_FORMAT = 1
_WHAT_TO_DO = (
    "Keep this file away from the hub, in two places, locked up. Without it no backup of the hub can be opened."
)


@dataclass(frozen=True, slots=True)
class OfflineKeys:
    """`backup`: 32 bytes of X25519. `spare`: the second authority."""

    backup: bytes = field(repr=False)
    spare: Certified = field(repr=False)

    @property
    def backup_public(self) -> bytes:
        return X25519PrivateKey.from_private_bytes(self.backup).public_key().public_bytes_raw()


class _OfflineFile(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    hub: str
    what_to_do: str
    backup_key: bytes
    spare_certificate: str
    spare_key: str


def new_offline_keys(name: str, now: datetime) -> OfflineKeys:
    return OfflineKeys(X25519PrivateKey.generate().private_bytes_raw(), new_authority(f"{name} hub, spare", now))


def write_offline_keys(path: Path, name: str, keys: OfflineKeys) -> None:
    """Raises HubFolderError where the file is there already, and OSError."""
    if path.exists():
        raise HubFolderError(
            f"{path} is there already; another hub's keys may be in it. Name another with --offline-keys."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = keys.spare.certificate.decode(), keys.spare.key.decode()
    content = _OfflineFile(_FORMAT, name, _WHAT_TO_DO, keys.backup, *spare)
    write_private(path, msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")


def read_offline_keys(path: Path) -> OfflineKeys:
    """Raises HubFolderError."""
    try:
        read = msgspec.json.decode(path.read_bytes(), type=_OfflineFile)
    except FileNotFoundError as error:
        raise HubFolderError(f"There is no file {path}. Name the file of offline keys with --key.") from error
    except OSError as error:
        raise HubFolderError(
            f"{path} cannot be read: {error.strerror}. Name a file you may read with --key."
        ) from error
    except msgspec.MsgspecError as error:
        raise HubFolderError(
            f"{path} is not a file of a hub's offline keys, or is damaged. Name the one that `capi hub init` left, or its copy."
        ) from error
    if read.format != _FORMAT or len(read.backup_key) != 32:
        raise HubFolderError(
            f"{path} was written by another version of capi, or is damaged. Take the other copy of it."
        )
    spare = Certified(read.spare_certificate.encode(), read.spare_key.encode())
    return OfflineKeys(read.backup_key, spare)
