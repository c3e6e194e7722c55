"""Segments: what goes in comes out to the byte, over branches and up to any entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.journals.segments import Segment, append_segment, append_segments, journal_bytes, pack, unpack
from tests.hub.scenario import HubScene

_ENTRIES = st.lists(
    st.text().map(lambda text: b"{" + text.encode(errors="ignore").replace(b"\n", b"") + b"}"), min_size=1
)


@given(_ENTRIES)
def test_packed_entries_come_out_as_they_went_in(entries: list[bytes]) -> None:
    assert unpack(pack(entries)) == entries


def test_one_short_entry_is_kept_plain_and_many_are_compressed() -> None:
    assert pack([b"{}"]) == b"{}\n"
    many = [b'{"kind":"answered"}'] * 60
    assert len(pack(many)) < 200
    assert unpack(pack(many)) == many


def _entries(first: int, last: int, course: str = "a") -> list[bytes]:
    return [f'{{"{course}":{number}}}'.encode() for number in range(first, last + 1)]


def _branch(connection: Connection, key: int, branch: int, base: int, base_number: int) -> None:
    row = {"case_key": key, "branch": branch, "base": base, "base_number": base_number, "made": 0, "made_by": "ruth"}
    connection.execute(insert(tables.branches).values(row))


def test_a_journal_goes_over_its_branches_down_to_the_first(database: HubDatabase) -> None:
    scene = HubScene.set_up(database)
    key = scene.row(scene.case("1/1").case_id).key
    first = scene.journal("id-1/1")
    with database.writing() as connection:
        append_segments(
            connection, [Segment(key, 0, 2, _entries(2, 4), None, 1), Segment(key, 0, 5, _entries(5, 9), None, 1)]
        )
        _branch(connection, key, 1, 0, 6)
        append_segment(connection, Segment(key, 1, 7, _entries(7, 8, "b"), None, 2))
        _branch(connection, key, 2, 1, 7)
        append_segment(connection, Segment(key, 2, 8, _entries(8, 10, "c"), None, 3))
        # A branch of a branch that begins before that one's own entries has none of them.
        _branch(connection, key, 3, 2, 3)

        assert journal_bytes(connection, key) == first + _entries(2, 9)
        assert journal_bytes(connection, key, branch=1) == first + _entries(2, 6) + _entries(7, 8, "b")
        third = first + _entries(2, 6) + _entries(7, 7, "b") + _entries(8, 10, "c")
        assert journal_bytes(connection, key, branch=2) == third
        assert journal_bytes(connection, key, branch=3) == third[:3]
        assert [journal_bytes(connection, key, upto, branch=2) for upto in range(12)] == [
            third[:upto] for upto in range(12)
        ]

        connection.execute(update(tables.cases).where(tables.cases.c.key == key).values(branch=2))
        assert journal_bytes(connection, key) == third
        assert journal_bytes(connection, key, 7) == third[:7]
        assert journal_bytes(connection, 12345) == []


def test_a_segment_that_leaves_a_gap_is_refused_by_the_database(database: HubDatabase) -> None:
    scene = HubScene.set_up(database)
    key = scene.row(scene.case("1/1").case_id).key
    with pytest.raises(IntegrityError), database.writing() as connection:
        append_segment(connection, Segment(key, 0, 3, _entries(3, 4), None, 1))
    assert len(scene.journal("id-1/1")) == 1
