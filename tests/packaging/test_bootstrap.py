"""Setting capi up: what is said, what is done once only, and what is done when it fails."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap

ARRIVING = [
    ("Downloading ruff-0.17.6-py3-none-manylinux_2_17_x86_64.whl (10.6 MB)", "ruff 0.17.6 (10.6 MB)"),
    ("  Downloading sqlalchemy-2.1.9-cp311-cp311-win_amd64.whl", "sqlalchemy 2.1.9"),
    ("Using cached mdurl-0.1.2-py3-none-any.whl (10.0 kB)", "mdurl 0.1.2 (10.0 kB)"),
    ("Installing collected packages: click, rich", "unpacking them"),
    ("Installing collected packages: capi", None),
    ("  Downloading click-8.5.1-py3-none-any.whl.metadata (2.6 kB)", None),
    ("Requirement already satisfied: rich==15.0.0 in ./.venv", None),
    ("WARNING: Retrying (Retry(total=4, ...)) after connection broken", "no answer from the network yet, trying again"),
]


@pytest.mark.parametrize(("line", "news"), ARRIVING)
def test_of_what_pip_says_a_person_hears_what_arrives(line: str, news: str | None) -> None:
    assert bootstrap.pip_news(line) == news


def test_a_step_is_done_only_for_the_content_it_was_stamped_with(tmp_path: Path) -> None:
    stamp = tmp_path / "libraries.sha256"
    old, new = bootstrap.digest(b"click==8.5.1"), bootstrap.digest(b"click==8.5.2")
    assert not bootstrap.is_stamped(stamp, old)
    stamp.write_text(old, encoding="ascii")
    assert bootstrap.is_stamped(stamp, old)
    assert not bootstrap.is_stamped(stamp, new)
    assert not stamp.exists()


def test_the_demonstration_never_writes_where_something_is(tmp_path: Path) -> None:
    assert bootstrap.unused_folder(tmp_path).name == "demo-output"
    (tmp_path / "demo-output").mkdir()
    (tmp_path / "demo-output-2").touch()
    assert bootstrap.unused_folder(tmp_path).name == "demo-output-3"


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("WARNING: Retrying after connection broken\nERROR: No matching distribution found", "network does not answer"),
        ("ERROR: No matching distribution found for PySide6-Essentials==6.11.3", "no ready-made file for this machine"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "was not installed"),
        ("ERROR: [Errno 28] No space left on device", "disk full"),
    ],
)
def test_what_to_do_is_said_for_each_way_pip_fails(output: str, advice: str) -> None:
    assert advice in bootstrap.pip_advice(output)


def test_the_lock_holds_every_library_with_hashes_and_names_no_place() -> None:
    lock = bootstrap.LOCK.read_text(encoding="utf-8")
    entries = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert entries
    assert all("==" in entry and entry.endswith("\\") for entry in entries)
    assert "://" not in lock
    assert "file:" not in lock


@pytest.mark.parametrize("words", [[], ["deploy"], ["run", "quickly"]])
def test_wrong_usage_is_answered_with_the_usage_and_does_nothing(words: list[str]) -> None:
    answer = subprocess.run(
        [sys.executable, bootstrap.__file__, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 2
    assert "bootstrap.py run" in answer.stderr


def test_the_lock_answers_to_the_dependencies_of_today() -> None:
    project = tomllib.loads((bootstrap.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(need for extra in project["optional-dependencies"].values() for need in extra),
    ]
    lock = bootstrap.LOCK.read_text(encoding="utf-8")
    locked = {
        canonicalize_name(name): version for name, version in re.findall(r"^(\S+)==([^\s;]+)", lock, re.MULTILINE)
    }
    for need in map(Requirement, wanted):
        assert need.specifier.contains(locked[canonicalize_name(need.name)]), f"make the lock anew: {need}"
