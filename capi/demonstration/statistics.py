"""The statistics of the demonstration: of the interviews that came to the hub, and of a crowd large enough to fill tables.

The few people interviewed through the window leave nearly every number below the threshold. So what is derived and exported is
theirs, and the tables are of many more invented people, asked through the engine alone.
"""

import contextlib
import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from capi.classification.classification import Scheme
from capi.classification.shelf import Shelf, soc2010_of
from capi.classification.suggesting import Suggester, automatic
from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.dataset.job_codes import SOC2010, SOC2020, JobCodes, JobTexts
from capi.dataset.person_writing import look_up_table, write_parquet
from capi.dataset.persons import Chosen, Connection, Persons, person_connection, persons_of_cases
from capi.demonstration.crowd import crowd
from capi.demonstration.crowd_interviews import interview_crowd
from capi.derivation.columns import Table
from capi.derivation.derive import DERIVED, derive
from capi.derivation.full_nssec import NssecTable
from capi.hub.coding.automatic import code_automatically
from capi.hub.hub import Hub
from capi.hub.keeping.setting_up import office, open_hub
from capi.hub.statistics.deriving import derive_pending
from capi.hub.statistics.hub_cases import HubCases
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.deriving import deriving_with
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import FORMATS, format_called
from capi.outputs.tables.standard_tables import StandardTables, standard_tables
from capi.outputs.tables.table_figures import Treatment
from capi.outputs.tables.table_files import write_tables
from capi.outputs.tables.table_versions import versions_of
from capi.settings import Settings
from capi.sync.coding_messages import AutomaticCoding, CodingSettings
from capi.sync.messages import Role

