"""The words of `capi tables`."""

from pathlib import Path
from typing import Annotated

import typer

from capi.settings import read_settings


def tables(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="A case file, a hub (its folder or database URL), or a CSV or Parquet."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")],
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="NAME", help="A column to weigh with, beside the plain numbers.")
    ] = None,
    threshold: Annotated[
        int,
        typer.Option("--threshold", min=1, metavar="N", help="Numbers of fewer people are hidden; 1 hides nothing."),
    ] = 10,
    rounds: Annotated[
        int | None, typer.Option("--round", metavar="BASE", help="Round all numbers to BASE, and hide nothing.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Cases of every status, not only completed ones.")] = False,
    missing: Annotated[
        str, typer.Option(metavar="STATE=CODE,...", help="The codes of a CSV, such as refused=-99,dont_know=-98.")
    ] = "",
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--passphrase-file", metavar="FILE", help="Holds the passphrase. Else CAPI_PASSPHRASE, else you are asked."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
) -> None:
    """Write the output tables of the standards.

    Leaves in DIR a page with charts, a workbook, a CSV for each table, all of them as JSON, and a manifest: school type, free
    school meals, self-coded NS-SEC, parental qualification; economic status and NS-SEC in 8, 5 and 3 classes. Variables that
    are not derived yet are. Numbers of few people are hidden together with those from which they could be worked out.
    """
    from capi.commands.tables import Order
    from capi.commands.tables import tables as run

    order = Order(source, out, weight, threshold, rounds, everything, missing, force)
    raise typer.Exit(run(order, passphrase_file, read_settings(), as_json=as_json))
