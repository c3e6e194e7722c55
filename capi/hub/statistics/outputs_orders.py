"""Orders for outputs: what can be made of the cases there are, and what is refused before anything is begun."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, case, func, select

from capi.dataset.disclosure import Profile
from capi.dataset.flatten import tables_of
from capi.dataset.variables import Kind, Variable
from capi.dataset.versions import versions
from capi.fieldwork.case import Status
from capi.hub import tables
from capi.hub.errors import Unfit
from capi.hub.orders.instruments import instrument_of
from capi.instrument.model import Instrument
from capi.outputs.microdata.formats import FORMATS
from capi.outputs.tables.table_rounding import SMALLEST_BASE
from capi.sync.output_messages import OutputInstrument, OutputKind, OutputOrder

_CASES, _INSTRUMENTS = tables.cases.c, tables.instruments.c
_NUMBERS = (Kind.WHOLE_NUMBER, Kind.DECIMAL)
_PROFILES = tuple(profile.value for profile in Profile)


def instruments_there(connection: Connection) -> list[OutputInstrument]:
    """Of which there are cases, by name."""
    completed = func.sum(case((_CASES.status == Status.COMPLETED.value, 1), else_=0))
    counted = (
        select(
            _CASES.instrument_name.label("name"),
            func.max(_CASES.instrument_key).label("key"),
            func.count().label("cases"),
            completed.label("completed"),
        )
        .where(_CASES.deleted.is_(None))
        .group_by(_CASES.instrument_name)
        .subquery()
    )
    wanted = select(counted, _INSTRUMENTS.title).join(tables.instruments, _INSTRUMENTS.key == counted.c.key)
    return [
        OutputInstrument(name=row.name, title=row.title, cases=row.cases, completed=int(row.completed))
        for row in connection.execute(wanted.order_by(counted.c.name))
    ]


def refuse_unfit(connection: Connection, order: OutputOrder) -> None:
    """Raises Unfit, with the field and what to do."""
    if order.kind is OutputKind.EXPORT:
        _refuse_unknown("format", order.format, FORMATS)
        _refuse_unknown("profile", order.profile, _PROFILES)
    elif 0 < order.rounds < SMALLEST_BASE:
        raise Unfit(
            "unfit", f"Rounding to {order.rounds} hides nothing. Round to {SMALLEST_BASE} or more.", where="rounds"
        )
    there = instruments_there(connection)
    _refuse_no_cases(order, there)
    if order.kind is OutputKind.TABLES and order.weight:
        _refuse_weight(connection, order)


def _refuse_unknown(field: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise Unfit("unfit", f"There is no {field} {value!r}. There are: {', '.join(known)}.", where=field)


def _refuse_no_cases(order: OutputOrder, there: list[OutputInstrument]) -> None:
    if not there:
        raise Unfit("unfit", "There are no cases at the hub yet, so there is nothing to make this of.")
    chosen = [each for each in there if order.instrument in ("", each.name)]
    if not chosen:
        names = ", ".join(each.name for each in there)
        raise Unfit("unfit", f"There are no cases of {order.instrument!r}. There are of: {names}.", where="instrument")
    cases = sum(each.cases for each in chosen)
    if not order.everything and not any(each.completed for each in chosen):
        raise Unfit(
            "unfit",
            f"None of the {cases:,} cases is completed yet. Ask for cases of every status, or wait.",
            where="everything",
        )


def _refuse_weight(connection: Connection, order: OutputOrder) -> None:
    """A weight is a number that was asked, or came with the sample."""
    kinds = {each.kind for each in _variables(connection, order) if each.name == order.weight}
    if not kinds:
        raise Unfit("unfit", f"There is no column {order.weight!r} to weigh with.", where="weight")
    if not kinds <= set(_NUMBERS):
        raise Unfit("unfit", f"The column {order.weight!r} holds no numbers, so it cannot be a weight.", where="weight")


def _variables(connection: Connection, order: OutputOrder) -> Iterator[Variable]:
    taken = (
        select(_INSTRUMENTS.name, _INSTRUMENTS.sha256)
        .join(tables.cases, _CASES.instrument_key == _INSTRUMENTS.key)
        .where(_CASES.deleted.is_(None))
        .distinct()
    )
    if order.instrument:
        taken = taken.where(_CASES.instrument_name == order.instrument)
    fielded: dict[str, list[tuple[str, Instrument]]] = {}
    for name, sha256 in connection.execute(taken).all():
        fielded.setdefault(name, []).append((sha256, instrument_of(connection, sha256)))
    for each in fielded.values():
        for table in tables_of(versions(each)):
            yield from (variable for variable in table.variables if variable.definitions)
