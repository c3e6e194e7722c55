"""Hostile outcome frames are refused in words, within a second; and nothing that is written makes the reader fall over."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.outcomes.frame_reading import read_frame
from tests.instrument.hostile_files import REFUSED as HOSTILE_INSTRUMENTS
from tests.instrument.timing import within
from tests.outcomes.small_frame import SMALL, UK, small, told


def _many(lines: str, most: int = 190_000) -> str:
    return lines * (most // len(lines))


HOSTILE: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "an alias bomb": ("YAML-ALIAS", lambda: SMALL + "a: &a [x]\nb: [*a, *a]\n"),
    "merge keys": ("KEY-UNKNOWN", lambda: small(("label: Busy", "<<: {x: y}, label: Busy"))),
    "lists nested deep": ("FILE-DEPTH", lambda: "frame: " + "[\n" * 50_000),
    "a hundred thousand unknown keys": ("KEY-UNKNOWN", lambda: "".join(f"k{n}: 1\n" for n in range(20_000))),
    "a hundred thousand keys in braces": ("FILE-SIZE", lambda: SMALL + "x: {" + "a," * 90_000 + "}\n"),
    "every key twice": ("TOO-MANY", lambda: _many("frame: x\n")),
    "codes of nothing": ("TOO-MANY", lambda: "outcomes:\n" + "".join(f"  {n}:\n" for n in range(100, 999))),
    "ten thousand codes": ("LIMIT", lambda: "outcomes:\n" + "".join(f"  a{n}:\n" for n in range(10_000))),
    "ten thousand results": ("LIMIT", lambda: "results:\n" + "".join(f"  a{n}:\n" for n in range(10_000))),
    "ten thousand slots": ("LIMIT", lambda: small(("slots:", "slots:\n" + "".join(f"    a{n}:\n" for n in range(10_000)).rstrip()))),
    "ten thousand lines of hours": ("LIMIT", lambda: small(("[mon-fri 09:00-21:00]", "[" + "mon 01:00-02:00,\n" * 9_000 + "]"))),
    "the most of hours that fit": ("SLOT-OVERLAP", lambda: small(("    day: ", "".join(
        f"    s{n}:\n      label: S{n}\n      hours:\n" + "        - mon-sun 00:00-23:59\n" * 14 for n in range(18)) + "    day: "))),
    "ten thousand languages": ("LIMIT", lambda: small(("title: Small", f"title: Small\nlanguages: [{', '.join(f'a{n}' for n in range(3_000))}]"))),
    "ten thousand media": ("WORD-UNKNOWN", lambda: small(("email, web]", "email, web, " + "visit, x, " * 2_000 + "web]"))),
    "a number of a thousand digits": ("NUMBER", lambda: small(("weight: 55", "weight: " + "9" * 1_000))),
    "a length of time of a thousand digits": ("DURATION", lambda: small(("30 min", "9" * 1_000 + " min"))),
    "a number in another notation": ("NUMBER", lambda: small(("weight: 55", "weight: 0x37"))),
    "digits of another script": ("CODE", lambda: small(("  730: {", "  ٧٣٠: {"))),
    "a day of another script": ("HOURS", lambda: small(("mon-fri 17:00", "mоn-fri 17:00"))),
    "a code named twice in two scripts": ("CODE", lambda: small(("suggests: 730", "suggests: ７３０"))),
    "a name that reads backwards": ("FILE-CHARACTER", lambda: small(("label: Vacant, disposition", "label: \u202etnacaV, disposition"))),
    "an invisible sign": ("FILE-CHARACTER", lambda: small(("label: Vacant, disposition", 'label: "Vac\\0ant", disposition'))),
    "a lone surrogate": ("FILE-ENCODING", lambda: SMALL.encode() + b"x: \xed\xa0\x80\n"),
    "a zone that is a path": ("ZONE", lambda: small(("Europe/London", "../../../etc/passwd"))),
    "a zone that is a long path": ("TEXT-LONG", lambda: small(("Europe/London", "a/" * 5_000))),
    "a zone of the machine": ("ZONE", lambda: small(("Europe/London", "localtime"))),
    "a name that is a path": ("NAME", lambda: small(("frame: small", "frame: ../small"))),
    "a tag that would run a program": ("YAML-TAG", lambda: small(("title: Small", "title: !!python/object/apply:os.system [true]"))),
    "a list for a frame": ("SHAPE", lambda: "- a\n- b\n"),
    "a word for a frame": ("SHAPE", lambda: "frame"),
    "lists for everything": ("SHAPE", lambda: "".join(f"{key}: [a]\n" for key in ("frame", "outcomes", "results", "interview", "calling"))),
    "a program for a flag": ("FLAG", lambda: small(("interviews: true", "interviews: __import__('os')"))),
}  # fmt: skip
"""What each must be refused for, and the file; those small enough to be read at all."""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_frame_is_refused_in_words_within_a_second(what: str) -> None:
    code, content = HOSTILE[what]
    text = content()
    faults = within(1, lambda: told(text))
    assert code in [fault.code for fault in faults]
    assert all(str(fault).isprintable() for fault in faults)
    assert all(len(str(fault)) < 400 for fault in faults)


@pytest.mark.parametrize("what", HOSTILE_INSTRUMENTS)
def test_what_is_hostile_as_an_instrument_is_no_frame_either(what: str) -> None:
    text = HOSTILE_INSTRUMENTS[what][1]()
    content = text if isinstance(text, bytes) else text.encode()
    reading = within(1, lambda: read_frame(content, "frame.yaml"))
    assert reading.frame is None
    assert reading.faults


@given(st.binary(max_size=2_000))
def test_bytes_of_any_kind_are_read_without_falling_over(content: bytes) -> None:
    assert read_frame(content, "frame.yaml").frame is None


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_frame_with_its_words_mixed_up_is_read_or_refused_in_words(chance: random.Random, changes: int) -> None:
    """Words and signs of the shipped frame stand in each other's places."""
    words = UK.read_text("utf-8").split(" ")
    for _ in range(changes):
        one, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    reading = read_frame(" ".join(words).encode(), "frame.yaml")
    assert (reading.frame is None) == any(not fault.warning for fault in reading.faults)
    assert all(fault.remedy for fault in reading.faults)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SMALL)), st.text(max_size=6), st.integers(0, 8))
def test_a_frame_with_a_stretch_typed_over_is_read_or_refused_in_words(at: int, typed: str, taken: int) -> None:
    text = SMALL[:at] + typed + SMALL[at + taken :]
    reading = read_frame(text.encode("utf-8", "replace"), "frame.yaml")
    assert (reading.frame is None) == any(not fault.warning for fault in reading.faults)
