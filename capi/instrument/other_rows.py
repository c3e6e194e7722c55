"""Other rows: what to write where a condition over rows means the row that a question chose, or rows in the rows."""

from collections.abc import Iterator

from capi.instrument.expression import (
    ROW,
    Among,
    Compare,
    Expression,
    FieldName,
    Number,
    OfRow,
    OverRows,
    String,
    conditions_in,
    conjuncts,
)
from capi.instrument.filter_words import written
from capi.instrument.reads import over_rows


def picked_by(condition: Expression) -> Iterator[str]:
    """The fields that the condition compares the row with: `row == Mother`."""
    for part in conditions_in(condition):
        match part:
            case Compare(FieldName("row"), "==", FieldName(name)) | Compare(FieldName(name), "==", FieldName("row")):
                if name != ROW:
                    yield name
            case _:
                continue


def of_chosen(expression: Expression, name: str, roster: str) -> str:
    """What reads a value of the row that `name` chose, instead of looking for it among all rows of the roster."""
    for part in over_rows(expression):
        if part.roster == roster and part.condition is not None:
            wanted = conjuncts(part.condition)
            rest = [each for each in wanted if name not in picked_by(each)]
            if len(rest) < len(wanted) and (found := _of_chosen(part, name, rest)):
                return written(found)
    return f"of({name}, ...)"


def _of_chosen(part: OverRows, name: str, rest: list[Expression]) -> Expression | None:
    if part.value is not None:
        return None if rest else OfRow(FieldName(name), part.value)
    match rest:
        case [Compare(FieldName() as left, sign, Number() | String() as right)]:
            return Compare(OfRow(FieldName(name), left), sign, right)
        case [Among(FieldName() as left, values, negated)]:
            return Among(OfRow(FieldName(name), left), values, negated)
        case _:
            return None


def nested(expression: Expression, name: str, roster: str, within: tuple[str, ...]) -> str:
    """What reads a field of the rows `within` those of the roster; "" where that depends on what is meant."""
    for part in over_rows(expression):
        if part.roster == roster and part.value == FieldName(name):
            value: Expression = FieldName(name)
            for inner in reversed(within):
                value = OverRows(part.function, inner, value)
            return written(OverRows(part.function, roster, value, part.condition))
    return ""
