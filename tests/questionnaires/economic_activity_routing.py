"""Who is asked what in the economic activity standard: written from its routing table, never from the instrument."""

from collections.abc import Iterator, Mapping

from tests.questionnaires.economic_activity_standard import STANDARD

YES = EMPLOYEE = STILL_ATTENDING = 1
NO = SELF_EMPLOYED = WAITING_FOR_TERM = OTHER_ORGANISATION = NOT_PERMANENT = WITH_EMPLOYEES = 2
WAITING = 3
"""To take up a new job: the spontaneous category of JbAway."""
WORK = ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus")
STATUS = (*WORK, "Looked", "StartJ", "LKTime", "YInAct", "EverWk", "DtJbL")
EDUCATION = ("Enroll", "Attend", "Course")
JOB = ("IndD", "OccT", "OccD", "Stat", "Supvis", "EmpNo", "Solo", "SNEmpl", "FtPtWk")
AGENCY = ("PaidBy", "SelfEmp", "JobTyp", "JobTmp", "AgWrk")

UNKNOWN = ("dont_know", "refused")
_OPEN: dict[str, tuple[object, ...]] = {
    "DtJbL": ("2019", "2019-03", "2019-03-28"),
    "IndD": ("Makes bicycles",),
    "OccT": ("Wheel builder",),
    "OccD": ("Builds and trues wheels",),
    "SelfEmp": ([1], [2, 3, 4, 5], [6, 7], [8]),
    "JobTmp": ([1], [2, 3], [1, 4, 5]),
}


def asked(age: int | None, given: Mapping[str, object], *, agency: bool) -> Iterator[str]:
    """The questions, each as its turn comes. `given` holds the answers, by then, to those that came before.

    Don't know and refused meet no condition; "not Yes" is met by them. An age that is not known is an adult's.
    """
    if age is not None and age < 16:
        return
    yield from _status(given, under_65=age is None or age < 65)
    yield from _education(given)
    in_employment = any(given.get(name) == YES for name in WORK)
    if in_employment or given.get("EverWk") == YES:
        yield from _job(given)
    if agency:
        yield from _agency(given)


def _status(given: Mapping[str, object], *, under_65: bool) -> Iterator[str]:
    yield "Wrking"
    if given.get("Wrking") == NO and under_65:
        yield "SchemeET"
    if given.get("Wrking") == NO and given.get("SchemeET") != YES:
        yield "JbAway"
    if given.get("JbAway") in (NO, WAITING):
        yield "OwnBus"
    if given.get("OwnBus") == NO:
        yield "RelBus"
    if given.get("JbAway") == NO and given.get("OwnBus") == NO and given.get("RelBus") == NO:
        yield "Looked"
    waits_for_job = given.get("JbAway") == WAITING and given.get("OwnBus") == NO and given.get("RelBus") == NO
    if given.get("Looked") == YES or waits_for_job:
        yield "StartJ"
        yield "LKTime"
    if given.get("Looked") == NO or given.get("StartJ") == NO:
        yield "YInAct"
    if not any(given.get(name) == YES for name in WORK):
        yield "EverWk"
    if given.get("EverWk") == YES:
        yield "DtJbL"


def _education(given: Mapping[str, object]) -> Iterator[str]:
    yield "Enroll"
    if given.get("Enroll") == YES:
        yield "Attend"
    if given.get("Attend") in (STILL_ATTENDING, WAITING_FOR_TERM):
        yield "Course"


def _job(given: Mapping[str, object]) -> Iterator[str]:
    yield from ("IndD", "OccT", "OccD", "Stat")
    if given.get("Stat") == EMPLOYEE:
        yield from ("Supvis", "EmpNo")
    if given.get("Stat") == SELF_EMPLOYED:
        yield "Solo"
    if given.get("Solo") == WITH_EMPLOYEES:
        yield "SNEmpl"
    yield "FtPtWk"


def _agency(given: Mapping[str, object]) -> Iterator[str]:
    if given.get("Stat") == EMPLOYEE:
        yield "PaidBy"
    if given.get("Stat") == SELF_EMPLOYED or given.get("PaidBy") == OTHER_ORGANISATION:
        yield "SelfEmp"
    if given.get("Stat") == EMPLOYEE:
        yield "JobTyp"
    if given.get("JobTyp") == NOT_PERMANENT:
        yield "JobTmp"
    coded = any(isinstance(codes := given.get(name), list) and 1 in codes for name in ("SelfEmp", "JobTmp"))
    if given.get("Stat") == EMPLOYEE and not coded:
        yield "AgWrk"


def answers_to(name: str, age: int | None) -> tuple[object, ...]:
    """The answers a question can meet, don't know and refused included; of open answers, one of each kind."""
    numbers = tuple(option.number for option in STANDARD[name].options)
    if name == "Course" and (age is None or age >= 20):
        numbers = numbers[2:]
    return (*_OPEN.get(name, numbers), *UNKNOWN)


def route_of(age: int | None, answers: Mapping[str, object], *, agency: bool) -> tuple[str, ...]:
    """The questions asked, until one has no answer or the end is reached."""
    given: dict[str, object] = {}
    route = []
    for name in asked(age, given, agency=agency):
        route.append(name)
        if name not in answers:
            break
        given[name] = answers[name]
    return tuple(route)


def every_interview(
    age: int | None, usual: Mapping[str, object], varied: tuple[str, ...], *, agency: bool
) -> Iterator[dict[str, object]]:
    """Every interview in which the varied questions have each of their answers, and the others their usual one."""
    waiting = [dict[str, object]()]
    while waiting:
        answers = waiting.pop()
        route = route_of(age, answers, agency=agency)
        if not route or route[-1] in answers:
            yield answers
            continue
        name = route[-1]
        values = answers_to(name, age) if name in varied else (usual[name],)
        waiting += [{**answers, name: value} for value in values]
