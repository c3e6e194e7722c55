"""ILO economic status: in employment, ILO unemployed or inactive; employees and self-employed, full and part time.

A missing answer that could have changed the outcome leaves a person not classified; one that could not, does not. A question
off the route has an answer that is known: it was not asked because of another one.

Source: the harmonised standard "Economic activity, NS-SEC and employment", definitions 1 to 7 and "Presentation of outputs".
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import ibis

from capi.derivation.columns import Columns, Table, Value
from capi.derivation.look_up import NOT_ASKED, Keyed, Lay, Rows, in_memory, looked_up

IN_EMPLOYMENT, ILO_UNEMPLOYED, INACTIVE, NOT_CLASSIFIED = "1", "2", "3", "not_classified"
_WAITING = 3
_YES, _NO = 1, 2
_ADULT = 16
_SIXTEEN_YEARS = 16 * 365 + 4
"""In days: four leap days are in any sixteen years."""

WORK = Keyed({"Wrking": 2, "SchemeET": 2, "JbAway": 3, "OwnBus": 2, "RelBus": 2})
"""The questions on work; with a Yes to any of them somebody is in employment."""
_SEARCH = Keyed({"Looked": 2, "StartJ": 2})
_TYPES = {"ilo_status": "string", "unpaid_family_worker": "int16", "capi:own_job": "int16", "capi:is_inactive": "int16"}


def economic_status(persons: Table, laid: Lay = in_memory) -> Table:
    """The persons with `ilo_status` and, where in employment, `ilo_employment` and `ilo_hours`; where inactive `ilo_inactive_reason`.

    `ilo_status` is null for children, and for who was not asked. `ilo_employment`: 1 employee, 2 self-employed, null for who is
    on a scheme, an unpaid family worker, or has not said; `ilo_hours`: 1 full time, 2 part time. `unpaid_family_worker` is 1 or 0.
    """
    standings, of_work, of_search = _tables()
    columns = Columns(persons)
    key = ibis.cases((is_child(columns), WORK.of_nobody), else_=WORK.key(columns))
    placed = looked_up(persons, key.cast("int32"), of_work, {"capi:standing": "int32"}, laid)
    searches = len(of_search) // len(standings)
    key = placed["capi:standing"] * searches + _SEARCH.key(Columns(placed))
    found = looked_up(placed, key, of_search, _TYPES, laid)
    own, columns = found["capi:own_job"] == 1, Columns(found)
    return found.mutate(
        ilo_employment=_one_of(columns, "Stat", own),
        ilo_hours=_one_of(columns, "FtPtWk", own),
        ilo_inactive_reason=ibis.cases((found["capi:is_inactive"] == 1, columns.code("YInAct").cast("int16"))),
    ).drop("capi:standing", "capi:own_job", "capi:is_inactive")


def is_child(columns: Columns) -> Value:
    """Under 16 at the interview, by the age that was given or else by the dates; nobody of whom it is not known.

    The standard is of those aged 16 and over: whatever a younger person was asked makes no status.
    """
    age = columns.code("Age")
    lived = columns.date("InterviewDate").epoch_days() - columns.date("DateOfBirth").epoch_days()
    return ibis.cases((age >= 0, age < _ADULT), else_=(lived < _SIXTEEN_YEARS).fill_null(False))


def _one_of(columns: Columns, name: str, where: Value) -> Value:
    code = columns.code(name)
    return ibis.cases((where & code.isin((1, 2)), code.cast("int16")))


class Standing(NamedTuple):
    """What the questions on work say of somebody. None where a missing answer leaves it open."""

    was_asked: bool
    employed: bool | None
    waits: bool | None
    """To take up a job already obtained."""
    own_job: bool | None
    """At work or away from work, not on a scheme."""
    paid: bool | None


def standing(work: tuple[int, ...]) -> Standing:
    working, scheme, away, *_ = (_is(answer, _YES) for answer in work)
    own = any_of((working, away))
    employed = any_of(_is(answer, _YES) for answer in work)
    return Standing(set(work) != {NOT_ASKED}, employed, _is(work[2], _WAITING), own, any_of((own, scheme)))


def any_of(known: Iterable[bool | None]) -> bool | None:
    """True where one is; None where one is not known and could be."""
    found = set(known)
    return True if True in found else None if None in found else False


def _is(answer: int, value: int) -> bool | None:
    """None where it was asked, and nobody knows."""
    return answer == value if answer > 0 else False if answer == NOT_ASKED else None


@cache
def _tables() -> tuple[tuple[Standing, ...], Rows, Rows]:
    """The standings there can be; which of them answers on work make; and the status, by standing and search."""
    of_work = [standing(work) for work in WORK.combinations()]
    standings = tuple(dict.fromkeys(of_work))
    at = {each: number for number, each in enumerate(standings)}
    status = [_row(each, *search) for each in standings for search in _SEARCH.combinations()]
    return standings, [{"capi:standing": at[each]} for each in of_work], status


def _row(stands: Standing, looked: int, start: int) -> dict[str, object]:
    if not stands.was_asked:
        return {}
    status = _status(stands, _is_seeking(stands.waits, looked, start))
    return {
        "ilo_status": status,
        "unpaid_family_worker": int(stands.employed is True and stands.paid is False),
        "capi:own_job": int(stands.own_job is True),
        "capi:is_inactive": int(status == INACTIVE),
    }


def _status(stands: Standing, seeking: bool | None) -> str:
    if stands.employed:
        return IN_EMPLOYMENT
    if stands.employed is None or seeking is None:
        return NOT_CLASSIFIED
    return ILO_UNEMPLOYED if seeking else INACTIVE


def _is_seeking(waits: bool | None, looked: int, start: int) -> bool | None:
    """Whether who is not in employment is ILO unemployed."""
    looking = any_of((_is(looked, _YES), waits))
    if looking is False or start == _NO:
        return False
    # Who was not asked whether they could start may not have been because it is not known whether they looked.
    return True if looking and start == _YES else None
