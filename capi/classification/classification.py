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


class Group(Struct, frozen=True):
    """`code` as printed, leading zeros and all; the longer, the deeper. A section of SIC is a letter."""

    code: str
    title: str


class IndexEntry(Struct, frozen=True):
    """One line of a coding index. `title` in natural word order; `additional` and `industry` are qualifiers, without brackets.

    `default`: the office's letter for an entry that serves where a qualifier is not known. `supervises`: the entry is for
    supervisors and foremen. `soc2010`: of an entry of SOC2020, its code there; empty where it has none.
    """

    code: str
    title: str
    additional: str = ""
    industry: str = ""
    default: str = ""
    supervises: bool = False
    soc2010: str = ""


class Cell(Struct, frozen=True):
    """One cell of the NS-SEC table; `column` as in `derivation.full_nssec`."""

    unit_group: str
    column: int
    category: str


class Classification(Struct, frozen=True):
    """`name`, `version` and `sha256` (of the published file) are in every value derived or coded with it."""

    scheme: Scheme
    part: Part
    name: str
    version: str
    sha256: str
    groups: tuple[Group, ...] = ()
    entries: tuple[IndexEntry, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}".strip()


class NotAClassification(ValueError):
    """The file is not one that is known, or something in it is wrong. The message says where and what to do."""
