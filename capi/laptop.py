"""This laptop: its device number, and who sits at it now. Made once per data folder, at random, and kept."""

import os
import secrets
import socket
from datetime import datetime
from pathlib import Path

from capi.store.hold import Holder


def device(data: Path) -> str:
    """The number that tells this laptop's entries from all others'. Raises OSError where it cannot be kept."""
    file = data / "device"
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        number = f"L-{secrets.token_hex(8)}"
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(number, encoding="ascii")
        return number


def holder(data: Path, who: str, now: datetime) -> Holder:
    """The holder of a case file opened here and now."""
    return Holder(who=who, device=device(data), host=socket.gethostname(), pid=os.getpid(), since=now)
