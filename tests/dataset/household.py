"""A household for tests: rosters two deep and every type of question, interviewed through the engine into journals in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from textwrap import dedent
from typing import TypeAlias

from capi.engine.answers import from_plain
from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.fieldwork.case import Case, CaseSummary
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Completed,
    Contents,
    Fixed,
    LanguageChosen,
    Left,
    Opened,
    RowAdded,
    RowRemoved,
    Way,
    roster_of,
)
from capi.fieldwork.journal import START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot, read_sources, snapshot
from capi.instrument.model import Mode

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)

HOUSEHOLD = """
    instrument: household
    version: "1"
    title: Household
    modes: [face_to_face, telephone]
    facts:
      Region: {label: Region, type: choice, categories: {1: North, 2: South}}
      DateOfBirth: {label: Date of birth, type: date}
      Weight: {label: Design weight, type: decimal, minimum: 0, maximum: 10, places: 3}
    switches:
      AgencySet: {label: Agency questions, usual: off}
    frames:
      countries: {title: Countries, file: countries.csv}
    sections:
      - section: Start
        ask:
          - Welcome: {type: information, text: Welcome.}
      - roster: People
        title: People in the household
        row_name: "{Name|Person}"
        at_most: 6
        ask:
          - Name: {label: Name, text: What is the name?, type: text, longest: 50}
          - Age: {label: Age, text: How old?, type: whole_number, maximum: 120, unit: years}
          - NumberOfJobs:
              asked_if: Age >= 16
              text: How many jobs?
              type: whole_number
              maximum: 3
          - roster: Jobs
            size: NumberOfJobs
            at_most: 3
            row_name: job {position}
            ask:
              - JobTitle: {text: What is the job called?, type: text, longest: 50, disclosive: true}
              - Pay: {label: Pay, text: What is the pay?, type: decimal, maximum: 9999.99, places: 2, unit: pounds}
              - Left: {label: Left, text: When did it end?, type: partial_date, unknown_month: 6, unknown_day: 15}
        another:
          AnyoneElse: {text: Is there anyone else?, categories: {1: "Yes", 2: "No"}}
      - section: Adults
        for_each: People
        asked_if: Age >= 16
        ask:
          - Born: {label: Born, text: In which country were you born?, type: coded, frame: countries}
          - Began: {label: Began, text: When did you begin?, type: time}
          - Moved: {label: Moved, text: When did you move here?, type: date, earliest: "1900-01-01"}
          - Travel:
              label: Travel
              text: How do you travel?
              type: code_all
              categories:
                1: Bus
                2: {text: Tram, modes: [face_to_face]}
                3: {text: Other, specify: TravelOther}
                4: {text: None of these, exclusive: true}
          - Partner: {label: Partner, text: Who is your partner?, type: row, of: People}
          - Earnings: {label: Earnings, type: decimal, maximum: 30000, places: 2, computed: "sum(Jobs, Pay)"}
      - section: End
        ask:
          - Damp: {label: Damp, observation: true, text: Is there damp?, categories: {1: "Yes", 2: "No"}}
          - Adults16: {label: Adults, type: whole_number, maximum: 6, computed: "count(People, Age >= 16)"}
          - Held: {label: Day held, type: date, computed: today, once: true}
          - Status:
              label: Work in the household
              categories: {1: Working, 2: Not working}
              computed: [{if: "sum(People, NumberOfJobs) > 0", value: 1}, {value: 2}]
