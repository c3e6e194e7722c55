"""From a bare checkout to capi running, or tested: everything it needs goes into .venv beside the code.

    python3 packaging/bootstrap.py run
    python3 packaging/bootstrap.py test [words for pytest]

`run` opens the practice desktop, or the demonstration where no window can be shown. `test` runs every check
there is. What is already in place is not done again; remove .venv to begin anew. Exit 0 done, 1 a check
failed, 2 wrong usage, 3 this machine lacks something, and the message says what to do.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from itertools import count
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit("capi needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Nothing was done.")

# Only a Python that is new enough gets here; the rest of this file is grammar that older ones read too.
from checks import run_checks  # noqa: E402
from this_machine import (  # noqa: E402
    CannotGoOn,
    make_browser_available,
    make_qt_load,
    make_venv_available,
    say,
    why_no_window,
)

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"
PYTHON = str(ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
PIP_CHATTER = ("Requirement already satisfied", "Looking in", "Ignoring", "WARNING: Location")


def main(words: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a folder's name may hold letters the console has not
    if words and words[0] in ("-h", "--help"):
        say(__doc__.strip())
        return 0
    if not words or words[0] not in ("run", "test") or (words[0] == "run" and len(words) > 1):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        prepare()
        if words[0] == "run":
            return run_capi()
        make_browser_available()
        return run_checks(ROOT, PYTHON, ENVIRONMENT / "bytecode", words[1:])
    except CannotGoOn as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; the same command goes on from there.", file=sys.stderr)
        return 130


def prepare() -> None:
    """Makes the environment whole. Raises CannotGoOn."""
    make_environment()
    install_libraries()
    install_capi()
    if sys.platform == "linux":
        make_qt_load(PYTHON)


def make_environment() -> None:
    if environment_works():
        return
    if ENVIRONMENT.exists():
        say(f"The environment in {ENVIRONMENT} does not work: its Python or its pip is gone, or too old.")
    make_venv_available()
    say(f"Making an environment for capi in {ENVIRONMENT}, with Python {sys.version.split()[0]}.")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise CannotGoOn(f"The environment could not be made:\n{(made.stdout + made.stderr).strip()}")


def environment_works() -> bool:
    """Whether .venv holds a Python of ours, new enough, with pip."""
    if not Path(PYTHON).exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON} or sys.prefix == sys.base_prefix)"
    try:
        return subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_libraries() -> None:
    """Exactly the files of the lock, each checked against its hash."""
    stamp = ENVIRONMENT / "capi-libraries.sha256"
    wanted = digest(LOCK.read_bytes())
    if is_stamped(stamp, wanted):
        return
    number = len(re.findall(r"^\S+==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"Installing up to {number} libraries into {ENVIRONMENT}, each checked against packaging/requirements.lock.")
    say("The first time this fetches about 270 MB and takes a minute or two.")
    # What is compiled is what is used, when it is first used: to compile all of it takes as long as to unpack it.
    pip("install", "--no-compile", "--require-hashes", "--requirement", str(LOCK))
    stamp.write_text(wanted, encoding="ascii")


def install_capi() -> None:
    """capi itself, run from this checkout: a change in the code needs no second installation."""
    stamp = ENVIRONMENT / "capi-itself.sha256"
    wanted = digest((ROOT / "pyproject.toml").read_bytes() + os.fsencode(ROOT))
    if is_stamped(stamp, wanted):
        return
    say(f"Installing capi itself, to run from {ROOT}.")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(wanted, encoding="ascii")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Whether this step is done as wanted. A stamp of anything else goes at once: a step cut short leaves none."""
    if stamp.exists() and stamp.read_text(encoding="ascii", errors="replace") == wanted:
        return True
    stamp.unlink(missing_ok=True)
    return False


def pip(*words: str) -> None:
    """Runs the environment's pip with the index it is configured for, and says what arrives. Raises CannotGoOn."""
    command = [PYTHON, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", *words, "--progress-bar", "off"]
    last_lines: deque[str] = deque(maxlen=25)
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            news = pip_news(line)
            if news:
                say(f"  {news}")
            if line.strip() and not line.startswith(PIP_CHATTER):
                last_lines.append(line.rstrip())
    if process.returncode:
        raise CannotGoOn("\n".join([*last_lines, "", pip_advice("\n".join(last_lines))]))


def pip_news(line: str) -> str | None:
    """What a line of pip means to a person who waits; None for the many that mean nothing."""
    arriving = re.match(
        r"\s*(?:Downloading|Using cached) (?:\S*/)?([^/\s-]+)-([^-\s]+)-\S+\.whl(?: (\(.+\)))?\s*$", line
    )
    if arriving:
        return " ".join(part for part in arriving.groups() if part)
    if line.startswith("Installing collected packages") and "," in line:
        return "unpacking them"
    if "Retrying (" in line:
        return "no answer from the network yet, trying again"
    return None


def pip_advice(output: str) -> str:
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        return (
            "A file that arrived is not the file of packaging/requirements.lock, and was not installed.\n"
            "Do not go round this: a proxy or mirror on the way may alter files. Try another network."
        )
    if "connection broken" in output:
        return "The network does not answer. Once it does, run the same command again: it goes on from here."
    if "No matching distribution" in output or "Failed to build" in output or "Failed building" in output:
        return (
            "A library has no ready-made file for this machine. There are ready-made files for Windows (x86-64), macOS\n"
            "(Apple silicon) and Linux with glibc 2.34 or newer (x86-64; ARM: 2.39), for Python 3.11 to 3.14. If this is\n"
            "such a machine, its network may hide some of them."
        )
    return "pip could not finish. Look at its last words above (is the disk full?), then run the same command again."


def run_capi() -> int:
    """The desktop where a window can be shown, else the demonstration; its exit code."""
    reason = why_no_window(PYTHON, os.environ)
    if reason is None:
        say("Opening the practice desktop: invented people only, and nothing leaves this machine.")
        return subprocess.run([PYTHON, "-m", "capi", "practice"], check=False).returncode
    folder = unused_folder(Path.cwd())
    say(f"Not opening the desktop: {reason}.")
    say(f"Running the demonstration instead, which needs no screen, into {folder}.")
    return subprocess.run(
        [PYTHON, "-m", "capi", "demo", "--out", str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    ).returncode


def unused_folder(parent: Path) -> Path:
    """demo-output, demo-output-2, ...: the first that is not there yet, for nothing is overwritten."""
    names = (parent / ("demo-output" if number == 1 else f"demo-output-{number}") for number in count(1))
    return next(folder for folder in names if not os.path.lexists(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
