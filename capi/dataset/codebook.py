"""The codebook: what each variable of a dataset means, what its values stand for, and how often each occurs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from capi.dataset.cells import STATES, Absence, MissingCodes, State
from capi.dataset.disclosure import Profile, Restricted
from capi.dataset.filter_words import written
from capi.dataset.flatten import Table
from capi.dataset.tally import Count, Tally
from capi.dataset.variables import Column, Definition, Kind, Variable, Version, first_words, label
from capi.fieldwork.case import Status
from capi.instrument.expression import both
from capi.instrument.model import Missing, Mode, Question, Verbatim, WholeNumber

MODE_WORDS = {
    Mode.SELF_COMPLETION: "self-completion",
    Mode.FACE_TO_FACE: "face to face",
    Mode.TELEPHONE: "telephone",
}
STATE_WORDS: dict[State, str] = {
    Missing.REFUSED: "Refused (prefer not to say)",
    Missing.DONT_KNOW: "Don’t know",
    Missing.NOT_APPLICABLE: "Not applicable",
    Absence.UNANSWERED: "Reached, but not answered",
    Absence.NOT_ASKED: "Not asked (off the route, or not reached)",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, and the modes and versions it is the text of; `where` is empty where there is no other."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in the file; `state` is None for a real one. `wordings` only where there are several."""

    value: str
    label: str
    n: int
    state: State | None = None
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """One variable. `n` counts the rows with a real value; `extent` says what a number or text may be, and was."""

    name: str
    label: str
    kind: Kind
    section: str
    texts: tuple[Wording, ...]
    filters: tuple[Wording, ...]
    values: tuple[Value, ...]
    n: int
    extent: str
    disclosive: bool
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    name: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """`sections` gives the variables under the headings of the questionnaire, in its order."""

    instrument: str
    title: str
    versions: tuple[Version, ...]
    profile: Profile
    codes: MissingCodes
    rows: int
    variables: tuple[Described, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def sections(self) -> dict[str, list[Described]]:
        under: dict[str, list[Described]] = {}
        for variable in self.variables:
            under.setdefault(variable.section, []).append(variable)
        return under


def codebook(restricted: Restricted, profile: Profile, tally: Tally, codes: MissingCodes) -> Codebook:
    """The codebook of the rows that have passed the tally."""
    table = restricted.table
    newest = table.versions[-1].instrument
    return Codebook(
        instrument=table.instrument,
        title=first_words(newest.title),
        versions=table.versions,
        profile=profile,
        codes=codes,
        rows=tally.rows,
        variables=tuple(
            _described(variable, count, table, codes)
            for variable, count in zip(table.variables, tally.counts, strict=True)
        ),
        left_out=tuple(LeftOut(each.name, _label(each), reason) for each, reason in restricted.left_out),
    )


def _described(variable: Variable, count: Count, table: Table, codes: MissingCodes) -> Described:
    newest = variable.newest
    return Described(
        name=variable.name,
        label=_label(variable),
        kind=variable.kind,
        section=_section(variable),
        texts=_wordings(variable.definitions, _text),
        filters=_wordings(variable.definitions, _filter),
        values=(*_values(variable, count, table), *_states(variable, count, codes)),
        n=count.n,
        extent=_extent(variable, count),
        disclosive=variable.disclosive,
        source=newest.asked.source if newest and isinstance(newest.asked, Question) else "",
        notes=tuple(_notes(variable, table)),
    )


_OWN_LABELS = {
    Column.CASE: "The case",
    Column.INTERVIEW_DATE: "Day of the first answer, local time",
    Column.REFERENCE_SUNDAY: "The Sunday that ends the reference week",
    Column.INSTRUMENT_VERSION: "Version of the instrument",
    Column.MODE: "Mode of the interview",
    Column.STATUS: "Where the case stands",
}
_STATUS_WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.STOPPED: "Stopped for good before the end",
    Status.COMPLETED: "Completed",
}


def _label(variable: Variable) -> str:
    return _OWN_LABELS[variable.of] if isinstance(variable.of, Column) else label(variable.of[-1].asked)


def _section(variable: Variable) -> str:
    if variable.newest is None:
        return "The case"
    section = variable.newest.section
    return "Known before the interview" if section is None else first_words(section.title) or section.name


def _text(definition: Definition, mode: Mode) -> str:
    asked = definition.asked
    return first_words(asked.presentation(mode).text) if isinstance(asked, Question) else ""


def _filter(definition: Definition, mode: Mode) -> str:
    asked, section = definition.asked, definition.section
    if section is None or not isinstance(asked, Question):
        return ""
    condition = both(section.asked_if, asked.presentation(mode).asked_if)
    return "everyone" if condition is None else written(condition)


_Place = tuple[Version, Mode]


def _wordings(definitions: tuple[Definition, ...], text_of: Callable[[Definition, Mode], str]) -> tuple[Wording, ...]:
    """Each text once, with where it is used; that of the newest version first."""
    used: dict[str, list[_Place]] = {}
    for definition in reversed(definitions):
        for mode in definition.version.instrument.modes:
            text = text_of(definition, mode)
            if text:
                used.setdefault(text, []).append((definition.version, mode))
    return _told_apart(used, definitions)


