"""`capi check`: all faults of instruments at once, in a form that editors can jump to."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from capi.commands.ending import DONE, REFUSED, WORLD_FAILED, tell
from capi.instrument.faults import MOST_FAULTS, Fault
from capi.instrument.loading import INSTRUMENT_FILE, NoSuchInstrument, Reading, find_instrument, read_instrument
from capi.instrument.model import Place
from capi.outputs.documents.questionnaire import Spans
from capi.outputs.documents.texts_with_fills import texts_with_fills
from capi.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """One instrument that was read; faults have the path an editor needs."""

    path: Path
    reading: Reading
    faults: tuple[Fault, ...]

    @property
    def fit(self) -> bool:
        return self.reading.instrument is not None


def check(given: Sequence[str], settings: Settings, *, as_json: bool, texts: bool = False) -> int:
    """Checks them all, whatever happens to one; the exit code of the worst. `texts` shows all that a text can say."""
    code = DONE
    checked: dict[Path, Checked] = {}
    for word in given:
        try:
            for path in _instruments(word, settings):
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


def _instruments(word: str, settings: Settings) -> Iterator[Path]:
    folder = Path(word)
    inside = sorted(folder.glob(f"*/{INSTRUMENT_FILE}")) if folder.is_dir() else []
    if inside and not (folder / INSTRUMENT_FILE).exists():
        yield from inside
    else:
        yield _short(find_instrument(word, settings.questionnaires))


def _short(path: Path) -> Path:
    """One found by its name, as seen from here where that is shorter."""
    try:
        return path.relative_to(Path.cwd()) if path.is_absolute() else path
    except ValueError:
        return path


def _read(path: Path, shipped: Path) -> Checked:
    reading = read_instrument(path, shipped)
    return Checked(path, reading, tuple(replace(fault, place=_place(reading, path, fault)) for fault in reading.faults))


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
    instrument = checked.reading.instrument
    if instrument is None:
        return
    for language, code in enumerate(instrument.languages):
        spoken = f" ({code})" if len(instrument.languages) > 1 else ""
        for each in texts_with_fills(instrument, language):
            place = f"{_file(checked.reading, checked.path, each.place)}:{each.place.line}"
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
    instrument = checked.reading.instrument
    if instrument is not None:
        asked = _counted(len(instrument.questions), "question")
        modes = ", ".join(mode.value for mode in instrument.modes)
        return f"{checked.path}: {instrument.name} {instrument.version} is fit to field ({asked}; {modes}){warned}"
    stopped = " (reading stopped there)" if faults >= MOST_FAULTS else ""
    return f"{checked.path}: {_counted(faults, 'fault')}{stopped}{warned}; not fit to field"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
