"""What the machine itself must bring: Python's venv, the system libraries Qt loads, a display to show a window on, a browser for tests."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

HAS_X_OR_WAYLAND = sys.platform not in ("win32", "darwin")
QT_PACKAGES = ("libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1")
WINDOW_PACKAGES = (
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
)
FEDORA_QT_PACKAGES = "glib2 mesa-libGL mesa-libEGL libxkbcommon dbus-libs fontconfig"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Any of them will do for the tests of the respondents' pages."""

START_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"
QT_PATIENCE = 60  # seconds; the first start reads some 100 MB, and a virus scanner reads them too


class CannotGoOn(Exception):
    """This machine lacks something; the message says what, and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def make_venv_available() -> None:
    """Debian and Ubuntu keep a part of Python's venv in a package of its own."""
    if can_make_environments():
        return
    package = "python{}.{}-venv".format(*sys.version_info)
    if may_use_apt():
        say(f"This Python cannot make environments yet. Installing {package} with apt-get.")
        apt_install([package])
        importlib.invalidate_caches()
    if not can_make_environments():
        way = f"    {apt_command([package])}" if shutil.which("apt-get") else "    install Python from python.org"
        raise CannotGoOn(
            f"This Python ({sys.executable}) lacks its modules venv or ensurepip, so no environment can be made.\n"
            f"Please run this, then the same command again:\n{way}"
        )


def can_make_environments() -> bool:
    return find_spec("venv") is not None and find_spec("ensurepip") is not None


def make_qt_load(python: str) -> None:
    """Sees that Qt loads, without a window yet. Raises CannotGoOn, with what to do, where it does not."""
    problem = qt_problem(python, "offscreen")
    if problem is not None and missing_library(problem) and may_use_apt():
        say(f"Qt needs {missing_library(problem)}, which this system lacks.")
        say(f"Installing with apt-get: {' '.join(QT_PACKAGES)}.")
        apt_install(QT_PACKAGES)
        problem = qt_problem(python, "offscreen")
    if problem is None:
        return
    library = missing_library(problem)
    if library is None:
        raise CannotGoOn(f"Qt, which draws the window, does not start:\n{problem}")
    raise CannotGoOn(
        f"Qt, which draws the window, does not start: this system lacks {library}.\n"
        f"Please run this, then the same command again:\n    {qt_packages_command()}"
    )


def qt_problem(python: str, platform: str) -> str | None:
    """Why Qt does not start on this platform ("any": the one it chooses itself), in its own words; None where it does."""
    chosen = {} if platform == "any" else {"QT_QPA_PLATFORM": platform}
    try:
        tried = subprocess.run(
            [python, "-I", "-c", START_QT],
            env={**os.environ, **chosen},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=QT_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {QT_PATIENCE} seconds"
    if tried.returncode == 0:
        return None
    return tried.stderr.strip() or f"it ended with code {tried.returncode}"


def make_browser_available() -> None:
    """The tests of the respondents' pages drive a real browser. Without one they are skipped, and this says so."""
    if has_browser():
        return
    if may_use_apt():
        say("There is no browser for the tests of the respondents' pages. Installing chromium with apt-get.")
        apt_install(["chromium"])
        if has_browser():
            return
    way = (
        apt_command(["chromium"]) if shutil.which("apt-get") else "install Chromium or Chrome, and have it on the PATH"
    )
    say(
        "There is no Chromium here: the tests of the respondents' pages in a browser are skipped, and all others are run."
    )
    say(f"To have them run too:\n    {way}")


def has_browser() -> bool:
    return any(shutil.which(name) for name in BROWSERS)


def missing_library(problem: str) -> str | None:
    found = re.search(r"(\S+\.so[.\d]*): cannot open shared object file", problem)
    return found[1] if found else None


def qt_packages_command() -> str:
    if shutil.which("apt-get"):
        return apt_command(QT_PACKAGES)
    if shutil.which("dnf"):
        return f"sudo dnf install -y {FEDORA_QT_PACKAGES}"
    return f"install, with this system's package manager, what it calls: {' '.join(QT_PACKAGES)}"


def may_use_apt() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_command(packages: Sequence[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def apt_install(packages: Sequence[str]) -> None:
    """All of them, or, where one name is not known to this release, each that is. Whether it helped, the caller sees."""
    apt("update")
    if apt("install", *packages) or len(packages) == 1:
        return
    for package in packages:
        if not apt("install", package) and not apt("install", f"{package}t64"):  # renamed for 64-bit time in 2024
            say(f"  apt-get could not install {package}")


def apt(action: str, *packages: str) -> bool:
    """Whether apt-get did it."""
    options = ["-y", "--no-install-recommends"] if action == "install" else []
    done = subprocess.run(
        ["apt-get", "-q", action, *options, *packages],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        complaints = [line for line in done.stderr.splitlines() if line.startswith("E:")]
        say("\n".join(f"  apt-get {action}: {line}" for line in complaints))
    return done.returncode == 0


def why_no_window(python: str, environment: Mapping[str, str]) -> str | None:
    """Why no window can be shown here, in words; None where it can."""
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked.split(":")[0] in ("offscreen", "minimal"):
        return f"QT_QPA_PLATFORM is set to {asked}, which shows nothing"
    if not HAS_X_OR_WAYLAND:
        return None
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    problem = qt_problem(python, "any")
    if problem is not None and "could not connect to display" not in problem and may_use_apt():
        say(f"Qt cannot open a window yet. Installing with apt-get: {' '.join(WINDOW_PACKAGES)}.")
        apt_install(WINDOW_PACKAGES)
        problem = qt_problem(python, "any")
    return None if problem is None else window_problem_in_words(problem, environment)


def window_problem_in_words(problem: str, environment: Mapping[str, str]) -> str:
    display = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    if "could not connect to display" in problem:
        return f"no display answers at {display}"
    advice = f". To see the window, run: {apt_command(WINDOW_PACKAGES)}" if shutil.which("apt-get") else ""
    return f"there is a display ({display}), but Qt cannot use it ({problem.splitlines()[0]}){advice}"
