"""Rows as CSV: RFC 4180, UTF-8 without a byte-order mark, every text to the letter."""

import contextlib
import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path


def write_rows(path: Path, header: tuple[str, ...], rows: Iterable[Iterable[int | str]]) -> None:
    """A header and rows, and nothing changed in any of them."""
    with csv_writer(path, header) as write:
        write(rows)


@contextlib.contextmanager
def csv_writer(path: Path, header: tuple[str, ...]) -> Iterator[Callable[[Iterable[Iterable[int | str]]], None]]:
    """Takes rows, as many at a time as there are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        yield writer.writerows
