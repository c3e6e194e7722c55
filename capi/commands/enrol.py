"""`capi enrol`: makes this laptop known to a hub, with the one-time code its office gave out."""

import socket
import sys
from pathlib import Path

from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.opening import opened
from capi.laptop import holder
from capi.settings import Settings
from capi.sitting import system_clock
from capi.store.case_file import CaseFile
from capi.sync.enrolment import enrol as enrolled
from capi.sync.errors import HubBusy, HubUnreachable, NotTheHub, PracticeFile, SyncError

LONGEST_CERTIFICATES = 1_000_000


def enrol(
    source: Path | None,
    address: str | None,
    code: str | None,
    settings: Settings,
    *,
    certificates: Path | None = None,
    passphrase_file: Path | None = None,
) -> int:
    """Asks for the address and the code where they are not given. `certificates`: a file of the authorities to trust, in PEM.

    Raises Refused and WorldFailed; the case file is as it was then.
    """
    here = holder(settings.data, "capi enrol", system_clock()().utc)
    with opened(source or settings.case_file, passphrase_file, here) as kept:
        _refuse_practice(kept)
        url = address or _asked("Address of the hub", "--hub")
        given = code or _asked("Enrolment code", "--code")
        try:
            link = enrolled(kept, url, given, socket.gethostname(), certificates=_pem(certificates))
        except (HubUnreachable, HubBusy, NotTheHub) as error:
            raise WorldFailed(str(error)) from error
        except SyncError as error:
            raise Refused(str(error)) from error
    print(f"This laptop works for {link.user} at {link.name} ({link.url}) now. Get the cases with: capi sync")
    return DONE


def _refuse_practice(case_file: CaseFile) -> None:
    """Before anybody is asked anything."""
    if case_file.practice:
        raise Refused(str(PracticeFile(case_file.path.name)))


def _asked(what: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"{what}: not given. Write it after {option}.")
    tell(f"{what}:")
    return sys.stdin.readline().strip()


def _pem(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        if file.stat().st_size > LONGEST_CERTIFICATES:
            raise Refused(f"{file} is too large to be a file of certificates. Name the one your office gave you.")
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        raise Refused(f"There is no file {file}. Name the file of certificates your office gave you.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file} holds no certificates in PEM. Name the file your office gave you.") from None