"""
COUNTRIES = "code,text\n826,United Kingdom\n250,France\n0044,Isle of Man\n"

Answers: TypeAlias = list[tuple[str, object]]

# Three people, and what is asked before and after them, in the order it is asked.
WELCOME: Answers = [("Welcome", 1)]
ANN: Answers = [
    ("Name[1]", "Ann"),
    ("Age[1]", 40),
    ("NumberOfJobs[1]", 2),
    ("JobTitle[1.1]", "Baker"),
    ("Pay[1.1]", Decimal("12.50")),
    ("Left[1.1]", "2024-02"),
    ("JobTitle[1.2]", "Singer"),
    ("Pay[1.2]", "refused"),
    ("Left[1.2]", "dont_know"),
    ("AnyoneElse", 1),
]
BOB: Answers = [("Name[2]", "Bob"), ("Age[2]", 9), ("AnyoneElse", 1)]
CIA: Answers = [
    ("Name[3]", "Cia"),
    ("Age[3]", 70),
    ("NumberOfJobs[3]", 1),
    ("JobTitle[3.1]", "Judge"),
    ("Pay[3.1]", 7),
    ("Left[3.1]", "1999"),
    ("AnyoneElse", 2),
]
ADULTS: Answers = [
    ("Born[1]", "0044"),
    ("Began[1]", "17:40"),
    ("Moved[1]", "2020-02-29"),
    ("Travel[1]", [1, 3]),
    ("TravelOther[1]", "by boat"),
    ("Partner[1]", 3),
    ("Born[3]", "dont_know"),
    ("Began[3]", "refused"),
    ("Moved[3]", "dont_know"),
    ("Travel[3]", "refused"),
    ("Partner[3]", "dont_know"),
]
END: Answers = [("Damp", 2)]
FACTS: dict[str, int | Decimal | str] = {"Region": 2, "DateOfBirth": "1986-05-04", "Weight": Decimal("0.125")}


@cache
def household(text: str = HOUSEHOLD) -> Snapshot:
    """The instrument in this text, with the coding frame of countries beside it."""
    return snapshot(read_sources({"instrument.yaml": dedent(text), "countries.csv": COUNTRIES}))


class Journals:
    """Cases in memory, each held through the engine and journalled as a sitting does."""

    def __init__(self) -> None:
        self.held: dict[str, list[Entry]] = {}
        self.interviews: dict[str, Interview] = {}
        self._snapshots: dict[str, Snapshot] = {}

    def cases(self) -> list[CaseSummary]:
        return [replay(entries).summary for entries in self.held.values()]

    def entries(self, case_id: str) -> list[Entry]:
        return self.held[case_id]

    def snapshot(self, sha256: str) -> Snapshot:
        return self._snapshots[sha256]

    def keep(self, instrument: Snapshot) -> None:
        self._snapshots[instrument.sha256] = instrument

    def hold(
        self,
        reference: str,
        answers: Sequence[tuple[str, object]],
        *,
        facts: Mapping[str, int | Decimal | str] | None = None,
        mode: Mode = Mode.FACE_TO_FACE,
        kept: Snapshot | None = None,
        remove: Iterable[str] = (),
        language: str = "",
    ) -> Interview:
        """Gives the answers in order and removes the rows; completes the case where the end is reached. Without answers nobody opened it."""
        instrument = kept or household()
        self._snapshots[instrument.sha256] = instrument
        known = dict(facts or {})
        case = Case(reference, reference, "", instrument.name, instrument.version, instrument.sha256, mode, known)
        self.held[reference] = []
        self._write(reference, CaseCreated.of(case))
        interview = Interview(plan(instrument.instrument(), mode), {}, known, today="2026-11-18")
        self.interviews[reference] = interview
        if not answers:
            return interview
        self._write(reference, Opened())
        for field, value in answers:
            interview.answer(field, from_plain(value))
            self._write(reference, _journalled(interview, field))
            for fixed, answer in interview.fixed.items():
                self._write(reference, Fixed.of(fixed, answer))
            interview.fixed.clear()
        for row in remove:
            interview.remove_row(row)
            self._write(reference, RowRemoved(row=row, position=interview.position))
        if language:
            self._write(reference, LanguageChosen(language=language))
        self._write(reference, Completed() if interview.complete else Left(way=Way.PAUSED))
        return interview

    def _write(self, reference: str, contents: Contents) -> None:
        entries = self.held[reference]
        head = Head(entries[-1].number, digest(encode(entries[-1]))) if entries else START
        moment = Moment(NOON, 0, 0)
        entries.append(follow(head, case=reference, device="d", who="w", moment=moment, contents=contents))


def _journalled(interview: Interview, field: str) -> Contents:
    if interview.added is not None:
        roster, row = roster_of(interview.added)
        return RowAdded(roster=roster, row=row, field=field, position=interview.position)
    answer = interview.answer_to(field)
    assert answer is not None
    return Answered.of(field, answer, interview.position)
