"""capi/calling/CALLING.md has every rule of the telephone queue in its order, and none that is not there; and every sentence can be translated."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import fields

import capi.calling
from capi.calling.call_reasons import Note, Rank, Reason
from capi.outcomes.frame import CallingRules, CallResult

FOLDER = Path(next(iter(capi.calling.__path__)))
DOCUMENT = (FOLDER / "CALLING.md").read_text("utf-8")
CALLED_NOW = ("picked", "appointment_over", "again", "returned", "begun", "fresh")


def tables(heading: str) -> list[list[str]]:
    """The cells of each line of the tables below a heading, with those below the smaller headings under it."""
    depth = heading.index(" ")
    below = DOCUMENT.split(f"\n{heading}\n")[1]
    chapter = re.split(rf"^#{{1,{depth}}} ", below, flags=re.MULTILINE)[0]
    lines = (line for line in chapter.splitlines() if line.startswith("|"))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [each for each in cells if "`" in each[0]]


def test_every_rank_is_there_in_its_place_with_its_reason() -> None:
    rows = tables("## Ranks")
    assert [row[0] for row in rows] == [f"{rank.value} `{rank.name.lower()}`" for rank in Rank]
    assert all(len(row) == 3 and all(row) for row in rows)


def test_every_rule_is_there_in_its_order_with_its_reason() -> None:
    rows = tables("## Rules")
    assert [row[0] for row in rows] == [f"`{reason.value}`" for reason in Reason]
    assert all(len(row) == 3 and row[1] for row in rows)
    assert all(row[2] for row in rows if row[0].strip("`") not in CALLED_NOW)


def test_every_note_is_there() -> None:
    rows = tables("## Notes")
    assert [row[0] for row in rows] == [f"`{note.value}`" for note in Note]
    assert all(len(row) == 2 and row[1] for row in rows)


def test_nothing_is_named_that_is_not_there() -> None:
    rules = {each.value for each in chain(Reason, Note)} | {rank.name.lower() for rank in Rank}
    keys = {each.name for each in chain(fields(CallingRules), fields(CallResult))}
    named = set(re.findall(r"`([a-z_]+)`", DOCUMENT))
    assert named <= rules | keys | {"calling", "due_from"}
    for file in re.findall(r"`(?:tests/calling/)?(\w+\.(?:txt|py))`", DOCUMENT):
        assert any((folder / file).exists() for folder in (FOLDER, Path(__file__).parent)), file


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.py")), ids=lambda source: source.name)
def test_every_sentence_stands_where_the_translators_tool_finds_it(source: Path) -> None:
    """Its text is a plain one, in the call itself."""
    calls = [node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "Wording":
            assert [type(each) for each in call.args] == [ast.Constant] * 2, f"line {call.lineno}"
