"""What the machine must bring: found missing, brought where we may, and else asked for by name."""

import sys
from collections.abc import Sequence

import pytest

import this_machine

NO_LIBRARY = "ImportError: libGL.so.1: cannot open shared object file: No such file or directory"
NO_DISPLAY = "qt.qpa.xcb: could not connect to display :99\nAborted"

only_where_windows_need_a_display = pytest.mark.skipif(
    not this_machine.HAS_X_OR_WAYLAND, reason="this system always has a display"
)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who may not install anything, on a system with apt-get."""
    monkeypatch.setattr(this_machine, "may_use_apt", lambda: False)
    monkeypatch.setattr("shutil.which", lambda command: f"/usr/bin/{command}" if command == "apt-get" else None)


def qt_says(monkeypatch: pytest.MonkeyPatch, *answers: str | None) -> None:
    """Lets each start of Qt end as told, one after the other."""
    told = iter(answers)
    monkeypatch.setattr(this_machine, "qt_problem", lambda *_: next(told))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the administrator's apt-get was asked for; nothing is really installed."""
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(this_machine, "may_use_apt", lambda: True)
    monkeypatch.setattr(this_machine, "apt_install", asked.append)
    return asked


@pytest.mark.usefixtures("nobody")
def test_a_missing_library_is_named_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, NO_LIBRARY)
    with pytest.raises(this_machine.CannotGoOn) as said:
        this_machine.make_qt_load(sys.executable)
    assert "libGL.so.1" in str(said.value)
    assert "sudo apt-get update && sudo apt-get install -y libglib2.0-0 libgl1" in str(said.value)


def test_an_administrator_gets_the_library_installed(
    monkeypatch: pytest.MonkeyPatch, installed: list[Sequence[str]]
) -> None:
    qt_says(monkeypatch, NO_LIBRARY, None)
    this_machine.make_qt_load(sys.executable)
    assert installed == [this_machine.QT_PACKAGES]


def test_another_fault_of_qt_is_told_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch, installed: list[Sequence[str]]
) -> None:
    qt_says(monkeypatch, "Illegal instruction")
    with pytest.raises(this_machine.CannotGoOn, match="Illegal instruction"):
        this_machine.make_qt_load(sys.executable)
    assert not installed


@pytest.mark.usefixtures("nobody")
def test_without_a_browser_it_is_said_which_tests_are_skipped_and_how_to_have_them_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    this_machine.make_browser_available()
    said = capsys.readouterr().out
    assert "the tests of the respondents' pages in a browser are skipped" in said
    assert "sudo apt-get update && sudo apt-get install -y chromium" in said


def test_an_administrator_gets_a_browser_installed_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, installed: list[Sequence[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    there = iter((False, True))
    monkeypatch.setattr(this_machine, "has_browser", lambda: next(there))
    this_machine.make_browser_available()
    assert installed == [["chromium"]]
    assert "Installing chromium" in capsys.readouterr().out


@pytest.mark.parametrize("name", this_machine.BROWSERS)
def test_any_of_several_browsers_will_do(
    monkeypatch: pytest.MonkeyPatch, installed: list[Sequence[str]], name: str
) -> None:
    monkeypatch.setattr("shutil.which", lambda command: command if command == name else None)
    this_machine.make_browser_available()
    assert not installed


@only_where_windows_need_a_display
def test_without_a_display_no_window_is_tried() -> None:
    assert "no display" in str(this_machine.why_no_window(sys.executable, {}))


def test_a_platform_that_shows_nothing_is_no_display() -> None:
    environment = {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}
    assert "shows nothing" in str(this_machine.why_no_window(sys.executable, environment))


@only_where_windows_need_a_display
def test_a_display_on_which_qt_starts_gets_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, None)
    assert this_machine.why_no_window(sys.executable, {"WAYLAND_DISPLAY": "wayland-0"}) is None


@only_where_windows_need_a_display
@pytest.mark.usefixtures("nobody")
def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, NO_DISPLAY)
    assert this_machine.why_no_window(sys.executable, {"DISPLAY": ":99"}) == "no display answers at :99"


@only_where_windows_need_a_display
def test_a_display_qt_cannot_use_gets_its_libraries_from_an_administrator(
    monkeypatch: pytest.MonkeyPatch, installed: list[Sequence[str]]
) -> None:
    qt_says(monkeypatch, "xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.", None)
    assert this_machine.why_no_window(sys.executable, {"DISPLAY": ":0"}) is None
    assert installed == [this_machine.WINDOW_PACKAGES]


@only_where_windows_need_a_display
@pytest.mark.usefixtures("nobody")
def test_a_display_qt_cannot_use_is_told_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    qt_says(monkeypatch, "xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.")
    reason = str(this_machine.why_no_window(sys.executable, {"DISPLAY": ":0"}))
    assert "xcb-cursor0" in reason
    assert "sudo apt-get" in reason


def test_when_a_release_has_renamed_a_package_the_others_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    known, done = {"libgl1", "libglib2.0-0t64"}, list[str]()

    def apt(action: str, *packages: str) -> bool:
        if action == "install" and not known.issuperset(packages):
            return False
        done.extend(packages)
        return True

    monkeypatch.setattr(this_machine, "apt", apt)
    this_machine.apt_install(["libglib2.0-0", "libgl1", "libnowhere"])
    assert done == ["libglib2.0-0t64", "libgl1"]


def test_qt_starts_here_without_a_screen() -> None:
    assert this_machine.qt_problem(sys.executable, "offscreen") is None


def test_what_stops_qt_is_told() -> None:
    assert "no such platform" in str(this_machine.qt_problem(sys.executable, "no such platform"))
