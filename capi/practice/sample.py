"""The sample of practice: some 300 invented people and households in every state of fieldwork, the same ones on every laptop.

Who they are and what they do hangs on a seed alone; when, on the moment the file is made: the calls lie in the two weeks before
it, what was agreed lies after it.
"""

import random
from collections.abc import Mapping

from capi.engine.plan import plan
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.outcomes.frame_reading import FrameSnapshot
from capi.practice.days import LONG, Days, moment_at
from capi.practice.drawn import Wanted, drawn
from capi.practice.stories import Story, stories
from capi.practice.worked import Fieldwork, Worked
from capi.store.hold import Holder

CASES = 300
_SEED = "practice"
_SAMPLE_CAME_AT = 510
"""Minute of the day."""
_WEIGHTS = {"seb": 9, "economic-activity": 7, "household": 4}
INSTRUMENTS = tuple(_WEIGHTS)
_MODES = {Mode.FACE_TO_FACE: 11, Mode.TELEPHONE: 9}


def work_sample(kept: Mapping[str, Snapshot], frame: FrameSnapshot, holder: Holder, now: Moment) -> list[Worked]:
    """Every case with its journal, in the order of the references. `kept`: the instruments by name."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing is secret
    told = stories(frame.frame)
    told += [Story(lambda _: None)] * (CASES - len(told))
    draw.shuffle(told)
    days = Days(now.utc)
    instruments = {name: each.instrument() for name, each in kept.items()}
    plans = {(name, mode): plan(each, mode) for name, each in instruments.items() for mode in each.modes}
    fieldwork = Fieldwork(holder, days, frame, plans)
    return [_worked(at, story, kept, fieldwork, came_at(now)) for at, story in enumerate(told)]


def came_at(now: Moment) -> Moment:
    """When the sample was added, if the file is made now."""
    return moment_at(Days(now.utc).at(-LONG - 1, _SAMPLE_CAME_AT))


def _worked(at: int, story: Story, kept: Mapping[str, Snapshot], fieldwork: Fieldwork, came: Moment) -> Worked:
    draw = random.Random(f"{_SEED} {at}")  # noqa: S311 - nothing is secret
    instrument = story.instrument or draw.choices(INSTRUMENTS, list(_WEIGHTS.values()))[0]
    mode = story.mode or draw.choices(list(_MODES), list(_MODES.values()))[0]
    case = Worked(drawn(at, Wanted(instrument, mode), kept[instrument], draw), fieldwork, came, draw)
    story.tell(case)
    return case
