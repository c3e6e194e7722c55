"""A process that has read all that a command may need, and splits off a process of its own for each one that is run.

What a command imports costs it more than what it does; a whole run of the tests has hundreds of them. Only where the system
can split processes: elsewhere, and for what a test says of the start itself, `python -m capi` is started as it is.

    {"words": ["check", "a.yaml"], "folder": "/tmp/a", "environment": {...}, "streams": ["in", "out", "err"]}  ->  exit code
"""

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
CAN_SPLIT = hasattr(os, "fork")
_WINDOW = "demo"
"""The command that opens a window: Qt is not split."""


@cache
def _warm_process() -> "subprocess.Popen[str]":
    """One for each process of the tests; it ends with it, as its input does."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("CAPI_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.commands.warm"],
        cwd=CHECKOUT,
        env=usual | {"PYTHONPATH": os.fspath(CHECKOUT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(process.communicate)
    return process


def run(words: Sequence[str], folder: Path, environment: Mapping[str, str], streams: Sequence[Path]) -> int:
    """The exit code of `capi` with these words; what it reads and writes are the three files."""
    asked = {
        "words": list(words),
        "folder": os.fspath(folder),
        "environment": dict(environment),
        "streams": [os.fspath(each) for each in streams],
    }
    process = _warm_process()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def _serve() -> None:
    import capi.commands

    for module in pkgutil.iter_modules(capi.commands.__path__, "capi.commands."):
        if not module.name.endswith(f".{_WINDOW}"):
            importlib.import_module(module.name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(asked: Mapping[str, Any]) -> None:
    """This process is the command from here to its end."""
    given, out, err = asked["streams"]
    for number, path, how in ((0, given, os.O_RDONLY), (1, out, os.O_WRONLY), (2, err, os.O_WRONLY)):
        opened = os.open(path, how)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - they end with the process
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["capi", *asked["words"]]
    code = 70
    try:
        from capi.__main__ import main

        code = main()
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
