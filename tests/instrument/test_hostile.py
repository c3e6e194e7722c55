"""Hostile files are refused in words, within a second and 200 MB, whatever is in them; see fault F21 of the design."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from capi.instrument.loading import INSTRUMENT_FILE, Reading, read_instrument
from tests.instrument.fault_samples import PEOPLE
from tests.instrument.hostile_files import HEAVY, REFUSED
from tests.instrument.small import codes, head
from tests.instrument.timing import within

MOST_MEMORY = 200


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / INSTRUMENT_FILE
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_in_words_within_a_second(what: str, tmp_path: Path) -> None:
    code, content = REFUSED[what]
    path = written(tmp_path, content())
    read = within(1, lambda: read_instrument(path))
    assert read.instrument is None
    assert code in codes(read.faults)


_IN_A_FRESH_PROCESS = """
import sys
from pathlib import Path
from capi.instrument.loading import read_instrument
from tests.instrument.timing import within
for path in sys.argv[1:]:
    within(1, lambda: read_instrument(Path(path)))
status = Path("/proc/self/status")
peak = status.read_text().partition("VmHWM:")[2].split()[0] if status.exists() else "0"
print(int(peak) // 1024)
"""

WORST = (
    "a million categories in braces",
    "a list of four million",
    "a plain text of eight million",
    "nothing but NUL",
    "a hundred thousand unknown keys",
    "eight million signs of conditions",
    "a list used two thousand times",
)


def test_the_worst_of_them_take_a_fresh_process_no_more_than_200_megabytes(tmp_path: Path) -> None:
    paths = []
    for number, what in enumerate(WORST):
        (tmp_path / str(number)).mkdir()
        paths.append(written(tmp_path / str(number), REFUSED[what][1]()))
    run = subprocess.run(
        [sys.executable, "-c", _IN_A_FRESH_PROCESS, *map(str, paths)],
        capture_output=True, text=True, check=True, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert int(run.stdout) < MOST_MEMORY


@pytest.mark.parametrize("what", HEAVY)
def test_what_is_only_heavy_is_read_within_the_budget_of_ten_thousand_questions(what: str, tmp_path: Path) -> None:
    path = written(tmp_path, HEAVY[what]())
    assert within(6, lambda: read_instrument(path)).instrument is not None


# Files that are no files, or not where they should be


def including(folder: Path, *names: str) -> Reading:
    text = head() + "sections:\n" + "".join(f"  - file: {name}\n" for name in names)
    return read_instrument(written(folder, text))


@pytest.mark.parametrize(
    "name",
    ["../people.yaml", "/etc/passwd", "sub/people.yaml", "..", ".", "''", "people.yaml/", "C:people.yaml", '"sub\\\\people.yaml"',
     "people.txt", "people", ".people.yaml", '"people\\0.yaml"', "~/people.yaml", "http://example.org/people.yaml", "[people.yaml]",
     "a" * 200 + ".yaml", "people..yaml", '"people.yaml "'],
)  # fmt: skip
def test_a_section_file_lies_beside_the_instrument_and_nowhere_else(name: str, tmp_path: Path) -> None:
    (tmp_path / "inside" / "sub").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "inside", tmp_path / "inside" / "sub"):
        (place / "people.yaml").write_text(PEOPLE, "utf-8")
    read = including(tmp_path / "inside", name)
    assert read.instrument is None
    assert set(codes(read.faults)) <= {"FILE-NAME", "SHAPE", "FILE-CHARACTER"}
    assert list(read.sources) == [INSTRUMENT_FILE]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(PEOPLE, "utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    try:
        (inside / "people.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("this system makes no links")
    read = including(inside, "people.yaml")
    assert codes(read.faults) == ["FILE-OUTSIDE"]
    assert list(read.sources) == [INSTRUMENT_FILE]


def test_a_link_within_the_folder_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(PEOPLE, "utf-8")
    try:
        (tmp_path / "people.yaml").symlink_to(tmp_path / "first.yaml")
    except OSError:
        pytest.skip("this system makes no links")
    assert including(tmp_path, "people.yaml").faults == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_no_file_and_stops_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.yaml")
    assert codes(including(tmp_path, "people.yaml").faults) == ["FILE-KIND"]
    assert codes(read_instrument(tmp_path / "people.yaml").faults) == ["FILE-KIND"]


def test_a_folder_and_a_device_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").mkdir()
    assert codes(including(tmp_path, "people.yaml").faults) == ["FILE-KIND"]
    assert codes(read_instrument(tmp_path / "people.yaml").faults) == ["FILE-KIND"]
    if Path("/dev/zero").exists():
        assert codes(read_instrument(Path("/dev/zero")).faults) == ["FILE-KIND"]


def test_files_that_name_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("file: two.yaml\n", "utf-8")
    (tmp_path / "two.yaml").write_text("file: one.yaml\n", "utf-8")
    assert "KEY-UNKNOWN" in codes(including(tmp_path, "one.yaml", "two.yaml").faults)
    assert codes(including(tmp_path, INSTRUMENT_FILE).faults) == ["FILE-TWICE"]
    (tmp_path / "people.yaml").write_text(PEOPLE, "utf-8")
    assert set(codes(including(tmp_path, *["people.yaml"] * 500).faults)) == {"FILE-TWICE", "TOO-MANY"}


def test_a_hundred_section_files_are_read(tmp_path: Path) -> None:
    for number in range(100):
        content = PEOPLE.replace("People", f"S{number}").replace("Name", f"Q{number}")
        (tmp_path / f"s{number}.yaml").write_text(content, "utf-8")
    read = including(tmp_path, *(f"s{number}.yaml" for number in range(100)))
    assert read.faults == ()
    assert len(read.fit().questions) == 100


@pytest.mark.parametrize(
    "filling", ["# remarks and nothing else\n" * 5_000, "".join(f"k{n}: 1\n" for n in range(5_000))]
)
def test_all_section_files_together_are_no_larger_than_one_instrument(filling: str, tmp_path: Path) -> None:
    for number in range(100):
        content = PEOPLE.replace("People", f"S{number}").replace("Name", f"Q{number}")
        keys = (
            f"    note: x\n{filling}" if filling.startswith("#") else f"edits: {{{filling.replace(chr(10), ', ')}}}\n"
        )
        (tmp_path / f"s{number}.yaml").write_text(content + keys, "utf-8")
    read = within(1, lambda: including(tmp_path, *(f"s{number}.yaml" for number in range(100))))
    assert "FILE-SIZE" in codes(read.faults)
