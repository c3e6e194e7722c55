"""The words of `capi hub`: making the central service, serving it, and looking after it."""

from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_assign_line import assign, recall
from capi.commands.hub_derive_line import derive
from capi.commands.hub_invite_line import code, invite
from capi.commands.hub_office_line import OFFICE_GROUPS
from capi.commands.hub_retention_line import retention_app
from capi.commands.hub_words import Folder, Force, Json, PassphraseFile, group
from capi.settings import read_settings

hub_app = group("The central service: where cases come from and go to. On its own machine.")
for _name, _app in OFFICE_GROUPS:
    hub_app.add_typer(_app, name=_name)
hub_app.add_typer(retention_app, name="retention")


@hub_app.command()
def init(
    name: Annotated[
        str,
        typer.Option("--name", metavar="NAME", help="What laptops call it; the name of this machine if not given."),
    ] = "",
    database: Annotated[
        str,
        typer.Option("--database", metavar="URL", help="postgresql://HOST/NAME; SQLite in the folder if not given."),
    ] = "",
    hosts: Annotated[
        list[str] | None,
        typer.Option("--host", metavar="NAME", help="A name or address laptops use; can be given again."),
    ] = None,
    url: Annotated[
        str,
        typer.Option("--url", metavar="URL", help="The address laptops use, such as https://hub.example.org:8443."),
    ] = "",
    administrator: Annotated[str, typer.Option("--administrator", metavar="NAME", help="The first account.")] = "admin",
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="FILE", help="Its password. Else asked, or made by chance."),
    ] = None,
    offline_keys: Annotated[
        Path | None, typer.Option("--offline-keys", metavar="FILE", help="Where the keys go that you take away.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Make a hub: keys, certificate, database, first account.

    Leaves a file of offline keys beside the folder, to be taken away at once: backups cannot be opened without it.
    """
    from capi.commands.hub_init import InitOrder
    from capi.commands.hub_init import init as run

    order = InitOrder(folder, name, database, tuple(hosts or ()), administrator, password_file, offline_keys, url)
    raise typer.Exit(run(order, read_settings()))


@hub_app.command()
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where it listens; 0.0.0.0 for laptops.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=1, max=65_535, help="Of the address; laptops need it too.")
    ] = 8_443,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="PEM, instead of the hub's own; with --key.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Of the certificate, in PEM.")] = None,
    authority: Annotated[
        Path | None,
        typer.Option("--authority", metavar="FILE", help="What laptops shall trust then; their system's if not given."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Without encryption, on 127.0.0.1 alone: behind a proxy that has it.")
    ] = False,
    proxies: Annotated[
        list[str] | None,
        typer.Option("--proxy", metavar="ADDRESS", help="Whose word is taken for where requests come from."),
    ] = None,
    no_derive: Annotated[
        bool, typer.Option("--no-derive", help="Derive nothing as cases are completed; capi hub derive does it.")
    ] = False,
    only: Annotated[
        str,
        typer.Option(
            "--only",
            metavar="office|respondents",
            help="Whom it serves: the office and laptops, or respondents who answer online. Both if not given.",
        ),
    ] = "",
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="FOLDER", help="Words of your own for the pages of respondents, such as en.toml."
        ),
    ] = None,
    folder: Folder = None,
) -> None:
    """Serve the hub, until it is told to stop.

    Several may serve one PostgreSQL, each with a copy of the folder. What was begun is ended before it stops. The log, one
    JSON object a line and without names or answers, goes to standard error.
    """
    from capi.commands.hub_serve import ServeOrder
    from capi.commands.hub_serve import serve as run

    if (certificate is None) is not (key is None):
        raise typer.BadParameter("Give --certificate and --key together.")
    if plain and certificate is not None:
        raise typer.BadParameter("Give --plain or --certificate, not both.")
    if only not in ("", "office", "respondents"):
        raise typer.BadParameter("Give --only office, or --only respondents.")
    names = tuple(proxies or ())
    order = ServeOrder(folder, host, port, certificate, key, authority, plain, names, not no_derive, only, texts)
    raise typer.Exit(run(order, read_settings()))


@hub_app.command()
def status(
    verify: Annotated[bool, typer.Option("--verify", help="Read all of the audit log too.")] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """How far the fieldwork is, and what needs attention."""
    from capi.commands.hub_status import status as run

    raise typer.Exit(run(folder, read_settings(), verify=verify, as_json=as_json))


@hub_app.command()
def fieldwork(
    sample: Annotated[str, typer.Option("--sample", metavar="NAME", help="Only the cases of this sample.")] = "",
    area: Annotated[str | None, typer.Option("--area", metavar="AREA", help="Only the cases of this area.")] = None,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """What has come of calls and cases, with response rates.

    Outcomes, the rates with their formulas and counts, and when, how and by whom was called.
    """
    from capi.commands.hub_fieldwork import fieldwork_in_numbers
    from capi.hub.office.fieldwork import CountedCases

    raise typer.Exit(fieldwork_in_numbers(folder, read_settings(), CountedCases(sample, area), as_json=as_json))


@hub_app.command()
def backup(
    out: Annotated[
        str,
        typer.Option("--out", metavar="PATH", help="A folder that is there, or the name of a file: NAME.capibackup."),
    ],
    passphrase_file: PassphraseFile = None,
    force: Force = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Write the whole hub into one sealed file.

    It goes on serving meanwhile. Sealed to the key that was taken away when the hub was made, or with a passphrase. In a
    folder the file is named by the time. Keep it on another machine.
    """
    from capi.commands.hub_backup import BackupCommand, back_up

    raise typer.Exit(back_up(BackupCommand(out, folder, passphrase_file, force, as_json), read_settings()))


@hub_app.command()
def address(
    url: Annotated[
        str | None,
        typer.Argument(metavar="[URL]", help="Such as https://hub.example.org:8443; an empty one unsets it."),
    ] = None,
    folder: Folder = None,
) -> None:
    """Show or set the address that laptops are told to use.

    Where none is set, it is the one where the hub last listened. The certificate is for a new host from the next start on.
    """
    from capi.commands.hub_address import show_address

    raise typer.Exit(show_address(folder, read_settings(), url))


@hub_app.command()
def rehearsed(
    sha256: Annotated[str, typer.Argument(metavar="SHA256", help="Of the backup, as the rehearsal printed it.")],
    folder: Folder = None,
) -> None:
    """Note that a backup was rehearsed on another machine."""
    from capi.commands.hub_backup import note_rehearsed

    raise typer.Exit(note_rehearsed(folder, read_settings(), sha256))


@hub_app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The file of offline keys.")] = None,
    passphrase_file: PassphraseFile = None,
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="An empty PostgreSQL; SQLite in the folder if not given.")
    ] = "",
    rehearse: Annotated[bool, typer.Option("--rehearse", help="Only see whether it can be; keeps nothing.")] = False,
    force: Force = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Make the hub out of a backup again.

    Whole or not at all. Laptops then send what it lacks by themselves. A hub that is there is replaced only with --force, and put aside.
    """
    from capi.commands.hub_backup import RestoreCommand, bring_back

    order = RestoreCommand(file, folder, database, key, passphrase_file, force, rehearse, as_json)
    raise typer.Exit(bring_back(order, read_settings()))


hub_app.command("assign")(assign)
hub_app.command("recall")(recall)
hub_app.command("derive")(derive)
hub_app.command("invite")(invite)
hub_app.command("code")(code)
