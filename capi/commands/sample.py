"""`capi sample add`: makes the cases of a CSV or XLSX table in a case file, all of them or none. For surveys without a hub.

Where this laptop has no case file yet, it gets one for them.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from capi.commands.ending import DONE, REFUSED, Refused, tell
from capi.commands.instruments import fit_instrument
from capi.commands.opening import opened
from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot, snapshot
from capi.instrument.model import Mode
from capi.laptop import holder
from capi.sample.flaws import Flaw
from capi.sample.mapping_file import UnreadableMapping, columns_of, mapping_text, read_mapping
from capi.sample.reading import SampleReading, read_file, read_sample
from capi.sample.row_reading import SampleOrder
from capi.sample.rows import SampleRow
from capi.sample.unreadable import UnreadableSample
from capi.settings import Settings
from capi.sitting import system_clock
from capi.store.case_file import CaseFile
from capi.sync.link import link_of
from capi.sync.office_messages import RowProblem, SampleResult

WHO = "capi sample"


@dataclass(frozen=True, slots=True)
class TableOrder:
    """Which table is read, and how: given on the command line for a case file as for a hub.

    `columns` are words such as Postcode=PCODE, over what stands in the file `mapping`; the columns found are kept in `save`.
    """

    file: Path
    mode: Mode | None = None
    columns: tuple[str, ...] = ()
    mapping: Path | None = None
    save: Path | None = None
    sheet: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class LaptopOrder:
    """`case_file` is that of this laptop where none is named."""

    table: TableOrder
    instrument: str
    case_file: Path | None = None
    passphrase_file: Path | None = field(default=None, repr=False)


def sample_add(order: LaptopOrder, settings: Settings, *, as_json: bool) -> int:
    """Adds the cases, or says in which rows what is wrong. Raises Refused and WorldFailed."""
    kept = snapshot(fit_instrument(order.instrument, settings))
    content, mapping = table_of(order.table)
    now = system_clock()()
    wanted = SampleOrder(kept.instrument(), now.utc.date(), order.table.mode, mapping, order.table.sheet)
    try:
        reading = read_sample(content, wanted)
    except UnreadableSample as error:
        raise Refused(f"{order.table.file}: {error}") from None
    added = 0
    # A case file that is not there yet is made for the cases, and for nothing less.
    if order.case_file or settings.case_file.exists() or not (order.table.dry_run or reading.problems.count):
        place, here = order.case_file or settings.case_file, holder(settings.data, WHO, now.utc)
        with opened(place, order.passphrase_file, here, make=order.case_file is None) as case_file:
            _refuse_enrolled(case_file)
            _tell_there(case_file, kept, reading)
            if not order.table.dry_run and not reading.problems.count:
                added = _add(case_file, kept, reading, now)
    return ended(result_of(order.table.file.name, reading, added), order.table, as_json=as_json)


def table_of(order: TableOrder) -> tuple[bytes, dict[str, str]]:
    """The bytes of the file, and the mapping that is given. Raises Refused, OSError."""
    try:
        given = read_mapping(order.mapping.read_text("utf-8")) if order.mapping else {}
        return read_file(order.file), columns_of(given, order.columns)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Refused(f"There is no file {error.filename}. Name the file that is meant.") from None
    except UnicodeDecodeError:
        raise Refused(f"{order.mapping} is no mapping file. Make one with --save-map.") from None
    except (UnreadableMapping, UnreadableSample) as error:
        raise Refused(str(error)) from None


def ended(result: SampleResult, order: TableOrder, *, as_json: bool) -> int:
    """Prints what came of it, and keeps the mapping where that is wanted; the exit code."""
    if as_json:
        print(json.dumps(_plain(result), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_report(result, order)))
    if order.save is not None and result.mapping:
        order.save.write_text(mapping_text(result.mapping), encoding="utf-8")
        tell(f"The mapping was saved to {order.save}.")
    return REFUSED if result.problem_count else DONE


def result_of(name: str, reading: SampleReading, added: int) -> SampleResult:
    """The same that a hub gives."""
    return SampleResult(
        sample=name,
        rows=reading.count,
        added=added,
        problems=[
            RowProblem(row=each.row, column=each.column, value=each.value, problem=each.words)
            for each in reading.problems.in_order
        ],
        problem_count=reading.problems.count,
        notes=reading.notes,
        mapping=reading.mapping,
    )


def _refuse_enrolled(case_file: CaseFile) -> None:
    link = link_of(case_file)
    if link is not None:
        raise Refused(
            f"This laptop gets its cases from the hub {link.name}. Add the sample there: capi hub sample, or the supervisor's page."
        )


def _tell_there(case_file: CaseFile, kept: Snapshot, reading: SampleReading) -> None:
    there = {summary.case.reference for summary in case_file.cases() if summary.case.instrument == kept.name}
    for reference, row in reading.references.items():
        if reference in there:
            reading.problems.tell(row, Flaw.REFERENCE_THERE, reading.reference_heading, reference)


def _add(case_file: CaseFile, kept: Snapshot, reading: SampleReading, now: Moment) -> int:
    contacts: dict[str, Contact] = {}
    cases = []
    for row in reading.rows:
        case = _case(row, kept)
        cases.append(case)
        contacts[case.id] = row.contact
    case_file.keep_snapshot(kept)
    case_file.add_cases(cases, now, contacts)
    return len(cases)


def _case(row: SampleRow, kept: Snapshot) -> Case:
    return Case(uuid.uuid4().hex, row.reference, "", kept.name, kept.version, kept.sha256, row.mode, row.facts)


def _plain(result: SampleResult) -> dict[str, object]:
    problems = [
        {"row": each.row, "column": each.column, "value": each.value, "problem": each.problem}
        for each in result.problems
    ]
    return {
        "sample": result.sample,
        "rows": result.rows,
        "added": result.added,
        "problem_count": result.problem_count,
        "problems": problems,
        "notes": result.notes,
        "mapping": result.mapping,
    }


def _report(result: SampleResult, order: TableOrder) -> Iterator[str]:
    for each in result.problems:
        yield f"{order.file.name}: row {each.row:,}{_where(each)}: {each.problem}"
    if result.problem_count > len(result.problems):
        yield f"... and {result.problem_count - len(result.problems):,} more."
    for note in result.notes:
        yield f"Note: {note}"
    if result.problem_count:
        some = "1 problem" if result.problem_count == 1 else f"{result.problem_count:,} problems"
        yield f"{_rows(result)}, {some}. No case was added."
    elif order.dry_run:
        yield f"{_rows(result)}, no problem. Nothing was changed. Leave --dry-run out to add them."
    else:
        yield f"{result.added:,} {'case was' if result.added == 1 else 'cases were'} added."


def _rows(result: SampleResult) -> str:
    return "1 row" if result.rows == 1 else f"{result.rows:,} rows"


def _where(problem: RowProblem) -> str:
    column = f", {problem.column}" if problem.column else ""
    return f"{column} {problem.value!r}" if problem.value else column
