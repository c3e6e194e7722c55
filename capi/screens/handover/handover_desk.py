"""The handover desk: a sitting of the respondent's own, taken page by page in her window, and given back to the interviewer.

Each answer is in the journal before the next page comes, as in every sitting; it is the respondent who wrote it.
"""

import functools
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.alone import Alone
from capi.engine.answers import NotAccepted
from capi.engine.edits import FailedEdit
from capi.engine.interview import NotOnRoute
from capi.engine.plan import Plan, plan
from capi.fieldwork.contents import Contents, UnfitForJournal
from capi.fieldwork.journal import RESPONDENT, Entry, Moment
from capi.instrument.handing_over import as_handed_over
from capi.instrument.model import Mode
from capi.screens.handover.handover_window import HandoverWindow
from capi.screens.handover.pin import Pin
from capi.screens.handover.question_page import QuestionPage
from capi.screens.handover.what_is_hers import Hers
from capi.screens.language import own_name, said
from capi.screens.look import Look
from capi.screens.typed import NotUnderstood
from capi.sitting import Clock, Sitting
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.wording import Wording

CONFIRMED = "Confirmed by the respondent."
"""The reason with which she lets a signal stand; online it is the same."""
_NOT_SAVED = Wording("Handover", "Your answer could not be saved. Please hand the laptop back to the interviewer.")
_DO_NOT_FIT = Wording("Handover", "This answer does not fit with what was said before. Please look at it again.")


class RespondentsJournal:
    """The case file, with entries that the respondent wrote."""

    def __init__(self, case_file: CaseFile) -> None:
        self._case_file = case_file

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        return self._case_file.append(case_id, contents, moment, *following, who=RESPONDENT)


