"""The words of `capi hub retention`: how long things are kept, and deleting what is due."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_words import Folder, Json, group
from capi.settings import read_settings

retention_app = group("How long things are kept, and what is due to be deleted.", alone=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what is due.")]


@retention_app.callback(invoke_without_command=True)
def _due(context: typer.Context, _dry_run: DryRun = False, folder: Folder = None, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        _show_due(folder, apply=False, as_json=as_json)


@retention_app.command("apply")
def apply_retention(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    dry_run: DryRun = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Delete what is due, after asking. Every case has a line in the audit log."""
    _show_due(folder, apply=not dry_run, as_json=as_json, yes=yes)


def _show_due(folder: Path | None, *, apply: bool, as_json: bool, yes: bool = False) -> None:
    from capi.commands.hub_retention import show_due

    raise typer.Exit(show_due(folder, read_settings(), apply=apply, as_json=as_json, yes=yes))


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
        typer.Option(
            "--fieldwork-ended",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help="From when cases count that were never accepted.",
        ),
    ] = None,
    hold: Annotated[
        str | None, typer.Option("--hold", metavar="REASON", help="Delete nothing for now; an empty reason ends it.")
    ] = None,
    hold_cases: Annotated[
        list[str] | None, typer.Option("--hold-case", metavar="ID", help="Do not delete this one; can be given again.")
    ] = None,
    release_cases: Annotated[list[str] | None, typer.Option("--release-case", metavar="ID", help="Ends that.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Of --hold-case.")] = "",
    folder: Folder = None,
) -> None:
    """Set how long things are kept. Deletes nothing by itself."""
    from capi.commands.hub_retention import Rules, set_rules

    rules = Rules(contacts, answers, ended, hold, tuple(hold_cases or ()), tuple(release_cases or ()), reason)
    raise typer.Exit(set_rules(folder, read_settings(), rules))


@retention_app.command("delete")
def delete_case(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference or id.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="For the audit log; no names.")] = "",
    folder: Folder = None,
) -> None:
    """Delete one case now.

    Such as after a respondent has withdrawn. For thirty days it can be brought back.
    """
    from capi.commands.hub_retention import delete_one

    raise typer.Exit(delete_one(folder, read_settings(), case, reason))


@retention_app.command("bring-back")
def bring_case_back(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference or id.")], folder: Folder = None
) -> None:
    """Bring back a case deleted less than thirty days ago."""
    from capi.commands.hub_retention import bring_one_back

    raise typer.Exit(bring_one_back(folder, read_settings(), case))
