"""File names: what the files of an export are called; every system can hold them, and no two are alike but for capitals."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from capi.dataset.codebook import row_words
from capi.dataset.flatten import Dataset

_LONGEST_STEM = 80
_RESERVED_ON_WINDOWS = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
}


@dataclass(frozen=True, slots=True)
class Files:
    """Of one dataset; `data` has one for each of its tables. `persons` is empty where nothing is derived, `answer_modes` and
    `paradata` where none leave."""

    data: tuple[str, ...]
    page: str
    codebook: str
    ddi: str
    persons: str = ""
    answer_modes: str = ""
    paradata: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """Those that the codebook describes."""
        return (*self.data, *(name for name in (self.persons, self.answer_modes, self.paradata) if name))

    def listed(self, dataset: Dataset) -> Iterator[tuple[str, str]]:
        """Each with what it is."""
        for name, table in zip(self.data, dataset.tables, strict=True):
            yield name, f"data: one row for each {row_words(table)}"
        if self.persons:
            yield self.persons, "derived variables: one row for each person"
        if self.answer_modes:
            yield (
                self.answer_modes,
                "answer modes: one row for each answer that was not given to an interviewer in the mode of the case",
            )
        if self.paradata:
            yield self.paradata, "paradata: one row for each entry of a journal"
        yield self.page, "codebook to read"
        yield self.codebook, "codebook for programs"
        yield self.ddi, "codebook for archives (DDI Codebook 2.5)"


def file_names(
    datasets: Sequence[Dataset], suffix: str = ".csv", *, paradata: bool = False, persons: Container[str] = ()
) -> tuple[Files, ...]:
    """The cases are in `<instrument>.csv`, the rows of a roster in `<instrument>-<roster>.csv`. `paradata`: what the process leaves is
    there. `persons`: the instruments of which variables are derived."""
    taken: set[str] = set()
    stems = []
    for dataset in datasets:
        stem = dataset.instrument[:_LONGEST_STEM]
        if stem.upper() in _RESERVED_ON_WINDOWS:
            stem = f"instrument-{stem}"
        while not taken.isdisjoint(each.lower() for each in _of_cases(stem, suffix)):
            stem += "-2"
        taken.update(each.lower() for each in _of_cases(stem, suffix))
        stems.append(stem)
    found = []
    for stem, dataset in zip(stems, datasets, strict=True):
        files = _named(stem, dataset, suffix, taken)
        files = files if paradata else replace(files, answer_modes="", paradata="")
        found.append(files if dataset.instrument in persons else replace(files, persons=""))
    return tuple(found)


def _of_cases(stem: str, suffix: str) -> tuple[str, str, str, str, str, str, str]:
    """Taken whether or not they are written, so that a roster's file is called the same in every delivery."""
    book = f"{stem}-codebook"
    others = (f"{stem}-persons{suffix}", f"{stem}-answer-modes{suffix}", f"{stem}-paradata{suffix}")
    return f"{stem}{suffix}", f"{book}.html", f"{book}.csv", f"{book}.xml", *others


def _named(stem: str, dataset: Dataset, suffix: str, taken: set[str]) -> Files:
    cases, page, codebook, ddi, *others = _of_cases(stem, suffix)
    rosters = tuple(_rosters(stem, suffix, (table.level[-1] for table in dataset.tables if table.level), taken))
    return Files((cases, *rosters), page, codebook, ddi, *others)


def _rosters(stem: str, suffix: str, rosters: Iterable[str], taken: set[str]) -> Iterator[str]:
    for roster in rosters:
        name = f"{stem}-{roster}"
        while f"{name}{suffix}".lower() in taken:
            name += "-2"
        taken.add(f"{name}{suffix}".lower())
        yield f"{name}{suffix}"
