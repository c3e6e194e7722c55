"""The words of the command line: which commands there are, and what each may be given."""

from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import typer

from capi import __version__
from capi.commands.classification_line import classification_app
from capi.commands.derive_line import derive
from capi.commands.hub_line import hub_app
from capi.commands.laptop_line import enrol, sample_app, sync
from capi.commands.tables_line import tables
from capi.dataset.disclosure import Profile
from capi.instrument.model import Mode
from capi.settings import read_settings

app = typer.Typer(
    name="capi",
    help="A desktop interviewer for face-to-face and telephone surveys. Without a command: the desktop.",
    epilog="Exit codes: 0 done, 1 the input was refused, 2 wrong usage, 3 the machine failed.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")]

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Holds the passphrase. Else CAPI_PASSPHRASE, else you are asked."
    ),
]


class Format(Enum):
    """In which data can be exported."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SAV = "sav"
    DTA = "dta"


class PageSize(Enum):
    A4 = "A4"
    A5 = "A5"


def run_line(words: list[str]) -> int:
    """Runs the command these words name; the exit code. Other exceptions than wrong usage go up."""
    try:
        app(args=words, prog_name="capi")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"capi {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _desktop(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        _open_desktop(practice=False)


@app.command()
def practice() -> None:
    """The desktop on a practice case file with invented people."""
    _open_desktop(practice=True)


def _open_desktop(*, practice: bool) -> None:
    from capi.desktop import run

    raise typer.Exit(run(read_settings(), practice=practice))


@app.command()
def demo(out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where everything goes.")]) -> None:
    """The whole story without a person, left in a folder.

    Makes a sample, interviews it through the real window (without a screen too), and leaves the data and screenshots in DIR.
    """
    from capi.commands.demo import demo as run

    raise typer.Exit(run(out, read_settings()))


@app.command()
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, or names of instruments and outcome frames.")
    ],
    as_json: Json = False,
    texts: Annotated[
        bool, typer.Option("--texts", help="Also show all that texts with places to fill can say.")
    ] = False,
) -> None:
    """All faults of instruments and outcome frames at once.

    One line for each: file:line: CODE message. Remedy. A warning keeps nothing out of the field.
    """
    from capi.commands.check import check as run

    raise typer.Exit(run(paths, read_settings(), as_json=as_json, texts=texts))


@app.command()
def interview(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its file, its folder, or its name.")],
    mode: Annotated[Mode, typer.Option(help="How the interview is held.")],
    answers: Annotated[str, typer.Option(metavar="FILE", help="JSON: answers by field. - reads standard input.")],
    date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day of the interview; today if not given."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Run a scripted interview.

    FILE holds an object such as {"SchoolType": 1, "FreeMeals": "dont_know"}: the harmonised value of a category, a
    number, a text, or one of "dont_know", "refused", "not_applicable". Facts known before the interview stand in it by
    name. Each question reached is given its value; the run stops at the first without one, or where a check fails.

    A list of such objects is one interview with second thoughts: the first object is the interview, and each later one
    goes back and changes its fields, in the order written.
    """
    from capi.commands.interview import interview as run

    raise typer.Exit(run(instrument, mode, answers, date and date.date(), read_settings(), as_json=as_json))


@app.command()
def document(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its file, its folder, or its name.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where it goes: a name that ends in .html or .pdf.")
    ],
    mode: Annotated[Mode | None, typer.Option(help="As it is held in this mode. All modes if not given.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Which of its languages, such as en. Its first if not given.")
    ] = None,
    force: Force = False,
) -> None:
    """Write the questionnaire to read.

    For each question: who is asked, in words; its variable name, text and fills, categories, instructions, showcard, edits,
    source and notes. Without --mode every mode is in one document, with what differs at each question.
    """
    from capi.commands.document import DocumentOrder
    from capi.commands.document import document as run

    raise typer.Exit(run(DocumentOrder(instrument, out, mode, language, force), read_settings()))


