"""A frame is read as it is written, and kept by the SHA-256 of its bytes."""

import hashlib
from datetime import time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.calls import Medium
from capi.outcomes.frame import CallResult, Disposition, Group, Hours, OutcomeCode, OutcomeFrame, Slot
from capi.outcomes.frame_reading import (
    NoSuchFrame,
    UnfitFrame,
    find_frame,
    frame_sha256,
    load_frame,
    read_frame,
    read_frame_file,
    snapshot,
)
from capi.outcomes.frame_times import DAYS, Unreadable, duration, hours, in_words, minutes
from tests.outcomes.small_frame import SMALL, UK, fit, small

QUESTIONNAIRES = UK.parents[2]


def test_codes_and_results_are_read_with_all_they_hold_in_the_order_of_the_file() -> None:
    frame = fit(SMALL)
    assert (frame.name, frame.version, frame.title, frame.languages) == ("small", "1", ("Small",), ("en",))
    assert [each.code for each in frame.outcomes][:3] == ["110", "210", "310"]
    assert frame.outcome("410") == OutcomeCode(
        code="410",
        label=("Refused to the office",),
        disposition=Disposition.REFUSAL,
        aapor="2.11",
        office_only=True,
        needs_reason=True,
        closes=True,
    )
    assert frame.result("busy") == CallResult(
        name="busy",
        label=("Busy",),
        media=(Medium.TELEPHONE,),
        suggests="310",
        weight=10,
        again_after=timedelta(minutes=30),
        key="b",
    )
    interview = frame.result("interview")
    assert interview is not None
    assert interview.contact
    assert interview.interviews
    assert frame.outcome("999") is None
    assert frame.result("nothing") is None


def test_calling_rules_are_read_and_what_is_not_written_is_as_usual() -> None:
    calling = fit(small(("  slots:", "  most_attempts: 9\n  hard_late: 45 min\n  slots:"))).calling
    assert calling.hours == (Hours((1, 2, 3, 4, 5), time(9), time(21)),)
    assert calling.slots[1] == Slot("evening", ("Evening",), (Hours((1, 2, 3, 4, 5), time(17), time(21)),))
    assert (calling.most_attempts, calling.most_a_day) == (9, 3)
    assert (calling.hard_late, calling.soft_late) == (timedelta(minutes=45), timedelta(hours=3))


def test_what_the_interview_says_is_read() -> None:
    interview = fit(SMALL).interview
    assert (interview.completed, interview.in_progress, interview.partial_from) == ("110", "450", 5)


def test_results_are_found_by_medium() -> None:
    frame = fit(SMALL)
    assert [each.name for each in frame.results_by(Medium.LETTER)] == ["sent"]
    assert "busy" not in [each.name for each in frame.results_by(Medium.VISIT)]


def test_a_label_is_said_in_its_language_and_in_the_first_one_otherwise() -> None:
    frame = msgspec.structs.replace(fit(SMALL), languages=("en", "cy"))
    assert [frame.said(("Busy", "Prysur"), language) for language in ("en", "cy", "fr", "")] == [
        "Busy", "Prysur", "Busy", "Busy",
    ]  # fmt: skip


def test_a_frame_in_two_languages_has_each_label_in_both() -> None:
    text = """\
frame: two
version: "1"
title: {en: Two, cy: Dwy}
languages: [en, cy]
"""
    told = read_frame((text + SMALL.partition("title: Small\n")[2]).encode(), "frame.yaml").faults
    assert {fault.code for fault in told} == {"LANGUAGE-MISSING"}
    assert len(told) == SMALL.count("label:")


def test_a_result_ends_calling_where_its_outcome_closes_and_no_call_is_to_follow() -> None:
    frame = fit(small(("label: Busy, media", "label: Busy, never_again: true, media"), ("again_after: 30 min, ", "")))
    ending = [each.name for each in frame.results if frame.ends_calling(each)]
    assert ending == ["refused", "vacant", "busy"]


