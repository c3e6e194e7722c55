"""Who does the work on the database: as many threads as it has connections, and a queue that does not grow without end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from capi.hub.database import MOST_CONNECTIONS
from capi.hub.errors import Unavailable

MOST_UNDER_WAY = 512
"""Requests at work or waiting; one more is told to come again."""
PATIENCE_SECONDS = 60
"""After so long a request is answered even if the database is not."""

_Result = TypeVar("_Result")


class Workers:
    """Used from one event loop only."""

    def __init__(self, threads: int = MOST_CONNECTIONS, most: int = MOST_UNDER_WAY) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hub")
        self._most = most
        self._under_way = 0

    async def run(self, work: Callable[[], _Result], patience: float = PATIENCE_SECONDS) -> _Result:
        """What `work` returns, done in a thread. Raises what it raises, and Unavailable where it takes too long or too many wait."""
        return await self.wait_for(lambda: asyncio.get_running_loop().run_in_executor(self._pool, work), patience)

    async def wait_for(
        self, begin: "Callable[[], asyncio.Future[_Result]]", patience: float = PATIENCE_SECONDS
    ) -> _Result:
        """What comes of what `begin` has begun. Raises as `run` does; where too many wait nothing is begun."""
        if self._under_way >= self._most:
            raise Unavailable(
                "Too many laptops are calling at once. Nothing of this was kept; it will be tried again.", 15
            )
        self._under_way += 1
        doing = begin()
        doing.add_done_callback(self._ended)
        done, _ = await asyncio.wait((doing,), timeout=patience)
        if not done:
            raise Unavailable("The hub's database takes too long to answer. Send this again to be certain of it.", 30)
        return doing.result()

    def _ended(self, doing: "asyncio.Future[_Result]") -> None:
        self._under_way -= 1
        if not doing.cancelled():
            doing.exception()  # it has been looked at, even where its request was answered long ago

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