class HandoverDesk(QObject):
    """One for an open case file. `window` is there while the laptop is handed over."""

    given_back = Signal(str)
    """Emitted with the id of the case when the interviewer has the laptop again."""

    def __init__(self, look: Look, case_file: CaseFile, clock: Clock) -> None:
        super().__init__()
        self._look = look
        self._case_file = case_file
        self._clock = clock
        self._plans: dict[str, Plan] = {}
        self.pin = Pin(case_file, clock)
        self.window: HandoverWindow | None = None
        self.alone: Alone | None = None
        self._hers: Hers | None = None
        self._field: str | None = None
        self._beside: QWidget | None = None

    def hand_over(self, case_id: str, hers: Hers, beside: QWidget) -> None:
        """Her window stands instead of the one it is called from. Raises CaseFileError; then nothing has changed on the screen."""
        record = self._case_file.record(case_id)
        rules = self._case_file.completion_rules()
        hers_alone = self._plan(record.case.sha256)
        sitting = Sitting(RespondentsJournal(self._case_file), record, hers_alone, self._clock, rules)
        self.alone = Alone(sitting, hers)
        self._hers, self._beside = hers, beside
        self._field = self.alone.waiting or next(iter(self.alone.fields), None)
        window = self.window = HandoverWindow(self._look, self.pin, self._clock)
        window.indexes.ahead(hers_alone.instrument.frames)
        window.begun.connect(self._show)
        window.given_back.connect(self._take_back)
        window.language_chosen.connect(self._speak)
        self._tell_languages()
        window.show_welcome(hers.title)
        window.open(beside)

    def _plan(self, sha256: str) -> Plan:
        if sha256 not in self._plans:
            instrument = as_handed_over(self._case_file.snapshot(sha256).instrument())
            self._plans[sha256] = plan(instrument, Mode.SELF_COMPLETION)
        return self._plans[sha256]

    def _tell_languages(self) -> None:
        if self.window is not None and self.alone is not None:
            interview = self.alone.sitting.interview
            codes = interview.plan.instrument.languages
            names = {code: own_name(code) for code in codes} if len(codes) > 1 else {}
            self.window.speaks(names, codes[interview.language])

    # Pages

    def _show(self) -> None:
        """The page she is at, or the end of what is hers."""
        alone, window, field = self.alone, self.window, self._field
        if alone is None or window is None:
            return
        fields = alone.fields
        if field is None or field not in fields:
            self._field = field = alone.waiting
        if field is None or self._hers is None:
            window.show_end()
            return
        at = fields.index(field)
        page = window.show_question(alone.prompt(field), at + 1, max(self._hers.asked, len(fields)), first=at == 0)
        page.continued.connect(self._continue)
        page.went_back.connect(self._back)
        page.confirmed.connect(self._confirm)
        page.involved_chosen.connect(self._go_to)

    def _page(self) -> QuestionPage | None:
        page = None if self.window is None else self.window.page
        return page if isinstance(page, QuestionPage) else None

    def _keep(self, step: Callable[[], object]) -> bool:
        """Whether the step is in the case file; why it is not stands on the page."""
        page = self._page()
        try:
            step()
        except (NotUnderstood, NotAccepted, UnfitForJournal) as fault:
            if page is not None:
                page.refuse(said(fault))
            return False
        except CaseFileError:
            if page is not None:
                page.refuse(said(_NOT_SAVED))
            return False
        return True

    def _continue(self) -> None:
        """Keeps her answer and goes on, unless it does not fit with others of hers."""
        page, alone = self._page(), self.alone
        if page is None or alone is None:
            return
        failed: tuple[FailedEdit, ...] = ()

        def give() -> None:
            nonlocal failed
            failed = self._given(alone, page)

        if not self._keep(give):
            return
        if failed:
            self._question_answers(page, failed)
        else:
            self._go_on()

    def _given(self, alone: Alone, page: QuestionPage) -> tuple[FailedEdit, ...]:
        """The answer that stands already is not given again."""
        sitting, field, value = alone.sitting, page.prompt.field, page.answer.value()
        before = page.prompt.answer
        if value == before and type(value) is type(before):
            sitting.go_to(field)
            return sitting.move_on()
        return sitting.answer(field, value)

    def _go_on(self) -> None:
        """To the question after this one; a row that was added begins at its first."""
        alone = self.alone
        if alone is None or self._field is None:
            return
        added = alone.sitting.interview.added is not None
        following = alone.waiting if added else alone.after(self._field) or alone.waiting
        if following is None:
            self._field = None
            if self.window is not None:
                self.window.show_end()
            return
        self._go_to(following)

    def _back(self) -> None:
        """Not further than to her first question."""
        before = None if self.alone is None or self._field is None else self.alone.before(self._field)
        if before is not None:
            self._go_to(before)

    def _go_to(self, field: str) -> None:
        alone = self.alone
        if alone is None:
            return
        try:
            kept = self._keep(functools.partial(alone.sitting.go_to, field))
        except NotOnRoute:
            kept = True  # it has left the route since it was named: the page is that of the first one waiting
        if kept:
            self._field = field
            self._show()

    def _question_answers(self, page: QuestionPage, failed: tuple[FailedEdit, ...]) -> None:
        """Puts what does not fit; of answers that are not hers nothing is said."""
        alone, first = self.alone, failed[0]
        if alone is None:
            return
        fields = alone.fields
        hers = [field for field in first.fields if field in fields]
        message = first.message if len(hers) == len(first.fields) else said(_DO_NOT_FIT)
        label = alone.sitting.interview.label
        others = [(field, label(field)) for field in hers if field != page.prompt.field]
        page.question_answers(message, others, may_stand=not any(each.hard for each in failed))

    def _confirm(self) -> None:
        """She means it: signals that involve the answer may stand."""
        alone, field = self.alone, self._field
        if alone is None or field is None:
            return
        sitting = alone.sitting

        def confirm() -> None:
            for failed in sitting.interview.failed_at(field):
                if not failed.hard:
                    sitting.suppress(failed, CONFIRMED)
            sitting.go_to(field)
            sitting.move_on()

        if self._keep(confirm):
            self._go_on()

    def _speak(self, language: str) -> None:
        alone, window = self.alone, self.window
        if alone is not None and window is not None and self._keep(functools.partial(alone.sitting.speak, language)):
            self._tell_languages()
            if self._page() is not None:
                self._show()

    # Back to the interviewer

    def _take_back(self) -> None:
        """The interviewer has said who she is."""
        alone = self.alone
        if alone is None:
            return
        case_id = alone.sitting.case.id
        self._keep(alone.sitting.hand_over)  # where the disk refuses, the next sitting finds this one cut off
        self._end()
        self.given_back.emit(case_id)

    def abandon(self) -> None:
        """The case file is being closed: what she answered is in it."""
        if self.alone is not None:
            self._keep(self.alone.sitting.close)
            self._end()

    def _end(self) -> None:
        window, beside = self.window, self._beside
        self.window = self.alone = self._hers = self._field = self._beside = None
        if window is not None:
            window.end()
        if beside is not None:
            beside.show()
            beside.activateWindow()
