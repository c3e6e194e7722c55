"""Tables and exports for the office: ordered, watched, shown, fetched and taken away."""

from typing import Annotated

from msgspec import Meta, Struct

from capi.hub.policy import Action
from capi.hub.service.endpoints import (
    NOTHING,
    Asked,
    Group,
    Nothing,
    file_of,
    json_body,
    json_of,
    no_content,
    query_of,
)
from capi.hub.statistics.outputs import (
    LARGEST_PIECE,
    cancel_output,
    order_output,
    output_file,
    output_of,
    output_shown,
    outputs_of,
)
from capi.hub.statistics.outputs_starting import start
from capi.sync.output_messages import Output, OutputOrder, Outputs, OutputShown

OUTPUTS = Group()


class WhichPiece(Struct, frozen=True, forbid_unknown_fields=True):
    """Of the file: `limit` bytes at most from byte `after` on. What is beyond its end is empty."""

    after: Annotated[int, Meta(ge=0, le=2**31)] = 0
    limit: Annotated[int, Meta(ge=1, le=LARGEST_PIECE)] = LARGEST_PIECE


@OUTPUTS.post("/v1/outputs", Action.MAKE_OUTPUTS, json_body(OutputOrder), json_of(Output, 202), "conflict")
def make_output(asked: Asked[OutputOrder, Nothing]) -> Output:
    """Has tables or an export made. The answer comes before they are: ask for it again to see how far it is."""
    output = order_output(asked.hub, asked.principal, asked.body)
    start(asked.hub, output.id)
    return output


@OUTPUTS.get("/v1/outputs", Action.MAKE_OUTPUTS, NOTHING, json_of(Outputs))
def list_outputs(asked: Asked[Nothing, Nothing]) -> Outputs:
    """What was made for this account within a day, and of which instruments there are cases."""
    return outputs_of(asked.hub, asked.principal)


@OUTPUTS.get("/v1/outputs/{id}", Action.MAKE_OUTPUTS, NOTHING, json_of(Output), "not_there")
def one_output(asked: Asked[Nothing, Nothing]) -> Output:
    """How far it is."""
    return output_of(asked.hub, asked.principal, asked.path["id"])


@OUTPUTS.get("/v1/outputs/{id}/shown", Action.MAKE_OUTPUTS, NOTHING, json_of(OutputShown), "not_there", "conflict")
def show_output(asked: Asked[Nothing, Nothing]) -> OutputShown:
    """What is in it: the tables themselves, or the manifest of the export with its columns."""
    return output_shown(asked.hub, asked.principal, asked.path["id"])


@OUTPUTS.get(
    "/v1/outputs/{id}/file",
    Action.MAKE_OUTPUTS,
    query_of(WhichPiece),
    file_of("application/zip"),
    "not_there",
    "conflict",
)
def fetch_output(asked: Asked[Nothing, WhichPiece]) -> bytes:
    """The ZIP, or a piece of it where it is large. Every fetch is in the audit log."""
    return output_file(asked.hub, asked.principal, asked.path["id"], asked.query.after, asked.query.limit)


@OUTPUTS.endpoint(
    "DELETE", "/v1/outputs/{id}", Action.MAKE_OUTPUTS, takes=NOTHING, gives=no_content(), codes=("not_there",)
)
def remove_output(asked: Asked[Nothing, Nothing]) -> None:
    """Takes it away at the hub; where it is still being made, that ends."""
    cancel_output(asked.hub, asked.principal, asked.path["id"])
