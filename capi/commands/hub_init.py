"""`capi hub init`: makes a hub, its administrator, and the file of keys that is to be taken away."""

import secrets
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.commands.ending import DONE, Refused
from capi.commands.hub_opening import ADMINISTRATOR, hub_folder, opened_hub, refusals, secret_from
from capi.hub.keeping.address import fit_address, laptop_address
from capi.hub.keeping.certificates import fingerprint
from capi.hub.keeping.folder import AUTHORITY, is_hub_folder, read_folder
from capi.hub.keeping.offline import new_offline_keys, write_offline_keys
from capi.hub.keeping.setting_up import set_up
from capi.hub.people.accounts import create_account
from capi.hub.people.passwords import hash_password
from capi.settings import Settings
from capi.sync.messages import Role
from capi.sync.office_messages import NewAccount


@dataclass(frozen=True, slots=True)
class InitOrder:
    """What was asked for; what is empty has its usual value."""

    folder: Path | None = None
    name: str = ""
    database: str = ""
    hosts: tuple[str, ...] = ()
    administrator: str = "admin"
    password_file: Path | None = None
    offline_keys: Path | None = None
    url: str = ""


def init(order: InitOrder, settings: Settings) -> int:
    """Raises Refused and WorldFailed, with nothing made."""
    folder = hub_folder(order.folder, settings).absolute()
    host = socket.gethostname()
    name = order.name or host
    with refusals():
        named = (fit_address(order.url).hostname or "",) if order.url else ()
    hosts = tuple(dict.fromkeys((*named, *order.hosts, host, "localhost", "127.0.0.1")))
    away = (order.offline_keys or folder.with_name(f"{folder.name}-offline-keys.json")).absolute()
    if is_hub_folder(folder):
        raise Refused(f"There is a hub in {folder} already. Serve it with: capi hub serve, or name another folder.")
    given = secret_from(order.password_file, f"Password for {order.administrator}, or nothing for one made by chance")
    password = given or secrets.token_urlsafe(15)
    with refusals():
        hash_password(password, (order.administrator,))  # refused before anything is made
        keys = new_offline_keys(name, datetime.now(UTC))
        write_offline_keys(away, name, keys)
        try:
            set_up(folder, name, order.database, hosts, offline=keys, address=order.url.strip().rstrip("/"))
        except BaseException:
            away.unlink(missing_ok=True)
            raise
    account = NewAccount(
        name=order.administrator, full_name="Administrator", role=Role.ADMINISTRATOR, password=password
    )
    with opened_hub(folder, settings) as hub:
        create_account(hub, ADMINISTRATOR, account)
    address = laptop_address(read_folder(folder).settings)
    _print(
        folder, name, away, _Shown(order.administrator, "" if given else password, address, order.folder is not None)
    )
    return DONE


@dataclass(frozen=True, slots=True)
class _Shown:
    account: str
    password: str
    address: str
    elsewhere: bool


def _print(folder: Path, name: str, away: Path, shown: _Shown) -> None:
    print(f"The hub {name} is made, in {folder}.")
    if shown.password:
        print(f"  account      {shown.account}, its password: {shown.password} (shown only now)")
    else:
        print(f"  account      {shown.account}")
    print(f"  trust        {folder / AUTHORITY} goes to every laptop with its enrolment code")
    print(f"               SHA-256 {fingerprint((folder / AUTHORITY).read_bytes())}")
    print(f"  offline      {away}")
    print("               Take this file away from the machine now, to two places. No backup can be opened without it.")
    where = f" --folder {folder}" if shown.elsewhere else ""
    print("What next:")
    print(f"  capi hub serve{where}                          (here alone, at https://127.0.0.1:8443)")
    print(
        f"  capi hub serve{where} --host 0.0.0.0           (for laptops, at {shown.address}; or else: capi hub address URL)"
    )
    print(f"  capi hub instrument add{where} INSTRUMENT")
    print(f"  capi hub user add{where} NAME --role interviewer, then: capi hub user code{where} NAME")
    print(f"  capi hub sample add{where} FILE --name NAME --instrument INSTRUMENT")
    print(
        f"  capi hub backup{where} --out DIR/              (every night, DIR of another machine; see packaging/hub/RUNBOOK.md)"
    )
