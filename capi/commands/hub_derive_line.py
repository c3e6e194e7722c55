"""The words of `capi hub derive`."""

from typing import Annotated

import typer

from capi.commands.hub_words import Folder, Json
from capi.settings import read_settings


def derive(
    anew: Annotated[
        bool, typer.Option("--all", help="Every completed case, not only those that have changed.")
    ] = False,
    in_database: Annotated[
        bool, typer.Option("--in-database", help="Let the hub's PostgreSQL do it, instead of this process.")
    ] = False,
    assume_small: Annotated[
        bool | None,
        typer.Option(
            "--assume-small/--no-assume-small",
            help="From now on, self-coded NS-SEC: who did not say is in a small business and no supervisor.",
        ),
    ] = None,
    medical_is_full_time: Annotated[
        bool | None,
        typer.Option(
            "--medical-is-full-time/--no-medical-is-full-time",
            help="From now on, training in nursing and the like is full-time study.",
        ),
    ] = None,
    keep_on: Annotated[bool, typer.Option("--keep-on", hidden=True)] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Derive the variables of completed cases, with history.

    The hub does so by itself as cases are completed and jobs are coded. This does it at once, and again for all cases where a
    new table of NS-SEC was loaded or a setting was changed. What was derived before stays as it was, with what it was made from.
    """
    from capi.commands.hub_derive import DeriveOrder, derive_at_hub, keep_deriving

    if keep_on:
        raise typer.Exit(keep_deriving(folder, read_settings()))
    order = DeriveOrder(folder, anew, in_database, assume_small, medical_is_full_time, as_json)
    raise typer.Exit(derive_at_hub(order, read_settings()))