@app.command()
def showcards(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its file, its folder, or its name.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where the booklet goes: a name that ends in .pdf.")
    ],
    page: Annotated[PageSize, typer.Option(help="The size of the cards.")] = PageSize.A4,
    letters: Annotated[
        bool, typer.Option("--letters", help="Letters before the lines of a card, not bullets.")
    ] = False,
    numbers: Annotated[bool, typer.Option("--numbers", help="The code numbers before the lines, not bullets.")] = False,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Which of its languages, such as en. Its first if not given.")
    ] = None,
    force: Force = False,
) -> None:
    """Print the showcard booklet.

    One card on a page, in the order of the questionnaire, and a list for the interviewer on the last page.
    """
    from capi.commands.showcards import ShowcardOrder
    from capi.commands.showcards import showcards as run

    if letters and numbers:
        raise typer.BadParameter("Give --letters or --numbers, not both.")
    marks: Literal["letters", "numbers", "bullets"] = "letters" if letters else "numbers" if numbers else "bullets"
    raise typer.Exit(run(ShowcardOrder(instrument, out, page.value, marks, language, force), read_settings()))


@app.command()
def export(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A case file, or a hub (its folder or the URL of its database).")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")],
    profile: Annotated[Profile, typer.Option(help="Whom it is for; decides what is left out.")] = Profile.END_USER,
    format_: Annotated[Format, typer.Option("--format", help="The format of the data.")] = Format.CSV,
    everything: Annotated[bool, typer.Option("--all", help="Cases of every status, not only completed ones.")] = False,
    missing: Annotated[
        str, typer.Option(metavar="STATE=CODE,...", help="Other codes, such as refused=-99,dont_know=-98.")
    ] = "",
    passphrase_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Holds the passphrase. Else CAPI_PASSPHRASE, else you are asked."),
    ] = None,
    force: Force = False,
) -> None:
    """Write the data of a case file or a hub, with a codebook.

    Leaves in DIR, for each instrument, the data, the variables derived of them, a codebook to read, one for programs and one for
    archives (DDI), and a manifest that says what is in and what was left out. Completed cases, unless --all is given. Profiles:
    end_user is without disclosive variables, detailed occupations and industries, texts and case references; special is without
    texts and case references; secure is complete. Special and secure have the paradata in a file of their own.
    """
    from capi.commands.export import Order
    from capi.commands.export import export as run

    order = Order(source, out, profile, missing, everything, force, format_.value)
    raise typer.Exit(run(order, passphrase_file, read_settings()))


@app.command()
def rules(
    source: Annotated[Path, typer.Argument(metavar="CASEFILE", help="A case file.")],
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="RULE=LEVEL", help="Such as checks=warn; can be given again.")
    ] = None,
    edits: Annotated[
        list[str] | None,
        typer.Option("--edit", metavar="NAME=LEVEL", help="The same for one edit; usual takes it back."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """See or set what stands in the way of completing a case.

    Each rule is block, warn or ignore: unanswered (questions without an answer), checks, signals (until suppressed), and
    nonresponse (don't know or refused at more than nonresponse_above per cent of the questions). An edit can have a level
    of its own. What blocks prevents completion, and an edit that blocks keeps the interviewer at its question; what warns
    must be accepted at the end. Usual: all block, but for nonresponse, which is ignored. No new version of the instrument
    is needed.
    """
    from capi.commands.rules import rules as run

    raise typer.Exit(run(source, settings or (), edits or (), passphrase_file, as_json=as_json))


@app.command()
def migrate(
    source: Annotated[Path, typer.Argument(metavar="CASEFILE", help="A case file.")],
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="The new version: its file, folder or name.")],
    cases: Annotated[
        list[str] | None, typer.Option("--case", metavar="REF", help="Only this case; can be given again.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it. Without, nothing is changed.")] = False,
    include_finished: Annotated[
        bool, typer.Option("--include-finished", help="Completed and stopped cases too.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Move open cases to another version of their instrument.

    Says for each case how many answers and rows go along, which questions must be asked again, and which answers are set
    aside because the version does not take them. No answer is lost: what is set aside comes back with a version that takes
    it. Nothing is changed without --apply.
    """
    from capi.commands.migrate import Order
    from capi.commands.migrate import migrate as run

    order = Order(source, instrument, tuple(cases or ()), include_finished, apply)
    raise typer.Exit(run(order, passphrase_file, read_settings(), as_json=as_json))


app.command()(derive)
app.command()(enrol)
app.command()(sync)
app.command()(tables)
app.add_typer(sample_app, name="sample")
app.add_typer(classification_app, name="classification")
app.add_typer(hub_app, name="hub")
