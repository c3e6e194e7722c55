"""The desk of the coding: the next job, fetched while the one before is coded; the codes kept; and what directs the coding."""

import functools
import time

from PySide6.QtCore import QObject

from capi.screens.key_names import key_name
from capi.screens.office.agreement_sheet import AgreementSheet
from capi.screens.office.asking import Asking
from capi.screens.office.coding import CodingPage
from capi.screens.office.coding_automatic import AutomaticRun
from capi.screens.office.coding_direct_sheets import CodingSettingsSheet
from capi.screens.office.coding_keys import AGREEMENT, AUTOMATIC, BACK, HELP, SETTINGS, PageKey
from capi.screens.office.coding_sheets import CodeHistorySheet, CodingHelp
from capi.screens.office.coding_words import LOADS_AN_INDEX, kept_said, nothing_said
from capi.sync.coding_client import CodingClient
from capi.sync.coding_messages import (
    CodeHistory,
    Codes,
    CodeScheme,
    CodesKept,
    CodingSettings,
    CodingState,
    Found,
    JobToCode,
    Looking,
    NextJob,
)
from capi.sync.errors import HubRefused
from capi.sync.messages import Role

AHEAD_FOR = 600
"""Seconds a job that was fetched ahead is good for: the hub holds it for its coder for a quarter of an hour."""


