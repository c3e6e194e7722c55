"""Derived variables as an export describes them: what each is made of and how, and what its values stand for.

A value is a code as the derivation gives it (`1.1`, `not_working`). SPSS and Stata label numbers alone, so each code has a number
for them: the code itself where it is one, ten times the code where it has a decimal (`1.1` is 11, `L14.2` is 142).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from capi.derivation.operational import CATEGORIES, INADEQUATE, OTHER
from capi.outputs.microdata.operational_words import OPERATIONAL_WORDS
from capi.outputs.tables.standard_tables_activity import ECONOMIC_STATUS
from capi.outputs.tables.standard_tables_activity import SOURCE as ACTIVITY_SOURCE
from capi.outputs.tables.standard_tables_background import FIVE_CLASSES, ONE_STEP_CLASSES, THREE_CLASSES
from capi.outputs.tables.standard_tables_background import SOURCE as BACKGROUND_SOURCE

BACKGROUND, ACTIVITY, CLASS, PENSION = "Socio-economic background", "Economic activity", "NS-SEC", "State pension age"

_EARNER = ("EarnerStatus", "EmployerSize", "OwnBusinessSize", "Supervisor", "EarnerOccupation")
_WORK = ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus")
_STATUS = (*_WORK, "Looked", "StartJ")
_JOB = ("SOC2010", "Stat", "EmpNo", "SNEmpl", "Supvis", "Solo")
_POPULATION = (*_STATUS, *_JOB, "Enroll", "Attend", "Course", "LKTime", "EverWk", "DtJbL", "ReferenceSunday")
_BIRTH = ("DateOfBirth", "Sex", "InterviewDate")
READ = frozenset((*_EARNER, *_STATUS, *_JOB, *_POPULATION, *_BIRTH, "Age", "FtPtWk", "YInAct"))
"""Every column that a derivation reads. Age and dates only say who is a child, of most variables: they are not made of them."""

_SPECIAL = {"not_working": 90, "dk_pnts": 98, "not_classified": 99, "NWLTU": 8}


@dataclass(frozen=True, slots=True)
class DerivedCategory:
    """`code` is what the derivation gives, `number` what SPSS and Stata have for it."""

    code: str | int
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class DerivedVariable:
    """`made_of`: the columns it is made of. Without categories it is a text. `empty`: what it means that there is no value."""

    name: str
    label: str
    section: str
    how: str
    source: str
    made_of: tuple[str, ...]
    categories: tuple[DerivedCategory, ...] = ()
    empty: str = "No value: nothing that it is made of was asked"
    keeps_states: bool = False
    """It is an answer taken over, missing states and all."""


def _numbered(codes: Mapping[str, str]) -> tuple[DerivedCategory, ...]:
    return tuple(DerivedCategory(code, _number(code), words) for code, words in codes.items())


def _number(code: str) -> int:
    return _SPECIAL[code] if code in _SPECIAL else int(code)


def _tenfold(codes: Mapping[str, str]) -> tuple[DerivedCategory, ...]:
    """Of classes and categories some of which are parts of one."""
    return tuple(DerivedCategory(code, _ten_times(code), words) for code, words in codes.items())


def _ten_times(code: str) -> int:
    whole, _, part = code.removeprefix("L").partition(".")
    return int(whole) * 10 + int(part or 0)


def _in_order(codes: Mapping[str, str]) -> tuple[DerivedCategory, ...]:
    return tuple(DerivedCategory(code, number, words) for number, (code, words) in enumerate(codes.items(), 1))


def _figures(codes: Mapping[int, str]) -> tuple[DerivedCategory, ...]:
    """What the derivation gives as a number already."""
    return tuple(DerivedCategory(code, code, words) for code, words in codes.items())


def _counted(words: Iterable[str]) -> dict[str, str]:
    return {f"{number}": each for number, each in enumerate(words, 1)}


_UNSAID = {
    "not_working": "They were not working",
    "dk_pnts": "Don’t know or Prefer not to say",
    "not_classified": "Not classified: a question was reached and not answered, and its answer could change the class",
}
_EIGHT = {
    "1.1": "Large employers and higher managerial occupations",
    "1.2": "Higher professional occupations",
    "2": "Lower managerial and professional occupations",
    "3": "Intermediate occupations",
    "4": "Small employers and own account workers",
    "5": "Lower supervisory and technical occupations",
    "6": "Semi-routine occupations",
    "7": "Routine occupations",
    "8": "Never worked and long-term unemployed",
}
_NEVER = {"NWLTU": "Never worked and long-term unemployed"}
_FIVE = {
    "1": "Managerial and professional occupations",
    "2": "Intermediate occupations",
    "3": "Small employers and own account workers",
    "4": "Lower supervisory and technical occupations",
    "5": "Semi-routine and routine occupations",
    **_NEVER,
}
_THREE = {
    "1": "Managerial and professional occupations",
    "2": "Intermediate occupations",
    "3": "Routine and manual occupations",
    **_NEVER,
}
_OPERATIONAL = {code: OPERATIONAL_WORDS[code] for code in CATEGORIES}
_STATUSES = {
    0: "Not known, or not needed: see the method",
    1: "Self-employed, with 25 or more employees",
    2: "Self-employed, with 1 to 24 employees",
    3: "Self-employed, no employees",
    4: "Manager, 25 or more employees",
    5: "Manager, 1 to 24 employees",
    6: "Supervisor",
    7: "Other employee",
}
_UNCLASSED = {
    "student": "Students",
    "inadequate": OPERATIONAL_WORDS[INADEQUATE],
    "other": OPERATIONAL_WORDS[OTHER],
}
_METHODS = {
    "full": "Full: occupation and employment status",
    "reduced": "Reduced: the size of the establishment is not known",
    "simplified": "Simplified: from the occupation alone",
}
_OF_EARNER = "of the main earner when aged about 14"
_SELF_CODED = (
    "By the self-coded method from the five questions on the earner. Where answers are missing, all that they could have been is "
    "tried; where these make one class, it is that class."
)
_PRIORITY = (
    "For the whole adult population, in the order of priority the standard prints: full-time students, long-term unemployed, never "
    "worked, then the class of the current or last main job."
)
_NO_CLASS = "No class: nothing was asked, or nssec_not_classified says why"
_OF_JOB = "Of the current or last main job, by the table that an office has loaded: see nssec_table."
_NO_JOB = "No value: there is no job, or its occupation is not coded"
_USER_MANUAL = "ONS NS-SEC user manual (SOC2010), sections 7 and 8"
_ACTS = "Pensions Acts 1995, 2007, 2011 and 2014"
_WORKS = "No value: not in employment, or not said"


def _background(name: str, label: str, how: str, classes: Mapping[str, str]) -> DerivedVariable:
    return DerivedVariable(name, label, BACKGROUND, how, BACKGROUND_SOURCE, _EARNER, _numbered(classes))


def _reasons() -> dict[int, str]:
    """As the standard's table has them."""
    return {
        int(line.where["ilo_inactive_reason"][0]): line.label[:1].upper() + line.label[1:]
        for line in ECONOMIC_STATUS.lines
        if len(line.where.get("ilo_inactive_reason", ())) == 1
    }


