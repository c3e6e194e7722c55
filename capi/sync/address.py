"""The address of a hub, as somebody types it: encrypted on its way, or on this very machine."""

import re
from urllib.parse import urlsplit

from capi.sync.errors import UnfitAddress
from capi.wording import Wording

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


def hub_address(typed: str) -> str:
    """https://hub.example.org from `hub.example.org` or anything like it, without a slash at its end. Raises UnfitAddress."""
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _unfit(typed) from None
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or parts.query or parts.fragment or port == 0:
        raise _unfit(typed)
    if parts.username is not None or parts.password is not None:
        raise _unfit(typed)
    if parts.scheme == "http" and host not in LOOPBACK:
        raise UnfitAddress(
            Wording(
                "Sync",
                "The address of a hub begins with https://. {address} would be reached without encryption, and nothing was sent "
                "there. Write it as your office gave it to you.",
            ).filled(address=typed.strip())
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def host_of(url: str) -> str:
    """What people know the hub by: its name in the network, and its port where it has one of its own."""
    return urlsplit(url).netloc


def is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in LOOPBACK


def _unfit(typed: str) -> UnfitAddress:
    return UnfitAddress(
        Wording(
            "Sync",
            "{address} is not the address of a hub. Write it as your office gave it to you: https://hub.example.org",
        ).filled(address=typed.strip())
    )
