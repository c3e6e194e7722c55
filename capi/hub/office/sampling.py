"""Bringing a sample to the hub: the table read and looked at against what is there, and then all of its cases made, or none.

    result = import_sample(hub, principal, "wave 1", "seb", content, mode="telephone", dry_run=True)

A second file may be added to a sample, for the same version of the same instrument.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit, Unreadable
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.many import among
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.instruments import instrument_of
from capi.hub.policy import Action, require, works_on_a_laptop
from capi.hub.tables import cases, instruments, users
from capi.hub.tables import samples as kept
from capi.instrument.model import Instrument, Mode
from capi.sample.flaws import Flaw
from capi.sample.flaws import Unfit as UnfitCell
from capi.sample.modes import mode_meant
from capi.sample.reading import SampleReading, read_sample
from capi.sample.row_reading import SampleOrder
from capi.sample.rows import SampleRow
from capi.sample.unreadable import UnreadableSample
from capi.sync.messages import Role
from capi.sync.office_messages import RowProblem, SampleLine, SampleResult


class _Chosen(NamedTuple):
    """The instrument that a sample is for."""

    key: int
    sha256: str
    name: str
    version: str


def import_sample(
    hub: Hub,
    principal: Principal,
    name: str,
    instrument: str,
    content: bytes,
    file_name: str = "",
    mode: str = "",
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    *,
    sheet: str = "",
) -> SampleResult:
    """Reads CSV or XLSX, and makes its cases where there is no problem at all; in a dry run it only looks.

    `instrument` is its name or its SHA-256; by its name that of the sample if there is one already, else the one offered.
    `mode` holds for rows that say none. Raises NotAllowed, NotThere (the instrument), Conflict (the sample has another one),
    Unreadable (no table), Unfit (the mode), Unavailable.
    """
    require(principal, Action.ADD_SAMPLES)
    with hub.database.reading() as connection:
        chosen = _chosen(connection, name, instrument)
        questionnaire = instrument_of(connection, chosen.sha256)
        accounts = _accounts(connection)
    order = SampleOrder(
        questionnaire, hub.now().date(), _usual_mode(mode, questionnaire), dict(mapping or {}), sheet, accounts
    )
    try:
        reading = read_sample(content, order)
    except UnreadableSample as error:
        raise Unreadable("unreadable", f"{file_name}: {error}" if file_name else str(error)) from error
    added = 0
    with hub.database.reading() if dry_run or reading.problems.count else hub.database.writing() as connection:
        _tell_there(connection, chosen.name, reading)
        if not dry_run and not reading.problems.count:
            sample_key = _sample_key(hub, connection, principal, name, chosen)
            for portion in reading.rows.portions():
                create_cases(hub, connection, principal, sample_key, [_new(row) for row in portion])
            added = len(reading.rows)
            about = {"instrument": chosen.sha256, "cases": str(added)}
            audit.record(hub, connection, principal.user, "sample_added", name, **about)
    return _result(name, reading, added)


def samples(hub: Hub, principal: Principal) -> list[SampleLine]:
    """All of them, by name. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_SAMPLES)
    counted = select(func.count()).where(cases.c.sample_key == kept.c.key).scalar_subquery()
    wanted = (
        select(
            kept.c.name, kept.c.added, kept.c.added_by, instruments.c.name.label("instrument"), instruments.c.version
        )
        .add_columns(counted.label("cases"))
        .join_from(kept, instruments)
        .order_by(kept.c.name)
    )
    with hub.database.reading() as connection:
        return [
            SampleLine(
                name=row.name,
                instrument=row.instrument,
                version=row.version,
                cases=row.cases,
                added=from_microseconds(row.added),
                added_by=row.added_by,
            )
            for row in connection.execute(wanted)
        ]


def _chosen(connection: Connection, sample: str, given: str) -> _Chosen:
    """The instrument that is meant; that of the sample where there is one."""
    columns = select(instruments.c.key, instruments.c.sha256, instruments.c.name, instruments.c.version)
    of_sample = connection.execute(columns.join_from(instruments, kept).where(kept.c.name == sample)).one_or_none()
    if of_sample is not None:
        if given not in (of_sample.name, of_sample.sha256):
            raise Conflict(
                "conflict",
                f"The sample {sample} is for the instrument {of_sample.name} {of_sample.version}. Give this one another name.",
            )
        return _Chosen(*of_sample)
    either = columns.where((instruments.c.name == given) | (instruments.c.sha256 == given))
    latest = either.order_by(instruments.c.offered.desc(), instruments.c.key.desc()).limit(1)
    found = connection.execute(latest).one_or_none()
    if found is None:
        raise NotThere("not_there", f"The hub has no instrument {given[:64]}. Add it first, or correct its name.")
    return _Chosen(*found)


def _accounts(connection: Connection) -> frozenset[str]:
    """Those that cases can go to."""
    roles = [role.value for role in Role if works_on_a_laptop(role)]
    wanted = select(users.c.name).where(users.c.active, users.c.role.in_(roles))
    return frozenset(connection.execute(wanted).scalars())


def _usual_mode(given: str, questionnaire: Instrument) -> Mode | None:
    if not given:
        return None
    try:
        return mode_meant(given, questionnaire.modes, questionnaire.name)
    except UnfitCell as error:
        raise Unfit("unfit", str(error), where="mode") from error


def _tell_there(connection: Connection, instrument: str, reading: SampleReading) -> None:
    """Tells of the references that a case has already, those that another import has brought meanwhile too."""
    taken = select(cases.c.reference).where(
        cases.c.instrument_name == instrument, among(connection, cases.c.reference, list(reading.references))
    )
    there = list(connection.execute(taken).scalars())
    for reference in sorted(there, key=reading.references.__getitem__):
        row = reading.references[reference]
        reading.problems.tell(row, Flaw.REFERENCE_THERE, reading.reference_heading, reference)


def _sample_key(hub: Hub, connection: Connection, principal: Principal, name: str, chosen: _Chosen) -> int:
    """Of the sample, which is made where it is new. Raises Conflict where somebody has made it with another instrument meanwhile."""
    wanted = select(kept.c.key, kept.c.instrument_key).where(kept.c.name == name).with_for_update(key_share=True)
    there = connection.execute(wanted).one_or_none()
    if there is not None:
        if there.instrument_key != chosen.key:
            raise Conflict(
                "conflict", f"The sample {name} was made with another instrument a moment ago. Look at it first."
            )
        return int(there.key)
    new = insert(kept).values(
        name=name, instrument_key=chosen.key, added=to_microseconds(hub.now()), added_by=principal.user
    )
    return int(connection.execute(new.returning(kept.c.key)).scalar_one())


def _new(row: SampleRow) -> NewCase:
    return NewCase(
        reference=row.reference,
        contact=row.contact,
        mode=row.mode,
        area=row.area,
        facts=row.facts,
        user=row.user,
    )


def _result(name: str, reading: SampleReading, added: int) -> SampleResult:
    problems = [
        RowProblem(row=each.row, column=each.column, value=each.value, problem=each.words)
        for each in reading.problems.in_order
    ]
    return SampleResult(
        sample=name,
        rows=reading.count,
        added=added,
        problems=problems,
        problem_count=reading.problems.count,
        notes=reading.notes,
        mapping=reading.mapping,
    )