def _pension(name: str, label: str) -> DerivedVariable:
    how = "From the date of birth, the sex and the day of the interview."
    return DerivedVariable(
        name,
        label,
        PENSION,
        how,
        _ACTS,
        _BIRTH,
        _figures({1: "Yes", 0: "No"}),
        "No value: a date or the sex is not known",
    )


def _variables() -> Iterator[DerivedVariable]:
    yield _background(
        "nssec_selfcoded5",
        f"Self-coded NS-SEC {_OF_EARNER}, five classes",
        _SELF_CODED,
        {**_counted(FIVE_CLASSES), **_UNSAID},
    )
    yield _background(
        "nssec_selfcoded3",
        f"Self-coded NS-SEC {_OF_EARNER}, three classes",
        _SELF_CODED,
        {**_counted(THREE_CLASSES), **_UNSAID},
    )
    yield DerivedVariable(
        "nssec_selfcoded5_possible",
        "The classes that the answers leave open, where there are several",
        BACKGROUND,
        _SELF_CODED,
        BACKGROUND_SOURCE,
        _EARNER,
        empty="No value: one class, or nothing was asked",
    )
    yield _background(
        "smc3",
        "One-step coding of parental occupation (Social Mobility Commission)",
        "From the occupation alone. Less accurate than the self-coded method: do not mix the two.",
        {**_counted(ONE_STEP_CLASSES), **_UNSAID},
    )
    yield from _activity()
    yield from _classes()
    yield _pension("penflag", "Has reached State pension age at the interview")
    yield _pension("nopenflg", "Aged 16 or over and has not reached State pension age at the interview")


