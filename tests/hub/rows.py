"""One row of every table that has to do with a case, written as they are, for tests of what the database itself keeps."""

from typing import Any

from sqlalchemy import Connection, Table, insert

from capi.fieldwork.contents import CaseCreated, Opened
from capi.fieldwork.journal import START, Head, Moment, digest, encode, follow
from capi.hub import tables
from capi.hub.journals.segments import pack
from capi.instrument.model import Mode
from tests.hub.conftest import NOW


def journal_of(case: str, entries: int) -> list[bytes]:
    """A sound journal of that many entries."""
    head, found = START, []
    for number in range(1, entries + 1):
        created = CaseCreated(case, "", "seb", "1", "ab", Mode.FACE_TO_FACE)
        contents = created if number == 1 else Opened()
        moment = Moment(NOW, 0, number)
        data = encode(follow(head, case=case, device="d1", who="ann", moment=moment, contents=contents))
        head = Head(number, digest(data))
        found.append(data)
    return found


_JOURNAL = journal_of("c1", 3)

ROWS: tuple[tuple[Table, dict[str, Any]], ...] = (
    (
        tables.users,
        {
            "key": 1,
            "name": "ann",
            "full_name": "Ann Ill",
            "role": "interviewer",
            "active": True,
            "created": 0,
            "orders": 1,
        },
    ),
    (
        tables.devices,
        {"key": 1, "id": "d1", "user_key": 1, "public_key": "", "host": "", "state": "active", "enrolled": 0},
    ),
    (
        tables.instruments,
        {
            "key": 1,
            "sha256": "ab",
            "name": "seb",
            "version": "1",
            "title": "Background",
            "files": b"\x00\xff",
            "offered": True,
            "added": 0,
            "added_by": "ann",
        },
    ),
    (
        tables.cases,
        {
            "key": 1,
            "id": "c1",
            "reference": "R1",
            "instrument_name": "seb",
            "instrument_key": 1,
            "mode": "face_to_face",
            "user_key": 1,
            "term": 1,
            "branch": 0,
            "number": 3,
            "hash": digest(_JOURNAL[-1]),
            "status": "completed",
            "accepted_number": 3,
        },
    ),
    (
        tables.calls,
        {
            "case_key": 1,
            "number": 2,
            "began": 4,
            "medium": "visit",
            "result": "no_contact",
            "who": "ann",
            "seconds": 0,
        },
    ),
    (
        tables.frames,
        {
            "key": 1,
            "sha256": "ef",
            "name": "uk",
            "version": "1",
            "title": "Outcomes",
            "file": b"frame",
            "taken": 3,
            "added": 3,
            "added_by": "ada",
        },
    ),
    (
        tables.telephone,
        {
            "case_key": 1,
            "precedence": 0,
            "zone": "Europe/London",
            "language": "",
            "skills": "",
            "draw": 5,
            "branch": 0,
            "number": 3,
            "rank": 0,
            "due_from": 9,
            "leased_to": 1,
            "leased_until": 10,
        },
    ),
    (
        tables.invitations,
        {"key": 1, "case_key": 1, "serial": 1, "code_hash": "c", "made": 3, "made_by": "sue", "expires": 90},
    ),
    (
        tables.visits,
        {"hash": "v", "case_key": 1, "invitation_key": 1, "began": 4, "seen": 5, "stays": False},
    ),
    (tables.contacts, {"case_key": 1, "contact": '{"name":"Zoë Quill"}'}),
    (
        tables.segments,
        {"case_key": 1, "branch": 0, "first": 1, "last": 2, "entries": pack(_JOURNAL[:2]), "received": 5},
    ),
    (
        tables.segments,
        {"case_key": 1, "branch": 0, "first": 3, "last": 3, "entries": pack(_JOURNAL[2:]), "received": 6},
    ),
    (tables.branches, {"case_key": 1, "branch": 1, "base": 0, "base_number": 2, "made": 0, "made_by": "ann"}),
    (tables.receipts, {"batch": "b1", "device_key": 1, "digest": "d", "receipt": b"r", "received": 5}),
    (
        tables.quarantine,
        {
            "id": "q1",
            "case_id": "c1",
            "case_key": 1,
            "device_key": 1,
            "reason": "fork",
            "detail": "",
            "term": 1,
            "after": 2,
            "after_hash": "h",
            "number": 3,
            "hash": "k",
            "part": b"part",
            "received": 7,
        },
    ),
    (
        tables.orders,
        {"user_key": 1, "number": 1, "kind": "accepted", "case_key": 1, "details": "{}", "made": 8, "made_by": "sue"},
    ),
    (
        tables.codes,
        {
            "key": 1,
            "case_key": 1,
            "rows": "",
            "scheme": "SOC2010",
            "code": "2231",
            "stage": "first",
            "how": "typed",
            "said": "ab",
            "classification": "SOC2010 index",
            "classification_sha256": "cd",
            "user_key": 1,
            "made": 9,
        },
    ),
    (tables.coding_taken, {"case_key": 1, "rows": "", "user_key": 1, "until": 9}),
    (
        tables.jobs,
        {
            "case_key": 1,
            "rows": "",
            "branch": 0,
            "number": 3,
            "said": "ab",
            "words": '["Hospital","Nurse","Nursing"]',
            "draw": 5,
            "occupation": "",
            "industry": "",
            "automatic": False,
        },
    ),
    (
        tables.derivations,
        {
            "key": 1,
            "made": 9,
            "made_by": "sue",
            "program": "1",
            "settings": "{}",
            "nssec_table": "",
            "nssec_sha256": "",
        },
    ),
    (
        tables.derived,
        {
            "key": 1,
            "case_key": 1,
            "rows": "",
            "derivation_key": 1,
            "branch": 0,
            "number": 3,
            "code_key": 1,
            "variables": '{"nssec8":"2"}',
            "made": 9,
        },
    ),
    (
        tables.outputs,
        {"id": "o1", "user_key": 1, "wanted": "{}", "state": "ready", "file": b"PK", "made": 9, "touched": 9},
    ),
)


def put_rows(connection: Connection) -> None:
    for table, row in ROWS:
        connection.execute(insert(table).values(**row))
