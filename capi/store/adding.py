"""Adding: what comes into a case file from outside before anybody is interviewed: instruments and cases."""

import zlib
from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from capi.fieldwork.case import Case, Status
from capi.fieldwork.completion import CompletionRules
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import START, Moment, encode, follow
from capi.instrument.loading import Snapshot
from capi.store.errors import AlreadyThere, NotThere
from capi.store.hold import Holder
from capi.store.reading import COMPLETION, created_name
from capi.store.tables import cases, contacts, journal, kept, meta, snapshots
from capi.wording import Wording


def add_cases(core: Connection, new: Iterable[tuple[Case, Contact]], holder: Holder, moment: Moment) -> int:
    """The cases, each with the first entry of its journal, which names nobody; gives how many.

    Raises AlreadyThere or NotThere.
    """
    held_to = dict(core.execute(select(snapshots.c.sha256, snapshots.c.key)).all())
    there = set(core.execute(select(cases.c.id)).scalars())
    first = (core.execute(select(func.max(cases.c.key))).scalar() or 0) + 1
    rows, entries, found_by = [], [], []
    for key, (case, contact) in enumerate(new, start=first):
        _refuse_unfit(case, there, held_to)
        there.add(case.id)
        created = CaseCreated.of(replace(case, name=""))
        entry = follow(START, case=case.id, device=holder.device, who=holder.who, moment=moment, contents=created)
        rows.append(case_row(key, case.id, held_to[case.sha256], created) | {"name": contact.label})
        entries.append({"case_key": key, "number": entry.number, "entry": encode(entry)})
        if contact:
            found_by.append({"case_key": key, "contact": msgspec.json.encode(contact).decode()})
    if rows:
        core.execute(insert(cases), rows)
        core.execute(insert(journal), entries)
    if found_by:
        core.execute(insert(contacts), found_by)
    return len(rows)


def _refuse_unfit(case: Case, there: Collection[str], held_to: Collection[str]) -> None:
    if case.id in there:
        raise AlreadyThere(
            Wording("CaseFile", "Case {reference} ({id}) is in this case file already. No case was added.").filled(
                reference=case.reference, id=case.id
            )
        )
    if case.sha256 not in held_to:
        raise NotThere(
            Wording(
                "CaseFile",
                "The instrument of case {reference} ({instrument} {version}) is not in this case file. "
                "Add the instrument, then the case. No case was added.",
            ).filled(reference=case.reference, instrument=case.instrument, version=case.version)
        )


def contact_of(case: Case, given: Contact | None) -> Contact:
    """The contact that is kept: what is given, or else the name the case was made with."""
    contact = given or Contact()
    return contact if contact.name else replace(contact, name=case.name)


def keep_contact(core: Connection, case_key: int, contact: Contact) -> None:
    """In place of the one before. A case whose first entry names it keeps that name in lists."""
    statement = insert(contacts).values(case_key=case_key, contact=msgspec.json.encode(contact).decode())
    core.execute(
        statement.on_conflict_do_update(index_elements=["case_key"], set_={"contact": statement.excluded.contact})
    )
    named = created_name(core, case_key) or contact.label
    core.execute(update(cases).where(cases.c.key == case_key).values(name=named))


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


def keep_fact(core: Connection, name: str, value: str | None) -> None:
    """A fact about the file for another room; None takes it away."""
    if value is None:
        core.execute(delete(kept).where(kept.c.name == name))
        return
    statement = insert(kept).values(name=name, value=value)
    core.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}))


def case_row(key: int, case_id: str, snapshot_key: int, created: CaseCreated) -> dict[str, object]:
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
