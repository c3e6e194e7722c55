"""From a path to an instrument, and to the snapshot that travels with a case."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.loading import (
    COMPILED_FORMAT,
    INSTRUMENT_FILE,
    NoSuchInstrument,
    Reading,
    Snapshot,
    UnfitInstrument,
    find_instrument,
    read_instrument,
    read_sources,
    snapshot,
)
from capi.instrument.model import Instrument, Place
from capi.instrument.validation import validate
from tests.instrument.any_instrument import instruments
from tests.instrument.fault_samples import PEOPLE
from tests.instrument.small import asking, codes, head

TWO_FILES = (
    head() + "sections:\n  - file: people.yaml\n  - section: More\n    ask:\n      - A: {text: One, type: text}\n"
)
QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / INSTRUMENT_FILE).write_text(TWO_FILES, "utf-8")
    (tmp_path / "small" / "people.yaml").write_text(PEOPLE, "utf-8")
    return tmp_path


def test_an_instrument_is_found_by_its_file_its_folder_or_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "small" / INSTRUMENT_FILE
    assert find_instrument(str(file), Path("nowhere")) == file
    assert find_instrument(str(file.parent), Path("nowhere")) == file
    assert find_instrument("small", folder) == file
    monkeypatch.chdir(folder)
    assert find_instrument("small", Path("nowhere")).resolve() == file.resolve()


def test_an_instrument_that_is_not_there_names_those_that_are(folder: Path) -> None:
    with pytest.raises(NoSuchInstrument, match="one of these names: small"):
        find_instrument("large", folder)
    with pytest.raises(NoSuchInstrument, match="none installed"):
        find_instrument("large", folder / "small")


def test_a_section_is_read_from_its_own_file_and_knows_its_place_there(folder: Path) -> None:
    read = read_instrument(folder / "small" / INSTRUMENT_FILE)
    assert read.faults == ()
    assert [question.place for question in read.fit().questions] == [Place("people.yaml", 3), Place(INSTRUMENT_FILE, 9)]
    assert read.sources == {INSTRUMENT_FILE: TWO_FILES, "people.yaml": PEOPLE}


def test_a_fault_in_a_section_file_is_told_with_that_file(folder: Path) -> None:
    (folder / "small" / "people.yaml").write_text(PEOPLE.replace("type", "tipe"), "utf-8")
    faults = read_instrument(folder / "small" / INSTRUMENT_FILE).faults
    assert {(fault.code, fault.place) for fault in faults} == {
        ("KEY-UNKNOWN", Place("people.yaml", 3)),
        ("TYPE", Place("people.yaml", 3)),
    }


def test_a_name_that_stands_in_two_files_is_told_with_the_other_file(folder: Path) -> None:
    (folder / "small" / "people.yaml").write_text(PEOPLE.replace("Name", "A"), "utf-8")
    (fault,) = read_instrument(folder / "small" / INSTRUMENT_FILE).faults
    assert fault.message == "the question A has the name of the question on line 3 of people.yaml"


def test_a_section_file_that_cannot_be_read_is_told_and_nothing_that_only_follows(folder: Path) -> None:
    main = folder / "small" / INSTRUMENT_FILE
    main.write_text(TWO_FILES.replace("{text: One", "{asked_if: Name is answered, text: One"), "utf-8")
    assert read_instrument(main).faults == ()
    (folder / "small" / "people.yaml").write_text("section: [", "utf-8")
    assert codes(read_instrument(main).faults) == ["YAML-SYNTAX"]
    (folder / "small" / "people.yaml").unlink()
    assert codes(read_instrument(main).faults) == ["FILE-MISSING"]


def test_a_section_file_holds_nothing_but_a_section() -> None:
    one = head() + "sections:\n  - file: people.yaml\n"
    for content, told in (
        ("- A: {text: One, type: text}", ["SHAPE"]),
        ("file: other.yaml", ["KEY-MISSING", "KEY-MISSING", "KEY-UNKNOWN"]),
        (
            one,
            ["KEY-MISSING", "KEY-MISSING", "KEY-UNKNOWN", "KEY-UNKNOWN", "KEY-UNKNOWN"],
        ),
    ):
        assert codes(read_sources({"instrument.yaml": one, "people.yaml": content}).faults) == told


def test_a_section_of_a_file_has_no_other_keys_beside_it() -> None:
    one = head() + "sections:\n  - file: people.yaml\n    asked_if: A == 1\n"
    assert codes(read_sources({"instrument.yaml": one, "people.yaml": PEOPLE}).faults) == ["KEY-UNKNOWN"]


def test_a_file_that_cannot_be_opened_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_instrument(tmp_path / "nowhere.yaml")


def test_an_unfit_instrument_says_all_its_faults() -> None:
    read = read_sources({"instrument.yaml": asking("- A: {tipe: text}\n- 1B: {text: One, type: text}")})
    with pytest.raises(UnfitInstrument) as refused:
        read.fit()
    assert refused.value.faults == read.faults
    assert [line.split()[1] for line in str(refused.value).splitlines()] == codes(read.faults)


def test_the_seb_instrument_has_no_fault_and_no_warning() -> None:
    assert read_instrument(QUESTIONNAIRES / "seb" / INSTRUMENT_FILE).faults == ()


def test_a_snapshot_gives_the_same_instrument_back(folder: Path) -> None:
    for path in (folder / "small" / INSTRUMENT_FILE, QUESTIONNAIRES / "seb" / INSTRUMENT_FILE):
        read = read_instrument(path)
        kept = snapshot(read)
        assert kept.instrument() == read.fit()
        assert (kept.name, kept.version) == (read.fit().name, read.fit().version)


def test_a_snapshot_of_another_program_is_read_from_its_sources(folder: Path) -> None:
    kept = snapshot(read_instrument(folder / "small" / INSTRUMENT_FILE))
    body = kept.compiled.partition(b"\n")[2]
    for compiled in (
        b"0\n" + body,
        b"1\n" + body,
        b"999\n" + body,
        b"",
        b"nonsense",
        f"{COMPILED_FORMAT}\n[1,2]".encode(),
    ):
        again = Snapshot(kept.sha256, kept.name, kept.version, kept.sources, compiled)
        assert again.instrument() == kept.instrument()


def test_a_snapshot_is_the_same_bytes_every_time_and_other_bytes_for_another_text(folder: Path) -> None:
    path = folder / "small" / INSTRUMENT_FILE
    kept = snapshot(read_instrument(path))
    assert snapshot(read_instrument(path)) == kept
    path.write_text(TWO_FILES + "# a remark\n", "utf-8")
    other = snapshot(read_instrument(path))
    assert other.sha256 != kept.sha256
    assert other.compiled == kept.compiled


def test_an_unfit_instrument_has_no_snapshot() -> None:
    with pytest.raises(UnfitInstrument):
        snapshot(read_sources({"instrument.yaml": "instrument: small"}))


@settings(deadline=None)
@given(instruments)
def test_any_instrument_is_the_same_after_its_snapshot(instrument: Instrument) -> None:
    assert snapshot(Reading(instrument, (), {})).instrument() == instrument


@settings(deadline=None)
@given(instruments)
def test_any_instrument_at_all_can_be_validated(instrument: Instrument) -> None:
    validate(instrument, Lines(), Faults())
