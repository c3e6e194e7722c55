"""The people to practise on first: a few of each mode and instrument, and nobody has called on them yet."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot, find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.settings import Settings
from capi.store.case_file import CaseFile


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, and what she or he is to be asked. `telephones` are of Ofcom's ranges for drama, as all of practice."""

    reference: str
    name: str
    mode: Mode
    instrument: str = "seb"
    facts: Mapping[str, int | str] = field(default_factory=dict)
    telephones: tuple[str, ...] = ()


FACE, PHONE, SELF = Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION
_AGED_66: Mapping[str, int | str] = {"Age": 66, "Sex": 2, "AgencySet": 1}
PEOPLE: Sequence[Person] = (
    Person("P101/01", "Rosa Fletcher, 3 Mill Lane", FACE),
    Person("P101/02", "Imran Qureshi, 14 Station Road", FACE),
    Person("P102/01", "Gwen Prosser, Tŷ Gwyn", FACE),
    Person("P103/01", "Daniel O’Hara, Flat 2, 88 Quay Street", FACE),
    Person("P201/01", "Mei-Lin Zhao", PHONE, telephones=("020 7946 0018",)),
    Person("P201/02", "Arthur Penhaligon", PHONE, telephones=("01632 960961", "07700 900961")),
    Person("P202/01", "Folasade Adeyemi", PHONE, telephones=("07700 900982",)),
    Person("P301/01", "Kirsty MacLeod", SELF),
    Person("P301/02", "Tomasz Wiśniewski", SELF),
    Person("P401/01", "Nasreen Akhtar, 27 Foundry Street", FACE, "economic-activity", {"Age": 34, "Sex": 2}),
    Person("P401/02", "Callum Reid, 5 Harbour Row", FACE, "economic-activity", {"Age": 18, "Sex": 1}),
    Person("P402/01", "Beatrix Lindqvist", PHONE, "economic-activity", _AGED_66, ("01632 960402",)),
    Person("P501/01", "The Okafor household, 12 Orchard Way", FACE, "household", {"SebSet": 1}),
    Person("P502/01", "The Marsh household, Lower Farm", PHONE, "household", telephones=("01632 960502",)),
)


def keep_instruments(case_file: CaseFile, settings: Settings, names: Sequence[str]) -> Mapping[str, Snapshot]:
    """The instruments that ship under these names, kept in the file."""
    kept: dict[str, Snapshot] = {}
    for name in dict.fromkeys(names):
        kept[name] = snapshot(read_instrument(find_instrument(name, settings.questionnaires), settings.questionnaires))
        case_file.keep_snapshot(kept[name])
    return kept


def add_people(case_file: CaseFile, people: Sequence[Person], kept: Mapping[str, Snapshot], now: Moment) -> list[Case]:
    """A case for each of these people, with the instrument kept under its name."""
    cases = [_case(person, kept[person.instrument]) for person in people]
    found_by = zip(cases, people, strict=True)
    contacts = {case.id: Contact(name=each.name, telephones=each.telephones) for case, each in found_by}
    case_file.add_cases(cases, now, contacts)
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