def _activity() -> Iterator[DerivedVariable]:
    def made(
        name: str, label: str, how: str, categories: tuple[DerivedCategory, ...], empty: str, *more: str
    ) -> DerivedVariable:
        return DerivedVariable(name, label, ACTIVITY, how, ACTIVITY_SOURCE, (*_STATUS, *more), categories, empty)

    status = {
        "1": "In employment",
        "2": "ILO unemployed",
        "3": "Economically inactive",
        "not_classified": "Not classified: an answer that could change the economic status is missing",
    }
    how = "By the definitions of the International Labour Organisation, as the standard prints them, of those aged 16 and over."
    own = "As the respondent assesses the main job; of those in employment."
    yield made(
        "ilo_status", "ILO economic status", how, _numbered(status), "No value: not asked, such as children under 16"
    )
    employment = _figures({1: "Employee", 2: "Self-employed"})
    yield made("ilo_employment", "Employee or self-employed", own, employment, _WORKS, "Stat")
    hours = _figures({1: "Full-time", 2: "Part-time"})
    yield made("ilo_hours", "Full-time or part-time", own, hours, _WORKS, "FtPtWk")
    empty = "No value: not economically inactive"
    reason = "Main reason for not looking for work, or for not being able to start it; of the economically inactive."
    inactive = made(
        "ilo_inactive_reason", "Reason for economic inactivity", reason, _figures(_reasons()), empty, "YInAct"
    )
    yield replace(inactive, keeps_states=True)
    family = "In employment, and neither at work, on a scheme nor away from a job."
    yield made(
        "unpaid_family_worker", "Unpaid family worker", family, _figures({1: "Yes", 0: "No"}), "No value: not asked"
    )


def _classes() -> Iterator[DerivedVariable]:
    def of_job(name: str, label: str, categories: tuple[DerivedCategory, ...]) -> DerivedVariable:
        return DerivedVariable(name, label, CLASS, _OF_JOB, _USER_MANUAL, _JOB, categories, _NO_JOB)

    def of_person(
        name: str, label: str, categories: tuple[DerivedCategory, ...], empty: str = _NO_CLASS
    ) -> DerivedVariable:
        return DerivedVariable(name, label, CLASS, _PRIORITY, ACTIVITY_SOURCE, _POPULATION, categories, empty)

    yield of_job("nssec_job_opcat", "NS-SEC operational category of the job", _tenfold(_OPERATIONAL))
    yield of_job("nssec_status", "Employment status by which the category was found", _figures(_STATUSES))
    yield of_job("nssec_method", "Method by which the category was found", _in_order(_METHODS))
    yield of_job("nssec_table", "Table of NS-SEC by which the category was found", ())
    yield of_person("nssec_opcat", "NS-SEC operational category", _tenfold(_OPERATIONAL), "No value: not asked")
    yield of_person("nssec8", "NS-SEC, eight analytic classes", _tenfold(_EIGHT))
    yield of_person("nssec5", "NS-SEC, five analytic classes", _numbered(_FIVE))
    yield of_person("nssec3", "NS-SEC, three analytic classes", _numbered(_THREE))
    reason = "No value: there is a class, or nothing was asked"
    yield of_person("nssec_not_classified", "Why there is no class of NS-SEC", _in_order(_UNCLASSED), reason)


DERIVED_VARIABLES: Mapping[str, DerivedVariable] = {each.name: each for each in _variables()}
