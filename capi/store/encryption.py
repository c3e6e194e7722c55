"""Encryption: the data key of a case file, and the slots it is wrapped in.

A case file is encrypted with 32 random bytes that exist nowhere in the open. The file of keys beside it
(<name>.keys, JSON) holds slots; each wraps the data key for one way in. A passphrase goes through argon2id
to a key that unwraps the slot or fails: a wrong passphrase is known before the case file is touched. To change
a passphrase is to wrap anew; to destroy the slots is to destroy the case file.
"""

import hashlib
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Meta, Struct

from capi.store.errors import NewerFormat, UnfitPassphrase, WrongPassphrase
from capi.store.problems import damaged
from capi.store.to_disk import folder_to_disk
from capi.wording import Wording

APPLICATION = "capi"
FORMAT = 1
SHORTEST_PASSPHRASE = 8


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What one guess at a passphrase costs whoever guesses."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4


class PassphraseSlot(Struct, frozen=True, tag="passphrase", tag_field="kind", forbid_unknown_fields=True):
    """The bounds keep a file from outside from asking for all memory."""

    salt: Annotated[bytes, Meta(min_length=16, max_length=64)]
    memory_kib: Annotated[int, Meta(ge=8, le=1_048_576)]
    passes: Annotated[int, Meta(ge=1, le=64)]
    lanes: Annotated[int, Meta(ge=1, le=64)]
    wrapped: Annotated[bytes, Meta(min_length=40, max_length=40)]


class Keys(Struct, frozen=True, forbid_unknown_fields=True):
    """`check` tells damage from a wrong passphrase: a flipped bit in a slot would look like one."""

    application: str
    format: int
    slots: Annotated[tuple[PassphraseSlot, ...], Meta(min_length=1)]
    check: str


class _Preamble(Struct, frozen=True):
    """The part of every format, now and later."""

    application: str
    format: int


def keys_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.keys")


def new_data_key() -> bytes:
    return secrets.token_bytes(32)


def wrap(data_key: bytes, passphrase: str, cost: KeyCost) -> Keys:
    """The data key in a fresh slot. Raises UnfitPassphrase for one that is too short."""
    passphrase = unicodedata.normalize("NFC", passphrase)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UnfitPassphrase(
            Wording(
                "CaseFile",
                "The passphrase is too short: {length} of at least {shortest} characters. Three or four words are good.",
            ).filled(length=len(passphrase), shortest=SHORTEST_PASSPHRASE)
        )
    salt = secrets.token_bytes(16)
    slot = PassphraseSlot(salt, cost.memory_kib, cost.passes, cost.lanes, b"\0" * 40)
    try:
        wrapped = aes_key_wrap(_key_of(slot, passphrase), data_key)
    except UnicodeEncodeError:
        raise UnfitPassphrase(
            Wording("CaseFile", "The passphrase holds half a character. Choose one you can type on any keyboard.")
        ) from None
    slots = (msgspec.structs.replace(slot, wrapped=wrapped),)
    return Keys(APPLICATION, FORMAT, slots, _check(slots))


def unwrap(keys: Keys, passphrase: str) -> bytes:
    """The data key. Raises WrongPassphrase."""
    passphrase = unicodedata.normalize("NFC", passphrase)
    for slot in keys.slots:
        try:
            return aes_key_unwrap(_key_of(slot, passphrase), slot.wrapped)
        except (InvalidUnwrap, UnicodeEncodeError):
            continue
    raise WrongPassphrase(
        Wording(
            "CaseFile",
            "That is not the passphrase of this case file. Type it again; look at Caps Lock and the keyboard language. "
            "Nothing was changed.",
        )
    )


def read_keys(path: Path) -> Keys:
    """The keys beside a case file. Raises DamagedFile or NewerFormat; the message is about the keys, not the case file."""
    file = keys_path(path)
    try:
        data = file.read_bytes()
        preamble = msgspec.json.decode(data, type=_Preamble)
        if preamble.application == APPLICATION and preamble.format > FORMAT:
            raise NewerFormat(
                Wording(
                    "CaseFile",
                    "{name} was written by a later version of capi. Nothing was changed. "
                    "Install the newest capi on this machine, then open the case file again.",
                ).filled(name=file.name)
            )
        keys = msgspec.json.decode(data, type=Keys)
    except OSError as error:
        raise damaged(
            file, Wording("CaseFile", "It cannot be read ({why}).").filled(why=error.strerror or "")
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(file, Wording("CaseFile", "It is not a file of keys any more.")) from error
    if keys.application != APPLICATION or keys.check != _check(keys.slots):
        raise damaged(file, Wording("CaseFile", "Its slots are not those that were written."))
    return keys


def write_keys(path: Path, keys: Keys) -> None:
    """Writes them whole or not at all. Raises OSError."""
    file = keys_path(path)
    fresh = file.with_name(f"{file.name}.new")
    with fresh.open("wb") as writing:
        fresh.chmod(0o600)
        writing.write(msgspec.json.format(msgspec.json.encode(keys)))
        writing.flush()
        os.fsync(writing.fileno())
    fresh.replace(file)
    folder_to_disk(file.parent)


def destroy_keys(path: Path) -> None:
    """Overwrites the keys and removes them: the case file can never be read again. Raises OSError."""
    file = keys_path(path)
    for each in (file, file.with_name(f"{file.name}.new")):
        if each.exists():
            with each.open("r+b") as writing:
                writing.write(secrets.token_bytes(each.stat().st_size))
                writing.flush()
                os.fsync(writing.fileno())
            each.unlink()
    folder_to_disk(file.parent)


def _key_of(slot: PassphraseSlot, passphrase: str) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), slot.salt, slot.passes, slot.memory_kib, slot.lanes, hash_len=32, type=Type.ID
    )


def _check(slots: tuple[PassphraseSlot, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(slots)).hexdigest()
