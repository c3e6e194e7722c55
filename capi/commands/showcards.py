"""`capi showcards`: the cards handed to the respondent, as a booklet on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from capi.commands.ending import DONE, Refused, tell
from capi.commands.instruments import fit_instrument, language_of
from capi.instrument.model import Instrument, Mode
from capi.outputs.documents.showcards import Booklet, booklet
from capi.outputs.folder import AlreadyWritten, output_file
from capi.settings import Settings

if TYPE_CHECKING:  # they need Qt, which is loaded when there is something to print
    from capi.outputs.documents.paper import Size
    from capi.outputs.documents.showcard_booklet import Marks


@dataclass(frozen=True, slots=True)
class ShowcardOrder:
    """What was asked for."""

    instrument: str
    out: Path
    page: "Size" = "A4"
    marks: "Marks" = "bullets"
    language: str | None = None
    force: bool = False


def showcards(order: ShowcardOrder, settings: Settings) -> int:
    """Writes the booklet and prints its path. Raises Refused, with nothing written."""
    if order.out.suffix.lower() != ".pdf":
        raise Refused(f"{order.out} is no .pdf. Name a file that ends in .pdf with --out.")
    instrument = fit_instrument(order.instrument, settings).fit()
    cards = booklet(instrument, language_of(instrument, order.language))
    if not cards.cards:
        raise Refused(_why_none(instrument))
    try:
        with output_file(order.out, force=order.force) as unfinished:
            from capi.outputs.documents.showcard_booklet import write_showcard_booklet

            pages = write_showcard_booklet(unfinished, cards, order.page, order.marks, settings.resources / "fonts")
    except AlreadyWritten as error:
        raise Refused(str(error)) from error
    print(order.out)
    number = len(cards.cards)
    tell(
        f"{instrument.name} {instrument.version}: {number} {'card' if number == 1 else 'cards'}, {pages} pages {order.page}"
    )
    for note in _to_fill(cards):
        tell(note)
    return DONE


def _to_fill(cards: Booklet) -> Iterator[str]:
    labels = list(dict.fromkeys(printed.card.label for printed in cards.cards if printed.filled))
    if labels:
        which = f"Cards {', '.join(labels)} have" if len(labels) > 1 else f"Card {labels[0]} has"
        yield f"{which} words that depend on the answers. They are marked with dots; the last page says what they are."


def _why_none(instrument: Instrument) -> str:
    if Mode.FACE_TO_FACE not in instrument.modes:
        return f"{instrument.name} has no showcards: it is not fielded face to face."
    return (
        f"{instrument.name} has no showcards: no question hands one over. "
        "Name them under `showcards:` and write `showcard:` at the questions; see Showcards in FORMAT.md."
    )
