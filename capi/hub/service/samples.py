"""Samples: the addresses and people that cases are made of."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from capi.hub.errors import Unfit
from capi.hub.office.sampling import import_sample, samples
from capi.hub.policy import Action
from capi.hub.service.endpoints import MEGABYTE, NOTHING, Asked, Group, Nothing, file_body, json_of
from capi.sync.messages import Name
from capi.sync.office_messages import SampleLine, SampleResult

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_SAMPLE = 32 * MEGABYTE
_PATIENCE_SECONDS = 600

SAMPLES = Group()


class NewSample(Struct, frozen=True, forbid_unknown_fields=True):
    """`mapping`: what is in which column, as JSON of names and headings ({"reference":"ID"}); empty: found by the headings.

    `dry_run`: everything is looked at, and nothing added.
    """

    name: Name
    instrument: Name
    mode: Annotated[str, Meta(max_length=40)] = ""
    dry_run: bool = False
    mapping: Annotated[str, Meta(max_length=4_000)] = ""


@SAMPLES.get("/v1/samples", Action.SEE_SAMPLES, NOTHING, json_of(list[SampleLine]))
def list_samples(asked: Asked[Nothing, Nothing]) -> list[SampleLine]:
    """All samples."""
    return samples(asked.hub, asked.principal)


@SAMPLES.endpoint(
    "POST",
    "/v1/samples",
    Action.ADD_SAMPLES,
    takes=file_body(NewSample, (CSV, XLSX), LARGEST_SAMPLE),
    gives=json_of(SampleResult),
    codes=("not_there", "conflict"),
    patience=_PATIENCE_SECONDS,
)
def bring_sample(asked: Asked[bytes, NewSample]) -> SampleResult:
    """A sample is read, checked row by row, and its cases made."""
    query = asked.query
    return import_sample(
        asked.hub,
        asked.principal,
        name=query.name,
        instrument=query.instrument,
        content=asked.body,
        file_name=f"sample.{'csv' if asked.media == CSV else 'xlsx'}",
        mode=query.mode,
        mapping=_mapping(query.mapping),
        dry_run=query.dry_run,
    )


def _mapping(text: str) -> dict[str, str]:
    """Raises Unfit."""
    if not text:
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Unfit("unfit", "The mapping is JSON of names and headings.", where="mapping") from error
