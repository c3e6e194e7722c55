"""The machine of the field: what laptops, lines, disks and the office do, in any order, and what must hold at every step.

Laptops that work, sync, are cut off, copied, put back to an older copy, replaced and revoked; an office that moves cases about
and decides; a hub that is backed up and restored; clocks that jump.
"""

import contextlib
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Answered
from capi.fieldwork.journal import START, decode
from capi.hub import tables
from capi.hub.errors import HubError
from capi.hub.journals.own_entries import HUB_DEVICE
from capi.hub.office.calling_decisions import appoint, call_off, set_outcome
from capi.hub.office.devices import end_device
from capi.hub.office.quarantine import decide
from capi.sync.course import Step
from capi.sync.messages import Role
from capi.sync.office_messages import (
    CallingOff,
    Deciding,
    Decision,
    DeviceEnd,
    DeviceState,
    OfficeAppointment,
    OfficeOutcome,
)
from capi.sync.round_report import RoundReport, Standing
from capi.sync.sync_round import sync_round
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.sync.cutting_proxy import DOWN, UP
from tests.sync.field import Laptop
from tests.sync.machine_checks import check_what_came, check_what_is_called_safe, check_what_went
from tests.sync.machine_lines import InProcess, Line, OverHttp
from tests.sync.machine_world import (
    Beginning,
    Entries,
    World,
    on_laptop,
    open_to,
    sit,
)

MOST_LAPTOPS = 5

_LAPTOPS = st.integers(0, MOST_LAPTOPS - 1)
_CASES = st.integers(0, 5)
_USERS = st.sampled_from(("anna", "ben"))
_SETTLED = (Standing.SAFE, Standing.APART, Standing.DIFFERS, Standing.REFUSED)
_NUMBERS = itertools.count(1)


