"""What the office has ordered, done on this laptop: each durably, and so that doing it twice changes nothing.

An order that cannot be done now (somebody sits at the case, this version of capi cannot read its instrument) is left
undone and told; those for other cases go on. It comes again at the next round.
"""

from typing import assert_never

import msgspec
from msgspec import Struct

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, OutcomeSet
from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Returned as ReturnedEntry
from capi.fieldwork.journal import START, Head, MalformedEntry
from capi.instrument.loading import UnfitInstrument
from capi.outcomes.frame_reading import UnfitFrame
from capi.outcomes.frame_reading import snapshot as frame_snapshot
from capi.store.errors import NotThere, OtherJournal, SittingOpen
from capi.store.holdings import Holding
from capi.store.kept_frame import keep_frame
from capi.store.receiving import ReceivedCase
from capi.sync import proof
from capi.sync.course import Course
from capi.sync.errors import HubRefused, NotProven, NotTheHub
from capi.sync.instruments import ensure
from capi.sync.link import TOLD
from capi.sync.messages import (
    Accepted,
    Appointed,
    Assigned,
    BegunOnline,
    CalledOff,
    FrameTaken,
    InstrumentOffered,
    Order,
    OutcomeGiven,
    Recalled,
    Returned,
)
from capi.sync.online_cases import forget_begun, note_begun
from capi.sync.signing import body_digest
from capi.wording import Wording

_MOST_TOLD = 500


class Undone(Exception):
    """This order cannot be done now; the wording says why, and whose action is needed."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.wording = wording


class Told(Struct, frozen=True):
    """Orders that wrote into a journal, by case and time, so that none is written twice; `about` to be, after entry `after`."""

    done: tuple[str, ...] = ()
    about: str = ""
    after: int = 0


def do(course: Course, order: Order) -> None:
    """Raises Undone; SyncError where the round cannot go on; CaseFileError."""
    match order.what:
        case Assigned() as assigned:
            _receive(course, assigned)
        case Recalled() as recalled:
            _recall(course, recalled)
        case BegunOnline() as begun:
            _begin_online(course, begun)
        case Returned() as returned:
            contents = ReturnedEntry(note=returned.note, fields=returned.fields, by=returned.by)
            _write(course, order, returned, contents, course.returned)
        case Appointed() as appointed:
            _write(course, order, appointed, _appointment(appointed), course.appointments)
        case CalledOff(reason=reason, by=by) as called_off:
            _write(course, order, called_off, AppointmentCancelled(reason, by), course.called_off)
        case OutcomeGiven() as given:
            outcome = OutcomeSet(given.code, frame=given.frame, reason=given.reason, by=given.by)
            _write(course, order, given, outcome, course.outcomes)
        case Accepted() as accepted:
            _accept(course, accepted)
        case InstrumentOffered() as offered:
            _offer(course, offered)
        case FrameTaken() as taken:
            _take_frame(course, taken)
        case _:
            assert_never(order.what)


def case_of(order: Order) -> str:
    """The case an order is about; empty where it is about none."""
    return "" if isinstance(order.what, InstrumentOffered | FrameTaken) else order.what.case


def _holding(course: Course, case_id: str, term: int) -> Holding | None:
    """The case an order is about; None where it is not here, or the order is of an earlier term than the laptop's."""
    holding = _here(course, case_id)
    return None if holding is None or holding.given_up or term < holding.term else holding


def _receive(course: Course, assigned: Assigned) -> None:
    here = _here(course, assigned.case)
    if here is not None and assigned.term < here.term:
        return
    try:
        proof.lease(course.link, assigned)
        ensure(course, assigned.instrument)
    except (NotTheHub, NotProven) as error:
        raise Undone(error.wording) from error
    except (UnfitInstrument, HubRefused) as error:
        raise Undone(_cannot_field(assigned.case, here)) from error
    entries = [bytes(entry) for entry in assigned.entries]
    new = ReceivedCase(entries, assigned.term, assigned.lease, assigned.contact)
    try:
        read_chain(START, assigned.case, entries)  # the lease is for this case, and so are the entries
        changed = _taken(course, assigned.case, new)
    except (MalformedEntry, NotThere) as error:
        raise Undone(_cannot_field(assigned.case, here)) from error
    if assigned.case in course.link.passed_on:  # it has come back from whoever had it
        left = tuple(each for each in course.link.passed_on if each != assigned.case)
        course.keep(msgspec.structs.replace(course.link, passed_on=left))
    forget_begun(course.case_file, assigned.case)  # also where nothing changed, as after a restore of the hub
    if changed:
        course.received[assigned.case] = course.case_file.holding(assigned.case).reference


def _taken(course: Course, case_id: str, new: ReceivedCase) -> bool:
    try:
        return course.case_file.receive_case(new, course.moment())
    except SittingOpen as error:
        raise Undone(_sits(course.case_file.holding(case_id))) from error
    except OtherJournal as error:
        if new.term <= course.case_file.holding(case_id).term:
            return False  # what this laptop has is kept apart at the hub, or will be; the office has yet to decide
        _let_go(course, case_id, error)
        return course.case_file.receive_case(new, course.moment())


def _let_go(course: Course, case_id: str, error: OtherJournal) -> None:
    """The case is given anew, with another journal. What is here may only go where all of it is at the hub."""
    here = course.case_file.holding(case_id)
    if here.acknowledged != here.head or here.sitting_open:
        raise Undone(
            Wording(
                "Sync",
                "{case}: your office has given you this case anew, as it stands there. What is here is kept and goes to the hub "
                "first. Leave the case and sync again.",
            ).filled(case=here.reference)
        ) from error
    if here.given_up:
        raise Undone(
            Wording(
                "Sync",
                "{case}: your office has given you this case again, with other answers. It comes here once a backup of the hub "
                "holds what you gave back.",
            ).filled(case=here.reference)
        ) from error
    course.case_file.remove_case(case_id, here.head)


