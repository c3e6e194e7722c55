"""Reading a sample: every row of the table taken or told what is wrong with it, all at once.

    reading = read_sample(content, SampleOrder(instrument, today, mode=Mode.TELEPHONE))
    reading.problems.listed     # row, column, value, what is wrong and what to do
    list(reading.rows)          # the cases to be; those of the rows without a problem

Nothing is imported here; whoever does imports all of it, or nothing where there is any problem. See SAMPLE.md.
"""

from dataclasses import dataclass, field
from pathlib import Path

from capi.sample.columns import Columns, Holds, find_columns
from capi.sample.flaws import Flaw, Problems
from capi.sample.row_reading import RowReader, SampleOrder
from capi.sample.rows import SampleRows
from capi.sample.table import LARGEST_FILE, Table
from capi.sample.unreadable import UnreadableSample

MOST_ROWS = 1_000_000


@dataclass(slots=True)
class SampleReading:
    """`count`: the rows with a case, good or not. `references` are theirs, each with its row; `reference_heading` is above them.

    `notes` are what people should look at, and is no problem. `mapping` finds the same columns again.
    """

    rows: SampleRows = field(default_factory=SampleRows)
    problems: Problems = field(default_factory=Problems)
    count: int = 0
    references: dict[str, int] = field(default_factory=dict)
    reference_heading: str = ""
    notes: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)


def read_sample(content: bytes, order: SampleOrder) -> SampleReading:
    """Reads the file to its end. Raises UnreadableSample where it is no table at all."""
    table = Table(content, order.sheet)
    reading = SampleReading()
    problems = reading.problems
    columns = find_columns(table.headings, order.instrument, order.mapping, table.heading_row, problems)
    reading.mapping = columns.mapping()
    if not problems.count:
        _read_rows(table, RowReader(order, columns, problems), reading)
        reading.reference_heading = next(each.heading for each in columns.taken if each.holds is Holds.REFERENCE)
    reading.notes = [*table.notes, *_notes(columns, order)]
    return reading


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises UnreadableSample, OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnreadableSample(
            f"The file is larger than {LARGEST_FILE >> 20} MB. Split it, and add its parts to the same sample."
        )
    return content


def _read_rows(table: Table, reader: RowReader, reading: SampleReading) -> None:
    reading.references = reader.references
    last = table.heading_row
    try:
        for row in table.rows():
            if row.number > last + 1:
                _tell_empty(reading.problems, last + 1, row.number - 1)
            last = row.number
            if reading.count == MOST_ROWS:
                reading.problems.tell(row.number, Flaw.TOO_MANY_ROWS, most=MOST_ROWS)
                return
            reading.count += 1
            case = reader.read(row)
            if case is not None:
                reading.rows.add(case)
    except UnreadableSample as error:
        reading.problems.add(error.row or last, "", "", str(error))
    if not reading.count and not reading.problems.count:
        reading.problems.tell(last, Flaw.NO_CASES)


def _tell_empty(problems: Problems, first: int, last: int) -> None:
    if first == last:
        problems.tell(first, Flaw.ROW_EMPTY)
    else:
        problems.tell(first, Flaw.ROWS_EMPTY, first=first, last=last)


def _notes(columns: Columns, order: SampleOrder) -> list[str]:
    notes = []
    if columns.not_taken:
        notes.append(f"Not taken, for nothing is known of these columns: {_listed(columns.not_taken)}.")
    interviewers = [each.heading for each in columns.taken if each.holds is Holds.INTERVIEWER]
    if interviewers and order.interviewers is None:
        notes.append(f"Not taken, for there are no accounts without a hub: {_listed(interviewers)}.")
    if columns.not_for_calls:
        notes.append(
            f"Taken as facts of the instrument, and not for the calls: {_listed(columns.not_for_calls)}. "
            "Where one is meant for both, name it in the mapping, such as language=HEADING."
        )
    there = {each.fact.name for each in columns.taken if each.fact}
    without = [fact.name for fact in order.instrument.facts if fact.name not in there]
    if without:
        notes.append(f"Facts of the instrument that no column gives: {_listed(without)}.")
    return notes


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:20]) + (f", and {len(names) - 20} more" if len(names) > 20 else "")