@dataclass
class Played:
    """What a run has seen, so that one in which nothing happens is noticed."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class Stage:
    """Where a machine plays."""

    beginning: Beginning
    folder: Path
    line: type[InProcess] | type[OverHttp]
    played: Played


class _PowerLoss(Exception):
    pass


class FieldMachine(RuleBasedStateMachine):
    """`committed`: every entry that was ever on a disk, less those of disks that are gone."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        self.folder = self.stage.folder / f"world-{next(_NUMBERS)}"
        self.folder.mkdir()
        self.line: Line = self.stage.line()
        self.stack.callback(self.line.end)
        self.world = World.copied(self.stage.beginning, self.folder, self.line, self.stack)
        self.images: list[tuple[Laptop, Path]] = []
        self.committed = self.world.everywhere()
        self.journals_before = self.world.journals()
        self.once_in_journal: Entries = defaultdict(set)
        self.rewritten = False
        self.completed: list[str] = []
        self.apart: list[str] = []
        self.calm = True
        """Nothing has happened yet that could bring anything into quarantine."""
        self.saw = self.stage.played.counts

    # The interviewer.

    @rule(
        laptop=_LAPTOPS, case=_CASES, general=st.integers(1, 3), ending=st.sampled_from(("pause", "complete", "crash"))
    )
    def somebody_works_on_a_case(self, laptop: int, case: int, general: int, ending: str) -> None:
        at = self._laptop(laptop)
        held = open_to(at)
        if not held:
            return
        sitting = sit(self.world, at, held[case % len(held)].case_id)
        if ending == "complete":
            sitting.answer("General", 1)
            sitting.answer("Income", 100 * next(_NUMBERS))
            sitting.complete()
        else:
            sitting.answer("General", general)
            if ending == "pause":
                sitting.pause()
        self.saw[f"worked: {ending}"] += 1

    @rule(laptop=_LAPTOPS, case=_CASES, ending=st.sampled_from(("pause", "complete")))
    def somebody_works_on_a_case_and_syncs(self, laptop: int, case: int, ending: str) -> None:
        self.somebody_works_on_a_case(laptop, case, 2, ending)
        self._enrolled_round(self._laptop(laptop))

    @rule(laptop=_LAPTOPS, case=_CASES, accepted=st.booleans())
    def a_case_is_completed_and_the_office_looks_at_it(self, laptop: int, case: int, *, accepted: bool) -> None:
        self.somebody_works_on_a_case_and_syncs(laptop, case, "complete")
        held = open_to(self._laptop(laptop))
        if held:
            about = held[case % len(held)].case_id
            with self._decided("accepted" if accepted else "returned"):
                if accepted:
                    self.world.accept(about)
                else:
                    self.world.return_case(about, f"note {next(_NUMBERS)}", "Income")

    @rule(laptop=_LAPTOPS)
    def a_case_is_made_in_the_field(self, laptop: int) -> None:
        at = self._laptop(laptop)
        if len(at.case_file.holdings()) < 6:
            at.make_case(f"F{next(_NUMBERS)}")
            self.saw["made"] += 1

    @rule(laptop=_LAPTOPS, days=st.integers(-5_500, 400))
    def a_clock_jumps(self, laptop: int, days: int) -> None:
        self._laptop(laptop).fast += timedelta(days=days)

    # The line.

    @rule(laptop=_LAPTOPS)
    def a_round(self, laptop: int) -> None:
        self._enrolled_round(self._laptop(laptop))

    @rule(
        laptop=_LAPTOPS,
        direction=st.sampled_from((UP, DOWN)),
        after=st.one_of(st.integers(0, 9_000), st.integers(0, 30_000)),
        lasting=st.booleans(),
    )
    def a_round_that_is_cut(self, laptop: int, direction: str, after: int, *, lasting: bool) -> None:
        self.line.cut(direction, after, lasting=lasting)
        report = self._synced(self._laptop(laptop))
        self.line.mend()
        self.saw["cut"] += report is not None and not report.finished

    @rule(laptop=_LAPTOPS, step=st.integers(0, 12))
    def a_laptop_dies_between_two_steps_of_a_round(self, laptop: int, step: int) -> None:
        steps = itertools.count()

        def tell(_step: Step) -> None:
            if next(steps) == step:
                raise _PowerLoss

        self._synced(self._laptop(laptop), tell)

    @rule(minutes=st.sampled_from((1, 20, 600, 3_000)))
    def time_passes(self, minutes: int) -> None:
        self.world.scene.time += timedelta(minutes=minutes)

    # The office.

    @rule(case=_CASES, to=_USERS, now=st.booleans())
    def the_office_assigns(self, case: int, to: str, *, now: bool) -> None:
        self.calm = self.calm and not now
        with self._decided("assigned"):
            self.world.office.assign(to, self._case(case), now=now)

    @rule(case=_CASES, now=st.booleans())
    def the_office_recalls(self, case: int, *, now: bool) -> None:
        self.calm = self.calm and not now
        with self._decided("recalled"):
            self.world.recall(self._case(case), now=now)

    @precondition(lambda self: self.completed)
    @rule(case=_CASES)
    def the_office_returns(self, case: int) -> None:
        with self._decided("returned"):
            self.world.return_case(self.completed[case % len(self.completed)], f"note {next(_NUMBERS)}", "Income")

    @precondition(lambda self: self.completed)
    @rule(case=_CASES)
    def the_office_accepts(self, case: int) -> None:
        with self._decided("accepted"):
            self.world.accept(self.completed[case % len(self.completed)])

    @rule(case=_CASES)
    def the_office_appoints(self, case: int) -> None:
        day = (self.world.scene.time + timedelta(days=2)).date().isoformat()
        wanted = OfficeAppointment(local=f"{day}T17:40", zone="Europe/London", note=f"call {next(_NUMBERS)}")
        with self._decided("appointed"):
            appoint(self.world.scene.hub, self.world.office.ruth, self._case(case), wanted)

    @rule(case=_CASES)
    def the_office_calls_off(self, case: int) -> None:
        with self._decided("called off"):
            wanted = CallingOff(reason=f"call {next(_NUMBERS)}")
            call_off(self.world.scene.hub, self.world.office.ruth, self._case(case), wanted)

    @rule(case=_CASES, code=st.sampled_from(("310", "431", "")))
    def the_office_sets_an_outcome(self, case: int, code: str) -> None:
        with self._decided("outcome set"):
            wanted = OfficeOutcome(code=code, reason=f"call {next(_NUMBERS)}")
            set_outcome(self.world.scene.hub, self.world.office.ruth, self._case(case), wanted)

    @precondition(lambda self: self.apart)
    @rule(line=st.integers(0, 7), decision=st.sampled_from(Decision))
    def the_office_decides_on_quarantine(self, line: int, decision: Decision) -> None:
        with self._decided(f"quarantine: {decision.value}"):
            deciding = Deciding(decision=decision, note="As on the telephone")
            decide(self.world.scene.hub, self.world.office.ruth, self.apart[line % len(self.apart)], deciding)
            self.rewritten = decision is Decision.APPLY

    @rule(laptop=_LAPTOPS, state=st.sampled_from((DeviceState.REPLACED, DeviceState.REVOKED)))
    def the_office_ends_a_laptop(self, laptop: int, state: DeviceState) -> None:
        self.calm = False
        ada = self.world.scene.office(Role.ADMINISTRATOR)
        with self._decided(state.value):
            end_device(self.world.scene.hub, ada, self._laptop(laptop).device, DeviceEnd(state=state))

    @rule(laptop=_LAPTOPS)
    def a_laptop_is_enrolled_again(self, laptop: int) -> None:
        at = self._laptop(laptop)
        at.enrol(self.world.code(at.user))

    @rule(user=_USERS)
    def somebody_gets_another_laptop(self, user: str) -> None:
        if len(self.world.laptops) < MOST_LAPTOPS:
            self.world.new_laptop(user)
            self.saw["new laptop"] += 1

    # What goes wrong with disks.

    @rule(laptop=_LAPTOPS)
    def a_disk_is_copied_and_both_go_on(self, laptop: int) -> None:
        if len(self.world.laptops) < MOST_LAPTOPS:
            self.calm = False
            self.world.add_twin(self._laptop(laptop))
            self.saw["twin"] += 1

    @rule(laptop=_LAPTOPS)
    def an_image_of_a_disk_is_taken(self, laptop: int) -> None:
        at = self._laptop(laptop)
        self.images.append((at, self.world.take_image(at)))

    @precondition(lambda self: self.images)
    @rule(image=st.integers(0, 5))
    def a_laptop_is_put_back_to_an_older_image(self, image: int) -> None:
        self.calm = False
        self.world.put_back(*self.images[image % len(self.images)])
        self._forget_what_was_only_there("put back")

    @rule()
    def the_hub_is_backed_up(self) -> None:
        self.world.back_up_hub()

    @precondition(lambda self: self.world.backups)
    @rule(back=st.integers(0, 3))
    def the_hub_is_restored(self, back: int) -> None:
        self.calm = False
        self.world.restore_hub(self.world.backups[-1 - back % len(self.world.backups)])
        self.rewritten = True
        gone = self._forget_what_was_only_there("restored")
        assert back or not gone, f"the latest backup lacks what no laptop has of {gone}"

    # What holds at every step.

    @invariant()
    def every_committed_entry_is_somewhere(self) -> None:
        there = self.world.everywhere()
        for case_id, entries in self.committed.items():
            lost = entries - there.get(case_id, set())
            assert not lost, f"{case_id} has lost {sorted(decode(each, 'lost').number for each in lost)}"
        self.committed = there

    @invariant()
    def journals_at_the_hub_are_whole_and_never_lose_anything(self) -> None:
        journals = self.world.journals()
        for case_id, journal in journals.items():
            assert len(set(journal)) == len(journal), f"{case_id} has an entry twice"
            before = self.journals_before.get(case_id, [])
            assert self.rewritten or journal[: len(before)] == before, f"{case_id} was changed without a decision"
            self.once_in_journal[case_id].update(journal)
        assert self.rewritten or self.journals_before.keys() <= journals.keys()
        self.journals_before, self.rewritten = journals, False
        self.completed = [case_id for case_id in journals if self.world.scene.row(case_id).status == "completed"]

    @invariant()
    def order_is_that_of_numbers_and_no_time_is_negative(self) -> None:
        for laptop in self.world.laptops:
            for case_id, journal in on_laptop(laptop).items():
                for entry in read_chain(START, case_id, journal):
                    assert not isinstance(entry.contents, Answered) or entry.contents.on_screen_ms >= 0

    @invariant()
    def nothing_is_kept_apart_without_a_cause(self) -> None:
        self.apart = [line.id for line in self.world.scene.apart()]
        assert not self.calm or not self.apart

    # In the end.

    def everybody_has_synced_twice(self) -> None:
        world = self.world
        self.line.mend()
        for laptop in world.laptops:
            for holding in open_to(laptop):
                if holding.sitting_open:
                    sit(world, laptop, holding.case_id).pause()
        for _ in range(2):
            told = [(laptop, self._enrolled_round(laptop, always=True)) for laptop in world.laptops]
            self.every_committed_entry_is_somewhere()
            self.journals_at_the_hub_are_whole_and_never_lose_anything()
        safe: dict[str, set[str]] = defaultdict(set)
        for laptop, report in told:
            assert report is not None
            assert report.finished, report.failure
            for case in report.cases:
                assert case.standing in _SETTLED, f"{laptop.device} {case}"
                if case.standing is Standing.SAFE and not case.elsewhere:
                    safe[case.case].add(laptop.device)
                assert not self.calm or case.standing is Standing.SAFE, case
        assert all(len(devices) == 1 for devices in safe.values()), safe
        self.saw["ends"] += 1

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.everybody_has_synced_twice()
        finally:
            self.stack.close()

    # How it is done.

    def _laptop(self, which: int) -> Laptop:
        return self.world.laptops[which % len(self.world.laptops)]

    def _case(self, which: int) -> str:
        case_ids = self.world.case_ids()
        return case_ids[which % len(case_ids)]

    @contextlib.contextmanager
    def _decided(self, what: str) -> Iterator[None]:
        """The hub refuses what makes no sense; that is tested elsewhere."""
        with contextlib.suppress(HubError):
            yield
            self.saw[what] += 1

    def _forget_what_was_only_there(self, what: str) -> list[str]:
        """The cases of which something that was written on a laptop is nowhere any more."""
        there = self.world.everywhere()
        lost = {case_id: entries - there.get(case_id, set()) for case_id, entries in self.committed.items()}
        for case_id, entries in lost.items():
            self.committed[case_id] -= entries
        # What the hub itself wrote since its backup goes with the hub, as all that the office had decided since then.
        gone = [case for case, each in lost.items() if any(decode(data, case).device != HUB_DEVICE for data in each)]
        self.saw[f"gone with what was {what}"] += len(gone)
        return gone

    def _enrolled_round(self, laptop: Laptop, *, always: bool = False) -> RoundReport | None:
        """A round; a laptop the hub does not let in any more is enrolled anew, where its office has not ended it."""
        report = self._synced(laptop)
        if report is not None and report.failed == "DeviceRefused" and (always or self._is_active(laptop)):
            laptop.enrol(self.world.code(laptop.user))
            report = self._synced(laptop)
        return report

    def _is_active(self, laptop: Laptop) -> bool:
        state = select(tables.devices.c.state).where(tables.devices.c.id == laptop.device)
        with self.world.scene.hub.database.reading() as connection:
            return connection.execute(state).scalar() == DeviceState.ACTIVE.value

    def _synced(self, laptop: Laptop, tell: Callable[[Step], None] = lambda _step: None) -> RoundReport | None:
        """One round, and all that is claimed by it looked at; None where the laptop died in the middle of it."""
        world = self.world
        world.scene.time += timedelta(seconds=1)
        started = world.scene.time
        here, there, holders = on_laptop(laptop), world.journals(), world.holders()
        report: RoundReport | None = None
        with contextlib.suppress(_PowerLoss):
            report = sync_round(laptop.case_file, laptop.moment, tell, laptop.client)
        check_what_came(world, laptop, there, holders, self.once_in_journal)
        self.saw["removed"] += check_what_went(world, laptop, here)
        if report is not None:
            self.saw["safe"] += check_what_is_called_safe(world, laptop, report, started)
            self.saw["rounds"] += 1
        return report
