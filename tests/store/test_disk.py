"""A disk that takes no more, and folders that never did."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.contents import Answered, Completed, Opened
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.errors import NotSaved, Refusal
from capi.store.hold import Holder
from capi.store.recognition import log_path

resource = pytest.importorskip("resource")
NOBODY = 65_534


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The operating system refuses to let any file of this process grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def hearing() -> Iterator[list[str]]:
    """What the user is told if it cannot be saved."""
    told: list[str] = []
    try:
        yield told
    except NotSaved as error:
        told.append(str(error))


def test_a_refused_answer_is_told_kept_out_whole_and_taken_when_there_is_room_again(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Callable[[], Moment]
) -> None:
    case_file.append("1", Opened(), now())
    refused = 0
    for number in range(40):
        answer, moment = Answered.of(f"Q{number}", "words " * 300, None), now()
        before = case_file.record("1")
        room = log_path(path).stat().st_size + 5000 * (number % 3)
        with no_file_longer_than(room), hearing() as told:
            case_file.append("1", answer, moment)
        if told:
            refused += 1
            assert "Not saved" in told[0]
            assert "save again" in told[0].lower()
            assert case_file.record("1") == before
            case_file.append("1", answer, moment)
        assert case_file.record("1") == replay(case_file.entries("1"), case_file.contact("1"))
    assert refused > 10
    assert verify_chain(case_file.entries("1")) is None
    assert case_file.record("1").head.number == 42
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert len(again.record("1").answers) == 40
        assert again.missing_saves == 0


def test_moving_the_log_into_a_file_that_may_not_grow_costs_no_answer(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Callable[[], Moment]
) -> None:
    for number in range(30):
        case_file.append("1", Answered.of(f"Q{number}", "words " * 500, None), now())
    with no_file_longer_than(log_path(path).stat().st_size + 100_000):
        case_file.append("1", Completed(), now())
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert len(again.record("1").answers) == 30
        assert again.missing_saves == 0
        assert again.verify() == ()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB of its own."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("no right to mount a disk here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    for number in range(1_000):
        case_file.append("1", Answered.of(f"Q{number}", "words " * 100, None), now())


def test_a_full_disk_is_told_with_the_room_that_is_left(
    tiny_disk: Path,
    passphrase: str,
    holder: Holder,
    cost: KeyCost,
    snapshot: Snapshot,
    new_case: Callable[[str], Case],
    now: Callable[[], Moment],
) -> None:
    path = tiny_disk / "anna.capi"
    ballast = tiny_disk / "ballast"
    with CaseFile.create(path, passphrase, holder, cost=cost) as case_file:
        case_file.keep_snapshot(snapshot)
        case_file.add_case(new_case("1"), now())
        ballast.write_bytes(b"x" * 200_000)
        with pytest.raises(NotSaved, match=r"disk is full \(0 MB free\).*Delete or move.*save again") as refused:
            fill(case_file, now)
        assert refused.value.refusal is Refusal.DISK_FULL
        saved = len(case_file.record("1").answers)
        assert saved > 3
        ballast.unlink()
        case_file.append("1", Answered.of(f"Q{saved}", "words " * 100, None), now())
        assert len(case_file.record("1").answers) == saved + 1
    with CaseFile.open(path, passphrase, holder) as again:
        assert len(again.record("1").answers) == saved + 1
        assert verify_chain(again.entries("1")) is None


def test_no_half_case_file_is_made_on_a_full_disk(
    tiny_disk: Path, passphrase: str, holder: Holder, cost: KeyCost
) -> None:
    tiny_disk.joinpath("ballast").write_bytes(b"x" * 570_000)
    with pytest.raises(NotSaved, match="disk is full"):
        CaseFile.create(tiny_disk / "anna.capi", passphrase, holder, cost=cost)
    assert not (tiny_disk / "anna.capi").exists()
    tiny_disk.joinpath("ballast").unlink()
    CaseFile.create(tiny_disk / "anna.capi", passphrase, holder, cost=cost).close()


@pytest.fixture
def folder_to_lock() -> Iterator[Path]:
    """A folder to be made read-only; the superuser, whom nothing stops, becomes somebody else for it."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def give_up_rights(folder: Path) -> None:
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)


def test_a_read_only_folder_is_found_before_the_first_question(
    folder_to_lock: Path, passphrase: str, holder: Holder, cost: KeyCost
) -> None:
    path = folder_to_lock / "anna.capi"
    CaseFile.create(path, passphrase, holder, cost=cost).close()
    for file in folder_to_lock.iterdir():
        file.chmod(0o644)
    before = path.read_bytes()
    give_up_rights(folder_to_lock)
    with pytest.raises(NotSaved, match=r"cannot be written to.*copy the case file.*open it there") as refused:
        CaseFile.open(path, passphrase, holder)
    assert refused.value.refusal is Refusal.READ_ONLY
    with pytest.raises(NotSaved, match="cannot be written to"):
        CaseFile.create(path.with_name("ben.capi"), passphrase, holder, cost=cost)
    assert path.read_bytes() == before


def test_a_read_only_file_is_found_before_the_first_question(
    folder_to_lock: Path, passphrase: str, holder: Holder, cost: KeyCost
) -> None:
    path = folder_to_lock / "anna.capi"
    CaseFile.create(path, passphrase, holder, cost=cost).close()
    for file in folder_to_lock.iterdir():
        file.chmod(0o666)
    path.chmod(0o444)
    give_up_rights(folder_to_lock)
    with pytest.raises(NotSaved, match="cannot be written to") as refused:
        CaseFile.open(path, passphrase, holder)
    assert refused.value.refusal is Refusal.READ_ONLY
