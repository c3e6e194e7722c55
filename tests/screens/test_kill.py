"""kill -9 at any event between key press and paint: nothing that was ever painted is lost."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from capi.engine.answers import to_plain
from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.fieldwork.journal import Entry
from capi.fieldwork.replay import CaseRecord, replay
from capi.practice import open_practice
from capi.settings import read_settings
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from tests.screens.conftest import HOLDER, clock

Plain: TypeAlias = int | float | str | list[int]
SWEEP = Path(__file__).with_name("kill_sweep.py")
STEP = int(os.environ.get("CAPI_KILL_STEP", "401"))
"""A prime, so that the sweep comes by all kinds of events; CAPI_KILL_STEP=1 kills at every single one."""


def _prepare(folder: Path, template: Path) -> None:
    shutil.copytree(template, folder)


def _sweep(folder: Path, first: int, step: int, last: int) -> str:
    command = [sys.executable, str(SWEEP), str(folder), str(first), str(step), str(last)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, cwd=root, check=False)
    return done.stdout


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A practice folder as it is before the interview, with the case to be interviewed named in `case`."""
    folder = tmp_path / "template"
    settings = read_settings({"CAPI_DATA_DIR": str(folder)})
    with open_practice(settings, HOLDER, clock()()) as case_file:
        (folder / "case").write_text(json.dumps(case_file.cases()[0].case.id))
    return folder


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork; the case file's own kill test runs there")
@pytest.mark.timeout(400)
def test_killed_at_any_event_nothing_painted_is_lost_and_the_interview_resumes(tmp_path: Path, template: Path) -> None:
    alive = tmp_path / "alive"
    alive.mkdir()
    _prepare(alive / "0", template)
    events = int(_sweep(alive, 0, 1, 0).split()[0])
    assert len(_painted(alive / "0")) >= 8, "the interview was not typed to its end"

    dying = tmp_path / "dying"
    dying.mkdir()
    numbers = range(STEP, events, STEP)
    for number in numbers:
        _prepare(dying / str(number), template)
    # Qt delivers a few events more or less from run to run: the last may come to its end, and is looked at all the same.
    lived = _sweep(dying, STEP, STEP, events - 1).split()
    assert len(lived) <= len(numbers) // 10, f"of {events} events, these runs had fewer: {lived}"

    outcomes = {number: _check(dying / str(number)) for number in numbers}
    kept = set(outcomes.values())
    early_and_late = min(kept) == 0 and max(kept) >= 6
    assert early_and_late, f"the kills came too early or too late: {outcomes}"
    assert len(kept) >= 4, f"the kills came too close together: {outcomes}"


def _painted(folder: Path) -> list[tuple[str | None, dict[str, Plain]]]:
    file = folder / "painted"
    return [tuple(json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def _check(folder: Path) -> int:
    """Compares what was painted with what is kept, and resumes; gives the number of answers kept."""
    settings = read_settings({"CAPI_DATA_DIR": str(folder)})
    case_id = json.loads((folder / "case").read_text())
    with CaseFile.open(settings.practice_case_file, None, HOLDER) as case_file:
        record = case_file.record(case_id)
        kept = {field: to_plain(answer) for field, answer in record.answers.items()}
        instrument = case_file.snapshot(record.case.sha256).instrument()
        compiled = plan(instrument, record.case.mode)
        states = iter(_states(case_file.entries(case_id), compiled))
        for painted in _painted(folder):
            assert painted in states, f"{folder.name}: {painted} was painted, and is nowhere in the journal"
        _resumes(case_file, record)
        return len(kept)


def _states(entries: list[Entry], compiled: Plan) -> list[tuple[str | None, dict[str, Plain]]]:
    """Where the interview stood after each entry, as the screen would have shown it."""
    states = []
    for number in range(1, len(entries) + 1):
        record = replay(entries[:number])
        position = record.position if record.answers or record.position else ""
        interview = Interview(compiled, record.answers, position=position)
        states.append((interview.position, {field: to_plain(answer) for field, answer in interview.answers().items()}))
    return states


def _resumes(case_file: CaseFile, record: CaseRecord) -> None:
    instrument = case_file.snapshot(record.case.sha256).instrument()
    sitting = Sitting(case_file, record, plan(instrument, record.case.mode), clock())
    expected = record.position if record.answers or record.position else instrument.questions[0].name
    assert sitting.interview.position == expected
    assert record.last_worked is None or record.last_worked <= datetime.now(UTC)
