"""The course of one round: what its steps hand on to each other, and what they have done so far."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from capi.fieldwork.journal import Moment
from capi.store.case_file import CaseFile
from capi.sync.answers import not_let_in
from capi.sync.calling_messages import CallableCase, NextCase, NextWanted
from capi.sync.errors import NotSignedIn
from capi.sync.hub_client import HubClient
from capi.sync.link import Agreed, Link, keep_link
from capi.sync.messages import Refresh
from capi.sync.round_report import GivenBack, Said
from capi.sync.signing import Purpose, sign_text
from capi.wording import Wording

EARLY = timedelta(seconds=60)
"""An access token is changed for a new one this long before it ends."""


class Stage(enum.Enum):
    """The steps of a round, in their order."""

    GREETING = "greeting"
    SENDING = "sending"
    RECEIVING = "receiving"
    GIVING_UP = "giving_up"
    CALLING = "calling"
    COMPARING = "comparing"


_WORDS = {
    Stage.GREETING: Wording("Sync", "Looking for the hub"),
    Stage.SENDING: Wording("Sync", "Sending entries: {done} of {of}"),
    Stage.RECEIVING: Wording("Sync", "Receiving what the office wants: {done}"),
    Stage.GIVING_UP: Wording("Sync", "Giving back what the office wants back"),
    Stage.CALLING: Wording("Sync", "Asking for the next case to ring"),
    Stage.COMPARING: Wording("Sync", "Comparing with the hub, case by case"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Where a round is, for whoever watches it."""

    stage: Stage
    done: int = 0
    of: int = 0

    @property
    def wording(self) -> Wording:
        return _WORDS[self.stage].filled(done=self.done, of=self.of)


@dataclass(frozen=True, slots=True)
class Calling:
    """What the telephone wants of a round. `wanted`: a case to ring, where one is asked for. `search`: those that may be picked by hand, and
    where this is found; None where nobody picks. `at_hand`: cases of the queue that lie before the interviewer, and are not to be handed back.
    `go_on`: a case begun online that an interviewer goes on with, as the respondent has agreed."""

    wanted: NextWanted | None = None
    search: str | None = None
    at_hand: frozenset[str] = frozenset()
    go_on: str = ""


NOT_CALLING = Calling()


@dataclass(slots=True)
class Course:
    """`refused` and `differing`: what the hub says of cases that stand still in this round, by case.

    `replaced`: another laptop has taken the place of this one. `elsewhere`: cases that are no longer this laptop's by the
    hub's books, all of which the hub has.
    `calling`: what the telephone wants of this round, and `next_case`, `next_refused` and `pickable` what came of it.
    `shown`: cases whose lease was shown to a restored hub. `backed_up`: cases of which a backup of the hub holds everything, as the last tally said.
    """

    case_file: CaseFile
    client: HubClient
    link: Link
    moment: Callable[[], Moment]
    tell: Callable[[Step], None]
    started: datetime
    calling: Calling = NOT_CALLING
    next_case: NextCase | None = None
    next_refused: str = ""
    pickable: list[CallableCase] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    differing: dict[str, str] = field(default_factory=dict)
    times_behind: dict[str, int] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    sent: dict[str, int] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)
    appointments: dict[str, str] = field(default_factory=dict)
    called_off: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    recalled: dict[str, str] = field(default_factory=dict)
    begun_online: dict[str, str] = field(default_factory=dict)
    given_up: dict[str, GivenBack] = field(default_factory=dict)
    removed: dict[str, GivenBack] = field(default_factory=dict)
    instruments: dict[str, str] = field(default_factory=dict)
    frame: str = ""
    undone: dict[int, Said] = field(default_factory=dict)
    agreed: Agreed | None = None
    backed_up: frozenset[str] = frozenset()
    unlisted: tuple[str, ...] = ()
    restored: bool = False
    replaced: bool = False
    elsewhere: set[str] = field(default_factory=set)

    def keep(self, link: Link) -> None:
        keep_link(self.case_file, link)
        self.link = link

    def renew(self) -> str:
        """Exchanges the tokens, and keeps the new ones before anything else is asked; gives the one for access."""
        old = self.link.tokens.refresh
        signature = sign_text(self.link.device_key, Purpose.TOKEN, old)
        try:
            tokens = self.client.refresh(Refresh(device=self.link.device, refresh=old, signature=signature))
        except NotSignedIn as error:
            raise not_let_in(error.detail) from error
        self.keep(msgspec.structs.replace(self.link, tokens=tokens))
        return tokens.access
