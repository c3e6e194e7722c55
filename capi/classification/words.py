"""Words as they are compared: one spelling, one number, one gender, abbreviations in full, nothing that never codes."""

import re
import unicodedata
from functools import lru_cache

from capi.classification.abbreviations import ABBREVIATIONS
from capi.classification.said_words import EMPTY, NEVER_CODE
from capi.classification.spellings import FORMS, SPELLINGS

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_TOGETHER = re.compile(r"\b(co|re|pre|sub|multi|micro)-(?=[a-z]{3})")
"""Written with a hyphen or without one: one word here."""
_NOT = re.compile(r"\b(?:not|non|except|excluding) +(?=[a-z]{3})")
"""Makes another word of the next: a mine that is not coal has nothing in common with coal."""
_APOSTROPHE = re.compile(r"['’`´]s?\b")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SPELT_IN_WAYS = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in SPELLINGS))
_OF_BOTH = re.compile(r"(?<=..)(woman|person)$")


@lru_cache(maxsize=4_096)
def words(text: str) -> tuple[str, ...]:
    """In their order, each as often as it stands there.

    words("Asst. Managers (part-time), Children's Centre") == ("assistant", "manager", "child", "centre")
    """
    plain = text.lower() if text.isascii() else _without_accents(text.casefold())
    if not (plain.isascii() and plain.replace(" ", "").isalpha()):
        plain = _without_signs(plain)
    plain = _NOT.sub("not", plain)
    kept = NEVER_CODE.sub(" ", plain).split() or plain.split()
    return tuple(one for each in kept for one in _one_form(each)) or tuple(kept)


def _without_signs(plain: str) -> str:
    plain = _INITIALS.sub(lambda found: found[0].replace(".", ""), plain)
    plain = _TOGETHER.sub(r"\1", plain)
    return _NO_WORD.sub(" ", _APOSTROPHE.sub(" ", plain.replace("&", " and "))).strip()


@lru_cache(maxsize=50_000)
def _one_form(word: str) -> tuple[str, ...]:
    """None of an empty word, several of an abbreviation."""
    return tuple(_spelt(each) for each in ABBREVIATIONS.get(word, (word,)) if each not in EMPTY)


def _spelt(word: str) -> str:
    if _SPELT_IN_WAYS.search(word):
        for pattern, put in SPELLINGS:
            word = pattern.sub(put, word)
    return _OF_BOTH.sub("man", _single(word))


def _single(word: str) -> str:
    """Of one, where it says many."""
    if word in FORMS:
        return FORMS[word]
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "ics")):
        return word
    for suffix, wait in (("elves", "elf"), ("women", "woman"), ("men", "man"), ("people", "person"), ("ies", "y")):
        if word.endswith(suffix):
            return word.removesuffix(suffix) + wait
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")


_ENDINGS = (
    "isation", "ational", "ation", "ition", "ement", "ment", "ially", "ional", "ion", "ing", "istry", "ist", "ical", "ance",
    "ant", "ery", "ory", "ally", "ial", "ive", "ure", "al", "er", "or", "ed", "ic", "ry", "y", "e",
)  # fmt: skip


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What a word shares with its relatives: `printer`, `printing` and `printed` have one root. At least four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word.removesuffix(ending)
            return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
    return word


def _without_accents(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
