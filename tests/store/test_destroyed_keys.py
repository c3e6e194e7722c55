"""Remote wipe: the keys of a case file are destroyed, and with them all that is in it."""

import os
from pathlib import Path

import pytest

from capi.fieldwork.contents import Answered
from capi.store.case_file import CaseFile
from capi.store.errors import DamagedFile, NotACaseFile
from capi.store.hold import Holder
from tests.store.conftest import Clock


def test_with_its_keys_destroyed_a_case_file_is_never_read_again(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Clock
) -> None:
    keys = path.with_name("anna.capi.keys")
    another_name = path.with_name("linked.keys")
    os.link(keys, another_name)
    before = another_name.read_bytes()
    case_file.append("1", Answered.of("A", 1, None), now())
    case_file.destroy_keys()
    assert not keys.exists()
    after = another_name.read_bytes()
    assert len(after) == len(before)
    assert b"slots" in before
    assert b"slots" not in after, "overwritten before it was removed"
    with pytest.raises(NotACaseFile, match="keys are missing"):
        CaseFile.open(path, passphrase, holder)
    keys.write_bytes(after)
    with pytest.raises(DamagedFile):
        CaseFile.open(path, passphrase, holder)
    case_file.close()


def test_keys_that_were_half_changed_are_destroyed_as_well(case_file: CaseFile, path: Path) -> None:
    left_over = path.with_name("anna.capi.keys.new")
    left_over.write_bytes(path.with_name("anna.capi.keys").read_bytes())
    case_file.destroy_keys()
    assert not list(path.parent.glob("*.keys*"))


def test_a_practice_file_has_no_keys_to_destroy(practice: CaseFile) -> None:
    with pytest.raises(ValueError, match="no keys"):
        practice.destroy_keys()
    assert practice.cases()
