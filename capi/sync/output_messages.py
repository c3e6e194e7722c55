"""The messages about tables and exports that the office has the hub make."""

import enum
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from capi.sync.messages import Id, Message, Number, Words


class OutputKind(enum.Enum):
    TABLES = "tables"
    """The standards' tables, as HTML, XLSX, CSV and JSON."""
    EXPORT = "export"
    """Microdata with codebook and manifest."""


class OutputOrder(Message, frozen=True):
    """What is wanted. `format` and `profile` of an export; `weight`, `threshold` and `rounds` of tables, as `capi tables` has them.

    `instrument`: only cases of this one, all where it is empty; `everything`: cases of every status, not only completed ones.
    """

    kind: OutputKind
    instrument: Annotated[str, Meta(max_length=200)] = ""
    everything: bool = False
    format: Annotated[str, Meta(max_length=10)] = "csv"
    profile: Annotated[str, Meta(max_length=20)] = "end_user"
    weight: Annotated[str, Meta(max_length=200)] = ""
    threshold: Annotated[int, Meta(ge=0, le=1_000)] = 10
    rounds: Annotated[int, Meta(ge=0, le=1_000)] = 0


class OutputState(enum.Enum):
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class Output(Message, frozen=True):
    """Where it stands. `done` of `total` cases are read. `problem`: why it failed, in words. `made_by`: the account that asked."""

    id: Id
    order: OutputOrder
    state: OutputState
    made_by: str
    asked: datetime
    done: Number = 0
    total: Number = 0
    problem: Words = ""
    size: Number = 0
    """Bytes of the finished ZIP."""


class OutputShown(Message, frozen=True):
    """What the window shows before anything is saved: of tables the tables themselves, as `capi tables --json` prints them; of an
    export its manifest, and under `columns` what is in its files: which files, which columns, and what was left out and why."""

    output: Output
    content: Any


class OutputInstrument(Message, frozen=True):
    """What outputs can be made of: how many cases of an instrument are at the hub, and how many of them are completed."""

    name: str
    title: str
    cases: Number
    completed: Number


class Outputs(Message, frozen=True):
    """Those of this account, the latest first; and of which instruments there are cases."""

    outputs: list[Output]
    instruments: tuple[OutputInstrument, ...] = ()
