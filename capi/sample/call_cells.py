"""What a sample says of a case for the calls: how soon it is called, in which language, with which skills, whether at all, and by which clock."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from zoneinfo import available_timezones

from capi.calling.agreed_times import is_zone, zones_offered
from capi.sample.cells import Cell, line_in, text_in, value_in
from capi.sample.columns import Holds
from capi.sample.fact_cells import SWITCHED
from capi.sample.flaws import Flaw, Unfit

GREATEST_PRIORITY = 1_000
"""And with a minus sign the least."""
LONGEST_LANGUAGE = 35
"""RFC 5646, section 4.4.1: so many characters hold every tag that is of use."""
LONGEST_SKILLS = 200
LONGEST_ZONE = 64
_WHOLE = re.compile(r"([+-]?[0-9]{1,15})(?:\.0+)?", re.ASCII)
_TAG = re.compile(
    r"([a-z]{2,3})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.ASCII
)
"""RFC 5646, section 2.1: a language, and perhaps a script, a region and variants; private tags name no language."""
_NO_LANGUAGES = frozenset({"mis", "mul", "und", "zxx"})
"""Codes for several languages, for none, and for one that is not known: nobody is found who speaks them."""
_OTHER_COMMAS = re.compile(r"[;|،؛、，；]")
_MOST_NEAR = 3
_ALIKE = 0.75


def priority_in(cell: Cell) -> int | None:
    """None where the cell is empty. Raises Unfit."""
    text = text_in(cell)
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None or abs(int(found[1])) > GREATEST_PRIORITY:
        raise Unfit(Flaw.PRIORITY, least=-GREATEST_PRIORITY, most=GREATEST_PRIORITY)
    return int(found[1])


def language_in(cell: Cell) -> str:
    """The tag in small letters, as accounts have those of interviewers. Raises Unfit.

    >>> language_in("CY"), language_in("pt_BR"), language_in("")
    ('cy', 'pt-br', '')
    """
    text = line_in(cell, LONGEST_LANGUAGE)
    tag = text.lower().replace("_", "-")
    if not tag:
        return ""
    found = _TAG.fullmatch(tag)
    if found is None or not _is_language(found[1]):
        raise Unfit(Flaw.LANGUAGE, remedy=_language_meant(tag))
    return tag


def wanted_skills_in(cell: Cell) -> str:
    """Each once, with commas between. Raises Unfit for what would make one word of two, and so a skill that nobody has.

    >>> wanted_skills_in("business,  Welsh business,business,")
    'business, Welsh business'
    """
    text = unicodedata.normalize("NFC", line_in(cell, LONGEST_SKILLS))
    words = dict.fromkeys(" ".join(word.split()) for word in text.split(","))
    words.pop("", None)
    unseen = any(unicodedata.category(sign) == "Cf" for sign in text)
    if unseen or _OTHER_COMMAS.search(text) or (text and not words):
        raise Unfit(Flaw.SKILLS)
    return ", ".join(words)


def do_not_call_in(cell: Cell) -> int | None:
    """1 where nobody is to call; None where it is said that somebody may, or nothing is said. Raises Unfit."""
    text = str(value_in(cell)).casefold()
    if text and text not in SWITCHED:
        raise Unfit(Flaw.DO_NOT_CALL)
    return 1 if SWITCHED.get(text) == 1 else None


def zone_in(cell: Cell) -> str:
    """The name as it is in the IANA database, whatever its capitals. Raises Unfit.

    >>> zone_in("america/new york"), zone_in("")
    ('America/New_York', '')
    """
    text = line_in(cell, LONGEST_ZONE)
    if not text or is_zone(text):
        return text
    zone = _zones_by_small_letters().get(_small(text))
    if zone is None:
        raise Unfit(Flaw.TIME_ZONE, remedy=_zone_meant(_small(text)))
    return zone


CALL_CELLS: Mapping[Holds, Callable[[Cell], int | str | None]] = {
    Holds.PRIORITY: priority_in,
    Holds.LANGUAGE: language_in,
    Holds.SKILLS: wanted_skills_in,
    Holds.DO_NOT_CALL: do_not_call_in,
    Holds.ZONE: zone_in,
}
"""How the cells of each such column are taken; what comes of an empty one is no fact."""


def _is_language(code: str) -> bool:
    """Of two letters, those there are; of three, also the rare ones that have no name in English here (ISO 639-3)."""
    names, meant = _languages()
    return code in names or (len(code) == 3 and code not in meant and code not in _NO_LANGUAGES)


def _language_meant(tag: str) -> str:
    """For a language by its English name, or by a longer or an older code."""
    meant = _languages()[1].get(tag)
    return f"Is {meant} meant?" if meant else "Correct it, or leave it empty where no language is asked for."


@cache
def _languages() -> tuple[frozenset[str], Mapping[str, str]]:
    """The codes of languages, and for other ways to write one the code that is meant (CLDR)."""
    from babel.core import Locale, get_global  # only samples with languages need it

    named = {code: name for code, name in Locale("en").languages.items() if code not in _NO_LANGUAGES}
    meant = {**{name.lower(): code for code, name in named.items()}, **get_global("language_aliases")}
    return frozenset(named), {given: code.lower().replace("_", "-") for given, code in meant.items()}


@cache
def _zones_by_small_letters() -> Mapping[str, str]:
    return {_small(zone): zone for zone in available_timezones() if is_zone(zone)}


@cache
def _zones_by_place() -> Mapping[str, str]:
    """By the place alone, of zones that people live in: no GMT+1, which is the wrong way round."""
    return {_place(_small(zone)): zone for zone in reversed(zones_offered())}


@lru_cache(maxsize=1_000)
def _zone_meant(given: str) -> str:
    """Places beginning alike are looked at letter by letter, and no others: a file may have a million wrong ones."""
    zones, place = _zones_by_place(), _place(given)
    likely = [each for each in zones if each[:1] == place[:1]]
    near = [place] if place in zones else difflib.get_close_matches(place, likely, _MOST_NEAR, _ALIKE)
    if not near:
        return "Correct it, or leave it empty where the clocks are the usual ones."
    return f"Did you mean {' or '.join(zones[each] for each in near)}?"


def _place(zone: str) -> str:
    return zone.replace("\\", "/").rpartition("/")[2]


def _small(zone: str) -> str:
    return zone.casefold().replace(" ", "_")
