"""A classification as it is kept: its groups, the entries of its coding index, and where all of it is from."""

import enum

from msgspec import Struct


class Scheme(enum.Enum):
    """What is classified, and by which edition."""

    SOC2010 = "SOC2010"
    SOC2020 = "SOC2020"
    SIC2007 = "SIC2007"
    NSSEC_SOC2010 = "NSSEC-SOC2010"
    """Operational categories of NS-SEC by SOC2010 unit group and employment status."""


class Part(enum.Enum):
    """Which published file of a scheme it is; a later one of the same scheme and part takes its place."""

    INDEX = "index"
    STRUCTURE = "structure"
    TABLE = "table"


class Group(Struct, frozen=True, array_like=True, gc=False):
    """`code` as printed, leading zeros and all; the longer, the deeper. A section of SIC is a letter."""

    code: str
    title: str


class IndexEntry(Struct, frozen=True, array_like=True, gc=False):
    """One line of a coding index. `title` in natural word order; `additional` and `industry` are qualifiers, without brackets.

    `default`: the office's letter for an entry that serves where a qualifier is not known. `supervises`: the entry is for
    supervisors and foremen. `soc2010`: of an entry of SOC2020, its code there; empty where it has none. `additional_first`:
    the additional qualifier is read before the industry.
    """

    code: str
    title: str
    additional: str = ""
    industry: str = ""
    default: str = ""
    supervises: bool = False
    soc2010: str = ""
    additional_first: bool = False

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """In the order in which they are read; none that is empty."""
        both = (self.additional, self.industry) if self.additional_first else (self.industry, self.additional)
        return tuple(each for each in both if each)

    @property
    def shown(self) -> str:
        """Crusher (rock: mine: not coal)"""
        return f"{self.title} ({': '.join(self.qualifiers)})" if self.qualifiers else self.title


class SeeAlso(Struct, frozen=True, array_like=True, gc=False):
    """A line of an index without a code of its own: where to look instead of these words.

    `to` is the title to look for, in natural word order; empty where the line points to the notes of the printed volume.
    `with_qualifier`: look for it with this qualifier. `same_qualifier`: with the one that was given (printed as empty brackets).
    `also`: besides this title, not instead of it.
    """

    title: str
    to: str
    additional: str = ""
    industry: str = ""
    default: str = ""
    with_qualifier: str = ""
    same_qualifier: bool = False
    also: bool = False


class Abbreviation(Struct, frozen=True, array_like=True, gc=False):
    """As printed: `short` may hold several, as in Dept/dept, and one short form may stand there with several meanings."""

    short: str
    meaning: str


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """One cell of the NS-SEC table; `column` as in `derivation.full_nssec`, `category` with its L."""

    unit_group: str
    column: int
    category: str


class Classification(Struct, frozen=True, omit_defaults=True):
    """`label` and `sha256` (of the published file) go with every value derived or coded with it.

    `version` and `published` (a date) are as printed; empty where the file prints none.
    """

    scheme: Scheme
    part: Part
    name: str
    version: str
    sha256: str
    groups: tuple[Group, ...] = ()
    entries: tuple[IndexEntry, ...] = ()
    cells: tuple[Cell, ...] = ()
    see: tuple[SeeAlso, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    published: str = ""

    @property
    def label(self) -> str:
        return label(self.name, self.version, self.sha256)


def label(name: str, version: str, sha256: str) -> str:
    """The name with its version, or with the beginning of the file's SHA-256 where no version is printed in it.

    >>> label("SOC2020 coding index", "12", "ab" * 32)
    'SOC2020 coding index, version 12'
    """
    return f"{name}, version {version}" if version else f"{name}, sha256 {sha256[:12]}"


class NotAClassification(ValueError):
    """The file is not one that is known, or things in it are wrong: then `faults` are the first of them, each with its place,
    and `more` says how many there are besides."""

    def __init__(self, message: str, faults: tuple[str, ...] = (), more: int = 0) -> None:
        super().__init__(message)
        self.faults = faults
        self.more = more
