"""`capi hub instrument`, `sample`, `assign` and `recall`: the office's work on cases, on the hub's own machine."""

from dataclasses import dataclass
from pathlib import Path

from capi.commands.ending import DONE, Refused
from capi.commands.hub_opening import ADMINISTRATOR, SUPERVISOR, opened_hub
from capi.commands.instruments import fit_instrument
from capi.commands.listing import print_json, print_list
from capi.commands.sample import TableOrder, ended, table_of
from capi.hub.office.assignment import Recalling, assign, recall_all
from capi.hub.office.sampling import import_sample, samples
from capi.hub.orders.frames import add_frame, frames
from capi.hub.orders.instruments import add_instrument, instruments
from capi.hub.people.texts import counted
from capi.instrument.loading import snapshot
from capi.outcomes.frame_reading import NoSuchFrame, UnfitFrame, find_frame, load_frame
from capi.settings import Settings
from capi.sync.office_messages import Assignment


@dataclass(frozen=True, slots=True)
class AssignCommand:
    """Cases by id, by reference, or the unassigned ones of an area."""

    to: str
    cases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    area: str | None = None
    reason: str = ""
    now: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class RecallCommand:
    """Cases by id or by reference; `to` the account that gets them then, nobody where it is empty."""

    reason: str
    cases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    to: str = ""
    now: bool = False
    as_json: bool = False


_FOLLOW = "what a laptop has follows when it has sent everything and given it up. Not to wait for that: --now"


def add_one_instrument(folder: Path | None, settings: Settings, given: str, *, offered: bool) -> int:
    """Raises Refused and WorldFailed."""
    sources = snapshot(fit_instrument(given, settings)).sources
    with opened_hub(folder, settings) as hub:
        line = add_instrument(hub, ADMINISTRATOR, sources, offered=offered)
    print(f"{line.name} {line.version} is at the hub, SHA-256 {line.sha256}")
    return DONE


def add_one_frame(folder: Path | None, settings: Settings, given: str) -> int:
    """Raises Refused and WorldFailed."""
    try:
        text = load_frame(find_frame(given, settings.questionnaires)).text
    except (NoSuchFrame, UnfitFrame, OSError) as error:
        raise Refused(f"{error}\nAll faults, with lines and remedies: capi check {given}") from error
    with opened_hub(folder, settings) as hub:
        line = add_frame(hub, ADMINISTRATOR, text.decode())
    print(f"{line.name} {line.version} is the outcome frame of the fieldwork, SHA-256 {line.sha256}")
    return DONE


def list_frames(folder: Path | None, settings: Settings, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = frames(hub, ADMINISTRATOR)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("name", "version", "title", "of the fieldwork", "added", "by", "SHA-256"),
        [
            (each.name, each.version, each.title, each.taken, each.added, each.added_by, each.sha256[:12])
            for each in found
        ],
    )
    return DONE


def list_instruments(folder: Path | None, settings: Settings, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = instruments(hub, ADMINISTRATOR)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("name", "version", "title", "offered", "cases", "added", "SHA-256"),
        [
            (each.name, each.version, each.title, each.offered, each.cases, each.added, each.sha256[:12])
            for each in found
        ],
    )
    return DONE


def add_sample(
    folder: Path | None, settings: Settings, table: TableOrder, *, name: str, instrument: str, as_json: bool
) -> int:
    """All of its cases, or none where anything is wrong with it. Raises Refused and WorldFailed."""
    content, mapping = table_of(table)
    mode = table.mode.value if table.mode else ""
    with opened_hub(folder, settings) as hub:
        result = import_sample(
            hub,
            ADMINISTRATOR,
            name,
            instrument,
            content,
            table.file.name,
            mode,
            mapping,
            table.dry_run,
            sheet=table.sheet,
        )
    return ended(result, table, as_json=as_json)


def list_samples(folder: Path | None, settings: Settings, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = samples(hub, ADMINISTRATOR)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("sample", "instrument", "version", "cases", "added", "by"),
        [(each.name, each.instrument, each.version, each.cases, each.added, each.added_by) for each in found],
    )
    return DONE


def assign_cases(folder: Path | None, settings: Settings, order: AssignCommand) -> int:
    """Raises Refused and WorldFailed."""
    wanted = Assignment(
        to=order.to,
        cases=list(order.cases),
        references=list(order.references),
        area=order.area,
        reason=order.reason,
        now=order.now,
    )
    with opened_hub(folder, settings) as hub:
        done = assign(hub, SUPERVISOR, wanted)
    if order.as_json:
        print_json({"assigned": done.assigned, "recalled": done.recalled, "unchanged": done.unchanged})
        return DONE
    print(f"To {order.to}: {done.assigned:,} assigned now.")
    if order.area is not None and not done.assigned:
        print(f"Every case of {order.area or 'no area'} is somebody's already, or accepted.")
    if done.recalled:
        print(f"{done.recalled:,} recalled first: {_FOLLOW}")
    if done.unchanged:
        print(f"{done.unchanged:,} unchanged, assigned there already.")
    return DONE


def recall_cases(folder: Path | None, settings: Settings, order: RecallCommand) -> int:
    """To nobody, or to another account. Raises Refused and WorldFailed."""
    if order.to:
        return assign_cases(
            folder,
            settings,
            AssignCommand(order.to, order.cases, order.references, None, order.reason, order.now, order.as_json),
        )
    wanted = Recalling(order.reason, order.cases, order.references, order.now)
    with opened_hub(folder, settings) as hub:
        done = recall_all(hub, SUPERVISOR, wanted)
    if order.as_json:
        print_json({"freed": done.freed, "waiting": done.waiting, "unchanged": done.unchanged})
        return DONE
    print(f"{counted(done.freed, 'case')} taken back: {'it is' if done.freed == 1 else 'they are'} nobody's now.")
    if done.waiting:
        print(f"{done.waiting:,} recalled: {_FOLLOW}")
    if done.unchanged:
        print(f"{done.unchanged:,} unchanged, nobody's already.")
    return DONE
