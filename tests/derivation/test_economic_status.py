"""ILO economic status: every combination of the seven answers, against the definition tried with all that they could have been."""

import itertools
from collections.abc import Iterator

from capi.derivation.economic_status import economic_status
from tests.derivation.conftest import Engine, Row

DONT_KNOW, NOT_ASKED = -8, -1
FIELDS = ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus", "Looked", "StartJ")


def of_working_age(
    wrking: int, scheme: int, away: int, own: int, relative: int, looked: int, start: int
) -> tuple[int, ...]:
    """The answers as the routing lets them be given: what is not asked is off the route."""
    scheme = scheme if wrking == 2 else NOT_ASKED
    away = away if wrking == 2 and scheme != 1 else NOT_ASKED
    own = own if away in (2, 3) else NOT_ASKED
    relative = relative if own == 2 else NOT_ASKED
    looked = looked if (away, own, relative) == (2, 2, 2) else NOT_ASKED
    start = start if looked == 1 or (away, own, relative) == (3, 2, 2) else NOT_ASKED
    return wrking, scheme, away, own, relative, looked, start


ANSWERS = ((1, 2), (1, 2), (1, 2, 3), (1, 2), (1, 2), (1, 2), (1, 2))
WITH_MISSING = tuple((*values, DONT_KNOW) for values in ANSWERS)


def status(answers: tuple[int, ...]) -> str:
    """Definitions 1 to 3, of answers that are all there."""
    wrking, scheme, away, own, relative, looked, start = answers
    if 1 in (wrking, scheme, away, own, relative):
        return "1"
    return "2" if start == 1 and (looked == 1 or away == 3) else "3"


def could_have_been(answers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Each missing answer given, and the questions asked that would have come of it."""
    if DONT_KNOW not in answers:
        yield answers
        return
    at = answers.index(DONT_KNOW)
    for value in ANSWERS[at]:
        for rest in itertools.product(
            *(
                values if each == NOT_ASKED else (each,)
                for values, each in zip(ANSWERS[at + 1 :], answers[at + 1 :], strict=True)
            )
        ):
            given: tuple[int, ...] = (*answers[:at], value, *rest)
            completed = of_working_age(*given)
            yield from could_have_been(completed)


def test_every_way_through_the_block_with_every_missing_answer(engine: Engine) -> None:
    ways = sorted({of_working_age(*answers) for answers in itertools.product(*WITH_MISSING)})
    found = engine.rows(economic_status, [dict(zip(FIELDS, way, strict=True)) for way in ways])
    for way, row in zip(ways, found, strict=True):
        possible = {status(each) for each in could_have_been(way)}
        assert row["ilo_status"] == (possible.pop() if len(possible) == 1 else "not_classified"), way


def person(**answers: int) -> Row:
    return {**dict.fromkeys((*FIELDS, "Stat", "FtPtWk", "YInAct"), NOT_ASKED), **answers}


def test_who_is_employed_how_and_why_somebody_is_not_looking(engine: Engine) -> None:
    away = {"Wrking": 2, "SchemeET": 2, "JbAway": 2}
    found = engine.rows(
        economic_status,
        [
            person(Wrking=1, Stat=2, FtPtWk=2),
            person(Wrking=2, SchemeET=1, Stat=1, FtPtWk=1),
            person(**away, OwnBus=2, RelBus=1, Stat=2, FtPtWk=1),
            person(**away, OwnBus=2, RelBus=2, Looked=2, YInAct=5),
            person(**away, OwnBus=2, RelBus=2, Looked=2, YInAct=DONT_KNOW),
            person(),
        ],
    )
    named = ("ilo_status", "ilo_employment", "ilo_hours", "ilo_inactive_reason", "unpaid_family_worker")
    assert [tuple(row[name] for name in named) for row in found] == [
        ("1", 2, 2, None, 0),
        ("1", None, None, None, 0),
        ("1", None, None, None, 1),
        ("3", None, None, 5, 0),
        ("3", None, None, DONT_KNOW, 0),
        (None, None, None, None, None),
    ]


def test_a_column_that_is_absent_was_not_asked(engine: Engine) -> None:
    found = engine.rows(economic_status, [{"Wrking": 1}, {"Wrking": 2}])
    assert [row["ilo_status"] for row in found] == ["1", "3"]
