"""Parquet: values of their own types, null where there is none, and the word for why in the column `<name>_state` beside.

The schema holds the label of each variable and what its values stand for.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from capi.dataset.cells import STATES, MissingCodes, State
from capi.dataset.codebook import Described
from capi.dataset.flatten import Row
from capi.dataset.phrasings import category_phrasings
from capi.dataset.value_labels import STATE_WORDS
from capi.dataset.variables import Variable
from capi.outputs.microdata.arrow_rows import Batches, arrow_type
from capi.outputs.microdata.data_file import FileFormat, TablePlan, Told
from capi.outputs.microdata.file_columns import FileColumn, Holds, NameRules


@contextlib.contextmanager
def _open(path: Path, plan: TablePlan) -> Iterator["ParquetFile"]:
    with pq.ParquetWriter(path, _schema(plan), compression="zstd") as writer:
        yield ParquetFile(writer, plan.columns)


class ParquetFile:
    def __init__(self, writer: pq.ParquetWriter, columns: Sequence[FileColumn]) -> None:
        self._writer = writer
        self._batches = Batches(columns, writer.schema)

    def write(self, rows: Iterable[Row]) -> None:
        for batch in self._batches.full(rows):
            self._writer.write_batch(batch)

    def finish(self, described: Sequence[Described], told: Told | None) -> None:  # noqa: ARG002
        for batch in self._batches.rest():
            self._writer.write_batch(batch)


def _schema(plan: TablePlan) -> pa.Schema:
    by_name = {variable.name: variable for variable in plan.variables}
    fields = []
    for column in plan.columns:
        about = {"label": column.label, **_about(by_name.get(column.called))}
        if column.called in plan.labels:
            about["values"] = _json(plan.labels[column.called])
        fields.append(pa.field(column.name, arrow_type(column), metadata=about))
        if column.state_name:
            fields.append(pa.field(column.state_name, pa.string(), metadata={"label": f"{column.label}: why no value"}))
    states = {state.value: STATE_WORDS[state] for state in STATES}
    return pa.schema(fields, metadata={"title": plan.title, "states": _json(states)})


def _about(variable: Variable | None) -> dict[str, str]:
    if variable is None:
        return {}
    about = {"kind": variable.kind.value, "field": variable.field}
    # The column of one category of a question is 1 or 0; the others hold the categories themselves.
    phrased = {} if isinstance(variable.part, int) else category_phrasings(variable.definitions)
    labels = {str(value): words[0].text for value, words in phrased.items() if isinstance(value, int)}
    if isinstance(variable.part, int):
        labels = {"1": "Coded", "0": "Not coded"}
    return {**about, "values": _json(labels)} if labels else about


def _json(labels: Mapping[str, str]) -> str:
    return json.dumps(dict(labels), ensure_ascii=False)


def word_marks(_: MissingCodes) -> dict[State, str]:
    return {state: str(state.value) for state in STATES}


PARQUET = FileFormat(
    "parquet",
    ".parquet",
    _open,
    word_marks,
    word_marks,
    "A value that is not there is null; the word that says why stands in the column beside it, called like it with _state.",
    rules=NameRules(beside=frozenset(Holds)),
    limits={
        "types": "whole numbers of 64 bits, decimal numbers exact, dates, times; texts in UTF-8",
        "labels": "in the schema: label, kind and values of each column, and the words of the states",
    },
)
