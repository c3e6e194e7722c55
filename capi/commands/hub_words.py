"""Words that the commands of `capi hub` share."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="The hub's folder. Else CAPI_HUB_DIR, else hub in the data folder."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", metavar="FILE", help="Holds the passphrase of the backup.")
]


def group(says: str, *, alone: bool = False) -> typer.Typer:
    """A group of commands; `alone`: it does something without one of them too."""
    return typer.Typer(
        help=says,
        no_args_is_help=not alone,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
