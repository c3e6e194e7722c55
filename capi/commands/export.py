"""`capi export`: microdata out of a case file or a hub, with codebook and manifest."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.progress_bars import progress_bars
from capi.commands.sources import Asked, OpenedCases, opened_cases
from capi.dataset.cells import STATES, CodesCollide, MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import Dataset, datasets
from capi.dataset.person_columns import NotPersons
from capi.instrument.faults import nearest
from capi.outputs.folder import AlreadyWritten
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.data_file import DoesNotFit
from capi.outputs.microdata.deriving import deriving_with
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import format_called
from capi.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    source: str
    out: Path
    profile: Profile
    missing: str
    everything: bool
    force: bool
    file_format: str = "csv"


def export(order: Order, passphrase_file: Path | None, settings: Settings) -> int:
    """Writes the files and prints their paths. Raises Refused and WorldFailed."""
    try:
        codes, file_format = missing_codes(order.missing), format_called(order.file_format)
        with opened_cases(order.source, Asked("export", passphrase_file)) as found:
            deriving = deriving_with(Shelf(settings.data), found.codes)
            delivery = Delivery(order.profile, codes, order.out, order.force, file_format, deriving)
            chosen = _chosen(found, order)
            circumstances = Circumstances(
                datetime.now(UTC).astimezone(), found.name, found.practice, order.everything, found.warnings
            )
            with progress_bars() as step:
                files = export_data(chosen, delivery, circumstances, step)
    except (AlreadyWritten, CodesCollide, DoesNotFit, NotPersons) as error:
        raise Refused(str(error)) from error
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error
    for file in files:
        print(file)
    for dataset in chosen:
        tell(f"{dataset.instrument}: {_counted(dataset)}, profile {order.profile.value}")
    for warning in circumstances.warnings:
        tell(f"Note: {warning}")
    return DONE


def _counted(dataset: Dataset) -> str:
    cases = "1 case" if len(dataset) == 1 else f"{len(dataset)} cases"
    rosters = ", ".join(table.level[-1] for table in dataset.tables if table.level)
    return f"{cases} (rosters: {rosters})" if rosters else cases


def missing_codes(given: str) -> MissingCodes:
    """The codes named in `refused=-99,dont_know=-98`, the usual ones for the rest. Raises Refused and CodesCollide."""
    known = [str(state.value) for state in STATES]
    codes: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        state, _, number = part.partition("=")
        if state not in known:
            raise Refused(f"--missing: {state!r} is no missing state. {nearest(state, known)}")
        try:
            codes[state] = int(number)
        except ValueError:
            raise Refused(f"--missing: {number!r} is no whole number. Write {state}=-99, for example.") from None
    return MissingCodes(**codes)


def _chosen(found: OpenedCases, order: Order) -> tuple[Dataset, ...]:
    chosen = datasets(found.cases, everything=order.everything)
    if not chosen:
        cases = len(found.cases.cases())
        if cases == 0:
            raise Refused(f"{found.name} holds no cases. Nothing was written.")
        raise Refused(
            f"None of the {cases} cases in {found.name} is completed. Use --all to export cases of every status."
        )
    return chosen
