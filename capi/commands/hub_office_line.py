"""The words of `capi hub` for the office's work: accounts, laptops, instruments, samples, cases, quarantine, audit log."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from capi.commands.hub_words import Folder, Json, group
from capi.instrument.model import Mode
from capi.settings import read_settings

RoleName = Literal["interviewer", "telephone_interviewer", "coder", "supervisor", "administrator"]
EndName = Literal["replaced", "revoked", "lost"]
DecisionName = Literal["apply", "keep_apart", "give_back"]

AccountName = Annotated[str, typer.Argument(metavar="NAME", help="Of small letters, digits, dot, hyphen, underscore.")]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help="Holds the password. Else you are asked.")
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="At the telephone, such as cy; can be given again, '' for none."),
]
Skills = Annotated[
    list[str] | None,
    typer.Option("--skill", metavar="WORD", help="That cases may ask for; can be given again, '' for none."),
]
MayPick = Annotated[
    bool | None,
    typer.Option(
        "--may-pick/--may-not-pick", help="Whether they take cases of the telephone queue by hand, out of turn."
    ),
]
Device = Annotated[str, typer.Argument(metavar="LAPTOP", help="Its id, as `device list` has it.")]
Line = Annotated[str, typer.Argument(metavar="ID", help="As `quarantine list` has it.")]

user_app = group("Accounts: who works with the hub.")
device_app = group("Laptops that are enrolled.")
instrument_app = group("Instruments that cases are made with.")
frame_app = group("Outcome frames: results of calls, codes of cases.")
sample_app = group("Samples: what cases are made of.")
quarantine_app = group("What laptops sent and the hub would not apply.")
audit_app = group("The log of every decision.")

OFFICE_GROUPS = (
    ("user", user_app),
    ("device", device_app),
    ("instrument", instrument_app),
    ("frame", frame_app),
    ("sample", sample_app),
    ("quarantine", quarantine_app),
    ("audit", audit_app),
)


@user_app.command("list")
def list_users(folder: Folder = None, as_json: Json = False) -> None:
    """All accounts, with their cases and laptops."""
    from capi.commands.hub_accounts import list_users as run

    raise typer.Exit(run(folder, read_settings(), as_json=as_json))


@user_app.command("add")
def add_user(
    name: AccountName,
    role: Annotated[RoleName, typer.Option("--role", help="What they do.")] = "interviewer",
    full_name: Annotated[str, typer.Option("--full-name", metavar="WORDS", help="As people know them.")] = "",
    password_file: PasswordFile = None,
    languages: Languages = None,
    skills: Skills = None,
    may_pick: MayPick = None,
    folder: Folder = None,
) -> None:
    """Add an account. Interviewers need no password: their laptop is enrolled with a code."""
    from capi.commands.hub_accounts import UserOrder
    from capi.commands.hub_accounts import add_user as run

    order = UserOrder(
        name,
        full_name,
        role,
        password_file,
        languages=None if languages is None else tuple(languages),
        skills=None if skills is None else tuple(skills),
        may_pick=may_pick,
    )
    raise typer.Exit(run(folder, read_settings(), order))


@user_app.command("change")
def change_user(
    name: AccountName,
    role: Annotated[RoleName | None, typer.Option("--role", help="What they do.")] = None,
    full_name: Annotated[str | None, typer.Option("--full-name", metavar="WORDS", help="As people know them.")] = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a new password.")] = False,
    password_file: PasswordFile = None,
    close: Annotated[bool, typer.Option("--close", help="Nobody signs in or sends with it any more.")] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="A closed account can be used again.")] = False,
    languages: Languages = None,
    skills: Skills = None,
    may_pick: MayPick = None,
    folder: Folder = None,
) -> None:
    """Change an account. It is closed, never removed: its name stands in journals."""
    from capi.commands.hub_accounts import UserOrder
    from capi.commands.hub_accounts import change_user as run

    if close and reopen:
        raise typer.BadParameter("Give --close or --reopen, not both.")
    active = True if reopen else False if close else None
    order = UserOrder(
        name,
        full_name,
        role,
        password_file,
        password,
        active,
        languages=None if languages is None else tuple(languages),
        skills=None if skills is None else tuple(skills),
        may_pick=may_pick,
    )
    raise typer.Exit(run(folder, read_settings(), order))


@user_app.command("code")
def make_code(name: AccountName, folder: Folder = None, as_json: Json = False) -> None:
    """Make a one-time code to enrol a laptop.

    It is for a laptop of this interviewer, and shown only now.
    """
    from capi.commands.hub_accounts import make_code as run

    raise typer.Exit(run(folder, read_settings(), name, as_json=as_json))


@device_app.command("list")
def list_devices(folder: Folder = None, as_json: Json = False) -> None:
    """All laptops, and how many cases each holds."""
    from capi.commands.hub_accounts import list_devices as run

    raise typer.Exit(run(folder, read_settings(), as_json=as_json))


@device_app.command("end")
def end_device(
    device: Device,
    state: Annotated[EndName, typer.Option("--state", help="lost also destroys its keys when it calls.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="For the audit log; no names.")] = "",
    folder: Folder = None,
) -> None:
    """End a laptop's access at once. The cases it held are free for another one."""
    from capi.commands.hub_accounts import end_one

    raise typer.Exit(end_one(folder, read_settings(), device, state=state, reason=reason))


