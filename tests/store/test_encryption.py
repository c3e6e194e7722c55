"""Keys, slots and passphrases."""

import importlib
import json
import random
import sys
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from capi.store import connection
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost, keys_path, new_data_key, read_keys, unwrap, wrap, write_keys
from capi.store.errors import (
    CaseFileError,
    DamagedFile,
    EncryptionMissing,
    NewerFormat,
    UnfitPassphrase,
    WrongPassphrase,
)
from capi.store.hold import Holder


def test_a_passphrase_opens_what_it_closed_and_no_other_does(cost: KeyCost, passphrase: str) -> None:
    data_key = new_data_key()
    keys = wrap(data_key, passphrase, cost)
    assert unwrap(keys, passphrase) == data_key
    for wrong in ("", " ", passphrase + " ", passphrase.upper(), passphrase[:-1], "\ud800", "\0"):
        with pytest.raises(WrongPassphrase, match=r"Type it again.*Nothing was changed"):
            unwrap(keys, wrong)


def test_the_default_cost_is_64_mib_three_passes_four_lanes(passphrase: str) -> None:
    slot = wrap(new_data_key(), passphrase, KeyCost()).slots[0]
    assert (slot.memory_kib, slot.passes, slot.lanes, len(slot.salt)) == (65_536, 3, 4, 16)


def test_a_passphrase_typed_on_another_keyboard_is_the_same(cost: KeyCost) -> None:
    data_key = new_data_key()
    assert unwrap(wrap(data_key, "caf\u00e9 cr\u00e8me", cost), "cafe\u0301 cre\u0300me") == data_key


def test_two_files_with_one_passphrase_have_nothing_in_common(cost: KeyCost, passphrase: str) -> None:
    data_key = new_data_key()
    one, two = wrap(data_key, passphrase, cost).slots[0], wrap(data_key, passphrase, cost).slots[0]
    assert one.salt != two.salt
    assert one.wrapped != two.wrapped
    assert new_data_key() != data_key


@pytest.mark.parametrize(
    ("passphrase", "told"), [("short", "5 of at least 8 characters"), ("half \ud800 a sign", "half a character")]
)
def test_a_passphrase_that_protects_nothing_is_not_taken(
    cost: KeyCost, path: Path, holder: Holder, passphrase: str, told: str
) -> None:
    with pytest.raises(UnfitPassphrase, match=told):
        CaseFile.create(path, passphrase, holder, cost=cost)
    assert not path.exists()
    assert not keys_path(path).exists()


def test_a_passphrase_is_changed_without_writing_a_case_anew(
    case_file: CaseFile, path: Path, holder: Holder, cost: KeyCost, passphrase: str
) -> None:
    with pytest.raises(WrongPassphrase):
        case_file.change_passphrase("not the old one", "a new passphrase", cost=cost)
    with pytest.raises(UnfitPassphrase):
        case_file.change_passphrase(passphrase, "new", cost=cost)
    case_file.change_passphrase(passphrase, "a new passphrase", cost=cost)
    case_file.close()
    with pytest.raises(WrongPassphrase):
        CaseFile.open(path, passphrase, holder)
    with CaseFile.open(path, "a new passphrase", holder) as again:
        assert again.record("1").case.name == "Mrs Smith"
    assert not list(path.parent.glob("*.new"))


def test_the_keys_can_be_read_by_a_person_and_hold_no_key_in_the_open(
    path: Path, cost: KeyCost, passphrase: str
) -> None:
    data_key = new_data_key()
    write_keys(path, wrap(data_key, passphrase, cost))
    kept = json.loads(keys_path(path).read_text("utf-8"))
    assert (kept["application"], kept["format"], kept["slots"][0]["kind"]) == ("capi", 1, "passphrase")
    assert data_key.hex() not in keys_path(path).read_text("utf-8")
    assert keys_path(path).stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_no_flipped_bit_in_the_keys_passes_for_a_wrong_passphrase(path: Path, cost: KeyCost, passphrase: str) -> None:
    data_key = new_data_key()
    write_keys(path, wrap(data_key, passphrase, cost))
    whole = keys_path(path).read_bytes()
    chance = random.Random(1)  # noqa: S311
    told = set()
    for _ in range(200):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        keys_path(path).write_bytes(data)
        try:
            assert unwrap(read_keys(path), passphrase) == data_key  # a flip in white space or in the case of a letter
        except (DamagedFile, NewerFormat) as error:
            told.add(type(error))
    assert DamagedFile in told


GREEDY = b"""{"application":"capi","format":1,"check":"","slots":[{"kind":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAA==",
"memory_kib":1000000000,"passes":3,"lanes":4,"wrapped":"AAAA"}]}"""
NO_SLOT = b'{"application":"capi","format":1,"slots":[],"check":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}'


@pytest.mark.parametrize(
    "data",
    [b"", b"not JSON", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, NO_SLOT, NO_SLOT.replace(b"capi", b"other"), GREEDY],
    ids=["empty", "text", "list", "object", "bytes", "deep", "no slot", "other program", "greedy"],
)
def test_what_are_no_keys_is_told_as_damage_of_the_keys(path: Path, data: bytes) -> None:
    keys_path(path).write_bytes(data)
    with pytest.raises(DamagedFile, match=r"^anna.capi.keys is damaged.*Do not delete it.*copy.*backup"):
        read_keys(path)


def test_keys_of_a_later_version_are_told_as_such(path: Path) -> None:
    keys_path(path).write_bytes(b'{"application":"capi","format":2,"slots":[{"kind":"smart_card"}],"more":1}')
    with pytest.raises(NewerFormat, match=r"later version.*Nothing was changed.*Install the newest capi"):
        read_keys(path)


@pytest.fixture
def no_sqlcipher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)


@pytest.fixture
def plain_sqlite_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sqlcipher3.dbapi2")
    module.connect = importlib.import_module("sqlite3").connect  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", module)


@pytest.mark.parametrize("missing", ["no_sqlcipher", "plain_sqlite_in_its_place"])
def test_without_encryption_nobody_real_is_kept(
    request: pytest.FixtureRequest,
    missing: str,
    case_file: CaseFile,
    path: Path,
    holder: Holder,
    cost: KeyCost,
    passphrase: str,
) -> None:
    case_file.close()
    before = path.read_bytes()
    request.getfixturevalue(missing)
    with pytest.raises(EncryptionMissing, match=r"never kept in plain text.*Install capi again"):
        CaseFile.open(path, passphrase, holder)
    other = path.with_name("other.capi")
    with pytest.raises(EncryptionMissing, match=r"cannot encrypt"):
        CaseFile.create(other, passphrase, holder, cost=cost)
    assert not list(path.parent.glob("other.*"))
    assert path.read_bytes() == before
    with CaseFile.create(other, None, holder) as practice:
        assert practice.practice


def test_the_key_is_in_no_error(path: Path) -> None:
    data_key = new_data_key()
    path.write_bytes(b"x" * 8192)
    with pytest.raises(CaseFileError) as told:
        connection.HeldConnection(path, data_key)
    assert data_key.hex() not in "".join(traceback.format_exception(told.value))
