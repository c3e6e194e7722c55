"""Entries read all at once: exactly those are let in that `decode` lets in one by one."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from capi.fieldwork.contents import Answered, Completed, Contents, Opened, Remarked
from capi.fieldwork.journal import (
    START,
    Entry,
    Head,
    MalformedEntry,
    Moment,
    decode,
    decode_all,
    digest,
    encode,
    follow,
)
from capi.fieldwork.values import LARGEST_NUMBER, UnfitForJournal

_WRITTEN: tuple[Contents, ...] = (
    Opened(),
    Answered.of("A", 1, "B"),
    Answered.of("B", "caf\u00e9", "C"),
    Answered.of("C", (1, 4), None),
    Remarked("B", '},{"case":"7f3a"\n'),
    Completed(),
)
_TELLING = (
    b"\n",
    b"\r",
    b",",
    b" ",
    b'"',
    b"{",
    b"}",
    b"\\n",
    b"\\u0000",
    b"\xff",
    b"0",
    b"cafe\xcc\x81",
    b"-",
    b'{"case":',
)
"""Bytes that come to mind for whoever wants to get something past this."""


def _journal() -> list[bytes]:
    head, data = START, []
    for second, contents in enumerate(_WRITTEN):
        moment = Moment(datetime(2026, 11, 18, 10, tzinfo=UTC) + timedelta(seconds=second), 0, second)
        entry = follow(head, case="7f3a", device="L-12", who="anna", moment=moment, contents=contents)
        data.append(encode(entry))
        head = Head(entry.number, digest(data[-1]))
    return data


JOURNAL = _journal()


def one_by_one(data: Sequence[bytes]) -> list[Entry] | None:
    try:
        return [decode(each, "it") for each in data]
    except MalformedEntry:
        return None


@st.composite
def spoilt(draw: st.DrawFn) -> list[bytes]:
    """The journal with a few bytes changed, put in or taken out, and perhaps cut elsewhere than between its entries."""
    data = list(JOURNAL)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data) - 1))
        start = draw(st.integers(0, len(data[at])))
        end = start + draw(st.integers(0, 3))
        put = draw(st.one_of(st.binary(max_size=2), st.sampled_from(_TELLING)))
        data[at] = data[at][:start] + put + data[at][end:]
    if draw(st.booleans()):
        glue = draw(st.sampled_from((b"\n", b",", b"")))
        whole = glue.join(data)
        cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=6)))
        data = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    return data


@given(spoilt())
@example(JOURNAL)
@example([])
@example([b""])
@example([*JOURNAL, b""])
@example([b"\n".join(JOURNAL)])
@example([b"\n".join(JOURNAL[:2]), b"", *JOURNAL[2:]])
@example([JOURNAL[0] + b"\n", *JOURNAL[1:]])
@example([JOURNAL[0] + b"\n" + JOURNAL[1][:40], JOURNAL[1][40:], *JOURNAL[2:]])
@example([each.replace(b'"who":', b' "who":') for each in JOURNAL])
def test_all_at_once_lets_in_what_one_by_one_lets_in_and_nothing_else(data: list[bytes]) -> None:
    expected = one_by_one(data)
    found = decode_all(data)
    assert found == (expected or None)
    if found is not None:
        assert [encode(entry) for entry in found] == data


@given(st.integers(0, len(JOURNAL) - 1), st.data())
def test_no_byte_of_an_entry_can_be_changed_unless_it_says_something_else(at: int, data: st.DataObject) -> None:
    """A reader that let two writings of one entry in would let two hashes of it in."""
    place = data.draw(st.integers(0, len(JOURNAL[at]) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = [*JOURNAL[:at], JOURNAL[at][:place] + bytes([byte]) + JOURNAL[at][place + 1 :], *JOURNAL[at + 1 :]]
    found = decode_all(changed)
    assert found is None or (found == decode_all(JOURNAL)) is (changed == JOURNAL)


_TEXTS = st.one_of(st.text(max_size=6), st.sampled_from(("A", "caf\u00e9", "cafe\u0301", "a\0", "\ud800", "\u212b")))
_NUMBERS = st.one_of(
    st.integers(-(2**60), 2**60), st.sampled_from((LARGEST_NUMBER, LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 0, True))
)


@given(_TEXTS, _NUMBERS, st.one_of(st.none(), _TEXTS))
def test_the_choice_of_a_category_is_looked_at_as_closely_as_any_answer(
    field: str, value: int, position: str | None
) -> None:
    texts = [text for text in (field, position) if text is not None]
    unfit = any("\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text) for text in texts)
    if unfit or abs(value) > LARGEST_NUMBER or value is True:
        with pytest.raises(UnfitForJournal):
            Answered(field=field, value=value, position=position)
        return
    made = Answered(field=field, value=value, position=position)
    normal = position and unicodedata.normalize("NFC", position)
    assert (made.field, made.value, made.position) == (unicodedata.normalize("NFC", field), value, normal)
