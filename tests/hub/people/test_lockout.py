"""The lockout: longer and longer waits for who fails, none for who does not, and nobody shut out for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import TooManyTries
from capi.hub.people import lockout
from capi.hub.people.lockout import ACCOUNT, ADDRESS, DEVICE, Bucket, Patience
from tests.hub.gate import HOME, STRANGER, Gate


@pytest.fixture
def gate(database: HubDatabase) -> Gate:
    return Gate.set_up(database)


def fails(gate: Gate, bucket: Bucket, times: int = 1) -> None:
    for _ in range(times):
        with gate.hub.database.writing() as connection:
            lockout.count(gate.hub, connection, [bucket])


def waits(gate: Gate, bucket: Bucket) -> int:
    """Seconds until the next try is looked at."""
    try:
        with gate.hub.database.reading() as connection:
            lockout.refuse_too_many(gate.hub, connection, [bucket])
    except TooManyTries as refused:
        return refused.seconds
    return 0


def ruths(gate: Gate, address: str = HOME) -> Bucket:
    with gate.hub.database.reading() as connection:
        return lockout.of_account(gate.hub, connection, "ruth", address)


def test_the_wait_doubles_with_each_failure_up_to_a_bound(gate: Gate) -> None:
    bucket, waited = ruths(gate), []
    for _ in range(20):
        fails(gate, bucket)
        waited.append(waits(gate, bucket))
        gate.passes(seconds=waited[-1])
    assert waited == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, *[900] * 6]


def test_a_try_that_is_refused_is_not_counted(gate: Gate) -> None:
    bucket = ruths(gate)
    for _ in range(5):
        fails(gate, bucket)
    for _ in range(50):
        with pytest.raises(TooManyTries):
            fails(gate, bucket)
    gate.passes(seconds=1)
    assert waits(gate, bucket) == 0


def test_twenty_tries_at_once_are_no_more_than_five(gate: Gate) -> None:
    bucket = ruths(gate)

    def attempt(_: int) -> bool:
        try:
            fails(gate, bucket)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(10) as together:
        assert sum(together.map(attempt, range(20))) == ACCOUNT.free


def test_after_a_quiet_day_an_account_begins_anew(gate: Gate) -> None:
    bucket = ruths(gate)
    fails(gate, bucket, ACCOUNT.free)
    gate.passes(days=1, seconds=1)
    fails(gate, bucket)
    assert waits(gate, bucket) == 0


def test_a_hub_whose_clock_was_wrong_shuts_nobody_out(gate: Gate) -> None:
    bucket = ruths(gate)
    gate.passes(days=4_000)
    fails(gate, bucket, ACCOUNT.free)
    assert waits(gate, bucket) == 1
    gate.passes(days=-4_000)
    assert waits(gate, bucket) == 0


def test_where_an_account_was_signed_in_to_its_tries_are_counted_apart(gate: Gate) -> None:
    anywhere = ruths(gate, STRANGER)
    assert ruths(gate, HOME) == anywhere
    with gate.hub.database.writing() as connection:
        lockout.forgive(gate.hub, connection, "ruth", HOME)
    assert ruths(gate, HOME) != anywhere == ruths(gate, STRANGER)
    fails(gate, ruths(gate, STRANGER), ACCOUNT.free)
    assert (waits(gate, ruths(gate, HOME)), waits(gate, ruths(gate, STRANGER))) == (0, 1)
    fails(gate, ruths(gate, HOME), ACCOUNT.free)
    assert waits(gate, ruths(gate, HOME)) == 1
    gate.passes(days=31)
    assert ruths(gate, HOME) == anywhere


def test_a_good_try_takes_back_its_own_count_and_nobody_elses(gate: Gate) -> None:
    bucket = lockout.of_address(gate.hub, "sign_in", HOME)
    fails(gate, bucket, ADDRESS.free)
    gate.passes(seconds=1)
    for _ in range(10):
        fails(gate, bucket)
        with gate.hub.database.writing() as connection:
            lockout.take_back(gate.hub, connection, [bucket])
        gate.passes(seconds=1)
    fails(gate, bucket)
    assert waits(gate, bucket) == 2


def test_accounts_addresses_laptops_and_things_tried_are_counted_apart(gate: Gate) -> None:
    hub = gate.hub
    buckets = [
        ruths(gate),
        lockout.of_device(hub, "ruth"),
        lockout.of_address(hub, "sign_in", "ruth"),
        lockout.of_address(hub, "enrol", "ruth"),
        lockout.of_address(hub, "enrol", HOME),
        lockout.of_address(hub, "enrol", STRANGER),
    ]
    assert len({bucket.name for bucket in buckets}) == len(buckets)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:DB8:0001:2::1", "2001:db8:1:2::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_addresses_of_one_connection_are_counted_together(gate: Gate, one: str, other: str) -> None:
    assert lockout.of_address(gate.hub, "enrol", one) == lockout.of_address(gate.hub, "enrol", other)
    assert lockout.of_address(gate.hub, "enrol", one) != lockout.of_address(gate.hub, "enrol", "2001:db8:1:3::1")


def test_neither_addresses_nor_what_was_typed_as_a_name_can_be_read_in_the_table(gate: Gate) -> None:
    with gate.hub.database.writing() as connection:
        typed = lockout.of_account(gate.hub, connection, "my-password-by-mistake", HOME)
        lockout.count(gate.hub, connection, [typed, lockout.of_address(gate.hub, "sign_in", HOME)])
    kept = str(gate.rows(tables.attempts))
    assert "mistake" not in kept
    assert HOME not in kept


def test_what_counts_no_more_is_removed(gate: Gate) -> None:
    fails(gate, ruths(gate))
    gate.passes(days=29)
    fails(gate, lockout.of_device(gate.hub, "L-1"))
    gate.passes(days=2)
    with gate.hub.database.writing() as connection:
        lockout.forget_old(gate.hub, connection)
    assert [row.bucket for row in gate.rows(tables.attempts)] == [lockout.of_device(gate.hub, "L-1").name]


@given(st.sampled_from([ACCOUNT, ADDRESS, DEVICE]), st.integers(0, 10**9))
def test_a_wait_never_shrinks_with_more_failures_and_never_passes_its_bound(patience: Patience, failures: int) -> None:
    assert 0 <= patience.wait(failures) <= patience.wait(failures + 1) <= patience.longest
    assert timedelta(seconds=patience.longest) <= timedelta(minutes=15)
    assert (patience.wait(failures) == 0) is (failures < patience.free)
