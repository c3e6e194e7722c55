"""The words of `capi enrol`, `capi sync` and `capi sample`: a laptop and its hub, and a laptop without one."""

from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_words import Json, group
from capi.instrument.model import Mode
from capi.settings import read_settings

CaseFilePath = Annotated[
    Path | None,
    typer.Option(
        "--case-file",
        metavar="FILE",
        help="The case file. If not given, that of this laptop: cases.casefile in the folder CAPI_DATA_DIR, else in the "
        "user's data folder (Linux ~/.local/share/capi, macOS ~/Library/Application Support/capi, Windows %LOCALAPPDATA%\\capi).",
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Holds the passphrase. Else CAPI_PASSPHRASE, else you are asked."
    ),
]

sample_app = group("Samples on a laptop without a hub.")


def enrol(
    hub: Annotated[str | None, typer.Option("--hub", metavar="URL", help="Its address, as the office gave it.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="The one-time code of the office.")] = None,
    certificates: Annotated[
        Path | None,
        typer.Option("--certificates", metavar="FILE", help="authority.pem of the hub; the system's if not given."),
    ] = None,
    case_file: CaseFilePath = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make this laptop known to a hub, by a one-time code.

    The case file of this laptop is made where there is none yet; its passphrase is asked for twice.
    """
    from capi.commands.enrol import enrol as run

    raise typer.Exit(
        run(case_file, hub, code, read_settings(), certificates=certificates, passphrase_file=passphrase_file)
    )


def sync(case_file: CaseFilePath = None, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Do one sync round with the hub. The laptop is enrolled first: capi enrol

    Says what is safe at the hub, what waits, and whose action is needed. Ends with 3 where the line was cut: try again.
    """
    from capi.commands.sync import sync as run

    raise typer.Exit(run(case_file, read_settings(), passphrase_file=passphrase_file, as_json=as_json))


@sample_app.command("add")
def add_sample(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, one row for each case.")],
    instrument: Annotated[
        str, typer.Option("--instrument", metavar="INSTRUMENT", help="Its file, its folder, or its name.")
    ],
    mode: Annotated[Mode | None, typer.Option("--mode", help="Of rows that say none.")] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="WHAT=COLUMN", help="Such as postcode=PCODE; can be given again."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="Columns as they were saved before.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save-map", metavar="FILE", help="Save the columns for next time.")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="Of a workbook; its first if not given.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    case_file: CaseFilePath = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Make cases of a table in a case file: all of them, or none where anything is wrong in it.

    The case file of this laptop is made where there is none yet; its passphrase is asked for twice.
    """
    from capi.commands.sample import LaptopOrder, TableOrder, sample_add

    table = TableOrder(file, mode, tuple(columns or ()), mapping, save, sheet, dry_run)
    order = LaptopOrder(table, instrument, case_file, passphrase_file)
    raise typer.Exit(sample_add(order, read_settings(), as_json=as_json))
