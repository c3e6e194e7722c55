"""Devices: the laptops that are enrolled, and the end of one: replaced, revoked or lost.

A replaced laptop may still send what is on it. One that is revoked or lost is refused at its next word, and a lost one
is told to destroy its keys. Whatever it held is free for another laptop of the account from that moment.
"""

from urllib.parse import quote

from sqlalchemy import Connection, select, update

from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.office.assignment import free_cases_of
from capi.hub.office.device_lines import device_line, device_lines
from capi.hub.office.held import held as held
from capi.hub.people import token_family
from capi.hub.people.enrolment import new_code as new_code
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, tokens
from capi.hub.tables import devices as laptops
from capi.sync.office_messages import DeviceEnd, DeviceLine, DeviceState

_AFTER = {
    DeviceState.ACTIVE: (DeviceState.REPLACED, DeviceState.REVOKED, DeviceState.LOST),
    DeviceState.REPLACED: (DeviceState.REVOKED, DeviceState.LOST),
    DeviceState.REVOKED: (DeviceState.LOST,),
    DeviceState.LOST: (),
}
"""What may follow: always less. A laptop that turns up again is enrolled again."""


def devices(hub: Hub, principal: Principal) -> list[DeviceLine]:
    """All laptops, the latest first. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_DEVICES)
    query = device_lines().order_by(laptops.c.enrolled.desc(), laptops.c.key.desc())
    with hub.database.reading() as connection:
        return [device_line(row) for row in connection.execute(query)]


def end_device(hub: Hub, principal: Principal, device: str, wanted: DeviceEnd) -> DeviceLine:
    """Ends it, and frees what it holds; said twice, nothing more happens.

    Raises NotAllowed, NotThere, Unfit, Conflict where it was ended otherwise before, Unavailable.
    """
    require(principal, Action.END_DEVICES)
    if wanted.state is DeviceState.ACTIVE:
        raise Unfit("unfit", "A laptop becomes active by being enrolled; make a code for its account.", where="state")
    reason, device = fit(wanted.reason, "the reason", "reason"), fit(device, "the number of the laptop", "device")
    with hub.database.writing() as connection:
        its_own = laptops.c.id == device
        there = connection.execute(select(laptops).where(its_own).with_for_update(key_share=True)).one_or_none()
        if there is None:
            raise NotThere("not_there", f"There is no laptop {device}.")
        if there.state != wanted.state.value:
            _refuse_backwards(DeviceState(there.state), wanted.state)
            ended = {"state": wanted.state.value, "ended": to_microseconds(hub.now())}
            connection.execute(update(laptops).where(its_own).values(ended))
            if wanted.state is not DeviceState.REPLACED:
                token_family.revoke(hub, connection, tokens.c.device_key == there.key)
            freed = _freed(hub, connection, principal, there.key)
            details = {"state": wanted.state.value, "reason": reason, "cases": freed}
            audit.record(hub, connection, principal.user, "device_ended", device, **details)
        return device_line(connection.execute(device_lines(its_own)).one())


def _freed(hub: Hub, connection: Connection, principal: Principal, device_key: int) -> str:
    """What it held and how far each case was, `id:number id:number`: `held` reads it in the audit log."""
    its_own = (cases.c.holder_key == device_key, cases.c.deleted.is_(None))
    query = select(cases.c.id, cases.c.number).where(*its_own).order_by(cases.c.id)
    listed = " ".join(
        f"{quote(case.id, safe='')}:{case.number}" for case in connection.execute(query.with_for_update(key_share=True))
    )
    free_cases_of(hub, connection, device_key, principal)
    return listed


def _refuse_backwards(before: DeviceState, wanted: DeviceState) -> None:
    if wanted not in _AFTER[before]:
        raise Conflict(
            "conflict",
            f"This laptop is {before.value}, and cannot become {wanted.value}. If it has turned up, enrol it again with a new code.",
        )
