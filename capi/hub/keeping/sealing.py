"""A sealed file: what is written goes in encrypted, and comes out whole, unchanged and in order, or not at all.

    with path.open("wb") as file:
        writer = SealedWriter(file, facts, SealToKey(public_key))
        writer.write(b"..."); writer.finish()
    with path.open("rb") as file:
        reader = SealedReader(file, path); reader.unlock(OpenWithKey(private_key)); reader.chunks()

A line of magic, the header as JSON in a line, then chunks: AES-256-GCM over 256 KiB each, the nonce their number and
whether they are the last, the hash of the header authenticated with each. The key comes by HKDF from X25519 with a key
pair made for this file alone (so the machine that seals cannot open), or from a passphrase by argon2id.
"""

import contextlib
import hashlib
import hmac
import secrets
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, BinaryIO, TypeAlias

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct

from capi.hub.errors import HubFolderError

MAGIC = b"capi hub backup\n"
FORMAT = 1
SHORTEST_PASSPHRASE = 12

_CHUNK = 256 * 1024
_TAG = 16
_LONGEST_HEADER = 16_384

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]


class Facts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What anybody may read of a sealed file. `audit`: the head of the audit log, to be compared one day; `schema` of the tables."""

    hub: str
    name: str
    epoch: str
    made: datetime
    schema: int
    program: str
    audit: str


class ToKey(Struct, frozen=True, tag="key", forbid_unknown_fields=True):
    """`recipient`: the public key it is sealed to; `once`: that of the pair made for this file."""

    recipient: Key
    once: Key


class ToPassphrase(Struct, frozen=True, tag="passphrase", forbid_unknown_fields=True):
    """The bounds keep a file from outside from asking for all memory."""

    memory_kib: Annotated[int, Meta(ge=8, le=1_048_576)] = 65_536
    passes: Annotated[int, Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, Meta(ge=1, le=64)] = 4


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`check` tells a wrong passphrase from damage."""

    format: int
    facts: Facts
    seal: ToKey | ToPassphrase
    salt: Key
    check: Annotated[bytes, Meta(min_length=16, max_length=16)]


class _Preamble(Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True)
class SealToKey:
    public: bytes


@dataclass(frozen=True, slots=True)
class SealToPassphrase:
    passphrase: str = field(repr=False)
    cost: ToPassphrase = field(default_factory=ToPassphrase)


@dataclass(frozen=True, slots=True)
class OpenWithKey:
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenWithPassphrase:
    passphrase: str = field(repr=False)


Sealing: TypeAlias = SealToKey | SealToPassphrase
Opening: TypeAlias = OpenWithKey | OpenWithPassphrase


class SealedWriter:
    """Compresses, encrypts and counts what is written. `sha256` is that of the sealed file, once it is finished."""

    def __init__(self, file: BinaryIO, facts: Facts, sealing: Sealing) -> None:
        """Writes the header. Raises HubFolderError for a passphrase that is too short."""
        salt = secrets.token_bytes(32)
        seal, secret = _seal(sealing, salt)
        key, check = _derive(secret, salt, seal)
        header = msgspec.json.encode(Header(format=FORMAT, facts=facts, seal=seal, salt=salt, check=check))
        self._file, self._cipher, self._about = file, AESGCM(key), hashlib.sha256(header).digest()
        self._packing, self._hash = zlib.compressobj(1), hashlib.sha256()
        self._waiting, self._number = bytearray(), 0
        self._put(MAGIC + header + b"\n")

    def write(self, data: bytes) -> None:
        self._waiting += self._packing.compress(data)
        while len(self._waiting) > _CHUNK:
            self._put_chunk(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]

    def finish(self) -> None:
        """Without this the file counts as cut off."""
        self._waiting += self._packing.flush()
        while len(self._waiting) > _CHUNK:
            self._put_chunk(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        self._put_chunk(bytes(self._waiting), last=True)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _put_chunk(self, chunk: bytes, *, last: bool) -> None:
        self._put(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._about))
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)


