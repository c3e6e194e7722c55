"""Words for tables and exports: what each format and each profile is called, and one sentence on what it holds."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from capi.screens.language import number, said
from capi.sync.output_messages import Output, OutputKind, OutputOrder, OutputState
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the word the hub knows it by, its name, and a sentence about it."""

    key: str
    name: Wording
    about: Wording


KINDS = (
    Choice(
        OutputKind.TABLES.value,
        Wording("Office", "Tables"),
        Wording("Office", "The tables of the standards, with charts: to read, as a workbook, and for programs."),
    ),
    Choice(
        OutputKind.EXPORT.value,
        Wording("Office", "Export"),
        Wording("Office", "The answers, one row for each case or person, with codebook and manifest."),
    ),
)
FORMATS = (
    Choice(
        "csv",
        Wording("Office", "CSV"),
        Wording("Office", "Plain text that every program reads; labels in the codebook."),
    ),
    Choice(
        "xlsx", Wording("Office", "Excel"), Wording("Office", "A workbook to look at; no text in it acts as a formula.")
    ),
    Choice("parquet", Wording("Office", "Parquet"), Wording("Office", "Small and fast, for R, Python and databases.")),
    Choice("sav", Wording("Office", "SPSS"), Wording("Office", "With labels and missing values declared.")),
    Choice("dta", Wording("Office", "Stata"), Wording("Office", "With labels and extended missing values.")),
)
PROFILES = (
    Choice(
        "end_user",
        Wording("Office", "End-user licence"),
        Wording(
            "Office",
            "For researchers. Without texts, names, dates of birth, pension flags, paradata, anything marked disclosive, and with "
            "numbers in place of references.",
        ),
    ),
    Choice(
        "special",
        Wording("Office", "Special licence"),
        Wording(
            "Office",
            "For researchers under a special licence. Disclosive categories and numbers too; without texts and names, and with "
            "numbers in place of references.",
        ),
    ),
    Choice(
        "secure",
        Wording("Office", "Secure"),
        Wording(
            "Office",
            "For the office itself and secure settings: everything that was answered, texts and references included. Keep it where "
            "the answers may be kept.",
        ),
    ),
)
STATES = {
    OutputState.MAKING: Wording("Office", "Being made"),
    OutputState.READY: Wording("Office", "Ready"),
    OutputState.FAILED: Wording("Office", "Not made"),
}


def name_of(choices: tuple[Choice, ...], key: str) -> str:
    """A word of a later hub stays as it is."""
    return next((said(each.name) for each in choices if each.key == key), key)


def what_said(output: Output) -> str:
    """In a list: `Tables`, or `Export, CSV`."""
    order = output.order
    kind = name_of(KINDS, order.kind.value)
    return kind if order.kind is OutputKind.TABLES else f"{kind}, {name_of(FORMATS, order.format)}"


def rules_said(order: OutputOrder) -> str:
    """In a list: what keeps people from being found in it."""
    if order.kind is OutputKind.EXPORT:
        return name_of(PROFILES, order.profile)
    if order.rounds:
        return said(Wording("Office", "Rounded to {base}").filled(base=order.rounds))
    if order.threshold <= 1:
        return said(Wording("Office", "Nothing hidden"))
    return said(Wording("Office", "Below {threshold} hidden").filled(threshold=order.threshold))


def cases_said(order: OutputOrder) -> str:
    which = Wording("Office", "every status") if order.everything else Wording("Office", "completed only")
    return f"{order.instrument or said(Wording('Office', 'All instruments'))}, {said(which)}"


def state_said(output: Output) -> str:
    if output.state is OutputState.MAKING and output.total:
        return f"{said(STATES[output.state])}, {share_of(output)} %"
    if output.state is OutputState.READY:
        return f"{said(STATES[output.state])}, {size_said(output.size)}"
    return said(STATES[output.state])


def share_of(output: Output) -> int:
    """In whole percents, of the cases that are read."""
    return 100 * min(output.done, output.total) // output.total if output.total else 0


def time_said(time: datetime) -> str:
    """On this computer's clock. Nothing in the list is older than a day."""
    moment = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)


def size_said(size: int) -> str:
    """In whole kilobytes or megabytes, never none."""
    kilobytes = max(1, round(size / 1_000))
    return f"{number(kilobytes)} kB" if kilobytes < 10_000 else f"{number(round(size / 1_000_000))} MB"
