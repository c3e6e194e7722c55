"""The shelf: what is added is kept whole, the latest is used, earlier ones are found, and damage is never passed over."""

import gzip
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from capi.classification import kept_file
from capi.classification.classification import (
    Abbreviation,
    Cell,
    Classification,
    Group,
    IndexEntry,
    Part,
    Scheme,
    SeeAlso,
)
from capi.classification.kept_file import LARGEST_UNPACKED, DamagedClassification
from capi.classification.reading import read_classification, read_file
from capi.classification.shelf import NotOnTheShelf, Shelf, soc2010_of
from tests.classification.published import SOC2010, SOC2020, needs_published, sha256

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def classification(
    version: str = "12", scheme: Scheme = Scheme.SOC2020, part: Part = Part.INDEX, **more: object
) -> Classification:
    made = Classification(
        scheme, part, f"{scheme.value} {part.value}", version, sha256(f"{scheme}{part}{version}{more}".encode()),
        groups=(Group("1", "MANAGERS"), Group("1111", "Chief executives")),
        entries=(IndexEntry("1111", "Group chief executive", "x", "y", "O", True, "1115", True), IndexEntry("1111", "Café owner")),
        see=(SeeAlso("Advisor", "Adviser", also=True),),
        abbreviations=(Abbreviation("mfr", "Manufacturing"),),
        published="16 April 2025",
    )  # fmt: skip
    return replace(made, **more)


TABLE = classification(
    "2010", Scheme.NSSEC_SOC2010, Part.TABLE, entries=(), see=(), cells=(Cell("0020", 0, "L16"), Cell("1115", 7, "L2"))
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data")


def only_file(shelf: Shelf) -> Path:
    (path,) = shelf.folder.iterdir()
    return path


def test_what_is_added_comes_back_as_it_was(shelf: Shelf) -> None:
    added = classification()
    assert shelf.add(added, NOW)
    assert shelf.index(Scheme.SOC2020) == added
    assert only_file(shelf).name == f"SOC2020-index-{added.sha256}.json.gz"
    (heading,) = shelf.kept()
    assert (heading.label, heading.added, heading.groups, heading.entries, heading.cells) == (
        "SOC2020 index, version 12", NOW, 2, 2, 0,
    )  # fmt: skip


def test_adding_the_same_again_changes_nothing(shelf: Shelf) -> None:
    shelf.add(classification(), NOW)
    before = only_file(shelf).read_bytes()
    assert not shelf.add(classification(), NOW + timedelta(days=1))
    assert only_file(shelf).read_bytes() == before


def test_nothing_is_there_before_anything_is_added(shelf: Shelf) -> None:
    assert shelf.kept() == ()
    assert shelf.index(Scheme.SOC2010) is None
    assert shelf.nssec_table() is None
    assert shelf.groups(Scheme.SIC2007) == ()
    assert not shelf.folder.exists()


def test_the_latest_version_is_used_in_whatever_order_they_were_added(shelf: Shelf) -> None:
    for days, version in enumerate(("9", "12", "11", "2.10", "")):
        shelf.add(classification(version), NOW + timedelta(days=days))
    assert [heading.version for heading in shelf.kept()] == ["12", "11", "9", "2.10", ""]
    used = shelf.index(Scheme.SOC2020)
    assert used is not None
    assert used.version == "12"


def test_among_equal_versions_the_last_added_is_used(shelf: Shelf) -> None:
    first, second = classification("", name="first"), classification("", name="second")
    shelf.add(second, NOW + timedelta(seconds=1))
    shelf.add(first, NOW)
    assert shelf.index(Scheme.SOC2020) == second


def test_earlier_ones_are_found_by_version_label_and_the_beginning_of_the_sum(shelf: Shelf) -> None:
    early, late = classification("9"), classification("12")
    shelf.add(early, NOW)
    shelf.add(late, NOW)
    for named in ("9", "SOC2020 index, version 9", early.sha256, early.sha256[:6].upper()):
        assert shelf.index(Scheme.SOC2020, named) == early
    with pytest.raises(
        NotOnTheShelf,
        match=r"There is no '10' on this machine, only: SOC2020 index, version 12; SOC2020 index, version 9\.",
    ):
        shelf.index(Scheme.SOC2020, "10")
    with pytest.raises(NotOnTheShelf):
        shelf.index(Scheme.SOC2020, early.sha256[:5])


def test_schemes_and_parts_do_not_meet(shelf: Shelf) -> None:
    structure = classification("", part=Part.STRUCTURE, groups=(Group("2", "Other"),))
    shelf.add(classification(), NOW)
    assert [group.code for group in shelf.groups(Scheme.SOC2020)] == ["1", "1111"]
    shelf.add(structure, NOW)
    assert [group.code for group in shelf.groups(Scheme.SOC2020)] == ["2"]
    assert shelf.index(Scheme.SOC2010) is None
    assert [heading.part for heading in shelf.kept()] == [Part.INDEX, Part.STRUCTURE]


def test_the_nssec_table_is_as_the_derivation_takes_it_and_names_its_version(shelf: Shelf) -> None:
    shelf.add(TABLE, NOW)
    table = shelf.nssec_table()
    assert table is not None
    assert table.version == "NSSEC-SOC2010 table, version 2010"
    assert table.cells == {(20, 0): "L16", (1115, 7): "L2"}


def test_an_entry_of_soc2020_leads_to_its_code_of_soc2010() -> None:
    first, second = classification().entries
    assert (soc2010_of(first), soc2010_of(second)) == ("1115", None)


def test_what_is_damaged_is_told_and_never_passed_over(shelf: Shelf) -> None:
    shelf.add(classification("9"), NOW)
    early = only_file(shelf)
    shelf.add(classification("12"), NOW)
    shelf.add(TABLE, NOW)
    early.write_bytes(b"")
    with pytest.raises(DamagedClassification, match=f"{early.name} is damaged. Add the published file again"):
        shelf.index(Scheme.SOC2020)
    assert shelf.nssec_table() is not None, "another scheme is not concerned"
    kept, damaged = shelf.looked_through()
    assert [heading.version for heading in kept] == ["12", "2010"]
    assert len(damaged) == 1
    assert shelf.add(classification("9"), NOW), "added again, it is whole"
    assert shelf.index(Scheme.SOC2020, "9") == classification("9")


def test_every_flipped_bit_and_every_cut_is_noticed(shelf: Shelf) -> None:
    shelf.add(classification(), NOW)
    path = only_file(shelf)
    whole = path.read_bytes()
    chance, noticed = random.Random(7), 0  # noqa: S311 - the same chance in every run
    for _ in range(300):
        content = bytearray(whole)
        at = chance.randrange(10, len(content))  # not in what gzip says of the file's time and system
        content[at] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        try:
            assert kept_file.read(path) == classification(), "a bit that packs nothing"
        except DamagedClassification:
            noticed += 1
    assert noticed > 290
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedClassification):
            kept_file.read(path)
    path.write_bytes(whole + b"x")
    with pytest.raises(DamagedClassification):
        kept_file.read(path)


