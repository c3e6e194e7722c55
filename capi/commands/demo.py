"""`capi demo`: the whole story without a person: interviews through the real window, then the data and the tables out of them."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from capi.classification.kept_file import DamagedClassification
from capi.commands.ending import DONE, Refused, WorldFailed
from capi.demonstration.statistics import Loaded, OfTheCrowd, OfTheHub, loaded, of_the_crowd, of_the_hub
from capi.hub.errors import HubError, HubFolderError
from capi.settings import Settings
from capi.store.errors import CaseFileError

if TYPE_CHECKING:
    from capi.demonstration.play import Played

_LOAD = "capi classification add FILE"


def demo(out: Path, settings: Settings) -> int:
    """Plays the demonstration into `out`, a folder made for it, and prints what was done and where it lies."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{out} holds something already. Name a folder that does not exist yet.")
    screen = _choose_platform()
    try:
        there = loaded(settings)
        out.mkdir(parents=True, exist_ok=True)
        from capi.demonstration.pictures import picture_charts
        from capi.demonstration.play import play

        played = play(out, settings)
        now = datetime.now(UTC).astimezone()
        hub = of_the_hub(out, settings, there, now)
        crowd = of_the_crowd(out, settings, there, now)
        charts = picture_charts(sorted(crowd.tables.glob("*.svg")), out / "charts")
    except (OSError, CaseFileError, DamagedClassification, HubError, HubFolderError) as error:
        raise WorldFailed(str(error)) from error
    for line in (*_of_the_interviews(played, screen), *_of_the_data(hub, there), *_of_the_tables(crowd, there)):
        print(line)
    print("Where to look:")
    for what, where in _places(out, played, hub, crowd, len(charts)):
        print(f"  {what:<12} {where}")
    return DONE


def _of_the_interviews(played: "Played", screen: str) -> Iterator[str]:
    from capi.demonstration.people import SCRIPTS

    modes = Counter(script.person.mode.value.replace("_", " ") for script in SCRIPTS)
    held = ", ".join(f"{number} {mode}" for mode, number in modes.items())
    yield f"Served a hub over HTTPS on this machine, and sent the laptop its {len(SCRIPTS)} cases from a sample."
    yield f"Held {len(SCRIPTS)} interviews through the real window, {screen}, in {played.seconds:.0f} s: {held}."
    yield f"Synced: {played.report.headline}"
    for receipt in played.receipts:
        cases = "1 case" if len(receipt.parts) == 1 else f"{len(receipt.parts)} cases"
        yield f"  receipt {receipt.batch}: {cases}, signed {receipt.received:%H:%M:%S} UTC"


def _of_the_data(hub: OfTheHub, there: Loaded) -> Iterator[str]:
    if there.index:
        yield f"Jobs coded at the hub without a person: {hub.coded}; waiting for a coder: {hub.waiting}."
    yield f"Derived {hub.variables} variables of the {hub.persons} people in these interviews, and exported them in {len(hub.exports)} formats."


def _of_the_tables(crowd: OfTheCrowd, there: Loaded) -> Iterator[str]:
    yield (
        f"So few people leave nothing to show in tables, where numbers below {crowd.made.treatment.threshold} are hidden. So "
        f"{crowd.households} more households were invented, {crowd.persons} people: interviewed through the engine without the window, "
        f"in {crowd.seconds:.0f} s ({crowd.answers:,} answers)."
    )
    yield f"Made {len(crowd.made.tables)} tables of these; {crowd.hidden} of their {crowd.numbers} numbers are hidden."
    if there.index:
        yield (
            f"Coded {crowd.coded} of their {crowd.jobs} jobs: without a person, or as the entry of the index that is the title word for word."
        )
    if crowd.made.not_made:
        names = ", ".join(table.short for table, _ in crowd.made.not_made)
        yield f"Not made: {names}. They need {' and '.join(_lacking(there))}, which an office loads with: {_LOAD}"


def _lacking(there: Loaded) -> Iterator[str]:
    if not there.index:
        yield "the published index of occupations (SOC2010 or SOC2020)"
    if there.table is None:
        yield "the table of NS-SEC"


def _places(out: Path, played: "Played", hub: OfTheHub, crowd: OfTheCrowd, charts: int) -> Iterator[tuple[str, str]]:
    from capi.demonstration.play import PASSPHRASE

    others = ", ".join(name for name in hub.exports if name != "csv")
    yield (
        "tables",
        f"{crowd.tables / 'tables.html'} (open it in a browser), {crowd.tables / 'tables.xlsx'}, and each as CSV",
    )
    yield "charts", f"{out / 'charts'} ({charts} pictures), as SVG beside the tables"
    yield (
        "answers",
        f"{hub.exports['csv']} (CSV, a codebook to read, and a manifest, for each instrument); in it folders with {others}",
    )
    yield "derived", f"{hub.derived} (the people of the interviews), {crowd.persons_file} (those of the tables)"
    yield "screenshots", f"{played.pictures[0].parent} ({len(played.pictures)} pictures)"
    yield "hub", f"{out / 'hub'} (its database, keys and log), with the sample it was given in {out / 'sample'}"
    yield "case file", f"{played.case_file} (encrypted; its passphrase: {PASSPHRASE})"
    yield "", f"Everybody in it is invented. Other tables of them: capi tables {crowd.persons_file} --out DIR --round 5"


def _choose_platform() -> str:
    """Off the screen where there is none; gives the words for the report."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return "without a display" if os.environ.get("QT_QPA_PLATFORM") == "offscreen" else "on this display"
