"""JOURNAL.md names all there is."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields

import capi.fieldwork
from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.completion import Accepted, Kind
from capi.fieldwork.contents import Contents, Way
from capi.fieldwork.journal import Entry
from capi.fieldwork.values import value_of

DOCUMENT = Path(next(iter(capi.fieldwork.__path__)), "JOURNAL.md").read_text("utf-8")


def row(first_cell: str) -> str:
    """The line of a table that begins with this cell."""
    (line,) = (line for line in DOCUMENT.splitlines() if line.startswith(f"| `{first_cell}` |"))
    return line


@pytest.mark.parametrize("kind", get_args(Contents), ids=lambda kind: kind.__struct_config__.tag)
def test_every_kind_is_documented_with_its_fields_in_their_order(kind: type[Contents]) -> None:
    described = row(str(kind.__struct_config__.tag)).split("|")[2]
    expected = " ".join(f"`{each.name}`" if each.required else f"(`{each.name}`)" for each in fields(kind))
    assert described.strip() == expected


def test_no_kind_is_documented_that_is_not_there() -> None:
    kinds = DOCUMENT.split("## The kinds")[1].split("##")[0]
    documented = {line.split("`")[1] for line in kinds.splitlines() if line.startswith("| `")}
    assert documented == {kind.__struct_config__.tag for kind in get_args(Contents)}


def test_every_field_of_the_envelope_is_documented_in_its_order() -> None:
    envelope = DOCUMENT.split("## The envelope")[1].split("##")[0]
    documented = [line.split("`")[1] for line in envelope.splitlines() if line.startswith("| `")]
    assert documented == [each.name for each in fields(Entry)]


def test_every_way_and_reason_and_status_is_documented() -> None:
    for each in (*Way, *StopReason, *Status, *Kind):
        assert f"`{each.value}`" in DOCUMENT


def test_everything_about_an_accepted_hindrance_is_documented() -> None:
    for each in fields(Accepted):
        assert f"`{each.name}`" in row("completed")


@pytest.mark.parametrize(
    "answer", [3, "three", (1, 4), Decimal("12.50")], ids=["whole number", "text", "categories", "decimal"]
)
def test_every_form_of_a_value_is_documented(answer: int | str | tuple[int, ...] | Decimal) -> None:
    written = msgspec.json.encode(value_of(answer, "the answer")).decode()
    assert row(written)
