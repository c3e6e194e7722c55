"""Which versions the tables come from: those of the instruments, and of the tables the NS-SEC was derived by."""

from dataclasses import dataclass

from capi.derivation.columns import Table

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Versions:
    """Each that occurs, in the order of the alphabet."""

    instruments: tuple[str, ...]
    ns_sec_tables: tuple[str, ...]


def versions_of(persons: Table) -> Versions:
    return Versions(_distinct(persons, "InstrumentVersion"), _distinct(persons, "nssec_table"))


def _distinct(persons: Table, name: str) -> tuple[str, ...]:
    if name not in persons.columns:
        return ()
    column = persons[name].cast("string")
    rows = persons.select(version=column).filter(column.notnull()).distinct().limit(_MOST).to_pyarrow()
    return tuple(sorted(rows["version"].to_pylist()))