def _told_apart(used: Mapping[str, list[_Place]], definitions: tuple[Definition, ...]) -> tuple[Wording, ...]:
    if len(used) < 2:
        return tuple(Wording(text) for text in used)
    newest = definitions[-1].version
    return tuple(Wording(text, _where(places, newest)) for text, places in used.items())


def _where(places: Iterable[_Place], newest: Version) -> str:
    """`telephone`, or `version 2022.1` where the newest does not say so any more."""
    modes: dict[str, list[str]] = {}
    for version, mode in places:
        modes.setdefault("" if version is newest else f"version {version.label}: ", []).append(MODE_WORDS[mode])
    return "; ".join(f"{version}{', '.join(said)}" for version, said in modes.items())


def _values(variable: Variable, count: Count, table: Table) -> Iterator[Value]:
    """The real values that are categories, those nobody gave included."""
    match variable.of:
        case Column.MODE:
            labels = {
                mode.value: MODE_WORDS[mode].capitalize() for each in table.versions for mode in each.instrument.modes
            }
        case Column.STATUS:
            labels = {status.value: words for status, words in _STATUS_WORDS.items() if count.each[status.value]}
        case Column.INSTRUMENT_VERSION:
            labels = {version.label: first_words(version.instrument.title) for version in table.versions}
        case Column():
            return
        case definitions:
            for value, wordings in _categories(definitions):
                if isinstance(value, int):
                    yield Value(str(value), wordings[0].text, count.each[value], None, wordings[1:] and wordings)
            return
    for given, words in labels.items():
        yield Value(given, words, count.each[given])


def _categories(definitions: tuple[Definition, ...]) -> list[tuple[int | Missing, tuple[Wording, ...]]]:
    """What each value stands for, in the order of the values, missing states last."""
    used: dict[int | Missing, dict[str, list[_Place]]] = {}
    for definition in reversed(definitions):
        if isinstance(definition.asked, Question):
            for mode in definition.version.instrument.modes:
                for category in definition.asked.presentation(mode).categories:
                    said = used.setdefault(category.value, {}).setdefault(first_words(category.text), [])
                    said.append((definition.version, mode))
    return [
        (value, _told_apart(dict(sorted(said.items(), key=lambda each: -len(each[1]))), definitions))
        for value, said in sorted(used.items(), key=lambda each: each[0] if isinstance(each[0], int) else float("inf"))
    ]


def _states(variable: Variable, count: Count, codes: MissingCodes) -> Iterator[Value]:
    """The states the variable can be in. A respondent can refuse or not know whether or not a category says so."""
    if not variable.definitions:
        if count.each[None]:
            yield Value("", "Empty: the interview has not begun", count.each[None])
        return
    printed = dict(_categories(variable.definitions))
    for state in STATES:
        wordings = printed.get(state, ()) if isinstance(state, Missing) else ()
        possible = state is Absence.NOT_ASKED if variable.is_fact else state is not Missing.NOT_APPLICABLE or wordings
        if possible or count.each[state]:
            words = "Not known" if variable.is_fact else wordings[0].text if wordings else STATE_WORDS[state]
            yield Value(str(codes.of(state)), words, count.each[state], state, wordings[1:] and wordings)


def _extent(variable: Variable, count: Count) -> str:
    newest = variable.newest
    if newest is None:
        return ""
    match newest.asked.type:
        case WholeNumber(minimum, maximum, unit):
            allowed = f"A whole number from {minimum:,} to {maximum:,}{' ' + first_words(unit) if unit else ''}."
            return f"{allowed} {_spread(count)}".rstrip()
        case Verbatim(longest):
            return f"A text of at most {longest:,} characters."
    return ""


def _spread(count: Count) -> str:
    if count.lowest is None or count.highest is None:
        return ""
    return f"In these data from {count.lowest:,} to {count.highest:,}, mean {count.mean:,.2f}."


def _notes(variable: Variable, table: Table) -> Iterator[str]:
    if variable.of is Column.CASE:
        yield (
            "The reference of the office."
            if not table.serial_numbers
            else (
                "A number made for this export: it is not the reference of the office, says nothing of the order of the sample, "
                "and may be another one in the next export."
            )
        )
    if variable.of is Column.REFERENCE_SUNDAY:
        yield "The last Sunday before the interview; where it was held on a Sunday, the one a week before."
    newest = variable.newest
    if newest is None:
        return
    if isinstance(newest.asked, Question) and newest.asked.note:
        yield newest.asked.note
    if variable.name != newest.asked.name:
        yield f"Called {newest.asked.name} in the instrument; every dataset has a column of that name already."
    has = {definition.version.sha256 for definition in variable.definitions}
    without = [version.label for version in table.versions if version.sha256 not in has]
    if without:
        yield f"Not in version {', '.join(without)}."
    kinds = {type(definition.asked.type).__name__ for definition in variable.definitions}
    if len(kinds) > 1:
        yield "Its type differs between the versions of the instrument; treat it as text."
