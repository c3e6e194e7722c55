"""Judging as a table of situations: what the hub knows, what comes, what becomes of it. The rules are in PROTOCOL.md."""

from dataclasses import replace

import msgspec
import pytest

from capi.fieldwork.contents import CaseCreated, Migrated
from capi.fieldwork.journal import Head, digest
from capi.hub.journals.judging import (
    Apart,
    Applied,
    Behind,
    Known,
    KnownCase,
    Sender,
    TakenIn,
    Verdict,
    judge,
    needs_hashes,
    needs_lease,
)
from capi.hub.journals.parts import ReadPart, read_part
from capi.instrument.model import Mode
from capi.sync.messages import Lease, Part, Reason
from tests.hub.scenario import NOW, Journal

ANNA, BEN = Sender("L-anna", 1, active=True), Sender("L-ben", 2, active=True)
REPLACED = replace(ANNA, active=False)
CREATED = CaseCreated("1/1", "", "health", "1", "ab" * 32, Mode.TELEPHONE)


def journal(answers: int = 8, *, author: str = "hub") -> Journal:
    """Entry 1 by `author`, then those of Anna's laptop: opened, and so many answers."""
    made = Journal("c", author).write(CREATED)
    made.device = ANNA.device
    made.opened()
    for number in range(answers):
        made.answered("General", number)
    return made


FULL = journal()
"""Ten entries, the first from the office."""
OWN = journal(author=ANNA.device)
"""Ten entries, made in the field."""
BEYOND = FULL.copy().answered("Visits", 1).answered("Visits", 2)
FORKED = Journal("c", "L-anna", entries=FULL.entries[:6], at=NOW).answered("General", 77).answered("General", 78)
LONG_FORK = Journal("c", "L-anna", entries=FULL.entries[:6], at=NOW)
for value in range(8):
    LONG_FORK.answered("General", 70 + value)
BY_BEN = FULL.copy(BEN.device).answered("Visits", 1)


def known(
    journal: Journal | None,
    *,
    term: int = 1,
    holder: int | None = ANNA.key,
    deleted: bool = False,
    lease: Lease | None = None,
    follows_apart: bool = False,
    has_instrument: bool = True,
    has_reference: bool = False,
) -> Known:
    """As the hub knows it, with all hashes: a verdict may not depend on whether they were looked up."""
    case = KnownCase(term, holder, journal.head, deleted) if journal else None
    hashes = [digest(entry) for entry in journal.entries] if journal else []
    return Known(case, hashes, lease, follows_apart, has_instrument, has_reference)


def leased(term: int) -> Lease:
    return Lease(hub="h", case="c", device=ANNA.device, term=term, given=NOW)


def read(part: Part) -> ReadPart:
    return read_part(part)


def malformed(part: Part, at: int, raw: bytes) -> Part:
    entries = list(part.entries)
    entries[at] = msgspec.Raw(raw)
    return msgspec.structs.replace(part, entries=entries)


def applied(journal: Journal, new: int, term: int | None = None) -> Applied:
    return Applied(journal.head, new, term)


