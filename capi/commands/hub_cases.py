"""`capi hub instrument`, `sample`, `assign` and `quarantine`: the office's work on cases, on the hub's own machine."""

from dataclasses import dataclass
from pathlib import Path

from capi.commands.ending import DONE
from capi.commands.hub_opening import ADMINISTRATOR, SUPERVISOR, opened_hub
from capi.commands.instruments import fit_instrument
from capi.commands.listing import print_json, print_list
from capi.commands.sample import TableOrder, ended, table_of
from capi.hub.assignment import assign
from capi.hub.instruments import add_instrument, instruments
from capi.hub.quarantine import decide, quarantine_detail, quarantined
from capi.hub.sampling import import_sample, samples
from capi.instrument.loading import snapshot
from capi.settings import Settings
from capi.sync.office_messages import Assignment, Deciding, Decision


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


def add_one_instrument(folder: Path | None, settings: Settings, given: str, *, offered: bool) -> int:
    """Raises Refused and WorldFailed."""
    sources = snapshot(fit_instrument(given, settings)).sources
    with opened_hub(folder, settings) as hub:
        line = add_instrument(hub, ADMINISTRATOR, sources, offered=offered)
    print(f"{line.name} {line.version} is at the hub, SHA-256 {line.sha256}")
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
    if done.recalled:
        print(f"{done.recalled:,} recalled: they follow when the laptops that have them have given them up.")
    if done.unchanged:
        print(f"{done.unchanged:,} unchanged, assigned there already.")
    return DONE


def list_quarantine(folder: Path | None, settings: Settings, *, everything: bool, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = quarantined(hub, SUPERVISOR, not everything)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("id", "case", "account", "why", "entries", "received", "decision"),
        [
            (
                each.id,
                each.reference or each.case,
                each.user,
                each.reason.value,
                f"{each.first}-{each.last}",
                each.received,
                each.decision.value if each.decision else None,
            )
            for each in found
        ],
    )
    return DONE


def show_quarantine(folder: Path | None, settings: Settings, line: str, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = quarantine_detail(hub, SUPERVISOR, line)
    if as_json:
        print_json(found)
        return DONE
    its = found.line
    print(f"{its.reference or its.case}, from the laptop of {its.user}: {its.reason.value}. {its.detail}")
    print(f"Entries {its.first} to {its.last}, received {its.received:%Y-%m-%d %H:%M} UTC:")
    for entry in found.entries:
        print(f"  {entry}")
    if not found.readable:
        print("They cannot be replayed, so what differs cannot be shown.")
    elif found.differences:
        print_list(
            ("question", "in the journal", "in these entries"),
            [(each.label or each.field, each.journal, each.part) for each in found.differences],
        )
    else:
        print("No answer differs from the journal.")
    return DONE


def decide_quarantine(folder: Path | None, settings: Settings, line: str, *, decision: str, note: str) -> int:
    with opened_hub(folder, settings) as hub:
        done = decide(hub, SUPERVISOR, line, Deciding(decision=Decision(decision), note=note))
    print(f"{done.reference or done.case}: {decision.replace('_', ' ')}")
    return DONE
