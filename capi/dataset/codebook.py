"""The codebook: what each variable of a dataset means, what its values stand for, and how often each occurs."""

from collections.abc import Sequence
from dataclasses import dataclass

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile, Restricted
from capi.dataset.flatten import Dataset, Table
from capi.dataset.levels import Level
from capi.dataset.phrasings import Phrasing, category_words, computed_text, filter_text, phrasings, question_text
from capi.dataset.tally import Count, Spread, Tally
from capi.dataset.value_labels import Mark, Value, values_of
from capi.dataset.variable_notes import Surroundings, extent, notes, unit
from capi.dataset.variables import Column, Key, Kind, Part, Variable, first_words, label
from capi.dataset.versions import Version
from capi.instrument.filter_words import written
from capi.instrument.model import Question, Roster


@dataclass(frozen=True, slots=True)
class Described:
    """One variable. `n` counts the rows with a real value; `extent` says what a number or text may be, and was.

    `field` is the question or fact it was made from, with the label `question`. Of the column of one category,
    `part` is its value and `category` its words. `columns` are those of the data file that hold it, where these have
    names of their own; `in_figures` says whether it has numbers there, None where no file is spoken of. `derived`: of a variable
    made after the interview, how.
    """

    name: str
    label: str
    kind: Kind
    section: str
    values: tuple[Value, ...]
    n: int
    texts: tuple[Phrasing, ...] = ()
    filters: tuple[Phrasing, ...] = ()
    computed: tuple[Phrasing, ...] = ()
    extent: str = ""
    unit: str = ""
    field: str = ""
    question: str = ""
    part: str = ""
    category: str = ""
    disclosive: bool = False
    observation: bool = False
    source: str = ""
    notes: tuple[str, ...] = ()
    spread: Spread | None = None
    columns: tuple[str, ...] = ()
    in_figures: bool | None = None
    derived: str = ""


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """One table. `each` says what has a row in it, `made` how many rows a case can have; `keys` tell its rows apart.

    `of_answers` is not so for paradata and for derived variables.
    """

    level: Level
    title: str
    each: str
    made: str
    keys: tuple[str, ...]
    rows: int
    variables: tuple[Described, ...]
    of_answers: bool = True

    @property
    def sections(self) -> dict[str, list[list[Described]]]:
        """The variables under the headings of the questionnaire, in its order; the columns of one code-all question together."""
        under: dict[str, list[list[Described]]] = {}
        for variable in self.variables:
            groups = under.setdefault(variable.section, [])
            if variable.part and groups and groups[-1][0].part and groups[-1][0].field == variable.field:
                groups[-1].append(variable)
            else:
                groups.append([variable])
        return under


@dataclass(frozen=True, slots=True)
class LeftOut:
    level: Level
    name: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Of a dataset: the table of the cases and those of the rosters."""

    instrument: str
    title: str
    versions: tuple[Version, ...]
    profile: Profile
    codes: MissingCodes
    tables: tuple[DescribedTable, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def cases(self) -> int:
        return self.tables[0].rows


def codebook(
    restricted: Restricted, profile: Profile, tallies: Sequence[Tally], codes: MissingCodes, mark: Mark | None = None
) -> Codebook:
    """The codebook of the rows that have passed the tallies, one for each table. Without a `mark` states stand as codes."""
    marked = mark or (lambda _, state: str(codes.of(state)))
    dataset = restricted.dataset
    return Codebook(
        instrument=dataset.instrument,
        title=first_words(dataset.versions[-1].instrument.title),
        versions=dataset.versions,
        profile=profile,
        codes=codes,
        tables=tuple(
            _described_table(table, tally, dataset, marked)
            for table, tally in zip(dataset.tables, tallies, strict=True)
        ),
        left_out=tuple(
            LeftOut(each.table.level, each.variable.name, label_of(each.variable), each.reason)
            for each in restricted.left_out
        ),
    )


def row_words(table: Table) -> str:
    """What has a row in the table."""
    if table.roster is None:
        return "case"
    *around, own = table.level
    within = f", within {' and '.join(reversed(around))}" if around else ""
    title = first_words(table.roster.title)
    return f"row of {own}{f' ({title})' if title and title != own else ''}{within}"


def _described_table(table: Table, tally: Tally, dataset: Dataset, mark: Mark) -> DescribedTable:
    keys = {
        each.of.roster: each.name for other in dataset.tables for each in other.variables if isinstance(each.of, Key)
    }
    among = Surroundings(dataset.versions, table.variables, keys, table.roster is None, dataset.serial_numbers)
    return DescribedTable(
        level=table.level,
        title="The cases" if table.roster is None else first_words(table.roster.title) or table.roster.name,
        each=row_words(table),
        made=_made(table.roster),
        keys=table.keys,
        rows=tally.rows,
        variables=tuple(
            _described(variable, count, among, mark)
            for variable, count in zip(table.variables, tally.counts, strict=True)
        ),
    )


def _made(roster: Roster | None) -> str:
    if roster is None:
        return ""
    if roster.size is not None:
        return f"As many rows as {written(roster.size)} says, at most {roster.at_most:,}."
    return f"At least {roster.at_least:,}, and one more each time there was said to be another, at most {roster.at_most:,}."


def _described(variable: Variable, count: Count, among: Surroundings, mark: Mark) -> Described:
    newest = variable.newest
    question = newest.asked if newest and isinstance(newest.asked, Question) else None
    return Described(
        name=variable.name,
        label=label_of(variable),
        kind=variable.kind,
        section=_section(variable, of_case=among.of_cases),
        texts=phrasings(variable.definitions, question_text),
        filters=phrasings(variable.definitions, filter_text),
        computed=phrasings(variable.definitions, computed_text),
        values=tuple(values_of(variable, count, among.versions, mark)),
        n=count.n,
        extent=extent(variable, count, among),
        unit=unit(variable),
        field=variable.field,
        question=label(newest.asked) if newest else "",
        part=str(variable.part) if isinstance(variable.part, int) else "",
        category=category_words(variable),
        disclosive=variable.disclosive,
        observation=question is not None and question.observation,
        source=question.source if question else "",
        notes=tuple(notes(variable, among)),
        spread=count.spread,
    )


_OWN_LABELS = {
    Column.CASE: "The case",
    Column.INTERVIEW_DATE: "Day of the first answer, local time",
    Column.REFERENCE_SUNDAY: "The Sunday that ends the reference week",
    Column.INSTRUMENT_VERSION: "Version of the instrument",
    Column.MODE: "Mode of the interview",
    Column.MODES: "Modes in which it was answered",
    Column.LANGUAGE: "Language of the interview",
    Column.STATUS: "Where the case stands",
}


def label_of(variable: Variable) -> str:
    """What a variable is called in a word or two."""
    match variable.of:
        case Column() as column:
            return _OWN_LABELS[column]
        case Key(roster):
            return f"The row of {roster}"
    words = label(variable.definitions[-1].asked)
    match variable.part:
        case Part.VALUE:
            return words
        case Part.GIVEN:
            return f"{words}, as given"
        case Part.LABEL:
            return f"{words}, in words"
        case int():
            return f"{words}: {category_words(variable)}"


def _section(variable: Variable, *, of_case: bool) -> str:
    """The heading: the titles of the sections around it."""
    if variable.newest is None:
        return "The case" if of_case else "The row"
    if variable.is_fact:
        return "Known before the interview"
    return " › ".join(first_words(section.title) or section.name for section in variable.newest.sections)
