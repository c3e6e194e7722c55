"""The words of `capi derive`."""

from pathlib import Path
from typing import Annotated

import typer

from capi.settings import read_settings


def derive(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="A case file, a hub (its folder or database URL), or a CSV or Parquet."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where it goes: a name that ends in .parquet or .csv.")
    ],
    instrument: Annotated[
        str, typer.Option("--instrument", metavar="NAME", help="Only the cases of this instrument.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Cases of every status, not only completed ones.")] = False,
    missing: Annotated[
        str, typer.Option(metavar="STATE=CODE,...", help="The codes of a CSV, such as refused=-99,dont_know=-98.")
    ] = "",
    assume_small: Annotated[
        bool,
        typer.Option(
            "--assume-small", help="Self-coded NS-SEC: who did not say is in a small business and no supervisor."
        ),
    ] = False,
    medical_is_full_time: Annotated[
        bool, typer.Option("--medical-is-full-time", help="Training in nursing and the like is full-time study.")
    ] = False,
    alone: Annotated[
        bool, typer.Option("--only-derived", help="The derived variables, without the answers they are made of.")
    ] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--passphrase-file", metavar="FILE", help="Holds the passphrase. Else CAPI_PASSPHRASE, else you are asked."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts by category as JSON.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write the person dataset with its derived variables.

    One row for each person: the answers, then what can be made of them: self-coded NS-SEC and the one-step classes, ILO
    economic status, State pension age, and full NS-SEC where occupations are coded and its table is loaded. The file holds
    everything that was answered, names and dates of birth too: it is for the office itself. From a hub come completed cases with
    the codes of their occupations and industries; its database is read without its keys, and not changed.
    """
    from capi.commands.derive import Order
    from capi.commands.derive import derived as run
    from capi.dataset.persons import Chosen
    from capi.derivation.settings import Convention, Settings

    convention = Convention.SMALL_NOT_SUPERVISING if assume_small else Convention.NONE
    conventions = Settings(medical_is_full_time, convention)
    order = Order(source, out, Chosen(instrument, everything), missing, conventions, alone, force)
    raise typer.Exit(run(order, passphrase_file, read_settings(), as_json=as_json))
