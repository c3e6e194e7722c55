"""Opening a hub's database to read its cases: by the hub's folder or by a URL, without its keys, and changing nothing.

    if names_a_hub(source):
        with hub_cases(source) as found: ...

Whoever may read the database can read what is in it without the hub: its keys sign and chain, they do not encrypt.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.hub.keeping.folder import DATABASE, SETTINGS, is_hub_folder, settings_of
from capi.hub.keeping.upgrades import UPGRADES, reached
from capi.hub.statistics.hub_cases import HubCases

_SQLITE = b"SQLite format 3\0"
_WITH_A_LOG = b"\2\2"
"""In the header of a file that is written as a hub writes it. Any other one could not be opened without changing that."""


@dataclass(frozen=True, slots=True)
class FoundHub:
    """`name` is what the office calls it."""

    name: str
    cases: HubCases


def names_a_hub(source: str) -> bool:
    return "://" in source or is_hub_folder(Path(source))


@contextlib.contextmanager
def hub_cases(source: str) -> Iterator[FoundHub]:
    """Raises HubFolderError with what to do where there is no hub, or one of another version; Unavailable."""
    with contextlib.closing(HubDatabase(_reading_url(source))) as database:
        with database.reading() as connection:
            number = reached(connection)
            if number == 0:
                raise HubFolderError("There is no hub in this database. Name that of a hub, or the hub's folder.")
            if number < len(UPGRADES):
                raise HubFolderError(
                    "This database was made by an earlier version of capi, and has not been brought up yet. "
                    "On the hub's machine: capi hub status"
                )
            name = connection.execute(select(tables.hub.c.name)).scalar()
        if name is None:
            raise HubFolderError("There is no hub in this database. Name that of a hub, or the hub's folder.")
        yield FoundHub(name, HubCases(database))


def _reading_url(source: str) -> str:
    """SQLite is opened so that it cannot be written to: it would make an empty file where there is none."""
    if "://" not in source:
        found = _database_in(Path(source))
        if isinstance(found, Path):
            return _read_only(found)
        source = found
    try:
        parsed = make_url(source)
    except ArgumentError:
        raise HubFolderError("This is no URL of a database. Write sqlite:///FILE or postgresql://HOST/NAME.") from None
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return _read_only(Path(parsed.database).absolute())
    return source


def _database_in(folder: Path) -> Path | str:
    """The file, or the URL."""
    try:
        database = settings_of((folder / SETTINGS).read_bytes()).database
    except OSError as error:
        raise HubFolderError(
            f"{folder / SETTINGS} cannot be read: {error.strerror}. Run this as the account that owns it."
        ) from error
    except ValueError as error:
        raise HubFolderError(f"{folder / SETTINGS} is damaged. Put it back from a copy of the folder.") from error
    return database or folder.absolute() / DATABASE


def _read_only(path: Path) -> str:
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_SQLITE) + 4)
    except FileNotFoundError:
        raise HubFolderError(f"There is no file {path}. Name the database of a hub, or the hub's folder.") from None
    except OSError as error:
        raise HubFolderError(
            f"{path} cannot be read: {error.strerror}. Run this as an account that may read it."
        ) from error
    if not beginning.startswith(_SQLITE) or beginning[18:20] != _WITH_A_LOG:
        raise HubFolderError(f"There is no hub in this database: {path}. Name that of a hub, or the hub's folder.")
    query = {"mode": "ro", "uri": "true"}
    return URL.create("sqlite", database=path.as_uri(), query=query).render_as_string()
