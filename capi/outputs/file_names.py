"""File names: what the files of an export are called; every system can hold them, and no two are alike but for capitals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    """Of one dataset; `data` has one for each of its tables."""

    data: tuple[str, ...]
    page: str
    codebook: str

    def listed(self, dataset: Dataset) -> Iterator[tuple[str, str]]:
        """Each with what it is."""
        for name, table in zip(self.data, dataset.tables, strict=True):
            yield name, f"data: one row for each {row_words(table)}"
        yield self.page, "codebook to read"
        yield self.codebook, "codebook for programs"


def file_names(datasets: Sequence[Dataset]) -> tuple[Files, ...]:
    """The cases are in `<instrument>.csv`, the rows of a roster in `<instrument>-<roster>.csv`."""
    taken: set[str] = set()
    stems = []
    for dataset in datasets:
        stem = dataset.instrument[:_LONGEST_STEM]
        if stem.upper() in _RESERVED_ON_WINDOWS:
            stem = f"instrument-{stem}"
        while not taken.isdisjoint(each.lower() for each in _three(stem)):
            stem += "-2"
        taken.update(each.lower() for each in _three(stem))
        stems.append(stem)
    return tuple(_named(stem, dataset, taken) for stem, dataset in zip(stems, datasets, strict=True))


def _three(stem: str) -> tuple[str, str, str]:
    return f"{stem}.csv", f"{stem}-codebook.html", f"{stem}-codebook.csv"


def _named(stem: str, dataset: Dataset, taken: set[str]) -> Files:
    cases, page, codebook = _three(stem)
    rosters = tuple(_rosters(stem, (table.level[-1] for table in dataset.tables if table.level), taken))
    return Files((cases, *rosters), page, codebook)


def _rosters(stem: str, rosters: Iterable[str], taken: set[str]) -> Iterator[str]:
    for roster in rosters:
        name = f"{stem}-{roster}"
        while f"{name}.csv".lower() in taken:
            name += "-2"
        taken.add(f"{name}.csv".lower())
        yield f"{name}.csv"
