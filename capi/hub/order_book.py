"""The order book: what each account is to be told at its next sync round, numbered from 1 without a gap.

    make_order(connection, NewOrder(user_key, ToAssign(), case_key), made_by="ruth", now=hub.now())

An account's row is locked from the moment a number is drawn until the transaction ends: so an order that can be read
has all those before it beside it, and a laptop whose cursor has passed a number has passed all of them.
Locks are taken in one order by everybody: cases by their ids, then accounts by their keys, then the audit log.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, select, update

from capi.hub.hub import to_microseconds
from capi.hub.many import among, rows_of
from capi.hub.policy import works_on_a_laptop
from capi.hub.tables import orders, users
from capi.sync.messages import Role


class _What(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    pass


class ToAssign(_What, frozen=True, tag="assigned"):
    """A case for the account: the first of its laptops to ask takes it."""


class ToRecall(_What, frozen=True, tag="recalled"):
    """The laptop `device_key` is to give up what it holds by `term`. `now`: it is not waited for, and holds it no more."""

    reason: str
    device_key: int
    term: int
    now: bool = False


class ToTellOnline(_What, frozen=True, tag="begun_online"):
    """The respondent answers the case online: the laptop `device_key`, which held it by `term`, holds it no more."""

    device_key: int
    term: int
    since: datetime


class ToReturn(_What, frozen=True, tag="returned"):
    """`number`: how far the journal was when it was decided; the entry it leads to comes after."""

    note: str
    fields: tuple[str, ...]
    number: int


class ToAccept(_What, frozen=True, tag="accepted"):
    number: int
    hash: str


class ToAppoint(_What, frozen=True, tag="appointed"):
    """`number` as in ToReturn."""

    local: str
    zone: str
    utc: datetime
    minutes: int
    hard: bool
    note: str
    number: int
    medium: str = ""
    telephone: int = 0
    owner: str = ""
    lapses: datetime | None = None


class ToCallOff(_What, frozen=True, tag="called_off"):
    """The appointment that stands is off. `number` as in ToReturn."""

    reason: str
    number: int


class ToSetOutcome(_What, frozen=True, tag="outcome_given"):
    """`frame` is the SHA-256 of the frame that has the code; an empty code takes the outcome back. `number` as in ToReturn."""

    code: str
    frame: str
    reason: str
    number: int


class ToOffer(_What, frozen=True, tag="instrument_offered"):
    instrument_key: int


class ToTakeFrame(_What, frozen=True, tag="frame_taken"):
    frame_key: int


What: TypeAlias = (
    ToAssign
    | ToRecall
    | ToTellOnline
    | ToReturn
    | ToAccept
    | ToAppoint
    | ToCallOff
    | ToSetOutcome
    | ToOffer
    | ToTakeFrame
)

_DECODER: msgspec.json.Decoder[What] = msgspec.json.Decoder(What)
_COLUMNS = tuple(orders.c[name] for name in ("user_key", "number", "kind", "case_key", "details", "made", "made_by"))


@dataclass(frozen=True, slots=True)
class NewOrder:
    """`made_by` where it is not who makes the others: an order that goes along with its case to another account."""

    user_key: int
    what: What
    case_key: int | None = None
    made_by: str = ""


def kind_of(what: type[What]) -> str:
    """Its word in the column `kind`."""
    return str(what.__struct_config__.tag)


def what_of(details: str) -> What:
    """What an order says, from its column `details`."""
    return _DECODER.decode(details)


def make_order(connection: Connection, new: NewOrder, *, made_by: str, now: datetime) -> None:
    """One order, in the caller's transaction, which has locked the case already."""
    make_orders(connection, (new,), made_by=made_by, now=now)


def make_orders(connection: Connection, new: Sequence[NewOrder], *, made_by: str, now: datetime) -> None:
    """Many, in the order given; as few statements for 100,000 as for one."""
    if not new:
        return
    last = _drawn(connection, Counter(order.user_key for order in new))
    made = to_microseconds(now)
    rows: list[tuple[int | str | None, ...]] = []
    worded: dict[What, tuple[str, str]] = {}
    for order in new:
        last[order.user_key] += 1
        if order.what not in worded:
            worded[order.what] = kind_of(type(order.what)), msgspec.json.encode(order.what).decode()
        kind, details = worded[order.what]
        by = order.made_by or made_by
        rows.append((order.user_key, last[order.user_key], kind, order.case_key, details, made, by))
    listed = rows_of(connection, rows, {each.name: each.type for each in _COLUMNS})
    connection.execute(insert(orders).from_select([each.name for each in _COLUMNS], listed))


def tell_everybody(connection: Connection, what: What, *, made_by: str, now: datetime) -> None:
    """Every account there is that works on a laptop; one that is made later hears of it when it asks for the first time."""
    roles = [role.value for role in Role if works_on_a_laptop(role)]
    wanted = select(users.c.key).where(users.c.role.in_(roles), users.c.active).order_by(users.c.key)
    # Locked before: an account that is being made, or asks for the first time, is told by one of the two.
    accounts = connection.execute(wanted.with_for_update(key_share=True)).scalars().all()
    make_orders(connection, [NewOrder(account, what) for account in accounts], made_by=made_by, now=now)


def _drawn(connection: Connection, counts: Counter[int]) -> dict[int, int]:
    """The last number of each account before; so many more are drawn, and the accounts stay locked."""
    wanted = (
        select(users.c.key, users.c.orders)
        .where(among(connection, users.c.key, sorted(counts)))
        .order_by(users.c.key)
        .with_for_update(key_share=True)
    )
    last = dict(connection.execute(wanted).all())
    connection.execute(
        update(users).where(users.c.key == bindparam("wanted")).values(orders=users.c.orders + bindparam("more")),
        [{"wanted": key, "more": counts[key]} for key in sorted(counts)],
    )
    return last
