"""New cases: what an interviewer can make by hand, and with which instruments.

With a hub these are the instruments it offers, to the letter, for it takes in no case of another; without one, those that
ship with this copy of capi.
"""

import uuid
from collections.abc import Callable, Iterable

from capi.fieldwork.case import Case, CaseSummary
from capi.instrument.loading import INSTRUMENT_FILE, Snapshot, find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.screens.new_case_sheet import Instruments
from capi.settings import Settings
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import AlreadyThere
from capi.wording import Wording


class NewCases:
    """`offered` gives the hashes of the instruments the hub offers; None without a hub."""

    def __init__(
        self, settings: Settings, case_file: CaseFile, clock: Clock, offered: Callable[[], tuple[str, ...] | None]
    ) -> None:
        self._settings = settings
        self._case_file = case_file
        self._clock = clock
        self._offered = offered

    def instruments(self) -> Instruments:
        """Reading them takes a moment."""
        offered = self._offered()
        if offered is not None:
            kept = [self._case_file.snapshot(sha256) for sha256 in offered]
            return {each.name: _offer(each) for each in kept}
        found: Instruments = {}
        for file in sorted(self._settings.questionnaires.glob(f"*/{INSTRUMENT_FILE}")):
            instrument = read_instrument(file, self._settings.questionnaires).instrument
            if instrument is not None:
                found[file.parent.name] = (instrument.title[0], instrument.modes)
        return found

    def make(self, there: Iterable[CaseSummary], reference: str, name: str, chosen: tuple[str, Mode]) -> Case:
        """The case, kept; `chosen` is the instrument's name and the mode. Raises CaseFileError, ValueError."""
        instrument, mode = chosen
        if any((each.case.reference, each.case.instrument) == (reference, instrument) for each in there):
            raise AlreadyThere(
                Wording(
                    "Workplace",
                    "There is a case {reference} with this instrument already. Open that one, or write another reference.",
                ).filled(reference=reference)
            )
        kept = self._snapshot(instrument)
        case = Case(uuid.uuid4().hex, reference, name, kept.name, kept.version, kept.sha256, mode)
        self._case_file.keep_snapshot(kept)
        self._case_file.add_case(case, self._clock())
        return case

    def _snapshot(self, instrument: str) -> Snapshot:
        for sha256 in self._offered() or ():
            kept = self._case_file.snapshot(sha256)
            if kept.name == instrument:
                return kept
        shipped = self._settings.questionnaires
        return snapshot(read_instrument(find_instrument(instrument, shipped), shipped))


def _offer(kept: Snapshot) -> tuple[str, tuple[Mode, ...]]:
    instrument = kept.instrument()
    return instrument.title[0], instrument.modes
