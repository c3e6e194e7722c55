"""The case: one sampled unit through fieldwork, and where it stands on this laptop."""

import enum
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from capi.instrument.model import Mode


class Status(enum.Enum):
    """Where the case stands on the laptop; never mixed with the outcome code."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    STOPPED = "stopped"
    COMPLETED = "completed"


class StopReason(enum.Enum):
    """Why an interview was stopped for good."""

    REFUSED = "refused"
    UNABLE = "unable"
    OTHER = "other"


class Case(Struct, frozen=True, gc=False):
    """What is known before the interview.

    `id` is unique over all devices, `reference` is what people say on the telephone (1042/01), `name` is a
    label such as a person or an address and may be empty. `instrument`, `version` and `sha256` name the
    snapshot the case is held to. `facts` are values from the sample, such as an age.
    """

    id: str
    reference: str
    name: str
    instrument: str
    version: str
    sha256: str
    mode: Mode
    facts: dict[str, int | Decimal | str] = {}


class CaseSummary(Struct, frozen=True, gc=False):
    """One line of the case list. Times are UTC. `last_worked` is None for a case nobody has opened.

    `calls`: how many call attempts there were, the last one at `last_call` with `last_result`, a word of the outcome frame.
    `appointment`: when one is agreed that stands. `outcome`: the code of the frame, empty until a person has confirmed one.
    `returned`: the office wants the interview worked on again.
    """

    case: Case
    status: Status
    answered: int
    last_worked: datetime | None
    stop_reason: StopReason | None
    calls: int = 0
    last_call: datetime | None = None
    last_result: str = ""
    appointment: datetime | None = None
    outcome: str = ""
    returned: bool = False
