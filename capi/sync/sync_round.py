"""A sync round: one exchange with the hub, in small steps of which each is durable before the next one begins.

    report = sync_round(case_file, moment, tell, lambda link: HubClient(link.url, link.certificates))

Wherever it is cut off, the next round goes on from there. Nothing is marked as sent, received or safe without the hub's
signed word. PROTOCOL.md has the order of the steps.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import msgspec

from capi.fieldwork.journal import Moment
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.store.holdings import Holding
from capi.sync.comparing import compare, take_back_all
from capi.sync.course import EARLY, NOT_CALLING, Calling, Course, Stage, Step
from capi.sync.errors import (
    DeviceRefused,
    HubBusy,
    HubRestored,
    LaptopErased,
    NotEnrolled,
    NotTheHub,
    NotUnderstood,
    PracticeFile,
    RoundUnderWay,
    SyncError,
)
from capi.sync.giving_up import give_up_accepted, give_up_recalled
from capi.sync.hub_client import HubClient
from capi.sync.link import AGREED, Link, agreed, link_of
from capi.sync.messages import VERSION, HubFacts, Reason
from capi.sync.next_call import ask_for_next, hand_back, note_come
from capi.sync.online_cases import ask_to_go_on, begun_online, forget_over
from capi.sync.outbox import drop_batch
from capi.sync.proof import erasure
from capi.sync.pulling import pull
from capi.sync.pushing import push
from capi.sync.round_report import (
    CaseReport,
    RoundReport,
    Said,
    Standing,
    Whose,
    keep_report,
    last_report,
)
from capi.wording import Wording

ClientFactory: TypeAlias = Callable[[Link], HubClient]

_MOST_RESTORES = 2
_under_way: set[Path] = set()
_guard = threading.Lock()


def no_one(_step: Step) -> None:
    """Nobody watches the round."""


def client_of(link: Link) -> HubClient:
    return HubClient(link.url, link.certificates)


def sync_round(
    case_file: CaseFile,
    moment: Callable[[], Moment],
    tell: Callable[[Step], None] = no_one,
    client_factory: ClientFactory = client_of,
    calling: Calling = NOT_CALLING,
) -> RoundReport:
    """One round; its report is kept, and `last_report` gives it again. `calling`: what the telephone wants of it.

    A round that is cut off is told in the report (`failure`), not raised. Raises PracticeFile and NotEnrolled, where there is
    no hub for these cases; RoundUnderWay; LaptopErased, after which the case file is closed for ever; CaseFileError where
    the case file cannot even be read. Whatever `tell` raises ends the round between two steps, and comes out.
    """
    link = enrolled_link(case_file)
    started = moment().utc
    with _alone(case_file.path), client_factory(link) as client:
        course = Course(case_file, client, link, moment, tell, started, calling)
        course.agreed = agreed(case_file)
        failure: SyncError | CaseFileError | None = None
        try:
            _whole(course)
        except LaptopErased:
            raise
        except (SyncError, CaseFileError) as error:
            failure = error
        report = _report(course, failure)
        with contextlib.suppress(CaseFileError):  # a full disk has been told already
            keep_report(case_file, report)
        return report


def enrolled_link(case_file: CaseFile) -> Link:
    """Raises PracticeFile, and NotEnrolled where this laptop is not the one that was enrolled."""
    if case_file.practice:
        raise PracticeFile(case_file.path.name)
    link = link_of(case_file)
    if link is None:
        raise NotEnrolled(
            Wording(
                "Sync",
                "This laptop is not enrolled with a hub. Ask your office for an enrolment code. Everything stays safe here.",
            )
        )
    if link.device != case_file.device:
        raise NotEnrolled(
            Wording(
                "Sync",
                "{name} was enrolled on another laptop. Ask your office for a code, and enrol this one. Everything stays safe here.",
            ).filled(name=case_file.path.name)
        )
    return link


def _whole(course: Course) -> None:
    try:
        for _ in range(_MOST_RESTORES):
            try:
                return _steps(course)
            except HubRestored:
                course.restored = True  # it was restored under our hands: from the beginning
        return _steps(course)
    except DeviceRefused as error:
        if error.erasure and erasure(course.link, error.erasure):
            name = course.case_file.path.name
            course.case_file.destroy_keys()
            raise LaptopErased(name) from error
        raise


def _steps(course: Course) -> None:
    _greet(course)
    if course.link.restored:
        course.restored = True
        take_back_all(course)
        course.keep(msgspec.structs.replace(course.link, restored=False))
    push(course)
    hand_back(course)
    ask_for_next(course)
    ask_to_go_on(course)
    pull(course)
    note_come(course)
    push(course)
    give_up_recalled(course)
    if compare(course):
        push(course)
        compare(course)
    give_up_accepted(course)
    forget_over(course)
    course.keep(msgspec.structs.replace(course.link, last_round=course.moment().utc))


def _greet(course: Course) -> None:
    """Whether this is the hub, by how much the clocks differ, whether it was restored; then the tokens."""
    client, link = course.client, course.link
    course.tell(Step(Stage.GREETING))
    client.expect(link.hub, "", link.device)
    before = course.moment()
    facts = client.facts()
    after = course.moment()
    _check_facts(course, facts)
    # Half of the way there and back, by the clock that nobody sets.
    way = timedelta(milliseconds=max(0, after.monotonic_ms - before.monotonic_ms) / 2)
    ahead = round((after.utc - way - facts.time) / timedelta(milliseconds=1))
    link = msgspec.structs.replace(link, clock_ahead_ms=ahead, name=facts.name)
    if facts.epoch != link.epoch:
        drop_batch(course.case_file)
        course.case_file.keep(AGREED, None)
        course.agreed = None
        link = msgspec.structs.replace(link, epoch=facts.epoch, cursor=0, done=(), restored=True)
    course.keep(link)
    client.expect(link.hub, link.epoch, link.device)
    client.bearer = link.tokens.access
    client.renew = course.renew
    if facts.time >= link.tokens.access_expires - EARLY:
        client.bearer = course.renew()


def _check_facts(course: Course, facts: HubFacts) -> None:
    if VERSION not in facts.versions:
        raise NotUnderstood(course.client.host)
    if (facts.hub, facts.public_key) != (course.link.hub, course.link.public_key):
        raise NotTheHub(
            Wording(
                "Sync",
                "At {host} there is another hub than the one this laptop is enrolled with. Nothing was sent. Tell your office.",
            ).filled(host=course.client.host)
        )


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One round at a time with one case file. Raises RoundUnderWay."""
    with _guard:
        if path in _under_way:
            raise RoundUnderWay(Wording("Sync", "A sync is under way already. Wait until it has ended."))
        _under_way.add(path)
    try:
        yield
    finally:
        with _guard:
            _under_way.discard(path)


