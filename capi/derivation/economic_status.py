"""ILO economic status: in employment, ILO unemployed or inactive; employees and self-employed, full and part time.

A missing answer that could have changed the outcome leaves a person not classified; one that could not, does not. A question
off the route has an answer that is known: it was not asked because of another one.

Source: the harmonised standard "Economic activity, NS-SEC and employment", definitions 1 to 7 and "Presentation of outputs".
"""

import ibis
from ibis.expr import types as ir

from capi.derivation.columns import Columns

IN_EMPLOYMENT, ILO_UNEMPLOYED, INACTIVE, NOT_CLASSIFIED = "1", "2", "3", "not_classified"
_EMPLOYED_BY = ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus")
_WAITING = 3


def in_employment(columns: Columns) -> ir.BooleanValue:
    """Null where a missing answer leaves it open."""
    first, *others = (columns.is_(name, 1) for name in _EMPLOYED_BY)
    for other in others:
        first = first | other
    return first


def seeking(columns: Columns) -> ir.BooleanValue:
    """Whether who is not in employment is ILO unemployed; null where a missing answer leaves it open."""
    looked = columns.is_("Looked", 1) | columns.is_("JbAway", _WAITING)
    start = columns.code("StartJ")
    # Who was not asked whether they could start may not have been because it is not known whether they looked.
    available = ibis.cases((start == 1, True), (start == 2, False), else_=ibis.null("boolean"))
    return looked & available


def economic_status(persons: ir.Table) -> ir.Table:
    """The persons with `ilo_status` and, where in employment, `ilo_employment` and `ilo_hours`; where inactive `ilo_inactive_reason`.

    `ilo_status` is null for who was not asked, such as children. `ilo_employment`: 1 employee, 2 self-employed, null for who is
    on a scheme, an unpaid family worker, or has not said; `ilo_hours`: 1 full time, 2 part time. `unpaid_family_worker` is 1 or 0.
    """
    columns = Columns(persons)
    # A step at a time, so that no engine works anything out twice.
    tried = persons.mutate(_employed=in_employment(columns), _seeking=seeking(columns))
    employed = tried["_employed"]
    out_of_work = ~employed & tried["_seeking"]
    status = ibis.cases(
        (~columns.was_asked("Wrking"), ibis.null("string")),
        (employed, IN_EMPLOYMENT),
        (out_of_work, ILO_UNEMPLOYED),
        (employed.isnull() | out_of_work.isnull(), NOT_CLASSIFIED),
        else_=INACTIVE,
    )
    own = columns.is_("Wrking", 1) | columns.is_("JbAway", 1)
    paid = own | columns.is_("SchemeET", 1)
    with_status = tried.mutate(ilo_status=status)
    found = with_status["ilo_status"]
    return with_status.mutate(
        unpaid_family_worker=ibis.cases((employed & ~paid, 1), (found.notnull(), 0)),
        ilo_employment=_one_of(columns, "Stat", own),
        ilo_hours=_one_of(columns, "FtPtWk", own),
        ilo_inactive_reason=ibis.cases((found == INACTIVE, columns.code("YInAct"))),
    ).drop("_employed", "_seeking")


def _one_of(columns: Columns, name: str, where: ir.BooleanValue) -> ir.IntegerValue:
    code = columns.code(name)
    return ibis.cases((where & code.isin((1, 2)), code))