@device_app.command("held")
def list_held(device: Device, folder: Folder = None, as_json: Json = False) -> None:
    """Which cases and answers were on a laptop.

    The questions that were answered there, not the answers: for the notice of a breach.
    """
    from capi.commands.hub_accounts import list_held as run

    raise typer.Exit(run(folder, read_settings(), device, as_json=as_json))


@instrument_app.command("list")
def list_instruments(folder: Folder = None, as_json: Json = False) -> None:
    """All instruments at the hub."""
    from capi.commands.hub_cases import list_instruments as run

    raise typer.Exit(run(folder, read_settings(), as_json=as_json))


@instrument_app.command("add")
def add_instrument(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its file, its folder, or its name.")],
    offered: Annotated[
        bool, typer.Option("--offer/--no-offer", help="Whether laptops may make new cases with it.")
    ] = True,
    folder: Folder = None,
) -> None:
    """Add an instrument, to the letter. Cases that are open stay with the version they have."""
    from capi.commands.hub_cases import add_one_instrument

    raise typer.Exit(add_one_instrument(folder, read_settings(), instrument, offered=offered))


@frame_app.command("list")
def list_frames(folder: Folder = None, as_json: Json = False) -> None:
    """All outcome frames, that of the fieldwork first."""
    from capi.commands.hub_cases import list_frames as run

    raise typer.Exit(run(folder, read_settings(), as_json=as_json))


@frame_app.command("add")
def add_frame(
    frame: Annotated[str, typer.Argument(metavar="FRAME", help="Its file, its folder, or the name of one that ships.")],
    folder: Folder = None,
) -> None:
    """Take an outcome frame for the fieldwork from now on. Laptops get it at their next sync."""
    from capi.commands.hub_cases import add_one_frame

    raise typer.Exit(add_one_frame(folder, read_settings(), frame))


@sample_app.command("list")
def list_samples(folder: Folder = None, as_json: Json = False) -> None:
    """All samples."""
    from capi.commands.hub_cases import list_samples as run

    raise typer.Exit(run(folder, read_settings(), as_json=as_json))


@sample_app.command("add")
def add_sample(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, one row for each case.")],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Of the sample. A second file can be added to one.")
    ],
    instrument: Annotated[str, typer.Option("--instrument", metavar="NAME", help="One that is at the hub.")],
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
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="Of a workbook; its first if not given.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Make cases of a table.

    All of them, or none where anything is wrong in it.
    """
    from capi.commands.hub_cases import add_sample as run
    from capi.commands.sample import TableOrder

    table = TableOrder(file, mode, tuple(columns or ()), mapping, save, sheet, dry_run)
    raise typer.Exit(run(folder, read_settings(), table, name=name, instrument=instrument, as_json=as_json))


@quarantine_app.command("list")
def list_quarantine(
    everything: Annotated[bool, typer.Option("--all", help="Also what has been decided on.")] = False,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """What waits for a decision, the oldest first."""
    from capi.commands.hub_quarantine import list_quarantine as run

    raise typer.Exit(run(folder, read_settings(), everything=everything, as_json=as_json))


@quarantine_app.command("show")
def show_quarantine(line: Line, folder: Folder = None, as_json: Json = False) -> None:
    """What differs from the journal, question by question. Shows answers."""
    from capi.commands.hub_quarantine import show_quarantine as run

    raise typer.Exit(run(folder, read_settings(), line, as_json=as_json))


@quarantine_app.command("decide")
def decide_quarantine(
    line: Line,
    decision: Annotated[
        DecisionName,
        typer.Argument(metavar="DECISION", help="Into the journal, apart from it, or back to the account."),
    ],
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="Why; `quarantine list --all` shows it.")] = "",
    folder: Folder = None,
) -> None:
    """Decide what becomes of it.

    apply: into the journal. keep_apart: kept, and not in the journal. give_back: the case goes back to the account it came
    from. Nothing is lost by any of them, and it can be decided on again.
    """
    from capi.commands.hub_quarantine import decide_quarantine as run

    raise typer.Exit(run(folder, read_settings(), line, decision=decision, note=note))


@audit_app.command("list")
def list_audit(
    last: Annotated[
        int | None, typer.Option("--last", metavar="N", min=1, max=1_000, help="So many of the newest; else 200.")
    ] = None,
    after: Annotated[
        int | None, typer.Option("--after", metavar="NUMBER", min=0, help="Those that follow on this line instead.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1_000, help="At most so many, with --after.")
    ] = 200,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """The last decisions, the newest at the end.

    References of cases stand before their ids.
    """
    from capi.commands.hub_accounts import list_audit as run

    if last is not None and after is not None:
        raise typer.BadParameter("Give --last or --after, not both.")
    raise typer.Exit(run(folder, read_settings(), after=after, limit=last or limit, as_json=as_json))


@audit_app.command("verify")
def verify_audit(
    heads: Annotated[
        list[str] | None,
        typer.Option(
            "--head", metavar="NUMBER:MAC", help="One noted elsewhere, such as by a backup; can be given again."
        ),
    ] = None,
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Whether a line was changed, taken out or cut off.

    Prints the head of the log too, to be noted elsewhere.
    """
    from capi.commands.hub_accounts import verify_audit as run

    raise typer.Exit(run(folder, read_settings(), tuple(heads or ()), as_json=as_json))
