"""The instrument named on the command line, read and fit to field, or refused with the first of its faults."""

from capi.commands.ending import Refused
from capi.instrument.faults import nearest
from capi.instrument.loading import NoSuchInstrument, Reading, UnfitInstrument, find_instrument, read_instrument
from capi.instrument.model import Instrument
from capi.settings import Settings


def fit_instrument(given: str, settings: Settings) -> Reading:
    """One whose `fit()` raises nothing. Raises Refused."""
    try:
        path = find_instrument(given, settings.questionnaires)
        reading = read_instrument(path, settings.questionnaires)
        reading.fit()
    except NoSuchInstrument as error:
        raise Refused(str(error)) from None
    except UnfitInstrument as error:
        faults = [fault for fault in error.faults if not fault.warning]
        raise Refused(
            f"{path} is not fit to field; see all its faults ({len(faults)}) with: capi check {given}\n"
            f"The first is at {path.parent / faults[0].place.file}:{faults[0].place.line}: {faults[0].code} "
            f"{faults[0].message}. {faults[0].remedy}"
        ) from None
    return reading


def language_of(instrument: Instrument, given: str | None) -> int:
    """Which of the instrument's languages is meant; its first where none is named. Raises Refused."""
    if given is None:
        return 0
    if given not in instrument.languages:
        raise Refused(f"{instrument.name} has no texts in {given!r}. {nearest(given, instrument.languages)}")
    return instrument.languages.index(given)
