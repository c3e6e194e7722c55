"""Respondents online in any order of steps: pages sent twice, old pages, two devices, away for hours, a laptop that sends late.

After each step the journal is verified against the line of the case, and holds exactly what was acknowledged: each change once.
"""

import contextlib
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from capi.engine.answers import NotAccepted
from capi.engine.interview import NotOnRoute
from capi.engine.plan import plan
from capi.engine.route import route
from capi.fieldwork.contents import Answered, Completed
from capi.fieldwork.journal import RESPONDENT
from capi.hub.database import HubDatabase
from capi.hub.hub import Principal
from capi.hub.online.visit import Visit
from capi.hub.online.visits import CannotAnswer, NoVisit, read_visit, write_visit
from capi.instrument.model import Answer, Missing, Mode
from capi.sitting import Hindered
from tests.hub.online.scene import OnlineScene, background
from tests.hub.scenario import Journal

FIELDS = (
    "SchoolType",
    "FreeMeals",
    "EarnerStatus",
    "EmployerSize",
    "OwnBusinessSize",
    "Supervisor",
    "EarnerOccupation",
    "ParentQual",
)
PLAN = plan(background().instrument(), Mode.SELF_COMPLETION)
values = st.one_of(st.integers(1, 5), st.sampled_from(Missing))
pages = st.integers(0, 7)


class Online(RuleBasedStateMachine):
    """One case, a laptop that had it, and browsers."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = contextlib.ExitStack()
        folder = Path(self._folder.enter_context(tempfile.TemporaryDirectory()))
        self.database = HubDatabase(f"sqlite:///{folder / 'hub.sqlite'}")
        self.online = OnlineScene.set_up(self.database)
        self.tokens: list[str] = []
        self.given: dict[str, Answer] = {}
        """What she has been told is kept, by field."""
        self.changes = 0
        self.through = False
        self.laptop: Principal | None = None
        self.paper: Journal | None = None
        self.late = 0

    @initialize(held=st.booleans())
    def invite(self, held: bool) -> None:
        if held:
            self.laptop = self.online.scene.laptop("anna")
        self.paper = self.online.scene.case("1042/01", self.laptop)
        self.code = self.online.code(days=365)

    def teardown(self) -> None:
        self.database.close()
        self._folder.close()

    # What happens.

    @rule(stays=st.booleans())
    def enter(self, stays: bool) -> None:
        try:
            self.tokens.append(self.online.enter(self.code, stays=stays))
        except CannotAnswer:
            assert self.through
        else:
            assert not self.through

    @precondition(lambda self: self.tokens)
    @rule(which=pages, at=pages, value=values, times=st.integers(1, 2))
    def send_a_page(self, which: int, at: int, value: Answer, times: int) -> None:
        token, field = self.tokens[which % len(self.tokens)], FIELDS[at]
        for _ in range(times):
            try:
                write_visit(self.online.hub, token, lambda visit: visit.answer(field, value, visit.number))
            except (NotOnRoute, NotAccepted, NoVisit):
                continue
            except CannotAnswer:
                assert self.through
                continue
            assert not self.through
            self.changes += self.given.get(field) != value
            self.given[field] = value

    @precondition(lambda self: self.tokens)
    @rule(which=pages, how_many=st.integers(1, 8), value=st.integers(1, 2))
    def go_on(self, which: int, how_many: int, value: int) -> None:
        """The pages that wait, one after the other."""
        for _ in range(how_many):
            token = self.tokens[which % len(self.tokens)]
            try:
                waiting = read_visit(self.online.hub, token, lambda visit: visit.alone.waiting)
            except (NoVisit, CannotAnswer):
                return
            if waiting is not None:
                self.send_a_page(which, FIELDS.index(waiting), value, 1)

    def _seen(self) -> frozenset[str]:
        return frozenset(route(PLAN, self.given, {}).fields)

    @precondition(lambda self: self.tokens)
    @rule(which=pages)
    def look(self, which: int) -> None:
        with contextlib.suppress(NoVisit, CannotAnswer):
            shown = read_visit(self.online.hub, self.tokens[which % len(self.tokens)], _answered)
            assert shown == {field: self.given[field] for field in FIELDS if field in shown}

    @precondition(lambda self: self.tokens)
    @rule(which=pages)
    def leave(self, which: int) -> None:
        with contextlib.suppress(NoVisit, CannotAnswer):
            write_visit(self.online.hub, self.tokens.pop(which % len(self.tokens)), lambda visit: visit.leave())

    @rule(minutes=st.sampled_from([1, 1, 1, 5, 44, 46, 60 * 23, 60 * 25]))
    def time_passes(self, minutes: int) -> None:
        self.online.scene.time += timedelta(minutes=minutes)

    @precondition(lambda self: self.tokens)
    @rule(which=pages)
    def finish(self, which: int) -> None:
        try:
            self.online.complete(self.tokens[which % len(self.tokens)])
        except Hindered:
            assert any(field not in self.given for field in self._seen())
        except NoVisit:
            pass
        except CannotAnswer:
            assert self.through
        else:
            assert not self.through
            self.through = True

    @rule()
    def the_laptop_sends_what_it_wrote(self) -> None:
        if self.laptop is None or self.paper is None or self.late > 2:
            return
        if self.online.scene.row(self.paper.case_id).holder_key is None:
            self.late += 1
            after = len(self.paper.entries)
            self.paper.remarked("SchoolType", f"late {self.late}")
            self.online.scene.send(self.laptop, self.paper.part(after=after))

    # What always holds.

    @invariant()
    def each_change_is_in_the_journal_once_and_is_hers(self) -> None:
        if self.paper is None:
            return
        entries = self.online.entries()
        answered = [entry for entry in entries if isinstance(entry.contents, Answered)]
        assert len(answered) == self.changes
        assert {entry.who for entry in entries[1:]} <= {RESPONDENT}
        last = {
            entry.contents.field: entry.contents.answer for entry in answered if isinstance(entry.contents, Answered)
        }
        assert last == self.given
        assert sum(isinstance(entry.contents, Completed) for entry in entries) == int(self.through)

    @invariant()
    def what_the_laptop_sent_late_is_kept_apart_whole(self) -> None:
        if self.paper is not None:
            assert len(self.online.scene.apart()) == self.late


def _answered(visit: Visit) -> dict[str, Answer]:
    return {field: answer for field, answer in visit.answered() if answer is not None}


TestOnline = Online.TestCase
TestOnline.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
