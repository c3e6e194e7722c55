"""Sources of statistics: a case file, a hub, or a dataset of persons in CSV or Parquet; read alike by every command.

    with opened_persons(source, connection, Asked("derive", passphrase_file)) as found:
        derive(found.persons.table, ...)

A hub is named by its folder or by the URL of its database, which is read without its keys and not changed.
"""

import contextlib
import functools
import os
import socket
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.commands.ending import Refused, WorldFailed
from capi.commands.opening import opened
from capi.commands.progress_bars import progress_bars
from capi.dataset.cells import MissingCodes
from capi.dataset.flatten import Cases
from capi.dataset.job_codes import SOC2010, JobCodes
from capi.dataset.person_columns import USUAL, NotPersons
from capi.dataset.person_files import ENDINGS, persons_of_file
from capi.dataset.persons import Chosen, Connection, Persons, persons_of_cases
from capi.hub.errors import HubError, HubFolderError, Unavailable
from capi.store.hold import Holder

_COMPLETED = Chosen()
INVENTED = "These people are invented: the data come from a practice file."


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a source is asked for, by the command of that name. `codes` are those of the missing states in a CSV; `plain`
    its columns that are texts whatever they look like."""

    command: str
    passphrase_file: Path | None = None
    chosen: Chosen = _COMPLETED
    codes: MissingCodes = USUAL
    plain: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class OpenedCases:
    """`name` is that of the source, without folders and without who may read it. `codes` are those of the jobs, from a hub.
    `missing_saves`: of a case file that has lost some. `left_out`: cases of a hub that are deleted."""

    cases: Cases
    name: str
    practice: bool = False
    codes: JobCodes | None = None
    missing_saves: int = 0
    left_out: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """For whoever uses the data."""
        found = [INVENTED] if self.practice else []
        if self.missing_saves:
            found.append(
                f"The case file has lost {self.missing_saves} saves of an earlier sitting; what is here is whole, but not all."
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenedPersons:
    """`everything`: cases of every status, as far as is known."""

    persons: Persons
    name: str
    practice: bool = False
    everything: bool = True
    warnings: tuple[str, ...] = ()


@contextlib.contextmanager
def opened_cases(source: str, asked: Asked) -> Iterator[OpenedCases]:
    """The cases of a case file or a hub. Raises Refused and WorldFailed, for what is done with them too."""
    if _names_a_hub(source):
        with _opened_hub(source) as found:
            yield found
        return
    path = _there(source)
    holder = Holder(f"capi {asked.command}", asked.command, socket.gethostname(), os.getpid(), datetime.now(UTC))
    with opened(path, asked.passphrase_file, holder) as case_file:
        yield OpenedCases(case_file, path.name, case_file.practice, missing_saves=case_file.missing_saves)


@contextlib.contextmanager
def opened_persons(source: str, connection: Connection, asked: Asked) -> Iterator[OpenedPersons]:
    """The persons of any source. Raises Refused, WorldFailed, NotPersons."""
    if not _names_a_hub(source) and Path(source).suffix.lower() in ENDINGS:
        persons = persons_of_file(_there(source), connection, asked.codes, asked.plain)
        yield OpenedPersons(persons, Path(source).name)
        return
    with opened_cases(source, asked) as found:
        try:
            with progress_bars() as bar:
                step = None if bar is None else functools.partial(bar, "Reading")
                persons = persons_of_cases(found.cases, connection, asked.chosen, step, codes=found.codes)
        except NotPersons as error:
            raise Refused(f"{found.name}: {error}") from error
        yield OpenedPersons(
            persons,
            found.name,
            found.practice,
            asked.chosen.everything,
            (*found.warnings, *_uncoded(persons, found.codes)),
        )


@contextlib.contextmanager
def _opened_hub(source: str) -> Iterator[OpenedCases]:
    try:
        from capi.hub.statistics.opening import hub_cases

        with hub_cases(source) as found:
            yield OpenedCases(
                found.cases, f"hub {found.name}", codes=found.cases.codes(), left_out=found.cases.left_out
            )
    except Unavailable as error:
        raise WorldFailed(
            "The hub's database does not answer. Look whether it runs, and whether this machine and account may read it."
        ) from error
    except (HubError, HubFolderError) as error:
        raise Refused(str(error)) from error


def _names_a_hub(source: str) -> bool:
    """Asked before anything of the hub is loaded: that costs a while, and not everybody has its libraries."""
    return "://" in source or (Path(source) / "hub.json").is_file()


def _there(source: str) -> Path:
    path = Path(source)
    if not path.exists():
        raise Refused(
            f"There is no file {source}. Name a case file, a hub by its folder or the URL of its database, or a dataset in CSV or "
            "Parquet."
        )
    if path.is_dir():
        raise Refused(f"There is no hub in the folder {source}. Name a hub's folder, a case file, or a dataset.")
    return path


def _uncoded(persons: Persons, codes: JobCodes | None) -> tuple[str, ...]:
    """Where coding is under way: what stands in for the codes that are still to come."""
    if codes is None or SOC2010 not in persons.names:
        return ()
    waiting = persons.table.filter(persons.table[SOC2010] == USUAL.unanswered).count().to_pyarrow().as_py()
    if not waiting:
        return ()
    whose = "The job of 1 person has" if waiting == 1 else f"The jobs of {waiting:,} persons have"
    return (
        f"{whose} no SOC2010 code yet. Until then NS-SEC counts such occupations as not stated or inadequately described.",
    )
