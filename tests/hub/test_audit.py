"""The audit log: in one chain on both databases, and whoever changes, removes or cuts off lines is found out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from capi.hub import audit, tables
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, Unavailable
from capi.hub.hub import Hub, HubKeys, Principal
from capi.sync.messages import Role
from tests.hub.conftest import NOW
from tests.hub.gate import Gate

ADA = Principal(1, "ada", Role.ADMINISTRATOR)


@pytest.fixture
def hub(database: HubDatabase) -> Hub:
    return Gate.set_up(database).hub


def write(hub: Hub, count: int, **details: str) -> str:
    """So many lines; the head after the last one, as a laptop keeps it."""
    with hub.database.writing() as connection:
        for number in range(count):
            audit.record(hub, connection, "ruth", "case_recalled", f"case-{number}", **details)
        return audit.head(connection)


def tamper(hub: Hub, change: Callable[[Connection], object]) -> None:
    """As somebody does who may do everything in the database: the guards are taken away first."""
    with hub.database.writing() as connection:
        for kind in ("insert", "update", "delete"):
            on = " ON audit" if hub.database.is_postgresql else ""
            connection.exec_driver_sql(f"DROP TRIGGER audit_guard_{kind}{on}")
        change(connection)


def test_an_empty_log_is_whole(hub: Hub) -> None:
    assert audit.verify(hub) is None
    with hub.database.reading() as connection:
        assert audit.verify(hub, [audit.head(connection)]) is None


def test_lines_are_told_in_their_order_and_page_by_page(hub: Hub) -> None:
    write(hub, 5, now="yes", laptop="L-1")
    told = audit.lines(hub, ADA, after=2, limit=2)
    assert [(line.number, line.subject) for line in told] == [(3, "case-2"), (4, "case-3")]
    first = told[0]
    assert (first.time, first.who, first.action, first.details) == (
        NOW,
        "ruth",
        "case_recalled",
        {"laptop": "L-1", "now": "yes"},
    )


def test_only_administrators_read_it(hub: Hub) -> None:
    for role in Role:
        if role is not Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                audit.lines(hub, Principal(1, "x", role))


def test_fifty_thousand_lines_are_whole_and_one_changed_among_them_is_found(hub: Hub) -> None:
    head = write(hub, 3)
    with hub.database.writing() as connection:
        key = audit.keyed(hub.keys.audit)
        number, mac = 3, head.partition(":")[2]
        rows = []
        while number < 50_000:
            number += 1
            line = (number, 0, "ruth", "case_recalled", f"case-{number}", "{}")
            mac = audit.chained(key, mac, line)
            rows.append(dict(zip(tables.audit.columns.keys(), (*line, mac), strict=True)))
        for kind in ("insert",):
            on = " ON audit" if hub.database.is_postgresql else ""
            connection.exec_driver_sql(f"DROP TRIGGER audit_guard_{kind}{on}")
        connection.execute(insert(tables.audit), rows)
        connection.execute(update(tables.audit_head).values(number=number, mac=mac))
    assert audit.verify(hub, [head, f"{number}:{mac}"]) is None
    with hub.database.writing() as connection:
        on = " ON audit" if hub.database.is_postgresql else ""
        connection.exec_driver_sql(f"DROP TRIGGER audit_guard_update{on}")
        connection.execute(update(tables.audit).where(tables.audit.c.number == 31_234).values(subject="case-1"))
    assert audit.verify(hub) == 31_234


@pytest.mark.parametrize(
    "values",
    [{"time": 1}, {"who": "ada"}, {"action": "x"}, {"subject": "y"}, {"details": '{"now":"no"}'}, {"mac": "0" * 64}],
)
def test_a_changed_line_is_found(hub: Hub, values: dict[str, object]) -> None:
    write(hub, 9, now="yes")
    tamper(
        hub,
        lambda connection: connection.execute(update(tables.audit).where(tables.audit.c.number == 4).values(**values)),
    )
    assert audit.verify(hub) == 4


def test_a_line_taken_out_of_the_middle_is_found_even_where_the_rest_is_numbered_anew(hub: Hub) -> None:
    write(hub, 9)

    def take_out(connection: Connection) -> None:
        connection.execute(delete(tables.audit).where(tables.audit.c.number == 4))
        for number in range(5, 10):
            connection.execute(update(tables.audit).where(tables.audit.c.number == number).values(number=number - 1))
        connection.execute(update(tables.audit_head).values(number=8))

    tamper(hub, take_out)
    assert audit.verify(hub) == 4


def test_a_first_line_taken_out_is_found(hub: Hub) -> None:
    write(hub, 3)
    tamper(hub, lambda connection: connection.execute(delete(tables.audit).where(tables.audit.c.number == 1)))
    assert audit.verify(hub) == 1


def test_lines_cut_off_the_end_are_found(hub: Hub) -> None:
    write(hub, 9)
    tamper(hub, lambda connection: connection.execute(delete(tables.audit).where(tables.audit.c.number > 6)))
    assert audit.verify(hub) == 7


def test_lines_cut_off_with_the_head_put_back_are_found_by_a_head_noted_elsewhere(hub: Hub) -> None:
    earlier, noted = write(hub, 6), write(hub, 3)

    def cut(connection: Connection) -> None:
        connection.execute(delete(tables.audit).where(tables.audit.c.number > 6))
        number, _, mac = earlier.partition(":")
        connection.execute(update(tables.audit_head).values(number=int(number), mac=mac))

    tamper(hub, cut)
    assert audit.verify(hub) is None
    assert audit.verify(hub, [earlier]) is None
    assert audit.verify(hub, [earlier, noted]) == 7


def test_a_log_that_was_emptied_is_found_by_a_head_noted_elsewhere(hub: Hub) -> None:
    noted = write(hub, 3)

    def empty(connection: Connection) -> None:
        connection.execute(delete(tables.audit))
        connection.execute(delete(tables.audit_head))

    tamper(hub, empty)
    assert audit.verify(hub, [noted]) == 1


def test_a_log_written_anew_is_found_by_a_head_noted_elsewhere(hub: Hub) -> None:
    """Whoever has the key too can write another history, but not one that laptops have noted."""
    noted = write(hub, 6)

    def empty(connection: Connection) -> None:
        connection.execute(delete(tables.audit))
        connection.execute(delete(tables.audit_head))

    tamper(hub, empty)
    write(hub, 9, invented="yes")
    assert audit.verify(hub) is None
    assert audit.verify(hub, [noted]) == 6


def test_a_head_put_back_without_the_lines_is_found(hub: Hub) -> None:
    earlier = write(hub, 2)
    write(hub, 2)
    mac = earlier.partition(":")[2]
    tamper(hub, lambda connection: connection.execute(update(tables.audit_head).values(number=2, mac=mac)))
    assert audit.verify(hub) == 3


def test_without_the_key_no_line_can_be_added(hub: Hub) -> None:
    write(hub, 2)
    write(Hub(hub.database, HubKeys.new(), hub.now), 1)
    assert audit.verify(hub) == 3


def test_the_database_itself_refuses_to_change_remove_or_overwrite_a_line(hub: Hub) -> None:
    write(hub, 3)
    table = tables.audit
    row = {"number": 2, "time": 0, "who": "", "action": "", "subject": "", "details": "{}", "mac": ""}
    for change in (
        update(table).values(who="ada"),
        delete(table),
        insert(table).values(row),
        insert(table).values(row | {"number": 7}),
        *(() if hub.database.is_postgresql else (insert(table).values(row).prefix_with("OR REPLACE"),)),
    ):
        with pytest.raises(DBAPIError), hub.database.writing() as connection:
            connection.execute(change)
    assert audit.verify(hub) is None


def test_lines_that_are_written_at_once_stand_in_one_chain(hub: Hub) -> None:
    with ThreadPoolExecutor(8) as together:
        list(together.map(lambda _: write(hub, 1), range(40)))
    with hub.database.reading() as connection:
        assert connection.execute(select(tables.audit_head.c.number)).scalar() == 40
    assert audit.verify(hub) is None


def test_a_line_of_a_transaction_that_failed_is_not_there(hub: Hub) -> None:
    write(hub, 1)
    with pytest.raises((DBAPIError, Unavailable)), hub.database.writing() as connection:
        _write_and_fail(hub, connection)
    write(hub, 1)
    assert audit.verify(hub) is None
    assert len(audit.lines(hub, ADA)) == 2


@pytest.mark.parametrize("text", ["", "7", "x:" + "0" * 64, "7:abc", "-1:" + "0" * 64])
def test_what_is_no_head_is_not_taken_for_one(hub: Hub, text: str) -> None:
    with pytest.raises(ValueError, match="no head"):
        audit.verify(hub, [text])


_TEXTS = st.text(max_size=5)
_LINES = st.tuples(st.integers(0, 2**53), st.integers(0, 2**53), _TEXTS, _TEXTS, _TEXTS, _TEXTS)


@given(_LINES, _LINES)
def test_no_two_lines_are_chained_alike(
    one: tuple[int, int, str, str, str, str], other: tuple[int, int, str, str, str, str]
) -> None:
    key = audit.keyed(b"k" * 32)
    assert (audit.chained(key, "0" * 64, one) == audit.chained(key, "0" * 64, other)) is (one == other)


def _write_and_fail(hub: Hub, connection: Connection) -> None:
    audit.record(hub, connection, "ruth", "case_recalled", "case-9")
    connection.exec_driver_sql("SELECT nonsense FROM nowhere")
