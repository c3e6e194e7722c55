"""Who calls at the hub in tests: somebody of every role, with tokens the hub has really issued, and their laptops.

cast = Cast.of(scene)
cast.headers(Caller.RUTH)
"""

import enum
import itertools
from dataclasses import dataclass, field

from sqlalchemy import select

from capi.hub import tables
from capi.hub.hub import Principal
from capi.hub.people.token_family import issue_pair, issue_session, new_family
from capi.sync.messages import Role
from tests.hub.scenario import HubScene

_NUMBERS = itertools.count(1)


class Caller(enum.Enum):
    NOBODY = "nobody"
    ANNA = "an interviewer at her laptop"
    BEN = "another interviewer at his laptop"
    TOM = "a telephone interviewer at his machine"
    REPLACED = "a laptop of anna's that was replaced"
    REVOKED = "a laptop of anna's that was revoked"
    AT_HER_DESK = "anna, who has somehow got a session of the office"
    CORA = "a coder"
    RUTH = "a supervisor"
    ADA = "an administrator"
    RUTH_ON_A_LAPTOP = "a supervisor, with tokens of a laptop"


LAPTOPS = frozenset({Caller.ANNA, Caller.BEN, Caller.TOM, Caller.REPLACED, Caller.REVOKED})
_ROLES = {
    Caller.TOM: Role.TELEPHONE_INTERVIEWER,
    Caller.CORA: Role.CODER,
    Caller.RUTH: Role.SUPERVISOR,
    Caller.RUTH_ON_A_LAPTOP: Role.SUPERVISOR,
    Caller.ADA: Role.ADMINISTRATOR,
}
_NAMES = {
    Caller.ANNA: "anna",
    Caller.REPLACED: "anna",
    Caller.REVOKED: "anna",
    Caller.AT_HER_DESK: "anna",
    Caller.BEN: "ben",
    Caller.TOM: "tom",
    Caller.CORA: "cora",
    Caller.RUTH: "ruth",
    Caller.RUTH_ON_A_LAPTOP: "ruth",
    Caller.ADA: "ada",
}


@dataclass
class Cast:
    """`laptops`: those who call from one, as the hub knows them."""

    scene: HubScene
    laptops: dict[Caller, Principal] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: HubScene) -> "Cast":
        cast = cls(scene)
        for caller, role in _ROLES.items():
            scene.account(_NAMES[caller], role)
        for caller in (*LAPTOPS, Caller.RUTH_ON_A_LAPTOP):
            cast.laptops[caller] = scene.laptop(_NAMES[caller], f"L-{caller.name.lower()}")
        for caller, state in ((Caller.REPLACED, "replaced"), (Caller.REVOKED, "revoked")):
            cast.laptops[caller] = scene.end(cast.laptops[caller], state)
        return cast

    def headers(self, caller: Caller) -> dict[str, str]:
        """With a token of their own, issued now."""
        if caller is Caller.NOBODY:
            return {}
        laptop = self.laptops.get(caller)
        family = new_family(self._account(caller), laptop.device_key if laptop else None)
        hub = self.scene.hub
        with hub.database.writing() as connection:
            if laptop is None:
                return {"Authorization": f"Bearer {issue_session(hub, connection, family)[0]}"}
            token = issue_pair(hub, connection, family).access
        return {"Authorization": f"Bearer {token}", "Capi-Device": laptop.device or ""}

    def laptop(self, caller: Caller) -> Principal:
        """Theirs, or anna's where they have none."""
        return self.laptops.get(caller, self.laptops[Caller.ANNA])

    def fresh(self, what: str) -> str:
        """A name nobody has yet."""
        return f"{what}-{next(_NUMBERS)}"

    def _account(self, caller: Caller) -> int:
        with self.scene.hub.database.reading() as connection:
            wanted = select(tables.users.c.key).where(tables.users.c.name == _NAMES[caller])
            key: int = connection.execute(wanted).scalar_one()
        return key
