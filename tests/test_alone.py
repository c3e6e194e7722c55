"""The respondent alone: which pages are hers, and which come before and after each."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from capi.alone import Alone
from capi.engine.interview import NotOnRoute
from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.fieldwork.contents import CaseCreated, Contents
from capi.fieldwork.journal import RESPONDENT, START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import replay
from capi.instrument.loading import read_sources, snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting

NOW = Moment(datetime(2026, 11, 23, 9, tzinfo=UTC), 0, 0)
TEXT = """
instrument: two
version: "1"
title: Two sections
modes: [self_completion, face_to_face]
languages: [en]
lists:
  yes_no: {1: "Yes", 2: "No"}
sections:
  - section: First
    ask:
      - Works: {text: Do you work?, list: yes_no}
  - section: Hers
    ask:
      - Smokes: {text: Do you smoke?, list: yes_no}
      - Daily: {asked_if: Smokes == 1, text: Every day?, list: yes_no}
      - Drinks: {text: Do you drink?, list: yes_no}
  - section: Last
    ask:
      - Thanks: {text: Is that all?, list: yes_no}
"""
KEPT = snapshot(read_sources({"instrument.yaml": TEXT}))


class Paper:
    """A journal in memory."""

    def __init__(self) -> None:
        case = Case("c", "1/1", "", KEPT.name, KEPT.version, KEPT.sha256, Mode.FACE_TO_FACE)
        self.entries: list[Entry] = []
        self.append("c", CaseCreated.of(case), NOW)

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        for each in (contents, *following):
            last = self.entries[-1] if self.entries else None
            head = Head(last.number, digest(encode(last))) if last else START
            self.entries.append(follow(head, case=case_id, device="d", who=RESPONDENT, moment=moment, contents=each))
        return self.entries[-1 - len(following)]


@pytest.fixture
def sitting() -> Sitting:
    paper = Paper()
    return Sitting(paper, replay(paper.entries), plan(KEPT.instrument(), Mode.SELF_COMPLETION), lambda: NOW)


def of_section(*names: str) -> Callable[[str], bool]:
    return lambda field: field in names


HERS = of_section("Smokes", "Daily", "Drinks")


def test_without_a_limit_every_question_reached_is_hers(sitting: Sitting) -> None:
    alone = Alone(sitting)
    assert (alone.fields, alone.waiting) == (["Works"], "Works")
    sitting.answer("Works", 1)
    assert (alone.fields, alone.before("Smokes"), alone.after("Works")) == (["Works", "Smokes"], "Works", "Smokes")


def test_what_was_asked_before_is_not_hers_to_see(sitting: Sitting) -> None:
    sitting.answer("Works", 1)
    alone = Alone(sitting, HERS)

    assert (alone.fields, alone.before("Smokes")) == (["Smokes"], None)
    with pytest.raises(NotOnRoute):
        alone.prompt("Works")
    assert alone.prompt("Smokes").field == "Smokes"


def test_she_is_through_where_the_next_question_is_not_hers(sitting: Sitting) -> None:
    alone = Alone(sitting, HERS)
    assert (alone.fields, alone.waiting) == ([], None), "the interviewer's own question waits"
    for field in ("Works", "Smokes", "Drinks"):
        sitting.answer(field, 2)
    assert (alone.fields, alone.waiting, alone.after("Drinks")) == (["Smokes", "Drinks"], None, None)


def test_the_pages_follow_the_route(sitting: Sitting) -> None:
    alone = Alone(sitting, HERS)
    for field in ("Works", "Smokes", "Drinks"):
        sitting.answer(field, 2)
    sitting.answer("Smokes", 1)

    assert (alone.fields, alone.waiting) == (["Smokes", "Daily"], "Daily")
    with pytest.raises(NotOnRoute):
        alone.prompt("Drinks")
    sitting.answer("Daily", 2)
    assert (alone.fields, alone.waiting) == (["Smokes", "Daily", "Drinks"], None)
    assert (alone.before("Drinks"), alone.after("Daily"), alone.before("Thanks")) == ("Daily", "Drinks", None)
