"""`capi migrate`: moves the open cases of a case file to another version of their instrument, with a report for each."""

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from capi.commands.ending import DONE, REFUSED, Refused
from capi.commands.opening import opened
from capi.engine.plan import Plan, plan
from capi.fieldwork.case import CaseSummary, Status
from capi.fieldwork.contents import Answered, CaseCreated, Fixed, Migrated
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.migration import Migration, NotMigrated, Version, Why, migration
from capi.fieldwork.replay import CaseRecord
from capi.instrument.faults import nearest
from capi.instrument.loading import (
    NoSuchInstrument,
    Snapshot,
    UnfitInstrument,
    find_instrument,
    read_instrument,
    snapshot,
)
from capi.instrument.model import Mode
from capi.laptop import holder
from capi.settings import Settings
from capi.sitting import system_clock
from capi.store.case_file import CaseFile
from capi.store.hold import Holder

_FINISHED = (Status.COMPLETED, Status.STOPPED)
_WHY = {
    Why.GONE: "there is no such question any more",
    Why.OTHER_TYPE: "it takes another kind of answer",
    Why.NOT_TAKEN: "it does not take the answer given",
    Why.NEW_ON_ROUTE: "new on the route",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `cases` are references or ids; all where there are none."""

    source: Path
    instrument: str
    cases: tuple[str, ...]
    include_finished: bool
    apply: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One case: what becomes of it, or why it stays where it is. `refused`: it was meant to move, and cannot."""

    summary: CaseSummary
    found: Migration | None = None
    stays: str = ""
    refused: bool = False


def migrate(order: Order, passphrase_file: Path | None, settings: Settings, *, as_json: bool) -> int:
    """Moves the cases, or says what would become of them. Raises Refused and WorldFailed."""
    kept = _snapshot(order.instrument, settings)
    now = system_clock()()
    with opened(order.source, passphrase_file, _holder(order, settings, now)) as case_file:
        chosen = _chosen(case_file, order, kept)
        examining = _Examining(case_file, kept, now, order)
        outcomes = []
        for summary in chosen:
            outcome = examining.outcome(summary)
            if order.apply and outcome.found is not None:
                case_file.migrate(summary.case.id, kept, outcome.found.entry, now)
            outcomes.append(outcome)
    if as_json:
        print(json.dumps([_plain(outcome, kept, order) for outcome in outcomes], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_report(outcomes, kept, order)))
    return REFUSED if any(outcome.refused for outcome in outcomes) else DONE


def _snapshot(given: str, settings: Settings) -> Snapshot:
    try:
        return snapshot(read_instrument(find_instrument(given, settings.questionnaires), settings.questionnaires))
    except NoSuchInstrument as error:
        raise Refused(str(error)) from None
    except UnfitInstrument as error:
        faults = sum(not fault.warning for fault in error.faults)
        raise Refused(
            f"{given} is not fit to field, and no case was moved. See its faults ({faults}) with: capi check {given}"
        ) from None


def _holder(order: Order, settings: Settings, now: Moment) -> Holder:
    """Only what is written needs the number of this machine."""
    if order.apply:
        return holder(settings.data, "capi migrate", now.utc)
    return Holder("capi migrate", "migrate", socket.gethostname(), os.getpid(), datetime.now(UTC))


def _chosen(case_file: CaseFile, order: Order, kept: Snapshot) -> list[CaseSummary]:
    """The cases to look at. Raises Refused where one that is named is not there."""
    there = [summary for summary in case_file.cases() if summary.case.instrument == kept.name]
    if not there:
        raise Refused(f"{order.source} holds no cases of {kept.name}. Nothing was changed.")
    if not order.cases:
        return there
    names = {name for summary in there for name in (summary.case.reference, summary.case.id)}
    for wanted in order.cases:
        if wanted not in names:
            references = [summary.case.reference for summary in there]
            raise Refused(
                f"{order.source} holds no case {wanted} of {kept.name}. {nearest(wanted, references)} Nothing was changed."
            )
    return [summary for summary in there if summary.case.reference in order.cases or summary.case.id in order.cases]


class _Examining:
    """Compares cases with the version to move to; each version is compiled once for each mode."""

    def __init__(self, case_file: CaseFile, kept: Snapshot, now: Moment, order: Order) -> None:
        self.case_file = case_file
        self.kept = kept
        self.order = order
        self.today = (now.utc + timedelta(minutes=now.offset_minutes)).date().isoformat()
        self.modes = kept.instrument().modes
        self.plan = cache(self._plan)

    def _plan(self, sha256: str, mode: Mode) -> Plan:
        source = self.kept if sha256 == self.kept.sha256 else self.case_file.snapshot(sha256)
        return plan(source.instrument(), mode)

    def outcome(self, summary: CaseSummary) -> _Outcome:
        case, kept = summary.case, self.kept
        if case.sha256 == kept.sha256:
            return _Outcome(summary, stays=f"is on version {kept.version} already.")
        if summary.status in _FINISHED and not self.order.include_finished:
            stays = (
                f"is {summary.status.value}, and stays on version {case.version}. Add --include-finished to move it."
            )
            return _Outcome(summary, stays=stays, refused=bool(self.order.cases))
        record = self.case_file.record(case.id)
        if record.sitting_open:
            stays = "cannot be moved: its last sitting has not ended. Open the case and leave it, then try again."
            return _Outcome(summary, stays=stays, refused=True)
        if case.mode not in self.modes:
            stays = f"cannot be moved: {kept.name} {kept.version} is not fielded in {case.mode.value}."
            return _Outcome(summary, stays=stays, refused=True)
        then = Version(self.plan(kept.sha256, case.mode), kept.version, kept.sha256)
        try:
            found = migration(record, self.plan(case.sha256, case.mode), then, self.today, self._aside_under(record))
        except NotMigrated as error:
            return _Outcome(summary, stays=f"cannot be moved: {error}", refused=True)
        return _Outcome(summary, found)

    def _aside_under(self, record: CaseRecord) -> Mapping[str, Plan]:
        """The version that each answer set aside was given under."""
        if not record.answers_aside:
            return {}
        given = _given_under(self.case_file.entries(record.case.id))
        return {field: self.plan(given[field], record.case.mode) for field in record.answers_aside}


def _given_under(entries: Sequence[Entry]) -> dict[str, str]:
    """The snapshot under which each answer was last given."""
    sha256, given = "", {}
    for entry in entries:
        match entry.contents:
            case CaseCreated() | Migrated() as version:
                sha256 = version.sha256
            case Answered() | Fixed() as answer:
                given[answer.field] = sha256
    return given


def _plain(outcome: _Outcome, kept: Snapshot, order: Order) -> dict[str, object]:
    case, found = outcome.summary.case, outcome.found
    told: dict[str, object] = {
        "case": case.reference,
        "from": case.version,
        "to": kept.version,
        "result": ("moved" if order.apply else "would_move") if found else "refused" if outcome.refused else "stays",
    }
    if found is None:
        return told | {"reason": outcome.stays}
    return told | {
        "answers": found.moved,
        "rows": found.rows,
        "asked_again": {field: why.value for field, why in found.asked_again.items()},
        "dropped": {field: why.value for field, why in found.dropped.items()},
        "off_route": list(found.off_route),
        "brought_back": list(found.entry.brought_back),
        "no_longer_suppressed": list(found.entry.lapsed),
        "opens_at": found.waiting,
    }


def _report(outcomes: Sequence[_Outcome], kept: Snapshot, order: Order) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.found is None:
            yield f"{outcome.summary.case.reference} {outcome.stays}"
        else:
            yield from _lines(outcome.summary, outcome.found)
    moving = sum(outcome.found is not None for outcome in outcomes)
    of_all = f"{moving} of {len(outcomes)} {'case' if len(outcomes) == 1 else 'cases'}"
    if order.apply:
        yield f"{of_all} moved to {kept.name} {kept.version}."
    else:
        yield f"{of_all} would move to {kept.name} {kept.version}. Nothing was changed. Add --apply to move {_them(moving)}."


def _lines(summary: CaseSummary, found: Migration) -> Iterator[str]:
    rows = f" and {_counted(found.rows, 'row')}" if found.rows else ""
    yield f"{summary.case.reference}: {_counted(found.moved, 'answer')}{rows} of version {summary.case.version} go along."
    for what, fields in (("Asked again", found.asked_again), ("Set aside", found.dropped)):
        for field, why in fields.items():
            yield f"    {what}: {field}: {_WHY[why]}"
    for what, names in (
        ("Off the route now, kept", found.off_route),
        ("Brought back", found.entry.brought_back),
        ("No longer suppressed", found.entry.lapsed),
    ):
        if names:
            yield f"    {what}: {', '.join(names)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"
