"""Opening the practice file; the first time it is made, whole or not at all."""

import contextlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from capi.fieldwork.journal import Head, Moment, digest
from capi.practice.people import PEOPLE, add_people, keep_instruments
from capi.practice.sample import INSTRUMENTS, came_at, work_sample
from capi.practice.worked import Worked
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.connection import HeldConnection
from capi.store.hold import Hold, Holder
from capi.store.kept_frame import kept_frame
from capi.store.projection import Written, keep
from capi.store.reading import standing
from capi.store.to_disk import folder_to_disk


def open_practice(settings: Settings, holder: Holder, now: Moment) -> CaseFile:
    """The practice file, made with its people the first time. Raises CaseFileError or OSError."""
    path = settings.practice_case_file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, settings, holder, now)
    return CaseFile.open(path, None, holder)


def _make(path: Path, settings: Settings, holder: Holder, now: Moment) -> None:
    """It gets its name when it is whole: what a crash leaves behind is a folder that nobody opens."""
    hold = Hold(path, holder)
    try:
        with tempfile.TemporaryDirectory(prefix="practice-", dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            worked = _add_cases(fresh, settings, holder, now)
            _write_journals(fresh, worked)
            fresh.rename(path)
        folder_to_disk(path.parent)
    finally:
        hold.release()


def _add_cases(path: Path, settings: Settings, holder: Holder, now: Moment) -> Sequence[Worked]:
    """A new file with everybody in it, as they were before anybody called; and what then happened to the sample."""
    with CaseFile.create(path, None, holder) as case_file:
        kept = keep_instruments(case_file, settings, INSTRUMENTS)
        add_people(case_file, PEOPLE, kept, now)
        worked = work_sample(kept, kept_frame(case_file, settings.questionnaires), holder, now)
        contacts = {each.who.case.id: each.who.contact for each in worked}
        case_file.add_cases((each.who.case for each in worked), came_at(now), contacts)
    return worked


def _write_journals(path: Path, worked: Iterable[Worked]) -> None:
    """In one transaction: with one for each entry, as the case file writes, it would take half a minute on a slow disk."""
    with contextlib.closing(HeldConnection(path, None)) as held, held.writing() as cursor:
        for case in worked:
            if len(case.journal.entries) == 1:
                continue
            there = standing(held.core, case.who.case.id)
            if there is None or there.head != case.journal.created:
                raise AssertionError("a case is in the file as it was created")
            for entry, data in zip(case.journal.entries[1:], case.journal.data[1:], strict=True):
                after = there.after(entry.contents, Head(entry.number, digest(data)))
                keep(cursor, Written(entry, data, there, after))
                there = after
