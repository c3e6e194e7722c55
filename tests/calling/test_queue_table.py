"""The telephone queue as a table: who asks when, what cases there are, and which is delivered, or when the next one is, in which words.

It is in `queue_table.txt`. Below what a row says stand the time (in London, where no zone is named; anna asks, where nobody is) and
the cases, as `frames` reads them; below that the case that is delivered, or the time of the next one, and the words. In
`queue_at_noon.txt` stands what anna is told of a case at noon.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from capi.calling.call_reasons import Reason
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Delivered, NotYet, judge, next_case
from capi.calling.queue_words import NEXT
from tests.calling.frames import ANNA, BEN, LONDON, RULES, moment, situation, situations

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """`delivers`: the reference of a case, or the time of the next one, or `-`."""

    says: str
    at: datetime
    caller: Caller
    cases: tuple[Situation, ...]
    delivers: str
    words: str


def blocks(name: str) -> list[list[str]]:
    """The lines of each, between two that are empty."""
    return [[line.strip() for line in block.splitlines()] for block in (HERE / name).read_text("utf-8").split("\n\n")]


def _row(says: str, given: str, found: str) -> Row:
    when, cases = given.split("|")
    zone = next((word for word in when.split() if word[0].isupper()), LONDON)
    time_said = " ".join(word for word in when.split() if word[0].isdigit())
    delivers, words = found.split(" | ")
    return Row(
        says, moment(time_said, zone), BEN if "ben" in when.split() else ANNA, situations(cases), delivers, words
    )


ROWS = [_row(*block) for block in blocks("queue_table.txt")]
AT_NOON = blocks("queue_at_noon.txt")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.says)
def test_the_queue(row: Row) -> None:
    found = next_case(row.cases, row.caller, RULES, row.at)
    if isinstance(found, Delivered):
        assert (found.situation.reference, str(found.because)) == (row.delivers, row.words)
        return
    expected = None if row.delivers == "-" else moment(row.delivers)
    assert (str(found.because), found.at) == (row.words, expected)


@pytest.mark.parametrize(("said", "words"), AT_NOON)
def test_at_noon_anna_is_told_of_a_case(said: str, words: str) -> None:
    assert str(judge(situation(said), ANNA, RULES, moment("12:00")).because) == words


def test_every_reason_is_in_one_of_the_tables_but_those_of_what_is_picked_and_of_a_frame_without_hours() -> None:
    of_rows = {judge(each, row.caller, RULES, row.at).reason for row in ROWS for each in row.cases}
    at_noon = {judge(situation(said), ANNA, RULES, moment("12:00")).reason for said, _ in AT_NOON}
    assert set(Reason) - of_rows - at_noon == {Reason.NO_HOURS, Reason.PICKED, Reason.MAY_NOT_PICK}


def test_there_are_words_for_whatever_may_come_next() -> None:
    verdicts = (judge(each, row.caller, RULES, row.at) for row in ROWS for each in row.cases)
    assert {each.reason for each in verdicts if isinstance(each, NotYet) and each.at} == set(NEXT)
