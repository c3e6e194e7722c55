"""The accounts that cases can be given to: those of interviewers who still interview."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from capi.hub.errors import Unfit
from capi.hub.many import among
from capi.hub.people.texts import fit
from capi.hub.policy import works_on_a_laptop
from capi.hub.tables import users
from capi.sync.messages import Role


def accounts_for(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Their keys by their names. Raises Unfit where one cannot be given cases."""
    roles = {role.value for role in Role if works_on_a_laptop(role)}
    names = [fit(name, "the account", "to") for name in names]
    wanted = select(users.c.name, users.c.key, users.c.role, users.c.active).where(
        among(connection, users.c.name, sorted(names))
    )
    accounts: dict[str, int] = {}
    for name, key, role, active in connection.execute(wanted):
        if role not in roles or not active:
            raise Unfit(
                "unfit", f"{name} does not interview, or not any more. Choose an interviewer's account.", where="to"
            )
        accounts[name] = key
    for name in names:
        if name not in accounts:
            raise Unfit("unfit", f"There is no account {name}.", where="to")
    return accounts
