"""Index entries as respondents might say them: the words in another order, mistyped, in the plural, abbreviated, or in other words."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from capi.classification.classification import IndexEntry


@dataclass(frozen=True, slots=True)
class Asked:
    title: str
    did: str
    industry: str


_NEAR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqwertyuiosasdfghjkxzxcvbn", strict=True))

_SHORT = {
    "manager": "mgr",
    "assistant": "asst",
    "engineer": "engr",
    "engineering": "eng",
    "officer": "offr",
    "technician": "tech",
    "maintenance": "maint",
    "representative": "rep",
    "secretary": "sec",
    "administrator": "admin",
    "administrative": "admin",
    "operator": "op",
    "department": "dept",
    "supervisor": "supv",
    "superintendent": "supt",
    "director": "dir",
    "inspector": "insp",
    "instructor": "instr",
    "attendant": "att",
    "executive": "exec",
    "electrical": "elec",
    "mechanical": "mech",
    "laboratory": "lab",
    "development": "dev",
    "customer": "cust",
    "service": "serv",
    "services": "servs",
    "senior": "snr",
    "clerk": "clk",
    "worker": "wkr",
    "machine": "m/c",
    "machinist": "m/cist",
    "labourer": "lab",
    "consultant": "cons",
    "coordinator": "coord",
    "specialist": "spec",
    "production": "prod",
    "teacher": "tchr",
    "financial": "fin",
    "general": "gen",
    "information": "info",
    "university": "uni",
    "warehouse": "whse",
    "receptionist": "recep",
    "accounts": "accts",
    "personal": "pers",
    "professional": "prof",
    "medical": "med",
    "vehicle": "veh",
    "public": "pub",
    "foreman": "f/man",
    "apprentice": "appr",
    "building": "bldg",
    "security": "sec",
    "marketing": "mktg",
    "training": "trg",
    "quality": "qual",
    "and": "&",
}
"""As people shorten them, not as the matcher knows them: some it does not, and some mean two things."""

_SAID = {
    "local government": "the council",
    "government": "civil service",
    "retail trade": "a shop",
    "wholesale, retail trade": "shop and cash and carry",
    "hospital service": "in a hospital",
    "building construction": "building site",
    "secondary school": "comprehensive",
    "primary school": "infants and juniors",
    "coal mine": "colliery",
    "railways": "on the trains",
    "banking": "a high street bank",
    "farming": "on a farm",
    "metal trades": "metal work",
    "computing/IT": "software and computers",
    "catering": "canteens and kitchens",
    "entertainment": "shows and theatres",
    "professional": "chartered, with a degree",
    "police service": "the police",
    "telecoms": "telephone company",
    "fishing": "on trawlers",
    "shipping": "on ships",
    "armed forces": "the army",
    "PO": "Royal Mail",
    "care/residential home": "old people's home",
    "laundry, launderette, dry cleaning": "dry cleaner's",
    "higher education, university": "a university",
    "garage": "car repairs",
    "restaurant": "eating place",
    "public house": "a pub",
    "insurance": "insurance company",
    "electricity supplier": "power company",
    "gas supplier": "the gas board",
    "warehousing": "a warehouse",
    "legal services": "solicitors",
    "footwear mfr": "factory making shoes and boots",
    "ceramics mfr": "pottery",
    "clothing mfr": "making clothes",
    "textile mfr": "a mill, weaving cloth",
    "food products mfr": "food factory",
    "vehicle mfr": "car plant",
    "paper mfr": "paper mill",
}


def unchanged(entry: IndexEntry, _draw: random.Random) -> Asked:
    return Asked(entry.title, entry.additional, entry.industry)


def reordered(entry: IndexEntry, draw: random.Random) -> Asked | None:
    """None where there is nothing to put in another order; so everywhere where a change changes nothing."""
    words = entry.title.split()
    if len(words) < 2:
        return None
    before = list(words)
    while words == before:
        draw.shuffle(words)
        if len(set(before)) == 1:
            return None
    return Asked(" ".join(words), entry.additional, entry.industry)


def misspelt(entry: IndexEntry, draw: random.Random) -> Asked | None:
    return _mistyped(entry, draw, 1)


def misspelt_twice(entry: IndexEntry, draw: random.Random) -> Asked | None:
    return _mistyped(entry, draw, 2)


def _mistyped(entry: IndexEntry, draw: random.Random, errors: int) -> Asked | None:
    words = entry.title.split()
    for _ in range(errors):
        long = [at for at, word in enumerate(words) if len(word) >= 5]
        if not long:
            return None
        at = draw.choice(long)
        words[at] = _one_error(words[at], draw)
    return Asked(" ".join(words), entry.additional, entry.industry)


def _one_error(word: str, draw: random.Random) -> str:
    """One of the four errors of typing; the first letter stays."""
    at = draw.randrange(1, len(word) - 1)
    here, after = word[at], word[at + 1 :]
    return (
        word[:at] + after,
        word[:at] + here + here + after,
        word[:at] + _NEAR.get(here, "e") + after,
        word[:at] + after[0] + here + after[1:],
    )[draw.randrange(4)]


def pluralised(entry: IndexEntry, _draw: random.Random) -> Asked:
    first, *rest = entry.title.split()
    words = [first, *rest] if "of" not in rest else [_plural(first), *rest]
    return Asked(" ".join([*words[:-1], _plural(words[-1])]), entry.additional, entry.industry)


def _plural(word: str) -> str:
    if word.endswith("man"):
        return word.removesuffix("man") + "men"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word.removesuffix("y") + "ies"
    return word if word.endswith("s") else word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


def abbreviated(entry: IndexEntry, _draw: random.Random) -> Asked | None:
    words = entry.title.split()
    short = [_SHORT.get(word.lower(), word) for word in words]
    return Asked(" ".join(short), entry.additional, entry.industry) if short != words else None


def other_words(entry: IndexEntry, draw: random.Random) -> Asked | None:
    """The qualifiers as one would say them, or in a sentence, and not in the place where the index has them."""
    if not (entry.additional or entry.industry):
        return None
    said = draw.choice(["I work in {}", "it is to do with {}", "{}, mostly", "we do {}"])
    return Asked(
        entry.title,
        said.format(_said(entry.industry or entry.additional)),
        _said(entry.additional) if entry.industry else "",
    )


def _said(qualifier: str) -> str:
    if qualifier in _SAID:
        return _SAID[qualifier]
    if qualifier.endswith(" mfr"):
        return "a factory that makes " + " and ".join(qualifier.removesuffix(" mfr").split(", "))
    return " and ".join(reversed(qualifier.replace(":", ",").replace("/", ", ").split(", ")))


def left_out(entry: IndexEntry, _draw: random.Random) -> Asked | None:
    """The title alone, where the index asks for more: nobody could know the code of most of them."""
    return Asked(entry.title, "", "") if entry.additional or entry.industry else None


CHANGES: dict[str, Callable[[IndexEntry, random.Random], Asked | None]] = {
    "as the index has it": unchanged,
    "reordered": reordered,
    "one typing error": misspelt,
    "two typing errors": misspelt_twice,
    "plural": pluralised,
    "abbreviated": abbreviated,
    "qualifiers in other words": other_words,
    "qualifiers left out": left_out,
}
