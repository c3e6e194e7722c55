import subprocess
import sys
from textwrap import dedent

import pytest

from capi import __version__
from tests.commands.running import CHECKOUT, capi

HEAVY = (
    "typer",
    "rich",
    "yaml",
    "sqlalchemy",
    "sqlcipher3",
    "jinja2",
    "capi.dataset",
    "capi.outputs",
    "capi.store.case_file",
)


@pytest.mark.parametrize(("words", "practice"), [([], False), (["practice"], True)])
def test_the_way_to_the_desktop_passes_by_everything_heavy(words: list[str], practice: bool) -> None:
    """With a desktop that only says it was called: what is imported until then is counted."""
    program = f"""
        import sys, types
        def run(settings, *, practice):
            print(practice, *[name for name in {HEAVY!r} if name in sys.modules], sep=",")
            return 7
        sys.modules["capi.desktop"] = types.SimpleNamespace(run=run)
        sys.argv = ["capi", *{words!r}]
        from capi.__main__ import main
        sys.exit(main())
        """
    ended = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False, cwd=CHECKOUT
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (7, f"{practice}\n", "")


def test_the_version_is_one_line() -> None:
    assert capi("--version") == (0, f"capi {__version__}\n", "")


def test_help_lists_every_command_with_one_whole_line() -> None:
    ended = capi("--help")
    assert (ended.code, ended.err) == (0, "")
    for command in ("practice", "demo", "check", "interview", "export", "rules", "migrate"):
        (line,) = [line for line in ended.out.splitlines() if line.startswith(f"  {command} ")]
        assert line.endswith("."), line
        assert not line.endswith("..."), line
    assert "Exit codes" in ended.out


@pytest.mark.parametrize("command", ["practice", "demo", "check", "interview", "export", "rules", "migrate"])
def test_every_command_has_help(command: str) -> None:
    ended = capi(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: capi {command}")


def test_nothing_is_coloured_when_piped() -> None:
    for ended in (capi("--help"), capi("check", "seb"), capi("bogus")):
        assert "\x1b" not in ended.out + ended.err


@pytest.mark.parametrize(
    "words", [("bogus",), ("--bogus",), ("check",), ("export", "a", "b"), ("migrate", "a"), ("rules",)]
)
def test_wrong_usage_ends_with_two_and_says_how(words: tuple[str, ...]) -> None:
    ended = capi(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage:" in ended.err


def test_texts_are_utf8_whatever_the_locale_says() -> None:
    given = '{"SchoolType": "dont_know"}'
    ended = capi(
        *("interview", "seb", "--mode", "telephone", "--answers", "-"),
        given=given,
        PYTHONIOENCODING="cp1252",
        LC_ALL="C",
    )
    assert ended.code == 0
    assert "Don’t know" in ended.out


def _with_a_fault(**environment: str) -> subprocess.CompletedProcess[str]:
    program = """
        import sys, types
        def run(settings, *, practice):
            raise ValueError("the answer was: a cough")
        sys.modules["capi.desktop"] = types.SimpleNamespace(run=run)
        sys.argv = ["capi"]
        from capi.__main__ import main
        sys.exit(main())
        """
    return subprocess.run(
        [sys.executable, "-c", dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env={"PATH": "", **environment},
    )


def test_a_fault_of_ours_is_one_line_without_any_answer() -> None:
    ended = _with_a_fault()
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "fault in capi (ValueError in __main__.main" in ended.stderr
    assert "CAPI_DEBUG=1" in ended.stderr
    assert "cough" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_with_debugging_everything_is_shown() -> None:
    ended = _with_a_fault(CAPI_DEBUG="1")
    assert ended.returncode == 3
    assert "Traceback" in ended.stderr
    assert "cough" in ended.stderr
