"""Practice: a case file of invented people, in plain text and marked as such. It never meets a real case."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot, find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.hold import Holder


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, and what she or he is to be asked."""

    reference: str
    name: str
    mode: Mode
    instrument: str = "seb"
    facts: Mapping[str, int | str] = field(default_factory=dict)


FACE, PHONE, SELF = Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION
PEOPLE: Sequence[Person] = (
    Person("P101/01", "Rosa Fletcher, 3 Mill Lane", FACE),
    Person("P101/02", "Imran Qureshi, 14 Station Road", FACE),
    Person("P102/01", "Gwen Prosser, Tŷ Gwyn", FACE),
    Person("P103/01", "Daniel O’Hara, Flat 2, 88 Quay Street", FACE),
    Person("P201/01", "Mei-Lin Zhao", PHONE),
    Person("P201/02", "Arthur Penhaligon", PHONE),
    Person("P202/01", "Folasade Adeyemi", PHONE),
    Person("P301/01", "Kirsty MacLeod", SELF),
    Person("P301/02", "Tomasz Wiśniewski", SELF),
    Person("P401/01", "Nasreen Akhtar, 27 Foundry Street", FACE, "economic-activity", {"Age": 34, "Sex": 2}),
    Person("P401/02", "Callum Reid, 5 Harbour Row", FACE, "economic-activity", {"Age": 18, "Sex": 1}),
    Person("P402/01", "Beatrix Lindqvist", PHONE, "economic-activity", {"Age": 66, "Sex": 2, "AgencySet": 1}),
    Person("P501/01", "The Okafor household, 12 Orchard Way", FACE, "household", {"SebSet": 1}),
    Person("P502/01", "The Marsh household, Lower Farm", PHONE, "household"),
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


def add_people(case_file: CaseFile, settings: Settings, people: Sequence[Person], now: Moment) -> list[Case]:
    """A case for each of these people, with the instrument that ships under its name."""
    kept: dict[str, Snapshot] = {}
    for name in dict.fromkeys(person.instrument for person in people):
        kept[name] = snapshot(read_instrument(find_instrument(name, settings.questionnaires), settings.questionnaires))
        case_file.keep_snapshot(kept[name])
    cases = [_case(person, kept[person.instrument]) for person in people]
    case_file.add_cases(cases, now)
    return cases


def _case(person: Person, kept: Snapshot) -> Case:
    return Case(
        uuid.uuid4().hex,
        person.reference,
        person.name,
        kept.name,
        kept.version,
        kept.sha256,
        person.mode,
        dict(person.facts),
    )