def test_the_file_of_another_or_of_a_later_capi_is_refused(shelf: Shelf) -> None:
    shelf.add(classification(), NOW)
    path = only_file(shelf)
    other = path.with_name(path.name.replace("SOC2020", "SOC2010"))
    path.rename(other)
    with pytest.raises(DamagedClassification):
        shelf.kept()
    lines = gzip.decompress(other.read_bytes())
    other.rename(path)
    path.write_bytes(gzip.compress(lines.replace(b'{"format":1,', b'{"format":2,"new":3,', 1)))
    with pytest.raises(DamagedClassification, match="kept by a later version of capi"):
        shelf.index(Scheme.SOC2020)


def test_a_bomb_is_refused_at_once(shelf: Shelf) -> None:
    shelf.add(classification(), NOW)
    path = only_file(shelf)
    with gzip.open(path, "wb", compresslevel=9) as bomb:
        bomb.write(b'{"format":1}\n')
        for _ in range(3 * LARGEST_UNPACKED >> 20):
            bomb.write(bytes(2**20))
    start = time.process_time()
    with pytest.raises(DamagedClassification):
        shelf.index(Scheme.SOC2020)
    with pytest.raises(DamagedClassification):
        kept_file.read(path)
    assert time.process_time() - start < 2


def test_a_file_appears_whole_or_not_at_all(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("capi.classification.kept_file.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        shelf.add(classification(), NOW)
    assert list(shelf.folder.iterdir()) == []


def test_what_else_lies_in_the_folder_is_nobody_s(shelf: Shelf) -> None:
    shelf.add(classification(), NOW)
    (shelf.folder / "notes.txt").write_text("mine", encoding="utf-8")
    (shelf.folder / f".unfinished-1-SOC2020-index-{'a' * 64}.json.gz").write_bytes(b"")
    assert len(shelf.kept()) == 1


@needs_published
def test_the_published_indexes_come_back_as_they_were_and_quickly(shelf: Shelf) -> None:
    for file, scheme in ((SOC2010, Scheme.SOC2010), (SOC2020, Scheme.SOC2020)):
        added = read_classification(read_file(file))
        shelf.add(added, NOW)
        start = time.process_time()
        found = shelf.index(scheme)
        took = time.process_time() - start
        assert found == added
        assert took < 0.3, took
