"""Self-coded NS-SEC of the main earner (socio-economic background, 2023): classes from five answers, in 5 and in 3.

Where answers are missing, all that they could have been is tried: where that is one class, it is the class; where it is
several, the person is not classified, and the classes are kept. Employee size never changes a class.

Source: Socio-economic background harmonised standard 2023, "How to derive"; the matrix is that of the ONS self-coded method.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from capi.derivation.columns import Columns, Table
from capi.derivation.look_up import NOT_ASKED, SAYS_NOT, UNANSWERED, WHY_NOT, Keyed, Lay, Rows, in_memory, looked_up
from capi.derivation.settings import STANDARD, Convention, Settings

EMPLOYEE, EMPLOYER, FREELANCER, NOT_WORKING = 1, 2, 3, 4
SMALL, LARGE = 1, 2
YES, NO = 1, 2
PROFESSIONAL, MANAGERS, CLERICAL = 1, 2, 3

MATRIX: Mapping[int, tuple[int, ...]] = {
    1: (1, 1, 1, 1, 1, 1, 1),
    2: (1, 3, 3, 1, 1, 1, 1),
    3: (1, 3, 3, 1, 1, 1, 2),
    4: (1, 3, 3, 1, 1, 4, 5),
    5: (1, 3, 3, 1, 1, 4, 4),
}
"""By occupation: the class of employers with 25 or more, with fewer, without employees; managers in 25 or more, in fewer;
supervisors; other employees."""
THREE_OF_FIVE = {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3", "not_working": "not_working"}

WORDS = {
    "not_working": "They were not working",
    "dk_pnts": "Don't know or prefer not to say",
    "not_classified": "Not classified",
}

EARNER = Keyed({"EarnerStatus": 4, "EmployerSize": 2, "OwnBusinessSize": 2, "Supervisor": 2, "EarnerOccupation": 5})
_TYPES = dict.fromkeys(("nssec_selfcoded5", "nssec_selfcoded3", "nssec_selfcoded5_possible", "smc3"), "string")


def self_coded(persons: Table, settings: Settings = STANDARD, laid: Lay = in_memory) -> Table:
    """The persons with `nssec_selfcoded5`, `nssec_selfcoded3` and `nssec_selfcoded5_possible`; null where nothing was asked.

    And with `smc3`: the Social Mobility Commission's three classes in one step, from the occupation alone. Less accurate than the
    self-coded method, and never mixed with it.
    """
    return looked_up(persons, EARNER.key(Columns(persons)), _rows(settings.convention), _TYPES, laid)


def possible(answers: tuple[int, ...], convention: Convention) -> frozenset[str]:
    """The classes, or `not_working`, that could come of status, sizes of the employer and of the own business, supervising
    and occupation."""
    status, _, own, supervisor, occupation = answers
    assumed = convention is Convention.SMALL_NOT_SUPERVISING
    occupations = _could_be(occupation, MATRIX)
    found: set[str] = set()
    for each in _could_be(status, (EMPLOYEE, EMPLOYER, FREELANCER, NOT_WORKING)):
        if each == NOT_WORKING:
            found.add("not_working")
        elif each == FREELANCER:
            found |= {str(MATRIX[one][2]) for one in occupations}
        elif each == EMPLOYER:
            sizes = (SMALL,) if assumed and own in WHY_NOT else _could_be(own, (SMALL, LARGE))
            found |= {str(MATRIX[one][0 if size == LARGE else 1]) for one in occupations for size in sizes}
        else:
            supervising = (NO,) if assumed and supervisor in WHY_NOT else _could_be(supervisor, (YES, NO))
            found |= {_employee(one, yes_no) for one in occupations for yes_no in supervising}
    return frozenset(found)


def _employee(occupation: int, supervising: int) -> str:
    """A manager is one by occupation, of whatever size the workplace."""
    if occupation == MANAGERS:
        return str(MATRIX[occupation][4])
    return str(MATRIX[occupation][5 if supervising == YES else 6])


def _could_be(answer: int, values: Iterable[int]) -> tuple[int, ...]:
    return tuple(values) if answer in WHY_NOT else (answer,)


@cache
def _rows(convention: Convention) -> Rows:
    return [_row(answers, convention) for answers in EARNER.combinations()]


def _row(answers: tuple[int, ...], convention: Convention) -> dict[str, str | None]:
    if set(answers) == {NOT_ASKED}:
        return {}
    five = possible(answers, convention)
    three = frozenset(THREE_OF_FIVE[each] for each in five)
    several = " ".join(sorted(five)) if len(five) > 1 else None
    one_step = _one_step(answers[0], answers[-1])
    return dict(zip(_TYPES, (_told(five, answers), _told(three, answers), several, one_step), strict=True))


def _told(classes: frozenset[str], answers: tuple[int, ...]) -> str:
    if len(classes) == 1:
        return next(iter(classes))
    # What was not asked only follows from what was not said.
    return "dk_pnts" if SAYS_NOT in answers and UNANSWERED not in answers else "not_classified"


def _one_step(status: int, occupation: int) -> str | None:
    if status == occupation == NOT_ASKED:
        return None
    if status == NOT_WORKING:
        return "not_working"
    if occupation in MATRIX:
        return "1" if occupation in (PROFESSIONAL, MANAGERS) else "2" if occupation == CLERICAL else "3"
    return "dk_pnts" if SAYS_NOT in (status, occupation) else "not_classified"
