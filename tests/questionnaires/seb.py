"""The instrument under test, as every test here holds it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import Answer, Instrument, Mode

FOLDER = Path(__file__).parents[2] / "questionnaires" / "seb"


@cache
def seb() -> Instrument:
    return read_instrument(FOLDER / INSTRUMENT_FILE).fit()


@cache
def seb_plan(mode: Mode) -> Plan:
    return plan(seb(), mode)


def held(mode: Mode, answers: Mapping[str, Answer]) -> Interview:
    """An interview in which each question was given its answer as it was reached, until one has none."""
    interview = Interview(seb_plan(mode))
    while (field := interview.position) is not None and field in answers:
        interview.answer(field, answers[field])
    return interview
