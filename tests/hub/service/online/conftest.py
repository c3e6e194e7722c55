"""A hub that serves respondents: with the background standard, and with a questionnaire of every kind of question."""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from capi.hub.database import HubDatabase
from capi.instrument.loading import Snapshot
from tests.hub.online.every_kind import every_kind
from tests.hub.online.scene import OnlineScene
from tests.hub.service.online.respondent import Respondent
from tests.hub.serving import RunningHub, serving

_NUMBERS = itertools.count(1)


@dataclass
class ServedOnline:
    """Respondents come to it one by one, each to a case of her own."""

    scene: OnlineScene
    running: RunningHub

    def code(self, *, days: int = 28) -> str:
        self.reference = f"2042/{next(_NUMBERS)}"
        return self.scene.invited(self.reference, days=days)

    def respondent(self, *, stays: bool = False) -> Respondent:
        """One that has entered the code of a fresh case."""
        return Respondent(self.running, self.code(), stays=stays)

    def comes_to(self, field: str) -> Respondent:
        """One that has answered all before this question of the questionnaire of every kind."""
        ann = self.respondent()
        for name, sent in EVERY_ANSWER.items():
            if ann.path.removeprefix("/q/").partition("%5B")[0] == field:
                return ann
            if name == "Country":
                ann.find("fran")
            ann.send(**sent)
        assert ann.path == f"/{field}", (ann.path, ann.mistakes)
        return ann


EVERY_ANSWER: dict[str, dict[str, object]] = {
    "Welcome": {},
    "Happy": {"answer": "1"},
    "Uses": {"answer": ["1", "3"]},
    "Age": {"answer": "42"},
    "Height": {"answer": "1.75"},
    "Job": {"answer": "a <b>baker</b>"},
    "Story": {"answer": "I bake\nand sell"},
    "Born": {"day": "7", "month": "3", "year": "1984"},
    "LeftSchool": {"month": "7", "year": "2002"},
    "Up": {"answer": "6.30am"},
    "Country": {"answer": "FR"},
    "Name": {"answer": "Ann"},
    "Years": {"answer": "42"},
    "AnyoneElse": {"answer": "2"},
    "Oldest": {"answer": "1"},
    "Hours": {"answer": "30"},
    "Days": {"answer": "5"},
}
"""What is sent from each page of the questionnaire of every kind, in the order of the questions."""


@contextlib.contextmanager
def served_online(folder: Path, instrument: Snapshot | None = None) -> Iterator[ServedOnline]:
    with contextlib.closing(HubDatabase(f"sqlite:///{folder / 'hub.sqlite'}")) as database:
        scene = OnlineScene.set_up(database, instrument)
        with serving(scene.hub) as running:
            yield ServedOnline(scene, running)


@pytest.fixture(scope="module")
def seb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedOnline]:
    """The background standard."""
    with served_online(tmp_path_factory.mktemp("seb")) as served:
        yield served


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedOnline]:
    """Every kind of question."""
    with served_online(tmp_path_factory.mktemp("every"), every_kind()) as served:
        yield served
