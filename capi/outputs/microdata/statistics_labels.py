"""Statistics labels: what SPSS and Stata show for a variable and its values, cut where the format takes no more."""

from collections.abc import Callable, Mapping, Sequence

from capi.dataset.cells import STATES, MissingCodes
from capi.dataset.codebook import Described
from capi.dataset.value_labels import STATE_WORDS
from capi.outputs.microdata.data_file import FileFormat
from capi.outputs.microdata.file_columns import FileColumn, Holds, cut

Labels = Mapping[str, Mapping[float | str, str]]


def column_labels(columns: Sequence[FileColumn], shortened: Callable[[str], str]) -> dict[str, str]:
    labels = {column.name: shortened(column.label) for column in columns}
    beside = {column.state_name: shortened(f"Why no value: {column.label}") for column in columns if column.state_name}
    return labels | beside


def value_labels(
    columns: Sequence[FileColumn], described: Sequence[Described], codes: MissingCodes, longest: int
) -> dict[str, dict[float | str, str]]:
    """Those of numbers, by the name of the column: of the values, and of what stands in their place. Letters stay letters."""
    about = {each.name: each for each in described}
    found: dict[str, dict[float | str, str]] = {}
    for column in columns:
        if column.state_name:
            found[column.state_name] = {float(codes.of(state)): cut(STATE_WORDS[state], longest) for state in STATES}
        if column.holds is Holds.WHOLE and column.called in about:
            labels: dict[float | str, str] = {}
            for value in about[column.called].values:
                mark = value.value.removeprefix(".")
                if not mark:
                    continue  # an empty cell
                labels[mark if mark.isalpha() else float(mark)] = cut(value.label, longest)
            found[column.name] = labels
        elif column.holds is Holds.DECIMAL and column.called in about:
            states = [value for value in about[column.called].values if value.state is not None]
            found[column.name] = {
                value.value.removeprefix(".") if value.value.startswith(".") else float(value.value): cut(
                    value.label, longest
                )
                for value in states
            }
    return {name: labels for name, labels in found.items() if labels}


def format_notes(column: FileColumn, described: Described, file_format: FileFormat) -> list[str]:
    """What a user of the file must know of this column because of its format."""
    notes = []
    if column.name != column.called:
        notes.append(f"Called {column.name} in the file: {file_format.name} takes no other name for it.")
    if column.state_name:
        notes.append(f"Where there is no value, {column.state_name} says why.")
    longest, in_letters = file_format.longest_label, file_format.labels_in_letters
    if longest and len(column.label if in_letters else column.label.encode()) > longest:
        notes.append(f"Its label is cut in the file, which takes {longest} {'letters' if in_letters else 'bytes'}.")
    longest = file_format.longest_value_label
    if longest and any(len(value.label.encode()) > longest for value in described.values):
        notes.append(f"Labels of values are cut in the file, which takes {longest} bytes.")
    return notes
