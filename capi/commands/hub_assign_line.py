"""The words of `capi hub assign` and `capi hub recall`: who is to have which cases."""

from typing import Annotated

import typer

from capi.commands.hub_words import Folder, Json
from capi.settings import read_settings

AssignReason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help="Told to whom they are taken from; no names of people.")
]
Now = Annotated[bool, typer.Option("--now", help="Do not wait for the laptop that has it, such as a lost one.")]


def assign(
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="An interviewer's account.")],
    cases: Annotated[list[str] | None, typer.Option("--case", metavar="ID", help="Can be given again.")] = None,
    references: Annotated[
        list[str] | None, typer.Option("--reference", metavar="REF", help="Can be given again.")
    ] = None,
    area: Annotated[str | None, typer.Option("--area", metavar="AREA", help="Its cases that are nobody's.")] = None,
    reason: AssignReason = "",
    now: Now = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Assign cases to an interviewer.

    Name them by --case, --reference or --area: one of the three.
    """
    from capi.commands.hub_cases import AssignCommand, assign_cases

    if sum((bool(cases), bool(references), area is not None)) != 1:
        raise typer.BadParameter("Give --case, --reference or --area: one of the three.")
    order = AssignCommand(to, tuple(cases or ()), tuple(references or ()), area, reason, now, as_json)
    raise typer.Exit(assign_cases(folder, read_settings(), order))


def recall(
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help="Told to whom they are taken from; no names of people.")
    ],
    cases: Annotated[list[str] | None, typer.Option("--case", metavar="ID", help="Can be given again.")] = None,
    references: Annotated[
        list[str] | None, typer.Option("--reference", metavar="REF", help="Can be given again.")
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who gets them then; nobody if not given.")] = "",
    now: Now = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Take cases back from an interviewer.

    A case that a laptop has comes back when it has sent everything. Name them by --case or --reference.
    """
    from capi.commands.hub_cases import RecallCommand, recall_cases

    if bool(cases) is bool(references):
        raise typer.BadParameter("Give --case or --reference: one of the two.")
    if not reason.strip():
        raise typer.BadParameter("Say why, with --reason: it is told to the interviewer.")
    order = RecallCommand(reason, tuple(cases or ()), tuple(references or ()), to, now, as_json)
    raise typer.Exit(recall_cases(folder, read_settings(), order))
