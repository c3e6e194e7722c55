"""Sense: whether an outcome frame of the right shape can be worked with. Every fault is told, none stops the others."""

import re
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

from capi.fieldwork.calls import Medium
from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.model import Place
from capi.outcomes.frame import COUNTS_AS, Disposition, Group, Hours, OutcomeCode
from capi.outcomes.frame_parts import Parts
from capi.outcomes.frame_times import in_words, minutes

AAPOR = {
    Disposition.COMPLETE: ("1.1",),
    Disposition.PARTIAL: ("1.2",),
    Disposition.REFUSAL: ("2.1",),
    Disposition.NON_CONTACT: ("2.2",),
    Disposition.OTHER: ("2.3",),
    Disposition.UNKNOWN_HOUSEHOLD: ("3.1",),
    Disposition.UNKNOWN_OTHER: ("3.2", "3.3", "3.9"),
    Disposition.NOT_ELIGIBLE: ("4.",),
}
"""How the codes of the Standard Definitions begin that count as it."""
NEEDED = (Group.COMPLETE, Group.REFUSAL, Group.NON_CONTACT, Group.UNKNOWN_ELIGIBILITY)
"""A frame without a code of these cannot say what most often happens."""
SPEAKS_FOR = {
    "completed": (Disposition.COMPLETE,),
    "refused": (Disposition.REFUSAL,),
    "unable": (Disposition.OTHER,),
    "other": (Disposition.REFUSAL, Disposition.OTHER, Disposition.NON_CONTACT, Disposition.NOT_ELIGIBLE),
    "in_progress": (Disposition.REFUSAL, Disposition.OTHER, Disposition.NON_CONTACT),
    "not_attempted": (Disposition.UNKNOWN_HOUSEHOLD, Disposition.UNKNOWN_OTHER),
    "partial": (Disposition.PARTIAL,),
}
"""What the codes of `interview` must count as."""

_AAPOR = re.compile(r"[1-4]\.[0-9]{2,3}", re.ASCII)


def check(parts: Parts, faults: Faults) -> None:
    """Adds to `faults` what keeps the frame out of the field, and warnings of what may surprise. Raises TooManyFaults."""
    _outcomes(parts, faults)
    _labels(parts, faults)
    _results(parts, faults)
    _keys(parts, faults)
    _media(parts, faults)
    _interview(parts, faults)
    _calling(parts, faults)


def _outcomes(parts: Parts, faults: Faults) -> None:
    for outcome in parts.frame.outcomes:
        at = ("outcomes", outcome.code)
        fitting = COUNTS_AS[outcome.group]
        if outcome.disposition not in fitting:
            message = f"{outcome.code} counts as {outcome.disposition.value}, which its first digit does not say"
            remedy = f"Write {_listed(each.value for each in fitting)}, or give the code another first digit."
            faults.add("DISPOSITION", parts.place(*at, "disposition"), message, remedy)
        else:
            _aapor(outcome, parts.place(*at, "aapor"), faults)
        if outcome.group is Group.COMPLETE and not outcome.closes:
            message = f"{outcome.code} is a complete interview, and the case would be called again"
            faults.add("CLOSES", parts.place(*at), message, "Write `closes: true`.")
    found = {outcome.group for outcome in parts.frame.outcomes}
    for group in NEEDED:
        if group not in found and not parts.lost_outcomes:
            message = f"no outcome code begins with {group.value}, {_in_words(group)}"
            remedy = f"Add one, such as {group.value}10."
            faults.add("GROUP-MISSING", parts.place("outcomes"), message, remedy)


def _aapor(outcome: OutcomeCode, place: Place, faults: Faults) -> None:
    beginnings = AAPOR[outcome.disposition]
    if not _AAPOR.fullmatch(outcome.aapor):
        message = f"`aapor` is {shown(outcome.aapor)}, not a code of the Standard Definitions"
        faults.add("AAPOR", place, message, 'Write it in quotes with two or three decimals, such as "2.11".')
    elif not outcome.aapor.startswith(beginnings):
        message = f"{outcome.aapor} does not count as {outcome.disposition.value} in the Standard Definitions"
        remedy = f"Write a code that begins with {_listed(beginnings)}."
        faults.add("AAPOR", place, message, remedy)


def _labels(parts: Parts, faults: Faults) -> None:
    """Two that read alike cannot be told apart in a list."""
    said = [(("outcomes", each.code), each.label, "") for each in parts.frame.outcomes]
    said += [(("results", each.name), each.label, by.value) for each in parts.frame.results for by in each.media]
    for at, language in enumerate(parts.frame.languages):
        first: dict[tuple[str, str, str], str] = {}
        for (kind, name), label, medium in said:
            words = label[at].casefold() if at < len(label) else ""
            before = first.setdefault((kind, medium, words), name) if words else name
            if before != name:
                message = f"{name} reads like {before} in {language}: {shown(label[at])}"
                faults.warn("LABEL-TWICE", parts.place(kind, name, "label"), message, "Say how they differ.")


