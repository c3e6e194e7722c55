"""Who is drawn for practice: invented names at invented addresses, reached by numbers that belong to nobody.

Telephone numbers are of the ranges that Ofcom keeps free for drama (01632 960, 07700 900, 020 7946 0), postcodes of the area
ZZ, which is not used, e-mail addresses of example.org (RFC 2606).
"""

import random
import unicodedata
import uuid
from dataclasses import dataclass

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode

MALE, FEMALE = 1, 2
_WOMEN = (
    "Agnieszka", "Aisha", "Anwen", "Bronagh", "Catriona", "Chidinma", "Deborah", "Efua", "Eilidh", "Fatima", "Gwenllian",
    "Harpreet", "Ioana", "Jean", "Kavita", "Leanne", "Margaret", "Niamh", "Olwen", "Patience", "Roxana", "Shanice",
    "Sìne", "Tamsin", "Thi Mai", "Yasmin", "Zainab",
)  # fmt: skip
_MEN = (
    "Abdul", "Aled", "Andrzej", "Bogdan", "Colin", "Delroy", "Dylan", "Eoin", "Farid", "Gethin", "Hamish", "Iestyn",
    "Jaspal", "Kwame", "Lachlan", "Mehmet", "Neil", "Oluwaseun", "Padraig", "Ravi", "Seamus", "Trevor", "Umar", "Vikram",
    "Winston", "Xiang", "Yiannis",
)  # fmt: skip
_SURNAMES = (
    "Abernethy", "Achebe", "Ahmed", "Barraclough", "Bello", "Bevan", "Campbell", "Chowdhury", "Cockburn", "Dhillon",
    "Doherty", "Ellerby", "Farouk", "Georgiou", "Gallagher", "Hargreaves", "Hughes", "Ionescu", "Jankowski", "Kaur",
    "Lewis-Okoro", "Llewellyn", "MacAskill", "Mahmood", "McIlroy", "Mensah", "Nguyen", "Nowak", "O’Connell", "Patel",
    "Pengelly", "Pereira", "Popescu", "Pugh", "Rahman", "Robertson", "Sandhu", "Sinclair", "Tremayne", "Uddin",
    "Vaughan", "Wadsworth", "Williams", "Wong", "Yilmaz",
)  # fmt: skip
_STREETS = (
    "Barley Rise", "Bittern Close", "Bobbin Yard", "Cinder Hill", "Curlew Terrace", "Dovecote Walk", "Ferrier Wynd",
    "Gannet Parade", "Heol y Frân", "Lantern Street", "Larkbarrow Road", "Limekiln Brae", "Maltster’s Row", "Old Loom Lane",
    "Pear Tree Crescent", "Ropewalk Gardens", "Sandpiper Avenue", "Stryd y Gof", "Thimble Street", "Tinker’s Bank",
    "Wheelwright Court", "Whinfield Loan",
)  # fmt: skip
_TOWNS = (
    "Thornhaven", "Millbeck St Anne", "Cwm Derwenlas", "Inverlathe", "Drumlarn", "Great Osmerby", "Saltcoombe",
    "Harrowdale", "Kirkfallon", "Aberfrân", "Loxham Quay", "Ashenbridge",
)  # fmt: skip
_LAST_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_STAYS = (
    ("Europe/Lisbon", "Lives in Portugal over the winter. Ring by the clock there."),
    ("Europe/Paris", "Works in France until the spring. Ring by the clock there."),
    ("Atlantic/Azores", "Staying with family in the Azores. They are an hour behind."),
    ("Europe/Helsinki", "At university in Finland. Two hours ahead of home."),
)
_ABROAD_EVERY = 40
_FIRST = 3
"""Of a group: those before it are the people to practise on first, so that the list begins with one of them and is lively from there."""
_AGES = ((18, 34), (35, 64), (65, 88))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case is to be for what happens to it."""

    instrument: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case and how it is found, with whom she or he lives there first. `zone` is empty for that of the frame."""

    case: Case
    contact: Contact
    first_name: str
    age: int
    sex: int
    zone: str


def drawn(at: int, wanted: Wanted, kept: Snapshot, draw: random.Random) -> Drawn:
    """The case in place `at` of the sample, counted from 0."""
    sex = draw.choice((MALE, FEMALE))
    age = draw.randint(*draw.choice(_AGES))
    first, surname = first_name(sex, draw), draw.choice(_SURNAMES)
    zone, note = _stay(at, wanted)
    facts: dict[str, int | str] = {"TimeZone": zone} if zone else {}
    match wanted.instrument:
        case "economic-activity":
            facts |= {"Age": age, "Sex": sex}
        case "household":
            facts |= {"SebSet": at % 2}
    case = Case(
        uuid.UUID(int=draw.getrandbits(128), version=4).hex,
        f"P{101 + at // 10}/{at % 10 + _FIRST:02}",
        "",
        kept.name,
        kept.version,
        kept.sha256,
        wanted.mode,
        {**facts},
    )
    contact = Contact(
        name=f"The {surname} household" if wanted.instrument == "household" else f"{first} {surname}",
        address=(_street(draw), draw.choice(_TOWNS)),
        postcode=_postcode(draw),
        telephones=_telephones(at, wanted.mode, draw),
        email=_email(first, surname) if wanted.mode is Mode.SELF_COMPLETION or draw.random() < 0.2 else "",
        note=note,
    )
    return Drawn(case, contact, first, age, sex, zone)


def first_name(sex: int, draw: random.Random) -> str:
    return draw.choice(_WOMEN if sex == FEMALE else _MEN)


def _stay(at: int, wanted: Wanted) -> tuple[str, str]:
    """A few of those by telephone live by another clock."""
    abroad = wanted.mode is Mode.TELEPHONE and wanted.instrument != "household" and at % _ABROAD_EVERY in (3, 4, 5)
    return _STAYS[(at // _ABROAD_EVERY + at) % len(_STAYS)] if abroad else ("", "")


def _street(draw: random.Random) -> str:
    number, street = draw.randint(1, 140), draw.choice(_STREETS)
    return f"Flat {draw.randint(1, 12)}, {number} {street}" if draw.random() < 0.2 else f"{number} {street}"


def _postcode(draw: random.Random) -> str:
    last = "".join(draw.choices(_LAST_LETTERS, k=2))
    return f"ZZ{draw.randint(1, 29)} {draw.randint(1, 9)}{last}"


def _telephones(at: int, mode: Mode, draw: random.Random) -> tuple[str, ...]:
    """No two cases of fewer than 1,000 share one."""
    landline = f"020 7946 0{at:03}" if at % 7 == 0 else f"01632 960{at:03}"
    mobile = f"07700 900{at:03}"
    if mode is Mode.TELEPHONE:
        return draw.choice(((landline,), (mobile,), (landline, mobile), (mobile, landline)))
    return draw.choice(((), (), (mobile,), (landline,)))


def _email(first: str, surname: str) -> str:
    name = f"{first}.{surname}".casefold().replace(" ", "-")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{plain}@example.org"
