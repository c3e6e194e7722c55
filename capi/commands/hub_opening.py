"""Opening the hub for a command on its own machine: where its folder is, and what its refusals end with."""

import contextlib
import getpass
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from capi.classification.shelf import Shelf
from capi.commands.ending import Refused, WorldFailed
from capi.hub.errors import HubError, HubFolderError, Unavailable
from capi.hub.hub import Hub
from capi.hub.keeping.setting_up import office, open_hub
from capi.hub.orders.frames import add_usual_frame
from capi.outputs.folder import AlreadyWritten
from capi.settings import Settings
from capi.sync.messages import Role

if sys.platform != "win32":
    import pwd

FOLDER_VARIABLE = "CAPI_HUB_DIR"


def _person() -> str:
    """The account of this machine's system that runs the command, and who became it with sudo: for the audit log."""
    try:
        name = getpass.getuser() if sys.platform == "win32" else pwd.getpwuid(os.getuid()).pw_name
    except (KeyError, OSError, ImportError):
        name = str(os.getuid()) if sys.platform != "win32" else "unknown"
    before = os.environ.get("SUDO_USER", "")
    return f"{before} as {name}" if before and before != name else name


ADMINISTRATOR = office(Role.ADMINISTRATOR, _person())
SUPERVISOR = office(Role.SUPERVISOR, _person())


def hub_folder(given: Path | None, settings: Settings) -> Path:
    """The folder named, or that of the variable, or the usual one."""
    variable = os.environ.get(FOLDER_VARIABLE, "").strip()
    return given or (Path(variable) if variable else settings.data / "hub")


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Raises Refused and WorldFailed for what the hub refuses."""
    try:
        yield
    except Unavailable as error:
        raise WorldFailed(f"{error} Look whether its database runs, and whether this machine reaches it.") from error
    except (HubError, HubFolderError, AlreadyWritten) as error:
        raise Refused(str(error)) from error


@contextlib.contextmanager
def opened_hub(folder: Path | None, settings: Settings) -> Iterator[Hub]:
    """The hub, open. Raises Refused and WorldFailed, for what is done with it too."""
    with refusals():
        hub = replace(open_hub(hub_folder(folder, settings)), shelf=Shelf(settings.data))
        with contextlib.closing(hub.database):
            add_usual_frame(hub, ADMINISTRATOR, settings.questionnaires)
            yield hub


def secret_from(file: Path | None, question: str) -> str | None:
    """From the file, or typed twice at a terminal; None where there is neither. Raises Refused."""
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
        except FileNotFoundError:
            raise Refused(f"There is no file {file}. Name the file that holds the secret.") from None
        except UnicodeDecodeError:
            raise Refused(f"{file} is not a text in UTF-8. It must hold the secret and nothing else.") from None
        if not text:
            raise Refused(f"{file} is empty. It must hold the secret and nothing else.")
        return text
    if not sys.stdin.isatty():
        return None
    typed = getpass.getpass(f"{question}: ")
    if typed and typed != getpass.getpass("Once more: "):
        raise Refused("The two are not the same. Nothing was done.")
    return typed or None
