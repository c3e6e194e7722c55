"""The report of a sync round: for every case where it stands, and in one sentence what is safe, what waits and whose turn it is.

    report = last_report(case_file)
    report.headline       # "12 of 12 cases safe at the hub, 22 November 2026, 09:41. Nothing waits."
    report.sentences      # the headline first, then one for each thing somebody should know

Sentences are made from what is kept here, so that the window can say them in its language, also of the last round.
"""

import enum
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from capi.store.case_file import CaseFile
from capi.sync.calling_messages import CallableCase, NextCase
from capi.sync.link import REPORT
from capi.sync.messages import Reason
from capi.wording import Wording

CLOCK_TOLERANCE_MS = 5 * 60_000
_MOST_NAMED = 12


class Standing(enum.Enum):
    """How a case of this laptop stands with the hub."""

    SAFE = "safe"
    """Laptop and hub agree on its last entry."""
    RECEIVED = "received"
    """The hub has given receipts for all of it; the tally that makes sure is still to come."""
    WAITING = "waiting"
    """Some of it is on this laptop alone."""
    APART = "apart"
    """All of it is at the hub, some of it kept apart from the journal until the office has decided."""
    DIFFERS = "differs"
    """Laptop and hub do not have the same, and only the office can say which is right."""
    REFUSED = "refused"
    """The hub does not take it, or does not take it back."""


class Whose(enum.Enum):
    """Whose action is needed."""

    NOBODY = "nobody"
    NEXT_ROUND = "next_round"
    INTERVIEWER = "interviewer"
    OFFICE = "office"


class CaseReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One case. `waiting`: entries without a receipt. `detail`: what the hub says, in its words; `recalled`: the office's.

    `elsewhere`: the hub has all of it, and another laptop holds it by now, or none. `passed_on`: the office has taken it at
    once, and given it to somebody else. `online`: since when the respondent answers it online, where she does.
    """

    case: str
    reference: str
    standing: Standing
    whose: Whose
    waiting: int = 0
    reason: Reason | None = None
    detail: str = ""
    recalled: str = ""
    sitting_open: bool = False
    elsewhere: bool = False
    passed_on: bool = False
    online: datetime | None = None


class GivenBack(Struct, frozen=True):
    """A case that has left this laptop. `reason`: the office's, why it wanted it back; `passed_on`: somebody else has it."""

    reference: str
    reason: str = ""
    passed_on: bool = False


class Said(Struct, frozen=True):
    """A wording as it is kept."""

    text: str
    fills: dict[str, str | int] = {}

    @classmethod
    def of(cls, wording: Wording) -> "Said":
        fills = {name: fill if isinstance(fill, str | int) else str(fill) for name, fill in wording.fills}
        return cls(wording.text, fills) if wording.context == "Sync" else cls("{told}", {"told": str(wording)})

    @property
    def wording(self) -> Wording:
        # The text itself stands as a plain string where it was first said, which is where translators find it.
        return Wording("Sync", self.text, tuple(self.fills.items()))


class RoundReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a round did and how every case stands after it. Cases are named by their references, in order; times are UTC.

    `finished`: every step was done. `agreed`: when laptop and hub last agreed, by the hub's clock. `failure`: why it was cut
    off, and `failed` the name of the error, such as DeviceRefused; `retry_after`: seconds the hub asked for. `undone`: what
    the office wants and this laptop could not do yet.
    `next_case`: what the hub said to a telephone interviewer who asked for a case; `next_refused`: why it gave none, as it says itself;
    `pickable`: the cases that may be picked by hand. These three are not kept with the report.
    `frame`: the outcome frame that was taken. `kept`: how many cases were given up, and are only kept until a backup of the hub
    holds them; they are not among `cases`.
    `unlisted`: how many cases the hub counts to this laptop that are not in its case file.
    `given_up`: the references of `given_back`, which says why. `replaced`: another laptop has taken the place of this one,
    which may still send what is on it, and is not to be interviewed on any more.
    """

    hub: str
    started: datetime
    ended: datetime
    finished: bool
    cases: tuple[CaseReport, ...]
    agreed: datetime | None = None
    sent_entries: int = 0
    sent_cases: int = 0
    received: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    appointments: tuple[str, ...] = ()
    called_off: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()
    begun_online: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    given_back: tuple[GivenBack, ...] = ()
    removed: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    frame: str = ""
    next_case: NextCase | None = None
    next_refused: str = ""
    pickable: tuple[CallableCase, ...] = ()
    undone: tuple[Said, ...] = ()
    unlisted: int = 0
    kept: int = 0
    restored: bool = False
    replaced: bool = False
    clock_ahead_ms: int = 0
    failure: Said | None = None
    failed: str = ""
    retry_after: float | None = None

    def standing(self, *standings: Standing) -> list[CaseReport]:
        return [case for case in self.cases if case.standing in standings]

    def turn_of(self, whose: Whose) -> list[CaseReport]:
        return [case for case in self.cases if case.whose is whose]

    @property
    def all_safe(self) -> bool:
        """Success, and nothing less may be called so: every step done, every case safe, nothing left for anybody to do."""
        calm = not self.undone and not self.unlisted
        return self.finished and calm and all(case.whose is Whose.NOBODY for case in self.cases)

    @property
    def all_there(self) -> bool:
        """Every entry of this laptop is at the hub, though some may be kept apart there until the office has decided."""
        there = len(self.standing(Standing.SAFE, Standing.APART)) == len(self.cases)
        return self.finished and there and not self.unlisted

    @property
    def headline(self) -> Wording:
        counts: dict[str, str | int | datetime] = {
            "safe": len(self.standing(Standing.SAFE)),
            "all": len(self.cases),
            "time": self.agreed or self.ended,
            "later": len(self.turn_of(Whose.NEXT_ROUND)),
            "yours": len(self.turn_of(Whose.INTERVIEWER)),
            "office": len(self.turn_of(Whose.OFFICE)) + len(self.undone) + self.unlisted,
        }
        return _headline(self).filled(**counts)

    @property
    def sentences(self) -> list[Wording]:
        return [self.headline, *_whose_turn(self), *_done(self)]


def last_report(case_file: CaseFile) -> RoundReport | None:
    """Of the last round with this case file, as far as it came. Raises CaseFileError."""
    kept = case_file.kept(REPORT)
    if kept is None:
        return None
    try:
        return msgspec.json.decode(kept, type=RoundReport)
    except msgspec.MsgspecError:  # of another version of capi; the next round makes a new one
        return None


def keep_report(case_file: CaseFile, report: RoundReport) -> None:
    lasting = msgspec.structs.replace(report, next_case=None, next_refused="", pickable=())
    case_file.keep(REPORT, msgspec.json.encode(lasting).decode())


def _headline(report: RoundReport) -> Wording:
    if report.replaced:
        return _of_a_replaced_one(report)
    if report.agreed is None:
        return Wording(
            "Sync",
            "{safe} of {all} cases safe at the hub: it has not confirmed any yet. To be sent at the next sync: {later}. "
            "For you to do: {yours}. For your office: {office}.",
        )
    if report.all_safe:
        return Wording("Sync", "{safe} of {all} cases safe at the hub, {time}. Nothing waits.")
    if report.finished:
        return Wording(
            "Sync",
            "{safe} of {all} cases safe at the hub, {time}. To be sent at the next sync: {later}. For you to do: {yours}. "
            "For your office: {office}.",
        )
    return Wording(
        "Sync",
        "The sync was cut off; {safe} of {all} cases are safe at the hub, as it confirmed {time}. To be sent at the next "
        "sync: {later}. For you to do: {yours}. For your office: {office}.",
    )


def _of_a_replaced_one(report: RoundReport) -> Wording:
    if report.all_there:
        return Wording(
            "Sync",
            "This laptop was replaced by another one. All that was done on it is at the hub. Do not interview on it any more.",
        )
    return Wording(
        "Sync",
        "This laptop was replaced by another one. Do not interview on it any more. Of its cases {safe} of {all} are safe at the "
        "hub. To be sent at the next sync: {later}. For you to do: {yours}. For your office: {office}.",
    )


def _whose_turn(report: RoundReport) -> Iterator[Wording]:
    if report.failure is not None:
        yield report.failure.wording
    apart = report.standing(Standing.APART)
    if apart:
        yield Wording(
            "Sync",
            "Safe at the hub, but kept apart from the case until your office decides ({count}): {cases}. You need not do "
            "anything; do not interview these people again.",
        ).filled(count=len(apart), cases=_named(case.reference for case in apart))
    differing = report.standing(Standing.DIFFERS)
    if differing:
        yield Wording(
            "Sync",
            "The hub has these cases otherwise than this laptop ({count}): {cases}. What is here is kept. Call your office "
            "before you go on with them.",
        ).filled(count=len(differing), cases=_named(case.reference for case in differing))
    online = [case for case in report.cases if case.online and not case.recalled]
    if online:
        yield Wording(
            "Sync",
            "Answered online by the respondents themselves ({count}): {cases}. Do not interview them now. When they are through, the "
            "cases leave this laptop.",
        ).filled(count=len(online), cases=_named(case.reference for case in online))
    missing = [case for case in report.cases if not case.recalled and not case.online and not report.replaced]
    elsewhere = [case for case in missing if case.elsewhere]
    if elsewhere:
        yield Wording(
            "Sync",
            "No longer yours, and with another laptop perhaps ({count}): {cases}. All that you sent of them is at the hub. Call "
            "your office before you go on with them.",
        ).filled(count=len(elsewhere), cases=_named(case.reference for case in elsewhere))
    for case in report.standing(Standing.REFUSED):
        yield Wording(
            "Sync", "{case}: the hub refuses this: {detail} It is kept on this laptop. Tell your office."
        ).filled(case=case.reference, detail=case.detail)
    for case in report.cases:
        if case.recalled and case.standing is not Standing.REFUSED:
            yield _recalled(case)
    yield from (each.wording for each in report.undone)
    if report.unlisted:
        yield Wording(
            "Sync",
            "By the hub’s count, cases of this laptop that are not in this case file: {count}. Tell your office: perhaps they "
            "were in an older copy.",
        ).filled(count=report.unlisted)
    if abs(report.clock_ahead_ms) > CLOCK_TOLERANCE_MS:
        yield _clock(report.clock_ahead_ms)


def _recalled(case: CaseReport) -> Wording:
    if case.passed_on:
        told = Wording(
            "Sync",
            "Somebody else has {case} now ({reason}). Do not go on with it: leave it, then sync again. What you have done is sent "
            "to your office.",
        )
    elif case.whose is Whose.INTERVIEWER:
        told = Wording(
            "Sync",
            "Your office wants {case} back ({reason}). Open it and leave it, then sync again: it goes when nobody sits at it.",
        )
    else:
        told = Wording(
            "Sync", "Your office wants {case} back ({reason}). It goes when all of it has been sent; sync again."
        )
    return told.filled(case=case.reference, reason=case.recalled)


def _clock(ahead_ms: int) -> Wording:
    minutes = abs(ahead_ms) // 60_000
    if ahead_ms > 0:
        told = Wording(
            "Sync", "The clock of this laptop is {minutes} minutes fast. Set it right before your next appointment."
        )
    else:
        told = Wording(
            "Sync", "The clock of this laptop is {minutes} minutes slow. Set it right before your next appointment."
        )
    return told.filled(minutes=minutes)


def _done(report: RoundReport) -> Iterator[Wording]:
    if report.restored:
        yield Wording(
            "Sync", "The hub was restored from a backup. What it had lost of your cases was sent to it again."
        )
    if report.sent_entries:
        yield _sent(report)
    told = (
        (Wording("Sync", "New or renewed on this laptop ({count}): {cases}."), report.received),
        (Wording("Sync", "Returned by your office, to be worked on again ({count}): {cases}."), report.returned),
        (Wording("Sync", "Appointments made by your office ({count}): {cases}."), report.appointments),
        (Wording("Sync", "Appointments called off by your office ({count}): {cases}."), report.called_off),
        (Wording("Sync", "Outcomes set or taken back by your office ({count}): {cases}."), report.outcomes),
        (Wording("Sync", "Accepted by your office, and removed here ({count}): {cases}."), report.removed),
        (Wording("Sync", "Questionnaires for new cases ({count}): {cases}."), report.instruments),
    )
    for wording, cases in told:
        if cases:
            yield wording.filled(count=len(cases), cases=_named(cases))
    if report.frame:
        yield Wording("Sync", "Outcome frame of your fieldwork from now on: {frame}.").filled(frame=report.frame)
    yield from _given_back(report)
    if report.kept:
        yield Wording(
            "Sync",
            "Given back, and kept on this laptop out of sight until the hub's next backup: {count}. You need not do anything.",
        ).filled(count=report.kept)


def _sent(report: RoundReport) -> Wording:
    if report.sent_entries == 1:
        told = Wording("Sync", "Sent to the hub: 1 entry of 1 case.")
    elif report.sent_cases == 1:
        told = Wording("Sync", "Sent to the hub: {entries} entries of 1 case.")
    else:
        told = Wording("Sync", "Sent to the hub: {entries} entries of {cases} cases.")
    return told.filled(entries=report.sent_entries, cases=report.sent_cases)


def _given_back(report: RoundReport) -> Iterator[Wording]:
    """Those of one decision of the office together, with what it says."""
    for passed_on, reason in sorted({(each.passed_on, each.reason) for each in report.given_back}):
        cases = [each.reference for each in report.given_back if (each.passed_on, each.reason) == (passed_on, reason)]
        if passed_on:
            told = Wording(
                "Sync",
                "Somebody else has these now, and they are no longer in your list ({count}): {cases}. All that you did is at the "
                "hub. Reason: {reason}",
            )
        else:
            told = Wording(
                "Sync", "Given back to your office, and no longer in your list ({count}): {cases}. Reason: {reason}"
            )
        yield told.filled(count=len(cases), cases=_named(cases), reason=reason)


def _named(references: Iterable[str]) -> str:
    names = sorted(references)
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
