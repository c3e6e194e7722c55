"""The words of the telephone queue: why this case now, why another later or never, and when there is something to call again.

The times of a case are by the respondent's clock; a note says so where the caller's shows another. When there is nothing to call, the time of
what comes next is by the caller's clock. Both stand as texts, `17:40` today and `25/11/2026, 09:00` on another day.
"""

from datetime import datetime, timedelta

from capi.calling.agreed_times import is_zone, zone_name
from capi.calling.call_counts import Rules
from capi.calling.call_reasons import Note, Reason
from capi.calling.call_rules import Finding, hard_is_due, kept_until, language_of
from capi.calling.call_situation import Caller, Situation
from capi.calling.calling_hours import RespondentClock
from capi.fieldwork.call_history import Attempt
from capi.wording import Wording

WORDS = {
    Reason.DO_NOT_CALL: Wording("Queue", "Nobody is to call here: the office has marked the case so."),
    Reason.RECALLED: Wording("Queue", "The office has recalled the case."),
    Reason.ONLINE: Wording("Queue", "The respondent is answering online."),
    Reason.COMPLETED: Wording("Queue", "The interview is complete."),
    Reason.STOPPED: Wording("Queue", "The interview was stopped for good."),
    Reason.CLOSED: Wording("Queue", "The outcome {code} is confirmed, and ends the calling."),
    Reason.OUTCOME_UNKNOWN: Wording("Queue", "The outcome {code} is none of this frame; the office has to look at it."),
    Reason.NEVER_AGAIN: Wording(
        "Queue", "Since the call at {time} nobody is to call again unless the office returns the case: {result}."
    ),
    Reason.ENDED: Wording("Queue", "The call at {time} was the last one unless the office returns the case: {result}."),
    Reason.OPEN_HERE: Wording("Queue", "Open with you, and to be gone on with first."),
    Reason.OPEN_ELSEWHERE: Wording("Queue", "Open with {who}."),
    Reason.MAY_NOT_PICK: Wording("Queue", "{who} may not pick cases by hand."),
    Reason.RESERVED: Wording("Queue", "Reserved for {who}."),
    Reason.LANGUAGE: Wording("Queue", "The interview is to be in another language than {who} works in: {language}."),
    Reason.SKILLS: Wording("Queue", "Whoever calls needs skills that {who} has not: {skills}."),
    Reason.KEPT_FOR_OWNER: Wording("Queue", "The appointment at {time} is for {who} to keep until {until}."),
    Reason.OTHER_MEDIUM: Wording(
        "Queue", "Something else than a call is agreed for {time}; nobody calls before {until}."
    ),
    Reason.HARD_AHEAD: Wording("Queue", "Hard appointment at {time}; nobody calls before {until}."),
    Reason.SOFT_AHEAD: Wording("Queue", "Soft appointment at {time}; nobody calls before {until}."),
    Reason.HARD: Wording("Queue", "Hard appointment at {time}."),
    Reason.HARD_MISSED: Wording(
        "Queue", "The hard appointment at {time} was missed; it is for everybody to keep at once."
    ),
    Reason.SOFT: Wording("Queue", "Soft appointment at {time}."),
    Reason.SOFT_MISSED: Wording(
        "Queue", "The soft appointment at {time} was missed; it is for everybody to keep at once."
    ),
    Reason.MOST_ATTEMPTS: Wording("Queue", "Calls without contact: {number}, and no more are made."),
    Reason.NO_HOURS: Wording("Queue", "No calling hours follow in which it could be called."),
    Reason.WAITING: Wording("Queue", "Due again at {until} after the call at {time}: {result}."),
    Reason.DAY_FULL: Wording("Queue", "Calls today: {number}, and no more are made; due again at {until}."),
    Reason.OTHER_SLOT: Wording(
        "Queue", "Calls without contact: {number}; the rest are kept for other times of the week, from {until} on."
    ),
    Reason.OUTSIDE_HOURS: Wording("Queue", "Outside calling hours; they begin at {until}."),
    Reason.PICKED: Wording("Queue", "Picked by hand, out of its turn."),
    Reason.APPOINTMENT_OVER: Wording(
        "Queue", "The appointment at {time} is over and was not kept; due like any other."
    ),
    Reason.AGAIN: Wording("Queue", "Due again since {since} after the call at {time}: {result}."),
    Reason.RETURNED: Wording("Queue", "The office has returned the case, and nobody has called since {since}."),
    Reason.BEGUN: Wording("Queue", "The interview was begun and is not finished, and no call is written down."),
    Reason.FRESH: Wording("Queue", "Fresh case of priority {priority}."),
}
OPEN_SINCE = {
    Reason.OPEN_HERE: Wording("Queue", "Open with you since {since}, and to be gone on with first."),
    Reason.OPEN_ELSEWHERE: Wording("Queue", "Open with {who} since {since}."),
}
OWN = {
    Reason.HARD: Wording("Queue", "Hard appointment at {time}, which is {who}’s to keep."),
    Reason.SOFT: Wording("Queue", "Soft appointment at {time}, which is {who}’s to keep."),
}
NOTES = {
    Note.DO_NOT_RING_YET: Wording("Queue", "Outside calling hours, and no hard appointment is due: do not ring."),
    Note.ZONE_UNKNOWN: Wording("Queue", "There is no time zone {zone}; the clock in {place} is taken instead."),
    Note.OTHER_CLOCK: Wording("Queue", "Times are by the respondent’s clock in {place}, which shows {now}."),
    Note.LANGUAGE: Wording("Queue", "The interview is to be in this language: {language}."),
    Note.PROXY: Wording("Queue", "Somebody else is to answer for the respondent."),
}
NEXT = {
    Reason.HARD_AHEAD: Wording("Queue", "Nothing now. Next at {at}: a hard appointment of {reference}."),
    Reason.SOFT_AHEAD: Wording("Queue", "Nothing now. Next at {at}: a soft appointment of {reference}."),
    Reason.KEPT_FOR_OWNER: Wording(
        "Queue", "Nothing now. Next at {at}: an appointment of {reference}, unless {who} keeps it until then."
    ),
    Reason.OTHER_MEDIUM: Wording(
        "Queue", "Nothing now. Next at {at}: {reference}, if what was agreed has not come about by then."
    ),
    Reason.WAITING: Wording("Queue", "Nothing now. Next at {at}: {reference} is due again."),
    Reason.DAY_FULL: Wording("Queue", "Nothing now. Next at {at}: {reference}, called often enough today."),
    Reason.OTHER_SLOT: Wording(
        "Queue", "Nothing now. Next at {at}: {reference}, not tried yet at that time of the week."
    ),
    Reason.OUTSIDE_HOURS: Wording("Queue", "Nothing now. Calling hours begin again at {at}."),
}
_TODAY = Wording("Queue", "Nothing now. Calling hours begin again today at {at}.")
_TOMORROW = Wording("Queue", "Nothing now. Calling hours begin again tomorrow at {at}.")
NO_CASE = Wording("Queue", "Nothing now, and no case is left to call.")
OTHERS_HAVE = Wording("Queue", "Nothing now. Cases with others, or kept for them: {number}.")
UNFIT = Wording("Queue", "Nothing now that {who} may call. Cases for other languages, skills or people: {number}.")


