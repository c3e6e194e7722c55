"""`capi hub user`, `device` and `audit`: who works with the hub, on which laptops, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import msgspec

from capi.commands.ending import DONE, REFUSED, Refused
from capi.commands.hub_opening import ADMINISTRATOR, hub_folder, opened_hub, secret_from
from capi.commands.listing import print_json, print_list
from capi.hub import audit
from capi.hub.keeping.address import laptop_address
from capi.hub.keeping.folder import AUTHORITY, read_folder
from capi.hub.office.devices import devices, end_device, held, new_code
from capi.hub.people.accounts import accounts, change_account, create_account
from capi.hub.people.texts import counted
from capi.settings import Settings
from capi.sync.messages import Role
from capi.sync.office_messages import AccountChange, Calling, DeviceEnd, DeviceState, NewAccount

_ENDED = {
    DeviceState.ACTIVE: "",
    DeviceState.REPLACED: "What it still sends goes to quarantine.",
    DeviceState.REVOKED: "It is refused from now on.",
    DeviceState.LOST: "It is refused from now on, and told to destroy its keys if it calls.",
}
_NEED_PASSWORDS = (Role.CODER, Role.SUPERVISOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class UserOrder:
    """What is to be of an account; None leaves it as it is."""

    name: str
    full_name: str | None = None
    role: str | None = None
    password_file: Path | None = None
    ask_password: bool = False
    active: bool | None = None
    languages: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    may_pick: bool | None = None

    def calling(self, before: Calling) -> Calling:
        """What is given, in place of what was before."""
        return Calling(
            languages=before.languages if self.languages is None else tuple(each for each in self.languages if each),
            skills=before.skills if self.skills is None else tuple(each for each in self.skills if each),
            may_pick=before.may_pick if self.may_pick is None else self.may_pick,
        )


def list_users(folder: Path | None, settings: Settings, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = accounts(hub, ADMINISTRATOR)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("name", "full name", "role", "active", "password", "cases", "laptops", "languages", "skills", "picks"),
        [
            (
                each.name,
                each.full_name,
                each.role.value,
                each.active,
                each.has_password,
                each.cases,
                each.devices,
                " ".join(each.calling.languages),
                ", ".join(each.calling.skills),
                each.calling.may_pick,
            )
            for each in found
        ],
    )
    return DONE


def add_user(folder: Path | None, settings: Settings, order: UserOrder) -> int:
    """Raises Refused and WorldFailed."""
    role = Role(order.role or Role.INTERVIEWER.value)
    password = ""
    if role in _NEED_PASSWORDS:
        password = secret_from(order.password_file, f"Password for {order.name}") or ""
        if not password:
            raise Refused(f"{role.value.capitalize()}s sign in with a password. Give it with --password-file.")
    new = NewAccount(
        name=order.name,
        full_name=order.full_name or "",
        role=role,
        password=password,
        calling=order.calling(Calling()),
    )
    with opened_hub(folder, settings) as hub:
        made = create_account(hub, ADMINISTRATOR, new)
    print(f"{made.name}: {role.value.replace('_', ' ')}")
    if role not in _NEED_PASSWORDS:
        print(f"A code for the laptop: capi hub user code {made.name}")
    return DONE


def change_user(folder: Path | None, settings: Settings, order: UserOrder) -> int:
    """Raises Refused and WorldFailed."""
    password = None
    if order.password_file is not None or order.ask_password:
        password = secret_from(order.password_file, f"New password for {order.name}")
    change = AccountChange(
        full_name=order.full_name, role=Role(order.role) if order.role else None, active=order.active, password=password
    )
    changes_calling = (order.languages, order.skills, order.may_pick) != (None, None, None)
    if change == AccountChange() and not changes_calling:
        raise Refused("Nothing to change was named. See: capi hub user change --help")
    with opened_hub(folder, settings) as hub:
        if changes_calling:
            before = [each.calling for each in accounts(hub, ADMINISTRATOR) if each.name == order.name]
            change = msgspec.structs.replace(change, calling=order.calling(before[0] if before else Calling()))
        made = change_account(hub, ADMINISTRATOR, order.name, change)
    print(f"{made.name}: {made.role.value.replace('_', ' ')}, {'active' if made.active else 'closed'}")
    return DONE


def make_code(folder: Path | None, settings: Settings, name: str, *, as_json: bool) -> int:
    """Prints the one-time code, and what is to be typed on the laptop."""
    where = hub_folder(folder, settings)
    with opened_hub(folder, settings) as hub:
        made = new_code(hub, ADMINISTRATOR, name)
    if as_json:
        address = laptop_address(read_folder(where).settings)
        print_json({"code": made.code, "user": made.user, "expires": made.expires, "hub": address})
        return DONE
    address = laptop_address(read_folder(where).settings)
    print(made.code)
    print(
        f"  for one laptop of {made.user}, until {made.expires:%d %B %Y, %H:%M} UTC. On the laptop, with {AUTHORITY} beside it:"
    )
    print(f"  capi enrol --hub {address} --certificates {AUTHORITY} --code {made.code}")
    return DONE


def list_devices(folder: Path | None, settings: Settings, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = devices(hub, ADMINISTRATOR)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("laptop", "account", "machine", "state", "enrolled", "last seen", "cases"),
        [
            (each.device, each.user, each.host, each.state.value, each.enrolled, each.last_seen, each.holds)
            for each in found
        ],
    )
    return DONE


def end_one(folder: Path | None, settings: Settings, device: str, *, state: str, reason: str) -> int:
    with opened_hub(folder, settings) as hub:
        freed = sum(each.holds for each in devices(hub, ADMINISTRATOR) if each.device == device)
        line = end_device(hub, ADMINISTRATOR, device, DeviceEnd(state=DeviceState(state), reason=reason))
    print(f"{line.device} of {line.user} is {line.state.value}. {_ENDED[line.state]}")
    if freed:
        they = "it goes" if freed == 1 else "they go"
        print(
            f"It held {counted(freed, 'case')}; {they} to the next laptop of {line.user}: capi hub user code {line.user}"
        )
        print("  or to somebody else: capi hub assign --to NAME --reference REFERENCE")
    else:
        print(f"It held no case. A code for another laptop of {line.user}: capi hub user code {line.user}")
    if line.state is DeviceState.LOST:
        print(f"What was on it, for the notice of the breach: capi hub device held {line.device}")
    return DONE


def list_held(folder: Path | None, settings: Settings, device: str, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = held(hub, ADMINISTRATOR, device)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("case", "status", "entries", "contact", "there now", "questions answered"),
        [
            (each.reference, each.status, each.entries, each.has_contact, each.holds_now, " ".join(each.fields))
            for each in found.cases
        ],
    )
    return DONE


def list_audit(folder: Path | None, settings: Settings, *, after: int | None, limit: int, as_json: bool) -> int:
    """The last `limit` lines, or those that follow on the line `after`; the newest at the end."""
    with opened_hub(folder, settings) as hub:
        found = (
            audit.last_lines(hub, ADMINISTRATOR, limit)
            if after is None
            else audit.lines(hub, ADMINISTRATOR, after, limit)
        )
        references = audit.references_of(hub, found)
    if as_json:
        print_json(found)
        return DONE
    print_list(
        ("number", "time", "who", "what", "of", "details"),
        [
            (
                str(each.number),
                each.time,
                each.who,
                each.action,
                _with_reference(each.subject, references),
                "  ".join(f"{name}={_with_references(value, references)}" for name, value in each.details.items()),
            )
            for each in found
        ],
    )
    return DONE


def _with_references(value: str, references: Mapping[str, str]) -> str:
    """The ids of a detail with the references of their cases beside them; any other text as it is."""
    words = value.split(" ")
    if not any(_id_of(word) in references for word in words):
        return value
    return ", ".join(_with_reference(word, references) for word in words)


def _with_reference(word: str, references: Mapping[str, str]) -> str:
    reference = references.get(_id_of(word))
    return word if reference is None else f"{reference} ({word})"


def _id_of(word: str) -> str:
    return unquote(word.partition(":")[0])


def verify_audit(folder: Path | None, settings: Settings, noted: tuple[str, ...], *, as_json: bool) -> int:
    """`noted`: heads that were kept elsewhere, such as on laptops and in the names of backups. Raises Refused."""
    with opened_hub(folder, settings) as hub:
        try:
            broken = audit.verify(hub, noted)
        except ValueError as error:
            raise Refused(f"{error}.") from error
        with hub.database.reading() as connection:
            head = audit.head(connection)
    if as_json:
        print_json({"head": head, "broken": broken})
    elif broken is None:
        print(f"No line of the audit log was changed or taken out. Its head, to be noted elsewhere: {head}")
    else:
        print(
            f"The audit log was changed or cut off at line {broken}. Keep the database as it is, and find out who could."
        )
    return DONE if broken is None else REFUSED
