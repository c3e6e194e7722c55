"""Deriving for an export: what the file of persons is made with, beside the answers.

    deriving_with(Shelf(settings.data))                  # of a case file
    deriving_with(Shelf(settings.data), codes)           # of a hub, with the codes given there

An export that is told nothing of it has no file of persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from capi.classification.classification import Scheme
from capi.classification.shelf import Shelf
from capi.dataset.job_codes import SCHEMES, JobCodes

if TYPE_CHECKING:
    from capi.derivation.full_nssec import NssecTable

Titles = Mapping[str, str]
"""What the codes of a scheme stand for, its broader groups included."""


@dataclass(frozen=True, slots=True)
class Deriving:
    """`nssec_table`: None where no office has loaded one. `codes`: None where nothing was coded after the interviews."""

    nssec_table: NssecTable | None = None
    codes: JobCodes | None = None
    titles: Mapping[str, Titles] = field(default_factory=dict)


def deriving_with(shelf: Shelf, codes: JobCodes | None = None) -> Deriving:
    """By what an office has put on its shelf. Raises DamagedClassification and OSError."""
    schemes = SCHEMES if codes is None else codes.schemes
    titles = {scheme: {group.code: group.title for group in shelf.groups(Scheme(scheme))} for scheme in schemes}
    return Deriving(shelf.nssec_table(), codes, titles if codes is not None else {})
