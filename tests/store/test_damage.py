"""Damaged bytes: a case file gives back what was put in, or says that it cannot. Never something else."""

import contextlib
import random
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.contents import Answered, Opened, Remarked
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.replay import CaseRecord
from capi.store import recognition
from capi.store.case_file import CaseFile
from capi.store.errors import DamagedFile
from capi.store.hold import Holder

CASES = [str(number) for number in range(1, 9)]
PAGE = 4096


class Image:
    """A case file with some interviews, as it lies on the disk: closed, or just after a crash."""

    def __init__(self, folder: Path, passphrase: str, holder: Holder, files: dict[str, bytes], content: object) -> None:
        self.path = folder / "anna.capi"
        self.passphrase = passphrase
        self.holder = holder
        self.files = files
        self.content = content

    def laid_out(self, **changed: bytes) -> dict[str, bytes]:
        """Puts the files on the disk, some of them changed: by suffix, without its first sign."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()
        files = {**self.files, **changed}
        for suffix, data in files.items():
            self.named(suffix).write_bytes(data)
        return files

    def named(self, suffix: str) -> Path:
        return self.path.with_name(f"anna.capi{suffix}")

    def open(self) -> CaseFile:
        return CaseFile.open(self.path, self.passphrase, self.holder)

    def unchanged(self, files: dict[str, bytes]) -> bool:
        return all(self.named(suffix).read_bytes() == data for suffix, data in files.items() if suffix != ".count")


def all_of(case_file: CaseFile) -> dict[str, tuple[CaseRecord, list[Entry]]]:
    return {
        line.case.id: (case_file.record(line.case.id), case_file.entries(line.case.id)) for line in case_file.cases()
    }


@pytest.fixture
def images(
    case_file: CaseFile,
    path: Path,
    tmp_path: Path,
    passphrase: str,
    holder: Holder,
    new_case: Callable[[str], Case],
    now: Callable[[], Moment],
) -> tuple[Image, Image]:
    """The same interviews after a crash and after closing."""
    case_file.add_cases([new_case(case_id) for case_id in CASES[1:]], now())
    case_file._held.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for case_id in CASES:
        case_file.append(case_id, Opened(), now())
        for number in range(6):
            case_file.append(case_id, Answered.of(f"Q{number}", f"words {case_id} " * 20, f"Q{number + 1}"), now())
        case_file.append(case_id, Remarked("Q1", "hm"), now())
    content = all_of(case_file)
    suffixes = ("", ".keys", ".count", "-wal")
    crashed = {suffix: path.with_name(f"anna.capi{suffix}").read_bytes() for suffix in suffixes}
    case_file.close()
    closed = {suffix: path.with_name(f"anna.capi{suffix}").read_bytes() for suffix in suffixes[:-1]}
    folder = tmp_path / "laid out"
    return Image(folder, passphrase, holder, crashed, content), Image(folder, passphrase, holder, closed, content)


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def test_the_images_are_whole(images: tuple[Image, Image]) -> None:
    for image in images:
        image.laid_out()
        with image.open() as case_file:
            assert all_of(case_file) == image.content
            assert case_file.missing_saves == 0
            assert case_file.verify() == ()


def test_a_flipped_bit_is_found_when_the_file_is_opened_and_the_file_stays_as_it_is(
    images: tuple[Image, Image],
) -> None:
    chance = random.Random(60)  # noqa: S311
    for image in images:
        for _ in range(60):
            files = image.laid_out(**{"": flipped(image.files[""], chance)})
            try:
                case_file = image.open()
            except DamagedFile:
                assert image.unchanged(files)
                continue
            # Only where the log has the page anew.
            with case_file:
                assert "-wal" in files
                assert all_of(case_file) == image.content


def test_a_flipped_bit_in_a_file_too_large_to_check_at_once_never_gives_another_answer(
    images: tuple[Image, Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "CHECKED_UP_TO", 0)
    _, image = images
    chance = random.Random(61)  # noqa: S311
    found = 0
    for _ in range(60):
        image.laid_out(**{"": flipped(image.files[""], chance)})
        try:
            with image.open() as case_file:
                assert case_file.verify() != ()
                assert all_of(case_file) == image.content
        except DamagedFile:
            found += 1
    assert found > 30


def test_a_flipped_bit_in_the_log_loses_no_answer_without_a_word(images: tuple[Image, Image]) -> None:
    image, _ = images
    chance = random.Random(62)  # noqa: S311
    told = 0
    for _ in range(40):
        image.laid_out(**{"-wal": flipped(image.files["-wal"], chance)})
        with image.open() as case_file:
            kept = sum(len(entries) for _, entries in all_of(case_file).values())
            assert kept + case_file.missing_saves == 9 * len(CASES)
            assert (all_of(case_file) == image.content) is (case_file.missing_saves == 0)
            told += case_file.missing_saves > 0
            assert case_file.verify() == ()
    assert told > 30


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99, 1.0])
def test_a_cut_log_is_told_with_the_number_of_saves_it_lost(
    images: tuple[Image, Image], now: Callable[[], Moment], share: float
) -> None:
    image, _ = images
    log = image.files["-wal"]
    image.laid_out(**{"-wal": log[: int(len(log) * share)]})
    with image.open() as case_file:
        kept = sum(len(entries) for _, entries in all_of(case_file).values())
        missing = case_file.missing_saves
        assert kept + missing == 9 * len(CASES)
        assert (missing == 0) is (share == 1.0)
        if missing and share:
            aside = image.named(f"-wal.after-{kept}")
            assert aside.read_bytes() == log[: int(len(log) * share)]
    with image.open() as case_file:
        assert case_file.missing_saves == missing, "told until somebody goes on"
        case_file.append("1", Opened(), now())
    with image.open() as case_file:
        assert case_file.missing_saves == 0


def test_a_deleted_log_is_told_with_the_number_of_saves_it_lost(images: tuple[Image, Image]) -> None:
    image, _ = images
    image.laid_out()
    image.named("-wal").unlink()
    with image.open() as case_file:
        assert case_file.missing_saves == 8 * len(CASES)
        assert [line.answered for line in case_file.cases()] == [0] * len(CASES)


def test_an_older_copy_of_the_file_is_told_with_the_number_of_saves_it_has_not(images: tuple[Image, Image]) -> None:
    crashed, closed = images
    closed.laid_out(**{"": crashed.files[""]})
    with closed.open() as case_file:
        assert case_file.missing_saves == 8 * len(CASES)


def test_a_count_that_fell_behind_when_the_power_went_claims_nothing_and_is_put_right(
    images: tuple[Image, Image], now: Callable[[], Moment]
) -> None:
    crashed, _ = images
    count = (9).to_bytes(8, "big")
    crashed.laid_out(**{".count": count + zlib.crc32(count).to_bytes(4, "big")})
    with crashed.open() as case_file:
        assert case_file.missing_saves == 0
        case_file.append("1", Opened(), now())
    crashed.path.write_bytes(crashed.files[""])
    with crashed.open() as case_file:
        assert case_file.missing_saves == 8 * len(CASES) + 1


@pytest.mark.parametrize("count", [b"", b"\0" * 12, b"nonsense", b"\xff" * 12])
def test_a_damaged_count_claims_nothing(images: tuple[Image, Image], count: bytes) -> None:
    for image in images:
        image.laid_out(**{".count": count})
        with image.open() as case_file:
            assert case_file.missing_saves == 0
            assert all_of(case_file) == image.content


def test_a_page_half_written_when_the_power_went_is_taken_from_the_log(images: tuple[Image, Image]) -> None:
    image, _ = images
    log, file = image.files["-wal"], bytearray(image.files[""])
    in_log = {struct.unpack_from(">I", log, at)[0] for at in range(32, len(log) - PAGE, 24 + PAGE)}
    torn = [number for number in in_log if number * PAGE <= len(file)]
    assert torn
    for number in torn:
        file[number * PAGE - 1000 : number * PAGE] = bytes(1000)
    image.laid_out(**{"": bytes(file)})
    with image.open() as case_file:
        assert all_of(case_file) == image.content
        assert case_file.missing_saves == 0
    assert not list(image.path.parent.glob("*.check*"))


@pytest.mark.parametrize("size", [1, 100, 4095, 4096, 5000, 3 * 4096, 20_000])
def test_a_cut_file_is_found_and_stays_as_it_is(images: tuple[Image, Image], size: int) -> None:
    _, image = images
    files = image.laid_out(**{"": image.files[""][:size]})
    with pytest.raises(DamagedFile, match=r"anna.capi is damaged.*Do not delete it: copy every file.*last backup"):
        image.open()
    assert image.unchanged(files)


def test_a_page_sqlite_runs_out_of_memory_over_is_damage(case_file: CaseFile) -> None:
    with pytest.raises(DamagedFile, match="cannot be read"), case_file._held.reading():
        raise MemoryError


def test_an_entry_somebody_wrote_into_a_practice_file_is_named(
    practice: CaseFile, path: Path, holder: Holder, now: Callable[[], Moment]
) -> None:
    practice.append("1", Answered.of("A", 1, "B"), now())
    practice.append("1", Answered.of("B", 1, "C"), now())
    practice.close()
    for old, new, told in (
        ("anna", "hans", "Case 1: entry 2 is changed"),
        ("answered", "guessed!", "entry 2 of case 1"),
    ):
        with contextlib.closing(sqlite3.connect(path)) as tool:
            tool.execute("DROP TRIGGER IF EXISTS journal_never_updated")
            tool.execute(
                "UPDATE journal SET entry = CAST(replace(CAST(entry AS TEXT), ?, ?) AS BLOB) WHERE number = 2",
                (old, new),
            )
            tool.commit()
        with CaseFile.open(path, None, holder) as again:
            (fault,) = again.verify()
            assert told in fault
    with CaseFile.open(path, None, holder) as again, pytest.raises(DamagedFile, match="entry 2 of case 1"):
        again.entries("1")
