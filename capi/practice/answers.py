"""What invented people answer: a life for each, in which the answers agree with one another."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from capi.engine.interview import YES
from capi.instrument.address import parted
from capi.instrument.model import Answer, Missing
from capi.practice.drawn import FEMALE, MALE, Drawn, first_name

DK, REFUSED = Missing.DONT_KNOW, Missing.REFUSED
_NO = 2
_ADULT, _PENSIONER = 16, 66
_PARTNER, _CHILD = 1, 4
_JOBS = (
    ("Primary school teacher", "Teaching children of 7 to 9", "Primary school"),
    ("Staff nurse", "Looking after patients on a ward", "Hospital"),
    ("Bus driver", "Driving a bus in the town", "Bus company"),
    ("Care assistant", "Washing and dressing residents", "Care home"),
    ("Software tester", "Finding faults in programs", "Software company"),
    ("Sales assistant", "Serving customers and filling shelves", "Supermarket"),
    ("Joiner", "Fitting stairs and doors", "Building firm"),
    ("Hairdresser", "Cutting and colouring hair", "Hairdressing salon"),
    ("Warehouse operative", "Picking and packing orders", "Warehouse of a chain of shops"),
    ("Sheep farmer", "Running a hill farm", "Sheep farm"),
    ("Legal secretary", "Typing letters and keeping files", "Solicitors"),
    ("Fish filleter", "Filleting fish on a line", "Fish processing"),
)
REMARKS: Mapping[str, tuple[str, ...]] = {
    "SchoolType": (
        "Two schools; took the one of the longer time.",
        "Grammar school until 13, then a comprehensive.",
    ),
    "EarnerStatus": ("Grandmother was the main earner.", "Both earned about the same; took the mother."),
    "EmployerSize": ("A shipyard: “hundreds of them”.",),
    "ParentQual": ("Thinks it was a teaching certificate.",),
    "Wrking": ("On call that week, and was paid for it.",),
    "OccT": ("Title has changed twice; this is the latest.",),
    "Enroll": ("Evening class in Welsh, counted as leisure.",),
    "Name": ("Prefers the short form.",),
    "DateOfBirth": ("Read it from the family Bible.",),
}
"""What an interviewer notes, by the question it is noted at."""
SUPPRESSED = "Adopted as a grown-up; both dates of birth checked."
"""Why somebody is the child of a person who is younger."""


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody who is asked. `answers` are by the names of questions, whether or not they will be put."""

    name: str
    age: int
    days_since_birthday: int
    answers: Mapping[str, Answer]


def lives(who: Drawn, day: date, draw: random.Random, *, doubtful: bool = False) -> tuple[Life, ...]:
    """Everybody who lives there, the person drawn first; `day` is that of the interview. Where it is `doubtful`, one of them is
    the child of somebody younger."""
    found = [_life(who.first_name, who.age, who.sex, 0, day, draw)]
    others = [(max(18, who.age - 3), _PARTNER)] if draw.random() < 0.6 else []
    if doubtful:
        others.append((min(95, who.age + 2), _CHILD))
    elif 26 <= who.age <= 60:
        others.extend((draw.randint(0, min(20, who.age - 22)), _CHILD) for _ in range(draw.randrange(3)))
    for age, related in others:
        sex = draw.choice((MALE, FEMALE))
        found.append(_life(first_name(sex, draw), age, sex, related, day, draw))
    return tuple(found)


def said(field: str, people: tuple[Life, ...], named: int) -> Answer:
    """The answer at this field of any of the instruments that ship; `named`: how many people were named by then."""
    name, rows = parted(field)
    adults = [row for row, life in enumerate(people, 1) if life.age >= _ADULT]
    match name:
        case "AnyoneElse":
            return YES if named < len(people) else _NO
        case "Hrp":
            return adults[0]
        case "NextBirthday":
            return max(adults, key=lambda row: people[row - 1].days_since_birthday)
    life = people[(rows[0] if rows else 1) - 1]
    return life.answers.get(name, DK)


def _life(name: str, age: int, sex: int, related: int, day: date, draw: random.Random) -> Life:
    since = draw.randint(15, 340)
    born = date(day.year - age, day.month, min(day.day, 28)) - timedelta(days=since)
    answers: dict[str, Answer] = {
        "Name": name,
        "DateOfBirth": born.isoformat(),
        "Sex": sex,
        "Relationship": related,
        **_activity(age, day, draw),
        **_job(draw),
        **_background(age, draw),
    }
    return Life(name, age, since, answers)


def _activity(age: int, day: date, draw: random.Random) -> dict[str, Answer]:
    at_work = draw.random() < (0.35 if age < 20 else 0.78 if age < _PENSIONER else 0.1)
    studies = draw.random() < (0.7 if age < 20 else 0.2 if age < 25 else 0.03)
    return {
        "AgeLast": age,
        "Wrking": _yes(at_work),
        "SchemeET": _NO,
        "JbAway": _yes(draw.random() < 0.15),
        "OwnBus": _NO,
        "RelBus": _NO,
        "Looked": _yes(age < _PENSIONER and draw.random() < 0.3),
        "StartJ": _yes(draw.random() < 0.8),
        "LKTime": draw.randint(2, 6),
        "YInAct": 1 if studies else 5 if age >= _PENSIONER else draw.choice((2, 3, 4, 6)),
        "EverWk": _yes(age > 21 or draw.random() < 0.4),
        "DtJbL": f"{day.year - 1 - draw.randrange(max(1, min(30, age - 20)))}",
        "Enroll": _yes(studies),
        "Attend": 1,
        "Course": draw.choice((4, 6)),
    }


def _job(draw: random.Random) -> dict[str, Answer]:
    title, did, made = draw.choice(_JOBS)
    return {
        "OccT": title,
        "OccD": did,
        "IndD": made,
        "Stat": draw.choice((1, 1, 1, 1, 1, 2)),
        "Supvis": draw.choice((1, _NO, _NO, _NO)),
        "EmpNo": draw.choice((1, 1, 2, 2, 3, DK)),
        "Solo": draw.choice((1, 1, 2)),
        "SNEmpl": 1,
        "FtPtWk": draw.choice((1, 1, 1, 2)),
    }


def _background(age: int, draw: random.Random) -> dict[str, Answer]:
    return {
        "SchoolType": draw.choice((1, 1, 1, 1, 1, 2, 2, 3, 5)),
        "FreeMeals": Missing.NOT_APPLICABLE if age >= 62 else draw.choice((1, _NO, _NO, _NO, DK)),
        "EarnerStatus": draw.choice((1, 1, 1, 1, 1, 2, 3, 4)),
        "EmployerSize": draw.choice((1, 2, 2, DK)),
        "OwnBusinessSize": draw.choice((1, 1, 2)),
        "Supervisor": draw.choice((1, _NO, _NO, DK)),
        "EarnerOccupation": draw.choice((1, 2, 3, 4, 4, 5, 5, REFUSED)),
        "ParentQual": draw.choice((1, 1, 2, 2, 2, 3, 3, DK)),
    }


def _yes(so: bool) -> int:
    return YES if so else _NO