def _results(parts: Parts, faults: Faults) -> None:
    for result in parts.frame.results:
        at = ("results", result.name)
        if result.suggests:
            _names_a_code(parts, faults, result.suggests, parts.place(*at, "suggests"))
        if result.interviews and not result.contact:
            message = f"{result.name} leads to an interview, but not to a contact"
            faults.add("RESULT", parts.place(*at, "interviews"), message, "Write `contact: true`.")
        if result.appoints and (result.interviews or result.never_again or not result.contact):
            message = f"{result.name} agrees a time, and so is a contact, no interview, and not the last call"
            remedy = "Write `contact: true`, and neither `interviews` nor `never_again`."
            faults.add("RESULT", parts.place(*at, "appoints"), message, remedy)
        if result.never_again and result.again_after is not None:
            message = f"{result.name} says when to call again, and that nobody must"
            remedy = "Remove `again_after` or `never_again`."
            faults.add("RESULT", parts.place(*at, "again_after"), message, remedy)


def _names_a_code(parts: Parts, faults: Faults, code: str, place: Place) -> OutcomeCode | None:
    """The code, where there is one that an interviewer may set."""
    outcome = parts.frame.outcome(code)
    if outcome is None:
        if code not in parts.lost_outcomes and "" not in parts.lost_outcomes:
            known = (each.code for each in parts.frame.outcomes)
            faults.add("CODE-UNKNOWN", place, f"there is no outcome code {code}", nearest(code, known))
        return None
    if outcome.office_only:
        message = f"{code} is for the office alone, and would be suggested to interviewers"
        faults.add("CODE-OFFICE", place, message, f"Name another code, or remove `office_only` from {code}.")
        return None
    return outcome


def _keys(parts: Parts, faults: Faults) -> None:
    for medium in Medium:
        taken: dict[str, str] = {}
        for result in parts.frame.results_by(medium):
            before = taken.setdefault(result.key, result.name) if result.key else result.name
            if before != result.name:
                message = f"the key {result.key} chooses {before} already, of a call by {medium.value}"
                remedy = "Give one of them another key, or none."
                faults.add("KEY-TAKEN", parts.place("results", result.name, "key"), message, remedy)


def _media(parts: Parts, faults: Faults) -> None:
    if parts.lost_results:
        return
    for medium in Medium:
        found = parts.frame.results_by(medium)
        if not found:
            message = f"a call by {medium.value} can have no result"
            remedy = f"Add {medium.value} to the `media` of one, even where the survey does not use it now."
            faults.add("MEDIUM-MISSING", parts.place("results"), message, remedy)
        elif medium in (Medium.VISIT, Medium.TELEPHONE) and not any(each.interviews for each in found):
            message = f"no result of a call by {medium.value} leads to an interview"
            remedy = "Give one of them `interviews: true`, unless nobody is interviewed so."
            faults.warn("NO-INTERVIEW", parts.place("results"), message, remedy)


def _interview(parts: Parts, faults: Faults) -> None:
    for key, fitting in SPEAKS_FOR.items():
        code: str = getattr(parts.frame.interview, key)
        place = parts.place("interview", key)
        outcome = _names_a_code(parts, faults, code, place) if code else None
        if outcome and outcome.disposition not in fitting and outcome.disposition in COUNTS_AS[outcome.group]:
            message = f"`{key}` is {code}, which counts as {outcome.disposition.value}"
            remedy = f"Name a code that counts as {_listed(each.value for each in fitting)}."
            faults.add("SPEAKS-FOR", place, message, remedy)


def _calling(parts: Parts, faults: Faults) -> None:
    calling = parts.frame.calling
    if calling.zone and calling.zone not in _zones():
        message = f"there is no time zone {shown(calling.zone)}"
        faults.add("ZONE", parts.place("calling", "zone"), message, nearest(calling.zone, _zones()))
    callable_ = _Week()
    callable_.take(calling.hours)
    callable_.tell("HOURS-OVERLAP", parts, ("calling", "hours"), faults)
    spread = _Week()
    for slot in calling.slots:
        at = ("calling", "slots", slot.name)
        own = spread.take(slot.hours)
        spread.tell("SLOT-OVERLAP", parts, (*at, "hours"), faults)
        if own and callable_.taken and not own & callable_.taken:
            message = f"nobody is called in the slot {slot.name}: it lies outside the calling hours"
            faults.warn("SLOT-UNUSED", parts.place(*at), message, "Change its hours, or remove it.")
    left = callable_.taken - spread.taken
    if spread.taken and left:
        message = f"calling hours from {in_words(min(left))} on lie in no slot, and calls then are not spread"
        faults.warn("SLOT-GAP", parts.place("calling", "slots"), message, "Add them to a slot.")


class _Week:
    """The minutes of a week that are taken, and those that a line has taken a second time."""

    def __init__(self) -> None:
        self.taken: set[int] = set()
        self.twice: dict[int, int] = {}
        """The first such minute of each line."""

    def take(self, lines: Iterable[Hours]) -> set[int]:
        self.twice, own = {}, set()
        for at, line in enumerate(lines):
            found = set(minutes(line))
            if again := found & self.taken:
                self.twice[at] = min(again)
            self.taken |= found
            own |= found
        return own

    def tell(self, code: str, parts: Parts, path: tuple[str, ...], faults: Faults) -> None:
        for at, minute in self.twice.items():
            message = f"{in_words(minute)} stands there a second time"
            faults.add(code, parts.place(*path, at), message, "Let one end where the other begins.")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Those named by a place: the others are abbreviations, or differ from machine to machine."""
    return frozenset(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def _in_words(group: Group) -> str:
    return group.name.lower().replace("_", " ")


def _listed(words: Iterable[str]) -> str:
    return " or ".join(words)
