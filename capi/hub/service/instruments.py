"""Instruments, for those who bring them to the hub."""

from typing import Annotated

from msgspec import Meta

from capi.hub.orders.instruments import add_instrument, instruments
from capi.hub.policy import Action
from capi.hub.service.endpoints import MEGABYTE, NOTHING, Asked, Group, Nothing, json_body, json_of
from capi.sync.messages import Message
from capi.sync.office_messages import InstrumentLine

_LARGEST_INSTRUMENT = 16 * MEGABYTE
_PATIENCE_SECONDS = 300

INSTRUMENTS = Group()


class InstrumentSources(Message, frozen=True):
    """The files of an instrument by their names: the questionnaire, its coding frames and its texts in other languages."""

    sources: Annotated[dict[str, str], Meta(min_length=1, max_length=200)]


@INSTRUMENTS.get("/v1/instruments", Action.SEE_INSTRUMENTS, NOTHING, json_of(list[InstrumentLine]))
def list_instruments(asked: Asked[Nothing, Nothing]) -> list[InstrumentLine]:
    """All instruments, the latest of each name first."""
    return instruments(asked.hub, asked.principal)


@INSTRUMENTS.endpoint(
    "POST",
    "/v1/instruments",
    Action.ADD_INSTRUMENTS,
    takes=json_body(InstrumentSources, _LARGEST_INSTRUMENT),
    gives=json_of(InstrumentLine, 201),
    codes=("conflict",),
    patience=_PATIENCE_SECONDS,
)
def bring_instrument(asked: Asked[InstrumentSources, Nothing]) -> InstrumentLine:
    """An instrument is read, checked and offered to the laptops."""
    return add_instrument(asked.hub, asked.principal, asked.body.sources)
