"""Runs `capi` as a process of its own, as a script would."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from capi.hub.giving_way import GIVE_WAY_VARIABLE
from tests.commands import warm

CHECKOUT = Path(__file__).parents[2]
_SECONDS = 60


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def capi(*words: str | Path, given: str = "", folder: Path | None = None, **environment: str) -> Ended:
    """What the command ended with. It sees a data folder of its own and no passphrase but one given here."""
    where = folder or CHECKOUT
    told = [os.fspath(word) for word in words]
    seen = usual_environment() | {
        "PYTHONPATH": os.fspath(CHECKOUT),
        "CAPI_DATA_DIR": os.fspath(where / "data"),
        **environment,
    }
    run = _split_off if warm.CAN_SPLIT else _started
    code, out, err = run(told, given.encode(), where, seen)
    return Ended(code, _lines(out), _lines(err))


def usual_environment() -> dict[str, str]:
    """That of this machine, without what it tells capi; but nobody waits for a hub here, and none of its processes gives way."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("CAPI_")}
    return usual | {GIVE_WAY_VARIABLE: "no"}


def _split_off(words: list[str], given: bytes, folder: Path, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    with tempfile.TemporaryDirectory(prefix="capi-tests-") as made:
        streams = [Path(made) / name for name in ("in", "out", "err")]
        streams[0].write_bytes(given)
        for written in streams[1:]:
            written.touch()
        code = warm.run(words, folder, environment, streams)
        return code, streams[1].read_bytes(), streams[2].read_bytes()


def _started(words: list[str], given: bytes, folder: Path, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [sys.executable, "-m", "capi", *words],
        input=given,
        capture_output=True,
        check=False,
        cwd=folder,
        env=environment,
        timeout=_SECONDS,
    )
    return ended.returncode, ended.stdout, ended.stderr


def _lines(output: bytes) -> str:
    return output.decode("utf-8").replace("\r\n", "\n")
