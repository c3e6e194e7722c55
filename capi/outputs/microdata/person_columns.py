"""The columns of the file of persons: keys, derived variables, and the codes of jobs with their broader groups.

The file stands beside those of the answers and not among them: what was said and what was made of it stay apart, and when a
variable is derived anew only this file is another one. `case` and `person` join it to the others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from capi.dataset.cells import STATES, Absence, Cell, MissingCodes, State
from capi.dataset.disclosure import Profile, reason_to_leave_out_derived
from capi.dataset.job_codes import SIC2007, JobCodes
from capi.dataset.person_columns import CASE, PERSON
from capi.dataset.value_labels import STATE_WORDS
from capi.dataset.variables import Kind, Variable
from capi.outputs.microdata.derived_variables import DERIVED_VARIABLES, DerivedCategory, DerivedVariable
from capi.outputs.microdata.deriving import Titles
from capi.outputs.microdata.file_columns import FileColumn, Holds

Read: TypeAlias = Callable[[Mapping[str, Cell]], Cell]
"""Takes what is known of a person, by name, and gives the cell."""
_OF_CODES: Mapping[State, str] = {
    Absence.UNANSWERED: "Not coded yet, or not codable",
    Absence.NOT_ASKED: "No job was asked about",
}
_STATE_OF = {MissingCodes().of(state): state for state in STATES}
"""As derivations have them."""
_BROADER_DIGITS = 2
_CODED = "Coded after the interview from what was said of the industry, the job title and what was mainly done."
_SECTION = "Codes of the job"


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """`categories`: those there can be, for labels; of codes it is `titles` that say what one stands for."""

    column: FileColumn
    kind: Kind
    section: str
    read: Read
    how: str = ""
    source: str = ""
    empty: str = ""
    categories: tuple[DerivedCategory, ...] = ()
    titles: Titles = field(default_factory=dict)
    states: Mapping[State, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    in_numbers: bool = False

    @property
    def is_code(self) -> bool:
        return self.kind is Kind.CODE

    def mark(self, category: DerivedCategory) -> str:
        """What stands for the category in the file."""
        return str(category.number if self.in_numbers else category.code)


@dataclass(frozen=True, slots=True)
class LeftOutColumn:
    name: str
    label: str
    reason: str


def key_columns(profile: Profile, *, with_person: bool) -> Iterator[PersonColumn]:
    case = FileColumn(CASE, "The case", Holds.TEXT if profile.keeps_reference else Holds.WHOLE)
    kind = Kind.TEXT if profile.keeps_reference else Kind.WHOLE_NUMBER
    yield PersonColumn(case, kind, "The person", lambda known: known[CASE])
    if with_person:
        person = FileColumn(PERSON, "The row of the person", Holds.WHOLE)
        empty = "No value: this version of the instrument has no roster of persons, and the case is the person"
        yield PersonColumn(person, Kind.ROW, "The person", lambda known: known.get(PERSON), empty=empty)


def derived_columns(names: Sequence[str], *, in_numbers: bool) -> Iterator[PersonColumn]:
    """`in_numbers`: the format labels numbers alone, so codes are written as theirs."""
    for name in names:
        yield _derived(DERIVED_VARIABLES[name], in_numbers=in_numbers)


def _derived(variable: DerivedVariable, *, in_numbers: bool) -> PersonColumn:
    codes = [category.code for category in variable.categories]
    as_numbers = bool(codes) and (in_numbers or all(isinstance(code, int) for code in codes))
    numbers = {category.code: category.number for category in variable.categories}

    def read(known: Mapping[str, Cell]) -> Cell:
        value = known[variable.name]
        if variable.keeps_states and value in _STATE_OF:
            return _STATE_OF[value]  # type: ignore[index]
        return value if value is None or not as_numbers else numbers[value]  # type: ignore[index]

    renumbered = in_numbers and any(str(each.code) != str(each.number) for each in variable.categories)
    return PersonColumn(
        FileColumn(
            variable.name, variable.label, Holds.WHOLE if as_numbers else Holds.TEXT, has_states=variable.keeps_states
        ),
        Kind.CATEGORY if variable.categories else Kind.TEXT,
        f"Derived: {variable.section}",
        read,
        how=f"{variable.how} Made of {', '.join(variable.made_of)}.",
        source=variable.source,
        empty=variable.empty,
        categories=variable.categories,
        states=STATE_WORDS if variable.keeps_states else {},
        notes=(_renumbered(variable),) if renumbered else (),
        in_numbers=as_numbers,
    )


def _renumbered(variable: DerivedVariable) -> str:
    """In which numbers the file has the codes that are none."""
    others = [f"{each.number} is {each.code}" for each in variable.categories if str(each.code) != str(each.number)]
    return f"As numbers in this file: {', '.join(others)}."


def code_columns(codes: JobCodes, titles: Mapping[str, Titles]) -> Iterator[PersonColumn]:
    """Each scheme as it was coded, and its broader group of two digits."""
    for scheme in codes.schemes:
        its_titles = titles.get(scheme, {})
        of_industry = scheme == SIC2007
        what = "Industry" if of_industry else "Occupation"
        yield PersonColumn(
            FileColumn(scheme, f"{what} ({scheme})", Holds.TEXT if of_industry else Holds.WHOLE, has_states=True),
            Kind.CODE,
            _SECTION,
            _reader(scheme),
            how=_CODED,
            titles=its_titles,
            states=_OF_CODES,
        )
        broader = "division" if of_industry else "sub_major"
        yield PersonColumn(
            FileColumn(
                f"{scheme}_{broader}", f"{what} ({scheme}), {broader.replace('_', '-')} group", Holds.WHOLE, True
            ),
            Kind.CODE,
            _SECTION,
            _broader(scheme),
            how=f"The first two digits of {scheme}. {_CODED}",
            titles=its_titles,
            states=_OF_CODES,
        )


def _reader(scheme: str) -> Read:
    return lambda known: known.get(scheme, Absence.NOT_ASKED)


def _broader(scheme: str) -> Read:
    def read(known: Mapping[str, Cell]) -> Cell:
        code = known.get(scheme, Absence.NOT_ASKED)
        return int(written(scheme, code)[:_BROADER_DIGITS]) if isinstance(code, int | str) else code

    return read


def written(scheme: str, code: int | str) -> str:
    """A code as it is printed, with the zeros it begins with."""
    return f"{code:04}" if isinstance(code, int) and scheme != SIC2007 else str(code)


def allowed(
    columns: Sequence[PersonColumn], made_of: Mapping[str, Variable], profile: Profile
) -> tuple[list[PersonColumn], list[LeftOutColumn]]:
    """The columns that may leave, and those that may not with the reason. `made_of`: the fields of the instrument by name."""
    kept, left_out = [], []
    for each in columns:
        name = each.column.called
        known = DERIVED_VARIABLES.get(name)
        fields = [made_of[field] for field in known.made_of if field in made_of] if known else []
        reason = reason_to_leave_out_derived(name, fields, profile)
        if reason:
            left_out.append(LeftOutColumn(name, each.column.label, reason))
        else:
            kept.append(each)
    return kept, left_out
