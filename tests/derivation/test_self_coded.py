"""Self-coded NS-SEC: every row of the matrix, and every combination of answers with missing ones among them."""

import itertools
from collections.abc import Iterator

from capi.derivation.self_coded import self_coded
from capi.derivation.settings import Convention, Settings
from tests.derivation.conftest import Engine, Row

REFUSED, DONT_KNOW, UNANSWERED, NOT_ASKED = -9, -8, -2, -1
FIELDS = ("EarnerStatus", "EmployerSize", "OwnBusinessSize", "Supervisor", "EarnerOccupation")

MATRIX = """
1 1 1 1 1 1 1
1 3 3 1 1 1 1
1 3 3 1 1 1 2
1 3 3 1 1 4 5
1 3 3 1 1 4 4
"""
"""As the ONS prints it: occupations down, statuses across."""
THREE = {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3", "not_working": "not_working"}


def earner(**answers: int) -> Row:
    return {**dict.fromkeys(FIELDS, NOT_ASKED), **answers}


def test_every_cell_of_the_matrix(engine: Engine) -> None:
    cells = [line.split() for line in MATRIX.strip().splitlines()]
    persons, wanted = [], []
    for occupation, classes in enumerate(cells, start=1):
        manager = occupation == 2
        columns = [
            ({"EarnerStatus": 2, "OwnBusinessSize": 2}, 0),
            ({"EarnerStatus": 2, "OwnBusinessSize": 1}, 1),
            ({"EarnerStatus": 3}, 2),
        ]
        for size, supervises in itertools.product((1, 2), (1, 2)):
            column = (4 if size == 1 else 3) if manager else (5 if supervises == 1 else 6)
            columns.append(({"EarnerStatus": 1, "EmployerSize": size, "Supervisor": supervises}, column))
        for answers, column in columns:
            persons.append(earner(**answers, EarnerOccupation=occupation))
            wanted.append(classes[column])
    found = engine.rows(self_coded, persons)
    assert [row["nssec_selfcoded5"] for row in found] == wanted
    assert [row["nssec_selfcoded3"] for row in found] == [THREE[each] for each in wanted]


def test_a_large_employer_needs_no_occupation_and_who_did_not_work_has_a_category_apart(engine: Engine) -> None:
    found = engine.rows(self_coded, [earner(EarnerStatus=2, OwnBusinessSize=2), earner(EarnerStatus=4)])
    assert [row["nssec_selfcoded5"] for row in found] == ["1", "not_working"]


def _completions(person: Row) -> Iterator[str]:
    """The class of each way in which the missing answers could have been given; written from the standard's own routing."""
    cells = [line.split() for line in MATRIX.strip().splitlines()]
    ranges = dict(zip(FIELDS, (4, 2, 2, 2, 5), strict=True))
    options = [(person[name],) if person[name] > 0 else range(1, ranges[name] + 1) for name in FIELDS]
    for status, size, own, supervises, occupation in itertools.product(*options):
        row = cells[occupation - 1]
        if status == 4:
            yield "not_working"
        elif status == 3:
            yield row[2]
        elif status == 2:
            yield row[0] if own == 2 else row[1]
        elif occupation == 2:
            yield row[3] if size == 2 else row[4]
        else:
            yield row[5] if supervises == 1 else row[6]


def test_every_combination_with_missing_answers_is_one_class_only_where_all_that_is_possible_is_that_class(
    engine: Engine,
) -> None:
    missing = (REFUSED, DONT_KNOW, UNANSWERED, NOT_ASKED)
    options = [(*range(1, most + 1), *missing) for most in (4, 2, 2, 2, 5)]
    persons = [dict(zip(FIELDS, answers, strict=True)) for answers in itertools.product(*options)]
    found = engine.rows(self_coded, persons)
    assert len(found) == 8 * 6 * 6 * 6 * 9
    for person, row in zip(persons, found, strict=True):
        five, three = row["nssec_selfcoded5"], row["nssec_selfcoded3"]
        if set(person.values()) == {NOT_ASKED}:
            assert (five, three) == (None, None)
            continue
        possible = set(_completions(person))
        of_three = {THREE[each] for each in possible}
        said_nothing = {REFUSED, DONT_KNOW} & set(person.values()) and UNANSWERED not in person.values()
        why_not = "dk_pnts" if said_nothing else "not_classified"
        assert five == (possible.pop() if len(possible) == 1 else why_not), person
        assert three == (of_three.pop() if len(of_three) == 1 else why_not), person


def test_the_classes_that_are_possible_are_kept(engine: Engine) -> None:
    found = engine.rows(self_coded, [earner(EarnerStatus=1, EmployerSize=1, Supervisor=DONT_KNOW, EarnerOccupation=4)])
    assert found[0]["nssec_selfcoded5_possible"] == "4 5"


def test_only_where_it_is_asked_for_is_a_size_or_a_supervision_assumed(engine: Engine) -> None:
    person = earner(EarnerStatus=1, EmployerSize=1, Supervisor=DONT_KNOW, EarnerOccupation=4)
    employer = earner(EarnerStatus=2, OwnBusinessSize=REFUSED, EarnerOccupation=3)
    assumed = Settings(convention=Convention.SMALL_NOT_SUPERVISING)
    found = engine.rows(lambda persons: self_coded(persons, assumed), [person, employer])
    assert [row["nssec_selfcoded5"] for row in found] == ["5", "3"]


def test_one_step_takes_the_occupation_alone_and_says_where_it_cannot(engine: Engine) -> None:
    persons = [
        earner(EarnerStatus=1, Supervisor=1, EarnerOccupation=each) for each in (1, 2, 3, 4, 5, DONT_KNOW, UNANSWERED)
    ]
    persons += [
        earner(EarnerStatus=4),
        earner(EarnerStatus=2, OwnBusinessSize=2),
        earner(EarnerStatus=REFUSED),
        earner(),
    ]
    wanted = ["1", "1", "2", "3", "3", "dk_pnts", "not_classified", "not_working", "not_classified", "dk_pnts", None]
    assert [row["smc3"] for row in engine.rows(self_coded, persons)] == wanted
