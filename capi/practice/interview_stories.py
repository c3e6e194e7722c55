"""What comes of interviews in practice: paused, broken off for a reason, stopped for good, complete, given back by the office."""

from capi.fieldwork.calls import Medium
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import Answered, Because
from capi.practice.worked import Worked

_STOPPED = {
    StopReason.REFUSED: "“That is nobody’s business.”",
    StopReason.UNABLE: "Became confused and tired; the family asked to end it.",
    StopReason.OTHER: "Called away, and leaves the country tomorrow.",
}
_BY_PROXY = "130"


def paused(case: Worked) -> None:
    *before, last = case.calls(2)
    case.nobody_comes_on(before)
    case.begin(last, case.draw.randint(2, 5)).pause()


def window_closed(case: Worked) -> None:
    case.begin(case.calls(1)[0], 1).close()


def broken_off_until(day: int, case: Worked) -> None:
    sitting = case.begin(case.calls(1)[0], case.draw.randint(2, 4))
    sitting.pause(Because.APPOINTMENT, note="Visitors came; wants to go on another day.")
    case.agree(case.days.at(day, case.draw.choice((615, 945, 1_125)), case.who.zone), hard=day % 2 == 0)


def in_another_language(language: str, case: Worked) -> None:
    case.begin(case.calls(1)[0], 1).pause(Because.LANGUAGE, language, "Understands, but would rather answer in it.")


def waits_for_a_proxy(case: Worked) -> None:
    case.begin(case.calls(1)[0], 2).pause(Because.PROXY, note="A relative is to answer, and is in after six.")


def complete(case: Worked) -> None:
    """What came of it is still to be confirmed."""
    *before, last = case.calls(case.draw.choice((1, 1, 2, 2, 3, 4)))
    case.nobody_comes_on(before)
    case.interview(last)


def complete_and_confirmed(case: Worked) -> None:
    complete(case)
    case.confirm("")


def complete_as_agreed(case: Worked) -> None:
    first, second, third = case.calls(3)
    case.nobody_comes_on([first])
    case.call(second, "appointment")
    case.agree(third, hard=True)
    case.interview(third)
    case.confirm("")


def complete_by_proxy(case: Worked) -> None:
    first, second = case.calls(2)
    case.begin(first, 2).pause(Because.PROXY, note="A relative is to answer.")
    case.interview(second)
    case.confirm("", _BY_PROXY)


def complete_in_spite_of_a_signal(case: Worked) -> None:
    case.have_a_grown_child()
    complete_and_confirmed(case)


def complete_online(case: Worked) -> None:
    first, second, third = case.calls(3)
    case.call(first, "sent", medium=Medium.LETTER)
    case.call(second, "sent", medium=Medium.EMAIL)
    case.interview(third)
    case.confirm("")


def returned(case: Worked) -> None:
    """The office wants two of the answers looked at again."""
    complete_and_confirmed(case)
    answered = [each.contents.field for each in case.journal.entries if isinstance(each.contents, Answered)]
    case.give_back("These two do not go together. Please ask again.", tuple(answered[-2:]))


def stopped(reason: StopReason, confirmed: bool, case: Worked) -> None:
    case.begin(case.calls(1)[0], case.draw.randint(2, 6)).stop(reason, _STOPPED[reason])
    if confirmed:
        case.confirm(_STOPPED[reason])
