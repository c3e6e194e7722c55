"""Entries that came from elsewhere: only the very entries that follow are let in."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Answered, CaseCreated, Completed, Left, Opened, Way
from capi.fieldwork.journal import START, Entry, Head, MalformedEntry, digest, encode

Chain: TypeAlias = Callable[..., list[Entry]]
WRITTEN = (Opened(), Answered.of("A", 1, "B"), Answered.of("B", "caf\u00e9", None), Completed(), Left(Way.CLOSED))


@given(st.integers(0, 6), st.integers(0, 6))
def test_any_stretch_of_a_journal_is_read_after_the_entry_before_it(chain: Chain, start: int, end: int) -> None:
    entries = chain(*WRITTEN)
    data = [encode(entry) for entry in entries]
    after = Head(start, digest(data[start - 1])) if start else START
    assert read_chain(after, "7f3a", data[start:end]) == entries[start:end]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _: b"{}", "no entry this version"),
        (lambda _: b"\xff", "no entry this version"),
        (lambda _: b"[" * 100_000, "no entry this version"),
        (lambda data: data.replace(b'"field":"B"', b'"field":"\\ud800"'), "no entry this version"),
        (lambda data: data.replace(b'"who":', b'"who" :'), "not written the way"),
        (lambda data: data.replace(b"caf\xc3\xa9", b"cafe\xcc\x81"), "not written the way"),
        (lambda data: data.replace(b'"case":"7f3a"', b'"case":"b00c"'), r"another case \(b00c\)"),
        (lambda data: data.replace(b'"number":4', b'"number":5'), "entry 5 stands in its place"),
        (lambda data: data.replace(b'"number":4', b'"number":0'), "no entry this version"),
        (lambda data: data.replace(b'"previous":"', b'"previous":"0')[:-1], "no entry this version"),
    ],
)
def test_what_is_wrong_is_said_with_the_number_of_the_entry(
    chain: Chain, spoil: Callable[[bytes], bytes], told: str
) -> None:
    data = [encode(entry) for entry in chain(*WRITTEN)]
    spoilt = spoil(data[3])
    assert spoilt != data[3]
    data[3] = spoilt
    with pytest.raises(MalformedEntry, match=f"entry 4 of case 7f3a.*{told}") as refused:
        read_chain(START, "7f3a", data)
    assert refused.value.number == 4


def test_a_changed_entry_is_betrayed_by_the_next_one(chain: Chain) -> None:
    entries = chain(*WRITTEN)
    data = [encode(entry) for entry in entries]
    data[2] = encode(replace(entries[2], who="hans"))
    with pytest.raises(MalformedEntry, match="entry 4 of case 7f3a is not chained") as refused:
        read_chain(START, "7f3a", data)
    assert refused.value.number == 4


def test_entries_that_do_not_follow_the_head_are_not_let_in(chain: Chain) -> None:
    data = [encode(entry) for entry in chain(*WRITTEN)]
    for after in (START, Head(1, digest(data[0])), Head(2, digest(data[0])), Head(3, digest(data[2]))):
        with pytest.raises(MalformedEntry):
            read_chain(after, "7f3a", data[2:])
    for gone in (data[:2] + data[3:], [data[0], *data], [*data[:2], data[1], *data[2:]], data[::-1]):
        with pytest.raises(MalformedEntry):
            read_chain(START, "7f3a", gone)


def test_a_case_is_created_by_its_first_entry_and_no_other(chain: Chain, created: CaseCreated) -> None:
    twice = [encode(entry) for entry in chain(Opened(), created)]
    with pytest.raises(MalformedEntry, match="entry 3 of case 7f3a creates the case"):
        read_chain(START, "7f3a", twice)
    first = encode(replace(chain()[0], contents=Opened()))
    with pytest.raises(MalformedEntry, match="entry 1 of case 7f3a does not create the case"):
        read_chain(START, "7f3a", [first])


def test_no_entries_are_nothing_wrong() -> None:
    assert read_chain(START, "7f3a", []) == []