def because(finding: Finding, situation: Situation, caller: Caller, rules: Rules, now: datetime) -> Wording:
    """One sentence; of the fills each wording takes those it names."""
    clock, appointment = rules.clock(situation.zone), situation.calls.appointment
    fills: dict[str, str | int] = {"priority": situation.priority, "who": caller.name, "number": finding.number}
    words = WORDS[finding.reason]
    if situation.calls.outcome is not None:
        fills["code"] = situation.calls.outcome.code
    if finding.at is not None:
        fills["until"] = fills["since"] = _time(clock, finding.at, now)
    if finding.call is not None:
        fills |= {"time": _time(clock, finding.call.call.began, now), "result": _result(finding.call, rules)}
    if appointment is not None and finding.reason not in (Reason.NEVER_AGAIN, Reason.ENDED):
        fills["time"] = _time(clock, appointment.utc, now)
    match finding.reason:
        case Reason.OPEN_HERE | Reason.OPEN_ELSEWHERE as reason:
            fills["who"] = situation.open_with
            if situation.open_since is not None:
                words, fills["since"] = OPEN_SINCE[reason], _time(clock, situation.open_since, now)
        case Reason.RESERVED:
            fills["who"] = situation.reserved_for
        case Reason.LANGUAGE:
            fills["language"] = language_of(situation)
        case Reason.SKILLS:
            fills["skills"] = ", ".join(sorted(situation.skills - caller.skills))
        case Reason.RETURNED if situation.returned is not None:
            fills["since"] = _time(clock, situation.returned.at, now)
        case Reason.KEPT_FOR_OWNER if appointment is not None:
            fills |= {"who": appointment.owner, "until": _time(clock, kept_until(appointment, rules), now)}
        case Reason.HARD | Reason.SOFT as reason if appointment is not None and appointment.owner:
            words, fills["who"] = OWN[reason], appointment.owner
    return _filled(words, fills)


