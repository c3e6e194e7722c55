"""The chain: whether bytes that came from elsewhere are the entries of a case that follow the one it has.

    entries = read_chain(head, "7f3a", data)        # raises MalformedEntry, which says which entry is not

The laptop asks it of a case the hub sends, the hub of every part a laptop sends.
"""

from collections.abc import Sequence

from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import Entry, Head, MalformedEntry, decode, decode_all, digest


def read_chain(after: Head, case: str, data: Sequence[bytes]) -> list[Entry]:
    """The entries of the case after `after`, in order, from their canonical bytes.

    Raises MalformedEntry, with its number, for the first that cannot be read, is not in its canonical bytes, is of another
    case, leaves a gap, is not chained to the one before, or creates the case anywhere but at the beginning.
    """
    number, head = after.number, after.hash
    read = decode_all(data)
    entries = []
    for at, each in enumerate(data):
        number += 1
        entry = _read_alone(each, case, number) if read is None else read[at]
        if entry.case != case or entry.number != number or entry.previous != head:
            raise MalformedEntry(f"entry {number} of case {case} {_misplaced(entry, case, number)}", number)
        if isinstance(entry.contents, CaseCreated) is not (number == 1):
            creates = "does not create" if number == 1 else "creates"
            raise MalformedEntry(f"entry {number} of case {case} {creates} the case", number)
        entries.append(entry)
        head = digest(each)
    return entries


def _read_alone(data: bytes, case: str, number: int) -> Entry:
    """Says which one it is, where it cannot be read."""
    try:
        return decode(data, f"entry {number} of case {case}")
    except MalformedEntry as error:
        raise MalformedEntry(str(error), number) from error


def _misplaced(entry: Entry, case: str, number: int) -> str:
    if entry.case != case:
        return f"is of another case ({entry.case})"
    if entry.number != number:
        return f"is missing: entry {entry.number} stands in its place"
    return "is not chained to the one before it"