class SealedReader:
    """`header` can be read by anybody; the rest after `unlock`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Raises HubFolderError where it is no backup of a hub, or of a later version."""
        self._file, self._name = file, name
        if file.read(len(MAGIC)) != MAGIC:
            raise HubFolderError(f"{name} is not a backup of a hub.")
        line = file.readline(_LONGEST_HEADER)
        try:
            preamble = msgspec.json.decode(line, type=_Preamble)
            if preamble.format > FORMAT:
                raise HubFolderError(f"{name} was written by a later version of capi. Restore it with that version.")
            self.header = msgspec.json.decode(line, type=Header)
        except msgspec.MsgspecError as error:
            raise self._damaged() from error
        self._about = hashlib.sha256(line.removesuffix(b"\n")).digest()
        self._cipher: AESGCM | None = None

    def unlock(self, opening: Opening) -> None:
        """Raises HubFolderError, told apart: the wrong key, the wrong passphrase, a key where a passphrase is needed."""
        key, check = _derive(_open(opening, self.header, self._name), self.header.salt, self.header.seal)
        if not hmac.compare_digest(check, self.header.check):
            if isinstance(opening, OpenWithPassphrase):
                raise HubFolderError(f"That is not the passphrase of {self._name}. Type it again; look at Caps Lock.")
            raise self._damaged()
        self._cipher = AESGCM(key)

    def chunks(self) -> Iterator[bytes]:
        """What was written, in pieces. Raises HubFolderError at the first that is not as it was sealed."""
        assert self._cipher is not None  # noqa: S101 - unlock first
        unpacking, number = zlib.decompressobj(), 0
        sealed = self._file.read(_CHUNK + _TAG)
        while sealed:
            following = self._file.read(_CHUNK + _TAG)
            try:
                chunk = self._cipher.decrypt(_nonce(number, last=not following), sealed, self._about)
                yield unpacking.decompress(chunk)
            except (InvalidTag, zlib.error) as error:
                raise self._damaged() from error
            sealed, number = following, number + 1
        if not number or not unpacking.eof:
            raise self._damaged()

    def _damaged(self) -> HubFolderError:
        return HubFolderError(
            f"{self._name} is damaged or was cut off. Nothing was restored. Take another copy of it, or an older backup."
        )


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derive(secret: bytes, salt: bytes, seal: ToKey | ToPassphrase) -> tuple[bytes, bytes]:
    """The key of the chunks, and the check."""
    about = b"capi hub backup 1\n" + msgspec.json.encode(seal)
    made = HKDF(SHA256(), 48, salt, about).derive(secret)
    return made[:32], made[32:]


def _seal(sealing: Sealing, salt: bytes) -> tuple[ToKey | ToPassphrase, bytes]:
    match sealing:
        case SealToKey(public):
            once = X25519PrivateKey.generate()
            secret = once.exchange(X25519PublicKey.from_public_bytes(public))
            return ToKey(public, once.public_key().public_bytes_raw()), secret
        case SealToPassphrase(passphrase, cost):
            if len(unicodedata.normalize("NFC", passphrase)) < SHORTEST_PASSPHRASE:
                raise HubFolderError(
                    f"The passphrase is too short for a backup: at least {SHORTEST_PASSPHRASE} characters. Five words are good."
                )
            return cost, _stretched(passphrase, salt, cost)


def _open(opening: Opening, header: Header, name: str) -> bytes:
    match (opening, header.seal):
        case (OpenWithKey(private), ToKey(recipient, once)):
            key = X25519PrivateKey.from_private_bytes(private)
            if key.public_key().public_bytes_raw() != recipient:
                raise HubFolderError(
                    f"{name} was sealed to another key. Give the offline keys of the hub that made it."
                )
            with contextlib.suppress(ValueError):
                return key.exchange(X25519PublicKey.from_public_bytes(once))
            raise HubFolderError(
                f"{name} is damaged. Nothing was restored. Take another copy of it, or an older backup."
            )
        case (OpenWithPassphrase(passphrase), ToPassphrase() as cost):
            return _stretched(passphrase, header.salt, cost)
        case (_, ToKey()):
            raise HubFolderError(f"{name} is sealed to the hub's backup key. Give the file of offline keys with --key.")
        case _:
            raise HubFolderError(f"{name} is sealed with a passphrase. Give it with --passphrase-file.")


def _stretched(passphrase: str, salt: bytes, cost: ToPassphrase) -> bytes:
    return hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
        salt,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        32,
        Type.ID,
    )
