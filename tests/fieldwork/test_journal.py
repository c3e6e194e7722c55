"""Entries as bytes, and the chain they form."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.calls import LONGEST_CALL, AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import StopReason
from capi.fieldwork.completion import Accepted, Kind
from capi.fieldwork.contents import (
    Answered,
    Because,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Migrated,
    Moved,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
    Way,
)
from capi.fieldwork.journal import (
    START,
    Break,
    Entry,
    Head,
    MalformedEntry,
    Moment,
    decode,
    digest,
    encode,
    follow,
    verify_chain,
)
from capi.fieldwork.values import LARGEST_NUMBER, Exact, Given, UnfitForJournal
from capi.instrument.model import Missing, Mode

Chain: TypeAlias = Callable[..., list[Entry]]

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
fact = st.one_of(st.integers(-LARGEST_NUMBER, LARGEST_NUMBER), text)
decimal = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3)
value = st.one_of(fact, st.lists(st.integers(1, 40), min_size=1).map(tuple), decimal)
answer = st.one_of(value, st.sampled_from(Missing))
names = st.lists(text, max_size=3).map(tuple)
rows = st.sampled_from(["People[1]", "Jobs[3.2]", "Visits[1.2.999]"])
position = st.one_of(st.none(), text)
KINDS: dict[type[Contents], st.SearchStrategy[Contents]] = {
    CaseCreated: st.builds(
        CaseCreated,
        text,
        text,
        text,
        text,
        text,
        st.sampled_from(Mode),
        st.dictionaries(text, st.one_of(fact, st.builds(Exact, decimal))),
    ),
    Opened: st.builds(Opened, st.booleans(), st.integers(0, 40)),
    Answered: st.builds(Answered.of, text, answer, position, st.integers(0, LARGEST_NUMBER)),
    Cleared: st.builds(Cleared, text, position),
    RowAdded: st.builds(RowAdded, text, st.integers(1, 1000), text, position, st.integers(0, LARGEST_NUMBER)),
    RowRemoved: st.builds(RowRemoved, rows, position),
    RowRestored: st.builds(RowRestored, rows, position),
    Fixed: st.builds(Fixed.of, text, answer),
    Moved: st.builds(Moved, position),
    LanguageChosen: st.builds(LanguageChosen, text),
    Remarked: st.builds(Remarked, text, text),
    EditSuppressed: st.builds(
        EditSuppressed, text, text, st.dictionaries(text, st.builds(Given.of, st.one_of(st.none(), answer)))
    ),
    Left: st.builds(Left, st.sampled_from(Way), st.one_of(st.none(), st.sampled_from(Because)), text, text),
    Stopped: st.builds(Stopped, st.sampled_from(StopReason), text),
    Completed: st.builds(Completed, st.lists(st.builds(Accepted, st.sampled_from(Kind), names, text)).map(tuple)),
    Migrated: st.builds(Migrated, text, text, names, names, names, names, names),
    Returned: st.builds(Returned, text, names, text),
    AppointmentMade: st.builds(
        AppointmentMade,
        st.datetimes().map(lambda time: time.isoformat(timespec="minutes")),
        text,
        st.datetimes(timezones=st.just(UTC)),
        st.integers(0, 1440),
        st.booleans(),
        text,
        text,
        st.one_of(st.none(), st.sampled_from(Medium)),
        st.integers(0, 9),
        text,
    ),
    CallMade: st.builds(
        CallMade,
        began=st.datetimes(timezones=st.just(UTC)),
        medium=st.sampled_from(Medium),
        result=text.filter(bool),
        frame=text,
        telephone=st.integers(0, 9),
        seconds=st.integers(0, LONGEST_CALL),
        note=text,
    ),
    AppointmentCancelled: st.builds(AppointmentCancelled, text, text),
    OutcomeSet: st.builds(OutcomeSet, text, text, text, text, text),
}
moments = st.builds(
    Moment,
    st.datetimes(timezones=st.just(UTC)),
    st.integers(-1439, 1439),
    st.integers(0, LARGEST_NUMBER),
)


@given(text, text, text, moments, st.one_of(*KINDS.values()))
def test_reading_an_entry_undoes_writing_it(
    case: str, device: str, who: str, moment: Moment, contents: Contents
) -> None:
    entry = follow(START, case=case, device=device, who=who, moment=moment, contents=contents)
    assert decode(encode(entry), "entry 1") == entry


def test_every_kind_is_written_and_read_above() -> None:
    assert set(KINDS) == set(get_args(Contents))


def test_the_bytes_of_an_entry_do_not_change(chain: Chain) -> None:
    """Hashes of journals in the field rest on these very bytes."""
    first, second = chain(Answered.of("SchoolType", Missing.DONT_KNOW, "FreeMeals", 2100))
    assert digest(encode(first)) == "8690a3f583bddf06c343aa6dd985aa32c35725e61cb20621fef8337ee4b70296"
    assert encode(second) == (
        b'{"case":"7f3a","device":"L-12","number":2,"who":"anna","time":"2026-11-18T10:00:01Z","offset_minutes":0,'
        b'"monotonic_ms":1000,"previous":"8690a3f583bddf06c343aa6dd985aa32c35725e61cb20621fef8337ee4b70296",'
        b'"contents":{"kind":"answered","field":"SchoolType","missing":"dont_know","position":"FreeMeals","on_screen_ms":2100}}'
    )


def contents_of(contents: Contents) -> bytes:
    return msgspec.json.Encoder(order="deterministic").encode(contents)


@pytest.mark.parametrize(
    ("contents", "data"),
    [
        (Answered.of("Travel", (3, 1), None), b'{"kind":"answered","field":"Travel","value":[1,3],"position":null}'),
        (
            Answered.of("Pay[2]", Decimal("12.50"), "Hours[2]"),
            b'{"kind":"answered","field":"Pay[2]","value":{"decimal":"12.50"},"position":"Hours[2]"}',
        ),
        (
            RowAdded("Jobs[3]", 2, "AnotherJob[3]", "JobTitle[3.2]", 1500),
            (
                b'{"kind":"row_added","roster":"Jobs[3]","row":2,"field":"AnotherJob[3]","position":"JobTitle[3.2]",'
                b'"on_screen_ms":1500}'
            ),
        ),
        (RowRemoved("People[1]", "AnyoneElse"), b'{"kind":"row_removed","row":"People[1]","position":"AnyoneElse"}'),
        (RowRestored("People[1]", None), b'{"kind":"row_restored","row":"People[1]","position":null}'),
        (
            Fixed("ReferenceSunday", "2026-11-15"),
            b'{"kind":"fixed","field":"ReferenceSunday","value":"2026-11-15"}',
        ),
        (LanguageChosen("cy"), b'{"kind":"language_chosen","language":"cy"}'),
        (
            EditSuppressed("TooOld[3]", "so", {"Pay[3]": Given.of(Decimal("1.0")), "Age[3]": Given(104)}),
            (
                b'{"kind":"edit_suppressed","edit":"TooOld[3]","reason":"so",'
                b'"involved":{"Age[3]":{"value":104},"Pay[3]":{"value":{"decimal":"1.0"}}}}'
            ),
        ),
        (Completed(), b'{"kind":"completed"}'),
        (
            Completed((Accepted(Kind.CHECK, ("Hours",), "ManyHours"), Accepted(Kind.UNANSWERED, ("Pay",)))),
            (
                b'{"kind":"completed","accepted":[{"kind":"check","fields":["Hours"],"edit":"ManyHours"},'
                b'{"kind":"unanswered","fields":["Pay"]}]}'
            ),
        ),
        (
            Migrated("2", "ab", set_aside=("Old",), lapsed=("E1",)),
            b'{"kind":"migrated","version":"2","sha256":"ab","set_aside":["Old"],"lapsed":["E1"]}',
        ),
    ],
)
def test_the_bytes_of_the_later_kinds_do_not_change_either(contents: Contents, data: bytes) -> None:
    assert contents_of(contents) == data


def test_an_entry_is_refused_without_a_time_in_utc() -> None:
    for time in (datetime(2026, 11, 18), datetime(2026, 11, 18, tzinfo=timezone(timedelta(hours=1)))):  # noqa: DTZ001
        with pytest.raises(UnfitForJournal, match="UTC"):
            follow(START, case="7f3a", device="L-12", who="anna", moment=Moment(time, 0, 0), contents=Opened())


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b'"answered"', b'"guessed"', "guessed.*contents.kind"),
        (b'"value":3', b'"value":3.5', "contents.value"),
        (b'"value":3', b'"value":[]', "no categories"),
        (b'"value":3', b'"value":[4,1]', "not written the way"),
        (b'"value":3', b'"value":[1,1]', "not written the way"),
        (b'"value":3', b'"value":{"decimal":3.5}', "not written the way"),
        (b'"value":3', b'"value":{"decimal":"35E-1"}', "not written the way"),
        (b'"value":3', b'"value":{"decimal":"NaN"}', "no number"),
        (b'"value":3', b'"value":{"decimal":"3.5","places":1}', "places"),
        (b'"value":3', b'"value":"\\ud800"', "surrogate"),
        (b'"value":3', b'"value":"\\u0000"', "NUL"),
        (b'"value":3', b'"value":3,"missing":"refused"', "one of the two"),
        (b'"value":3', b'"value":9007199254740992', "15 digits"),
        (b'"value":3', b'"value":3,"shoe_size":43', "shoe_size"),
        (b'"value":3,', b'"value":3, ', "not written the way"),
        (b'"value":3,', b'"value":3,"value":3,', "not written the way"),
        (b'"value":3', b'"value":"cafe\xcc\x81"', "not written the way"),
        (b'"number":2', b'"number":0', "number"),
        (b'"number":2', b'"number":1e400', "number"),
        (b'"who":"anna",', b"", "who"),
        (b"10:00:01Z", b"10:00:01+01:00", "UTC"),
        (b"10:00:01Z", b"10:00:01", "UTC"),
        (b"}}", b"}", ""),
        (b'{"case"', b"[" * 5000 + b'{"case"', ""),
        (b'"anna"', b'"\xff"', ""),
    ],
)
def test_bytes_that_are_no_entry_are_refused_with_their_place(chain: Chain, old: bytes, new: bytes, what: str) -> None:
    data = encode(chain(Answered.of("SchoolType", 3, "FreeMeals"))[1])
    assert old in data
    with pytest.raises(MalformedEntry, match=f"^entry 2 of case 7f3a .*{what}"):
        decode(data.replace(old, new), "entry 2 of case 7f3a")


def test_an_entry_of_today_is_read_when_a_kind_has_grown_an_optional_field() -> None:
    class Opened2(
        msgspec.Struct, frozen=True, tag="opened", tag_field="kind", omit_defaults=True, forbid_unknown_fields=True
    ):
        after_crash: bool = False
        battery: int | None = None

    data = msgspec.json.encode(Opened(after_crash=True))
    assert msgspec.json.encode(msgspec.json.decode(data, type=Opened2)) == data


@pytest.fixture
def whole(chain: Chain) -> list[Entry]:
    return chain(Opened(), Answered.of("A", 1, "B"), Answered.of("B", 2, "C"), Remarked("A", "hm"), Left(Way.PAUSED))


def test_a_whole_chain_is_whole(whole: list[Entry]) -> None:
    assert verify_chain(whole) is None
    assert verify_chain(whole, Head(6, digest(encode(whole[-1])))) is None
    assert verify_chain(whole, Head(3, digest(encode(whole[2])))) is None
    assert verify_chain([]) is None


@pytest.mark.parametrize("at", range(6))
def test_a_changed_entry_is_named(whole: list[Entry], at: int) -> None:
    anchor = Head(6, digest(encode(whole[-1])))
    whole[at] = msgspec.structs.replace(whole[at], who="mallory")
    found = verify_chain(whole, anchor)
    assert found is not None
    assert (found.number, found.what.split(":")[0]) == (at + 1, "changed")


@pytest.mark.parametrize("at", range(5))
def test_an_entry_taken_out_is_named(whole: list[Entry], at: int) -> None:
    del whole[at]
    assert verify_chain(whole) == Break(at + 1, f"missing or out of order: entry {at + 2} stands in its place")


def test_an_entry_taken_out_with_the_rest_renumbered_is_named(whole: list[Entry]) -> None:
    del whole[2]
    renumbered = [msgspec.structs.replace(entry, number=number) for number, entry in enumerate(whole, start=1)]
    found = verify_chain(renumbered)
    assert found is not None
    assert found.number == 2


def test_entries_in_another_order_are_named(whole: list[Entry]) -> None:
    whole[2], whole[3] = whole[3], whole[2]
    assert verify_chain(whole) == Break(3, "missing or out of order: entry 4 stands in its place")


def test_an_entry_of_another_case_is_named(whole: list[Entry]) -> None:
    whole[4] = msgspec.structs.replace(whole[4], case="b00c")
    assert verify_chain(whole) == Break(5, "of another case (b00c)")


def test_entries_cut_off_the_end_are_seen_from_a_head_noted_elsewhere(whole: list[Entry]) -> None:
    anchor = Head(6, digest(encode(whole[-1])))
    assert verify_chain(whole[:4]) is None
    assert verify_chain(whole[:4], anchor) == Break(5, "missing: entries up to 6 were noted")
    assert verify_chain([], anchor) == Break(1, "missing: entries up to 6 were noted")


def test_no_flipped_bit_goes_unseen(whole: list[Entry]) -> None:
    anchor = Head(6, digest(encode(whole[-1])))
    chance = random.Random(7)  # noqa: S311
    for _ in range(300):
        kept = [bytearray(encode(entry)) for entry in whole]
        flipped = chance.choice(kept)
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        try:
            entries = [decode(bytes(data), "an entry") for data in kept]
        except MalformedEntry:
            continue
        assert verify_chain(entries, anchor) is not None
