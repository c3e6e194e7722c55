"""The economic activity instrument under test, as every test here holds it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from capi.engine.answers import from_plain
from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import Answer, Instrument, Missing, Mode

FOLDER = Path(__file__).parents[2] / "questionnaires" / "economic-activity"
MODES = (Mode.FACE_TO_FACE, Mode.TELEPHONE)
TODAY = "2026-11-18"
"""A Wednesday."""
SUNDAY = "Sunday the 15th of November"
"""The end of the reference week of an interview held TODAY, as it is said."""
ON, OFF = 1, 2


@cache
def economic_activity() -> Instrument:
    return read_instrument(FOLDER / INSTRUMENT_FILE).fit()


@cache
def economic_activity_plan(mode: Mode) -> Plan:
    return plan(economic_activity(), mode)


def begun(mode: Mode, age: int | None, *, agency: bool = False, today: str = TODAY) -> Interview:
    """An interview with a respondent of this age; None is one who will not say, and of whom nothing is known."""
    facts: dict[str, Answer] = {"AgencySet": ON if agency else OFF}
    if age is not None:
        facts["Age"] = age
    interview = Interview(economic_activity_plan(mode), {}, facts, today=today)
    if age is None:
        interview.answer("AgeLast", Missing.REFUSED)
    return interview


def held(mode: Mode, age: int | None, answers: Mapping[str, object], *, agency: bool = False) -> Interview:
    """An interview in which each question was given its answer as it was reached, until one has none."""
    interview = begun(mode, age, agency=agency)
    while (field := interview.waiting) is not None and field in answers:
        interview.answer(field, from_plain(answers[field]))
    return interview
