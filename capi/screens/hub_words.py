"""What is said of a case and its hub in a few words: whether it is safe, what waits, and whose turn it is."""

from datetime import datetime

from capi.screens.language import number, said
from capi.screens.lines import when
from capi.sync.round_report import CaseReport, Standing, Whose
from capi.wording import Wording

STANDINGS = {
    Standing.SAFE: Wording("Hub", "Safe at the hub"),
    Standing.RECEIVED: Wording("Hub", "Sent, not compared yet"),
    Standing.WAITING: Wording("Hub", "On this laptop only"),
    Standing.APART: Wording("Hub", "At the hub, kept apart"),
    Standing.DIFFERS: Wording("Hub", "Differs from the hub"),
    Standing.REFUSED: Wording("Hub", "Refused by the hub"),
}
TURNS = {
    Whose.NEXT_ROUND: Wording("Hub", "The next sync"),
    Whose.INTERVIEWER: Wording("Hub", "You"),
    Whose.OFFICE: Wording("Hub", "The office"),
}
"""Where it is nobody's turn, nothing is said."""
RECALLED = Wording("Hub", "Wanted back by the office")
ONLINE = Wording("Hub", "Online since {time}")
WAITING = Wording("Hub", "{entries} to send")


def online_said(since: datetime) -> str:
    """Of a case that the respondent answers online since then (UTC)."""
    return said(ONLINE.filled(time=when(since)))


def standing_said(case: CaseReport) -> str:
    if case.online is not None and not case.recalled:
        return online_said(case.online)
    return said(RECALLED) if case.recalled else said(STANDINGS[case.standing])


def turn_said(case: CaseReport) -> str:
    return said(TURNS[case.whose]) if case.whose in TURNS else ""


def waiting_said(entries: int) -> str:
    """For the case list: what of a case is on this laptop alone."""
    return said(WAITING.filled(entries=entries)) if entries else ""


def waiting_number(case: CaseReport) -> str:
    return number(case.waiting) if case.waiting else ""
