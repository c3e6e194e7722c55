"""A small outcome frame for tests, and how to write it otherwise."""

from pathlib import Path

from capi.instrument.faults import Fault
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import read_frame

HERE = "# <-"
"""Marks a line where a fault is expected."""
UK = Path(__file__).parents[2] / "questionnaires" / "outcome-frames" / "uk" / "frame.yaml"

SMALL = """\
frame: small
version: "1"
title: Small
outcomes:
  110: {label: Complete, disposition: I, aapor: "1.10", closes: true}
  210: {label: Partial, disposition: P, aapor: "1.20", closes: true}
  310: {label: No contact, disposition: NC, aapor: "2.20"}
  410: {label: Refused to the office, disposition: R, aapor: "2.11", office_only: true, needs_reason: true, closes: true}
  431: {label: Refused, disposition: R, aapor: "2.112", needs_reason: true, closes: true}
  440: {label: Refused during the interview, disposition: R, aapor: "2.12", closes: true}
  450: {label: Broken appointment, disposition: R, aapor: "2.10"}
  530: {label: Unable, disposition: O, aapor: "2.32", closes: true}
  590: {label: Other, disposition: O, aapor: "2.36", needs_reason: true, closes: true}
  611: {label: Not attempted, disposition: UH, aapor: "3.11"}
  730: {label: Vacant, disposition: NE, aapor: "4.61", closes: true}
results:
  interview: {label: Interview, media: [visit, telephone], contact: true, interviews: true, key: "i"}
  appointment: {label: Appointment, media: [visit, telephone], suggests: 450, weight: 30, contact: true, appoints: true, key: "a"}
  refused: {label: Refused, media: [visit, telephone], suggests: 431, weight: 60, contact: true, key: "r"}
  vacant: {label: Vacant, media: [visit], suggests: 730, weight: 55, key: "v"}
  no_answer: {label: No answer, media: [visit, telephone], suggests: 310, weight: 10, again_after: 3 h, key: "n"}
  busy: {label: Busy, media: [telephone], suggests: 310, weight: 10, again_after: 30 min, key: "b"}
  odd: {label: Something else, media: [visit, telephone], suggests: 590, weight: 1, again_after: 1 day}
  sent: {label: Sent, media: [letter, email, web]}
interview:
  completed: 110
  refused: 440
  unable: 530
  other: 590
  in_progress: 450
  not_attempted: 611
  partial: 210
  partial_from: 5
calling:
  zone: Europe/London
  hours: [mon-fri 09:00-21:00]
  slots:
    day: {label: Day, hours: [mon-fri 09:00-17:00]}
    evening: {label: Evening, hours: [mon-fri 17:00-21:00]}
"""


def small(*changes: tuple[str, str]) -> str:
    """The small frame with these words replaced, each of which is there once."""
    text = SMALL
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def told(text: str | bytes) -> tuple[Fault, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_frame(content, "frame.yaml").faults


def fit(text: str) -> OutcomeFrame:
    """The frame, which must have no fault and no warning."""
    reading = read_frame(text.encode(), "frame.yaml")
    assert [str(fault) for fault in reading.faults] == []
    return reading.fit()
