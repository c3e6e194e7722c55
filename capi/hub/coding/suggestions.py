"""Suggestions: what a job may be coded to, as the coder sees them, and what the coder looks up instead."""

import re

from capi.classification.suggesting import Suggestion, Why
from capi.hub.coding.books import Book, suggester
from capi.hub.coding.job_words import JobWords
from capi.sync.coding_messages import CodeScheme, Looking, Suggested

MOST = 9
"""As many as there are digits to take one with."""
_MOST_FOUND = 50
"""Groups found by the beginning of their code."""
_LONGEST = 300
"""Letters of a text that are looked at: whoever says more has said what it is by then."""
_A_CODE = re.compile(r"\s*=?\s*([0-9][0-9./\s]{0,8}|[A-U])\s*")


def suggestions_of(book: Book, words: JobWords, most: int = MOST) -> tuple[Suggestion, ...]:
    """For a job, the likeliest first."""
    suggest = suggester(book).suggest
    if book.scheme is CodeScheme.SIC2007:
        return suggest(words.industry[:_LONGEST], most=most)
    title, did = (words.title, words.did) if words.title.strip() else (words.did, "")
    return suggest(title[:_LONGEST], did[:_LONGEST], words.industry[:_LONGEST], words.supervises, most)


def suggested(book: Book, found: tuple[Suggestion, ...]) -> list[Suggested]:
    return [
        Suggested(
            scheme=book.scheme,
            code=each.code,
            title=each.title,
            group=book.title(each.code),
            score=each.score,
            exact=each.exact,
            why=why_in_words(each.why, exact=each.exact),
            soc2010=each.entry.soc2010,
        )
        for each in found
    ]


def looked_up(book: Book, looking: Looking) -> list[Suggested]:
    """By words, or the groups whose codes begin with the digits typed."""
    typed = _A_CODE.fullmatch(looking.words)
    if typed and (groups := _beginning_with(book, re.sub(r"[./\s]", "", typed[1]))):
        return groups
    words = JobWords(looking.words, looking.did, looking.industry)
    if book.scheme is CodeScheme.SIC2007:
        words = JobWords(industry=looking.words)
    return suggested(book, suggestions_of(book, words))


def _beginning_with(book: Book, digits: str) -> list[Suggested]:
    """The very code first, then what is below it."""
    found = sorted(code for code in {*book.titles, *book.by_code} if code.startswith(digits))
    return [_typed(book, code, exact=code == digits) for code in found[:_MOST_FOUND]]


def _typed(book: Book, code: str, *, exact: bool) -> Suggested:
    through = book.soc2010_codes(code) if book.scheme is CodeScheme.SOC2020 else ()
    title = book.title(code) or next((entry.shown for entry in book.by_code.get(code, ())), "")
    return Suggested(
        scheme=book.scheme,
        code=code,
        title=title,
        group=book.title(code),
        score=1.0 if exact else 0.0,
        exact=exact,
        soc2010=through[0] if len(through) == 1 else "",
    )


def why_in_words(why: Why, *, exact: bool) -> str:
    """What the suggestion rests on."""
    misread = [f"“{said}” read as “{meant}”" for said, meant in why.read_as]
    parts = [
        "word for word" if exact else f"has {_listed(why.words)}" if why.words and not misread else "",
        *misread,
        f"with {_listed(why.qualifiers)}" if why.qualifiers else "",
        f"by the reference under “{why.see}”" if why.see else "",
        f"usual where no more is said ({why.default})" if why.default else "",
    ]
    return "; ".join(part for part in parts if part)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words)
