"""The messages between the hub and its coders: what there is to code, what it may be, and what was decided."""

import enum
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from capi.sync.messages import Digest, Id, Message, Number, Words

Share = Annotated[float, Meta(ge=0, le=1)]
Code = Annotated[str, Meta(pattern=r"^[0-9A-Z][0-9A-Z./]{0,7}$")]


UNCODABLE = "X"
"""Instead of a code, in every scheme: what was said is not enough for one, or none follows. Somebody has looked, and it is settled."""


class CodeScheme(enum.Enum):
    """What is coded, and by which edition."""

    SOC2020 = "SOC2020"
    SOC2010 = "SOC2010"
    SIC2007 = "SIC2007"


class Stage(enum.Enum):
    """Of a job: coded once; a second time by somebody else who does not see the first; settled, where the two differ."""

    FIRST = "first"
    SECOND = "second"
    SETTLED = "settled"


class How(enum.Enum):
    """How a code came about. `through`: of SOC2010, by the entry of the SOC2020 index that was chosen."""

    AUTOMATIC = "automatic"
    SUGGESTED = "suggested"
    TYPED = "typed"
    THROUGH = "through"


class Agreed(Message, frozen=True):
    """How far two coders of the same jobs agree, at so many digits. `kappa` is Cohen's; None where it says nothing.

    `automatic`: these are the pairs whose first code was given without a person; they are told apart from those of two people.
    """

    scheme: CodeScheme
    digits: Number
    pairs: Number
    agreed: Number
    automatic: bool = False
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


class CodingSettings(Message, frozen=True):
    """`threshold`: how likely a suggestion is to be right, to be taken without a person; `double`: the share coded twice.

    At the usual threshold two or three in a hundred automatic codes of titles that are not in the index are wrong, of titles that are in it
    next to none: see the quality benchmark (`python -m tests.benchmarks coding`). A lower one codes a little more, and more of it wrongly.
    """

    threshold: Share = 0.98
    double: Share = 0.1


class CodingState(Message, frozen=True):
    """How many jobs of completed cases stand where. `indexes`: by scheme, the label of the index in use, empty where none is loaded.

    `automatic`: how many of the coded ones have a code that was given without a person. `unread`: completed cases whose jobs the hub
    has still to look at; they are in none of the numbers. `agreement`: not in what goes along with every job; there the numbers may
    be some seconds old, too.
    """

    to_code: Number
    to_code_again: Number
    to_settle: Number
    coded: Number
    automatic: Number
    indexes: dict[str, str]
    settings: CodingSettings
    agreement: tuple[Agreed, ...] = ()
    unread: Number = 0


class Suggested(Message, frozen=True):
    """`title` is the entry of the index, `group` the title of the code. `score`: how likely it is right, 0 to 1; `exact`: said
    word for word. `why`: in words. `soc2010`: the code there, of an entry of SOC2020."""

    scheme: CodeScheme
    code: Code
    title: str
    group: str
    score: float
    exact: bool = False
    why: str = ""
    soc2010: str = ""


class EarlierCode(Message, frozen=True):
    """A code given to a job: by whom (empty for none), when, with which index."""

    scheme: CodeScheme
    code: Code
    group: str
    stage: Stage
    how: How
    by: str
    made: datetime
    classification: str
    holds: bool = True
    """Whether it counts: neither replaced since nor given to words that were changed since."""


class JobToCode(Message, frozen=True):
    """One job, as a coder sees it: what was said of it, without name or address, and what it may be.

    `rows`: of which person and job in the case. `said`: the digest of the words, to be sent back with the codes. `facts`: other
    answers that help, as label and words: employment status, supervising, size. `wanted`: a code of each of these is to be chosen now;
    the rest is not loaded, was not said or is coded. `earlier`: only to whom settles.
    """

    case: Id
    rows: str
    reference: str
    said: Digest
    stage: Stage
    title: str
    did: str
    industry: str
    facts: list[tuple[str, str]]
    suggested: list[Suggested]
    earlier: tuple[EarlierCode, ...] = ()
    wanted: tuple[CodeScheme, ...] = ()


class NextJob(Message, frozen=True):
    """None where there is nothing for this coder now. Never a job that this coder holds already: whoever asks again passes it over."""

    job: JobToCode | None
    state: CodingState


class Looking(Message, frozen=True):
    """Words a coder looks up, instead of those that were said."""

    scheme: CodeScheme
    words: Annotated[str, Meta(max_length=200)]
    did: Words = ""
    industry: Words = ""


class Found(Message, frozen=True):
    """By likelihood; a code typed in digits finds its group."""

    suggested: list[Suggested]


class GivenCode(Message, frozen=True):
    """`entry`: the title of the index entry it was chosen by, empty where it was typed. `code` may be UNCODABLE, or that of a coarser
    group. To a code of SOC2020 its code of SOC2010 follows, where the entries agree on one."""

    scheme: CodeScheme
    code: Code
    entry: Words = ""


class Codes(Message, frozen=True):
    """What a coder has decided about one job."""

    case: Id
    rows: Annotated[str, Meta(max_length=300)]
    said: Digest
    stage: Stage
    codes: Annotated[list[GivenCode], Meta(min_length=1, max_length=3)]


class CodesKept(Message, frozen=True):
    """What follows at once: derived variables of the person in words, such as ("NS-SEC, 8 classes", "2"), and how far the coding is.

    `stands`: whether the codes hold, or wait for somebody else (a second coder, or who settles).
    """

    stands: bool
    derived: list[tuple[str, str]]
    state: CodingState


class CodeHistory(Message, frozen=True):
    """All codes of a case, the earliest first, by the rows they belong to."""

    codes: list[tuple[str, EarlierCode]]


class AutomaticCoding(Message, frozen=True):
    """`dry_run`: only count what would be coded without a person. `after`: where the answer before this one has stopped."""

    dry_run: bool = False
    after: Number = 0


class AutomaticallyCoded(Message, frozen=True):
    """`coded`: jobs that were given a code, or would be. `left`: those that were not looked at in the time one request has; it goes on
    `after` that place."""

    coded: Number
    left: Number
    state: CodingState
    after: Number = 0