def _recall(course: Course, recalled: Recalled) -> None:
    holding = _holding(course, recalled.case, recalled.term)
    if holding is None:
        return
    if recalled.passed_on and recalled.case not in course.link.passed_on:
        course.keep(msgspec.structs.replace(course.link, passed_on=(*course.link.passed_on, recalled.case)))
    elif holding.recalled:
        return
    # Of two decisions of the office the later one says why.
    course.case_file.mark_recalled(recalled.case, recalled.reason or holding.recalled or recalled.by)
    course.recalled[recalled.case] = holding.reference


def _begin_online(course: Course, begun: BegunOnline) -> None:
    holding = _holding(course, begun.case, begun.term)
    if holding is not None:
        note_begun(course.case_file, begun.case, begun.since)
        course.begun_online[begun.case] = holding.reference


def _accept(course: Course, accepted: Accepted) -> None:
    holding = _holding(course, accepted.case, accepted.term)
    if holding is None:
        return
    head = Head(accepted.number, accepted.hash)
    if head.number > holding.head.number or course.case_file.head_at(accepted.case, head.number) != head:
        course.differing[accepted.case] = "The office has accepted another course of this case."
        return
    course.case_file.accept(accepted.case, head)


def _offer(course: Course, offered: InstrumentOffered) -> None:
    try:
        made = ensure(course, offered.instrument)
    except (NotTheHub, NotProven) as error:
        raise Undone(error.wording) from error
    except (UnfitInstrument, HubRefused) as error:
        raise Undone(
            Wording(
                "Sync",
                "The questionnaire {name} {version} cannot be used by this version of capi. Ask your office for the newer version.",
            ).filled(name=offered.name, version=offered.version)
        ) from error
    if made.sha256 not in course.link.offered:
        course.keep(msgspec.structs.replace(course.link, offered=(*course.link.offered, made.sha256)))
        course.instruments[made.sha256] = f"{made.name} {made.version}"


def _take_frame(course: Course, taken: FrameTaken) -> None:
    try:
        file = proof.frame_file(course.link, course.client.frame(taken.frame), taken.frame)
        made = frame_snapshot(file.text.encode())
        if (made.sha256, made.frame.name, made.frame.version) != (taken.frame, file.name, file.version):
            raise NotProven("the outcome frame’s hash")
    except (NotTheHub, NotProven) as error:
        raise Undone(error.wording) from error
    except (UnfitFrame, HubRefused) as error:
        raise Undone(
            Wording(
                "Sync",
                "The outcome frame {name} {version} cannot be used by this version of capi. Ask your office for the newer version.",
            ).filled(name=taken.name, version=taken.version)
        ) from error
    keep_frame(course.case_file, made)
    course.frame = f"{made.frame.name} {made.frame.version}"


def _write(
    course: Course,
    order: Order,
    what: Returned | Appointed | CalledOff | OutcomeGiven,
    contents: ReturnedEntry | AppointmentMade | AppointmentCancelled | OutcomeSet,
    done: dict[str, str],
) -> None:
    """Into the journal, once: what is about to be written is noted first, so that a cut in between is noticed."""
    holding = _holding(course, what.case, what.term)
    told = _told(course)
    # By its time and what it says, not by its number: a restored hub counts on from where its backup was.
    name = f"{what.case} {order.made.isoformat()} {body_digest(msgspec.json.encode(what))[:16]}"
    if holding is None or name in told.done:
        return
    if holding.sitting_open:
        raise Undone(_sits(holding))
    if told.about != name:
        told = Told(told.done, name, holding.head.number)
        _keep_told(course, told)
    if contents not in [entry.contents for entry in course.case_file.entries(what.case)[told.after :]]:
        try:
            course.case_file.append(what.case, contents, course.moment())
        except SittingOpen as error:
            raise Undone(_sits(holding)) from error
    _keep_told(course, Told((*told.done, name)[-_MOST_TOLD:]))
    done[what.case] = holding.reference


def _told(course: Course) -> Told:
    kept = course.case_file.kept(TOLD)
    return Told() if kept is None else msgspec.json.decode(kept, type=Told)


def _keep_told(course: Course, told: Told) -> None:
    course.case_file.keep(TOLD, msgspec.json.encode(told).decode())


def _appointment(appointed: Appointed) -> AppointmentMade:
    return AppointmentMade(
        local=appointed.local,
        zone=appointed.zone,
        utc=appointed.utc,
        minutes=appointed.minutes,
        hard=appointed.hard,
        note=appointed.note,
        by=appointed.by,
        medium=appointed.medium,
        telephone=appointed.telephone,
        owner=appointed.owner,
        lapses=appointed.lapses,
    )


def _here(course: Course, case_id: str) -> Holding | None:
    """Also where it was given up, and is only kept until a backup of the hub holds it."""
    try:
        return course.case_file.holding(case_id)
    except NotThere:
        return None


def _cannot_field(case_id: str, here: Holding | None) -> Wording:
    return Wording(
        "Sync",
        "{case}: your office has given you this case, but this version of capi cannot read it. Ask your office for the newer "
        "version.",
    ).filled(case=here.reference if here else case_id)


def _sits(holding: Holding) -> Wording:
    return Wording(
        "Sync", "{case}: there is word from your office for this case. Leave the case and sync again to receive it."
    ).filled(case=holding.reference)