def notes(finding: Finding, situation: Situation, caller: Caller, rules: Rules, now: datetime) -> tuple[Wording, ...]:
    clock, told = rules.clock(situation.zone), []
    if finding.reason is Reason.OPEN_HERE and not clock.hours.has(now) and not hard_is_due(situation, rules, now):
        told.append(NOTES[Note.DO_NOT_RING_YET])
    if situation.zone and not is_zone(situation.zone):
        told.append(NOTES[Note.ZONE_UNKNOWN].filled(zone=situation.zone[:40], place=zone_name(clock.zone)))
    if clock.shows(now) != rules.clock(caller.zone).shows(now):
        there = f"{clock.shows(now):%d/%m/%Y, %H:%M}"
        told.append(NOTES[Note.OTHER_CLOCK].filled(place=zone_name(clock.zone), now=there))
    if finding.rank is not None and (language := language_of(situation)):
        told.append(NOTES[Note.LANGUAGE].filled(language=language))
    if situation.calls.proxy:
        told.append(NOTES[Note.PROXY])
    return tuple(told)


def what_is_next(finding: Finding, situation: Situation, caller: Caller, rules: Rules, now: datetime) -> Wording:
    """Of a case that is called from `finding.at` on: what to say until then."""
    at = finding.at or now
    clock, appointment = rules.clock(caller.zone), situation.calls.appointment
    if finding.reason is Reason.OUTSIDE_HOURS:
        ahead = clock.shows(at).date() - clock.shows(now).date()
        if ahead == timedelta(0):
            return _TODAY.filled(at=f"{clock.shows(at):%H:%M}")
        if ahead == timedelta(days=1):
            return _TOMORROW.filled(at=f"{clock.shows(at):%H:%M}")
    owner = appointment.owner if appointment else ""
    return _filled(NEXT[finding.reason], {"at": _time(clock, at, now), "reference": situation.reference, "who": owner})


def _time(clock: RespondentClock, moment: datetime, now: datetime) -> str:
    shown = clock.shows(moment)
    return f"{shown:%H:%M}" if shown.date() == clock.shows(now).date() else f"{shown:%d/%m/%Y, %H:%M}"


def _result(attempt: Attempt, rules: Rules) -> str:
    result = rules.frame.result(attempt.call.result)
    return rules.frame.said(result.label, rules.language) if result else attempt.call.result


def _filled(words: Wording, fills: dict[str, str | int]) -> Wording:
    return words.filled(**{name: fill for name, fill in fills.items() if f"{{{name}}}" in words.text})
