"""One interviewer against all: the counts behind the shares, and what they can and cannot say."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from capi.screens.language import number, said
from capi.screens.lines import when
from capi.screens.look import Look
from capi.screens.office.caller_columns import Caller, contact, cooperation, hours_said
from capi.screens.office.fieldwork_outcomes import share_said
from capi.screens.office.scrolled_sheet import ScrolledSheet
from capi.screens.office.standing_out import Part, Side, interval
from capi.wording import Wording

_SIDES = {
    Side.BELOW: Wording("Office", "Below all."),
    Side.LIKE_ALL: Wording("Office", "Like all, as far as so few can say."),
    Side.ABOVE: Wording("Office", "Above all."),
}
_CONTACT = Wording(
    "Office",
    "Contact: somebody was reached in {count} of {of} calls, {share}; it may be anything from {low} to {high}. All interviewers: "
    "{all_count} of {all_of}, {all_share}.",
)
_COOPERATION = Wording(
    "Office",
    "Cooperation: {count} of {of} cases completed or refused were completed, {share}; it may be anything from {low} to {high}. "
    "All interviewers: {all_count} of {all_of}, {all_share}.",
)


class CallerSheet(ScrolledSheet):
    cases_wanted = Signal(str)
    """Emitted with the account whose cases are wanted."""

    def __init__(self, look: Look, parent: QWidget, caller: Caller) -> None:
        line, everybody = caller.line, caller.everybody
        super().__init__(look, parent, line.name, width=720)
        self._name = line.name
        self._tell(
            self.tr("Calls {calls}, of them today {today}; at them {hours} hours. Last call {time}.").format(
                calls=number(line.calls),
                today=number(line.today),
                hours=hours_said(line.seconds),
                time=when(line.last_call) or "—",
            )
        )
        for words, part, whole, side in (
            (_CONTACT, contact(line), everybody.contact, caller.contact_side),
            (_COOPERATION, cooperation(line), everybody.cooperation, caller.cooperation_side),
        ):
            if part.of and whole.of:
                self._tell(f"{said(_filled(words, part, whole))}\n{said(_SIDES[side])}")
        self._tell(
            self.tr(
                "From and to are Wilson’s interval at 99 %. Cases are not given out by lot: areas and hours differ, so a share that stands out is "
                "a reason to look, and no verdict. A case counts with who made its last call."
            ),
            "soft",
        )
        close, cases = self.add_buttons(
            (self.tr("Close"), "Esc"), (self.tr("The cases given to {name}").format(name=line.name), "")
        )
        close.clicked.connect(self.put_away)
        cases.clicked.connect(self._show_cases)
        self.open(close)

    def _tell(self, words: str, name: str = "") -> None:
        self.put_inside(self.add_text(words, name))

    def _show_cases(self) -> None:
        self.cases_wanted.emit(self._name)


def _filled(words: Wording, part: Part, whole: Part) -> Wording:
    low, high = interval(part)
    return words.filled(
        count=part.count,
        of=part.of,
        share=share_said(part.share or 0.0),
        low=share_said(low),
        high=share_said(high),
        all_count=whole.count,
        all_of=whole.of,
        all_share=share_said(whole.share or 0.0),
    )
