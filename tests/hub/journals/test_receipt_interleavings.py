"""Receipt under every interleaving: two laptops, one case, parts of any stretch, duplicated, reordered, forked, moved to and fro.

What was once receipted is in the journal or apart, exactly once in each place (what cannot be read is kept as whole
parts, each once); the journal always verifies, and never loses an entry it had.
"""

import itertools
from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Principal
from capi.sync.messages import Outcome, Part
from tests.hub.scenario import HubScene, Journal, apart_entries

_PLACES = st.integers(0, 30)
_DEVICES = st.sampled_from(("L-anna", "L-ben"))


_SCENES: list[tuple[HubScene, dict[str, Principal]]] = []
_CASES = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def _scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One hub for all interleavings, each with a case of its own: a new database for each takes longer than all it tests."""
    database = HubDatabase(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.sqlite'}")
    scene = HubScene.set_up(database)
    _SCENES.append((scene, {device: scene.laptop(device[2:], device) for device in ("L-anna", "L-ben")}))
    yield
    _SCENES.clear()
    database.close()


class Interleavings(RuleBasedStateMachine):
    """Each laptop has copies of the case's disk, which go their own ways; any stretch of any of them may be sent at any time."""

    @initialize(made_here=st.booleans())
    def a_case(self, *, made_here: bool) -> None:
        self.scene, self.laptops = _SCENES[0]
        anna, reference = self.laptops["L-anna"], f"{next(_CASES)}/1"
        first = self.scene.made_here(reference, anna) if made_here else self.scene.case(reference, anna)
        self.case_id = first.case_id
        self.copies = {"L-anna": [first.copy("L-anna").opened()], "L-ben": [first.copy("L-ben").opened()]}
        self.terms = {"L-anna": 0 if made_here else 1, "L-ben": 0}
        self.receipted: dict[str, set[tuple[int, bytes]]] = {"L-anna": set(), "L-ben": set()}
        self.journal_before: list[bytes] = []
        self.sent: list[tuple[str, Part]] = []

    @rule(device=_DEVICES, copy=_PLACES, answers=st.integers(1, 4))
    def an_interviewer_goes_on(self, device: str, copy: int, answers: int) -> None:
        journal = self._copy(device, copy)
        for _ in range(answers):
            # Nothing ever written is the same as anything else.
            journal.answered("Visits", sum(len(each.entries) for each in self.copies[device]))

    @rule(device=_DEVICES, copy=_PLACES, at=_PLACES)
    def a_disk_is_copied(self, device: str, copy: int, at: int) -> None:
        journal = self._copy(device, copy)
        if len(self.copies[device]) < 3:
            forked = journal.copy()
            forked.entries = forked.entries[: max(1, at % (len(forked.entries) + 1))]
            self.copies[device].append(forked)

    @rule(device=_DEVICES, copy=_PLACES, after=_PLACES, upto=_PLACES)
    def a_part_is_sent(self, device: str, copy: int, after: int, upto: int) -> None:
        journal = self._copy(device, copy)
        length = len(journal.entries)
        self._send(device, journal.part(after % length, length - upto % 3, term=self.terms[device]))

    @rule(device=_DEVICES, copy=_PLACES, at=_PLACES)
    def a_part_is_spoilt_on_the_way(self, device: str, copy: int, at: int) -> None:
        part = self._copy(device, copy).part(0, term=self.terms[device])
        entries = list(part.entries)
        entries[at % len(entries)] = msgspec.Raw(str(at).encode())
        self._send(device, msgspec.structs.replace(part, entries=entries))

    @rule(which=_PLACES)
    def a_part_is_sent_again(self, which: int) -> None:
        if self.sent:
            self._send(*self.sent[which % len(self.sent)])

    @rule(device=_DEVICES)
    def the_case_changes_hands(self, device: str) -> None:
        if self._is_known():
            self.terms[device] = self.scene.give(self.case_id, self.laptops[device])

    @rule()
    def the_holder_takes_what_the_hub_has(self) -> None:
        if self._is_known():
            device = next(
                name
                for name, laptop in self.laptops.items()
                if laptop.device_key == self.scene.row(self.case_id).holder_key
            )
            self.copies[device].append(Journal(self.case_id, device, entries=self.scene.journal(self.case_id)))

    @invariant()
    def everything_receipted_is_kept_exactly_once_in_a_place(self) -> None:
        journal = self.scene.journal(self.case_id) if self._is_known() else []
        assert journal[: len(self.journal_before)] == self.journal_before
        self.journal_before = journal
        in_journal = set(enumerate(journal, start=1))
        assert len(set(journal)) == len(journal)
        for device, laptop in self.laptops.items():
            lines = [line for line in self.scene.apart(self.case_id) if line.device_key == laptop.device_key]
            unread = [line for line in lines if line.reason == "malformed"]
            assert len({line.part for line in unread}) == len(unread)
            apart = Counter(apart_entries(line for line in lines if line not in unread))
            assert set(apart.values()) <= {1}
            assert self.receipted[device] <= in_journal | apart.keys() | set(apart_entries(unread))

    def _send(self, device: str, part: Part) -> None:
        self.sent.append((device, part))
        [receipted] = self.scene.send(self.laptops[device], part).parts
        if receipted.outcome is not Outcome.BEHIND:
            number = part.after + len(part.entries)
            assert receipted.number == number
            self.receipted[device] |= set(enumerate(map(bytes, part.entries), start=part.after + 1))

    def _copy(self, device: str, copy: int) -> Journal:
        return self.copies[device][copy % len(self.copies[device])]

    def _is_known(self) -> bool:
        with self.scene.hub.database.reading() as connection:
            known = select(tables.cases.c.key).where(tables.cases.c.id == self.case_id)
            return connection.execute(known).first() is not None


TestInterleavings = Interleavings.TestCase
TestInterleavings.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
