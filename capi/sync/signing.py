"""Signed statements: what only the hub can say, and every laptop enrolled with it can check.

    signed = sign(key, Purpose.RECEIPT, statement)      # bytes to send
    receipt = verify(public_key, Purpose.RECEIPT, signed, Receipt)

The signature is Ed25519 over the purpose and the statement's own bytes, so that a lease can never pass for a receipt.
"""

import base64
import enum
import hashlib
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Raw, Struct


class Purpose(enum.Enum):
    """What a statement is for."""

    RECEIPT = "receipt"
    TALLY = "tally"
    LEASE = "lease"
    RELEASE = "release"
    INSTRUMENT = "instrument"
    FRAME = "frame"
    ERASURE = "erasure"
    TOKEN = "token"  # noqa: S105 - by a device, not by the hub


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A statement as it was sent, and its signature in base64."""

    statement: Raw
    signature: str


class NotOfThisHub(ValueError):
    """The signature is missing or is not that of the hub this laptop is enrolled with: nothing it says is believed."""


_Statement = TypeVar("_Statement", bound=Struct)


def sign(key: Ed25519PrivateKey, purpose: Purpose, statement: Struct) -> bytes:
    """The statement in its envelope, as JSON."""
    data = msgspec.json.encode(statement)
    signature = base64.b64encode(key.sign(_signed_bytes(purpose, data))).decode()
    return msgspec.json.encode(Signed(Raw(data), signature))


def verify(key: Ed25519PublicKey, purpose: Purpose, signed: bytes, shape: type[_Statement]) -> _Statement:
    """What the statement says. Raises NotOfThisHub for anything that was not signed by this key for this purpose."""
    try:
        envelope = msgspec.json.decode(signed, type=Signed)
        data = bytes(envelope.statement)
        key.verify(base64.b64decode(envelope.signature, validate=True), _signed_bytes(purpose, data))
        return msgspec.json.decode(data, type=shape)
    except (InvalidSignature, msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        raise NotOfThisHub(f"this is no {purpose.value} of the hub this laptop is enrolled with") from error


def sign_text(key: Ed25519PrivateKey, purpose: Purpose, text: str) -> str:
    """The signature alone, in base64, of a text that the other side has: a laptop's over its refresh token."""
    return base64.b64encode(key.sign(_signed_bytes(purpose, text.encode()))).decode()


def has_signed(key: Ed25519PublicKey, purpose: Purpose, text: str, signature: str) -> bool:
    """Whether this is the signature of `sign_text` by that key."""
    try:
        key.verify(base64.b64decode(signature, validate=True), _signed_bytes(purpose, text.encode()))
    except (InvalidSignature, UnicodeError, ValueError):
        return False
    return True


def public_text(key: Ed25519PublicKey) -> str:
    """The public key as it is written in messages: its 32 bytes in base64."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """The inverse of `public_text`. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def body_digest(body: bytes) -> str:
    """SHA-256 of a body before it is compressed, in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def _signed_bytes(purpose: Purpose, data: bytes) -> bytes:
    return f"capi {purpose.value} 1\n".encode() + data
