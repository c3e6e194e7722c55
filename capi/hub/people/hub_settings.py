"""The settings of a hub, which are in its database and so the same for all its processes: how long things are kept, how
jobs are coded, how variables are derived, where respondents answer online."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import Connection, select, update

from capi.hub import tables
from capi.hub.hub import Hub
from capi.sync.coding_messages import CodingSettings

Days = Annotated[int, Meta(ge=1, le=36_500)]


class Retention(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How long things are kept, in days from a case's acceptance; None for ever.

    A case that was never accepted counts from `fieldwork_ended` (microseconds), if that is set. `hold`: why nothing is
    deleted at all for now; `held`: the same for single cases, by id.
    """

    contacts_days: Days | None = None
    answers_days: Days | None = None
    fieldwork_ended: int | None = None
    hold: str = ""
    held: dict[str, str] = {}


class RestoredMark(Struct, frozen=True, forbid_unknown_fields=True):
    """When the hub was restored, from a backup of when (microseconds)."""

    at: int
    backup: int


class Derivation(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where variables are derived otherwise than the standards have it: see `derivation.settings`."""

    assume_small: bool = False
    medical_is_full_time: bool = False


class HubSettings(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    retention: Retention = Retention()
    restored: RestoredMark | None = None
    coding: CodingSettings = CodingSettings()
    derivation: Derivation = Derivation()
    online_address: str = ""
    """Where respondents answer, as their letters have it."""


def read_settings(connection: Connection) -> HubSettings:
    text = connection.execute(select(tables.hub.c.settings)).scalar_one()
    return msgspec.json.decode(text, type=HubSettings)


def write_settings(connection: Connection, settings: HubSettings) -> None:
    connection.execute(update(tables.hub).values(settings=msgspec.json.encode(settings).decode()))


def remembered_address(hub: Hub, address: str) -> str:
    """Where respondents answer; kept from now on where one is given, else the one that was given last. Raises Unavailable."""
    with hub.database.reading() as connection:
        settings = read_settings(connection)
    if not address or address == settings.online_address:
        return settings.online_address
    with hub.database.writing() as connection:
        connection.execute(select(tables.hub.c.single).with_for_update())
        write_settings(connection, msgspec.structs.replace(read_settings(connection), online_address=address))
    return address
