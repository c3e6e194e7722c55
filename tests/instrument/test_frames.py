"""Coding frames: tables beside the instrument, every fault with its line."""

from pathlib import Path

import pytest

from capi.instrument import frames
from capi.instrument.loading import INSTRUMENT_FILE, Reading, read_instrument, snapshot
from capi.instrument.model import CodingFrame, FrameEntry, Place
from tests.instrument.small import asking, fit, reading
from tests.instrument.timing import within

ASKED = asking(
    "- A: {text: Which?, type: coded, frame: countries}",
    top="frames:\n  countries: {title: Countries, file: countries.csv}\n",
)


def with_table(table: str) -> Reading:
    return reading(ASKED, beside={"countries.csv": table})


def test_a_frame_is_its_codes_with_their_texts() -> None:
    instrument = fit(
        ASKED, beside={"countries.csv": 'code,text,also\nFR,France,\nDE,"Germany, all of it","Bund, ""DDR"""\n'}
    )
    assert instrument.frames == (
        CodingFrame(
            "countries",
            ("Countries",),
            (FrameEntry("FR", "France"), FrameEntry("DE", "Germany, all of it", 'Bund, "DDR"')),
            Place(INSTRUMENT_FILE, 6),
        ),
    )


@pytest.mark.parametrize(
    "table",
    [
        "code,text\r\nFR,France\r\nDE,Germany\r\n",
        "\ufeffcode,text\nFR,France\nDE,Germany",
        " Code , Text \n FR , France \n\nDE,Germany\n",
    ],
)
def test_tables_of_all_programs_are_read(table: str) -> None:
    read = with_table(table)
    assert [str(fault) for fault in read.faults] == []
    assert [entry.code for entry in read.fit().frames[0].entries] == ["FR", "DE"]


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        ("", [("FRAME", 1), ("FRAME", 1)]),
        ("FR,France\nDE,Germany\n", [("FRAME", 1), ("FRAME", 1)]),
        ("code;text\nFR;France\nDE;Germany\n", [("FRAME", 1), ("FRAME", 1)]),
        ("code,text\nFR,France\n", [("FRAME", 1)]),
        ("code,text\nFR,France\nDE,Germany\nFR,Gaul\n", [("FRAME", 4)]),
        ("code,text\nFR,France\nDE,Germany\nIT\nES,Spain,Iberia\n", [("FRAME", 4), ("FRAME", 5)]),
        ("code,text\nFR,France\nDE,Germany\n,Italy\nE S,Spain\n", [("FRAME", 4), ("FRAME", 5)]),
        ("code,text\nFR,France\nDE,Germany\nIT,\n", [("FRAME", 4)]),
        ('code,text\nFR,France\nDE,Germany\nIT,"Italy\nES,Spain\n', [("FRAME", 5)]),
        ('code,text\nFR,France\nDE,Germany\nIT,"It"aly\n', [("FRAME", 4)]),
        ("code,text\nFR,France\nDE,Germany\nIT,\u202eItaly\n", [("FILE-CHARACTER", 4)]),
        (f"code,text\nFR,France\nDE,Germany\nIT,{'x' * 20_001}\n", [("FILE-SIZE", 4)]),
        (f"code,text\nFR,France\nDE,Germany\n{'x' * 41},Italy\n", [("FRAME", 4)]),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(table: str, faults: list[tuple[str, int]]) -> None:
    told = with_table(table).faults
    assert [(fault.code, fault.place.line) for fault in told] == faults
    assert {fault.place.file for fault in told} == {"countries.csv"}


def test_a_frame_has_a_file_and_a_file_is_beside_the_instrument() -> None:
    for file, code in (("../x.csv", "FILE-NAME"), ("x.yaml", "FILE-NAME"), ("x.csv", "FILE-MISSING"), ("[x]", "SHAPE")):
        assert [fault.code for fault in reading(ASKED.replace("countries.csv", file)).faults] == [code]
    assert [fault.code for fault in reading(ASKED.replace(", file: countries.csv", "")).faults] == ["KEY-MISSING"]


def test_the_largest_frame_is_read_and_one_code_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MOST_ENTRIES", 10)
    table = "code,text\n" + "".join(f"{number},Place {number}\n" for number in range(10))
    assert with_table(table).faults == ()
    assert [fault.code for fault in with_table(table + "11,More\n12,And more\n").faults] == ["FILE-SIZE"]


@pytest.mark.parametrize(
    "table",
    [
        "code,text\n" + '"' * 2_000_000,
        "code,text\n" + "," * 2_000_000,
        "code,text\n" + '"a\n' * 140_000,
        "code,text\n" + ",\n" * 140_000,
        "x" * 24_000 + "\n",
    ],
)
def test_a_hostile_table_is_refused_in_words_within_a_second(table: str) -> None:
    read = within(1, lambda: with_table(table))
    assert read.instrument is None
    assert read.faults


def test_a_large_frame_is_read_within_a_second() -> None:
    table = "code,text,also\n" + "".join(f"{n},Maker of {n} things,things {n}\n" for n in range(30_000))
    assert len(within(1, lambda: with_table(table)).fit().frames[0].entries) == 30_000


def test_a_frame_travels_in_the_snapshot(tmp_path: Path) -> None:
    (tmp_path / INSTRUMENT_FILE).write_text(ASKED, "utf-8")
    (tmp_path / "countries.csv").write_text("code,text\nFR,France\nDE,Germany\n", "utf-8")
    read = read_instrument(tmp_path / INSTRUMENT_FILE)
    kept = snapshot(read)
    assert list(kept.sources) == [INSTRUMENT_FILE, "countries.csv"]
    assert kept.instrument() == read.fit()
    assert with_table(kept.sources["countries.csv"]).fit() == read.fit()
