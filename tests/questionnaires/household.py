"""The household instrument under test, and who is asked what in it: worked out from its README, not from its file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from capi.engine.plan import Plan, plan
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import Instrument, Mode
from tests.questionnaires import seb_standard
from tests.questionnaires.economic_activity_routing import UNKNOWN
from tests.questionnaires.economic_activity_routing import route_of as economic_activity_route

FOLDER = Path(__file__).parents[2] / "questionnaires" / "household"
MODES = (Mode.FACE_TO_FACE, Mode.TELEPHONE)
TODAY = "2026-11-18"
ON = 1


@cache
def household() -> Instrument:
    return read_instrument(FOLDER / INSTRUMENT_FILE).fit()


@cache
def household_plan(mode: Mode) -> Plan:
    return plan(household(), mode)


def age_of(person: Mapping[str, Any]) -> int | None:
    """The age of somebody in the household today; None where neither a date of birth nor an age was given."""
    born = person["DateOfBirth"]
    if born in UNKNOWN:
        return None if person["AgeGiven"] in UNKNOWN else int(person["AgeGiven"])
    first, today = date.fromisoformat(born), date.fromisoformat(TODAY)
    return today.year - first.year - ((today.month, today.day) < (first.month, first.day))


def route_of(script: Mapping[str, Any], mode: Mode) -> tuple[str, ...]:
    """The fields asked in a household of which everything is answered."""
    people: Sequence[Mapping[str, Any]] = script["People"]
    adults = [row for row, person in enumerate(people, 1) if _is_adult(age_of(person))]
    chosen = None
    route = ["Opening", *(f"Name[{row}]" for row in range(1, len(people) + 1))]
    if len(people) < 20:
        route.append("AnyoneElse")
    for row, person in enumerate(people, 1):
        route += [f"{name}[{row}]" for name in _details(row, person)]
    if not adults:
        route.append("NobodyAdult")
    if len(adults) > 1:
        route.append("Hrp")
    if script.get("SebSet") == ON:
        chosen = script["NextBirthday"] if len(adults) > 1 else adults[0] if adults else None
        route += ["NextBirthday"] if len(adults) > 1 else []
    for row in adults:
        asked = _interview(people[row - 1], agency=script.get("AgencySet") == ON)
        route += [f"{name}[{row}]" for name in asked]
        if row == chosen:
            seb = seb_standard.route_of(mode, people[row - 1])
            route += [f"{name}[{row}]" for name in seb]
    return tuple(route)


def _is_adult(age: int | None) -> bool:
    return age is None or age >= 16


def _details(row: int, person: Mapping[str, Any]) -> Iterator[str]:
    yield "DateOfBirth"
    if person["DateOfBirth"] in UNKNOWN:
        yield "AgeGiven"
    yield "Sex"
    if row > 1:
        yield "Relationship"


def _interview(person: Mapping[str, Any], *, agency: bool) -> Iterator[str]:
    age = age_of(person)
    yield "About"
    if age is None:
        yield "AgeLast"
        age = None if person["AgeLast"] in UNKNOWN else person["AgeLast"]
    yield from economic_activity_route(age, person, agency=agency)
