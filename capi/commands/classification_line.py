"""The words of `capi classification`: what an office has loaded to code and derive with."""

from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_words import Json, group
from capi.settings import read_settings

classification_app = group("Classifications and NS-SEC tables, as they are published.")


@classification_app.command()
def add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="As published: a workbook, or the CSV of the NS-SEC table.")
    ],
    version: Annotated[
        str, typer.Option("--version", metavar="TEXT", help="What to call it, where the file prints no version.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Load a published classification or NS-SEC table.

    Known are the coding indexes of SOC2010 and SOC2020, the structure of SOC2020, the structure and the index of SIC 2007, and the
    table of NS-SEC by SOC2010 as CSV. What it is, is found out. It is checked to its last row, and loaded whole or not at all. The
    latest version is used; earlier ones are kept.
    """
    from capi.commands.classification import add as run

    raise typer.Exit(run(file, version, read_settings(), as_json=as_json))


@classification_app.command("list")
def list_(as_json: Json = False) -> None:
    """Show what is loaded: versions, counts, SHA-256, and which is in use."""
    from capi.commands.classification import list_kept as run

    raise typer.Exit(run(read_settings(), as_json=as_json))
