"""`capi enrol`: makes this laptop known to a hub, with the one-time code its office gave out.

Where this laptop has no case file yet, it gets one: whatever the hub sends is kept there.
"""

import socket
import sys
from pathlib import Path

from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.opening import opened
from capi.laptop import holder
from capi.settings import Settings
from capi.sitting import system_clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.store.recognition import Kind, recognise
from capi.sync.address import hub_address
from capi.sync.enrolment import enrol as enrolled
from capi.sync.errors import HubBusy, HubUnreachable, NotTheHub, NotTrusted, PracticeFile, SyncError
from capi.sync.link import link_of

LONGEST_CERTIFICATES = 1_000_000
CODE = "Enrolment code"


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
    place = source or settings.case_file
    _refuse_practice(place)
    trusted = _pem(certificates)
    url = _fit(address or _asked("Address of the hub", "--hub"))
    if not code and not place.exists():
        code = _asked(CODE, "--code")  # before a case file is made for nothing
    here = holder(settings.data, "capi enrol", system_clock()().utc)
    with opened(place, passphrase_file, here, make=source is None) as kept:
        if not code:
            _tell_enrolled(kept)
            code = _asked(CODE, "--code")
        try:
            link = enrolled(kept, url, code, socket.gethostname(), certificates=trusted)
        except NotTrusted as error:
            option = "" if trusted else " Name the file after --certificates."
            raise WorldFailed(f"{error}{option}") from error
        except (HubUnreachable, HubBusy, NotTheHub) as error:
            raise WorldFailed(str(error)) from error
        except SyncError as error:
            raise Refused(str(error)) from error
    print(f"This laptop works for {link.user} at {link.name} ({link.url}) now. Get the cases with: capi sync")
    return DONE


def _refuse_practice(place: Path) -> None:
    """Before anybody is asked anything."""
    try:
        practice = place.exists() and recognise(place) is Kind.PRACTICE
    except CaseFileError as error:
        raise Refused(str(error)) from error
    if practice:
        raise Refused(str(PracticeFile(place.name)))


def _fit(address: str) -> str:
    """Before a case file is made for nothing."""
    try:
        return hub_address(address)
    except SyncError as error:
        raise Refused(str(error)) from error


def _tell_enrolled(case_file: CaseFile) -> None:
    """Whoever has no code at hand may not need one."""
    link = link_of(case_file)
    if link is not None and link.device == case_file.device:
        tell(
            f"This laptop works for {link.user} at {link.name} already: get and send cases with: capi sync. It needs a new code "
            "only where the hub does not let it in any more."
        )


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
