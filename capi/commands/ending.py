"""How a command ends: the exit code, and one line in words for whatever went wrong.

0  done
1  the input was refused
2  wrong usage
3  the world failed: disk, network, something not installed, or a fault in capi itself
"""

import os
import sys
from pathlib import Path

DONE = 0
REFUSED = 1
WORLD_FAILED = 3

DEBUG_VARIABLE = "CAPI_DEBUG"

_OFFICE = (
    "duckdb",
    "ibis",
    "jinja2",
    "lxml",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "python_calamine",
    "rapidfuzz",
    "xlsxwriter",
)
_EXTRAS = {"PySide6": "desktop", "segno": "hub", "shiboken6": "desktop", **dict.fromkeys(_OFFICE, "office")}


class Refused(Exception):
    """The input cannot be used. The message says where, why, and what to do."""


class WorldFailed(Exception):
    """The input is right, but the machine did not do it. The message says what to do."""


def speak_utf8() -> None:
    """On Windows a pipe takes the letters of the country by default, and the rest of them would end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(message: str) -> None:
    """To the person, not into the result."""
    print(message, file=sys.stderr)


def ended(error: Exception) -> int:
    """Tells what went wrong and gives the exit code. With CAPI_DEBUG=1 the whole traceback is shown."""
    if os.environ.get(DEBUG_VARIABLE) == "1":
        import traceback  # costs milliseconds on the way to the first page

        traceback.print_exception(error)
    code, message = _told(error)
    tell(f"capi: {message}")
    return code


def _told(error: Exception) -> tuple[int, str]:
    match error:
        case Refused():
            return REFUSED, str(error)
        case WorldFailed():
            return WORLD_FAILED, str(error)
        case ImportError(name=str(name)) if name.split(".")[0] != "capi":
            return WORLD_FAILED, _not_installed(name.split(".")[0], error)
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return (
                WORLD_FAILED,
                f"{where}{error.strerror or error}. Put that right on this machine, then try again.",
            )
        case MemoryError():
            return WORLD_FAILED, "There is not enough memory. Close other programs and try again."
    return WORLD_FAILED, _our_fault(error)


def _not_installed(package: str, error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError):
        what = f"capi[{_EXTRAS[package]}]" if package in _EXTRAS else "capi"
        return f"This needs {package}, which is not installed. Install it with: pip install '{what}'"
    return f"{package} is installed but cannot be loaded ({error}). Install what it lacks on this system; see README."


def _our_fault(error: Exception) -> str:
    """Without the message of the error: it may hold an answer, and this line ends up in logs."""
    place = "an unknown place"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if Path(code.co_filename).is_relative_to(Path(__file__).parents[1]):
            place = f"{Path(code.co_filename).stem}.{code.co_name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"Sorry, this is a fault in capi ({type(error).__name__} in {place}). Please report it. "
        f"Run it again with {DEBUG_VARIABLE}=1 to see everything, answers perhaps included."
    )