class CodingDesk(QObject):
    """A coder gets a job at once; who directs the coding only when one is asked for."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._state: CodingState | None = None
        self._begun = asking.role is Role.CODER
        self._here = 0
        self._ahead: tuple[JobToCode, float] | None = None
        self._fetching = self._late = False
        self._empty = False
        self._last: JobToCode | None = None
        self._set_aside: JobToCode | None = None
        self._anew = False
        self.page = CodingPage(asking.look, directs=asking.decides)
        self.page.next_wanted.connect(self._next)
        self.page.kept.connect(self._keep)
        self.page.looked_up.connect(self._look_up)
        self.page.pressed.connect(self._press)
        self.page.again_left.connect(self._take_up)

    def refresh(self) -> None:
        """The job on the page is left alone; where there is none, one is asked for."""
        if self.page.job is None and self._begun and not self._fetching:
            self._next()
        else:
            self._asking.ask(self._line.state, self._put_state)

    def focus(self) -> None:
        if self._asking.sheet is None:
            self.page.focus()

    @property
    def _line(self) -> CodingClient:
        return self._asking.client.coding

    def _put_state(self, state: CodingState) -> None:
        self._asking.came()
        self._count(state)
        if self.page.job is None and not self._begun:
            self._show_idle(state)

    def _count(self, state: CodingState) -> None:
        self._state = state
        self.page.put_state(state, self._here)

    def _show_idle(self, state: CodingState) -> None:
        waiting = state.to_code or state.to_code_again or state.to_settle
        if not any(state.indexes.values()):
            self.page.show_idle(nothing_said(state), LOADS_AN_INDEX)
        elif not self._begun and waiting:
            told = self.tr(
                "{enter} brings a job to code yourself. {automatic} codes without a person what is sure; {agreement} shows how well "
                "coders agree."
            ).format(enter=key_name("Enter"), automatic="F7", agreement="F8")
            self.page.show_idle(told, offer=self.tr("Code"))
        else:
            self.page.show_idle(nothing_said(state), offer=self.tr("Look again"))
        self.focus()

    # One job after the other

    def _next(self) -> None:
        """The job that was fetched ahead, else what the hub gives."""
        self._begun = True
        ahead, self._ahead = self._ahead, None
        if ahead is not None and time.monotonic() - ahead[1] < AHEAD_FOR:
            self._show(ahead[0])
            return
        self._empty = True
        self.page.wait()
        if not self._fetching:
            self._fetch()

    def _fetch(self) -> None:
        self._fetching, self._late = True, False
        self._asking.ask(self._line.next, self._fetched, self._not_fetched)

    def _fetched(self, answer: NextJob) -> None:
        """`_late`: codes were kept since it was asked for; its numbers are of before, and there may be a job by now."""
        self._fetching = False
        if not self._late:
            self._count(answer.state)
        elif self._empty and answer.job is None:
            self._fetch()
            return
        if not self._empty:
            self._ahead = (answer.job, time.monotonic()) if answer.job is not None else None
            return
        if answer.job is None:
            # The numbers that go along with jobs may be some seconds old: why there is none is asked for itself.
            self._asking.ask(self._line.state, self._put_nothing, self._not_fetched)
            return
        self._empty = False
        self._asking.came()
        self._show(answer.job)

    def _put_nothing(self, state: CodingState) -> None:
        self._empty = False
        self._asking.came()
        self._count(state)
        self._show_idle(state)

    def _not_fetched(self, error: Exception) -> None:
        """Of a job that was to be fetched ahead nothing is said: it is asked for again when it is needed."""
        self._fetching = False
        if self._empty:
            self._empty = False
            self._show_idle_for(error)

    def _show_idle_for(self, error: Exception) -> None:
        self.page.show_idle("", offer=self.tr("Try again"))
        self.focus()
        self._asking.fail(error)

    def _show(self, job: JobToCode) -> None:
        self._asking.clear()
        self.page.show_job(job)
        self.focus()
        if not self._fetching:
            self._fetch()

    # Keeping

    def _keep(self, codes: Codes) -> None:
        job = self.page.job
        if job is not None:
            question = functools.partial(self._line.keep, codes)
            self._asking.ask(question, functools.partial(self._kept, job, codes), self._not_kept)

    def _kept(self, job: JobToCode, codes: Codes, kept: CodesKept) -> None:
        self._asking.came()
        self._here += 0 if self._anew else 1
        self._last = job
        self._late = self._fetching
        self._count(kept.state)
        self.page.say(kept_said(job, codes.codes, kept))
        self._take_up()

    def _not_kept(self, error: Exception) -> None:
        """The job stays with all that was chosen. Where entries of a code lead to several in SOC2010, the coder says which."""
        self.page.go_on()
        if isinstance(error, HubRefused) and self.page.asks_for_soc2010():
            loaded = self._state is not None and self._state.indexes.get(CodeScheme.SOC2010.value, "")
            self.page.want_soc2010(error.detail, unindexed=not loaded)
        else:
            self._asking.fail(error)

    def _take_up(self) -> None:
        """The job that was set aside, or the next one."""
        self._anew = False
        job, self._set_aside = self._set_aside, None
        if job is not None:
            self.page.show_job(job)
            self.focus()
        else:
            self._next()

    # Looking up

    def _look_up(self, looking: Looking) -> None:
        self._asking.ask(
            functools.partial(self._line.look_up, looking),
            functools.partial(self._found, looking),
            functools.partial(self._not_found, looking),
        )

    def _found(self, looking: Looking, found: Found) -> None:
        self.page.put_found(looking, found)

    def _not_found(self, looking: Looking, error: Exception) -> None:
        self.page.not_found(looking)
        self._asking.fail(error)

    # Sheets

    def _press(self, key: PageKey) -> None:
        if self._asking.sheet is not None:
            return
        if key is HELP:
            labels = [label for label in self._state.indexes.values() if label] if self._state else []
            self._asking.open(CodingHelp(self._asking.look, self._asking.over, labels))
        elif key is BACK:
            self._go_back()
        elif key is AGREEMENT:
            self._asking.ask_for_sheet(self._line.state, self._show_agreement)
        elif key is SETTINGS:
            self._asking.ask_for_sheet(self._line.state, self._show_settings)
        elif key is AUTOMATIC:
            self._asking.ask_for_sheet(self._line.state, self._show_automatic)

    def _go_back(self) -> None:
        job = self._last
        if job is None:
            self.page.say(self.tr("You have not coded a job since you signed in."))
        else:
            question = functools.partial(self._line.history, job.case)
            self._asking.ask_for_sheet(question, functools.partial(self._show_history, job))

    def _show_history(self, job: JobToCode, history: CodeHistory) -> None:
        codes = [each for rows, each in history.codes if rows == job.rows]
        sheet = CodeHistorySheet(self._asking.look, self._asking.over, job, codes, self._asking.user)
        sheet.again_wanted.connect(self._code_anew)
        self._asking.open(sheet)

    def _code_anew(self) -> None:
        if self._last is not None and not self.page.waits:
            if not self._anew:
                self._set_aside = self.page.job
            self._anew = True
            self.page.show_job(self._last, again=True)
            self.focus()

    def _show_agreement(self, state: CodingState) -> None:
        self._count(state)
        self._asking.open(AgreementSheet(self._asking.look, self._asking.over, state))

    def _show_settings(self, state: CodingState) -> None:
        sheet = CodingSettingsSheet(self._asking.look, self._asking.over, state.settings)
        sheet.settled.connect(self._settle)
        self._asking.open(sheet)

    def _settle(self, settings: CodingSettings) -> None:
        self._asking.ask(functools.partial(self._line.change_settings, settings), self._asking.done)

    def _show_automatic(self, state: CodingState) -> None:
        self._run = AutomaticRun(self._asking, state.settings)
        self._run.counted.connect(self._count)
