"""ILO economic status and NS-SEC of the whole population by `derive` itself, against the words of the standard and its tables.

The status of each person, and the class, are worked out here one person at a time, by what the standard says of him or her.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from capi.derivation.full_nssec import NssecTable
from tests.derivation.conftest import Engine, Row
from tests.derivation.published import COLUMNS, classes_of, full_table, published, unit_groups

REFUSED, DONT_KNOW, NOT_ASKED = -9, -8, -1
SUNDAY = date(2026, 11, 15)
ACTIVITY = ("Wrking", "SchemeET", "JbAway", "OwnBus", "RelBus", "Looked", "StartJ")
STUDY = ("Enroll", "Attend", "Course")
JOB = ("SOC2010", "Stat", "Supvis", "EmpNo", "Solo", "SNEmpl")
NUMBERS = ("Age", *ACTIVITY, "LKTime", "YInAct", "EverWk", *STUDY, *JOB, "FtPtWk")
TYPES = {**dict.fromkeys(NUMBERS, "int32"), "DtJbL": "date", "ReferenceSunday": "date", "InterviewDate": "date"}


def person(*answers: Row, **more: object) -> Row:
    row: Row = {name: NOT_ASKED if kind == "int32" else None for name, kind in TYPES.items()}
    row |= {"Age": 40, "ReferenceSunday": SUNDAY, "InterviewDate": date(2026, 11, 18)}
    for each in answers:
        row |= each
    return row | more


# --- employment status and the full table -------------------------------------------------------------------------------


def statuses(*, manager: bool) -> Iterator[tuple[Row, int]]:
    """Every combination of answers on the status of a job, with its column: 1 to 7, 0 simplified, 8 and 9 reduced."""
    yield {"Stat": NOT_ASKED}, 0
    for missing in (REFUSED, DONT_KNOW):
        yield {"Stat": missing}, 0
    for supervises, size in itertools.product((REFUSED, DONT_KNOW, 1, 2), (REFUSED, DONT_KNOW, 1, 2, 3)):
        of_manager = 9 if size < 0 else 5 if size == 1 else 4
        of_other = 0 if supervises < 0 else 6 if supervises == 1 else 7
        yield {"Stat": 1, "Supvis": supervises, "EmpNo": size}, of_manager if manager else of_other
    for missing in (REFUSED, DONT_KNOW):
        yield {"Stat": 2, "Solo": missing}, 0
    yield {"Stat": 2, "Solo": 1}, 3
    for employed in (REFUSED, DONT_KNOW, 1, 2, 3):
        yield {"Stat": 2, "Solo": 2, "SNEmpl": employed}, 8 if employed < 0 else 2 if employed == 1 else 1


@published
def test_every_unit_group_by_every_status(golden: Engine) -> None:
    groups, classes = unit_groups(), classes_of()
    assert len(groups) == 369
    persons, wanted = [], []
    for row in groups:
        code = int(row["soc2010"])
        for answers, column in statuses(manager=1115 <= code <= 1259):
            persons.append(person(answers, Wrking=1, SOC2010=code))
            category = f"L{row[f'op_{COLUMNS[column]}']}"
            printed = row[f"nssec8_{COLUMNS[column]}"]
            assert classes[category][0] == printed, "the two published tables agree"
            method = "simplified" if column == 0 else "full" if column < 8 else "reduced"
            status = column if column < 8 else 0
            wanted.append((category, status, method, "published", category, *classes[category], None))
    found = golden.derived(persons, TYPES, full_table())
    named = (
        "nssec_job_opcat",
        "nssec_status",
        "nssec_method",
        "nssec_table",
        "nssec_opcat",
        "nssec8",
        "nssec5",
        "nssec3",
        "nssec_not_classified",
    )
    assert len(found) == 369 * 31
    for one, row, want in zip(persons, found, wanted, strict=True):
        assert [row[name] for name in named] == list(want), one


@published
def test_what_the_index_says_is_no_occupation_is_not_classified(golden: Engine) -> None:
    """10 inadequately described, 20 not stated, 30 retired, 40 students: entries of the published table too."""
    codes = (10, 20, 30, 40)
    found = golden.derived([person(Wrking=1, Stat=1, Supvis=2, SOC2010=code) for code in codes], TYPES, full_table())
    assert [(row["nssec_opcat"], row["nssec_not_classified"]) for row in found] == [
        *[("L16", "inadequate")] * 3,
        ("L15", "student"),
    ]


# --- ILO economic status ------------------------------------------------------------------------------------------------


def on_route(answers: Row, *, older: bool) -> Row:
    """Only what the routing asks; a missing answer meets no condition, and the block goes on."""
    said = dict(answers)
    work = ("Wrking", "JbAway", "OwnBus", "RelBus")
    asked = {"Wrking": True, "SchemeET": said["Wrking"] == 2 and not older}
    scheme = said["SchemeET"] if asked["SchemeET"] else NOT_ASKED
    asked["JbAway"] = said["Wrking"] == 2 and scheme in (2, NOT_ASKED)
    away = said["JbAway"] if asked["JbAway"] else NOT_ASKED
    asked["OwnBus"] = away in (2, 3)
    own = said["OwnBus"] if asked["OwnBus"] else NOT_ASKED
    asked["RelBus"] = own == 2
    relative = said["RelBus"] if asked["RelBus"] else NOT_ASKED
    asked["Looked"] = (away, own, relative) == (2, 2, 2)
    looked = said["Looked"] if asked["Looked"] else NOT_ASKED
    asked["StartJ"] = looked == 1 or (away, own, relative) == (3, 2, 2)
    assert set(work) < set(asked)
    return {name: said[name] if asked[name] else NOT_ASKED for name in ACTIVITY}


RANGES = {"Wrking": 2, "SchemeET": 2, "JbAway": 3, "OwnBus": 2, "RelBus": 2, "Looked": 2, "StartJ": 2}


def ways_through(*, older: bool, missing: tuple[int, ...] = (REFUSED, DONT_KNOW)) -> list[Row]:
    every = itertools.product(*((*range(1, most + 1), *missing) for most in RANGES.values()))
    found = {tuple(on_route(dict(zip(RANGES, each, strict=True)), older=older).values()) for each in every}
    return [dict(zip(ACTIVITY, each, strict=True)) for each in sorted(found)]


def with_answers(said: Row, *, older: bool) -> Iterator[Row]:
    """All the ways in which what is missing could have been answered, the questions that come of it asked too."""
    unsaid = next((name for name in ACTIVITY if said[name] in (REFUSED, DONT_KNOW)), None)
    if unsaid is None:
        yield said
        return
    after = ACTIVITY[ACTIVITY.index(unsaid) + 1 :]
    open_still = [name for name in after if said[name] == NOT_ASKED]
    for value in range(1, RANGES[unsaid] + 1):
        for rest in itertools.product(*(range(1, RANGES[name] + 1) for name in open_still)):
            given = {**said, unsaid: value, **dict(zip(open_still, rest, strict=True))}
            yield from with_answers(on_route(given, older=older), older=older)


def ilo(said: Row) -> str:
    """Of answers that are all there: 1 in employment, 2 ILO unemployed, 3 inactive (the notes under the standard's table)."""
    if (
        said["Wrking"] == 1
        or said["SchemeET"] == 1
        or said["JbAway"] == 1
        or said["OwnBus"] == 1
        or said["RelBus"] == 1
    ):
        return "1"
    return "2" if said["StartJ"] == 1 and (said["Looked"] == 1 or said["JbAway"] == 3) else "3"


def ilo_known(said: Row, *, older: bool) -> str:
    possible = {ilo(each) for each in with_answers(said, older=older)}
    return possible.pop() if len(possible) == 1 else "not_classified"


@pytest.mark.parametrize("older", [False, True])
def test_every_way_through_the_block_with_every_missing_answer(golden: Engine, older: bool) -> None:
    ways = ways_through(older=older)
    assert len(ways) > 25
    found = golden.derived([person(each, Age=70 if older else 40) for each in ways], TYPES)
    for said, row in zip(ways, found, strict=True):
        wanted = ilo_known(said, older=older)
        assert row["ilo_status"] == wanted, said
        unpaid = wanted == "1" and 1 not in (said["Wrking"], said["SchemeET"], said["JbAway"])
        if REFUSED not in said.values() and DONT_KNOW not in said.values():
            assert row["unpaid_family_worker"] == int(unpaid), said


def test_employees_and_the_self_employed_by_hours_and_the_reasons_of_the_inactive(golden: Engine) -> None:
    """Only who is at work or away from it: a scheme and unpaid work count in the whole, and are not shown apart."""
    at_work: list[Row] = [{"Wrking": 1}, {"Wrking": 2, "SchemeET": 2, "JbAway": 1}]
    no_job = {"Wrking": 2, "SchemeET": 2, "JbAway": 2, "OwnBus": 2}
    apart: list[Row] = [{"Wrking": 2, "SchemeET": 1}, {**no_job, "OwnBus": 1}, {**no_job, "RelBus": 1}]
    said = (REFUSED, DONT_KNOW, 1, 2)
    persons = [
        person(each, Stat=status, FtPtWk=hours)
        for each in (*at_work, *apart)
        for status, hours in itertools.product(said, said)
    ]
    wanted: list[tuple[int | None, ...]] = [
        (status if status > 0 and each in at_work else None, hours if hours > 0 and each in at_work else None, None)
        for each in (*at_work, *apart)
        for status, hours in itertools.product(said, said)
    ]
    for reason in range(1, 7):
        persons.append(person(no_job, RelBus=2, Looked=2, YInAct=reason))
        wanted.append((None, None, reason))
    found = golden.derived(persons, TYPES)
    named = ("ilo_employment", "ilo_hours", "ilo_inactive_reason")
    assert [tuple(row[name] for name in named) for row in found] == wanted


# --- the priority order -------------------------------------------------------------------------------------------------

SMALL_TABLE = NssecTable("small", {(2231, column): "L4.1" for column in range(10)})
STUDYING: tuple[Row, ...] = (
    {"Enroll": 2},
    {"Enroll": DONT_KNOW},
    {"Enroll": 1, "Attend": 3},
    {"Enroll": 1, "Attend": REFUSED},
    *({"Enroll": 1, "Attend": attend, "Course": course} for attend in (1, 2) for course in (*range(1, 11), DONT_KNOW)),
)
LEFT: tuple[date | None, ...] = (None, date(2025, 11, 14), date(2025, 11, 15), date(2026, 6, 15), date(1999, 6, 15))


@dataclass(frozen=True, slots=True)
class Past:
    """What who is not in employment says of work before; `codes` is the occupation of the last job."""

    ever: int
    left: date | None
    codes: int


PASTS = (
    Past(2, None, NOT_ASKED),
    Past(DONT_KNOW, None, NOT_ASKED),
    *(Past(1, left, code) for left in LEFT for code in (2231, DONT_KNOW, 9999)),
)


def category(said: Row, status: str, past: Past | None, study: Row, looking: int, code: int) -> str:
    """The first of the six that is so, of the standard's list."""
    if study["Enroll"] == 1 and study["Attend"] in (1, 2) and study.get("Course") in (1, 3, 4):
        return "L15"
    if status == "2" and looking == 6 and past is not None:
        over_a_year = past.left is not None and past.left < date(2025, 11, 15)
        if past.ever == 2 or over_a_year:
            return "L14.2"
    if past is not None and past.ever == 2 and ilo(said) != "1":
        return "L14.1"
    if code == 2231:
        return "L4.1"
    return "L17" if code == NOT_ASKED else "L16"


def everybody() -> Iterator[tuple[Row, str]]:
    """Each way through the block of work, by study, time looked for work and past; with the category it makes."""
    for said in ways_through(older=False, missing=(DONT_KNOW,)):
        status = ilo_known(said, older=False)
        works = ilo(said) == "1"
        times = (*range(1, 7), DONT_KNOW) if said["StartJ"] != NOT_ASKED else (NOT_ASKED,)
        for study, looking in itertools.product(STUDYING, times):
            for past in (None,) if works else PASTS:
                for code in (2231, DONT_KNOW, 9999) if past is None else (past.codes,):
                    more: Row = {"LKTime": looking, "SOC2010": code}
                    if code != NOT_ASKED:
                        more |= {"Stat": 1, "Supvis": 2}
                    if past is not None:
                        more |= {"EverWk": past.ever, "DtJbL": past.left}
                    yield person(said, study, more), category(said, status, past, study, looking, code)


def test_everybody_in_the_order_of_priority(golden: Engine) -> None:
    each = list(everybody())
    assert {wanted for _, wanted in each} == {"L15", "L14.2", "L14.1", "L4.1", "L16", "L17"}
    found = golden.derived([row for row, _ in each], TYPES, SMALL_TABLE)
    for (row, wanted), made in zip(each, found, strict=True):
        assert made["nssec_opcat"] == wanted, row
