"""The service on the network: a server with the hub's certificate, which stops only after what it has begun.

serve(hub, Where("0.0.0.0", 8443, TlsFiles(certificate, key)))
"""

import ipaddress
import logging
import ssl
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from capi.hub.errors import HubFolderError
from capi.hub.hub import Hub
from capi.hub.online.texts import TextShelf
from capi.hub.service.app import Side, make_app
from capi.hub.service.log import LibraryLog, Log

STOP_SECONDS = 20
"""So long a request may still take when the server is told to stop."""
KEEP_ALIVE_SECONDS = 20
"""Longer than a laptop thinks between two steps of a sync round, so that one connection does for all of it."""
_QUEUE = 2_048


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM: the certificate with those between it and its authority, and its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Where:
    """Where the server listens. `tls` may only be None where nobody else can reach it; `proxies`: addresses of those in front of
    it, whose word is taken for where a request comes from. `only`: whom it serves, where that is not everybody; `texts`: what
    the pages of respondents say, where those that ship do not do."""

    host: str
    port: int
    tls: TlsFiles | None
    proxies: tuple[str, ...] = ()
    only: Side | None = None
    texts: TextShelf | None = None


def serve(hub: Hub, where: Where, log: Log | None = None) -> None:
    """Serves until the process is told to stop. Raises HubFolderError."""
    make_server(hub, where, log).run()


def make_server(hub: Hub, where: Where, log: Log | None = None) -> uvicorn.Server:
    """The server, not started. Raises HubFolderError where it would speak without encryption, or its certificate is unfit."""
    if where.tls is None and not _is_loopback(where.host):
        raise HubFolderError(
            f"At {where.host} others can reach the hub, so it needs a certificate. Leave the one in its folder in place, "
            "or let it listen at 127.0.0.1 only, behind a proxy that has one."
        )
    log = log or Log()
    config = uvicorn.Config(
        make_app(hub, log, where.only, where.texts),
        host=where.host,
        port=where.port,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(where.proxies),
        forwarded_allow_ips=list(where.proxies),
        backlog=_QUEUE,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        ssl_certfile=where.tls.certificate if where.tls else None,
        ssl_keyfile=where.tls.key if where.tls else None,
    )
    _keep_log(log)
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise HubFolderError(
            f"The certificate {where.tls.certificate if where.tls else ''} or its key cannot be used. Put the hub's own back."
        ) from error
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return uvicorn.Server(config)


def _keep_log(log: Log) -> None:
    """What the server and its libraries say goes into the hub's log and nowhere else."""
    handler = LibraryLog(log)
    for name in ("uvicorn", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO if name.startswith("uvicorn") else logging.WARNING)
    logging.getLogger("uvicorn").handlers = []
    logging.getLogger("uvicorn.access").disabled = True  # it would write paths, and there are ids in them


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
