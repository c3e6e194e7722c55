"""Runs `python -m capi` as a process of its own, as a script would."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[2]


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def capi(*words: str | Path, given: str = "", folder: Path | None = None, **environment: str) -> Ended:
    """What the command ended with. It sees a data folder of its own and no passphrase but one given here."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("CAPI_")}
    where = folder or CHECKOUT
    ended = subprocess.run(
        [sys.executable, "-m", "capi", *(os.fspath(word) for word in words)],
        input=given.encode(),
        capture_output=True,
        check=False,
        cwd=where,
        env=usual | {"PYTHONPATH": os.fspath(CHECKOUT), "CAPI_DATA_DIR": os.fspath(where / "data"), **environment},
        timeout=60,
    )
    return Ended(ended.returncode, _lines(ended.stdout), _lines(ended.stderr))


def _lines(output: bytes) -> str:
    return output.decode("utf-8").replace("\r\n", "\n")
