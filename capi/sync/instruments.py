"""Instruments from the hub: fetched once, to the letter, compiled on this laptop, and kept only if they are what was named."""

from capi.instrument.loading import Snapshot, UnfitInstrument, read_sources, snapshot
from capi.store.errors import NotThere
from capi.sync.course import Course
from capi.sync.errors import NotProven
from capi.sync.proof import instrument_files


def ensure(course: Course, sha256: str) -> Snapshot:
    """The instrument, kept in the case file now. Raises SyncError, and UnfitInstrument where this version cannot field it."""
    try:
        return course.case_file.snapshot(sha256)
    except NotThere:
        made = _compiled(course, sha256)
        course.case_file.keep_snapshot(made)
        return made


def _compiled(course: Course, sha256: str) -> Snapshot:
    files = instrument_files(course.link, course.client.instrument(sha256), sha256)
    if not files.sources:
        raise UnfitInstrument(())
    try:
        made = snapshot(read_sources(files.sources))
    except OSError as error:  # a file it names is not among them
        raise UnfitInstrument(()) from error
    if (made.sha256, made.name, made.version) != (sha256, files.name, files.version):
        raise NotProven("the instrument’s hash")
    return made
