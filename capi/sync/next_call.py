"""The next case to ring, from the hub's telephone queue, within an ordinary round: what was rung goes back, then the next one comes.

A case that was delivered is this laptop's like any other, by a lease; only that the laptop gives it back of its own accord. Which
ones these are is noted before the case itself comes, so that a cut in between leaves none that nobody gives back.
"""

import msgspec

from capi.store.case_file import CaseFile
from capi.store.errors import NotThere
from capi.store.holdings import Holding
from capi.sync.course import Course, Stage, Step
from capi.sync.errors import HubRefused
from capi.sync.giving_up import give_up

_KEPT = "delivered"


def delivered(case_file: CaseFile) -> dict[str, int]:
    """The cases that this laptop has, or is to have, from the telephone queue: their ids, and how many entries each had when it came,
    0 where it has not yet."""
    kept = case_file.kept(_KEPT)
    return {} if kept is None else msgspec.json.decode(kept, type=dict[str, int])


def hand_back(course: Course) -> None:
    """What was delivered and lies before nobody, once the hub has all of it. Raises the errors of a round."""
    for case_id in sorted(delivered(course.case_file).keys() - course.calling.at_hand):
        holding = _here(course, case_id)
        try:
            gone = holding is not None and (holding.given_up or give_up(course, holding))
        except HubRefused:
            gone = True  # it is this laptop's otherwise by now, or was taken back: an order says which
        if gone:
            _note(course, {each: number for each, number in delivered(course.case_file).items() if each != case_id})


def ask_for_next(course: Course) -> None:
    """Where the telephone wants one; it comes with the orders that are pulled next. Raises the errors of a round."""
    wanted, search = course.calling.wanted, course.calling.search
    if wanted is None and search is None:
        return
    course.tell(Step(Stage.CALLING))
    try:
        if search is not None:
            course.pickable = course.client.callable_cases(search)
        if wanted is not None:
            course.next_case = course.client.next_case(wanted)
    except HubRefused as error:
        course.next_refused = error.detail
    if course.next_case is not None and course.next_case.case:
        _note(course, {course.next_case.case: 0} | delivered(course.case_file))


def note_come(course: Course) -> None:
    """Those that have come with the orders; what did not, though all of these are done, the hub had taken back by then."""
    noted: dict[str, int] = {}
    for case_id, number in delivered(course.case_file).items():
        holding = _here(course, case_id)
        if holding is not None:
            noted[case_id] = number or holding.head.number
        elif course.undone:
            noted[case_id] = 0
    _note(course, noted)


def _note(course: Course, cases: dict[str, int]) -> None:
    if cases != delivered(course.case_file):
        course.case_file.keep(_KEPT, msgspec.json.encode(cases).decode() if cases else None)


def _here(course: Course, case_id: str) -> Holding | None:
    try:
        return course.case_file.holding(case_id)
    except NotThere:
        return None
