"""The words of `capi hub`: making the central service, serving it, and looking after it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_office_line import OFFICE_GROUPS, assign
from capi.commands.hub_words import Folder, Force, Json, PassphraseFile, group
from capi.settings import read_settings

hub_app = group("The central service: where cases come from and go to. On its own machine.")
for _name, _app in OFFICE_GROUPS:
    hub_app.add_typer(_app, name=_name)
retention_app = group("How long things are kept, and what is due to be deleted.", alone=True)
hub_app.add_typer(retention_app, name="retention")


@hub_app.command()
def init(
    name: Annotated[
        str, typer.Option("--name", help="What laptops call it; the name of this machine if not given.")
    ] = "",
    database: Annotated[
        str,
        typer.Option("--database", metavar="URL", help="postgresql://HOST/NAME; SQLite in the folder if not given."),
    ] = "",
    hosts: Annotated[
        list[str] | None,
        typer.Option("--host", metavar="NAME", help="A name or address laptops use; can be given again."),
    ] = None,
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
    """Make a hub: its keys, certificate, database and first account.

    Leaves a file of offline keys beside the folder, to be taken away at once: backups cannot be opened without it.
    """
    from capi.commands.hub_init import InitOrder
    from capi.commands.hub_init import init as run

    order = InitOrder(folder, name, database, tuple(hosts or ()), administrator, password_file, offline_keys)
    raise typer.Exit(run(order, read_settings()))


@hub_app.command()
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where it listens; 0.0.0.0 for laptops.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535)] = 8_443,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="PEM, instead of the hub's own; with --key.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="PEM.")] = None,
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
    order = ServeOrder(folder, host, port, certificate, key, authority, plain, tuple(proxies or ()))
    raise typer.Exit(run(order, read_settings()))


@hub_app.command()
def status(
    verify: Annotated[bool, typer.Option("--verify", help="Read all of the audit log too.")] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """How far the fieldwork is, and what needs attention at the hub."""
    from capi.commands.hub_status import status as run

    raise typer.Exit(run(folder, read_settings(), verify=verify, as_json=as_json))


@hub_app.command()
def backup(
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="A file; or a folder, in which it is named by the time.")
    ],
    passphrase_file: PassphraseFile = None,
    force: Force = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Write the whole hub into one sealed file, while it serves.

    Sealed to the key that was taken away when the hub was made, or with a passphrase. Keep it on another machine.
    """
    from capi.commands.hub_backup import BackupCommand, back_up

    raise typer.Exit(back_up(BackupCommand(out, folder, passphrase_file, force, as_json), read_settings()))


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
    """Make the hub out of a backup again, whole or not at all.

    Laptops then send what it lacks by themselves. A hub that is there is replaced only with --force, and put aside.
    """
    from capi.commands.hub_backup import RestoreCommand, bring_back

    order = RestoreCommand(file, folder, database, key, passphrase_file, force, rehearse, as_json)
    raise typer.Exit(bring_back(order, read_settings()))


hub_app.command("assign")(assign)


@retention_app.callback(invoke_without_command=True)
def _due(context: typer.Context, folder: Folder = None, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        _show_due(folder, apply=False, as_json=as_json)


@retention_app.command("apply")
def apply_retention(folder: Folder = None, as_json: Json = False) -> None:
    """Delete what is due. Every case has a line in the audit log."""
    _show_due(folder, apply=True, as_json=as_json)


def _show_due(folder: Path | None, *, apply: bool, as_json: bool) -> None:
    from capi.commands.hub_retention import show_due

    raise typer.Exit(show_due(folder, read_settings(), apply=apply, as_json=as_json))


@retention_app.command("set")
def set_retention(
    contacts: Annotated[
        int | None,
        typer.Option("--contacts", metavar="DAYS", min=0, help="Contact details, from acceptance; 0 for ever."),
    ] = None,
    answers: Annotated[
        int | None, typer.Option("--answers", metavar="DAYS", min=0, help="Everything else of a case; 0 for ever.")
    ] = None,
    ended: Annotated[
        datetime | None,
        typer.Option("--fieldwork-ended", formats=["%Y-%m-%d"], help="From when cases count that were never accepted."),
    ] = None,
    hold: Annotated[
        str | None, typer.Option("--hold", metavar="REASON", help="Delete nothing for now; an empty reason ends it.")
    ] = None,
    hold_cases: Annotated[
        list[str] | None, typer.Option("--hold-case", metavar="ID", help="Do not delete this one; can be given again.")
    ] = None,
    release_cases: Annotated[list[str] | None, typer.Option("--release-case", metavar="ID", help="Ends that.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Of --hold-case.")] = "",
    folder: Folder = None,
) -> None:
    """Set how long things are kept. Deletes nothing by itself."""
    from capi.commands.hub_retention import Rules, set_rules

    rules = Rules(contacts, answers, ended, hold, tuple(hold_cases or ()), tuple(release_cases or ()), reason)
    raise typer.Exit(set_rules(folder, read_settings(), rules))


@retention_app.command("delete")
def delete_case(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference or id.")],
    reason: Annotated[str, typer.Option("--reason", help="For the audit log; no names.")] = "",
    folder: Folder = None,
) -> None:
    """Delete one case now, such as after a respondent has withdrawn. For thirty days it can be brought back."""
    from capi.commands.hub_retention import delete_one

    raise typer.Exit(delete_one(folder, read_settings(), case, reason))


@retention_app.command("bring-back")
def bring_case_back(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference or id.")], folder: Folder = None
) -> None:
    """Bring back a case that was deleted less than thirty days ago."""
    from capi.commands.hub_retention import bring_one_back

    raise typer.Exit(bring_one_back(folder, read_settings(), case))
