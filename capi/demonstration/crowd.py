"""The crowd: many invented people in households, each with a life from which every answer follows.

    households = crowd(250, date(2026, 11, 22), seed=2026)

The same seed gives the same people. Their answers are spread about as widely as those of a real population, so that every table
has something to show; nothing can be learnt from them of any.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from capi.instrument.model import Answer, Missing

DK, REFUSED, NOT_APPLICABLE = Missing.DONT_KNOW, Missing.REFUSED, Missing.NOT_APPLICABLE
YES, NO = 1, 2
_LONGEST = 15
"""Nobody has a birthday for so many days: an age is that of the Sunday before, too."""
T = TypeVar("T")
_NAMES = (
    "Ada", "Amir", "Anwen", "Beatrix", "Bilal", "Callum", "Carys", "Chidi", "Daniel", "Elin", "Emeka", "Fiona",
    "Gareth", "Grace", "Hassan", "Imran", "Ines", "Jack", "Jamila", "Kirsty", "Lena", "Liam", "Mairi", "Mei",
    "Nasreen", "Ngozi", "Olu", "Owen", "Peter", "Priya", "Rhys", "Rosa", "Saoirse", "Sione", "Tomasz", "Una",
    "Vera", "Wei", "Yusuf", "Zofia",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A job as somebody tells it. `own`, `supervises` and `part_time`: how many in a hundred."""

    title: str
    did: str
    industry: str
    own: int = 5
    supervises: int = 25
    part_time: int = 25
    weight: int = 4


WORK = (
    Work("Primary school teacher", "Teaching children of 5 to 11", "Primary school", 1, 20, 30, 7),
    Work("Secondary school teacher", "Teaching mathematics", "Secondary school", 1, 25, 20, 5),
    Work("Nurse", "Looking after patients on a ward", "Hospital", 0, 30, 35, 8),
    Work("Hospital doctor", "Treating patients", "Hospital", 2, 50, 15, 3),
    Work("Solicitor", "Advising on the buying of houses", "Law firm", 25, 40, 10, 3),
    Work("Civil engineer", "Designing bridges", "Engineering consultancy", 8, 35, 5, 3),
    Work("Software developer", "Writing computer programs", "Software company", 12, 20, 8, 6),
    Work("Chartered accountant", "Preparing accounts", "Accountancy firm", 20, 40, 15, 4),
    Work("Sales manager", "Managing a team of sales people", "Wholesale of machines", 2, 90, 5, 4),
    Work("Finance manager", "Managing the accounts department", "Engineering company", 2, 90, 5, 4),
    Work("Production manager", "Managing production at a factory", "Biscuit factory", 2, 95, 3, 4),
    Work("Shop manager", "Running a clothes shop", "Clothes shop", 15, 90, 8, 5),
    Work("Restaurant manager", "Running a restaurant", "Restaurant", 35, 90, 8, 4),
    Work("Office manager", "Managing the office staff", "Insurance company", 2, 85, 12, 4),
    Work("Bookkeeper", "Keeping the books", "Builders’ merchant", 20, 8, 45, 4),
    Work("Receptionist", "Greeting visitors and answering the telephone", "Doctors’ surgery", 0, 6, 50, 6),
    Work("Secretary", "Typing letters and keeping a diary", "Solicitors", 2, 8, 45, 5),
    Work("Bank clerk", "Serving customers at the counter", "Bank", 0, 12, 30, 4),
    Work("Police officer", "Patrolling and answering calls", "Police force", 0, 25, 5, 3),
    Work("Teaching assistant", "Helping the teacher in class", "Primary school", 0, 3, 70, 6),
    Work("Care assistant", "Washing and dressing residents", "Care home", 1, 8, 50, 9),
    Work("Nursery nurse", "Looking after small children", "Day nursery", 5, 15, 45, 4),
    Work("Hairdresser", "Cutting and colouring hair", "Hairdressing salon", 60, 10, 55, 6),
    Work("Chef", "Cooking meals", "Hotel", 8, 40, 15, 5),
    Work("Waiter", "Serving meals and drinks", "Restaurant", 0, 8, 60, 5),
    Work("Bar staff", "Serving drinks", "Public house", 0, 6, 65, 4),
    Work("Sales assistant", "Serving customers and filling shelves", "Supermarket", 1, 8, 62, 12),
    Work("Electrician", "Wiring houses", "Electrical contractor", 40, 15, 4, 5),
    Work("Plumber", "Fitting bathrooms and boilers", "Plumbing and heating", 50, 12, 4, 4),
    Work("Carpenter", "Fitting doors and stairs", "Building firm", 48, 12, 5, 4),
    Work("Bricklayer", "Laying bricks", "Building firm", 55, 8, 4, 3),
    Work("Motor mechanic", "Servicing and repairing cars", "Garage", 25, 12, 4, 4),
    Work("Farmer", "Running a dairy farm", "Dairy farm", 85, 30, 8, 3),
    Work("Lorry driver", "Driving a heavy goods vehicle", "Road haulage", 12, 4, 6, 6),
    Work("Bus driver", "Driving a bus", "Bus company", 0, 2, 15, 4),
    Work("Taxi driver", "Driving a taxi", "Taxi firm", 80, 1, 45, 5),
    Work("Warehouse operative", "Picking and packing orders", "Warehouse", 0, 10, 18, 8),
    Work("Fork lift truck driver", "Moving pallets", "Distribution centre", 0, 4, 5, 3),
    Work("Packer", "Packing biscuits on a line", "Biscuit factory", 0, 5, 22, 4),
    Work("Cleaner", "Cleaning offices", "Contract cleaning", 12, 6, 75, 9),
    Work("Kitchen assistant", "Washing up and preparing vegetables", "School kitchen", 0, 3, 75, 5),
    Work("Postman", "Delivering letters", "Postal service", 0, 2, 20, 3),
    Work("Security guard", "Guarding a building site", "Security company", 3, 10, 12, 3),
    Work("Gardener", "Looking after gardens", "Gardening services", 65, 5, 45, 4),
)


