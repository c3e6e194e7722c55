"""Answer modes: how those answers were given that were not given to an interviewer in the mode of their case.

What is not listed was. Answers alone are listed, and only those on the route: that something was answered is said, and not what.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from capi.dataset.cells import Cell
from capi.dataset.codebook import Described, DescribedTable
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import Row
from capi.dataset.phrasings import MODE_WORDS
from capi.dataset.value_labels import Value
from capi.dataset.variables import Kind
from capi.fieldwork.ways_answered import WayAnswered
from capi.instrument.address import parted
from capi.instrument.model import Mode
from capi.outputs.microdata.data_manifest import ANSWER_MODES
from capi.outputs.microdata.file_columns import FileColumn, Holds

_LABELS = {
    "field": "The question",
    "rows": "The rows around it, outermost first",
    "mode": "The mode in which it was asked",
    "alone": "By the respondent alone",
}
ALONE_WORDS = {1: "The respondent alone", 0: "With an interviewer"}


def answer_modes_columns(profile: Profile) -> tuple[FileColumn, ...]:
    case = FileColumn("case", "The case", Holds.TEXT if profile.keeps_reference else Holds.WHOLE)
    rest = (FileColumn(name, label, Holds.WHOLE if name == "alone" else Holds.TEXT) for name, label in _LABELS.items())
    return (case, *rest)


def mode_values(counts: Mapping[str, int]) -> list[Value]:
    """Each mode that occurs, with its words."""
    return [Value(mode.value, MODE_WORDS[mode].capitalize(), counts[mode.value]) for mode in Mode if counts[mode.value]]


def alone_values(counts: Mapping[int, int]) -> list[Value]:
    return [Value(str(value), words, counts[value]) for value, words in ALONE_WORDS.items() if counts[value]]


@dataclass(slots=True)
class AnswerModes:
    """Makes the rows, and counts them on their way."""

    _waiting: list[Row] = field(default_factory=list)
    _ways: dict[str, Counter[WayAnswered]] = field(default_factory=dict)
    _in_rows: int = 0

    def take(self, case: Cell, elsewhere: Mapping[str, WayAnswered]) -> None:
        """Of one case."""
        for address, way in elsewhere.items():
            name, rows = parted(address)
            self._ways.setdefault(name, Counter())[way] += 1
            self._in_rows += bool(rows)
            self._waiting.append((case, name, ".".join(map(str, rows)) or None, way.mode.value, int(way.alone)))

    def made(self) -> list[Row]:
        """The rows since this was last asked for."""
        rows, self._waiting = self._waiting, []
        return rows

    def noted(self, table: DescribedTable) -> DescribedTable:
        """The table with a note at each question of which some answers were given so."""
        return replace(table, variables=tuple(self._noted(each) for each in table.variables))

    def _noted(self, variable: Described) -> Described:
        ways = self._ways.get(variable.field)
        if not ways:
            return variable
        told = "; ".join(f"{_words(way)}: {number:,}" for way, number in sorted(ways.items(), key=_order))
        note = f"Answers that were not given to an interviewer in the mode of the case: {told}."
        return replace(variable, notes=(*variable.notes, note))

    def described(self) -> DescribedTable:
        whole = Counter[WayAnswered]()
        for ways in self._ways.values():
            whole.update(ways)
        total = whole.total()
        modes, alone = Counter[str](), Counter[int]()
        for way, number in whole.items():
            modes[way.mode.value] += number
            alone[int(way.alone)] += number
        values = {"mode": mode_values(modes), "alone": alone_values(alone)}
        columns = (
            Described(
                name=name,
                label=label,
                kind=Kind.WHOLE_NUMBER if name == "alone" else Kind.TEXT,
                section="How it was answered",
                values=tuple(values.get(name, ())),
                n=self._in_rows if name == "rows" else total,
            )
            for name, label in {"case": "The case", **_LABELS}.items()
        )
        return DescribedTable(
            level=ANSWER_MODES,
            title="Answer modes",
            each="answer that was not given to an interviewer in the mode of the case",
            made="",
            keys=("case", "field", "rows"),
            rows=total,
            variables=tuple(columns),
            of_answers=False,
        )


def _words(way: WayAnswered) -> str:
    words = MODE_WORDS[way.mode]
    return f"{words}, the respondent alone" if way.alone else words


def _order(counted: tuple[WayAnswered, int]) -> tuple[int, bool]:
    way, _ = counted
    return list(Mode).index(way.mode), way.alone
