"""Self-coded NS-SEC of the main earner (socio-economic background, 2023): classes from five answers, in 5 and in 3.

Where answers are missing, all that they could have been is tried: where that is one class, it is the class; where it is
several, the person is not classified, and the classes are kept. Employee size never changes a class.

Source: Socio-economic background harmonised standard 2023, "How to derive"; the matrix is that of the ONS self-coded method.
"""

import enum
import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import ibis
from ibis.expr import types as ir

from capi.derivation.columns import SAYS_NOT, UNANSWERED, WHY_NOT, Columns, key, looked_up

EMPLOYEE, EMPLOYER, FREELANCER, NOT_WORKING = 1, 2, 3, 4
SMALL, LARGE = 1, 2
YES, NO = 1, 2
MANAGERS = 2

MATRIX: Mapping[int, tuple[int, ...]] = {
    1: (1, 1, 1, 1, 1, 1, 1),
    2: (1, 3, 3, 1, 1, 1, 1),
    3: (1, 3, 3, 1, 1, 1, 2),
    4: (1, 3, 3, 1, 1, 4, 5),
    5: (1, 3, 3, 1, 1, 4, 4),
}
"""By occupation: the class of employers with 25 or more, with fewer, without employees; managers in 25 or more, in fewer;
supervisors; other employees."""
THREE_OF_FIVE = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}

WORDS = {"not_working": "They were not working", "dk_pnts": "Don't know or prefer not to say", "not_classified": "Not classified"}

_FIELDS: Mapping[str, tuple[int, ...]] = {
    "EarnerStatus": (EMPLOYEE, EMPLOYER, FREELANCER, NOT_WORKING),
    "EmployerSize": (SMALL, LARGE),
    "OwnBusinessSize": (SMALL, LARGE),
    "Supervisor": (YES, NO),
    "EarnerOccupation": tuple(MATRIX),
}


class Convention(enum.Enum):
    """What is made of a size or a supervision that nobody said."""

    NONE = "none"
    """Nothing: the standard has no such rule."""
    SMALL_NOT_SUPERVISING = "small_not_supervising"
    """A small establishment, and not supervising."""


def self_coded(persons: ir.Table, convention: Convention = Convention.NONE) -> ir.Table:
    """The persons with `nssec_selfcoded5`, `nssec_selfcoded3` and `nssec_selfcoded5_possible`; null where nothing was asked."""
    columns = Columns(persons)
    digits = [columns.digit(name, values) for name, values in _FIELDS.items()]
    types = {"nssec_selfcoded5": "string", "nssec_selfcoded3": "string", "nssec_selfcoded5_possible": "string"}
    return looked_up(persons, key(digits), _table(convention), types)


def possible(answers: tuple[int, ...], convention: Convention = Convention.NONE) -> frozenset[int | str]:
    """The classes, or `not_working`, that could come of digits for status, sizes of the employer and of the own business,
    supervising and occupation."""
    status, _, own, supervisor, occupation = answers
    assumed = convention is Convention.SMALL_NOT_SUPERVISING
    occupations = _could_be(occupation, "EarnerOccupation")
    found: set[int | str] = set()
    for each in _could_be(status, "EarnerStatus"):
        if each == NOT_WORKING:
            found.add("not_working")
        elif each == FREELANCER:
            found |= {MATRIX[one][2] for one in occupations}
        elif each == EMPLOYER:
            sizes = (SMALL,) if assumed and own in WHY_NOT else _could_be(own, "OwnBusinessSize")
            found |= {MATRIX[one][0 if size == LARGE else 1] for one in occupations for size in sizes}
        else:
            supervising = (NO,) if assumed and supervisor in WHY_NOT else _could_be(supervisor, "Supervisor")
            found |= {_employee(one, yes_no) for one in occupations for yes_no in supervising}
    return frozenset(found)


def _employee(occupation: int, supervising: int) -> int:
    """A manager is one by occupation, of whatever size the workplace."""
    if occupation == MANAGERS:
        return MATRIX[occupation][4]
    return MATRIX[occupation][5 if supervising == YES else 6]


def _could_be(digit: int, field: str) -> Iterable[int]:
    return _FIELDS[field] if digit in WHY_NOT else (digit,)


@cache
def _table(convention: Convention) -> dict[int, dict[str, object]]:
    return {at: row for at, row in _rows(convention)}


def _rows(convention: Convention) -> Iterator[tuple[int, dict[str, object]]]:
    for answers in itertools.product(*((*values, *WHY_NOT) for values in _FIELDS.values())):
        if all(each == WHY_NOT[-1] for each in answers):
            continue
        classes = possible(answers, convention)
        five = _told(classes, answers)
        three = _told(frozenset(THREE_OF_FIVE.get(each, each) for each in classes if True), answers)  # type: ignore[call-overload]
        several = " ".join(sorted(map(str, classes))) if len(classes) > 1 else None
        at = int("".join(map(str, answers)))
        yield at, {"nssec_selfcoded5": five, "nssec_selfcoded3": three, "nssec_selfcoded5_possible": several}


def _told(classes: frozenset[int | str], answers: tuple[int, ...]) -> str:
    if len(classes) == 1:
        return str(next(iter(classes)))
    # What was not asked only follows from what was not said.
    return "dk_pnts" if SAYS_NOT in answers and UNANSWERED not in answers else "not_classified"


def one_step(persons: ir.Table) -> ir.Table:
    """The persons with `smc3`: the Social Mobility Commission's three classes, from the occupation alone. Less accurate than
    the self-coded method, and never mixed with it."""
    columns = Columns(persons)
    status, occupation = columns.code("EarnerStatus"), columns.digit("EarnerOccupation", MATRIX)
    asked = columns.was_asked("EarnerStatus") | columns.was_asked("EarnerOccupation")
    said_nothing = columns.digit("EarnerStatus", _FIELDS["EarnerStatus"]) == SAYS_NOT
    return persons.mutate(
        smc3=ibis.cases(
            (~asked, ibis.null("string")),
            (status == NOT_WORKING, "not_working"),
            (occupation.isin((1, 2)), "1"),
            (occupation == 3, "2"),
            (occupation.isin((4, 5)), "3"),
            ((occupation == SAYS_NOT) | said_nothing, "dk_pnts"),
            else_="not_classified",
        )
    )
