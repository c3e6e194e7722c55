"""A sample is invited: codes for all of its cases that may be answered online, and the letters that carry them, counted.

    made = invite(hub, principal, Inviting("wave 1", Whom.NEW, expires))
    for recipients in to_write(hub, principal, wanted, Enough.AN_ADDRESS): ...   # a portion at a time; each has her code
    letters_written(hub, principal, "wave 1", keys)                             # once the files are whole

Nothing is doubled by doing it again: who has a good code keeps it, and a letter that was counted is written again only for a reminder, or
where that is asked for. What was cut off is made good by the same command.
"""

import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from capi.fieldwork.contact import Contact
from capi.hub import audit
from capi.hub.errors import NotThere
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.many import among
from capi.hub.online.access_codes import access_code
from capi.hub.online.good_until import refuse_day
from capi.hub.online.invitations import LeftOut, Looking, Terms, invitees, make_codes
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, instruments, invitations, samples, visits

AT_ONCE = 2_000
"""Cases of one transaction: respondents who are answering wait for no more than that."""
_CONTACT = msgspec.json.Decoder(Contact)
_NOBODY = Contact()


class Whom(enum.Enum):
    """To whom letters go."""

    NEW = "new"
    """Whose code has been in no letter yet."""
    AGAIN = "again"
    """Whoever has a good code and is not through."""
    REMINDERS = "reminders"
    """Of those, who has had a letter already."""


@dataclass(frozen=True, slots=True)
class Inviting:
    """`expires`: until when new codes are good, and with `prolongs` those of a reminder too, where they run out earlier."""

    sample: str
    whom: Whom
    expires: datetime
    prolongs: bool = False


