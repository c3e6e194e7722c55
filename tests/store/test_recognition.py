"""What lies at a path: a wrong passphrase, a damaged file and a foreign file are told apart, and nothing is touched."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from capi.store.case_file import CaseFile
from capi.store.encryption import keys_path
from capi.store.errors import CaseFileError, DamagedFile, NotACaseFile, WrongPassphrase
from capi.store.hold import Holder
from capi.store.tables import APPLICATION_ID


def test_twenty_wrong_passphrases_touch_nothing(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, hashes: Callable[[], dict[str, str]]
) -> None:
    case_file.close()
    before = hashes()
    for guess in range(20):
        with pytest.raises(WrongPassphrase, match=r"not the passphrase.*Type it again"):
            CaseFile.open(path, f"{passphrase}{guess}", holder)
    assert hashes() == before
    with pytest.raises(WrongPassphrase, match=r"encrypted.*Give its passphrase"):
        CaseFile.open(path, None, holder)
    assert hashes() == before
    CaseFile.open(path, passphrase, holder).close()


def database(path: Path, application_id: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda path: path.write_text("Dear diary\n" * 500, "utf-8"),
            r"not a case file, or its keys are missing.*put the file of keys back",
        ),
        (lambda path: path.write_bytes(bytes(range(256)) * 64), "not a case file, or its keys are missing"),
        (lambda path: path.write_bytes(b""), "is empty, not a case file"),
        (lambda path: path.write_bytes(b"x"), "not a case file"),
        (lambda path: path.mkdir(), "is a folder. Choose a case file in it"),
        (lambda path: None, "There is no file.*Look for it"),  # noqa: ARG005
        (lambda path: database(path, 0), "a database of another program"),
        (lambda path: database(path, APPLICATION_ID), "a database of another program|practice file"),
    ],
    ids=["text", "bytes", "empty", "one letter", "folder", "nothing", "database", "database with our number"],
)
@pytest.mark.parametrize("given", ["correct horse battery", None])
def test_a_foreign_file_is_told_as_one_and_not_touched(
    path: Path,
    holder: Holder,
    hashes: Callable[[], dict[str, str]],
    make: Callable[[Path], None],
    told: str,
    given: str | None,
) -> None:
    make(path)
    before = hashes()
    with pytest.raises(NotACaseFile, match=told):
        CaseFile.open(path, given, holder)
    assert hashes() == before


def test_a_case_file_without_its_keys_asks_for_them(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    case_file.close()
    keys = keys_path(path)
    keys.rename(path.with_name("elsewhere"))
    with pytest.raises(NotACaseFile, match=r"there is no anna.capi.keys beside it.*put the file of keys back"):
        CaseFile.open(path, passphrase, holder)
    path.with_name("elsewhere").rename(keys)
    CaseFile.open(path, passphrase, holder).close()


def replace_by_database(path: Path, application_id: int) -> None:
    path.unlink()
    database(path, application_id)


@pytest.mark.parametrize(
    ("put", "told"),
    [
        (lambda path: path.write_bytes(b""), DamagedFile),
        (lambda path: path.write_text("Dear diary\n" * 900, "utf-8"), DamagedFile),
        (lambda path: path.write_bytes(path.read_bytes()[:4096]), DamagedFile),
        (lambda path: replace_by_database(path, 0), NotACaseFile),
        (lambda path: replace_by_database(path, APPLICATION_ID), NotACaseFile),
        (lambda path: path.unlink(), NotACaseFile),
    ],
    ids=["empty", "text", "first page only", "database", "practice", "gone"],
)
def test_what_was_put_in_place_of_a_case_file_is_noticed_and_not_touched(
    case_file: CaseFile,
    path: Path,
    passphrase: str,
    holder: Holder,
    hashes: Callable[[], dict[str, str]],
    put: Callable[[Path], object],
    told: type[CaseFileError],
) -> None:
    case_file.close()
    put(path)
    before = hashes()
    with pytest.raises(told):
        CaseFile.open(path, passphrase, holder)
    assert hashes() == before


def test_the_keys_of_another_case_file_are_told_as_such(
    case_file: CaseFile,
    path: Path,
    passphrase: str,
    holder: Holder,
    tmp_path: Path,
    hashes: Callable[[], dict[str, str]],
) -> None:
    case_file.close()
    other = tmp_path / "other.capi"
    CaseFile.create(other, passphrase, holder).close()
    shutil.copy(keys_path(other), keys_path(path))
    before = hashes()
    with pytest.raises(DamagedFile, match=r"or anna.capi.keys belongs to another file"):
        CaseFile.open(path, passphrase, holder)
    assert hashes() == before


def test_a_practice_file_is_never_taken_for_another(
    practice: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    practice.close()
    with pytest.raises(NotACaseFile, match=r"practice file and not encrypted.*without a passphrase"):
        CaseFile.open(path, passphrase, holder)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = 'no' WHERE name = 'practice'")
        connection.commit()
    with pytest.raises(NotACaseFile, match="database of another program"):
        CaseFile.open(path, None, holder)
