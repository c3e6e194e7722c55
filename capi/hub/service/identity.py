"""Which hub this is, as every answer says it. Asked of the database anew every few seconds: a restore changes the epoch."""

import time

from capi.hub.hub import Hub, Known, known

SECONDS = 5


class Identity:
    """`header_values` is read in the event loop, `refresh` is called in a thread that has the database at hand anyway."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known: Known | None = None
        self._read = 0.0

    @property
    def known(self) -> Known | None:
        """None until the database has answered once."""
        return self._known

    @property
    def is_stale(self) -> bool:
        return self._known is None or time.monotonic() - self._read > SECONDS

    def refresh(self) -> Known:
        """Raises Unavailable, and HubFolderError where the database belongs to another hub."""
        with self._hub.database.reading() as connection:
            found = known(self._hub, connection)
        self._known, self._read = found, time.monotonic()
        return found
