"""Tidying: what is kept for a day goes after a day, whether or not anybody asks for it again; and what was delivered to be rung and
was not heard of again comes back to the telephone queue, as does what was begun online and is not gone on with there."""

import asyncio
import contextlib

from capi.hub.errors import HubError
from capi.hub.hub import Hub
from capi.hub.online.going_on import return_to_queue
from capi.hub.orders.delivering import take_back_overdue
from capi.hub.service.workers import Workers
from capi.hub.statistics.outputs import remove_old_outputs

EVERY_SECONDS = 60.0


class Tidying:
    """At work from `begin` to `close`, in the event loop of the service; nothing is looked at before the first pause is over."""

    def __init__(self, hub: Hub, workers: Workers, every: float = EVERY_SECONDS) -> None:
        self._hub = hub
        self._workers = workers
        self._every = every
        self._work: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._work = asyncio.get_running_loop().create_task(self._tidy())

    def close(self) -> None:
        if self._work is not None:
            self._work.cancel()

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            with contextlib.suppress(HubError):  # the database is busy, or away: the next time will do
                await self._workers.run(lambda: remove_old_outputs(self._hub))
            with contextlib.suppress(HubError):
                await self._workers.run(lambda: take_back_overdue(self._hub))
            with contextlib.suppress(HubError):
                await self._workers.run(lambda: return_to_queue(self._hub))