def test_a_frame_survives_as_plain_data() -> None:
    frame = load_frame(UK).frame
    assert msgspec.json.decode(msgspec.json.encode(frame), type=OutcomeFrame) == frame


# Keeping it


def test_a_frame_is_known_by_the_bytes_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "frame.yaml"
    path.write_bytes(SMALL.encode())
    kept = load_frame(path)
    assert (kept.sha256, kept.text) == (hashlib.sha256(SMALL.encode()).hexdigest(), SMALL.encode())
    assert snapshot(kept.text) == kept
    other = snapshot(SMALL.encode() + b"\n")
    assert other.frame == kept.frame
    assert frame_sha256(other.text) == other.sha256 != kept.sha256


def test_an_unfit_frame_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(UnfitFrame):
        snapshot(b"frame: x")
    with pytest.raises(UnfitFrame, match="FILE-KIND"):
        load_frame(tmp_path)
    with pytest.raises(FileNotFoundError):
        load_frame(tmp_path / "frame.yaml")


def test_a_frame_is_found_by_name_by_folder_and_by_path(tmp_path: Path) -> None:
    assert find_frame("uk", QUESTIONNAIRES) == UK
    assert find_frame(str(UK.parent), tmp_path) == UK
    assert find_frame(str(UK), tmp_path) == UK
    with pytest.raises(NoSuchFrame, match=r"'mars'.* names: uk\."):
        find_frame("mars", QUESTIONNAIRES)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing_but_the_identity() -> None:
    windows = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read_frame(windows, "frame.yaml").fit() == fit(SMALL)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "frame.yaml"
    path.write_bytes(SMALL.encode() + b"#" * 300_000)
    assert [fault.code for fault in read_frame_file(path).faults] == ["FILE-SIZE"]


# Times


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30 min", timedelta(minutes=30)),
        ("3 h", timedelta(hours=3)),
        ("3h", timedelta(hours=3)),
        ("1 day", timedelta(days=1)),
        ("2 days", timedelta(days=2)),
        ("0 min", timedelta()),
    ],
)
def test_a_length_of_time_is_a_number_and_a_unit(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize(
    "text", ["", "3", "h", "-3 h", "3.5 h", "03 h", "3  h", "3 H", "9999999 h", "٣ h", "3 h 30 min", "3 weeks"]
)
def test_what_is_no_length_of_time_is_none(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon 09:00-10:00", (1,)),
        ("mon-fri 09:00-10:00", (1, 2, 3, 4, 5)),
        ("sat-sun 09:00-10:00", (6, 7)),
        ("sun, mon 09:00-10:00", (1, 7)),
        ("mon,wed-thu 09:00 - 10:00", (1, 3, 4)),
    ],
)
def test_hours_are_days_and_times_of_day(text: str, days: tuple[int, ...]) -> None:
    assert hours(text) == Hours(days, time(9), time(10))


@pytest.mark.parametrize(
    "text",
    ["", "mon", "09:00-10:00", "mon 9:00-10:00", "mon 09:00", "mon 10:00-09:00", "mon 09:00-09:00", "mon 09:60-10:00", "mon 09:00–10:00",
     "mon-mon-mon 09:00-10:00", "mon, mon 09:00-10:00", "monday 09:00-10:00", "sun-mon 09:00-10:00", ", 09:00-10:00", "Mon 09:00-10:00"],
)  # fmt: skip
def test_what_are_no_hours_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unreadable, match=r".{10}"):
        hours(text)


@given(st.integers(0, 6), st.integers(0, 1_438), st.integers(1, 1_439))
def test_hours_take_in_the_first_minute_and_not_the_last(day: int, begin: int, length: int) -> None:
    end = min(begin + length, 1_439)
    text = f"{DAYS[day]} {begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
    taken = list(minutes(hours(text)))
    assert (in_words(taken[0]), len(taken)) == (text.partition("-")[0], end - begin)


def test_the_groups_are_the_first_digits() -> None:
    assert {each.group for each in load_frame(UK).frame.outcomes} == {*Group}
