"""Step, change, load and size of the engine on the synthetic questionnaire."""

import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.instrument.loading import Snapshot, read_instrument, snapshot
from capi.instrument.model import Mode
from tests.benchmarks import household, synthetic
from tests.benchmarks.measure import Figure, of, timed
from tests.benchmarks.synthetic import Item

SIZES = (10, 100, 1_000, 10_000)
PEOPLE = (10, 200)
ROUNDS = 5


def figures() -> list[Figure]:
    made: list[Figure] = []
    for size in SIZES:
        made += _size(size)
    for people in PEOPLE:
        made += _household(people)
    return made


def _household(people: int) -> list[Figure]:
    """Every step with a roster, changes in its first row that are read by counts, and taking a row away."""
    interview = Interview(household.household_plan(people))
    steps = []
    while interview.position is not None:
        began = time.perf_counter()
        household.step(interview, people)
        steps.append(time.perf_counter() - began)
    changes, removals = [], []
    for turn in range(100):
        began = time.perf_counter()
        interview.answer("Age[1]", 30 + turn % 2)
        interview.prompt()
        changes.append(time.perf_counter() - began)
        began = time.perf_counter()
        interview.remove_row("People[2]")
        interview.prompt()
        removals.append(time.perf_counter() - began)
        interview.restore_row("People[2]")
    kept, rows = interview.kept_answers(), interview.kept_rows()
    opened = [timed(lambda: Interview(interview.plan, kept, rows=rows)) for _ in range(ROUNDS)]
    return [
        of(f"step, roster of {people} rows, {len(kept):,} answers", steps, ""),
        of(f"change of an age that is counted, {people} rows", changes, ""),
        of(f"taking a row away, {people} rows", removals, ""),
        of(f"opening the interview again, {people} rows", opened, ""),
    ]


def _size(size: int) -> list[Figure]:
    items = synthetic.items(size)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "instrument.yaml"
        file.write_bytes(synthetic.as_yaml(size))
        authored = min(timed(lambda: read_instrument(file)) for _ in range(3 if size < 10_000 else 1))
        kept = snapshot(read_instrument(file))
    loaded = [timed(lambda: _load(kept)) for _ in range(ROUNDS)]
    tracemalloc.start()
    compiled = _load(kept)
    grown = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    steps, changes = _walk(compiled, items)
    floor_step, floor_change = _floor(items)
    budget_load = {1_000: "<= 30", 10_000: "<= 400"}.get(size, "")
    budget_author = {1_000: "<= 600", 10_000: "<= 6,000"}.get(size, "")
    budget_change = {1_000: "<= 0.1", 10_000: "<= 1"}.get(size, "")
    return [
        of(f"step, {size:,} questions", steps, "mean <= 0.010, p99 <= 0.05", floor_step),
        of(f"change of the first answer, {size:,}", changes, budget_change, floor_change),
        of(f"load from a case file's snapshot, {size:,}", loaded, budget_load),
        Figure(f"read, validate, compile from YAML, {size:,}", 1_000 * authored, budget=budget_author),
        Figure(f"memory of it compiled, {size:,}", grown, budget="<= 50" if size == 10_000 else "", unit="MB"),
    ]


def _load(kept: Snapshot) -> Plan:
    return plan(kept.instrument(), Mode.FACE_TO_FACE)


def _walk(compiled: Plan, items: Sequence[Item]) -> tuple[list[float], list[float]]:
    """Every step of the best of several interviews, and many changes of the first answer."""
    best: list[float] = []
    for _ in range(ROUNDS if len(items) >= 1_000 else 20 * ROUNDS):
        interview = Interview(compiled)
        steps = _steps(interview)
        if not best or sum(steps) < sum(best):
            best = steps
    changes = []
    for turn in range(200):
        interview.go_to("q0")
        began = time.perf_counter()
        interview.answer("q0", 2 - turn % 2)
        interview.prompt()
        changes.append(time.perf_counter() - began)
    if list(interview.route()) != synthetic.walk(items, 1):
        raise AssertionError("the interview took another route than the published one")
    return best, changes


def _steps(interview: Interview) -> list[float]:
    steps = []
    while (field := interview.position) is not None:
        value = synthetic.answer(int(field[1:]))
        began = time.perf_counter()
        interview.answer(field, value)
        interview.prompt()
        steps.append(time.perf_counter() - began)
    return steps


def _floor(items: Sequence[Item]) -> tuple[float, float]:
    """A bare loop over an index of dependants: milliseconds of a step and of the change."""
    readers: list[list[tuple[int, int]]] = [[] for _ in items]
    for item in items:
        if item.read is not None:
            readers[item.read].append((item.at, item.unless))
    on, given = [True] * len(items), [0] * len(items)

    def give(at: int, value: int) -> None:
        given[at] = value
        for reader, unless in readers[at]:
            on[reader] = value != unless

    def walk() -> None:
        at = 0
        while at < len(items):
            give(at, synthetic.answer(at))
            at += 1
            while at < len(items) and not on[at]:
                at += 1

    step = min(timed(walk) for _ in range(ROUNDS)) / len(items)
    change = min(timed(lambda: give(0, 2)) for _ in range(20))
    return 1_000 * step, 1_000 * change
