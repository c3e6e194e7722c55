"""Adding: what comes into a case file from outside before anybody is interviewed: instruments and cases."""

import zlib
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from capi.fieldwork.case import Case, Status
from capi.fieldwork.completion import CompletionRules
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import START, Moment, encode, follow
from capi.instrument.loading import Snapshot
from capi.store.errors import AlreadyThere, NotThere
from capi.store.hold import Holder
from capi.store.reading import COMPLETION
from capi.store.tables import cases, journal, meta, snapshots
from capi.wording import Wording


def add_cases(core: Connection, new: Iterable[Case], holder: Holder, moment: Moment) -> int:
    """The cases, each with the first entry of its journal; gives how many. Raises AlreadyThere or NotThere."""
    kept = dict(core.execute(select(snapshots.c.sha256, snapshots.c.key)).all())
    there = set(core.execute(select(cases.c.id)).scalars())
    first = (core.execute(select(func.max(cases.c.key))).scalar() or 0) + 1
    rows, entries = [], []
    for key, case in enumerate(new, start=first):
        if case.id in there:
            raise AlreadyThere(
                Wording("CaseFile", "Case {reference} ({id}) is in this case file already. No case was added.").filled(
                    reference=case.reference, id=case.id
                )
            )
        if case.sha256 not in kept:
            raise NotThere(
                Wording(
                    "CaseFile",
                    "The instrument of case {reference} ({instrument} {version}) is not in this case file. "
                    "Add the instrument, then the case. No case was added.",
                ).filled(reference=case.reference, instrument=case.instrument, version=case.version)
            )
        there.add(case.id)
        created = CaseCreated.of(case)
        entry = follow(START, case=case.id, device=holder.device, who=holder.who, moment=moment, contents=created)
        rows.append(_row(key, case.id, kept[case.sha256], created))
        entries.append({"case_key": key, "number": entry.number, "entry": encode(entry)})
    if rows:
        core.execute(insert(cases), rows)
        core.execute(insert(journal), entries)
    return len(rows)


def keep_snapshot(core: Connection, snapshot: Snapshot) -> None:
    """The instrument, once; what is there already only gets the compiled form of this version of capi."""
    statement = insert(snapshots).values(
        sha256=snapshot.sha256,
        name=snapshot.name,
        version=snapshot.version,
        sources=zlib.compress(msgspec.json.encode(snapshot.sources)),
        compiled=snapshot.compiled,
    )
    compiled = {"compiled": statement.excluded.compiled}
    core.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=compiled))


def set_completion_rules(core: Connection, rules: CompletionRules) -> None:
    statement = insert(meta).values(name=COMPLETION, value=msgspec.json.encode(rules).decode())
    core.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}))


def _row(key: int, case_id: str, snapshot_key: int, created: CaseCreated) -> dict[str, object]:
    return {
        "key": key,
        "id": case_id,
        "reference": created.reference,
        "name": created.name,
        "snapshot_key": snapshot_key,
        "mode": created.mode.value,
        "facts": msgspec.json.encode(created.facts).decode(),
        "status": Status.NOT_STARTED.value,
        "sitting_open": False,
        "answered": 0,
    }
