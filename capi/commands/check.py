"""`capi check`: all faults of instruments and outcome frames at once, in a form that editors can jump to."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from capi.commands.ending import DONE, REFUSED, WORLD_FAILED, tell
from capi.instrument.faults import MOST_FAULTS, Fault
from capi.instrument.loading import INSTRUMENT_FILE, NoSuchInstrument, Reading, find_instrument, read_instrument
from capi.instrument.model import Instrument, Place
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import (
    FRAME_FILE,
    FRAMES_FOLDER,
    LARGEST_FRAME,
    NoSuchFrame,
    find_frame,
    frames_that_ship,
    read_frame_file,
)
from capi.outputs.documents.questionnaire import Spans
from capi.outputs.documents.texts_with_fills import texts_with_fills
from capi.settings import Settings

_INSIDE = (f"*/{INSTRUMENT_FILE}", f"*/{FRAME_FILE}", f"{FRAMES_FOLDER}/*/{FRAME_FILE}")
"""What is checked of a folder that is neither an instrument nor a frame itself."""
_FIRST_KEY = re.compile(rb"^(frame|instrument)[ \t]*:", re.MULTILINE)
"""What tells a frame from an instrument, whatever its file is called."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One instrument or outcome frame that was read; faults have the path an editor needs.

    `fit` is what is said of one that is fit to field, and empty for one that is not; a frame has no `reading`.
    """

    path: Path
    faults: tuple[Fault, ...]
    fit: str
    reading: Reading | None = None


def check(given: Sequence[str], settings: Settings, *, as_json: bool, texts: bool = False) -> int:
    """Checks them all, whatever happens to one; the exit code of the worst. `texts` shows all that a text can say."""
    code = DONE
    checked: dict[Path, Checked] = {}
    for word in given:
        try:
            for path in _files(word, settings):
                if path.resolve() not in checked:
                    checked[path.resolve()] = _read(path, settings.questionnaires)
        except NoSuchInstrument as error:
            tell(f"capi: {error}")
            code = max(code, REFUSED)
        except OSError as error:
            tell(
                f"capi: {error.filename or word}: {error.strerror}. Give yourself the right to read it, then try again."
            )
            code = max(code, WORLD_FAILED)
    _print(tuple(checked.values()), as_json=as_json)
    if texts and not as_json:
        for each in checked.values():
            for line in _texts(each):
                print(line)
    return code if all(each.fit for each in checked.values()) else max(code, REFUSED)


def _files(word: str, settings: Settings) -> Iterator[Path]:
    folder = Path(word)
    inside = sorted(path for name in _INSIDE for path in folder.glob(name)) if folder.is_dir() else []
    if inside and not any((folder / name).exists() for name in (INSTRUMENT_FILE, FRAME_FILE)):
        yield from inside
    else:
        yield _short(_found(word, settings))


def _found(word: str, settings: Settings) -> Path:
    """An instrument, or else an outcome frame: their names differ."""
    try:
        return find_instrument(word, settings.questionnaires)
    except NoSuchInstrument as error:
        try:
            return find_frame(word, settings.questionnaires)
        except NoSuchFrame:
            names = ", ".join(frames_that_ship(settings.questionnaires)) or "(none installed)"
            raise NoSuchInstrument(f"{error} Or an outcome frame, by its path or name: {names}.") from None


def _short(path: Path) -> Path:
    """One found by its name, as seen from here where that is shorter."""
    try:
        return path.relative_to(Path.cwd()) if path.is_absolute() else path
    except ValueError:
        return path


def _read(path: Path, shipped: Path) -> Checked:
    return _read_frame(path) if _is_frame(path) else _read_instrument(path, shipped)


def _is_frame(path: Path) -> bool:
    if path.name in (FRAME_FILE, INSTRUMENT_FILE) or not path.is_file():
        return path.name == FRAME_FILE
    with path.open("rb") as file:
        key = _FIRST_KEY.search(file.read(LARGEST_FRAME))
    return key is not None and key[1] == b"frame"


def _read_frame(path: Path) -> Checked:
    reading = read_frame_file(path)
    told = tuple(replace(fault, place=Place(os.fspath(path), fault.place.line)) for fault in reading.faults)
    return Checked(path, told, _frame_in_words(reading.frame) if reading.frame else "")


def _read_instrument(path: Path, shipped: Path) -> Checked:
    reading = read_instrument(path, shipped)
    told = tuple(replace(fault, place=_place(reading, path, fault)) for fault in reading.faults)
    return Checked(path, told, _instrument_in_words(reading.instrument) if reading.instrument else "", reading)


def _place(reading: Reading, path: Path, fault: Fault) -> Place:
    return Place(_file(reading, path, fault.place), fault.place.line)


def _file(reading: Reading, path: Path, place: Place) -> str:
    """The file as an editor needs it: that of a used instrument lies in a folder of its own."""
    return os.fspath(reading.paths.get(place.file, path.parent / place.file))


def _print(checked: Sequence[Checked], *, as_json: bool) -> None:
    faults = [fault for each in checked for fault in each.faults]
    if as_json:
        print(json.dumps([_plain(fault) for fault in faults], ensure_ascii=False, indent=2))
        return
    for fault in faults:
        print(fault)
    for each in checked:
        print(_summary(each))


def _texts(checked: Checked) -> Iterator[str]:
    """What has texts with places to fill, and below it these texts and all that can be said there, in every language."""
    reading = checked.reading
    if reading is None or reading.instrument is None:
        return
    instrument = reading.instrument
    for language, code in enumerate(instrument.languages):
        spoken = f" ({code})" if len(instrument.languages) > 1 else ""
        for each in texts_with_fills(instrument, language):
            place = f"{_file(reading, checked.path, each.place)}:{each.place.line}"
            yield f"{place}: {each.name}{spoken}: {_read_out(each.first)}"
            yield from (f"    {what}: {_read_out(spans)}" for what, spans in each.texts)
            yield from (f"    {_read_out(spans)}" for spans in each.fills)


def _read_out(spans: Spans) -> str:
    return " ".join("".join(span.text for span in spans).split())


def _plain(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.place.file,
        "line": fault.place.line,
        "code": fault.code,
        "message": fault.message,
        "remedy": fault.remedy,
        "level": "warning" if fault.warning else "fault",
    }


def _summary(checked: Checked) -> str:
    warnings = sum(fault.warning for fault in checked.faults)
    faults = len(checked.faults) - warnings
    warned = f", {_counted(warnings, 'warning')}" if warnings else ""
    if checked.fit:
        return f"{checked.path}: {checked.fit}{warned}"
    stopped = " (reading stopped there)" if faults >= MOST_FAULTS else ""
    return f"{checked.path}: {_counted(faults, 'fault')}{stopped}{warned}; not fit to field"


def _instrument_in_words(instrument: Instrument) -> str:
    asked = _counted(len(instrument.questions), "question")
    modes = ", ".join(mode.value for mode in instrument.modes)
    return f"{instrument.name} {instrument.version} is fit to field ({asked}; {modes})"


def _frame_in_words(frame: OutcomeFrame) -> str:
    outcomes = _counted(len(frame.outcomes), "outcome code")
    results = _counted(len(frame.results), "call result")
    return f"{frame.name} {frame.version} is fit to field ({outcomes}, {results})"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
