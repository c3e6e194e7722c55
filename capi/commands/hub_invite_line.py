"""The words of `capi hub invite` and `capi hub code`: who is asked to answer online, and by which access code."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from capi.commands.hub_words import Folder, Force, Json
from capi.settings import read_settings

Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The last day on which a code is good."),
]


def invite(
    sample: Annotated[str, typer.Argument(metavar="SAMPLE", help="Its name, as `sample list` has it.")],
    until: Until = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", min=1, max=730, help="Instead: for so many days; else 28.")
    ] = None,
    address: Annotated[
        str,
        typer.Option(
            "--address", metavar="URL", help="Where respondents answer, such as https://survey.example; kept."
        ),
    ] = "",
    merge: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="One row for each letter, for a mail merge.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="The letters themselves, a page each, to print.")
    ] = None,
    reminders: Annotated[
        bool, typer.Option("--reminders", help="To who had a letter and is not through; the code is the same.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="To everybody whose code is good, such as where letters were lost.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only show to whom letters would go.")] = False,
    letter: Annotated[
        Path | None, typer.Option("--letter", metavar="FILE", help="A text of your own instead of the one that ships.")
    ] = None,
    office: Annotated[str, typer.Option("--office", metavar="WORDS", help="Who writes; else the hub's name.")] = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="WORDS", help="How you are reached, such as a telephone number.")
    ] = "",
    force: Force = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Invite a sample to answer online: access codes and letters.

    Every case that may be answered online gets a code, once. Letters go to those who have had none; with --reminders to those who have.
    Whoever was interviewed otherwise, has refused or is through gets none. Without --csv and --pdf, codes are made and no letters.
    """
    from capi.commands.hub_invite import InviteCommand, invite_sample
    from capi.hub.online.inviting import Whom

    if reminders and again:
        raise typer.BadParameter("Give --reminders or --again, not both.")
    if until is not None and days is not None:
        raise typer.BadParameter("Give --until or --days, not both.")
    if listed and (merge or pdf):
        raise typer.BadParameter("Give --list, or files to write, not both.")
    order = InviteCommand(
        sample,
        Whom.REMINDERS if reminders else Whom.AGAIN if again else Whom.NEW,
        None if until is None else until.date(),
        days,
        address,
        merge,
        pdf,
        letter,
        office,
        contact,
        listed,
        force,
        as_json,
    )
    raise typer.Exit(invite_sample(folder, read_settings(), order))


def code(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference or id.")],
    new: Annotated[
        bool, typer.Option("--reissue", help="A new one, shown once; those before are no good any more.")
    ] = False,
    taken_back: Annotated[bool, typer.Option("--revoke", help="Take it back; whoever is in by it is out.")] = False,
    until: Until = None,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """One case's access code: see, replace, take back.

    Letters that are on their way carry the old one: it opens nothing after either.
    """
    from capi.commands.hub_code import CodeCommand, access_code_of

    if new and taken_back:
        raise typer.BadParameter("Give --reissue or --revoke, not both.")
    if until is not None and not new:
        raise typer.BadParameter("--until goes with --reissue.")
    order = CodeCommand(case, new, taken_back, None if until is None else until.date(), as_json)
    raise typer.Exit(access_code_of(folder, read_settings(), order))
