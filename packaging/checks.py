"""Every check there is: one after the other, and the tests in several processes at once."""

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from this_machine import say

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, under a name nobody knows
ENOUGH = 4 * 2**30
"""Bytes. The tests have some 500 MB there at once, and their processes take 2 GB besides."""
LONGEST_SECONDS = 3_600
"""What takes longer hangs: all of it takes a quarter of an hour."""
HANGS = 124
NO_BYTECODE, BYTECODE = "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"


def run_checks(root: Path, python: str, bytecode: Path, pytest_words: Sequence[str]) -> int:
    """Every check, also after one has failed; 1 if any did. A run of pytest without a test counts as failed."""
    processors = os.cpu_count() or 1
    checks: Mapping[str, Sequence[str]] = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command as check; check()", "--no-logo"],
        "mypy": ["-m", "mypy", "--num-workers", str(processors)],
        # More processes than there are processors, as many wait for others. The tests of a file stay together, as they share
        # what is slow to make, and the files in their order: else those with few tests, which are the slow ones, are the last.
        "pytest": [
            "-m",
            "pytest",
            "-n",
            str(processors + 2),
            "--dist",
            "loadfile",
            "--no-loadscope-reorder",
            # A process that dies is the end: its tests given to others, pytest-xdist 3.8 waits for ever for some of them.
            "--max-worker-restart",
            "0",
            *pytest_words,
        ],
    }
    with written_quickly(MEMORY) as places:
        environment = with_bytecode_kept({**os.environ, **places}, bytecode)
        results = {name: run_check(name, [python, *words], root, environment) for name, words in checks.items()}
    say("")
    for name, (code, seconds) in results.items():
        say(f"{name:<18}{'passed' if code == 0 else f'FAILED (exit {code})':<18}{seconds:6.1f} s")
    failed = [name for name, (code, _) in results.items() if code]
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll passed.")
    return 1 if failed else 0


def run_check(name: str, command: Sequence[str], root: Path, environment: Mapping[str, str]) -> tuple[int, float]:
    """The exit code and the seconds it took."""
    say(f"\n== {name}")
    start = time.monotonic()
    try:
        code = subprocess.run(command, cwd=root, env=environment, check=False, timeout=LONGEST_SECONDS).returncode
    except subprocess.TimeoutExpired:
        say(f"{name} has not come to an end in {LONGEST_SECONDS // 60} minutes, and was stopped.")
        code = HANGS
    return code, time.monotonic() - start


def with_bytecode_kept(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Where none is to lie beside the code it is kept in the folder: hundreds of processes would compile all they import."""
    if not environment.get(NO_BYTECODE):
        return dict(environment)
    others = {name: value for name, value in environment.items() if name != NO_BYTECODE}
    return {BYTECODE: str(folder), **others}


@contextlib.contextmanager
def written_quickly(memory: Path, enough: int = ENOUGH) -> Iterator[dict[str, str]]:
    """What tells the tests to write into memory, where it can be written to like a disk and has the room.

    Case files and hubs wait for the disk at each entry, some ten thousand times in all.
    """
    if not (is_roomy(memory, enough) and free_memory() >= enough):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="capi-", dir=memory, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder}


def is_roomy(folder: Path, enough: int) -> bool:
    """Whether it is a folder of the kind where programs may be kept and run, with so many bytes free."""
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and hasattr(os, "statvfs")):
        return False
    there = os.statvfs(folder)
    return not there.f_flag & os.ST_NOEXEC and there.f_bavail * there.f_frsize >= enough


def free_memory() -> int:
    """In bytes; 0 where this system does not say."""
    with contextlib.suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0
