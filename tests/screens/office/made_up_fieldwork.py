"""Fieldwork that nobody did: a day of a hundred interviewers, with counts that agree with each other."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import find_frame, load_frame
from capi.outcomes.rates import counted, rates
from capi.settings import read_settings
from capi.sync.calling_messages import (
    AttemptCount,
    CallerLine,
    Fieldwork,
    OutcomeCount,
    RateLine,
    ResultCount,
    SlotCount,
)

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
COUNTS = {"110": 612, "210": 31, "310": 240, "320": 88, "430": 140, "510": 24, "610": 61, "710": 75}
"""Cases by outcome code; the frame's first code of the group where it has not this one."""


@cache
def usual_frame() -> OutcomeFrame:
    path: Path = find_frame("uk", read_settings({}).questionnaires)
    return load_frame(path).frame


def outcome_counts(frame: OutcomeFrame) -> dict[str, int]:
    codes: dict[str, int] = {}
    for code, cases in COUNTS.items():
        found = frame.outcome(code) or next(each for each in frame.outcomes if each.code[0] == code[0])
        codes[found.code] = codes.get(found.code, 0) + cases
    return codes


def rate_lines(frame: OutcomeFrame, codes: dict[str, int], not_final: int) -> list[RateLine]:
    """As the hub tells them."""
    return [
        RateLine(
            name=rate.name,
            formula=rate.formula,
            meaning=str(rate.meaning),
            counts={letter.value: cases for letter, cases in rate.counts},
            percent=None if rate.percent is None else str(rate.percent),
            words=str(rate.words),
            e=None if rate.e is None or rate.e.value is None else f"{float(rate.e.value):.3f}",
        )
        for rate in rates(counted(frame, codes, not_final))
    ]


def made_up(callers: int = 100, not_final: int = 1_729) -> Fieldwork:
    frame, chance = usual_frame(), random.Random(2026)  # noqa: S311 - nothing is kept secret with it
    codes = outcome_counts(frame)
    listed = [
        OutcomeCount(code=each.code, label=frame.said(each.label), cases=codes[each.code])
        for each in frame.outcomes
        if each.code in codes
    ]
    slots = [_slot(chance, day, hour) for day in range(1, 7) for hour in range(9, 21)]
    every = [(result, medium) for result in frame.results for medium in result.media]
    return Fieldwork(
        time=NOW,
        frame=f"{frame.name} {frame.version}",
        zone=frame.calling.zone,
        cases=sum(codes.values()) + not_final,
        outcomes=[*listed, OutcomeCount(code="", label="", cases=not_final)],
        rates=rate_lines(frame, codes, not_final),
        slots=slots,
        results=[
            ResultCount(result=result.name, label=frame.said(result.label), medium=medium.value, calls=900 // at)
            for at, (result, medium) in enumerate(every, start=1)
        ],
        attempts=[AttemptCount(attempts=at, cases=max(12, 700 - 90 * at)) for at in range(13)],
        callers=[caller(chance, at) for at in range(callers)],
        appointments=43,
        missed=3,
        in_queue=1_204,
        delivered=37,
    )


def _slot(chance: random.Random, day: int, hour: int) -> SlotCount:
    calls = chance.randrange(4, 160 if hour > 16 else 60)
    contacts = round(calls * chance.uniform(0.1, 0.5))
    return SlotCount(day=day, hour=hour, calls=calls, contacts=contacts, interviews=contacts // 4)


def caller(chance: random.Random, at: int) -> CallerLine:
    """The third one of ten reaches hardly anybody."""
    calls = chance.randrange(20, 180)
    contacts = round(calls * (0.08 if at % 10 == 3 else chance.uniform(0.28, 0.4)))
    completed = contacts // 4
    return CallerLine(
        name=f"interviewer.{at:03}",
        calls=calls,
        today=min(calls, chance.randrange(0, 60)),
        contacts=contacts,
        interviews=completed + 1,
        completed=completed,
        refused=chance.randrange(0, completed // 2 + 2),
        seconds=calls * 140,
        last_call=NOW - timedelta(minutes=chance.randrange(600)),
    )
