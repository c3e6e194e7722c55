"""`capi hub status`: how far the fieldwork is, and how the hub itself does, in numbers."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import msgspec

from capi.classification.shelf import Shelf
from capi.commands.ending import DONE
from capi.commands.hub_opening import SUPERVISOR, hub_folder, opened_hub
from capi.commands.listing import print_json
from capi.hub.keeping.condition import Condition, condition_of
from capi.hub.keeping.folder import read_folder
from capi.hub.office.progress import progress
from capi.hub.people.texts import counted
from capi.hub.statistics.derived_lines import Standing
from capi.hub.statistics.deriving import derivation_standing
from capi.settings import Settings
from capi.sync.office_messages import Counts, Progress


def status(folder: Path | None, settings: Settings, *, verify: bool, as_json: bool) -> int:
    """`verify`: reads all of the audit log too. Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        far = progress(hub, SUPERVISOR)
        how = condition_of(hub, read_folder(hub_folder(folder, settings)), verify=verify)
        derived = derivation_standing(hub, Shelf(settings.data))
    if as_json:
        print_json({"fieldwork": _plain(far), "hub": how, "derivation": asdict(derived)})
        return DONE
    for line in (*_fieldwork(far), *_online(far), *_derivation(derived), *_hub(how)):
        print(line)
    return DONE


_SERVING = {True: "yes, it answers on this machine", False: "no, nobody answers on this machine", None: "never yet"}
_COUNTED = ("total", "unassigned", "assigned", "in_progress", "stopped", "completed", "accepted")


def _plain(far: Progress) -> dict[str, object]:
    """With every count, those of nothing too."""

    def counts(of: Counts) -> dict[str, object]:
        return {"name": of.name, **{name: getattr(of, name) for name in _COUNTED}, "last_received": of.last_received}

    return {
        "whole": counts(far.whole),
        "interviewers": [counts(each) for each in far.interviewers],
        "areas": [counts(each) for each in far.areas],
        "days": msgspec.to_builtins(far.days),
        "quarantined": far.quarantined,
        "recalled": far.recalled,
        "online": {"invited": far.invited, "begun": far.online, "through": far.through_online},
    }


def _fieldwork(far: Progress) -> Iterator[str]:
    lines = [far.whole, *far.interviewers]
    names = ["all", *(each.name for each in far.interviewers)]
    width = max(len(name) for name in names)
    yield f"{'':<{width}}  " + "  ".join(f"{name.replace('_', ' '):>11}" for name in _COUNTED) + "  last received"
    for name, counts in zip(names, lines, strict=True):
        numbers = "  ".join(f"{getattr(counts, each):>11,}" for each in _COUNTED)
        yield f"{name:<{width}}  {numbers}  {_time(counts.last_received)}"
    wait, are = "waits" if far.quarantined == 1 else "wait", "is" if far.recalled == 1 else "are"
    yield (
        f"{counted(far.quarantined, 'part')} in quarantine {wait} for a decision; {counted(far.recalled, 'case')} {are} recalled"
    )


def _online(far: Progress) -> Iterator[str]:
    """Nothing where nobody was invited."""
    if far.invited:
        yield (
            f"online: {counted(far.invited, 'case')} invited, {far.online:,} begun and not through, {far.through_online:,} through"
        )


def _derivation(stands: Standing) -> Iterator[str]:
    """Nothing before the first case is completed."""
    if not stands.completed:
        return
    yield f"{counted(stands.derived, 'completed case')} derived; {stands.pending:,} pending; {stands.failed:,} could not be derived"
    if stands.otherwise:
        yield f"{stands.otherwise:,} of them by another table, settings or version. To derive them by these: capi hub derive"


def _hub(how: Condition) -> Iterator[str]:
    unsaved = f"{counted(how.unsaved, 'case')} {'has' if how.unsaved == 1 else 'have'}"
    laptops = ", ".join(f"{number:,} {state}" for state, number in sorted(how.devices.items())) or "none"
    yield f"hub          {how.name} ({how.hub}), epoch {how.epoch}"
    yield f"served       {_SERVING[how.serving]}; laptops use {how.address}"
    yield f"laptops      {laptops}"
    yield f"last backup  {_time(how.last_backup)}; {unsaved} entries that no backup holds"
    yield f"database     {_megabytes(how.database_bytes)}, {_megabytes(how.disk_free)} free on the disk"
    if how.certificate_days is not None:
        yield f"certificate  good for {counted(how.certificate_days, 'day')}"
    yield f"audit log    head {how.audit}"
    for each in how.attention:
        yield f"ATTENTION    {each}"


def _time(time: datetime | None) -> str:
    return "never" if time is None else f"{time:%Y-%m-%d %H:%M} UTC"


def _megabytes(size: int | None) -> str:
    return "unknown" if size is None else f"{size / 2**20:,.0f} MB"
