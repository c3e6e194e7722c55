"""One process per case file; the next one hears who has it."""

import contextlib
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from capi.store import connection
from capi.store.case_file import CaseFile
from capi.store.errors import HeldByAnother, WrongPassphrase
from capi.store.hold import Holder

SPAWN = get_context("spawn")
BEN = Holder("ben", "L-13", "office-pc", 4712, datetime(2026, 11, 16, 8, tzinfo=UTC))


def sit_at(path: Path, passphrase: str, holder: Holder, told: Connection) -> None:
    with CaseFile.open(path, passphrase, holder):
        told.send(True)
        signal.pause()


def test_the_second_process_hears_who_has_the_file_and_a_killed_one_has_it_no_more(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    case_file.close()
    hear, tell = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=sit_at, args=(path, passphrase, BEN, tell))
    process.start()
    assert hear.recv()
    with pytest.raises(HeldByAnother, match=r"ben has it on office-pc since .* \(process 4712\).*close it there"):
        CaseFile.open(path, passphrase, holder)
    process.kill()
    process.join()
    assert path.with_name("anna.capi.holder").exists()
    with CaseFile.open(path, passphrase, holder), pytest.raises(HeldByAnother, match="anna has it on laptop-7"):
        CaseFile.open(path, passphrase, BEN)
    assert not path.with_name("anna.capi.holder").exists()


@pytest.mark.usefixtures("case_file")
def test_a_second_window_in_the_same_program_is_refused_too(path: Path, passphrase: str) -> None:
    for _ in range(3):
        with pytest.raises(HeldByAnother, match="anna has it"):
            CaseFile.open(path, passphrase, BEN)


@pytest.mark.usefixtures("case_file")
@pytest.mark.parametrize("note", [b"", b"{", b"\xff", b'{"who": 1}'])
def test_a_note_nobody_can_read_does_not_matter(path: Path, passphrase: str, note: bytes) -> None:
    path.with_name("anna.capi.holder").write_bytes(note)
    with pytest.raises(HeldByAnother, match=r"open in another window or program. Close it there"):
        CaseFile.open(path, passphrase, BEN)


def test_whoever_fails_to_open_does_not_keep_the_file(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    case_file.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    with pytest.raises(Exception, match="damaged"):
        CaseFile.open(path, passphrase, BEN)
    with pytest.raises(WrongPassphrase):
        CaseFile.open(path, "not this one", BEN)
    path.write_bytes(whole)
    CaseFile.open(path, passphrase, holder).close()


def test_a_name_with_signs_that_mean_something_in_addresses_is_a_name(tmp_path: Path, holder: Holder) -> None:
    path: Callable[[str], Path] = tmp_path.joinpath
    for name in ("a b#c%20?d=1&mode=ro.capi", "\u00fc'\"\u05d0.capi"):
        CaseFile.create(path(name), None, holder).close()
        CaseFile.open(path(name), None, holder).close()
        assert path(name).is_file()


def test_another_program_at_the_database_is_told_of_and_waited_for(
    practice: CaseFile, path: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.close()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("PRAGMA locking_mode = EXCLUSIVE")
        tool.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HeldByAnother, match=r"held by another program. Close that program"):
            CaseFile.open(path, None, holder)
        tool.execute("ROLLBACK")
    CaseFile.open(path, None, holder).close()
