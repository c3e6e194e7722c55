"""Self-coded NS-SEC by `derive` itself: every cell of both published matrices, every combination with missing answers.

What is expected comes out of the published tables and the routing of the standard, by nothing that derivation is made of.
"""

import itertools
from collections.abc import Iterator

from tests.derivation.conftest import Engine, Row
from tests.derivation.published import matrix, published

REFUSED, DONT_KNOW, UNANSWERED, NOT_ASKED = -9, -8, -2, -1
MOST = {"EarnerStatus": 4, "EmployerSize": 2, "OwnBusinessSize": 2, "Supervisor": 2, "EarnerOccupation": 5}
FIVE = {
    "1 Professional": 1,
    "2 Managers (senior, middle or junior)": 2,
    "3 Clerical and intermediate": 3,
    "4 Routine/semi-routine manual or service": 4,
    "5 Technical and craft": 5,
}
EIGHT = {
    "Modern professional": 1,
    "Traditional professional": 1,
    "Senior managers or administrators": 2,
    "Middle or junior managers": 2,
    "Clerical and intermediate": 3,
    "Semi-routine manual and service": 4,
    "Routine manual and service": 4,
    "Technical and craft": 5,
}
"""The eight occupations of the older question, as the five of this one have them together."""
THREE = {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3", "not_working": "not_working"}


def earner(**answers: int) -> Row:
    return {**dict.fromkeys(MOST, NOT_ASKED), **answers}


def of_status(column: int, occupation: int) -> Iterator[Row]:
    """All who stand in this column of the matrix, 1 to 7, as the standard asks them."""
    said = {"EarnerOccupation": occupation}
    match column:
        case 1:
            yield earner(EarnerStatus=2, OwnBusinessSize=2)  # 25 or more: straight to the qualification
            yield earner(EarnerStatus=2, OwnBusinessSize=2, **said)
        case 2:
            yield earner(EarnerStatus=2, OwnBusinessSize=1, **said)
        case 3:
            yield earner(EarnerStatus=3, **said)
        case _:
            for size, supervisor in itertools.product((1, 2), (1, 2)):
                # A manager is one by occupation, of a large or of a small workplace.
                stands = (4 if size == 2 else 5) if occupation == 2 else 6 if supervisor == 1 else 7
                if stands == column:
                    yield earner(EarnerStatus=1, EmployerSize=size, Supervisor=supervisor, **said)


@published
def test_every_cell_of_both_published_matrices(golden: Engine) -> None:
    persons, wanted = [], []
    for name, occupations in (("self-coded-5-category.csv", FIVE), ("self-coded-8-category.csv", EIGHT)):
        printed = matrix(name)
        assert set(printed) == set(occupations)
        for words, classes in printed.items():
            for column, printed_class in enumerate(classes, 1):
                for person in of_status(column, occupations[words]):
                    persons.append(person)
                    wanted.append((printed_class, THREE[printed_class]))
    assert len(wanted) == 8 * (len(FIVE) + len(EIGHT))
    found = golden.derived(persons)
    assert [(row["nssec_selfcoded5"], row["nssec_selfcoded3"]) for row in found] == wanted


def could_be(person: Row, cells: list[list[str]]) -> set[str]:
    """The classes of all the ways in which what is missing could have been answered."""
    ways = [(person[name],) if person[name] > 0 else range(1, most + 1) for name, most in MOST.items()]
    found = set()
    for status, size, own, supervisor, occupation in itertools.product(*ways):
        if status == 4:
            found.add("not_working")
            continue
        of_employee = (4 if size == 2 else 5) if occupation == 2 else 6 if supervisor == 1 else 7
        column = {1: of_employee, 2: 1 if own == 2 else 2, 3: 3}[status]
        found.add(cells[occupation - 1][column - 1])
    return found


@published
def test_every_combination_of_answers_and_missing_ones(golden: Engine) -> None:
    printed = matrix("self-coded-5-category.csv")
    cells = [printed[words] for words in FIVE]
    missing = (REFUSED, DONT_KNOW, UNANSWERED, NOT_ASKED)
    every = itertools.product(*((*range(1, most + 1), *missing) for most in MOST.values()))
    persons = [dict(zip(MOST, answers, strict=True)) for answers in every]
    found = golden.derived(persons)
    assert len(found) == 8 * 6 * 6 * 6 * 9
    for person, row in zip(persons, found, strict=True):
        told = (row["nssec_selfcoded5"], row["nssec_selfcoded3"], row["nssec_selfcoded5_possible"])
        said = set(person.values())
        if said == {NOT_ASKED}:
            assert told == (None, None, None)
            continue
        five = could_be(person, cells)
        three = {THREE[each] for each in five}
        open_still = "dk_pnts" if said & {REFUSED, DONT_KNOW} and UNANSWERED not in said else "not_classified"
        assert told == (
            min(five) if len(five) == 1 else open_still,
            min(three) if len(three) == 1 else open_still,
            " ".join(sorted(five)) if len(five) > 1 else None,
        ), person


def test_one_step_by_status_and_occupation(golden: Engine) -> None:
    """The Social Mobility Commission: professional and managers; clerical; routine, technical and craft."""
    persons = [
        earner(EarnerStatus=status, EarnerOccupation=occupation)
        for status in (1, 2, 3, REFUSED, NOT_ASKED)
        for occupation in range(1, 6)
    ]
    found = golden.derived([*persons, earner(EarnerStatus=4)])
    assert [row["smc3"] for row in found] == ["1", "1", "2", "3", "3"] * 5 + ["not_working"]
