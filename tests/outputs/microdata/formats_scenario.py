"""Exports for the tests of the formats: households with every type of answer and every state, in the format asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import format_called
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, FACTS, WELCOME, Journals

CIRCUMSTANCES = Circumstances(datetime(2026, 11, 20, tzinfo=UTC), "cases.casefile", invented=False, everything=True)
ALL = [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END]


def households(number: int = 2) -> Journals:
    """The first has no person 2 any more, the last waits at its last question."""
    journals = Journals()
    for at in range(number):
        facts: Mapping[str, int | Decimal | str] = FACTS if at % 2 == 0 else {}
        answers = ALL[:-1] if at == number - 1 else ALL
        journals.hold(f"1042/{at:02}", answers, facts=facts, remove=["People[2]"] if at == 0 else [])
    return journals


def export(
    journals: Journals,
    out: Path,
    name: str,
    profile: Profile = Profile.SECURE,
    codes: MissingCodes | None = None,
) -> dict[str, Path]:
    """The files by their names."""
    delivery = Delivery(profile, codes or MissingCodes(), out, file_format=format_called(name))
    files = export_data(datasets(journals, everything=True), delivery, CIRCUMSTANCES)
    return {file.name: file for file in files}
