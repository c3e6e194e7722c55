"""What is committed names no machine it was written on and no index its libraries came from."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Bracketed letters keep this file from finding itself.
UNWANTED = re.compile(
    r"/[s]imple\b|[-]-index-url|[-]-find-links|[p]ypi\.|[p]ythonhosted|registry\.[n]pm|/[w]ork/|/[o]pt/(?!capi)|/[r]oot/|/[h]ome/\w"
)


def files() -> list[Path]:
    """All files that are committed or would be."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("git is not here, so nothing says which files belong to the tree")
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in files()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if UNWANTED.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_tree_is_not_taken_for_empty() -> None:
    assert ROOT / "pyproject.toml" in files()
