"""`capi document`: the questionnaire to read, as a page or on paper."""

from dataclasses import dataclass
from pathlib import Path

from capi.commands.ending import DONE, Refused, tell
from capi.commands.instruments import fit_instrument, language_of
from capi.instrument.loading import snapshot
from capi.instrument.model import Mode
from capi.outputs.documents.questionnaire import Questionnaire
from capi.outputs.documents.questionnaire_contents import questionnaire
from capi.outputs.folder import AlreadyWritten, output_file
from capi.settings import Settings


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """What was asked for. Without a mode all of them are in one document, with what differs at each question."""

    instrument: str
    out: Path
    mode: Mode | None = None
    language: str | None = None
    force: bool = False


def document(order: DocumentOrder, settings: Settings) -> int:
    """Writes the document and prints its path. Raises Refused, with nothing written."""
    form = order.out.suffix.lower()
    if form not in (".html", ".pdf"):
        raise Refused(f"{order.out} is neither .html nor .pdf. Name a file that ends in one of them with --out.")
    reading = fit_instrument(order.instrument, settings)
    instrument = reading.fit()
    if order.mode is not None and order.mode not in instrument.modes:
        modes = ", ".join(mode.value for mode in instrument.modes)
        raise Refused(f"{instrument.name} is not fielded in {order.mode.value}. Its modes: {modes}.")
    language = language_of(instrument, order.language)
    try:
        with output_file(order.out, force=order.force) as unfinished:
            made = questionnaire(instrument, order.mode, language, snapshot(reading).sha256)
            _write(unfinished, made, settings)
    except AlreadyWritten as error:
        raise Refused(str(error)) from error
    print(order.out)
    asked = len(made.index)
    tell(
        f"{instrument.name} {instrument.version}: {asked:,} {'variable' if asked == 1 else 'variables'}, {_modes(made)}"
    )
    return DONE


def _write(path: Path, made: Questionnaire, settings: Settings) -> None:
    if path.suffix.lower() == ".html":
        from capi.outputs.documents.questionnaire_html import write_questionnaire_page

        write_questionnaire_page(path, made)
    else:
        from capi.outputs.documents.questionnaire_pdf import write_questionnaire_pdf

        write_questionnaire_pdf(path, made, settings.resources / "fonts")


def _modes(made: Questionnaire) -> str:
    return made.mode[:1].lower() + made.mode[1:]
