"""`capi hub address`: the address that laptops are told to use."""

from pathlib import Path

from capi.commands.ending import DONE
from capi.commands.hub_opening import hub_folder, refusals
from capi.hub.keeping.address import laptop_address, set_address
from capi.hub.keeping.folder import read_folder
from capi.settings import Settings


def show_address(folder: Path | None, settings: Settings, url: str | None) -> int:
    """Sets it first where it is given. Raises Refused."""
    where = hub_folder(folder, settings)
    with refusals():
        before = read_folder(where)
        if url is not None:
            set_address(before, url)
        now = read_folder(where)
    print(laptop_address(now.settings))
    if now.settings.hosts != before.settings.hosts:
        print("  The certificate is not for this host yet: stop the hub and start it again.")
    return DONE
