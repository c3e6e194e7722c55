"""Walks: interviews written down beside an instrument, and where they lead."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from capi.engine.answers import to_plain
from capi.engine.plan import Plan
from capi.engine.script import ScriptedInterview, hold, read_script
from capi.instrument.model import Mode
from tests.commands.running import capi

PlanOf = Callable[[Mode], Plan]


@dataclass(frozen=True, slots=True)
class Walk:
    """A scripted interview: `rounds[0]` are its answers and facts, later rounds are second thoughts."""

    name: str
    folder: Path
    mode: Mode
    date: str
    rounds: tuple[Mapping[str, Any], ...]
    route: tuple[str, ...]
    status: str
    next: str | None
    off_route: Mapping[str, object]
    edits: tuple[str, ...]

    @property
    def answers_file(self) -> str:
        """What goes into the file of answers."""
        return json.dumps(self.rounds if len(self.rounds) > 1 else self.rounds[0])

    @property
    def says(self) -> dict[str, object]:
        """Where it leads, and that no answer is left over."""
        return {
            "route": list(self.route),
            "next": self.next,
            "status": self.status,
            "off_route": dict(self.off_route),
            "unused": {},
            "edits": list(self.edits),
        }

    def held(self, plan_of: PlanOf) -> ScriptedInterview:
        script = read_script(self.answers_file.encode(), self.name)
        return hold(script, plan_of(self.mode), self.date)


def all_walks(folder: Path) -> tuple[Walk, ...]:
    return tuple(walk for path in sorted((folder / "walks").glob("*.json")) for walk in _in_file(path))


def _in_file(path: Path) -> Iterator[Walk]:
    content = json.loads(path.read_text(encoding="utf-8"))
    folder = path.parents[1]
    assert content["instrument"] == folder.name
    assert content["mode"] == path.stem
    for entry in content["walks"]:
        answers = entry["answers"]
        yield Walk(
            name=entry["walk"],
            folder=folder,
            mode=Mode(content["mode"]),
            date=content["date"],
            rounds=tuple(answers) if isinstance(answers, list) else (answers,),
            route=tuple(entry["route"]),
            status=entry["status"],
            next=entry["next"],
            off_route=entry.get("off_route", {}),
            edits=tuple(entry.get("edits", ())),
        )


def example_in_the_readme(folder: Path, plan_of: PlanOf) -> ScriptedInterview:
    """The interview that the folder's README gives to try."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    answers = readme.partition("```json\n")[2].partition("```")[0]
    return hold(read_script(answers.encode(), "README.md"), plan_of(Mode.TELEPHONE), "2026-11-18")


def led_to(walk: Walk, plan_of: PlanOf) -> dict[str, object]:
    """Where the walk leads, to be compared with `walk.says`."""
    held = walk.held(plan_of)
    return {
        "route": list(held.route),
        "next": held.next,
        "status": "completed" if held.completed else "in_progress",
        "off_route": {field: to_plain(answer) for field, answer in held.interview.off_route().items()},
        "unused": held.unused,
        "edits": [edit.name for edit in held.edits],
    }


def led_to_by_the_command(walk: Walk) -> dict[str, object]:
    """The same, as `capi interview --json` prints it to whoever runs it."""
    ended = capi(
        *("interview", walk.folder, "--mode", walk.mode.value, "--answers", "-", "--date", walk.date, "--json"),
        given=walk.answers_file,
    )
    if ended.code:
        return {"refused": ended.err}
    printed = json.loads(ended.out)
    return {**{key: printed[key] for key in walk.says}, "edits": [edit["name"] for edit in printed["edits"]]}


def every_walk(walks: tuple[Walk, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("walk", [pytest.param(walk, id=f"{walk.mode.value}-{walk.name}") for walk in walks])
