"""Coming back: a laptop whose tokens a restored hub has never seen, because they were exchanged after the backup.

Without this every laptop would have to be enrolled anew after a restore. The laptop has signed for its token with the key
it was enrolled with, so it is itself; it is believed once after each restore, and for so long as a token would have lasted.
As with every exchange, this may be repeated until what it gave is used, because the line may have cut the answer off.
"""

from sqlalchemy import Connection, select

from capi.hub import audit, tables
from capi.hub.hub import Hub, from_microseconds
from capi.hub.people import token_family
from capi.hub.people.hub_settings import read_settings
from capi.sync.messages import Tokens


def comes_back(hub: Hub, connection: Connection, device_key: int) -> Tokens | None:
    """New tokens for a laptop that has signed for one the hub does not know; None where that is no wonder of a restore.

    `connection` holds the laptop's row, so that it comes back once.
    """
    restored = read_settings(connection).restored
    if restored is None or hub.now() - from_microseconds(restored.at) > token_family.REFRESH:
        return None
    tokens, devices = tables.tokens, tables.devices
    its_own = tokens.c.device_key == device_key
    since = select(tokens.c.hash).where(its_own, tokens.c.made >= restored.at, tokens.c.used.is_not(None))
    if connection.execute(since.limit(1)).first() is not None:
        return None
    wanted = select(devices.c.id, devices.c.user_key, devices.c.last_seen).where(devices.c.key == device_key)
    device = connection.execute(wanted).one()
    if device.last_seen is not None and device.last_seen >= restored.at:  # by tokens that are forgotten by now
        return None
    token_family.revoke(hub, connection, its_own)
    family = token_family.new_family(device.user_key, device_key)
    issued = token_family.issue_pair(hub, connection, family)
    user = select(tables.users.c.name).where(tables.users.c.key == device.user_key)
    audit.record(hub, connection, connection.execute(user).scalar_one(), "laptop_came_back", device.id)
    return issued