@dataclass(slots=True)
class Invited:
    """What came of it: cases looked at, codes made and prolonged, and why other cases have none."""

    looked_at: int = 0
    made: int = 0
    prolonged: int = 0
    left_out: Counter[LeftOut] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One letter. `letters`: those before it, the last one at `last_letter`; `online`: since when she answers, `seen` when
    she was last there, and `entries` how many there are in her journal."""

    invitation: int
    reference: str
    contact: Contact
    code: str
    serial: int
    expires: datetime
    letters: int
    last_letter: datetime | None
    online: datetime | None
    seen: datetime | None
    entries: int = 1


Told = Callable[[int, int], None]
"""So many cases are looked at, of so many."""


def _untold(_done: int, _of: int) -> None:
    """Nobody watches."""


def invite(hub: Hub, principal: Principal, wanted: Inviting, told: Told = _untold) -> Invited:
    """Makes what codes are missing. In portions, each whole in itself: what was cut off goes on where it was.

    Raises NotAllowed, NotThere (the sample), Unfit (the day), Unavailable.
    """
    require(principal, Action.INVITE)
    refuse_day(wanted.expires, hub.now())
    result, after = Invited(), 0
    with hub.database.reading() as connection:
        sample_key = _sample(connection, wanted.sample)
        count = select(func.count()).select_from(cases).where(cases.c.sample_key == sample_key)
        number = connection.execute(count).scalar_one()
    while True:
        with hub.database.writing() as connection:
            # Held first: who invites the same sample at the same moment waits, and finds these codes made. Not so firmly that a
            # respondent would wait: PostgreSQL looks at the sample when the line of a case is changed twice.
            sample = select(samples.c.key).where(samples.c.key == sample_key)
            connection.execute(sample.with_for_update(key_share=True))
            found, looking = _portion(hub, connection, sample_key, after)
            if not found:
                return result
            _give_codes(hub, connection, principal, wanted, _Given(looking, found, result))
        after = found[-1].key
        result.looked_at += len(found)
        told(result.looked_at, number)


def to_write(hub: Hub, principal: Principal, wanted: Inviting, *, printed: bool) -> Iterator[list[Recipient]]:
    """Those who get a letter now, a portion at a time, in the order in which their cases were added; `printed`: to an address.

    Raises NotAllowed, NotThere, Unavailable.
    """
    require(principal, Action.INVITE)
    after = 0
    while True:
        with hub.database.reading() as connection:
            found, looking = _portion(hub, connection, _sample(connection, wanted.sample), after)
            if not found:
                return
            some = [row for row in found if _is_meant(looking, row, wanted.whom)]
            seen = _last_seen(connection, [row.key for row in some if row.online is not None])
            made = [_recipient(hub, row, seen.get(row.key)) for row in some]
        yield [each for each in made if has_address(each.contact) or not printed]
        after = found[-1].key


def letters_written(hub: Hub, principal: Principal, sample: str, keys: Sequence[int]) -> None:
    """Counts a letter for each of these invitations. Raises NotAllowed, Unavailable."""
    require(principal, Action.INVITE)
    now = to_microseconds(hub.now())
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        written = {"letters": invitations.c.letters + 1, "last_letter": now}
        with hub.database.writing() as connection:
            connection.execute(update(invitations).where(among(connection, invitations.c.key, some)).values(written))
            audit.record(hub, connection, principal.user, "letters_written", sample, letters=str(len(some)))


def survey_title(hub: Hub, sample: str) -> str:
    """What the survey is called: by its instrument. Raises NotThere, Unavailable."""
    with hub.database.reading() as connection:
        wanted = select(instruments.c.title).join(samples, samples.c.instrument_key == instruments.c.key)
        return str(connection.execute(wanted.where(samples.c.key == _sample(connection, sample))).scalar_one())


def has_address(contact: Contact) -> bool:
    return any(line.strip() for line in contact.address) or bool(contact.postcode.strip())


@dataclass(frozen=True, slots=True)
class _Given:
    """A portion under way."""

    looking: Looking
    found: Sequence[Row[Any]]
    result: Invited


def _give_codes(hub: Hub, connection: Connection, principal: Principal, wanted: Inviting, given: _Given) -> None:
    new, longer = [], []
    until = to_microseconds(wanted.expires)
    for row in given.found:
        why = _why_no_code(given.looking, row, wanted)
        if why is not None:
            given.result.left_out[why] += 1
        elif wanted.whom is not Whom.REMINDERS and not given.looking.has_good_code(row):
            new.append(row)
        elif wanted.prolongs and row.expires < until:
            longer.append(row.invitation)
    make_codes(hub, connection, new, Terms(until, principal.user))
    if longer:
        these = among(connection, invitations.c.key, longer)
        connection.execute(update(invitations).where(these).values(expires=until))
    given.result.made += len(new)
    given.result.prolonged += len(longer)
    if new or longer:
        about = {"made": str(len(new)), "prolonged": str(len(longer)), "until": wanted.expires.isoformat()}
        audit.record(hub, connection, principal.user, "access_codes_made", wanted.sample, **about)


def _why_no_code(looking: Looking, row: Row[Any], wanted: Inviting) -> LeftOut | None:
    """None also where she has one already that may be printed again, or prolonged."""
    why = looking.why_not(row) or (None if _can_be_written_to(row) else LeftOut.NO_CONTACT)
    if why is not None:
        return why
    if row.revoked is not None:
        return LeftOut.RUN_OUT
    match wanted.whom:
        case Whom.NEW:
            return LeftOut.HAS_CODE if looking.has_good_code(row) else None
        case Whom.AGAIN:
            return None
        case Whom.REMINDERS:
            if not row.letters:
                return LeftOut.NO_LETTER_YET
            is_good = looking.has_good_code(row) or wanted.prolongs
            return None if is_good else LeftOut.RUN_OUT


def _is_meant(looking: Looking, row: Row[Any], whom: Whom) -> bool:
    if looking.why_not(row) is not None or not looking.has_good_code(row) or not _can_be_written_to(row):
        return False
    match whom:
        case Whom.NEW:
            return not row.letters
        case Whom.AGAIN:
            return True
        case Whom.REMINDERS:
            return bool(row.letters)


def _can_be_written_to(row: Row[Any]) -> bool:
    contact = _contact(row)
    return has_address(contact) or bool(contact.email.strip())


def _contact(row: Row[Any]) -> Contact:
    return _NOBODY if row.contact is None else _CONTACT.decode(row.contact)


def _portion(hub: Hub, connection: Connection, sample_key: int, after: int) -> tuple[Sequence[Row[Any]], Looking]:
    wanted = invitees().where(cases.c.sample_key == sample_key, cases.c.key > after)
    found = connection.execute(wanted.order_by(cases.c.key).limit(AT_ONCE)).all()
    return found, Looking.at(hub, connection, {row.instrument_key for row in found})


def _last_seen(connection: Connection, case_keys: Sequence[int]) -> Mapping[int, int]:
    wanted = select(visits.c.case_key, func.max(visits.c.seen)).where(among(connection, visits.c.case_key, case_keys))
    return dict(connection.execute(wanted.group_by(visits.c.case_key)).all())


def _recipient(hub: Hub, row: Row[Any], seen: int | None) -> Recipient:
    return Recipient(
        invitation=row.invitation,
        reference=row.reference,
        contact=_contact(row),
        code=access_code(hub, row.id, row.serial),
        serial=row.serial,
        expires=from_microseconds(row.expires),
        letters=row.letters,
        last_letter=_time(row.last_letter),
        online=_time(row.online),
        seen=_time(seen),
        entries=row.number,
    )


def _time(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else from_microseconds(microseconds)


def _sample(connection: Connection, name: str) -> int:
    key = connection.execute(select(samples.c.key).where(samples.c.name == fit(name, "the sample", "sample"))).scalar()
    if key is None:
        raise NotThere("not_there", f"There is no sample {name[:64]}. All samples: capi hub sample list")
    return int(key)