SITUATIONS: dict[str, tuple[Part, Sender, Known, Verdict | Reason]] = {
    # Rule 1.
    "an entry is no entry": (malformed(FULL.part(1), 3, b"17"), ANNA, known(FULL), Reason.MALFORMED),
    "an entry is a list": (malformed(FULL.part(1), 0, b"[[1]]"), ANNA, known(FULL), Reason.MALFORMED),
    "an entry has a space": (
        malformed(FULL.part(1), 0, FULL.entries[1].replace(b'","', b'", "', 1)),
        ANNA,
        known(FULL),
        Reason.MALFORMED,
    ),
    "entries leave a gap": (
        msgspec.structs.replace(FULL.part(1), entries=FULL.part(2).entries),
        ANNA,
        known(FULL),
        Reason.MALFORMED,
    ),
    "entries are chained to another one than is said": (
        msgspec.structs.replace(FULL.part(1), after_hash="0" * 64),
        ANNA,
        known(FULL),
        Reason.MALFORMED,
    ),
    "entries are of another case": (
        msgspec.structs.replace(FULL.part(1), case="other"),
        ANNA,
        known(FULL),
        Reason.MALFORMED,
    ),
    # Rule 2.
    "a new case made here": (OWN.part(term=0), ANNA, known(None), TakenIn(OWN.head, CREATED, 1, False)),
    "a case the restored hub has lost": (
        FULL.part(term=3, lease="x"),
        ANNA,
        known(None, lease=leased(3)),
        TakenIn(FULL.head, CREATED, 3, True),
    ),
    "an unknown case made by somebody else": (FULL.part(term=0), ANNA, known(None), Reason.UNKNOWN_CASE),
    "an unknown case made here, with another's entries": (
        BY_BEN.part(term=0),
        replace(BEN, device="hub"),
        known(None),
        Reason.REPLACED_DEVICE,
    ),
    "an unknown case from the middle": (OWN.part(4, term=0), ANNA, known(None), Reason.UNKNOWN_CASE),
    "an unknown case that goes on from quarantine": (
        OWN.part(4, term=0),
        ANNA,
        known(None, follows_apart=True),
        Reason.AFTER_QUARANTINE,
    ),
    "a new case without its instrument": (
        OWN.part(term=0),
        ANNA,
        known(None, has_instrument=False),
        Reason.UNKNOWN_INSTRUMENT,
    ),
    "a new case with a reference that is taken": (
        OWN.part(term=0),
        ANNA,
        known(None, has_reference=True),
        Reason.REFERENCE_TAKEN,
    ),
    "a new case from a replaced laptop": (OWN.part(term=0), REPLACED, known(None), Reason.REPLACED_DEVICE),
    "nothing of an unknown case": (OWN.part(0, 0, term=0), ANNA, known(None), Behind(Head(0, "0" * 64))),
    # Rule 3.
    "a higher term with a lease": (
        BEYOND.part(10, term=4, lease="x"),
        ANNA,
        known(FULL, holder=BEN.key, lease=leased(4)),
        applied(BEYOND, 0, 4),
    ),
    "a higher term with a lease, and others' entries": (
        BY_BEN.part(2, term=4, lease="x"),
        ANNA,
        known(FULL, holder=None, lease=leased(4)),
        applied(BY_BEN, 8, 4),
    ),
    "a higher term with a lease, everything there": (
        FULL.part(2, term=4, lease="x"),
        ANNA,
        known(FULL, holder=None, lease=leased(4)),
        applied(FULL, 8, 4),
    ),
    "a higher term without a lease": (BEYOND.part(10, term=4), ANNA, known(FULL), Reason.NOT_HOLDER),
    "a lease of a term that is over": (
        BEYOND.part(10, term=1, lease="x"),
        ANNA,
        known(FULL, term=2, holder=BEN.key, lease=leased(1)),
        Reason.NOT_HOLDER,
    ),
    # Rule 4.
    "all there": (FULL.part(1), ANNA, known(FULL), applied(FULL, 9)),
    "all there from the beginning": (FULL.part(), ANNA, known(FULL), applied(FULL, 10)),
    "the middle there": (FULL.part(3, 6), ANNA, known(FULL), Applied(FULL.head_at(6), 3)),
    "all there, from who does not hold it": (FULL.part(1), BEN, known(FULL), applied(FULL, 9)),
    "all there, from a replaced laptop": (FULL.part(1), REPLACED, known(FULL), applied(FULL, 9)),
    "all there of a deleted case": (FULL.part(1), ANNA, known(FULL, deleted=True, holder=None), applied(FULL, 9)),
    "nothing, and it rests on the journal": (FULL.part(5, 5), ANNA, known(FULL), Applied(FULL.head_at(5), 0)),
    # Rule 5.
    "not the holder": (BEYOND.part(10), ANNA, known(FULL, holder=BEN.key), Reason.NOT_HOLDER),
    "nobody holds it": (BEYOND.part(10), ANNA, known(FULL, holder=None), Reason.NOT_HOLDER),
    "its term is over": (BEYOND.part(10), ANNA, known(FULL, term=2), Reason.NOT_HOLDER),
    "not the holder, and a fork": (FORKED.part(2), ANNA, known(FULL, holder=BEN.key), Reason.NOT_HOLDER),
    "not the holder, and beyond the head": (BEYOND.part(11), ANNA, known(FULL, holder=BEN.key), Reason.NOT_HOLDER),
    "a replaced laptop": (BEYOND.part(10), REPLACED, known(FULL), Reason.REPLACED_DEVICE),
    "a deleted case": (BEYOND.part(10), ANNA, known(FULL, deleted=True), Reason.NOT_HOLDER),
    "made here, its first term not heard of yet": (BEYOND.part(10, term=0), ANNA, known(FULL), applied(BEYOND, 0)),
    "no term, and the case has changed hands": (BEYOND.part(10, term=0), ANNA, known(FULL, term=2), Reason.NOT_HOLDER),
    # Rule 6.
    "beyond the head": (BEYOND.part(11), ANNA, known(FULL), Behind(FULL.head)),
    "beyond the head, from the quarantine on": (
        BEYOND.part(11),
        ANNA,
        known(FULL, follows_apart=True),
        Reason.AFTER_QUARANTINE,
    ),
    "the same number, from the quarantine on": (
        LONG_FORK.part(10),
        ANNA,
        known(FULL, follows_apart=True),
        Reason.AFTER_QUARANTINE,
    ),
    # Rule 7.
    "another entry where the hub has one": (FORKED.part(2), ANNA, known(FULL), Reason.FORK),
    "a fork that outgrew the journal": (LONG_FORK.part(2), ANNA, known(FULL), Reason.FORK),
    "chained to another head": (LONG_FORK.part(10), ANNA, known(FULL), Reason.FORK),
    # Rule 8.
    "an entry by another laptop": (BY_BEN.part(10), ANNA, known(FULL), Reason.REPLACED_DEVICE),
    # Rule 9.
    "what follows the head": (BEYOND.part(10), ANNA, known(FULL), applied(BEYOND, 0)),
    "what follows the head, with some that is there": (BEYOND.part(4), ANNA, known(FULL), applied(BEYOND, 6)),
    "moved to an instrument the hub lacks": (
        FULL.copy().write(Migrated(version="2", sha256="cd" * 32)).part(10),
        ANNA,
        known(FULL, has_instrument=False),
        Reason.UNKNOWN_INSTRUMENT,
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_part_becomes_what_the_rules_say(situation: str) -> None:
    part, sender, knowing, expected = SITUATIONS[situation]
    verdict = judge(read(part), sender, knowing)
    if isinstance(expected, Reason):
        assert isinstance(verdict, Apart), verdict
        assert (verdict.reason, verdict.detail != "") == (expected, True)
    else:
        assert verdict == expected


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_not_needed_changes_no_verdict(situation: str) -> None:
    part, sender, knowing, _ = SITUATIONS[situation]
    looked_up = read(part)
    spared = knowing
    if knowing.case is not None and not needs_hashes(looked_up, knowing.case):
        spared = replace(spared, hashes=())
    if not needs_lease(looked_up, knowing.case):
        spared = replace(spared, lease=None)
    assert judge(looked_up, sender, spared) == judge(looked_up, sender, knowing)


def test_the_usual_part_needs_nothing_looked_up() -> None:
    case = KnownCase(1, ANNA.key, FULL.head)
    assert not needs_hashes(read(BEYOND.part(10)), case)
    assert not needs_lease(read(BEYOND.part(10, lease="a lease")), case)


@pytest.mark.parametrize("after", range(7))
def test_what_a_fork_shares_with_the_journal_is_counted(after: int) -> None:
    verdict = judge(read(LONG_FORK.part(after)), ANNA, known(FULL))
    assert isinstance(verdict, Apart)
    assert verdict.shared == 6 - after


def test_every_reason_has_a_situation() -> None:
    assert {expected for *_, expected in SITUATIONS.values() if isinstance(expected, Reason)} == set(Reason)
