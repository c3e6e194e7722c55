"""What is told of each interviewer: calls, what came of them, and whether the shares are like those of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from capi.screens.language import number, said
from capi.screens.lines import Column, when
from capi.screens.office.fieldwork_outcomes import share_said
from capi.screens.office.share_bars import Bar
from capi.screens.office.standing_out import Part, Side, compared
from capi.sync.calling_messages import CallerLine
from capi.wording import Wording

CONTACT, COOPERATION = 3, 7
"""The columns with a bar."""
_SIGNS = {
    Side.BELOW: Wording("Office", "{share} ▼ below"),
    Side.LIKE_ALL: Wording("Office", "{share}"),
    Side.ABOVE: Wording("Office", "{share} ▲ above"),
}


def contact(line: CallerLine) -> Part:
    """Calls by which somebody was reached."""
    return Part(line.contacts, line.calls)


def cooperation(line: CallerLine) -> Part:
    """Cases completed among those completed or refused, each with who made its last call."""
    return Part(line.completed, line.completed + line.refused)


@dataclass(frozen=True, slots=True)
class Everybody:
    """The interviewers taken together."""

    contact: Part
    cooperation: Part
    today: int

    @classmethod
    def of(cls, lines: Sequence[CallerLine]) -> "Everybody":
        return cls(
            _sum([contact(each) for each in lines]),
            _sum([cooperation(each) for each in lines]),
            sum(each.today for each in lines),
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """An interviewer beside all of them."""

    line: CallerLine
    everybody: Everybody

    @property
    def name(self) -> str:
        return self.line.name

    @property
    def contact_side(self) -> Side:
        return compared(contact(self.line), self.everybody.contact.share)

    @property
    def cooperation_side(self) -> Side:
        return compared(cooperation(self.line), self.everybody.cooperation.share)

    @property
    def stands_out(self) -> bool:
        return any(side is not Side.LIKE_ALL for side in (self.contact_side, self.cooperation_side))


def callers(lines: Sequence[CallerLine]) -> list[Caller]:
    """Those who stand out first, then by name."""
    everybody = Everybody.of(lines)
    every = [Caller(line, everybody) for line in lines]
    return sorted(every, key=lambda each: (not each.stands_out, each.name.casefold()))


def contact_bar(caller: Caller) -> Bar | None:
    return _bar(contact(caller.line), caller.contact_side, caller.everybody.contact)


def cooperation_bar(caller: Caller) -> Bar | None:
    return _bar(cooperation(caller.line), caller.cooperation_side, caller.everybody.cooperation)


def _bar(part: Part, side: Side, whole: Part) -> Bar | None:
    if part.share is None:
        return None
    return Bar(part.share, whole.share, "instruction" if side is Side.LIKE_ALL else "offered")


def hours_said(seconds: int) -> str:
    """`12:05`, hours and minutes."""
    return f"{number(seconds // 3600)}:{seconds % 3600 // 60:02}"


def _said(part: Part, side: Side) -> str:
    return "—" if part.share is None else said(_SIGNS[side].filled(share=share_said(part.share)))


def _sum(parts: Sequence[Part]) -> Part:
    return Part(sum(part.count for part in parts), sum(part.of for part in parts))


def _share_or_less(part: Part) -> float:
    """Those without one come below all."""
    return -1.0 if part.share is None else part.share


def _counted(heading: Wording, count: Callable[[CallerLine], int], width: int) -> Column[Caller]:
    return Column(heading, lambda each: number(count(each.line)), lambda each: count(each.line), width, numeric=True)


COLUMNS: tuple[Column[Caller], ...] = (
    Column(Wording("Office", "Interviewer"), lambda each: each.name, lambda each: each.name.casefold(), 0),
    _counted(Wording("Office", "Today"), lambda each: each.today, 70),
    _counted(Wording("Office", "Calls"), lambda each: each.calls, 70),
    Column(
        Wording("Office", "Contact"),
        lambda each: _said(contact(each.line), each.contact_side),
        lambda each: _share_or_less(contact(each.line)),
        180,
    ),
    _counted(Wording("Office", "Interviews"), lambda each: each.interviews, 92),
    _counted(Wording("Office", "Completed"), lambda each: each.completed, 92),
    _counted(Wording("Office", "Refused"), lambda each: each.refused, 80),
    Column(
        Wording("Office", "Cooperation"),
        lambda each: _said(cooperation(each.line), each.cooperation_side),
        lambda each: _share_or_less(cooperation(each.line)),
        180,
    ),
    Column(
        Wording("Office", "Hours"),
        lambda each: hours_said(each.line.seconds),
        lambda each: each.line.seconds,
        70,
        numeric=True,
    ),
    Column(
        Wording("Office", "Last call"),
        lambda each: when(each.line.last_call),
        lambda each: each.line.last_call.timestamp() if each.line.last_call else 0.0,
        150,
    ),
)