HOUSEHOLDS = 400
_SEED = 2026
"""The same crowd every time."""
INVENTED = "These people are invented: the data come from a demonstration."
_INDEXES = (Scheme.SOC2010, Scheme.SOC2020)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an office has loaded: whether there is an index to code occupations with, and a table of NS-SEC."""

    index: bool
    table: NssecTable | None


@dataclass(frozen=True, slots=True)
class OfTheHub:
    """`coded` jobs, and those that wait for a coder; both 0 where no index is loaded. `variables` were derived."""

    persons: int
    variables: int
    coded: int
    waiting: int
    derived: Path
    exports: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class OfTheCrowd:
    households: int
    persons: int
    answers: int
    seconds: float
    coded: int
    jobs: int
    made: StandardTables
    tables: Path
    persons_file: Path

    @property
    def hidden(self) -> int:
        """Of the `numbers` of all tables."""
        return sum(table.hidden for table in self.made.tables)

    @property
    def numbers(self) -> int:
        return sum(len(table.figures) for table in self.made.tables)


def loaded(settings: Settings) -> Loaded:
    """Raises DamagedClassification, OSError."""
    shelf = Shelf(settings.data)
    return Loaded(any(shelf.index(scheme) is not None for scheme in _INDEXES), shelf.nssec_table())


def of_the_hub(out: Path, settings: Settings, there: Loaded, now: datetime) -> OfTheHub:
    """Codes and derives at the hub in `out`; writes the derived persons, and the export in every format."""
    with contextlib.ExitStack() as stack:
        hub = replace(open_hub(out / "hub"), shelf=Shelf(settings.data))
        stack.callback(hub.database.close)
        coded, waiting = _coded(hub) if there.index else (0, 0)
        derive_pending(hub, hub.shelf, "capi demo")
        cases = HubCases(hub.database)
        connection = stack.enter_context(person_connection())
        persons = persons_of_cases(cases, connection, Chosen(), codes=cases.codes())
        derived = _derived(persons, there.table, connection)
        path = out / "derived.parquet"
        _write(path, derived, persons, connection, there.table)
        exports = {}
        for name in FORMATS:
            # CSV is what most will look at first, and has the folder to itself.
            folder = out / "export" if name == "csv" else out / "export" / name
            delivery = Delivery(
                Profile.END_USER,
                MissingCodes(),
                folder,
                file_format=format_called(name),
                deriving=deriving_with(hub.shelf, cases.codes()),
            )
            circumstances = Circumstances(
                now, "demonstration hub", invented=True, everything=False, warnings=(INVENTED,)
            )
            export_data(datasets(cases, everything=False), delivery, circumstances)
            exports[name] = folder
        number = sum(name in DERIVED for name in derived.columns)
        return OfTheHub(_number(derived), number, coded, waiting, path, exports)


def of_the_crowd(
    out: Path, settings: Settings, there: Loaded, now: datetime, households: int = HOUSEHOLDS
) -> OfTheCrowd:
    """Interviews the crowd, and writes the tables and the persons they are made of."""
    began = time.monotonic()
    people = crowd(households, now.date(), _SEED)
    cases = interview_crowd(people, settings)
    with person_connection() as connection:
        persons = persons_of_cases(cases, connection, Chosen(), codes=_codes(Shelf(settings.data)))
        seconds = time.monotonic() - began
        derived = _derived(persons, there.table, connection)
        _write(out / "crowd.parquet", derived, persons, connection, there.table)
        made = standard_tables(derived, Treatment())
        circumstances = Circumstances(now, "demonstration crowd", invented=True, everything=False, warnings=(INVENTED,))
        write_tables(out / "tables", made, versions_of(derived), circumstances)
        jobs = persons.table.filter(persons.table["OccT"].notnull())
        coded = _number(jobs.filter(jobs[SOC2010] > 0)) if SOC2010 in persons.names else 0
        return OfTheCrowd(
            households=len(people),
            persons=_number(derived),
            answers=cases.answers,
            seconds=seconds,
            coded=coded,
            jobs=_number(jobs),
            made=made,
            tables=out / "tables",
            persons_file=out / "crowd.parquet",
        )


def _coded(hub: Hub) -> tuple[int, int]:
    """Jobs that were coded without a person, and those that wait for one."""
    done = code_automatically(hub, office(Role.SUPERVISOR), AutomaticCoding())
    return done.coded, done.state.to_code + done.state.to_code_again


def _codes(shelf: Shelf) -> JobCodes | None:
    """Without a person where that is likely enough to be right; else the entry that is the title word for word, which is what a
    coder would look at first. There is none for the rest."""
    suggesters = {scheme: Suggester(index) for scheme in _INDEXES if (index := shelf.index(scheme)) is not None}
    if not suggesters:
        return None

    @functools.cache
    def of(texts: JobTexts) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for scheme, suggester in suggesters.items():
            suggestions = suggester.suggest(texts.title, texts.did, texts.industry)
            exact = (each for each in (*suggestions, *suggester.suggest(texts.title)) if each.exact)
            best = automatic(suggestions, CodingSettings().threshold) or next(exact, None)
            if best is not None:
                found[scheme.value] = best.code
                if scheme is Scheme.SOC2020 and (other := soc2010_of(best.entry)) is not None:
                    found.setdefault(SOC2010, other)
        return found

    schemes = (SOC2010, SOC2020) if Scheme.SOC2020 in suggesters else (SOC2010,)
    return JobCodes(schemes, lambda _case, _rows, texts: of(texts))


def _derived(persons: Persons, table: NssecTable | None, connection: Connection) -> Table:
    laid: Callable[..., Table] = functools.partial(look_up_table, connection)
    return connection.create_table("derived", derive(persons.table, table, laid=laid), temp=True)


def _write(path: Path, derived: Table, persons: Persons, connection: Connection, table: NssecTable | None) -> None:
    version = None if table is None else table.version
    write_parquet(path, derived, persons, connection, {"source": INVENTED, "nssec_table": version})


def _number(persons: Table) -> int:
    return int(persons.count().to_pyarrow().as_py())
