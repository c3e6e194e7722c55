"""Index entries as respondents might say them: the words in another order, mistyped, in the plural, abbreviated, or in other words."""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from capi.classification.classification import Classification, IndexEntry


@dataclass(frozen=True, slots=True)
class Asked:
    """`title_alone`: where the index asks for more than the title; then its own code for the title alone is the right one, if it has one."""

    title: str
    did: str
    industry: str
    supervises: bool | None = None
    title_alone: bool = False


Change = Callable[[IndexEntry, random.Random], "Asked | None"]


_BRACKETS = re.compile(r"\(([^()]*)\)")
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


def in_the_title(entry: IndexEntry, draw: random.Random) -> Asked | None:
    """All in one breath, as most people say it: banking manager; manager, in banking."""
    if not (entry.additional or entry.industry):
        return None
    said = " ".join(each for each in (entry.additional, entry.industry) if each)
    return Asked(draw.choice(("{1} {0}", "{0}, {1}", "{0} in {1}")).format(entry.title, said), "", "")


def embellished(entry: IndexEntry, draw: random.Random) -> Asked:
    """With what does not change what the job is."""
    said = draw.choice(
        (
            "part time {}",
            "self employed {}",
            "experienced {}",
            "{} (agency)",
            "temporary {}",
            "qualified {}",
            "I am a {}",
            "{}, nights",
        )
    )
    return Asked(said.format(entry.title.lower()), entry.additional, entry.industry)


def parted(entry: IndexEntry) -> IndexEntry:
    """With what stands in brackets as a qualifier, as the entries of SIC have it: Abattoir (manufacture)."""
    said = _BRACKETS.sub(" ", entry.title).strip()
    if entry.qualifiers or said == entry.title or not said:
        return entry
    return IndexEntry(entry.code, said, " ".join(_BRACKETS.findall(entry.title)))


_FOREMEN = ("foreman", "supervisor", "chargehand", "overseer")


def foreman(entry: IndexEntry, draw: random.Random) -> Asked | None:
    """Who is over others, by another of the words for it."""
    words = entry.title.lower().split()
    at = next((at for at, word in enumerate(words) if word in _FOREMEN), None)
    if at is None:
        return None
    words[at] = draw.choice([each for each in _FOREMEN if each != words[at]])
    return Asked(" ".join(words), entry.additional, entry.industry, supervises=True)


def left_out(entry: IndexEntry, _draw: random.Random) -> Asked | None:
    """The title alone, where the index asks for more: nobody could know the code of most of them."""
    return Asked(entry.title, "", "", title_alone=True) if entry.additional or entry.industry else None


def more_besides(index: Classification) -> Change:
    """Where a title is enough for a code, with what an interview asks anyway: what was mainly done, and the industry.

    They are the title and the industry of other entries of that code.
    """
    codes: defaultdict[str, set[str]] = defaultdict(set)
    titles: defaultdict[str, set[str]] = defaultdict(set)
    industries: defaultdict[str, set[str]] = defaultdict(set)
    for entry in map(parted, index.entries):
        codes[entry.title.casefold()].add(entry.code)
        titles[entry.code].add(entry.title)
        industries[entry.code].update(filter(None, [entry.industry]))
    title_of = {code: sorted(those) for code, those in titles.items()}
    industry_of = {code: sorted(those) for code, those in industries.items()}

    def change(entry: IndexEntry, draw: random.Random) -> Asked | None:
        others = [title for title in title_of[entry.code] if title != entry.title]
        if entry.qualifiers or len(codes[entry.title.casefold()]) > 1 or not others:
            return None
        industry = draw.choice(industry_of.get(entry.code) or [""])
        return Asked(entry.title, draw.choice(others).lower(), _said(industry))

    return change


def changes(index: Classification) -> dict[str, Change]:
    return {
        "as the index has it": unchanged,
        "reordered": reordered,
        "one typing error": misspelt,
        "two typing errors": misspelt_twice,
        "plural": pluralised,
        "abbreviated": abbreviated,
        "qualifiers in other words": other_words,
        "qualifiers in the title": in_the_title,
        "with words that do not code": embellished,
        "another word for foreman": foreman,
        "with what was done, and industry": more_besides(index),
        "qualifiers left out": left_out,
    }
