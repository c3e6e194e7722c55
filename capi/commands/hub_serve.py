"""`capi hub serve`: the hub at work, until it is told to stop."""

import contextlib
import signal
import socket
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from capi.commands.ending import DONE, Refused, WorldFailed
from capi.commands.hub_derive_beside import deriving_beside
from capi.commands.hub_opening import hub_folder, opened_hub
from capi.hub.hub import Hub, known
from capi.hub.keeping.address import remember_served
from capi.hub.keeping.folder import SERVER, SERVER_KEY, read_folder
from capi.hub.keeping.setting_up import server_certificate
from capi.hub.online.own_texts import own_texts
from capi.settings import Settings

if TYPE_CHECKING:
    from capi.hub.service.server import Where

DEFAULT_PORT = 8443


@dataclass(frozen=True, slots=True)
class ServeOrder:
    """`plain`: without encryption, on loopback alone, behind a proxy that has it. `authority`: what laptops are to trust,
    where the certificate is not the hub's own; without it, what their system trusts. `derives`: what is completed is derived
    by a process beside it. `only`: whom it serves, `office` or `respondents`, where that is not both. `texts`: a folder with
    words of the office's own for the pages of respondents."""

    folder: Path | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None
    plain: bool = False
    proxies: tuple[str, ...] = ()
    derives: bool = True
    only: str = ""
    texts: Path | None = None


def serve(order: ServeOrder, settings: Settings) -> int:
    """Raises Refused and WorldFailed. What it has begun when it is told to stop, it ends."""
    # The web framework takes a second to load, and no other command needs it.
    from capi.hub.service.server import make_server

    for file in (order.certificate, order.key, order.authority):
        if file is not None and not file.is_file():
            raise Refused(f"There is no file {file}. Name the file that is meant, in PEM.")
    folder = hub_folder(order.folder, settings)
    with opened_hub(folder, settings) as hub:
        server = make_server(_trusted(hub, order), _where(hub, folder, order))
        _refuse_taken(order)
        with hub.database.reading() as connection:
            name = known(hub, connection).name
        scheme = "http" if order.plain else "https"
        if order.only != "respondents":
            remember_served(read_folder(folder), scheme, order.host, order.port)
        print(f"The hub {name} listens at {scheme}://{order.host}:{order.port}. Stop it with Ctrl+C.", flush=True)
        # The server ends what it has begun and then passes the signal on: to be told to stop is no failure.
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, _stopped)
        try:
            with deriving_beside(folder) if order.derives else contextlib.nullcontext():
                server.run()
        except SystemExit as error:
            raise WorldFailed(f"The hub did not start at {order.host}:{order.port}; its log says why.") from error
    return DONE


def _stopped(_number: int, _frame: FrameType | None) -> None:
    pass


def _where(hub: Hub, folder: Path, order: ServeOrder) -> "Where":
    from capi.hub.service.app import Side
    from capi.hub.service.server import TlsFiles, Where

    tls = None
    if not order.plain and order.certificate is not None and order.key is not None:
        tls = TlsFiles(order.certificate, order.key)
    elif not order.plain:
        server_certificate(read_folder(folder), hub.now())
        tls = TlsFiles(folder / SERVER, folder / SERVER_KEY)
    texts = None if order.texts is None else own_texts(order.texts)
    return Where(order.host, order.port, tls, order.proxies, Side(order.only) if order.only else None, texts)


def _trusted(hub: Hub, order: ServeOrder) -> Hub:
    """With the certificates that a laptop is told to trust when it is enrolled."""
    if order.authority is not None:
        return replace(hub, certificates=order.authority.read_text(encoding="ascii"))
    own = not order.plain and order.certificate is None
    return hub if own else replace(hub, certificates="")


def _refuse_taken(order: ServeOrder) -> None:
    """The server would say so in its log alone."""
    family = socket.AF_INET6 if ":" in order.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if sys.platform != "win32":  # there it would let two servers have one port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((order.host, order.port))
        except OSError as error:
            raise WorldFailed(
                f"The hub cannot listen at {order.host}:{order.port} ({error.strerror}). Stop what does, or choose another "
                "with --port or --host."
            ) from error
