"""`capi hub retention`: how long things are kept, what is due to be deleted, and deleting it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from capi.commands.ending import DONE, Refused
from capi.commands.hub_opening import ADMINISTRATOR, opened_hub
from capi.commands.listing import print_json
from capi.hub.hub import from_microseconds, to_microseconds
from capi.hub.keeping.retention import (
    Due,
    DueCase,
    backups_that_still_hold,
    bring_back,
    delete_case,
    delete_what_is_due,
    retention_of,
    set_retention,
    what_is_due,
)
from capi.hub.people.hub_settings import Retention
from capi.hub.people.texts import counted
from capi.settings import Settings

_SHOWN = 20
_BY = ADMINISTRATOR.user


@dataclass(frozen=True, slots=True)
class Rules:
    """What is to be set; None leaves it as it is, 0 days are for ever, an empty hold takes it off."""

    contacts_days: int | None = None
    answers_days: int | None = None
    fieldwork_ended: datetime | None = None
    hold: str | None = None
    hold_cases: tuple[str, ...] = ()
    release_cases: tuple[str, ...] = ()
    reason: str = ""


def show_due(folder: Path | None, settings: Settings, *, apply: bool, as_json: bool, yes: bool = False) -> int:
    """What is due; `apply` deletes it, after it was asked for or with `yes`. Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        due = what_is_due(hub)
        if apply and not yes:
            _ask(due)
        due = delete_what_is_due(hub, by=_BY) if apply else due
        rules = retention_of(hub)
        backups = backups_that_still_hold(hub) if apply and due.removals else []
    if as_json:
        print_json({"rules": rules, "applied": apply, "due": due, "backups": backups})
        return DONE
    for line in (*_rules(rules), *_due(due, apply=apply)):
        print(line)
    if backups:
        holds = (
            "backup was made before and still holds" if len(backups) == 1 else "backups were made before and still hold"
        )
        print(f"{len(backups):,} {holds} it, {backups[0]} the oldest. Destroy them when they are due.")
    return DONE


def _ask(due: Due) -> None:
    """Nothing is asked where nothing goes. Raises Refused, with nothing deleted."""
    if not (due.contacts or due.cases or due.removals):
        return
    what = (
        f"Contact details of {counted(len(due.contacts), 'case')}, {counted(len(due.cases), 'case')}, and for good "
        f"{counted(len(due.removals), 'case')} that {'was' if len(due.removals) == 1 else 'were'} deleted before"
    )
    if not sys.stdin.isatty():
        raise Refused(f"{what} would be deleted. Look at them with: capi hub retention. To do it, say so: --yes")
    if input(f"{what} will be deleted. Type yes to do it: ").strip().lower() != "yes":
        raise Refused("Nothing was deleted.")


def set_rules(folder: Path | None, settings: Settings, rules: Rules) -> int:
    """Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        changed = _changed(retention_of(hub), rules)
        set_retention(hub, changed, by=_BY)
        for line in _rules(changed):
            print(line)
    return DONE


def delete_one(folder: Path | None, settings: Settings, case: str, reason: str) -> int:
    with opened_hub(folder, settings) as hub:
        delete_case(hub, case, reason, by=_BY)
    print(f"{case} is deleted. For thirty days it can be brought back: capi hub retention bring-back {case}")
    return DONE


def bring_one_back(folder: Path | None, settings: Settings, case: str) -> int:
    with opened_hub(folder, settings) as hub:
        bring_back(hub, case, by=_BY)
    print(f"{case} is there again.")
    return DONE


def _changed(kept: Retention, rules: Rules) -> Retention:
    held = {case: why for case, why in kept.held.items() if case not in rules.release_cases}
    held |= dict.fromkeys(rules.hold_cases, rules.reason or "hold")
    ended = kept.fieldwork_ended if rules.fieldwork_ended is None else _end_of(rules.fieldwork_ended)
    made = {
        "contacts_days": kept.contacts_days if rules.contacts_days is None else rules.contacts_days or None,
        "answers_days": kept.answers_days if rules.answers_days is None else rules.answers_days or None,
        "fieldwork_ended": ended,
        "hold": kept.hold if rules.hold is None else rules.hold,
        "held": held,
    }
    try:
        changed = msgspec.convert(made, Retention)
    except msgspec.ValidationError as error:
        raise Refused(
            "These rules make no sense. Give days as whole numbers from 1 to 36,500; 0 keeps things for ever."
        ) from error
    if changed.contacts_days and changed.answers_days and changed.contacts_days > changed.answers_days:
        raise Refused("Contact details would be kept longer than answers. They go first, or on the same day.")
    return changed


def _end_of(day: datetime) -> int:
    return to_microseconds(day.replace(tzinfo=UTC))


def _rules(rules: Retention) -> Iterator[str]:
    yield f"contact details  {_days(rules.contacts_days)}"
    yield f"answers          {_days(rules.answers_days)}"
    if rules.fieldwork_ended is not None:
        yield f"                 cases never accepted count from {from_microseconds(rules.fieldwork_ended):%Y-%m-%d}"
    if rules.hold:
        yield f"HOLD             nothing is deleted: {rules.hold}"
    for case, why in sorted(rules.held.items()):
        yield f"hold             {case}: {why}"


def _days(days: int | None) -> str:
    return "kept for ever" if days is None else f"deleted {counted(days, 'day')} after acceptance"


def _due(due: Due, *, apply: bool) -> Iterator[str]:
    done = "deleted" if apply else "due"
    yield from _listed(f"contact details of {{}} {done}", due.contacts)
    yield from _listed(f"{{}} {done}, to be brought back for thirty days", due.cases)
    yield from _listed(f"{{}} {'removed' if apply else 'due to be removed'} for good, but for a line", due.removals)
    if due.undecided:
        have = "has" if due.undecided == 1 else "have"
        yield f"{counted(due.undecided, 'case')} would be due, but {have} a part in quarantine that nobody has decided on"
    if not apply and (due.contacts or due.cases or due.removals):
        yield "Nothing was changed. To do it: capi hub retention apply"


def _listed(what: str, cases: Sequence[DueCase]) -> Iterator[str]:
    laptops = sum(case.with_a_laptop for case in cases)
    note = f" ({laptops:,} may still be on a laptop)" if laptops else ""
    yield f"{what.format(counted(len(cases), 'case'))}{note}"
    if cases:
        more = ", ..." if len(cases) > _SHOWN else ""
        yield f"    {', '.join(case.reference for case in cases[:_SHOWN])}{more}"