ADULT = 16


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody invented. `answers` by the name of the question, whether or not it will be asked."""

    name: str
    age: int
    days_to_birthday: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Household:
    """`lives`: the first is the one interviewed first."""

    reference: str
    lives: tuple[Life, ...]


def crowd(households: int, today: date, seed: int) -> tuple[Household, ...]:
    """So many households, one to five people in each."""
    draw = random.Random(seed)  # noqa: S311  # nothing is secret
    return tuple(_household(at, today, draw) for at in range(1, households + 1))


def _household(at: int, today: date, draw: random.Random) -> Household:
    first = _age(draw)
    ages, relationships = [first], [0]
    if draw.random() < 0.6:
        ages.append(min(95, max(18, first + draw.randint(-6, 6))))
        relationships.append(_chosen(draw, {1: 70, 3: 28, 2: 2}))
    if 24 <= first <= 62:
        for _ in range(_chosen(draw, {0: 52, 1: 22, 2: 20, 3: 6})):
            ages.append(draw.randint(0, min(24, min(ages[:2]) - 19)) if min(ages[:2]) > 19 else 0)
            relationships.append(4)
    lives = tuple(_life(age, related, today, draw) for age, related in zip(ages, relationships, strict=True))
    return Household(f"C{at:04}", lives)


def _age(draw: random.Random) -> int:
    youngest = _chosen(draw, {18: 5, 20: 8, 25: 18, 35: 19, 45: 18, 55: 16, 65: 14, 75: 12})
    return draw.randint(youngest, {18: 19, 20: 24}.get(youngest, youngest + 9))


def _life(age: int, related: int, today: date, draw: random.Random) -> Life:
    to_birthday = draw.randint(_LONGEST, 350)
    born = _years_before(today, age + 1) + timedelta(days=to_birthday)
    answers: dict[str, Answer] = {
        "DateOfBirth": born.isoformat(),
        "Sex": draw.choice((1, 2)),
        "Relationship": related,
        **_activity(age, today, draw),
        **_background(age, draw),
    }
    return Life(draw.choice(_NAMES), age, to_birthday, answers)


def _years_before(today: date, years: int) -> date:
    """A day at the end of February counts as the 28th."""
    return date(today.year - years, today.month, min(today.day, 28))


def _activity(age: int, today: date, draw: random.Random) -> dict[str, Answer]:
    """What is answered to the questions on economic activity, whatever way they lead."""
    band = 19 if age < 20 else 24 if age < 25 else 64 if age < 65 else 99
    at_work, scheme, away, own_business, seeking = {
        19: (30, 4, 2, 1, 10),
        24: (60, 3, 4, 1, 10),
        64: (66, 2, 5, 2, 6),
        99: (10, 0, 1, 2, 0),
    }[band]
    doing = _chosen(
        draw,
        {
            "work": at_work,
            "scheme": scheme,
            "away": away,
            "family": own_business,
            "seeking": seeking,
            "": 100 - at_work - scheme - away - own_business - seeking,
        },
    )
    student = draw.random() < {19: 0.62, 24: 0.28, 64: 0.04, 99: 0.01}[band]
    ever = _percent(draw, 45 if age < 22 else 90 if doing in ("", "seeking") else 100)
    left = today.year - draw.randint(0, max(0, min(30, age - 20)))
    reasons = {19: {1: 85, 6: 15}, 24: {1: 62, 2: 14, 3: 6, 4: 8, 6: 10}, 64: {1: 6, 2: 26, 3: 13, 4: 26, 5: 15, 6: 14}}
    answers: dict[str, Answer] = {
        "Wrking": REFUSED if draw.random() < 0.004 else _yes(doing == "work"),
        "SchemeET": _yes(doing == "scheme"),
        "JbAway": 1 if doing == "away" else 3 if doing == "seeking" and draw.random() < 0.1 else 2,
        "OwnBus": _yes(doing == "family" and draw.random() < 0.5),
        "RelBus": _yes(doing == "family"),
        "Looked": _yes(doing == "seeking"),
        "StartJ": _yes(draw.random() < 0.9),
        "LKTime": _chosen(draw, {1: 4, 2: 16, 3: 22, 4: 18, 5: 16, 6: 24}),
        "YInAct": REFUSED if draw.random() < 0.01 else _chosen(draw, reasons.get(band, {5: 92, 4: 5, 2: 3})),
        "EverWk": _yes(ever),
        "DtJbL": f"{left}"
        if left < today.year and draw.random() < 0.4
        else f"{left}-{draw.randint(1, today.month):02}",
        "Enroll": _yes(student),
        "Attend": _chosen(draw, {1: 92, 2: 6, 3: 2}),
        "Course": _chosen(draw, {1: 70, 4: 20, 6: 6, 3: 4} if band == 19 else {4: 52, 6: 26, 5: 8, 8: 8, 3: 6}),
    }
    return answers | _job(draw)


def _job(draw: random.Random) -> dict[str, Answer]:
    work = draw.choices(WORK, [each.weight for each in WORK])[0]
    return {
        "IndD": work.industry,
        "OccT": work.title,
        "OccD": work.did,
        "Stat": 2 if _percent(draw, work.own) else 1,
        "Supvis": DK if draw.random() < 0.01 else _yes(_percent(draw, work.supervises)),
        "EmpNo": DK if draw.random() < 0.02 else _chosen(draw, {1: 42, 2: 36, 3: 22}),
        "Solo": 2 if _percent(draw, 18) else 1,
        "SNEmpl": _chosen(draw, {1: 93, 2: 6, 3: 1}),
        "FtPtWk": REFUSED if draw.random() < 0.004 else 2 if _percent(draw, work.part_time) else 1,
    }


def _background(age: int, draw: random.Random) -> dict[str, Answer]:
    """Of when somebody was 14. Before 1980 nobody is asked about free meals to any use."""
    meals: Mapping[Answer, int] = (
        {NOT_APPLICABLE: 60, 1: 8, 2: 27, DK: 5} if age > 61 else {1: 21, 2: 72, DK: 4, NOT_APPLICABLE: 2, REFUSED: 1}
    )
    return {
        "SchoolType": _said(draw, {1: 66, 2: 12, 3: 6, 4: 1, 5: 10, DK: 2, REFUSED: 3}),
        "FreeMeals": _said(draw, meals),
        "EarnerStatus": _said(draw, {1: 72, 2: 7, 3: 9, 4: 9, REFUSED: 2, DK: 1}),
        "EmployerSize": _said(draw, {1: 30, 2: 62, DK: 8}),
        "OwnBusinessSize": _said(draw, {1: 57, 2: 40, DK: 3}),
        "Supervisor": _said(draw, {1: 34, 2: 60, DK: 6}),
        "EarnerOccupation": _said(draw, {1: 22, 2: 14, 3: 14, 4: 27, 5: 20, DK: 2, REFUSED: 1}),
        "ParentQual": _said(draw, {1: 25, 2: 40, 3: 21, DK: 7, REFUSED: 3, NOT_APPLICABLE: 4}),
    }


def _said(draw: random.Random, weighted: Mapping[Answer, int]) -> Answer:
    return _chosen(draw, weighted)


def _chosen(draw: random.Random, weighted: Mapping[T, int]) -> T:
    return draw.choices(list(weighted), list(weighted.values()))[0]


def _percent(draw: random.Random, of_a_hundred: int) -> bool:
    return draw.random() * 100 < of_a_hundred


def _yes(said: bool) -> int:
    return YES if said else NO
