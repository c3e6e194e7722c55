"""What typing finds a case by: its reference and name, and what the list says of it in the words of the window and of the frame."""

from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from capi.fieldwork.case import CaseSummary
from capi.screens.case_columns import Known, coded_outcome

Rows: TypeAlias = Sequence[int]
"""Places among the summaries, rising: 100,000 cases are looked through quickest as they lie in memory."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What many cases have in common, such as a result: a word is looked for once in the texts of all there are, not once a case.

    `having` gives those of some rows whose cases have one of some of them.
    """

    texts: Mapping[Hashable, str]
    having: Callable[[Rows, Set[Hashable]], Rows]


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """`names` has reference and name of each case. They and all texts are folded."""

    names: Sequence[str]
    shared: Sequence[Shared]

    def holding(self, word: str, rows: Rows) -> Rows:
        """Those of the rows whose cases hold a folded word."""
        names = self.names
        found = bytearray(len(names))  # a mark for each, three times as quick as a set
        for each in self.shared:
            if wanted := {key for key, text in each.texts.items() if word in text}:
                for row in each.having(rows, wanted):
                    found[row] = True
        return [row for row in rows if found[row] or word in names[row]]


def search_of(summaries: Sequence[CaseSummary], known: Known) -> CaseSearch:
    """What another frame called a result or an outcome is found by its name or code."""
    return CaseSearch(
        [f"{each.case.reference} {each.case.name}".casefold() for each in summaries],
        (*_what_came_of_it(summaries, known), *_what_it_is(summaries, known), _where_it_is(summaries, known)),
    )


def with_places(search: CaseSearch, summaries: Sequence[CaseSummary], known: Known) -> CaseSearch:
    """The same of these cases, where they are elsewhere by now."""
    return replace(search, shared=(*search.shared[:-1], _where_it_is(summaries, known)))


def _where_it_is(summaries: Sequence[CaseSummary], known: Known) -> Shared:
    places = {case_id: place.words for case_id, place in known.places.items()}
    return Shared(
        {words: words.casefold() for words in set(places.values())},
        lambda rows, wanted: [row for row in rows if places.get(summaries[row].case.id) in wanted],
    )


def _what_came_of_it(summaries: Sequence[CaseSummary], known: Known) -> tuple[Shared, Shared]:
    results = {each.last_result for each in summaries}
    outcomes = {each.outcome for each in summaries}
    return (
        Shared(
            {name: known.results.get(name, name).casefold() for name in results},
            lambda rows, wanted: [row for row in rows if summaries[row].last_result in wanted],
        ),
        Shared(
            {code: coded_outcome(code, known).casefold() for code in outcomes},
            lambda rows, wanted: [row for row in rows if summaries[row].outcome in wanted],
        ),
    )


def _what_it_is(summaries: Sequence[CaseSummary], known: Known) -> tuple[Shared, Shared, Shared]:
    """Modes and statuses go by their ids: a member of an enum is hashed in Python, which takes its time."""
    return (
        Shared(
            {sha256: f"{title} {known.instruments[sha256]}".casefold() for sha256, title in known.titles.items()},
            lambda rows, wanted: [row for row in rows if summaries[row].case.sha256 in wanted],
        ),
        Shared(
            {id(mode): words.casefold() for mode, words in known.modes.items()},
            lambda rows, wanted: [row for row in rows if id(summaries[row].case.mode) in wanted],
        ),
        Shared(
            {id(each): words.casefold() for each, words in known.statuses.items()},
            lambda rows, wanted: [
                row for row in rows if id((each := summaries[row]).stop_reason or each.status) in wanted
            ],
        ),
    )
