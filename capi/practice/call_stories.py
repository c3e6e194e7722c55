"""What comes of calls in practice where no interview has begun: nobody in, agreed times, refusals, nobody to interview there.

Results are words of the UK frame; `case` is worked on up to the moment the file is made.
"""

from datetime import timedelta

from capi.fieldwork.calls import AppointmentCancelled, Medium
from capi.practice.worked import Worked

_REASON = "Said so plainly, and would not hear what it is about."
_NOON = 720


def nobody_reached(case: Worked) -> None:
    case.nobody_comes(case.draw.choice((1, 1, 2, 2, 3, 4, 6)))


def tried_often(case: Worked) -> None:
    """As often as the frame lets anybody try."""
    case.nobody_comes(case.frame.calling.most_attempts)


def tried_just_now(case: Worked) -> None:
    case.nobody_comes(2)
    if began := case.days.just_now(case.draw.randint(10, 50)):
        case.call(began, "busy")


def one_result(result: str, confirmed: bool, case: Worked) -> None:
    """The last call had this result. Where it ends the calling the outcome is confirmed, or is still to be."""
    case.nobody_comes_before(case.draw.randint(0, 2), result)
    found = case.frame.result(result)
    if confirmed and found and case.frame.ends_calling(found):
        case.confirm(_REASON)


def over_at_the_door(result: str, case: Worked) -> None:
    case.nobody_comes_before(case.draw.randint(0, 1), result)
    case.confirm(_REASON)


def tried_again_for_the_office(case: Worked) -> None:
    """Refused, and given back to be called by somebody else."""
    over_at_the_door("refused", case)
    case.give_back("Refused at a bad moment. Please try once more, in the evening.")


def asked_online(case: Worked) -> None:
    """By letter, then by e-mail; there was an answer, and no interview yet."""
    first, second, third = case.calls(3)
    case.call(first, "sent", medium=Medium.LETTER)
    case.call(second, "sent", medium=Medium.EMAIL)
    case.call(third, "replied", "Will do it at the weekend.", Medium.EMAIL)


def appointed_soon(minutes: int, hard: bool, case: Worked) -> None:
    case.nobody_comes_before(0, "appointment")
    case.agree(case.days.soon(minutes, case.who.zone), hard=hard, note="Hard of hearing; give it time.")


def appointed_this_evening(minute: int, hard: bool, case: Worked) -> None:
    case.nobody_comes_before(1, "appointment")
    case.agree(case.days.later_today(minute, case.who.zone), hard=hard, note="After work, not before.")


def appointed(day: int, minute: int, hard: bool, case: Worked) -> None:
    case.nobody_comes_before(case.draw.randint(0, 2), "appointment")
    case.agree(case.days.at(day, minute, case.who.zone), hard=hard)


def missed(hard: bool, case: Worked) -> None:
    """Agreed for yesterday, and nobody called; in three days it binds nobody any more."""
    zone = case.who.zone
    case.call(case.days.at(case.draw.randint(-9, -3), _NOON, zone), "appointment", "Would rather have it over with.")
    yesterday = case.days.at(-1, case.draw.choice((660, 900, 1_065, 1_140)), zone)
    case.agree(yesterday, hard=hard, binds=timedelta(days=4))


def called_off(case: Worked) -> None:
    zone = case.who.zone
    case.call(case.days.at(-6, 1_080, zone), "appointment")
    case.agree(case.days.at(2, 1_020, zone))
    case.call(case.days.at(-2, 1_035, zone), "not_now", "The day does not suit after all.")
    case.write(AppointmentCancelled("Rang to say that the day does not suit."))
