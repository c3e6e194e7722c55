"""Practice: a case file of invented people, in plain text and marked as such. It never meets a real case."""

import uuid
from collections.abc import Sequence

from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder

PEOPLE: Sequence[tuple[str, str, Mode]] = (
    ("P101/01", "Rosa Fletcher, 3 Mill Lane", Mode.FACE_TO_FACE),
    ("P101/02", "Imran Qureshi, 14 Station Road", Mode.FACE_TO_FACE),
    ("P102/01", "Gwen Prosser, Tŷ Gwyn", Mode.FACE_TO_FACE),
    ("P103/01", "Daniel O’Hara, Flat 2, 88 Quay Street", Mode.FACE_TO_FACE),
    ("P201/01", "Mei-Lin Zhao", Mode.TELEPHONE),
    ("P201/02", "Arthur Penhaligon", Mode.TELEPHONE),
    ("P202/01", "Folasade Adeyemi", Mode.TELEPHONE),
    ("P301/01", "Kirsty MacLeod", Mode.SELF_COMPLETION),
    ("P301/02", "Tomasz Wiśniewski", Mode.SELF_COMPLETION),
)


def open_practice(settings: Settings, holder: Holder, now: Moment) -> CaseFile:
    """The practice file, made with its people the first time. Raises CaseFileError."""
    path = settings.practice_case_file
    if path.exists():
        return CaseFile.open(path, None, holder)
    path.parent.mkdir(parents=True, exist_ok=True)
    case_file = CaseFile.create(path, None, holder)
    add_people(case_file, settings, PEOPLE, now)
    return case_file


def add_people(
    case_file: CaseFile, settings: Settings, people: Sequence[tuple[str, str, Mode]], now: Moment
) -> list[Case]:
    """Cases for these people (reference, name, mode) with the socio-economic-background instrument."""
    kept = snapshot(read_instrument(find_instrument("seb", settings.questionnaires)))
    case_file.keep_snapshot(kept)
    cases = [
        Case(uuid.uuid4().hex, reference, name, kept.name, kept.version, kept.sha256, mode)
        for reference, name, mode in people
    ]
    case_file.add_cases(cases, now)
    return cases
