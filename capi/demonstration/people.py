"""The people of the demonstration, and what each of them answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from capi.instrument.model import SEEN, Answer, Missing, Mode
from capi.practice import Person

DK, REFUSED, NOT_APPLICABLE = Missing.DONT_KNOW, Missing.REFUSED, Missing.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Script:
    """What one invented person answers."""

    person: Person
    answers: Mapping[str, Answer]
    """By field. Where somebody else is in the household, the rows that follow say so."""

    @property
    def picture(self) -> str:
        """What its pictures are called by: pictures of the same name are taken once."""
        shown = self.person.mode.value
        return shown if self.person.instrument == "seb" else f"{self.person.instrument}-{shown}"

    @property
    def in_both_themes(self) -> bool:
        """One standard is pictured dark as well as light; of the others light shows enough."""
        return self.person.instrument == "seb"

    def answer(self, field: str, times: int) -> Answer:
        """What is said when the question is put for so many times."""
        if field == ANYONE_ELSE:
            return 1 if f"Name[{times + 1}]" in self.answers else 2
        return self.answers[field]


def _script(
    reference: str, name: str, mode: Mode, *answers: tuple[str, Answer], instrument: str = "seb", **facts: int
) -> Script:
    return Script(Person(reference, name, mode, instrument, facts), dict(answers))


def _employee(occupation: Answer, qualification: Answer, **others: Answer) -> tuple[tuple[str, Answer], ...]:
    usual: dict[str, Answer] = {
        "SchoolType": 1,
        "FreeMeals": 2,
        "EarnerStatus": 1,
        "EmployerSize": 2,
        "Supervisor": 2,
        "EarnerOccupation": occupation,
        "ParentQual": qualification,
    }
    return tuple((usual | others).items())


def _own_business(size: Answer, **others: Answer) -> tuple[tuple[str, Answer], ...]:
    usual: dict[str, Answer] = {
        "SchoolType": 1,
        "FreeMeals": 1,
        "EarnerStatus": 2,
        "OwnBusinessSize": size,
        "EarnerOccupation": 2,
        "ParentQual": 2,
    }
    given = usual | others
    if size == 2:
        del given["EarnerOccupation"]  # the standard asks no occupation of an employer of 25 or more
    return tuple(given.items())


def _at_work(row: str = "") -> tuple[tuple[str, Answer], ...]:
    return ((f"Wrking{row}", 1), (f"Enroll{row}", 2))


def _job(made: str, title: str, did: str, row: str = "") -> tuple[tuple[str, Answer], ...]:
    return (
        (f"IndD{row}", made),
        (f"OccT{row}", title),
        (f"OccD{row}", did),
        (f"Stat{row}", 1),
        (f"Supvis{row}", 1),
        (f"EmpNo{row}", 2),
        (f"FtPtWk{row}", 1),
    )


_WAITING: tuple[tuple[str, Answer], ...] = (
    ("Wrking", 2),
    ("SchemeET", 2),
    ("JbAway", 3),
    ("OwnBus", 2),
    ("RelBus", 2),
    ("StartJ", 1),
    ("LKTime", 1),
    ("EverWk", 1),
    ("DtJbL", "2026-07"),
    ("Enroll", 1),
    ("Attend", 2),
    ("Course", 1),
    *_job("Ice cream", "Supervisor", "Plan the work of six people and check what they have made"),
)
_HOUSEHOLD: tuple[tuple[str, Answer], ...] = (
    ("Opening", SEEN),
    ("Name[1]", "Ngozi"),
    ("Name[2]", "Peter"),
    ("Name[3]", "Ada"),
    ("DateOfBirth[1]", "1984-03-09"),
    ("Sex[1]", 2),
    ("DateOfBirth[2]", Missing.DONT_KNOW),
    ("AgeGiven[2]", 44),
    ("Sex[2]", 1),
    ("Relationship[2]", 1),
    ("DateOfBirth[3]", "2016-11-30"),
    ("Sex[3]", 2),
    ("Relationship[3]", 4),
    ("Hrp", 1),
    ("NextBirthday", 2),
    ("About[1]", SEEN),
    *_at_work("[1]"),
    *_job("Primary school", "Primary school teacher", "Teaching children of 5 to 11", "[1]"),
    ("About[2]", SEEN),
    ("Wrking[2]", 2),
    ("SchemeET[2]", 2),
    ("JbAway[2]", 2),
    ("OwnBus[2]", 2),
    ("RelBus[2]", 2),
    ("Looked[2]", 2),
    ("YInAct[2]", 2),
    ("EverWk[2]", 2),
    ("Enroll[2]", 2),
    ("SchoolType[2]", 1),
    ("FreeMeals[2]", 2),
    ("EarnerStatus[2]", 1),
    ("EmployerSize[2]", 2),
    ("Supervisor[2]", 2),
    ("EarnerOccupation[2]", 4),
    ("ParentQual[2]", 2),
)
_DRIVER = _job("Road haulage", "Lorry driver", "Driving a heavy goods vehicle")
FACE, PHONE, SELF = Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION
SCRIPTS = (
    _script("D101/01", "Rosa Fletcher", FACE, *_employee(3, 1, EmployerSize=DK, Supervisor=1)),
    _script("D101/02", "Imran Qureshi", FACE, *_own_business(1)),
    _script("D102/01", "Gwen Prosser", FACE, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 3)),
    _script(
        "D103/01", "Daniel O’Hara", FACE, ("SchoolType", 5), ("EarnerStatus", REFUSED), ("ParentQual", NOT_APPLICABLE)
    ),
    _script("D201/01", "Mei-Lin Zhao", PHONE, *_employee(1, DK, SchoolType=2, FreeMeals=NOT_APPLICABLE)),
    _script("D201/02", "Arthur Penhaligon", PHONE, *_own_business(DK, FreeMeals=DK)),
    _script("D202/01", "Folasade Adeyemi", PHONE, ("SchoolType", 4), ("EarnerStatus", DK), ("ParentQual", REFUSED)),
    _script("D301/01", "Kirsty MacLeod", SELF, *_employee(4, NOT_APPLICABLE, SchoolType=REFUSED)),
    _script("D301/02", "Tomasz Wiśniewski", SELF, *_own_business(2)),
    _script("D401/01", "Nasreen Akhtar", FACE, *_at_work(), *_DRIVER, instrument="economic-activity", Age=34),
    _script("D402/01", "Callum Reid", PHONE, *_WAITING, instrument="economic-activity", Age=18),
    _script("D501/01", "The Okafor household", FACE, *_HOUSEHOLD, instrument="household", SebSet=1),
)
ANYONE_ELSE = "AnyoneElse"
