"""`capi demo`: the whole story without a person: interviews through the real window, then the data out of them."""

import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from capi.commands.ending import DONE, Refused, WorldFailed
from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.laptop import holder
from capi.outputs.export import Delivery, export_csv
from capi.outputs.manifest import Circumstances
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError


def demo(out: Path, settings: Settings) -> int:
    """Plays the demonstration into `out`, a folder made for it, and prints what was done and where it lies."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{out} holds something already. Name a folder that does not exist yet.")
    screen = _choose_platform()
    try:
        out.mkdir(parents=True, exist_ok=True)
        from capi.demonstration.people import SCRIPTS
        from capi.demonstration.play import PASSPHRASE, play

        played = play(out, settings)
        files = _export(played.case_file, PASSPHRASE, out / "export")
    except (OSError, CaseFileError) as error:
        raise WorldFailed(str(error)) from error
    modes = Counter(script.person.mode.value.replace("_", " ") for script in SCRIPTS)
    held = ", ".join(f"{number} {mode}" for mode, number in modes.items())
    print(f"Served a hub over HTTPS on this machine, and sent the laptop its {len(SCRIPTS)} cases from a sample.")
    print(f"Held {len(SCRIPTS)} interviews through the real window, {screen}, in {played.seconds:.0f} s: {held}.")
    print(f"Synced: {played.report.headline}")
    for receipt in played.receipts:
        print(f"  receipt {receipt.batch}: {len(receipt.parts)} cases, signed {receipt.received:%H:%M:%S} UTC")
    for what, where in (
        ("answers", f"{files[0].parent} (CSV, a codebook to read, and a manifest, for each instrument)"),
        ("screenshots", f"{played.pictures[0].parent} ({len(played.pictures)} pictures)"),
        ("hub", f"{out / 'hub'} (its database, keys and log), with the sample it was given in {out / 'sample'}"),
        ("case file", f"{played.case_file} (encrypted; its passphrase: {PASSPHRASE})"),
    ):
        print(f"  {what:<12} {where}")
    return DONE


def _export(case_file: Path, passphrase: str, out: Path) -> tuple[Path, ...]:
    here = holder(out.parent / "laptop", "capi demo", datetime.now(UTC))
    with CaseFile.open(case_file, passphrase, here) as opened:
        now = datetime.now(UTC).astimezone()
        circumstances = Circumstances(now, case_file.name, invented=True, everything=False)
        return export_csv(
            datasets(opened, everything=False), Delivery(Profile.END_USER, MissingCodes(), out), circumstances
        )


def _choose_platform() -> str:
    """Off the screen where there is none; gives the words for the report."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return "without a display" if os.environ.get("QT_QPA_PLATFORM") == "offscreen" else "on this display"
