"""What to ring next, out of the cases on this laptop: the queue's rules asked, and the case they name made ready for the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from capi.calling.call_facts import call_facts
from capi.calling.call_situation import Caller, Return, Situation
from capi.calling.queue import Delivered, Ready, in_order, next_case, pick, rules_of
from capi.fieldwork.call_history import NO_CALLS, Attempt, Calls
from capi.fieldwork.case import CaseSummary
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Returned
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import FrameSnapshot
from capi.screens.calls.call_words import lasted
from capi.screens.calls.calls_desk import here
from capi.screens.calls.telephone_page import Offer, Rest
from capi.screens.contact_words import Told, noted
from capi.screens.language import local_time, said
from capi.store.case_file import CaseFile
from capi.sync.next_call import delivered
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class Pickable:
    """A case that may be picked by hand, where it is `ready`; `because`: why it is called now, or why it is not. `case_id` is empty for one
    that is at the office."""

    case_id: str
    reference: str
    name: str
    ready: bool
    because: Wording


class NextCalls:
    """`summaries` gives the cases as the list has them; `recalled` the ids of those the office has taken back,
    `online` those of the cases that their respondents answer online."""

    def __init__(
        self,
        case_file: CaseFile,
        frame: FrameSnapshot,
        clock: Callable[[], datetime],
        summaries: Callable[[], Mapping[str, CaseSummary]],
        recalled: Callable[[], frozenset[str]],
        online: Callable[[], frozenset[str]],
    ) -> None:
        self._case_file = case_file
        self._frame = frame.frame
        self._rules = rules_of(frame.frame)
        self._clock = clock
        self._summaries = summaries
        self._recalled = recalled
        self._online = online

    def look_for(self) -> Offer | Rest:
        """The next case to ring, or why there is none. Raises CaseFileError."""
        found = next_case(self._situations(), self._caller(), self._rules, self._clock())
        if not isinstance(found, Delivered):
            return Rest(found.because)
        return self._offer(found.situation, found.because, found.notes)

    def take(self, case_id: str) -> Offer | Rest:
        """This one, out of its turn, unless the rules forbid it to everybody. Raises CaseFileError."""
        situation = next(each for each in self._situations() if each.case_id == case_id)
        verdict = pick(situation, self._caller(), self._rules, self._clock())
        if not isinstance(verdict, Ready):
            return Rest(verdict.because)
        return self._offer(situation, verdict.because, verdict.notes)

    def pickable(self) -> list[Pickable]:
        """All of them: those that the queue would call first stand first. Raises CaseFileError."""
        summaries, caller, now = self._summaries(), self._caller(), self._clock()
        listed = []
        for each in in_order(self._situations(), caller, self._rules, now):
            case_id = each.situation.case_id
            verdict = pick(each.situation, caller, self._rules, now)
            because = each.verdict.because if isinstance(each.verdict, Ready) else verdict.because
            name = summaries[case_id].case.name
            listed.append(Pickable(case_id, each.situation.reference, name, isinstance(verdict, Ready), because))
        return listed

    def has(self, case_id: str) -> bool:
        return case_id in self._summaries()

    def holds_delivered(self) -> bool:
        """Whether anything is here that came from the office's queue, and goes back there. Raises CaseFileError."""
        return bool(delivered(self._case_file))

    def use(self, frame: FrameSnapshot) -> None:
        """Another outcome frame from now on."""
        self._frame, self._rules = frame.frame, rules_of(frame.frame)

    def _situations(self) -> list[Situation]:
        histories, came = self._case_file.call_histories(), delivered(self._case_file)
        recalled, online = self._recalled(), self._online()
        return [
            self._situation(
                each,
                histories.get(each.case.id, NO_CALLS),
                came.get(each.case.id),
                is_recalled=each.case.id in recalled,
                is_online=each.case.id in online,
            )
            for each in self._summaries().values()
            if each.case.mode is Mode.TELEPHONE
        ]

    def _caller(self) -> Caller:
        """Whoever holds the cases speaks what they are asked in, and can what they ask for: on a laptop nobody else could take them."""
        told = [call_facts(each.case.facts) for each in self._summaries().values()]
        spoken = {each.language for each in told} | {
            each.language for each in self._case_file.call_histories().values()
        }
        skills = frozenset(skill for each in told for skill in each.skills)
        return Caller(self._case_file.who, frozenset(spoken), skills, may_pick=True, zone=here())

    def _situation(
        self, summary: CaseSummary, calls: Calls, came: int | None, *, is_recalled: bool, is_online: bool
    ) -> Situation:
        """`came`: how many entries it had when it came from the queue. Until there was a call since, it lies before whoever has it."""
        case, told = summary.case, call_facts(summary.case.facts)
        is_at_hand = came is not None and all(each.entry <= came for each in calls.attempts)
        return Situation(
            case.id,
            case.reference,
            priority=told.priority,
            zone=told.zone,
            status=summary.status,
            calls=calls,
            language=told.language,
            skills=told.skills,
            do_not_call=told.do_not_call,
            recalled=is_recalled,
            online=is_online,
            returned=self._returned(case.id) if calls.attempts and summary.returned else None,
            open_with=self._case_file.who if is_at_hand else "",
            seed=crc32(case.id.encode()),
        )

    def _returned(self, case_id: str) -> Return | None:
        given_back = [each for each in self._case_file.entries(case_id) if isinstance(each.contents, Returned)]
        return Return(given_back[-1].number, given_back[-1].time) if given_back else None

    def _offer(self, situation: Situation, because: Wording, notes: Sequence[Wording]) -> Offer:
        case_id = situation.case_id
        summary, contact = self._summaries()[case_id], self._case_file.contact(case_id)
        calls = situation.calls
        last = calls.last
        dialled = last.call.telephone if last else 1
        if calls.appointment is not None and calls.appointment.telephone:
            dialled = calls.appointment.telephone
        return Offer(
            case_id,
            f"{summary.case.reference}   {summary.case.name}",
            because,
            contact.telephones if contact else (),
            dialled,
            [*_known(contact), *(Told("", said(each)) for each in notes), *self._agreed(calls)],
            [_call_said(each, self._frame) for each in reversed(calls.attempts)][:8],
            self._frame.said(self._frame.calling.script),
        )

    def _agreed(self, calls: Calls) -> list[Told]:
        appointment = calls.appointment
        if appointment is None:
            return []
        words = "   ".join(each for each in (local_time(appointment.utc), appointment.note) if each)
        return [Told(said(Wording("TelephonePage", "Appointment")), words)]


def _known(contact: Contact | None) -> list[Told]:
    if contact is None:
        return []
    name = [Told(said(Wording("TelephonePage", "Name")), contact.name)] if contact.name else []
    return [*name, *noted(contact)]


def _call_said(attempt: Attempt, frame: OutcomeFrame) -> str:
    call = attempt.call
    result = frame.result(call.result)
    words = (
        local_time(call.began),
        frame.said(result.label) if result else call.result,
        lasted(call.seconds),
        attempt.who,
        call.note,
    )
    return "   ".join(each for each in words if each)
