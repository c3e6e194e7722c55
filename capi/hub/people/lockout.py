"""The lockout: whoever fails again and again waits longer and longer, and nobody is shut out for good.

A try is counted before it is looked at, and taken back where it was good, so that many at once gain nothing. Tries are
counted by the account they are for, the address they come from, and the laptop that makes them. An account that has been
signed in to from an address is counted apart there: strangers who fail elsewhere do not keep its owner out.
All of it is in the database, for every process of the hub, and nothing in it can be read back: buckets are keyed hashes.
"""

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from capi.hub.errors import TooManyTries
from capi.hub.hub import Hub, to_microseconds
from capi.hub.tables import attempts

_SECOND = 1_000_000
FORGOTTEN = timedelta(days=30)
"""An account is known at an address for so long after it was last signed in to there."""


@dataclass(frozen=True, slots=True)
class Patience:
    """After `free` failures the next try waits a second, the one after it two, then four, up to `longest` seconds.

    All is forgotten after `quiet` seconds without a try.
    """

    free: int
    longest: int
    quiet: int

    def wait(self, failures: int) -> int:
        """Seconds until the next try, after so many failures."""
        over = failures - self.free
        return 0 if over < 0 else min(1 << min(over, 30), self.longest)


ACCOUNT = Patience(free=5, longest=900, quiet=86_400)
ADDRESS = Patience(free=20, longest=300, quiet=3_600)
"""Many people may share one address: a telephone centre, a mobile network."""
DEVICE = Patience(free=10, longest=300, quiet=3_600)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where tries are counted, under a keyed hash."""

    name: str
    patience: Patience


def of_account(hub: Hub, connection: Connection, name: str, address: str) -> Bucket:
    """The account's tries: those from this address, where it was signed in to from here of late; else those from anywhere."""
    there = _known(hub, name, address)
    since = to_microseconds(hub.now() - FORGOTTEN)
    known = select(attempts.c.bucket).where(attempts.c.bucket == there.name, attempts.c.last > since)
    return there if connection.execute(known).first() else Bucket(_hash(hub, "account", name), ACCOUNT)


def of_address(hub: Hub, what: str, address: str, patience: Patience = ADDRESS) -> Bucket:
    """The tries at one thing from one address."""
    return Bucket(_hash(hub, f"address {what}", _network(address)), patience)


def of_device(hub: Hub, device: str) -> Bucket:
    """The tries of one laptop. Count only what it has signed: else anybody could shut it out who knows its number."""
    return Bucket(_hash(hub, "device", device), DEVICE)


def refuse_too_many(hub: Hub, connection: Connection, buckets: Sequence[Bucket]) -> None:
    """Raises TooManyTries where one of them has to wait. A try that is refused is not counted."""
    now = to_microseconds(hub.now())
    query = select(attempts.c.bucket, attempts.c.blocked_until).where(attempts.c.bucket.in_(_names(buckets)))
    until = {row.bucket: row.blocked_until for row in connection.execute(query)}
    seconds = max(_seconds_left(until.get(each.name, 0), now, each.patience) for each in buckets)
    if seconds:
        raise TooManyTries(f"There were too many tries. Try again in {seconds} seconds.", seconds)


def count(hub: Hub, connection: Connection, buckets: Sequence[Bucket]) -> None:
    """Counts a try that is looked at next. Raises TooManyTries."""
    _lock(hub, connection, buckets)
    refuse_too_many(hub, connection, buckets)
    add(hub, connection, buckets)


def add(hub: Hub, connection: Connection, buckets: Sequence[Bucket]) -> None:
    """Counts a try that has failed."""
    _lock(hub, connection, buckets)
    now = to_microseconds(hub.now())
    for bucket in buckets:
        failures = _failures(connection, bucket, now) + 1
        _write(connection, bucket, now, failures)


def take_back(hub: Hub, connection: Connection, buckets: Sequence[Bucket]) -> None:
    """The try that was counted last was good. Other people's failures from the same address stay counted."""
    _lock(hub, connection, buckets)
    now = to_microseconds(hub.now())
    for bucket in buckets:
        _write(connection, bucket, now, max(_failures(connection, bucket, now) - 1, 0))


def forgive(hub: Hub, connection: Connection, name: str, address: str = "") -> None:
    """The account's failures are forgotten; with an address, it is known there from now on."""
    connection.execute(delete(attempts).where(attempts.c.bucket == _hash(hub, "account", name)))
    if address:
        there = _known(hub, name, address)
        _lock(hub, connection, [there])
        _write(connection, there, to_microseconds(hub.now()), 0)


def forget_old(hub: Hub, connection: Connection) -> None:
    """Removes what counts no more."""
    connection.execute(delete(attempts).where(attempts.c.last < to_microseconds(hub.now() - FORGOTTEN)))


def _seconds_left(until: int, now: int, patience: Patience) -> int:
    left = -(-(until - now) // _SECOND)
    # Further ahead than any wait: the hub's clock was wrong when it was set.
    return left if 0 < left <= patience.longest else 0


def _failures(connection: Connection, bucket: Bucket, now: int) -> int:
    row = connection.execute(select(attempts).where(attempts.c.bucket == bucket.name)).one()
    return 0 if now - row.last > bucket.patience.quiet * _SECOND else int(row.failures)


def _write(connection: Connection, bucket: Bucket, now: int, failures: int) -> None:
    until = now + bucket.patience.wait(failures) * _SECOND
    connection.execute(
        update(attempts)
        .where(attempts.c.bucket == bucket.name)
        .values(failures=failures, last=now, blocked_until=until if until > now else 0)
    )


def _lock(hub: Hub, connection: Connection, buckets: Sequence[Bucket]) -> None:
    # Always in the same order, or two tries at once would wait for each other.
    dialect = postgresql if hub.database.is_postgresql else sqlite
    rows = [{"bucket": name, "failures": 0, "last": 0, "blocked_until": 0} for name in _names(buckets)]
    connection.execute(dialect.insert(attempts).on_conflict_do_nothing(), rows)
    names = select(attempts.c.bucket).where(attempts.c.bucket.in_(_names(buckets))).order_by(attempts.c.bucket)
    connection.execute(names.with_for_update()).all()


def _names(buckets: Sequence[Bucket]) -> list[str]:
    return sorted(each.name for each in buckets)


def _known(hub: Hub, name: str, address: str) -> Bucket:
    return Bucket(_hash(hub, f"account at {_network(address)}", name), ACCOUNT)


def _network(address: str) -> str:
    """An IPv6 connection has a whole network of 64 bits for itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False).network_address
    return str(found)


def _hash(hub: Hub, what: str, text: str) -> str:
    data = f"capi attempts 1\n{what}\n{text}".encode(errors="surrogatepass")
    return hmac.digest(hub.keys.audit, data, "sha256").hex()
