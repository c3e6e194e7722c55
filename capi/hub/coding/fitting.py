"""Fitting: the codes a coder has chosen, looked at before they are kept. What is no code of its scheme is refused in words.

A code of SOC2020 brings its code of SOC2010 with it, through which NS-SEC is derived: that of the index entry it was chosen by,
or the one on which all entries of the group agree. Where they do not, the coder says which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from capi.classification.classification import Classification
from capi.hub.coding.books import Book
from capi.hub.coding.standing import SUBJECTS
from capi.hub.errors import Conflict, Unfit
from capi.hub.people.texts import fit
from capi.sync.coding_messages import UNCODABLE, CodeScheme, GivenCode, How

_MOST_NAMED = 12
_UNIT_GROUP = 4

HOW_TO_LOAD = "Load one on the hub's machine with: capi classification add FILE"


@dataclass(frozen=True, slots=True)
class FitCode:
    """A code as it is kept; `classification` is where it stands."""

    scheme: CodeScheme
    code: str
    how: How
    classification: str
    sha256: str

    @classmethod
    def of(cls, scheme: CodeScheme, code: str, how: How, source: Classification) -> "FitCode":
        return cls(scheme, code, how, source.label, source.sha256)


def fit_codes(books: Mapping[CodeScheme, Book], given: Sequence[GivenCode]) -> list[FitCode]:
    """Each scheme once, SOC2010 with SOC2020. Raises Unfit, and Conflict where no index of the scheme is loaded."""
    by_scheme = {each.scheme: (at, each) for at, each in enumerate(given)}
    if len(by_scheme) != len(given):
        raise Unfit("unfit", "There are two codes of one scheme. Choose one.", where="codes")
    found = []
    for scheme in CodeScheme:
        if scheme in by_scheme and not (scheme is CodeScheme.SOC2010 and CodeScheme.SOC2020 in by_scheme):
            at, chosen = by_scheme[scheme]
            found.append(_fit(_book(books, scheme), chosen, f"codes[{at}]"))
    if CodeScheme.SOC2020 in by_scheme:
        at, chosen = by_scheme[CodeScheme.SOC2020]
        also = by_scheme.get(CodeScheme.SOC2010)
        found.append(_soc2010(books, chosen, None if also is None else also[1], f"codes[{at}]"))
    return found


def missing_in(wanted: Sequence[CodeScheme], codes: Sequence[FitCode]) -> list[str]:
    """What was to be coded and is not: the occupation, the industry."""
    there = {each.scheme for each in codes}
    return [name for name, schemes in SUBJECTS.items() if {*schemes} & {*wanted} and not {*schemes} & there]


def _book(books: Mapping[CodeScheme, Book], scheme: CodeScheme) -> Book:
    book = books.get(scheme)
    if book is None:
        raise Conflict("conflict", f"The hub has no index of {scheme.value}. {HOW_TO_LOAD}")
    return book


def _fit(book: Book, given: GivenCode, where: str) -> FitCode:
    if not book.has(given.code):
        raise Unfit(
            "unfit",
            f"{book.index.label} has no {given.code}. Look the words up and choose one, or type a code that is in it.",
            where=f"{where}.code",
        )
    return FitCode.of(book.scheme, given.code, _how(book, given, where), book.source(given.code))


def _how(book: Book, given: GivenCode, where: str) -> How:
    entry = fit(given.entry, "the entry", f"{where}.entry")
    chosen = bool(entry) and any(each.shown == entry for each in book.by_code.get(given.code, ()))
    return How.SUGGESTED if chosen else How.TYPED


def _soc2010(books: Mapping[CodeScheme, Book], chosen: GivenCode, also: GivenCode | None, where: str) -> FitCode:
    """The code there of one of SOC2020 that has been found fit."""
    book = books[CodeScheme.SOC2020]
    found = book.soc2010_codes(chosen.code, fit(chosen.entry, "the entry", f"{where}.entry"))
    if also is not None and (also.code,) != found:
        return _chosen_2010(books, also, where)
    if chosen.code == UNCODABLE or len(chosen.code) < _UNIT_GROUP:
        return FitCode.of(CodeScheme.SOC2010, UNCODABLE, How.THROUGH, book.source(chosen.code))
    if len(found) != 1:
        raise Unfit(
            "unfit",
            f"{chosen.code} of SOC2020 has {_between(books, found)} in SOC2010. Choose an entry of the index, or give the code of "
            "SOC2010 too.",
            where=f"{where}.code",
        )
    return FitCode.of(CodeScheme.SOC2010, found[0], How.THROUGH, book.index)


def _chosen_2010(books: Mapping[CodeScheme, Book], also: GivenCode, where: str) -> FitCode:
    """Looked up in its own index, or else among those that the index of SOC2020 names."""
    own = books.get(CodeScheme.SOC2010)
    if own is not None:
        return _fit(own, also, where)
    book = books[CodeScheme.SOC2020]
    named = {entry.soc2010 for entries in book.by_code.values() for entry in entries}
    if also.code != UNCODABLE and also.code not in named:
        raise Unfit(
            "unfit", f"{book.index.label} names no code {also.code} of SOC2010. Correct it.", where=f"{where}.code"
        )
    return FitCode.of(CodeScheme.SOC2010, also.code, How.TYPED, book.index)


def _between(books: Mapping[CodeScheme, Book], codes: Sequence[str]) -> str:
    """`one of 2423 Management consultants, 2429 Other`."""
    if not codes:
        return "no code"
    own = books.get(CodeScheme.SOC2010)
    named = [f"{code} {own.title(code)}".strip() if own else code for code in codes[:_MOST_NAMED]]
    more = ", ..." if len(codes) > _MOST_NAMED else ""
    return f"one of {', '.join(named)}{more}"
