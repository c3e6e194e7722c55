"""The service as an application: every path the hub has, and what stands in front of them."""

import enum
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route

from capi import __version__
from capi.hub.hub import Hub
from capi.hub.online.texts import TextShelf, shipped_texts
from capi.hub.service.accounts import ACCOUNTS
from capi.hub.service.answering import Answering
from capi.hub.service.arrivals import ARRIVALS
from capi.hub.service.audit import AUDIT
from capi.hub.service.cases import CASES
from capi.hub.service.coding import CODING
from capi.hub.service.decisions import DECISIONS
from capi.hub.service.devices import DEVICES
from capi.hub.service.endpoints import Endpoint
from capi.hub.service.frames import FRAMES
from capi.hub.service.health import Live, Ready
from capi.hub.service.identity import Identity
from capi.hub.service.instruments import INSTRUMENTS
from capi.hub.service.invitations import INVITATIONS
from capi.hub.service.log import Log
from capi.hub.service.online import nothing_there, online_places
from capi.hub.service.openapi import Described
from capi.hub.service.outputs import OUTPUTS
from capi.hub.service.place import Answers, Place, Service
from capi.hub.service.quarantine import QUARANTINE
from capi.hub.service.rounds import ROUNDS
from capi.hub.service.samples import SAMPLES
from capi.hub.service.telephone import TELEPHONE
from capi.hub.service.tidying import Tidying
from capi.hub.service.workers import Workers

ENDPOINTS: tuple[Endpoint, ...] = (
    *ROUNDS, *ARRIVALS, *CASES, *DECISIONS, *INVITATIONS, *QUARANTINE, *ACCOUNTS, *DEVICES, *AUDIT, *INSTRUMENTS, *FRAMES, *TELEPHONE, *SAMPLES,
    *CODING, *OUTPUTS,
)  # fmt: skip
"""In the order in which a path is looked for: what a thousand laptops ask for at six o'clock comes first."""


class Side(enum.Enum):
    """Whom a process serves, where it does not serve both: a process that strangers can reach needs nothing of the other."""

    OFFICE = "office"
    """The office and the laptops."""
    RESPONDENTS = "respondents"


def make_app(hub: Hub, log: Log | None = None, only: Side | None = None, texts: TextShelf | None = None) -> FastAPI:
    """The hub's service. It asks nothing of the database until the first request. `texts`: on the pages of respondents."""
    service = Service(hub, Workers(), log or Log(), Identity(hub), texts or shipped_texts())
    ready, tidying = Ready(service), Tidying(hub, service.workers)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tidying.begin()
        yield
        tidying.close()
        service.workers.close()
        ready.close()

    app = FastAPI(
        title="capi hub",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # it would carry paths with ids in them away
    )
    places = [Place(path, {"GET": answers}, service) for path, answers in _health(ready).items()]
    if only is not Side.RESPONDENTS:
        places += [*_endpoints(service), Place("/v1/openapi.json", {"GET": Described(ENDPOINTS)}, service)]
    if only is not Side.OFFICE:
        places += online_places(service)
    app.router.routes.extend(Route(place.path, place, include_in_schema=False) for place in places)
    # A program is told in its own form that there is nothing; a person, in hers.
    nothing = Place("", {}, service)
    for path in ("/v1/{rest:path}", "/health/{rest:path}"):
        app.router.routes.append(Route(path, nothing, include_in_schema=False))
    nothing = nothing if only is Side.OFFICE else nothing_there(service)
    app.router.routes.append(Route("/{rest:path}", nothing, include_in_schema=False))
    return app


def places_of(app: FastAPI) -> list[Place]:
    """Every path of the application, with what answers there."""
    found = (route.endpoint for route in app.routes if isinstance(route, Route))
    return [place for place in found if isinstance(place, Place)]


def _health(ready: Ready) -> dict[str, Answers]:
    return {"/health/live": Live(), "/health/ready": ready}


def _endpoints(service: Service) -> Iterable[Place]:
    by_path: dict[str, dict[str, Answers]] = {}
    for endpoint in ENDPOINTS:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = Answering(endpoint, service)
    return (Place(path, methods, service) for path, methods in by_path.items())