def _report(course: Course, failure: SyncError | CaseFileError | None) -> RoundReport:
    if failure is not None:
        _remember(course)
    wording = None if failure is None else failure.args[0]
    holdings = sorted(course.case_file.holdings(), key=lambda each: (each.reference, each.case_id))
    given_back = sorted(course.given_up.values(), key=lambda each: each.reference)
    return RoundReport(
        hub=course.link.name,
        started=course.started,
        ended=course.moment().utc,
        finished=failure is None,
        cases=tuple(_case(course, each) for each in holdings if not _is_kept(course, each)),
        kept=sum(_is_kept(course, each) for each in holdings),
        agreed=course.agreed.time if course.agreed else None,
        sent_entries=sum(course.sent.values()),
        sent_cases=len(course.sent),
        received=tuple(sorted(course.received.values())),
        returned=tuple(sorted(course.returned.values())),
        appointments=tuple(sorted(course.appointments.values())),
        called_off=tuple(sorted(course.called_off.values())),
        outcomes=tuple(sorted(course.outcomes.values())),
        recalled=tuple(sorted(course.recalled.values())),
        begun_online=tuple(sorted(course.begun_online.values())),
        given_up=tuple(each.reference for each in given_back),
        given_back=tuple(given_back),
        removed=tuple(sorted(each.reference for each in course.removed.values())),
        instruments=tuple(sorted(course.instruments.values())),
        frame=course.frame,
        next_case=course.next_case,
        next_refused=course.next_refused,
        pickable=tuple(course.pickable),
        undone=tuple(said for said in course.undone.values() if said.text),
        unlisted=len(course.unlisted),
        restored=course.restored,
        replaced=course.replaced,
        clock_ahead_ms=course.link.clock_ahead_ms,
        failure=Said.of(wording) if isinstance(wording, Wording) else None,
        failed="" if failure is None else type(failure).__name__,
        retry_after=failure.retry_after if isinstance(failure, HubBusy) else None,
    )


def _is_kept(course: Course, holding: Holding) -> bool:
    """Whether nothing is to be done with it, here or at the hub, but to wait for a backup."""
    return (
        holding.given_up
        and not holding.waiting
        and holding.case_id not in course.refused.keys() | course.differing.keys()
    )


def _remember(course: Course) -> None:
    """A round that was cut off has not looked again at what stood still before it."""
    before = last_report(course.case_file)
    course.replaced = course.replaced or (before is not None and before.replaced)
    for case in before.cases if before else ():
        if case.standing is Standing.DIFFERS and case.case not in course.sent:
            course.differing.setdefault(case.case, case.detail)
        if case.elsewhere:
            course.elsewhere.add(case.case)
        if case.standing is Standing.REFUSED and case.case not in course.sent:
            course.refused.setdefault(case.case, case.detail)


def _case(course: Course, holding: Holding) -> CaseReport:
    standing, whose, detail = _standing(course, holding)
    if holding.recalled and not holding.given_up and whose is not Whose.OFFICE:
        whose = Whose.INTERVIEWER if holding.sitting_open else Whose.NEXT_ROUND
    elsewhere, online = holding.case_id in course.elsewhere, begun_online(course.case_file).get(holding.case_id)
    if elsewhere and online is None and whose is Whose.NOBODY and not course.replaced:
        whose = Whose.OFFICE
    return CaseReport(
        case=holding.case_id,
        reference=holding.reference,
        standing=standing,
        whose=whose,
        waiting=holding.waiting,
        reason=Reason(holding.apart) if holding.apart else None,
        detail=detail,
        recalled="" if holding.given_up else holding.recalled,
        sitting_open=holding.sitting_open,
        elsewhere=elsewhere,
        passed_on=holding.case_id in course.link.passed_on,
        online=None if holding.given_up else online,
    )


def _standing(course: Course, holding: Holding) -> tuple[Standing, Whose, str]:
    case = holding.case_id
    if case in course.refused:
        return Standing.REFUSED, Whose.OFFICE, course.refused[case]
    if case in course.differing:
        return Standing.DIFFERS, Whose.OFFICE, course.differing[case]
    if holding.waiting:
        return Standing.WAITING, Whose.NEXT_ROUND, ""
    if holding.apart:
        return Standing.APART, Whose.OFFICE, ""
    if course.agreed is not None and course.agreed.cases.get(case) == holding.head.number:
        return Standing.SAFE, Whose.NOBODY, ""
    return Standing.RECEIVED, Whose.NEXT_ROUND, ""
