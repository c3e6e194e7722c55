"""The persons the tables are made of: with their derived columns, worked out once and kept for the whole of the work."""

from itertools import count

from capi.dataset.persons import Connection
from capi.derivation.columns import Table
from capi.derivation.derive import DERIVED, derivable, derive
from capi.derivation.full_nssec import NssecTable

_NUMBERS = (
    "ilo_employment",
    "ilo_hours",
    "ilo_inactive_reason",
    "unpaid_family_worker",
    "nssec_status",
    "penflag",
    "nopenflg",
)
_STATUS = derivable(("Wrking",), has_table=False)
_TOGETHER = (
    derivable(("EarnerStatus",), has_table=False),
    _STATUS,
    tuple(name for name in derivable(("Wrking", "SOC2010"), has_table=True) if name not in _STATUS),
)
"""What tables are made of, and is derived together or not at all: half of it from elsewhere would not fit the other half."""
_NUMBERED = count()
DERIVED_TEXTS = tuple(name for name in DERIVED if name not in _NUMBERS)


def derived_once(persons: Table, nssec_table: NssecTable | None, connection: Connection) -> Table:
    """With their derived variables, kept so that no table derives them again; what was derived before stays as it is.

    Without a table of NS-SEC there are none of its classes.
    """
    there = [name for name in DERIVED if name in persons.columns]
    made = derive(persons.rename({_aside(name): name for name in there}), nssec_table)
    together = [names for names in _TOGETHER if set(names).isdisjoint(there)]
    new = [name for names in together for name in names if name in made.columns]
    if not new:
        return persons
    came = {name: made[_aside(name) if name in there else name] for name in persons.columns}
    return connection.create_table(
        f"derived_{next(_NUMBERED)}", made.select(**came, **{name: made[name] for name in new}), temp=True
    )


def _aside(name: str) -> str:
    """What a column is called while others are derived."""
    return f"{name} as it came"
