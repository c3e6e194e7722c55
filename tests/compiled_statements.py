"""Statements of the databases compiled once for all tests of a process, and not once for each database that a test opens."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import Dialect

_MOST = 10_000


class _Compiled(dict[Any, Any]):
    """What SQLAlchemy keeps its compiled statements in. It tells dialects apart by object; here those of a kind count as one."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_by_kind(*key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(_by_kind(*key), compiled)


def _by_kind(dialect: Dialect, *statement: Any) -> tuple[Any, ...]:
    return type(dialect), dialect.paramstyle, dialect.server_version_info, *statement


_COMPILED = _Compiled()


def share_compiled_statements() -> None:
    """By every database that this process opens from now on."""
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
