"""Is the hub alive, and can it work: asked by whatever watches over it, of each process."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import msgspec
from msgspec import Struct

from capi.hub.errors import Unavailable
from capi.hub.hub import Known, known
from capi.hub.service.bodies import Receive
from capi.hub.service.endpoints import Anybody
from capi.hub.service.place import Scope, Service
from capi.hub.service.reply import Reply

READY_SECONDS = 2.5
"""A database that has not answered by then counts as down: a little more than it is given to say so itself."""


class Health(Struct, frozen=True):
    """`live`: the process answers. `ready`: it can also write to its database."""

    state: str


class Live:
    """No database and no thread is needed for this one: restarting the process would help neither."""

    action = Anybody.MAY

    async def answer(self, _scope: Scope, _receive: Receive) -> Reply:
        return Reply(200, msgspec.json.encode(Health("live")))


class Ready:
    """Whether the database takes a transaction now. Has its own thread: all others may be waiting for that same database."""

    action = Anybody.MAY

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._looking: asyncio.Future[Known] | None = None

    async def answer(self, _scope: Scope, _receive: Receive) -> Reply:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().run_in_executor(self._pool, self._look)
            self._looking.add_done_callback(_seen)
        looking = self._looking
        await asyncio.wait((looking,), timeout=READY_SECONDS)
        if not looking.done():
            raise Unavailable("The hub's database does not answer.")
        looking.result()
        return Reply(200, msgspec.json.encode(Health("ready")))

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> Known:
        """Nothing is written; but the right to write is taken, which is what a locked database refuses."""
        with self._service.hub.database.writing() as connection:
            return known(self._service.hub, connection)


def _seen(looked: "asyncio.Future[Known]") -> None:
    """An error is told to whoever asks; if nobody does any more, it is no news either."""
    if not looked.cancelled():
        looked.exception()
